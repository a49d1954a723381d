"""Dates: English temporal expressions to TIMEX3 values and UTC bounds.

In: a text or a parsed spaCy Doc, and the anchor (the time the text was written). Out:
`DateSpan`s in the order of the text, none overlapping. Touches only `dates.toml`.

The words before a date that only place it ("in", "on", "since") are outside its span, but
"since", "until", "by", "before" and "after" open one of its bounds. Calendar days are those of
the text: "12 November" runs from 00:00 to 23:59:59.999999 UTC whatever the anchor's zone;
only a time of day is converted from a zone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from extractors.dates import (
    absolute,
    calendar,
    clock,
    compound,
    deictic,
    parts,
    relative,
    seasons,
    weekdays,
    years,
)
from extractors.dates.calendar import Interval
from extractors.dates.durations import durations
from extractors.dates.holidays import holiday, holiday_openers
from extractors.dates.scene import Reading, Scene, safe, scene_of
from extractors.dates.words import lexicon
from extractors.grammar import DASHES, Words, cut, number_lexicon, ones
from extractors.records import DateSpan

Rule = Callable[[Scene, int], Reading | None]
MICROSECOND = timedelta(microseconds=1)


def find_dates(
    text_or_doc: Any, anchor: datetime | None, *, day_first: bool | None = None
) -> list[DateSpan]:
    """Temporal expressions of a text, in its order: dates, times, durations and sets.

    A duration ("three years", P3Y) and a set ("every Tuesday", XXXX-WXX-2) have no bounds and
    the precision "duration" or "set": they tell how long and how often, never when.
    `find_moments` leaves them out.

    `anchor` is when the text was written (aware; a naive one is read as UTC); without it a
    relative expression keeps a TIMEX3 value such as "PAST_REF" or "XXXX-11-12" and open
    bounds. `day_first` tells how "12/11/2024" is to be read; None: only if the text's other
    dates show it. Only the first `MAX_CHARS` characters are read. Never raises on a text.
    """
    words = cut(text_or_doc)
    dates = read_dates(words, anchor, day_first)
    found = sorted([*dates, *durations(words, dates)], key=lambda reading: reading.first)
    return [span_of(words, reading) for reading in found]


def find_moments(
    text_or_doc: Any, anchor: datetime | None, *, day_first: bool | None = None
) -> list[DateSpan]:
    """The dates and times of a text alone, as `find_dates` reads them: what tells when."""
    words = cut(text_or_doc)
    return [span_of(words, reading) for reading in read_dates(words, anchor, day_first)]


def read_dates(
    words: Words, anchor: datetime | None, day_first: bool | None = None
) -> list[Reading]:
    """The same on words already cut, as readings."""
    if day_first is None:
        day_first = absolute.numeric_order(words)
    scene = scene_of(words, anchor, day_first)
    found: list[Reading] = []
    starts = openers()
    i, free = 0, 0
    while i < len(words):
        if words.low[i] not in starts and not words.raw[i][0].isdigit():
            i += 1
            continue
        reading = _expression(scene, i)
        if reading is None or reading.first < free:
            i += 1
            continue
        reading = _opened(scene, reading)
        found.append(reading)
        if reading.value.lower is not None and reading.kind != "clock":
            scene.last = reading.value
        if reading.value.lower is not None or years.year_at(words, reading.end - 1):
            scene.last_end = reading.end - 1
        i = free = reading.end
    return found


def span_of(words: Words, reading: Reading) -> DateSpan:
    """The record of a reading: offsets into the text, aware UTC bounds, `latest` inclusive."""
    start, end = words.start[reading.first], words.end[reading.end - 1]
    value = reading.value
    earliest = value.lower.replace(tzinfo=UTC) if value.lower is not None else None
    latest = (value.upper - MICROSECOND).replace(tzinfo=UTC) if value.upper is not None else None
    return DateSpan(
        start, end, words.text[start:end], value.timex, earliest, latest, value.precision
    )


@cache
def openers() -> frozenset[str]:
    """Every word that may open an expression; the rest of a text is passed over."""
    data = lexicon()
    first_words = {phrase.split()[0] for phrase in data["vague"]} | holiday_openers()
    return frozenset(
        {
            *data["months"], *data["weekdays"], *data["seasons"], *data["units"], *data["phases"],
            *data["deictic"], *data["parts_of_day"], *number_lexicon()["ordinals"],
            *number_lexicon()["decades"], *ones(), *first_words, *relative.LAST, *relative.NEXT,
            *relative.THIS, "the", "a", "an", "several", "few", "some", "many", "half", "sun",
            "sat", "wed", "final", "q", "h", "'", "’", "‘", "that", "same", "earlier", "later",
            "recent", "midnight", "very", "fiscal", "fy", "financial", "tax",
        }
    )  # fmt: skip


DATE_RULES: tuple[Rule, ...] = (
    weekdays.weekday_date,
    absolute.iso_date,
    absolute.numeric_date,
    absolute.day_month,
    absolute.month_day,
    absolute.month_alone,
    years.century,
    years.decade,
    seasons.quarter_or_half,
    holiday,
    seasons.season,
    years.years_apart,
    years.number_year_words,
    relative.ago_or_later,
    relative.pointed,
    relative.shifted,
    deictic.deictic,
    weekdays.weekday_alone,
    deictic.vague,
    years.year_alone,
)
PART_RULES = (
    parts.part_of_period,
    parts.week_of,
    parts.counted_from,
    parts.day_alone,
    compound.weekday_of_week,
    compound.weekday_weeks_off,
    compound.nth_weekday,
    compound.so_long_before,
    compound.same_last_year,
    compound.end_of_unit,
    compound.the_weekend,
    compound.fiscal_year,
)


def _atom(scene: Scene, i: int) -> Reading | None:
    """One date without range; the longest rule wins, the earlier one on a tie."""
    best: Reading | None = None
    for rule in DATE_RULES:
        found = rule(scene, i)
        if found is not None and (best is None or found.end > best.end):
            best = found
    return best


def _whole(scene: Scene, i: int) -> Reading | None:
    """One date, or a part of one, or one counted from one."""
    best = _atom(scene, i)
    for rule in PART_RULES:
        found = rule(scene, i, _atom)
        if found is not None and (best is None or found.end > best.end):
            best = found
    return best


def _dated(scene: Scene, i: int) -> Reading | None:
    """A date with its phase before it and its time of day beside it."""
    words = scene.words
    if i >= len(words):
        return None
    phased = _phase(scene, i)
    if phased is not None:
        return phased
    time = clock.clock_alone(scene, i)
    if time is not None:
        return _time_first(scene, time)
    part = _part_of_named_day(scene, i)
    if part is not None:
        return part
    if words.at(i) == "the":
        found = _whole(scene, i + 1)
        if found is None or not _takes_article(scene, found):
            return _atom(scene, i)
        return clock.with_time(scene, replace(found, first=i))
    found = _whole(scene, i)
    if found is None:
        return None
    return clock.with_time(scene, found)


def _takes_article(scene: Scene, found: Reading) -> bool:
    """Whether "the" belongs to the span: "the 1950s", "the 12th of May", not "the 2024 vote"."""
    first = scene.words.at(found.first)
    if years.year_at(scene.words, found.first) is not None:
        return found.value.precision in ("decade", "century")
    # months, weekdays and holidays have a capital
    word = scene.words.raw[found.first]
    return not word[0].isupper() or first in ("q", "h", "the")


def _time_first(scene: Scene, time: Reading) -> Reading:
    words = scene.words
    at = time.end
    at += words.at(at) == ")" and words.at(time.first - 1) == "("
    for word in (",", "on", "of"):
        at += words.at(at) == word
    named = any(words.at(at) in lexicon()[table] for table in ("months", "deictic", "weekdays"))
    if at > time.end or named or words.at(at) in ("last", "this"):
        found = _atom(scene, at)
        if found is not None and found.first == at:
            return clock.before_date(scene, time, found)
    return time


def _part_of_named_day(scene: Scene, i: int) -> Reading | None:
    """ "the morning of 12 November", "the night of August 3"."""
    words = scene.words
    at = i + 1 if words.at(i) == "the" else i
    if words.at(at) not in lexicon()["parts_of_day"] or words.at(at + 1) not in ("of", "on"):
        return None
    found = _atom(scene, at + 2)
    if found is None or found.value.precision != "day" or "/" in found.value.timex:
        return None
    code, low, high = lexicon()["parts_of_day"][words.at(at)]
    if found.value.lower is None:
        return replace(found, first=i)
    value = relative.part_of_day(found.value.lower.date(), code, low, high)
    return Reading(i, found.end, value)


def _phase(scene: Scene, i: int) -> Reading | None:
    """ "early 2025", "mid-January", "the end of last year", "late in May"."""
    words = scene.words
    at = i + 1 if words.at(i) == "the" else i
    if words.at(at) == "very":
        at += 1
    share = lexicon()["phases"].get(words.at(at))
    if share is None:
        return None
    at += 1
    if words.at(at) == "-" or words.at(at) in ("of", "in"):
        at += 1
    elif words.at(i) == "the" and words.at(at - 1) not in ("early", "late", "mid"):
        return None
    whole = at
    at += words.at(at) == "the"
    found = _atom(scene, at)
    if found is None and words.at(at) == "-":
        return None
    if found is None or found.first != at:
        return _phase_of_unit(scene, i, whole, at, share)
    found = clock.with_time(scene, found)
    if found.value.precision == "part_of_day":
        return Reading(i, found.end, found.value)
    if found.value.precision in ("second", "minute", "hour", "part_of_day", "vague"):
        return Reading(i, found.end, found.value) if found.value.lower is None else None
    if words.at(i) in ("end", "start", "close", "middle", "beginning") and words.at(i + 1) not in (
        "of",
        "-",
    ):
        return None

    by_year, whole_value = found.by_year, found.value

    def narrowed(year: int) -> Interval:
        return calendar.share(by_year(year) if by_year else whole_value, *share)

    value = calendar.share(found.value, *share)
    return Reading(i, found.end, value, narrowed if found.by_year is not None else None)


def _phase_of_unit(scene: Scene, i: int, whole: int, at: int, share: list[float]) -> Reading | None:
    """ "the beginning of the year", "the end of the month": the anchor's."""
    words = scene.words
    unit = relative.unit_at(scene, at)
    if words.at(whole) != "the" or words.at(at - 2) not in ("of", "in") or unit is None:
        return None
    if unit.startswith("T") or unit == "WE" or words.at(at).endswith("s"):
        return None
    if scene.today is None:
        return Reading(i, at + 1, calendar.unresolved("PRESENT_REF"))
    period = relative.period(unit, scene.today)
    return Reading(i, at + 1, calendar.share(period, *share)) if period is not None else None


