"""Dates side by side: "on 15 September" against "on Sept. 5".

Two stated dates agree where they share an instant. They differ only where both are told to the
year or finer; what is open at an end, or a season of life, decides nothing. A time of day without
its day is compared with times of day alone. What a wording puts in brackets behind a date ("on
Sunday [31 December 2017]", "15 September [2017]") is that date and no other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from extractors.records import DateSpan
from warehouse.crosscheck.slots.slot import Slot

LONGEST: Final = timedelta(days=366)
#: A passage's date this many times longer than the claim's leaves it open: a year for a month.
LOOSER: Final = 2
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
#: Times of day this near to each other agree: "at 4:30", "around half past four".
NEAR: Final = timedelta(minutes=5)
#: A time of day in a TIMEX3 value without a zone.
_LOCAL: Final = re.compile(r"T\d\d:\d\d$")
_YEAR: Final = re.compile(r"\d{4}")
_MONTH: Final = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_OF_A_DAY: Final = re.compile(
    r"\d{4}|day\b|day's\b|jan|feb|mar\b|march|apr|may\b|june?\b|july?\b|aug|sep|oct|nov|dec"
    r"|tonight|morrow|last\b|next\b|ago\b",
    re.IGNORECASE,
)


def date_slots(
    claim: tuple[DateSpan, ...], passage: tuple[DateSpan, ...], wording: str = ""
) -> tuple[Slot, ...]:
    """One slot a bounded date of the claim. ``wording`` is the claim's text, with its brackets."""
    return tuple(
        _slot(d, passage)
        for d in _bracketed(claim, wording)
        if d.earliest is not None and d.latest is not None and not d.timex.endswith("_REF")
    )


def _bracketed(dates: tuple[DateSpan, ...], wording: str) -> list[DateSpan]:
    """The dates, each that stands in brackets behind another made one with it."""
    kept: list[DateSpan] = []
    for date in dates:
        before = wording[: date.start].rstrip()
        if kept and before.endswith("[") and not wording[kept[-1].end : date.start].strip(" ["):
            kept.append(_joined(kept.pop(), date))
        else:
            kept.append(date)
    return kept


def _joined(told: DateSpan, put: DateSpan) -> DateSpan:
    """One date of what was told and what a wording put in brackets behind it."""
    if told.earliest is None or told.latest is None or put.earliest is None or put.latest is None:
        return put
    if _is_time(told):
        at = put.earliest.replace(hour=told.earliest.hour, minute=told.earliest.minute)
        return replace(told, earliest=at, latest=at + (told.latest - told.earliest))
    inside = put.earliest <= told.earliest and told.latest <= put.latest
    return told if inside else replace(put, text=f"{told.text} [{put.text}]")


def _is_time(date: DateSpan) -> bool:
    """A time of day, with its day or without; one whose zone is unknown has a day's bounds."""
    return date.precision in {"minute", "hour"} or _LOCAL.search(date.timex) is not None


def _has_no_day(date: DateSpan) -> bool:
    return _is_time(date) and not _OF_A_DAY.search(date.text)


def _slot(ours: DateSpan, passage: tuple[DateSpan, ...]) -> Slot:
    other = looser = ""
    open_year = False
    for theirs in passage:
        if theirs.earliest is None or theirs.latest is None or not ours.earliest or not ours.latest:
            continue
        if theirs.timex.endswith("_REF"):
            continue  # each text has its own "now"
        if _same_clock(ours, theirs):
            return Slot("date", "same", ours.text, theirs.text)
        if _has_no_day(theirs) or (_has_no_day(ours) and _is_time(theirs)):
            if not _is_time(ours):
                continue
            apart = abs(_clock(ours) - _clock(theirs))
            if min(apart, DAY - apart) <= NEAR:
                return Slot("date", "same", ours.text, theirs.text)
            other = other or theirs.text
            continue
        if max(ours.earliest, theirs.earliest) <= min(ours.latest, theirs.latest):
            if not _is_looser(ours, theirs):
                return Slot("date", "same", ours.text, theirs.text)
            looser = looser or theirs.text
            continue
        if _is_of_some_year(ours, theirs):
            open_year = True
        elif _fine(ours) and _fine(theirs):
            other = other or theirs.text
    if looser:
        return Slot("date", "wider", ours.text, looser)
    if open_year:
        other = ""  # it may be the day of the claim
    return Slot("date", "different" if other else "unknown", ours.text, other)


def _is_of_some_year(ours: DateSpan, theirs: DateSpan) -> bool:
    """ "1 February" and "1 February", of which neither tells the year: it was guessed for each."""
    if _YEAR.search(ours.text) or _YEAR.search(theirs.text):
        return False
    if not (_MONTH.search(ours.text) or _MONTH.search(theirs.text)):
        return False  # "yesterday" has its year
    if None in (ours.earliest, ours.latest, theirs.earliest, theirs.latest):
        return False
    for years in (-1, 1):
        moved = [_in_year(moment, years) for moment in (ours.earliest, ours.latest)]
        if moved[0] <= theirs.latest and theirs.earliest <= moved[1]:  # type: ignore[operator]
            return True
    return False


def _in_year(moment: datetime | None, years: int) -> datetime:
    """The same day of another year; 29 February is the 28th there."""
    if moment is None:
        return datetime.min.replace(tzinfo=UTC)
    day = min(moment.day, 28) if moment.month == 2 else moment.day
    return moment.replace(year=moment.year + years, day=day)


def _same_clock(ours: DateSpan, theirs: DateSpan) -> bool:
    """ "At noon" and "noon local time": a time whose zone nobody tells, on a day they share."""
    clocks = [_LOCAL.search(date.timex) for date in (ours, theirs)]
    if ours.earliest is None or theirs.earliest is None or None in clocks:
        return False
    same = len({match.group() for match in clocks if match is not None}) == 1
    return same and abs(ours.earliest - theirs.earliest) < DAY


def _is_looser(ours: DateSpan, theirs: DateSpan) -> bool:
    """ "In July" leaves 14 July open, and "on Sunday" leaves Sunday noon open."""
    if ours.earliest is None or ours.latest is None:
        return False
    if theirs.earliest is None or theirs.latest is None:
        return False
    if _is_time(ours) and not _is_time(theirs):
        return True
    return theirs.latest - theirs.earliest > LOOSER * (ours.latest - ours.earliest) + WEEK


def _clock(date: DateSpan) -> timedelta:
    """The time of day, as told where no zone is told with it."""
    told = _LOCAL.search(date.timex)
    if told is not None:
        return timedelta(hours=int(told.group()[1:3]), minutes=int(told.group()[4:6]))
    moment = date.earliest
    return timedelta(hours=moment.hour, minutes=moment.minute) if moment is not None else DAY


def _fine(date: DateSpan) -> bool:
    return (
        date.earliest is not None
        and date.latest is not None
        and date.latest - date.earliest <= LONGEST
    )
