"""Rules for relative dates of two parts: "last week on Monday", "a year ago today", "Monday week".

In: a `Scene`, a position and `atom`, the rule that reads a simple date. Out: a `Reading` or
None. A weekday beside a week is that week's; a count of years before a month or a day is that
month or day so many years back.
"""

from __future__ import annotations

from datetime import timedelta

from extractors.dates import calendar
from extractors.dates.calendar import Interval
from extractors.dates.relative import LAST, NEXT, THIS, counted_units, moved, period, unit_at
from extractors.dates.scene import Atom, Reading, Scene, looks_ahead, safe
from extractors.dates.weekdays import weekday_in_week
from extractors.dates.words import lexicon
from extractors.dates.years import year_at
from extractors.grammar import number_lexicon

WEEKS = {"W": 1, "2W": 2}


def weekday_of_week(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "last week on Monday", "next week, on Friday", "this week Tuesday"."""
    words = scene.words
    shift = LAST.get(words.at(i), NEXT.get(words.at(i), THIS.get(words.at(i))))
    if shift is None or words.at(i + 1) != "week":
        return None
    at = i + 2
    at += words.at(at) == "," and words.at(at + 1) == "on"
    at += words.at(at) == "on"
    number = lexicon()["weekdays"].get(words.at(at))
    if number is None or words.raw[at][0].islower():
        return None
    return weekday_in_week(scene, i, at + 1, shift, number)


def weekday_weeks_off(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "a week ago on Monday", "two weeks ago Friday", "a week on Tuesday", "Monday week"."""
    words = scene.words
    number = lexicon()["weekdays"].get(words.at(i))
    if number is not None:
        weeks = {"week": 1, "fortnight": 2}.get(words.at(i + 1))
        closed = words.ends_sentence(i + 2) or not words.at(i + 2).isalpha()
        if weeks is None or not (closed or words.at(i - 1) in ("on", "until", "by", "from")):
            return None
        return _weeks_on(scene, i, i + 2, weeks, number)
    counted = counted_units(scene, i)
    if counted is None:
        return None
    count, unit, at = counted
    weeks_each = WEEKS.get(unit)
    if weeks_each is None or count != int(count) or count > 100:
        return None
    back = words.at(at + 1) == "ago"
    at += 2 if back else 1
    if not back and words.at(at) not in ("on", "from"):
        return None
    at += words.at(at) in ("on", "from")
    at += words.at(at) in ("last", "this")
    number = lexicon()["weekdays"].get(words.at(at))
    if number is None or words.raw[at][0].islower():
        return None
    weeks = int(count) * weeks_each
    if back:
        return weekday_in_week(scene, i, at + 1, -weeks, number)
    return _weeks_on(scene, i, at + 1, weeks, number)


def _weeks_on(scene: Scene, i: int, end: int, weeks: int, number: int) -> Reading:
    """The coming such weekday and so many weeks more."""
    if scene.today is None:
        return Reading(i, end, calendar.unresolved(f"XXXX-WXX-{number + 1}"))
    ahead = (number - scene.today.weekday()) % 7 or 7
    return Reading(i, end, calendar.day(scene.today + timedelta(days=ahead + 7 * weeks)))


def nth_weekday(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "first Friday of next month", "the last Sunday in March", "the second Tuesday of May"."""
    words = scene.words
    ordinals: dict[str, int] = number_lexicon()["ordinals"]
    nth = -1 if words.at(i) in ("last", "final") else ordinals.get(words.at(i), 0)
    at = i + 1
    if words.at(i).isdecimal() and words.at(i + 1) in ("st", "nd", "rd", "th"):
        nth, at = int(words.at(i)), i + 2
    number = lexicon()["weekdays"].get(words.at(at))
    if not -1 <= nth <= 5 or nth == 0 or number is None or words.at(at + 1) not in ("of", "in"):
        return None
    first = i - 1 if words.at(i - 1) == "the" else i
    month = _month(scene, at + 2, atom)
    if month is None:
        return None
    if month.value.lower is None:
        return Reading(first, month.end, calendar.unresolved(f"XXXX-WXX-{number + 1}"))
    lower = month.value.lower
    try:
        day = calendar.nth_weekday(lower.year, lower.month, number, nth)
    except ValueError:
        return None
    if day.month != lower.month:
        return None  # no fifth one
    return Reading(first, month.end, calendar.day(day))


def _month(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """A month named at ``i``, or "the month", the anchor's."""
    words = scene.words
    if words.at(i) == "the" and words.at(i + 1) == "month":
        value = period("M", scene.today) if scene.today is not None else None
        return Reading(i, i + 2, value) if value is not None else None
    found = atom(scene, i)
    return found if found is not None and found.value.precision in ("month", "vague") else None


def so_long_before(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "twenty years ago this month", "a year ago today", "ten years ago, on 12 November"."""
    words = scene.words
    counted = counted_units(scene, i)
    if counted is None:
        return None
    count, unit, at = counted
    word = words.at(at + 1)
    if unit.startswith("T") or unit == "WE" or count != int(count) or word not in ("ago", "from"):
        return None
    later = word == "from"
    at += 2
    at += words.at(at) == ","
    named = words.at(at) in ("on", "in")
    at += named
    if not (named or words.at(at) in ("this", "last", "today", "yesterday", "tomorrow")):
        return None
    found = atom(scene, at)
    if found is None or found.first != at or "/" in found.value.timex:
        return None
    if found.value.lower is None or scene.today is None:
        return Reading(i, found.end, calendar.unresolved("PAST_REF"))
    if later and words.at(at) not in ("today", "tomorrow", "this"):
        return None
    value = _moved_whole(scene, found, unit, int(count) * (1 if later else -1), named)
    return Reading(i, found.end, value) if value is not None else None


def _moved_whole(
    scene: Scene, found: Reading, unit: str, count: int, named: bool
) -> Interval | None:
    """A day, week or month so many units away; one with its own name keeps it."""
    if found.value.lower is None or scene.today is None:
        return None
    years = {"Y": 1, "10Y": 10, "100Y": 100}.get(unit)
    if named:
        if found.by_year is None or years is None:
            return None
        return safe(found.by_year, scene.today.year + count * years)
    fine = {"day": "D", "week": "W", "month": "M", "weekend": "WE"}.get(found.value.precision)
    target = moved(found.value.lower.date(), unit, count)
    return period(fine, target) if fine is not None and target is not None else None


def same_last_year(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "this time last year", "this month last year", "the same day last month"."""
    words = scene.words
    if words.at(i) not in ("this", "same") or words.at(i + 2) not in ("last", "next"):
        return None
    fine = {"time": "M", "day": "D", "week": "W", "month": "M", "quarter": "Q"}.get(words.at(i + 1))
    unit = unit_at(scene, i + 3)
    if fine is None or unit not in ("W", "M", "Y") or (fine, unit) in {("M", "M"), ("M", "W")}:
        return None
    first = i - 1 if words.at(i) == "same" and words.at(i - 1) == "the" else i
    sign = -1 if words.at(i + 2) == "last" else 1
    target = moved(scene.today, unit, sign) if scene.today is not None else None
    if target is None:
        name = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Reading(first, i + 4, calendar.unresolved(name))
    value = period(fine, target)
    return Reading(first, i + 4, value) if value is not None else None


def end_of_unit(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "year-end", "by year's end", "the year-end"; with "2024" behind it, that year's."""
    words = scene.words
    unit = {"year": "Y", "month": "M", "quarter": "Q"}.get(words.at(i))
    if unit is None:
        return None
    at = i + 1
    if words.at(at) in ("'", "’") and words.at(at + 1) == "s":
        at += 2
    elif words.at(at) == "-":
        at += 1
    elif unit != "Y" or words.at(i - 1) not in ("by", "at", "until", "before"):
        return None
    if words.at(at) not in ("end", "close"):
        return None
    found = atom(scene, at + 1) if unit == "Y" else None
    if found is not None and found.value.precision == "year" and found.first == at + 1:
        return Reading(i, found.end, calendar.share(found.value, *lexicon()["phases"]["end"]))
    if scene.today is None:
        return Reading(i, at + 1, calendar.unresolved("PRESENT_REF"))
    value = period(unit, scene.today)
    return (
        Reading(i, at + 1, calendar.share(value, *lexicon()["phases"]["end"]))
        if value is not None
        else None
    )


def the_weekend(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "over the weekend", "at the weekend": the last one, or the next where it looks ahead."""
    words = scene.words
    if words.at(i) != "weekend" or words.at(i - 1) != "the" or words.at(i + 1) == "of":
        return None
    if words.at(i - 2) not in ("at", "over", "on", "during", "for", "by", "through", "this", "of"):
        return None
    if words.at(i + 1) in ("before", "after", "that", "when"):
        return None
    if scene.today is None:
        return Reading(i - 1, i + 1, calendar.unresolved("XXXX-WXX-WE"))
    ahead = looks_ahead(scene, i, i + 1)
    day = scene.today if scene.today.weekday() >= 5 else scene.today - timedelta(days=7)
    if ahead:
        day = scene.today
    return Reading(i - 1, i + 1, calendar.weekend(day))


def fiscal_year(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "FY2024", "fiscal 2024", "the financial year 2023-24", "2022/23", "the 2023-24 tax year".

    A fiscal year is called by the year it ends in, in most countries, or begins in (Japan), and
    starts between April and January: the bounds hold all of these.
    """
    words = scene.words
    slashed = _slashed(scene, i)
    if slashed is not None:
        first, last, end = slashed
        return Reading(i, end + _tail(words.low[end : end + 2]), _fiscal(first, last))
    at = _fiscal_word(scene, i)
    if at is None:
        named = _tail(words.low[i + 1 : i + 3]) if year_at(words, i) is not None else 0
        return Reading(i, i + 1 + named, _fiscal(None, int(words.at(i)))) if named else None
    slashed = _slashed(scene, at)
    if slashed is not None:
        return Reading(i, slashed[2], _fiscal(slashed[0], slashed[1]))
    year = words.at(at)
    if year_at(words, at) is not None:
        return Reading(i, at + 1, _fiscal(None, int(year)))
    short = words.at(i) == "fy" and len(year) == 2 and year.isdecimal() and words.joined(at)
    if short or (words.at(at) in ("'", "’") and len(words.at(at + 1)) == 2):
        at += not short
        if words.at(at).isdecimal():
            return Reading(i, at + 1, _fiscal(None, 2000 + int(words.at(at))))
    return None


def _fiscal_word(scene: Scene, i: int) -> int | None:
    """The position behind "FY", "fiscal", "fiscal year", "financial year", "tax year"."""
    words = scene.words
    if words.at(i) == "fy" and words.raw[i].isupper():
        return i + 1
    if words.at(i) in ("fiscal", "financial", "tax", "budget") and words.at(i + 1) == "year":
        return i + 2
    return i + 1 if words.at(i) == "fiscal" else None


def _tail(behind: list[str]) -> int:
    return 2 if behind[:1] in (["fiscal"], ["financial"], ["tax"]) and behind[1:] == ["year"] else 0


def _slashed(scene: Scene, i: int) -> tuple[int, int, int] | None:
    """ "2022/23", and "2022-23" beside "fiscal year": both years and the position behind."""
    words = scene.words
    year, sign, short = year_at(words, i), words.at(i + 1), words.at(i + 2)
    if year is None:
        return None
    if sign not in ("/", "-", "–") or not (words.joined(i + 1) and words.joined(i + 2)):
        return None
    if not short.isdecimal() or int(short) not in ((year + 1) % 100, year + 1):
        return None
    if words.joined(i + 3) and words.at(i + 3) in ("/", "-"):
        return None
    named = _tail(words.low[i + 3 : i + 5]) or words.at(i - 1) in ("year", "fiscal", "fy")
    before = words.at(i - 1) in ("in", "for", "the", "of", "since", "during", "from", "and", "to")
    if not named and (sign != "/" or len(short) != 2 or not before or words.at(i + 3) == "season"):
        return None
    return year, year + 1, i + 3


def _fiscal(first: int | None, last: int) -> Interval:
    """From April before to the September of the last year; a year named once may begin in it."""
    low = calendar.month(first if first is not None else last - 1, 4)
    high = calendar.month(last, 9) if first is not None else calendar.month(last + 1, 3)
    return Interval(low.lower, high.upper, f"FY{last}", "year")
