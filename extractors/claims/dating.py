"""The calendar day that a relative date stands for, as words: a DateSpan in, "5 January 2018" out.

Fires: "last Friday" -> "5 January 2018". Must not fire: "15 September 2017", which says it itself.
"""

from __future__ import annotations

import re

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
_YEAR = re.compile(r"\b(1\d|20)\d\d\b|['’]\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
SHOWN = frozenset({"day", "month", "year", "part_of_day", "hour", "minute", "second", "weekend"})


def absolute(date: DateSpan) -> str | None:
    """The date in full where the text leaves something of it open, else None."""
    start, end = date.earliest, date.latest
    if start is None or end is None or _YEAR.search(date.text) or date.precision not in SHOWN:
        return None
    if date.precision == "year":
        return str(start.year)
    if date.precision == "month":
        return f"{MONTHS[start.month - 1]} {start.year}"
    if date.precision == "weekend":
        return f"{start.day} {MONTHS[start.month - 1]} {start.year}"
    if (end - start).days > 1:
        return None
    return f"{start.day} {MONTHS[start.month - 1]} {start.year}"