def _expression(scene: Scene, i: int) -> Reading | None:
    """A date or a range of two."""
    left = _dated(scene, i)
    if left is None:
        return None
    words = scene.words
    joint = words.at(left.end)
    between = words.at(left.first - 1) == "between"
    if joint not in absolute.CONNECTORS and not (between and joint == "and"):
        return left
    if joint in DASHES and words.joined(left.end) != words.joined(left.end + 1):
        return left
    at = left.end + 1
    at += words.at(at) in ("on", "in", "the")
    right = _dated(scene, at)
    if right is None and years.year_at(words, at) and left.value.precision == "year":
        right = Reading(at, at + 1, calendar.year(int(words.at(at))))
    if right is None:
        return left
    return _joined(scene, left, right) or left


def _joined(scene: Scene, left: Reading, right: Reading) -> Reading | None:
    """From the first bound of one date to the last of the other, with the year they share."""
    a, b = left.value, right.value
    mixed = left.kind != right.kind or (a.precision == "vague") != (b.precision == "vague")
    if mixed and b.timex != "PRESENT_REF" and left.by_year is None:
        return None
    if left.by_year is not None and b.lower is not None:
        chosen = safe(left.by_year, b.lower.year)
        if chosen is not None and chosen.lower is not None and chosen.lower > b.lower:
            chosen = safe(left.by_year, b.lower.year - 1)
        a = chosen or a
    if right.by_year is not None and left.by_year is None and a.lower is not None:
        chosen = safe(right.by_year, a.lower.year)
        if chosen is not None and chosen.lower is not None and chosen.lower < a.lower:
            chosen = safe(right.by_year, a.lower.year + 1)
        b = chosen or b
    if b.timex == "PRESENT_REF" and b.upper is not None and a.lower is not None:
        # "between 22 January and now"
        return Reading(
            left.first, right.end, Interval(a.lower, b.upper, f"{a.timex}/{b.timex}", a.precision)
        )
    b = _weekday_after(scene, a, right) or b
    if a.lower is None or b.upper is None:
        if a.precision == "vague" and a.timex.startswith("XXXX") and b.timex.startswith("XXXX"):
            return Reading(left.first, right.end, calendar.unresolved(f"{a.timex}/{b.timex}"))
        return None
    if a.lower >= b.upper or a.precision in ("vague",) or b.precision in ("vague",):
        return None
    value = Interval(a.lower, b.upper, f"{a.timex}/{b.timex}", b.precision)
    return Reading(left.first, right.end, value)


