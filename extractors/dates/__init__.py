"""Dates: a text or a parsed doc and an anchor in, `DateSpan`s out (TIMEX3 values, UTC bounds).

`find_moments` leaves out durations and sets; `read_dates` is the same on words already cut.
Touches nothing but `dates.toml` and the numbers.
"""

from __future__ import annotations

from extractors.dates.finding import find_dates, find_moments, read_dates

__all__ = ["find_dates", "find_moments", "read_dates"]
