"""A time as pages, feeds and archives write it, to an instant: the one parser of the house.

In: what a field says. Out: a ``Moment``, or None. Pure: no clock. Read are ISO 8601, RFC 2822,
JavaScript's ``toString``, epochs in seconds or milliseconds, and the forms that editors type:

    "Nov 13, 2024 9:05 PM"                     a 12-hour clock; no zone, so never sure
    "Wed Nov 13 2024 21:05:00 GMT+0300 (MSK)"  18:05Z
    "Fri, 19 Nov 2021 01:45:08 +02:00"         18 Nov, 23:45Z
    "13 November 2024, 21:05 EST"              02:05Z on the 14th

Zone names that mean one offset only are known (``[zones]`` of ``page.toml``); "IST" is India's
and Israel's and Ireland's, so a time with it is taken in ``local`` and unsure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from extractors.page.words import page_words
from extractors.records import ABSENT, Stamp

LONGEST = 100  # characters; JavaScript's form with a zone's full name has some 60
FIRST_YEAR, LAST_YEAR = 1000, 2200  # beyond them it is a default or a slip, whatever the field
MAX_OFFSET = timedelta(hours=14)

_ISO = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{1,2})-(?P<d>\d{1,2})|/(?P<m2>\d{1,2})/(?P<d2>\d{1,2})"
    r"|(?P<m3>\d{2})(?P<d3>\d{2}))(?!\d)"
)
_DOTTED = re.compile(r"(?<!\d)(?P<a>\d{1,2})([./-])(?P<b>\d{1,2})\2(?P<y>\d{4})(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d:.+-])(?P<h>\d{1,2}):(?P<min>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?(?![\d:])|(?<![\d:.])(?P<h2>\d{1,2})(?:\.(?P<min2>\d{2}))?\s*(?P<half2>[ap])\.?m\b\.?",
    re.IGNORECASE,
)
_PACKED = re.compile(r"(?<=T)(?P<h>\d{2})(?P<min>\d{2})(?P<s>\d{2})?(?=\D|$)")
_OFFSET = re.compile(
    r"\s*(?:(?P<zulu>Z(?![A-Za-z]))|(?:GMT|UTC|UT)?\s*(?P<sign>[+\u2212-])\s?(?P<h>\d{1,2})"
    r"(?::?(?P<m>\d{2}))?(?!\d))",
    re.IGNORECASE,
)
_ZONE_NAME = re.compile(r"[\s(\[,]*(?P<name>[A-Z][A-Za-z]+/[A-Za-z_/]+|[A-Z]{2,5})\b")
_COMPACT = re.compile(r"^((?:19|20)\d{6})(\d{6})$")  # as the Wayback Machine writes it
_EPOCH = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")
_MILLISECONDS_FROM = 10**11  # epoch seconds reach this in the year 5138


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC; ``sure`` where its zone is known, ``day`` where it is a day only."""

    value: datetime
    sure: bool
    day: bool = False


