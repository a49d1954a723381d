"""Two passages that each say a part of a claim, and together the whole: findings in, pairs out.

"At least 84 died when a lorry was driven for over a mile through the crowd": one page has the dead,
another the mile. Each alone says less than the claim, and its finding stays "weaker".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

from extractors.records import Finding
from warehouse.crosscheck.readings import Reading
from warehouse.crosscheck.slots import SlotName, cues

#: Content words of the shortest claim that has parts, and the share of them that must be answered.
SHORTEST: Final = 6
WHOLE: Final = 0.75
#: How sure the surer of the two must be that it supports.
SURE: Final = 0.5
COUNTED: Final[tuple[SlotName, ...]] = ("number", "date")


def joined(
    findings: Sequence[Finding], readings: Mapping[tuple[str, str], Reading]
) -> dict[str, tuple[Finding, Finding]]:
    """The two findings of a claim, by its id, that together support it, where none does alone.

    ``readings`` are by claim and passage. Of several pairs the surest; a claim that a passage
    contradicts is not joined.
    """
    by_claim: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_claim[finding.claim_id].append(finding)
    pairs = {claim_id: _pair(group, readings) for claim_id, group in by_claim.items()}
    return {claim_id: pair for claim_id, pair in pairs.items() if pair is not None}


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
    if any(part.features["passage unsure"] or part.features["passage doubts"] for part in parts):
        return False
    inside = [
        word
        for word in claim.words
        if not any(date.start <= word.start < date.end for date in claim.dates)
    ]
    left = set.intersection(*({w.start for w in part.slots.covered.residue} for part in parts))
    if len(inside) < SHORTEST or sum(w.start in left for w in inside) > (1 - WHOLE) * len(inside):
        return False
    strict = {cue for part in parts for cue in cues("strict", part.passage.text)}
    return set(cues("strict", claim.text)) <= strict and all(_told(name, parts) for name in COUNTED)


def _told(name: SlotName, parts: Sequence[Reading]) -> bool:
    """Whether each number, or date, of the claim is said by one of the passages."""
    told = [(slot.claim, slot.match) for part in parts for slot in part.slots.of(name)]
    return {c for c, _ in told} <= {c for c, match in told if match in {"same", "narrower"}}
