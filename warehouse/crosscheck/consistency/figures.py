"""One count or measure of one thing, told twice, should be the same number.

Fires on "Twelve people died in the fire" against "All 14 people in the house died in the fire".
Must not fire on "Twelve people died" against "Three children died" (a part), against "15 people
died by Friday" (a later count), or against another source's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.records import Quantity
from warehouse.crosscheck.consistency.cues import is_person
from warehouse.crosscheck.consistency.numbers import Interval, interval, kind_of
from warehouse.crosscheck.consistency.reading import Article, Judgement, phrases
from warehouse.crosscheck.consistency.wordings import Told
from warehouse.crosscheck.quoting import short

RULE = "repetition/quantity/1"
#: So much of the shorter claim's words must stand in the other.
SHARED = 0.6
_GROWS = re.compile(
    r"\b(?:by (?:\w+day|then|now|evening|morning|night)|at first|initially|so far|early|later"
    r"|since|more|another|other"
    r"|further|up to now|rise|rose|grow|grew|increase|still|each|every|per|a (?:day|week|month"
    r"|year)|at the time|first"
    r"|second|third|earlier|previous|last|next|then|now|already)\b",
    re.IGNORECASE,
)


def apply(article: Article, told: Sequence[Told]) -> Iterator[Judgement]:
    """One judgement for each two claims that give one thing two numbers."""
    facts = [t for t in told if t.claim.kind == "fact" and not t.denies and t.amounts]
    for one, other in combinations(facts, 2):
        pair = _conflict(one, other)
        if pair is not None:
            yield _judged(one, other, *pair)


def _conflict(one: Told, other: Told) -> tuple[Quantity, Quantity] | None:
    if one.claim.sentence_start == other.claim.sentence_start or not _comparable(one, other):
        return None
    for mine in one.amounts:
        for theirs in other.amounts:
            if not _same_thing(one, mine, other, theirs):
                continue
            if any(_agree(a, b) for a in one.amounts for b in other.amounts if _kin(a, b)):
                return None
            return mine, theirs
    return None


def _comparable(one: Told, other: Told) -> bool:
    """One speaker, no sign of a part or of a later count, no other name or date."""
    if one.voice != other.voice and (one.voice and other.voice):
        return False
    for told in (one, other):
        if _GROWS.search(told.claim.wording) or _PARTIAL.search(told.claim.wording):
            return False
    if one.names and other.names and not (one.names <= other.names or other.names <= one.names):
        return False
    if one.dates and other.dates and not _same_dates(one, other):
        return False
    shorter = min(len(one.content), len(other.content))
    return shorter >= 2 and len(one.content & other.content) >= max(2, SHARED * shorter)


_PARTIAL = re.compile(rf"\b(?:{phrases('totals', 'partial')})\b", re.IGNORECASE)


def _same_dates(one: Told, other: Told) -> bool:
    return {d.timex for d in one.dates} == {d.timex for d in other.dates}


def _same_thing(one: Told, mine: Quantity, other: Told, theirs: Quantity) -> bool:
    if not _kin(mine, theirs) or mine.role != theirs.role:
        return False
    if kind_of(mine.unit) in ("count", "money") and mine.role is None:
        return False
    measured = kind_of(mine.unit) not in ("count", "money", "percent", "time", "fraction")
    if mine.role is None and not (measured and one.subjects & other.subjects):
        return False
    return "between" not in (mine.modifier, theirs.modifier)


def _kin(mine: Quantity, theirs: Quantity) -> bool:
    """Numbers of one unit, or both of people."""
    if mine.per != theirs.per or not mine.unit or not theirs.unit:
        return False
    return mine.unit == theirs.unit or (
        mine.unit in GENERAL and theirs.unit in GENERAL and is_person(mine.unit)
    )


GENERAL = frozenset({"person", "people", "victim", "life", "dead", "passenger"})


def _agree(mine: Quantity, theirs: Quantity) -> bool:
    return _bounds(mine).meets(_bounds(theirs))


def _bounds(quantity: Quantity) -> Interval:
    return interval(quantity.low, quantity.high, quantity.modifier, quantity.text)


def _judged(one: Told, other: Told, mine: Quantity, theirs: Quantity) -> Judgement:
    return Judgement(
        "contradiction",
        ((one.claim.start, one.claim.end), (other.claim.start, other.claim.end)),
        False,
        RULE,
        f"The article gives two numbers for one thing: “{short(mine.text, 40)}” in"
        f" “{short(one.claim.wording, 90)}”, “{short(theirs.text, 40)}” in"
        f" “{short(other.claim.wording, 90)}”.",
    )
