"""Rules for dates counted from the anchor or from the date named before.

"yesterday", "last week", "on Tuesday", "three weeks ago", "the past three weeks", "a year
earlier", "early next month". Granularity follows the unit named, as in TIMEX3: "three weeks
ago" is the ISO week that lies three weeks back, not a day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from extractors.dates import calendar, weekdays
from extractors.dates.absolute import month_at
from extractors.dates.calendar import Interval
from extractors.dates.scene import Reading, Scene, in_some_year, looks_ahead
from extractors.dates.words import lexicon
from extractors.grammar import number_at

LAST = {"last": -1, "past": -1, "previous": -1, "preceding": -1}
NEXT = {"next": 1, "coming": 1, "following": 1, "upcoming": 1}
THIS = {"this": 0, "current": 0}
MOST_UNITS = 3000
HALVES = {
    "Y": "P6M", "10Y": "P5Y", "100Y": "P50Y", "TH": "PT30M", "D": "PT12H", "TM": "PT30S",
}  # fmt: skip
LETTERS = {"10Y": "DE", "100Y": "CE", "SE": "S"}


def unit_at(scene: Scene, i: int) -> str | None:
    """ISO designator of a unit noun, singular or plural."""
    word = scene.words.at(i)
    units: dict[str, str] = lexicon()["units"]
    if word in units:
        return units[word]
    if word == "centuries":
        return "100Y"
    return units.get(word[:-1]) if word.endswith("s") else None


def count_at(scene: Scene, i: int) -> tuple[float | None, int] | None:
    """A count of units and the position behind it; None as count for "several", "a few"."""
    words = scene.words
    word = words.at(i)
    if word in ("several", "few", "some", "many"):
        return None, i + 1
    if word in ("a", "an"):
        if words.at(i + 1) in ("few", "couple"):
            at = i + 2 if words.at(i + 1) == "few" else i + 3
            if words.at(i + 1) == "couple" and words.at(i + 2) != "of":
                return None
            return (None if words.at(i + 1) == "few" else 2.0), at
        number = number_at(words, i)
        if number is not None:
            return number.value, number.end
        return 1.0, i + 1
    if word == "half" and words.at(i + 1) in ("a", "an"):
        return 0.5, i + 2
    number = number_at(words, i)
    if number is None or not 0 < number.value <= 1e6:
        return None
    at = number.end + 1 if words.at(number.end) == "-" else number.end
    return number.value, at


def counted_units(scene: Scene, i: int) -> tuple[float, str, int] | None:
    """A known count, its unit and where that stands: the 3, "W" and place of "three weeks"."""
    counted = count_at(scene, i)
    if counted is None or counted[0] is None:
        return None
    unit = unit_at(scene, counted[1])
    return (counted[0], unit, counted[1]) if unit is not None else None


def period(unit: str, moment: date) -> Interval | None:
    """The calendar period of a unit that holds a day; None for units below the day."""
    makers: dict[str, Callable[[], Interval]] = {
        "D": lambda: calendar.day(moment),
        "W": lambda: calendar.week(moment),
        "2W": lambda: calendar.week(moment),
        "WE": lambda: calendar.weekend(moment),
        "M": lambda: calendar.month(moment.year, moment.month),
        "Q": lambda: calendar.quarter(moment.year, (moment.month + 2) // 3),
        "SE": lambda: calendar.month(moment.year, moment.month),
        "Y": lambda: calendar.year(moment.year),
        "10Y": lambda: calendar.decade(moment.year - moment.year % 10),
        "100Y": lambda: calendar.century(moment.year // 100 + 1),
    }
    return makers[unit]() if unit in makers else None


def moved(moment: date, unit: str, count: float) -> date | None:
    """The day `count` units away; None where the calendar ends."""
    months = {"M": 1, "Q": 3, "SE": 3, "Y": 12, "10Y": 120, "100Y": 1200}
    if abs(count) > MOST_UNITS:
        return None
    try:
        if unit in months:
            value = calendar.add_months(moment, round(count * months[unit]))
        else:
            value = moment + timedelta(
                days=round(count * {"D": 1, "W": 7, "2W": 14, "WE": 7}[unit])
            )
    except (ValueError, OverflowError, KeyError):
        return None
    return value if 100 < value.year < 2900 else None


def stretch(scene: Scene, unit: str, count: float | None, forward: bool) -> Interval:
    """Anchored duration: the `count` units up to the anchor, or from it."""
    timex = duration(unit, count)
    if scene.now is None or scene.today is None:
        return calendar.unresolved(timex)
    if unit.startswith("T"):
        span = timedelta(seconds={"TS": 1, "TM": 60, "TH": 3600}[unit] * min(count or 12, 1e6))
        edge = scene.now + span if forward else scene.now - span
        return Interval(min(edge, scene.now), max(edge, scene.now), timex, "hour")
    amount = 9.0 if count is None else count
    edge_day = moved(scene.today, unit, amount if forward else -amount)
    if edge_day is None:
        return calendar.unresolved(timex)
    precision = {"D": "day", "W": "week", "2W": "week", "WE": "week", "M": "month"}.get(
        unit, "year"
    )
    tomorrow = datetime.combine(scene.today + calendar.DAY, time())
    if count is None:
        precision = "vague"
    low, high = (scene.today, edge_day) if forward else (edge_day, scene.today)
    return Interval(
        datetime.combine(low, time()),
        datetime.combine(high, time()) + calendar.DAY if forward else tomorrow,
        timex,
        precision,  # type: ignore[arg-type]
    )


def duration(unit: str, count: float | None) -> str:
    """The TIMEX3 duration of so many units, PXD for an unknown count.

    Halves go into the next smaller unit; decades and centuries are DE and CE (TIDES 2005).
    """
    if count == 0.5 and unit in HALVES:
        return HALVES[unit]
    shown = "X" if count is None else f"{count:g}"
    if unit.startswith("T"):
        return f"PT{shown}{unit[1:]}"
    if unit == "2W":
        return "PXW" if count is None else f"P{count * 2:g}W"
    return f"P{shown}{LETTERS.get(unit, unit)}"


def reference(scene: Scene, name: str, phrase: str = "") -> Interval:
    """Past, present or future as bounded by the anchor."""
    if scene.now is None or scene.today is None:
        return calendar.unresolved(name)
    today = calendar.day(scene.today)
    if name == "PRESENT_REF":
        return Interval(today.lower, today.upper, name, "vague")
    if name == "PAST_REF":
        return Interval(None, today.upper, name, "vague")
    return Interval(today.lower, None, name, "vague")


def ago_or_later(scene: Scene, i: int) -> Reading | None:
    """ "three weeks ago", "a year earlier", "two days later", "in three days"."""
    words = scene.words
    counted = count_at(scene, i)
    if counted is None:
        return None
    count, at = counted
    unit = unit_at(scene, at)
    if unit is None:
        return None
    half = words.at(at + 1) == "and" and words.at(at + 2) == "a" and words.at(at + 3) == "half"
    if half and count is not None:
        count, at = count + 0.5, at + 3
    word, end = words.at(at + 1), at + 2
    if word == "ago" or (word == "back" and words.ends_sentence(end)):
        return _counted(scene, i, end, unit, count, -1, scene.today, "PAST_REF")
    if word == "from" and words.at(end) in ("now", "today"):
        return _counted(scene, i, end + 1, unit, count, 1, scene.today, "FUTURE_REF")
    if word in ("earlier", "before", "previously") and not _clause_follows(scene, end, word):
        return _from_reference(scene, i, end, unit, count, -1)
    if word in ("later", "afterwards", "hence", "on") and (
        word != "on" or words.ends_sentence(end)
    ):
        if word == "on":
            return None
        return _from_reference(scene, i, end, unit, count, 1)
    if words.at(i - 1) == "in" and looks_ahead(scene, i, at + 1) and count is not None:
        follow = words.at(at + 1)
        if follow in ("'", "’") and words.at(at + 2) == "time":
            at += 2
        return _counted(scene, i, at + 1, unit, count, 1, scene.today, "FUTURE_REF")
    return None


def _clause_follows(scene: Scene, end: int, word: str) -> bool:
    """ "three days before the vote": the count is not from the date named last."""
    words = scene.words
    return word == "before" and not (
        words.ends_sentence(end) or words.at(end) in (",", ")", "”", '"')
    )


def _from_reference(
    scene: Scene, i: int, end: int, unit: str, count: float | None, sign: int
) -> Reading | None:
    base = scene.reference(i) if sign < 0 or scene.last is not None else None
    name = "PAST_REF" if sign < 0 else "FUTURE_REF"
    if (
        scene.last is not None
        and scene.last.precision in ("year", "decade")
        and unit in ("M", "W", "D")
    ):
        base = None
    found = _counted(scene, i, end, unit, count, sign, base, name)
    return replace(found, kind="reference") if found is not None else None


def _counted(
    scene: Scene,
    i: int,
    end: int,
    unit: str,
    count: float | None,
    sign: int,
    base: date | None,
    name: str,
) -> Reading | None:
    if base is None:
        return Reading(i, end, calendar.unresolved(name))
    told = scene.words.at(end - 1) in ("ago", "now", "back") or scene.words.at(i - 1) == "in"
    if unit.startswith("T") and not told:
        # "an hour later" counts from an event, not from the anchor
        return None
    if count is None or unit.startswith("T"):
        if count is not None and scene.now is not None and base == scene.today:
            return Reading(i, end, _clock_moved(scene.now, unit, sign * count))
        if base != scene.today:
            return Reading(i, end, calendar.unresolved(name))
        vague_ = reference(scene, name)
        if count is None and sign < 0 and not unit.startswith("T"):
            far = moved(base, unit, -9)
            near = moved(base, unit, -1)
            if far is not None and near is not None:
                vague_ = Interval(
                    datetime.combine(far, time()),
                    datetime.combine(near, time()) + calendar.DAY,
                    name,
                    "vague",
                )
        return Reading(i, end, vague_)
    target = moved(base, unit, sign * count)
    if target is None:
        return Reading(i, end, calendar.unresolved(name))
    fine = (
        unit if count == int(count) else {"Y": "M", "10Y": "Y", "M": "W", "W": "D"}.get(unit, unit)
    )
    value = period(fine, target)
    return Reading(i, end, value) if value is not None else None


def _clock_moved(now: datetime, unit: str, count: float) -> Interval:
    step = {"TS": 1.0, "TM": 60.0, "TH": 3600.0}[unit]
    if abs(count) > 100_000:
        return calendar.unresolved("PAST_REF" if count < 0 else "FUTURE_REF")
    moment = now + timedelta(seconds=step * count)
    moment = (
        moment.replace(second=0, microsecond=0) if unit != "TS" else moment.replace(microsecond=0)
    )
    if unit == "TH":
        # "six hours ago" is good to the hour
        moment = moment.replace(minute=0)
        return Interval(moment, moment + timedelta(hours=1), f"{moment:%Y-%m-%dT%H}", "hour")
    return Interval(moment, moment + timedelta(minutes=1), f"{moment:%Y-%m-%dT%H:%M}", "minute")


def shifted(scene: Scene, i: int) -> Reading | None:
    """ "last week", "this year", "next month", "last Tuesday", "the past three weeks"."""
    words = scene.words
    word = words.at(i)
    sign = LAST.get(word, NEXT.get(word, THIS.get(word)))
    if sign is None:
        return None
    at = i + 1
    ranged = _past_units(scene, i, at, sign)
    if ranged is not None:
        return ranged
    named = words.at(at)
    weekday = lexicon()["weekdays"].get(named)
    if weekday is not None:
        return weekdays.weekday(scene, i, at + 1, weekday, word)
    month = month_at(words, at)
    if (
        month is not None
        and words.raw[at][0].isupper()
        and word in ("last", "this", "next", "past", "coming")
    ):
        cue = {-1: "last", 0: "this", 1: "next"}[sign]
        number = month[0]
        return in_some_year(
            scene, i, month[1], lambda y: calendar.month(y, number), f"XXXX-{number:02d}", cue
        )
    season = lexicon()["seasons"].get(named)
    if season is not None:
        return _season(scene, i, at + 1, season, sign)
    if named in lexicon()["parts_of_day"] and word in ("this", "last"):
        return _part_of_today(scene, i, at, word)
    unit = unit_at(scene, at)
    if unit is None or unit.startswith("T") or named.endswith("s"):
        return None
    if unit == "D" and (named == "night" or word in ("this", "past", "current", "last", "coming")):
        return None
    follow = words.at(at + 1)
    if word == "last" and follow == "of":
        return None
    if follow == "before" and words.at(at + 2) == "last":
        return None
    return _unit_shifted(scene, i, at, unit, sign, word)


def _unit_shifted(scene: Scene, i: int, at: int, unit: str, sign: int, word: str) -> Reading | None:
    words = scene.words
    name = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[sign]
    # "the following year", "the previous day", "the next day" count from the date before
    told = word in ("following", "previous", "preceding") or (
        word == "next" and words.at(i - 1) == "the"
    )
    base = scene.reference(i) if told else scene.today
    if told and unit == "D" and base == scene.today and scene.last is None:
        base = None
    # "in the last year" is the twelve months up to now, "last year" the calendar year
    if word == "last" and words.at(i - 1) == "the" and unit in ("W", "M", "Y", "10Y"):
        return Reading(i - 1, at + 1, stretch(scene, unit, 1, False))
    first = i - 1 if words.at(i - 1) == "the" and (told or word == "past") else i
    if base is None:
        return Reading(first, at + 1, calendar.unresolved(name))
    if word == "past" and unit != "WE":
        return Reading(first, at + 1, stretch(scene, unit, 1, False))
    target = moved(base, unit, sign)
    value = period(unit, target) if target is not None else None
    if value is None:
        return None
    return Reading(first, at + 1, value, kind="reference" if told else "date")


def _past_units(scene: Scene, i: int, at: int, sign: int) -> Reading | None:
    """ "the past three weeks", "the next 10 months", "the last few days"."""
    words = scene.words
    if sign == 0:
        return None
    counted = count_at(scene, at)
    if counted is None:
        plain = unit_at(scene, at)
        if (
            plain is None
            or not words.at(at).endswith("s")
            or words.at(i) not in ("past", "coming", "last", "next")
        ):
            return None
        counted = (None, at)
    count, after = counted
    unit = unit_at(scene, after)
    if unit is None or words.at(i) == "following":
        return None
    first = i - 1 if words.at(i - 1) in ("the", "these") else i
    return Reading(first, after + 1, stretch(scene, unit, count, sign > 0))


def _season(scene: Scene, i: int, end: int, code: str, sign: int) -> Reading | None:
    cue = {-1: "last", 0: "this", 1: "next"}[sign]
    return in_some_year(
        scene,
        i,
        end,
        lambda y: calendar.season(y, code, lexicon()["season_months"][code]),
        f"XXXX-{code}",
        cue,
    )


def _part_of_today(scene: Scene, i: int, at: int, word: str) -> Reading | None:
    code, low, high = lexicon()["parts_of_day"][scene.words.at(at)]
    if scene.today is None:
        return Reading(
            i, at + 1, calendar.unresolved("PRESENT_REF" if word == "this" else "PAST_REF")
        )
    day = scene.today - (calendar.DAY if word == "last" else timedelta(0))
    return Reading(i, at + 1, part_of_day(day, code, low, high))


def part_of_day(day: date, code: str, low: int, high: int) -> Interval:
    """A part of a calendar day; the night runs into the next morning."""
    start = datetime.combine(day, time())
    return Interval(
        start + timedelta(hours=low),
        start + timedelta(hours=high),
        f"{day.isoformat()}T{code}",
        "part_of_day",
    )


def pointed(scene: Scene, i: int) -> Reading | None:
    """ "that day", "the same year", "earlier this month", "the week before last"."""
    words = scene.words
    word = words.at(i)
    unit = unit_at(scene, i + 1)
    if (
        word in ("that", "same")
        and unit
        and not unit.startswith("T")
        and not words.at(i + 1).endswith("s")
    ):
        if words.at(i + 1) == "night":
            return None
        first = i - 1 if word == "same" and words.at(i - 1) in ("the", "that") else i
        base = scene.reference(i)
        if base is None or scene.last is None or (unit == "D" and scene.last.precision != "day"):
            return None
        value = period(unit, base)
        return Reading(first, i + 2, value, kind="reference") if value is not None else None
    if word in ("earlier", "later") and words.at(i + 1) == "this":
        return _part_of_this(scene, i, word)
    if word in ("earlier", "later") and words.at(i + 1) == "in" and words.at(i + 2) == "the":
        if words.at(i + 3) not in ("week", "month", "year"):
            return None
        found = _part_of_this(scene, i + 1, word)
        return replace(found, first=i) if found is not None else None
    if unit_at(scene, i) and words.low[i + 1 : i + 3] == ["after", "next"]:
        return _after_next(scene, i)
    unit = unit_at(scene, i)
    if (
        unit
        and words.at(i + 1) == "before"
        and words.at(i + 2) == "last"
        and words.at(i - 1) == "the"
    ):
        if scene.today is None:
            return Reading(i - 1, i + 3, calendar.unresolved("PAST_REF"))
        target = moved(scene.today, unit, -2)
        value = period(unit, target) if target is not None else None
        return Reading(i - 1, i + 3, value) if value is not None else None
    return None


def _after_next(scene: Scene, i: int) -> Reading | None:
    """ "the week after next"."""
    first = i - 1 if scene.words.at(i - 1) == "the" else i
    unit = unit_at(scene, i) or "W"
    target = moved(scene.today, unit, 2) if scene.today is not None else None
    value = period(unit, target) if target is not None else calendar.unresolved("FUTURE_REF")
    return Reading(first, i + 3, value) if value is not None else None


def _part_of_this(scene: Scene, i: int, word: str) -> Reading | None:
    unit = unit_at(scene, i + 2)
    if unit is None or unit.startswith("T"):
        return None
    if scene.today is None:
        return Reading(
            i, i + 3, calendar.unresolved("PAST_REF" if word == "earlier" else "FUTURE_REF")
        )
    whole = period(unit, scene.today)
    if whole is None:
        return None
    today = calendar.day(scene.today)
    cut = (
        replace(whole, upper=today.upper)
        if word == "earlier"
        else replace(whole, lower=today.lower)
    )
    return Reading(i, i + 3, cut)
