"""Calendar periods as half-open intervals with their TIMEX3 values. Pure arithmetic.

In: years, months, days. Out: `Interval`, in calendar (zone-less) time, `upper` exclusive.
Sources: ISO 8601 week dates; TIMEX3 values as in ISO-TimeML (ISO 24617-1); Easter after
Meeus, Jones and Butcher (J. Meeus, "Astronomical Algorithms", 1991, chapter 8).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from extractors.records import Precision

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Interval:
    """`lower` inclusive, `upper` exclusive; None where open or unknown."""

    lower: datetime | None
    upper: datetime | None
    timex: str
    precision: Precision


def unresolved(timex: str) -> Interval:
    """A period that cannot be placed: open on both sides."""
    return Interval(None, None, timex, "vague")


def _between(first: date, after: date, timex: str, precision: Precision) -> Interval:
    return Interval(
        datetime.combine(first, time()), datetime.combine(after, time()), timex, precision
    )


def day(value: date) -> Interval:
    """One calendar day."""
    return _between(value, value + DAY, value.isoformat(), "day")


def days(first: date, last: date) -> Interval:
    """From the first day through the last."""
    return _between(first, last + DAY, f"{first.isoformat()}/{last.isoformat()}", "day")


def week(value: date) -> Interval:
    """The ISO week (Monday to Sunday) that holds the day."""
    monday = value - timedelta(days=value.weekday())
    iso = monday.isocalendar()
    return _between(monday, monday + 7 * DAY, f"{iso.year:04d}-W{iso.week:02d}", "week")


def weekend(value: date) -> Interval:
    """Saturday and Sunday of the ISO week that holds the day."""
    saturday = value - timedelta(days=value.weekday()) + 5 * DAY
    iso = saturday.isocalendar()
    return _between(saturday, saturday + 2 * DAY, f"{iso.year:04d}-W{iso.week:02d}-WE", "weekend")


def add_months(value: date, count: int) -> date:
    """The day `count` months on, or the last of that month where it has no such day."""
    year_, month_ = divmod(value.year * 12 + value.month - 1 + count, 12)
    last = (date(year_ + (month_ == 11), (month_ + 1) % 12 + 1, 1) - DAY).day
    return date(year_, month_ + 1, min(value.day, last))


def month(year_: int, month_: int) -> Interval:
    """One calendar month."""
    first = date(year_, month_, 1)
    return _between(first, add_months(first, 1), f"{year_:04d}-{month_:02d}", "month")


def quarter(year_: int, number: int) -> Interval:
    """Quarter 1 to 4 of a year."""
    first = date(year_, 3 * number - 2, 1)
    return _between(first, add_months(first, 3), f"{year_:04d}-Q{number}", "quarter")


def half(year_: int, number: int) -> Interval:
    """Half 1 or 2 of a year."""
    first = date(year_, 6 * number - 5, 1)
    return _between(first, add_months(first, 6), f"{year_:04d}-H{number}", "half")


def season(year_: int, code: str, first_month: int) -> Interval:
    """Three months from `first_month` of the year; a winter runs into the next year."""
    first = date(year_, first_month, 1)
    return _between(first, add_months(first, 3), f"{year_:04d}-{code}", "season")


def year(year_: int) -> Interval:
    """One calendar year."""
    return _between(date(year_, 1, 1), date(year_ + 1, 1, 1), f"{year_:04d}", "year")


def decade(first: int) -> Interval:
    """Ten years from `first`."""
    return _between(date(first, 1, 1), date(first + 10, 1, 1), f"{first // 10:03d}", "decade")


def century(number: int) -> Interval:
    """The nth century as spoken of: the 19th is 1800 to 1899 (years 1 to 99 for the first)."""
    first = max(1, 100 * (number - 1))
    return _between(date(first, 1, 1), date(100 * number, 1, 1), f"{number - 1:02d}", "century")


def share(period: Interval, low: float, high: float) -> Interval:
    """Part of a period in shares of its length, cut at midnights; up to two days stay whole."""
    if period.lower is None or period.upper is None:
        return period
    length = period.upper - period.lower
    if length <= 2 * DAY:
        return period
    first, after = period.lower + length * low, period.lower + length * high
    first = datetime.combine(first.date(), time())
    if after != period.upper:
        after = datetime.combine((after - timedelta(microseconds=1)).date() + DAY, time())
    return replace(period, lower=first, upper=after)


def easter(year_: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    a, b, c = year_ % 19, year_ // 100, year_ % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    n = h + el - 7 * m + 114
    return date(year_, n // 31, n % 31 + 1)


def nth_weekday(year_: int, month_: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month (0 = Monday); -1 is the last."""
    if nth < 0:
        last = add_months(date(year_, month_, 1), 1) - DAY
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year_, month_, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
