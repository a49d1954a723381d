"""How the toll of one event grew: the counts of its dead, hurt or missing that outlets gave.

In: passages near the claims of a check, read. Out: one row for each step of the count, lowest to
highest, however many passages repeat either number. A toll that grows is an update and never a
contradiction, so no learned score is asked. What counts a part ("ten of the dead", "two
children"), is vague ("dozens"), or tells of another day is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from extractors.extraction import Side
from extractors.records import Conflict, Passage, Quantity
from warehouse.crosscheck.slots.numbers import ABOUT

RULE: Final = "toll/1"
#: What is counted of a story's victims, and the units of a count of them all.
ROLES: Final = frozenset({"killed", "wounded", "missing"})
WHOLE: Final = frozenset({"person", "people", ""})
#: A count of fewer is of single persons, and one below this share of the highest of another event.
FEWEST: Final = 3
SHARE: Final = 0.2
#: What is told of days further away than this is of another event.
SPAN: Final = timedelta(days=4)
_PART = re.compile(
    r"\s+(?:people\s+|persons\s+)?(?:of\s+(?:the|them|those|whom|its|his|their)|from)\b"
)
_PARTLY = re.compile(r"\b(?:including|among(?: them)?|of them|of whom)\s+(?:at least\s+|some\s+)?$")
_DIGITS = re.compile(
    r"\d|\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Toll:
    """One count of a story's victims in one passage."""

    passage: Passage
    quantity: Quantity
    least: float


def find_tolls(read: Iterable[tuple[Passage, Side]]) -> tuple[Conflict, ...]:
    """The steps of each toll among the passages, by role and then upwards."""
    by_role: dict[str, list[Toll]] = {}
    for passage, side in read:
        for quantity in side.quantities:
            if _counts_all(quantity, side) and not _of_another_day(side, passage):
                least = quantity.low or 0.0
                by_role.setdefault(quantity.role or "", []).append(Toll(passage, quantity, least))
    return tuple(c for role in sorted(by_role) for c in _steps(by_role[role]))


def _counts_all(quantity: Quantity, side: Side) -> bool:
    """Whether it counts all victims, with a number."""
    if quantity.role not in ROLES or quantity.unit not in WHOLE or quantity.per is not None:
        return False
    if quantity.low is None or quantity.low < FEWEST or not _DIGITS.search(quantity.text):
        return False
    if quantity.modifier not in {"exact", "about", "at least", "more than"}:
        return False
    before, after = side.text[: quantity.start], side.text[quantity.end :]
    if any(0 <= m.start - quantity.end <= 1 for m in side.mentions):
        return False  # "10 Americans": of one nation, or one firm
    return not _PART.match(after) and not _PARTLY.search(before)


def _of_another_day(side: Side, passage: Passage) -> bool:
    """Whether a date of the sentence lies far from the day it was said on."""
    if passage.said_at is None:
        return bool(side.dates)
    first, last = passage.said_at - SPAN, passage.said_at + SPAN
    return any(
        date.earliest is not None
        and date.latest is not None
        and (date.latest < first or date.earliest > last)
        for date in side.dates
    )


def _steps(tolls: list[Toll]) -> list[Conflict]:
    most = max(toll.least for toll in tolls)
    kept = [toll for toll in tolls if toll.least >= SHARE * most]
    values: dict[float, list[Toll]] = {}
    exact = {t.least for t in kept if t.quantity.modifier != "about"}
    for toll in kept:
        near = [value for value in exact if abs(value - toll.least) <= ABOUT * toll.least]
        if toll.quantity.modifier != "about" or not near:
            values.setdefault(toll.least, []).append(toll)
    made = []
    for low, high in pairwise(sorted(values)):
        left, right = _first(values[low]), _first(values[high])
        if left.passage.document_id == right.passage.document_id:
            others = [t for t in values[high] if t.passage.document_id != left.passage.document_id]
            right = _first(others) if others else right
        copies = len({t.passage.passage_id for t in (*values[low], *values[high])}) - 2
        made.append(
            Conflict(
                kind="quantity",
                relation="update",
                left_id=left.passage.passage_id,
                right_id=right.passage.passage_id,
                score=1.0,
                rule=RULE,
                explanation=f"The count of {_NAMED[left.quantity.role or '']} grew: "
                f"“{left.quantity.text}” in one, “{right.quantity.text}” in the other.",
                copies=max(0, copies),
            )
        )
    return made


_NAMED: Final[Mapping[str, str]] = {
    "killed": "the dead",
    "wounded": "the hurt",
    "missing": "the missing",
}


def _first(tolls: list[Toll]) -> Toll:
    """The passage that told a count first; of one moment, the one that comes first by its id."""
    return min(
        tolls,
        key=lambda t: (t.passage.said_at or datetime.max.replace(tzinfo=UTC), t.passage.passage_id),
    )
