"""Dates side by side: "on 15 September" against "on Sept. 5".

Two stated dates agree where they share an instant. They differ only where both are told to the
year or finer; what is open at an end, or a season of life, decides nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from extractors.records import DateSpan
from warehouse.crosscheck.slots.slot import Slot

LONGEST: Final = timedelta(days=366)
#: A passage's date this many times longer than the claim's leaves it open: a year for a month.
LOOSER: Final = 2
WEEK: Final = timedelta(days=7)


def date_slots(claim: tuple[DateSpan, ...], passage: tuple[DateSpan, ...]) -> tuple[Slot, ...]:
    """One slot a bounded date of the claim."""
    return tuple(
        _slot(d, passage) for d in claim if d.earliest is not None and d.latest is not None
    )


def _slot(ours: DateSpan, passage: tuple[DateSpan, ...]) -> Slot:
    other = ""
    for theirs in passage:
        if theirs.earliest is None or theirs.latest is None or not ours.earliest or not ours.latest:
            continue
        if max(ours.earliest, theirs.earliest) <= min(ours.latest, theirs.latest):
            longer = theirs.latest - theirs.earliest > LOOSER * (ours.latest - ours.earliest) + WEEK
            return Slot("date", "wider" if longer else "same", ours.text, theirs.text)
        if _fine(ours) and _fine(theirs):
            other = other or theirs.text
    return Slot("date", "different" if other else "unknown", ours.text, other)


def _fine(date: DateSpan) -> bool:
    return (
        date.earliest is not None
        and date.latest is not None
        and date.latest - date.earliest <= LONGEST
    )