def zone(name: str | None) -> tzinfo:
    """The named IANA zone; UTC where there is none of that name."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def read_moment(value: Any, local: tzinfo = UTC) -> Moment | None:
    """The instant that ``value`` names, or None where it names none.

    A time without a zone, and a bare day, are taken in ``local`` and not sure.
    """
    try:
        moment = _read(value, local)
        return moment if moment and FIRST_YEAR <= moment.value.year <= LAST_YEAR else None
    except (ValueError, OverflowError, TypeError, OSError):
        return None


def read_stamp(value: Any, source: str, local: tzinfo = UTC) -> Stamp:
    """``read_moment`` as a stamp from ``source``; ABSENT where there is no time in it."""
    moment = read_moment(value, local)
    return Stamp(moment.value, source, moment.sure) if moment else ABSENT


def _read(value: Any, local: tzinfo) -> Moment | None:
    if isinstance(value, bool) or value is None or isinstance(value, dict | list | tuple):
        return None
    text = _COMPACT.sub(r"\1T\2", str(value).strip())
    if isinstance(value, int | float) or _EPOCH.fullmatch(text):
        seconds = float(text)
        divisor = 1000 if abs(seconds) > _MILLISECONDS_FROM else 1
        return Moment(datetime.fromtimestamp(seconds / divisor, UTC), True)
    if len(text) > LONGEST:
        return None
    found = _day(text)
    if found is None:
        return None
    (year, month, day), start, end, certain = found
    return _at(text, (year, month, day), (start, end), certain, local)


def _at(
    text: str,
    day: tuple[int, int, int],
    span: tuple[int, int],
    certain: bool,
    local: tzinfo,
) -> Moment | None:
    """The day, which stands at ``span`` of the text, with the clock and the zone beside it."""
    rest = text[: span[0]] + " " * (span[1] - span[0] - 1) + "T" + text[span[1] :]
    rest = rest.replace("TT", " T", 1)
    clock = _CLOCK.search(rest) or _PACKED.search(rest)
    if clock is None:
        midnight = datetime(*day, tzinfo=local).astimezone(UTC)
        return Moment(midnight, False, True)
    hour, minute, second, micro = _hands(clock)
    # 24:00 is the end of the day.
    stated = _zone_after(rest, clock.end())
    midnight = datetime(*day, microsecond=micro, tzinfo=stated if stated is not None else local)
    moment = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
    return Moment(moment.astimezone(UTC), certain and stated is not None)


def _hands(clock: re.Match[str]) -> tuple[int, int, int, int]:
    """(hour, minute, second, microsecond). Raises ValueError where no clock shows that."""
    parts = clock.groupdict()
    hour = int(parts["h"] or parts["h2"])
    half = (parts.get("half") or parts.get("half2") or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(parts.get("min") or parts.get("min2") or 0), int(parts.get("s") or 0)
    if minute > 59 or second > 60 or hour > 24 or (hour == 24 and (minute or second)):
        raise ValueError("no such time of day")
    return hour, minute, second, int((parts.get("f") or "0")[:6].ljust(6, "0"))


def _zone_after(text: str, position: int) -> tzinfo | None:
    """The zone named right after the clock, if one is."""
    offset = _OFFSET.match(text, position)
    if offset is not None:
        if offset["zulu"]:
            return UTC
        hours = offset["h"]
        span = timedelta(hours=int(hours), minutes=int(offset["m"] or 0))
        if span > MAX_OFFSET:
            raise ValueError("no zone is that far from Greenwich")
        return timezone(span if offset["sign"] == "+" else -span)
    name = _ZONE_NAME.match(text, position)
    if name is None:
        return None
    if "/" in name["name"]:
        try:
            return ZoneInfo(name["name"])
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
    if region := page_words().regions.get(name["name"]):
        return zone(region)
    minutes = page_words().zones.get(name["name"])
    return None if minutes is None else timezone(timedelta(minutes=minutes))


def _day(text: str) -> tuple[tuple[int, int, int], int, int, bool] | None:
    """((year, month, day), where it begins and ends, whether it can be read one way only)."""
    if iso := _ISO.match(text):
        month = iso["m"] or iso["m2"] or iso["m3"]
        day = iso["d"] or iso["d2"] or iso["d3"]
        return (int(iso["y"]), int(month), int(day)), iso.start(), iso.end(), True
    if named := _named_day().search(text):
        word = named["m"] or named["m2"] or named["m3"]
        month = page_words().months[word[:3].lower()]
        year = _year(named["y"] or named["y2"] or named["y3"])
        day = int(named["d"] or named["d2"] or named["d3"])
        return (year, month, day), named.start(), named.end(), True
    if dotted := _DOTTED.search(text):
        first, second = int(dotted["a"]), int(dotted["b"])
        # 13.11.2024 and 11/13/2024 can be read one way; 05/07/2024 in two, so in none.
        if dotted[2] == "." or first > 12:
            return (int(dotted["y"]), second, first), dotted.start(), dotted.end(), False
        if second > 12:
            return (int(dotted["y"]), first, second), dotted.start(), dotted.end(), False
    return None


def _year(digits: str) -> int:
    """RFC 2822: two digits below 50 are of this century, others of the last."""
    year = int(digits)
    return year + (0 if len(digits) > 2 else 2000 if year < 50 else 1900)


@cache
def _named_day() -> re.Pattern[str]:
    """ "13 Nov 2024", "November 13th, 2024", or "Nov 13" of "Nov 13 21:05:00 2024" (asctime)."""
    month = "|".join(sorted(page_words().month_names, key=len, reverse=True))
    day = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
    return re.compile(
        rf"(?<!\d){day.format('d')}[\s-]+(?P<m>{month})\b\.?,?[\s-]+(?P<y>\d{{4}}|\d\d)(?![\d:])"
        rf"|\b(?P<m2>{month})\b\.?\s+{day.format('d2')},?\s+(?P<y2>\d{{4}})(?![\d:])"
        rf"|\b(?P<m3>{month})\b\.?\s+{day.format('d3')}(?=\s+\d\d:\d\d(?::\d\d)?\s+"
        r"(?:[A-Z]{2,5}\s+)?(?P<y3>\d{4})$)",
        re.IGNORECASE,
    )
