"""What of a date its words leave open, as words: "last Friday" in, "5 January 2018" out.

Fires: "26 July" -> "2016". Must not fire: "15 September 2017", which says all itself, nor "the
January attacks", where a month is part of a name.
"""

from __future__ import annotations

import re
from datetime import datetime

from extractors.records import DateSpan

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b|['’]\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_MONTH = re.compile("|".join(MONTHS), re.IGNORECASE)
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\b")
_POINTED = re.compile(r"\b(?:last|next|this|previous|past|coming)\b", re.IGNORECASE)
DAYS = frozenset({"day", "part_of_day", "hour", "minute", "second", "weekend"})
FAR = 183  # days: "26 July" said in July is not the July of another year


def absolute(date: DateSpan, anchor: datetime | None) -> str | None:
    """The part of the calendar date that the words leave open, or None."""
    start, end = date.earliest, date.latest
    if start is None or end is None or _YEAR.search(date.text):
        return None
    month = _MONTH.search(date.text) is not None
    bare = month and not _POINTED.search(date.text)
    if bare and anchor is not None and abs((start - anchor).days) > FAR:
        return None
    if date.precision in {"year", "season", "quarter", "half"}:
        return str(start.year) if start.year == end.year else None
    if date.precision == "month":
        return str(start.year) if month else f"{MONTHS[start.month - 1]} {start.year}"
    if date.precision not in DAYS or (end - start).days > 2:
        return None
    if month and _DAY.search(date.text):
        return str(start.year)
    return f"{start.day} {MONTHS[start.month - 1]} {start.year}"
