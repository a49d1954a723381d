"""What a claim is told once: near copies of one text are one finding, and there is an end to them.

In: a claim's findings and their passages. Out: those that are kept. How many stand behind one, and
how many were left out, is in its details; the verdict's reason says the latter. Touches nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from extractors.records import Finding, Passage

#: Findings kept of one claim; those of an eleventh origin tell nothing new.
MOST: Final = 10
#: Share of the words in order that two sentences have in common, from which one is a copy.
ALIKE: Final = 0.8
COPIES: Final = "near copies"
LEFT_OUT: Final = "left out"
_WORD: Final = re.compile(r"\w+")


def folded(
    findings: Sequence[Finding], passages: Mapping[str, Passage], needed: Collection[str]
) -> tuple[Finding, ...]:
    """The findings, near copies put together and each claim's cut to the most telling.

    ``needed`` are ids of findings that are kept whatever they repeat.
    """
    groups = by_claim(findings).values()
    return tuple(one for g in groups for one in _cut(_once(g, passages, needed), needed))


def by_claim(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings by the id of their claim, in the order of each claim's first."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.claim_id].append(finding)
    return groups


def _once(
    findings: Sequence[Finding], passages: Mapping[str, Passage], needed: Collection[str]
) -> list[Finding]:
    """The surest of each group of copies; of those that are needed each is kept."""
    order = sorted(findings, key=lambda f: (f.finding_id not in needed, -f.score, f.finding_id))
    kept: list[Finding] = []
    copies: dict[str, int] = defaultdict(int)
    for finding in order:
        leader = next((one for one in kept if _is_copy(one, finding, passages)), None)
        if leader is None or finding.finding_id in needed:
            kept.append(finding)
        else:
            copies[leader.finding_id] += 1
    return [_counted(one, COPIES, copies[one.finding_id]) for one in kept]


def _is_copy(one: Finding, other: Finding, passages: Mapping[str, Passage]) -> bool:
    """Whether both decide the same in nearly the same words; another number is no copy."""
    if (one.relation, one.kind) != (other.relation, other.kind):
        return False
    ours, theirs = (_WORD.findall(passages[f.passage_id].text.lower()) for f in (one, other))
    if {w for w in ours if w[0].isdigit()} != {w for w in theirs if w[0].isdigit()}:
        return False
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio() >= ALIKE


def _cut(findings: Sequence[Finding], needed: Collection[str]) -> list[Finding]:
    """At most ``MOST``: the needed, the surest of each relation, then the surest."""
    first: dict[str, str] = {}
    for one in sorted(findings, key=lambda f: (-f.score, f.finding_id)):
        first.setdefault(one.relation, one.finding_id)
    must = set(needed) | set(first.values())
    order = sorted(findings, key=lambda f: (f.finding_id not in must, -f.score, f.finding_id))
    most = max(MOST, sum(one.finding_id in must for one in order))
    kept = order[:most]
    return [_counted(kept[0], LEFT_OUT, len(order) - len(kept)), *kept[1:]] if kept else []


def _counted(finding: Finding, name: str, count: int) -> Finding:
    return with_detail(finding, name, str(count)) if count else finding


def with_detail(finding: Finding, name: str, told: str) -> Finding:
    """The finding with one more detail."""
    return replace(finding, details={**finding.details, name: told})


def left_out(findings: Sequence[Finding]) -> int:
    """How many more findings there were of the claim that these are of."""
    return sum(int(finding.details.get(LEFT_OUT, "0")) for finding in findings)