def _weekday_after(scene: Scene, a: Interval, right: Reading) -> Interval | None:
    """ "from next Monday to Friday": the Friday behind that Monday."""
    bare = right.end - right.first == 1 and scene.words.at(right.first) in lexicon()["weekdays"]
    b = right.value
    if not bare or a.precision != "day" or a.lower is None or b.lower is None:
        return None
    weeks = max(0, -((b.lower - a.lower).days // 7))
    return calendar.day(b.lower.date() + timedelta(days=7 * weeks))


def _opened(scene: Scene, reading: Reading) -> Reading:
    """Bounds opened by the word before: "since 2014" has no latest, "by May" no earliest."""
    words = scene.words
    value = reading.value
    if value.lower is None or value.upper is None or value.precision == "vague":
        return reading
    behind = words.at(reading.end)
    if behind in ("'", "’") and words.at(reading.end + 1) == "s":
        return reading
    onward = behind in ("and", "or") and words.at(reading.end + 1) in ("after", "later", "onward")
    if onward and (words.ends_sentence(reading.end + 2) or words.at(reading.end + 2) in (",", ")")):
        return replace(reading, value=replace(value, upper=None))
    i = reading.first - 1
    if words.at(i) == "the":
        # "since the 2022 invasion" counts from the event, not from the year
        return reading
    i -= 2 * (words.at(i) == "least" and words.at(i - 1) == "at")
    i -= words.at(i) in ("early", "late", "about", "around")
    word = words.at(i)
    if words.at(reading.end - 1) == "ago" and (word == "over" or words.at(i - 1) == "more"):
        # "more than a year ago"
        return replace(reading, value=replace(value, lower=None))
    if "/" in value.timex and word in ("by", "before", "after"):
        return reading
    if word == "since" or (word == "from" and behind in ("on", "onward", "onwards")):
        return replace(reading, value=replace(value, upper=None))
    if word in ("until", "till", "by") and words.at(i - 1) not in ("from",):
        return replace(reading, value=replace(value, lower=None))
    prior = word == "to" and words.at(i - 1) == "prior"
    ends = {"end", "close"} & set(words.low[reading.first : reading.first + 2])
    if ends and (word == "before" or prior):
        return replace(reading, value=replace(value, lower=None))
    if word == "before" or prior:
        return replace(reading, value=replace(value, lower=None, upper=value.lower))
    if word in ("after", "beyond"):
        return replace(reading, value=replace(value, lower=value.upper, upper=None))
    if word == "than" and words.at(i - 1) == "later":
        if words.at(i - 2) not in ("no", "not"):
            return replace(reading, value=replace(value, lower=value.upper, upper=None))
        return replace(reading, value=replace(value, lower=None))
    return reading
