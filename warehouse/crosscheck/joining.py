"""Two passages that each say a part of a claim, and together the whole: findings in, pairs out.

"At least 84 died when a lorry was driven for over a mile through the crowd": one page has the dead,
another the mile. Each alone says less than the claim, and its finding stays "weaker".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

from extractors.records import Finding
from warehouse.crosscheck.folding import by_claim, with_detail
from warehouse.crosscheck.readings import Reading, is_open
from warehouse.crosscheck.slots import SlotName, cues

#: Content words of the shortest claim that has parts, and the share of them that must be answered.
SHORTEST: Final = 6
WHOLE: Final = 0.75
#: How sure the surer of the two must be that it supports.
SURE: Final = 0.5
#: The detail of a finding that names the other.
TOGETHER: Final = "together with"
COUNTED: Final[tuple[SlotName, ...]] = ("number", "date")


def joined(
    findings: Sequence[Finding], readings: Mapping[tuple[str, str], Reading]
) -> tuple[Finding, ...]:
    """The findings, the two of a claim that together support it each told of the other.

    Where one supports or contradicts alone, none are joined. ``readings`` are by claim and
    passage. Of several pairs the surest.
    """
    other: dict[str, str] = {}
    for group in by_claim(findings).values():
        pair = _pair(group, readings)
        if pair is not None:
            one, two = (finding.finding_id for finding in pair)
            other |= {one: two, two: one}
    return tuple(
        with_detail(f, TOGETHER, other[f.finding_id]) if f.finding_id in other else f
        for f in findings
    )


def pair_of(findings: Sequence[Finding]) -> tuple[Finding, Finding] | None:
    """The two of a claim's findings that were joined, the surer first; None where one is gone."""
    by_id = {finding.finding_id: finding for finding in findings}
    pair = [f for f in findings if f.details.get(TOGETHER) in by_id]
    if len(pair) != 2:
        return None
    one, two = sorted(pair, key=lambda f: (-f.score, f.finding_id))
    return one, two


def _pair(
    findings: Sequence[Finding], readings: Mapping[tuple[str, str], Reading]
) -> tuple[Finding, Finding] | None:
    if {"supports", "contradicts"} & {finding.relation for finding in findings}:
        return None
    parts = [f for f in findings if f.relation == "weaker" and f.kind == "entailment"]
    parts.sort(key=lambda f: (-f.score, f.finding_id))
    for one, other in combinations(parts, 2):
        if one.score < SURE:
            return None
        if _is_whole([readings[f.claim_id, f.passage_id] for f in (one, other)]):
            return one, other
    return None


def _is_whole(parts: Sequence[Reading]) -> bool:
    claim = parts[0].claim
    if any(is_open(part) for part in parts):
        return False
    inside = claim.undated
    left = set.intersection(*({w.start for w in part.slots.covered.residue} for part in parts))
    if len(inside) < SHORTEST or sum(w.start in left for w in inside) > (1 - WHOLE) * len(inside):
        return False
    strict = {cue for part in parts for cue in cues("strict", part.passage.text)}
    return set(cues("strict", claim.text)) <= strict and all(_told(name, parts) for name in COUNTED)


def _told(name: SlotName, parts: Sequence[Reading]) -> bool:
    """Whether each number, or date, of the claim is said by one of the passages."""
    told = [(slot.claim, slot.match) for part in parts for slot in part.slots.of(name)]
    return {c for c, _ in told} <= {c for c, match in told if match in {"same", "narrower"}}
