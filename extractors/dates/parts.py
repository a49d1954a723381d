"""Rules for a part of a named period, and for days counted from a named date.

"the first week of July", "the last two months of 2024", "the week of 18 November", "two days
after 12 November", "the 18th" (of the month at hand). Each calls a rule for the named date,
handed in as `atom`, and reads no more than two dates deep.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from extractors.dates import calendar
from extractors.dates.calendar import Interval
from extractors.dates.relative import count_at, counted_units, moved, period, unit_at
from extractors.dates.scene import Atom, Reading, Scene, looks_ahead
from extractors.dates.words import words_of
from extractors.grammar import day_at, number_lexicon

LENGTHS = {"D": 1, "W": 7, "2W": 14}


def part_of_period(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "first week of July", "last two months of 2024", "third week of the month"."""
    words = scene.words
    word = words.at(i)
    ordinals: dict[str, int] = number_lexicon()["ordinals"]
    number = -1 if word in ("last", "final", "closing") else ordinals.get(word, 0)
    if (number == 1 and word != "first") or number > 5 or number == 0:
        return None
    at, count = i + 1, 1
    counted = count_at(scene, at)
    if counted is not None and counted[0] is not None and unit_at(scene, counted[1]):
        count, at = round(counted[0]), counted[1]
    elif words.at(at) == "few":
        return None
    unit = unit_at(scene, at)
    if unit not in ("D", "W", "WE", "M") or words.at(at + 1) not in ("of", "in"):
        return None
    if count == 1 and words.at(at).endswith("s"):
        count = 3
    if not 0 < count < 60 or (count > 1 and number not in (1, -1)):
        return None
    whole = _period(scene, at + 2, atom)
    if whole is None:
        return None
    value = _cut(whole.value, unit, number, count)
    first = i - 1 if words.at(i - 1) == "the" else i
    if value is None:
        if whole.value.lower is None:
            return Reading(first, whole.end, calendar.unresolved(whole.value.timex))
        return None
    return Reading(first, whole.end, value)


def _period(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """The period named behind "of": a date, or "the year" of the anchor."""
    words = scene.words
    found = atom(scene, i + 1 if words.at(i) == "the" else i) or atom(scene, i)
    if found is not None and found.value.precision not in ("second", "minute", "hour", "day"):
        return found
    unit = unit_at(scene, i + 1)
    if words.at(i) != "the" or unit not in ("M", "Y", "Q") or words.at(i + 1).endswith("s"):
        return None
    if scene.today is None:
        return Reading(i, i + 2, calendar.unresolved("PRESENT_REF"))
    value = period(unit, scene.today)
    return Reading(i, i + 2, value) if value is not None else None


def _cut(whole: Interval, unit: str, number: int, count: int) -> Interval | None:
    if whole.lower is None or whole.upper is None:
        return None
    first, after = whole.lower.date(), whole.upper.date()
    if unit == "WE":
        weekday = (5 - first.weekday()) % 7
        start = first + timedelta(days=weekday + 7 * (number - 1))
        if number < 0:
            start = after - timedelta(days=1 + (after - timedelta(days=1) - date(1, 1, 6)).days % 7)
        return calendar.weekend(start) if first <= start < after else None
    if unit == "M":
        low = calendar.add_months(first, number - 1) if number > 0 else None
        high = calendar.add_months(low, count) if low is not None else after
        low = low if low is not None else calendar.add_months(after, -count)
        precision, single = "month", count == 1
    else:
        step = LENGTHS[unit]
        low = first + timedelta(days=step * (number - 1)) if number > 0 else None
        high = low + timedelta(days=step * count) if low is not None else after
        low = low if low is not None else after - timedelta(days=step * count)
        precision, single = ("day" if unit == "D" else "week"), unit == "D" and count == 1
    if not first <= low < high <= after:
        return None
    if single:
        return calendar.month(low.year, low.month) if unit == "M" else calendar.day(low)
    timex = f"{low.isoformat()}/{(high - calendar.DAY).isoformat()}"
    return Interval(
        datetime.combine(low, time()),
        datetime.combine(high, time()),
        timex,
        "month" if precision == "month" else ("day" if precision == "day" else "week"),
    )


def week_of(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "the week of 18 November", "the weekend of May 4": the one that holds the day."""
    words = scene.words
    if words.at(i) not in ("week", "weekend") or words.at(i + 1) != "of":
        return None
    found = atom(scene, i + 3 if words.at(i + 2) == "the" else i + 2)
    if found is None or found.value.precision != "day":
        return None
    first = i - 1 if words.at(i - 1) == "the" else i
    if found.value.lower is None:
        return Reading(first, found.end, calendar.unresolved("XXXX-WXX"))
    day = found.value.lower.date()
    value = calendar.week(day) if words.at(i) == "week" else calendar.weekend(day)
    return Reading(first, found.end, value)


def counted_from(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "two days after 12 November", "a week before Christmas", "three weeks from Monday"."""
    words = scene.words
    counted = counted_units(scene, i)
    if counted is None:
        return None
    count, unit, at = counted
    word = words.at(at + 1)
    if unit.startswith("T") or word not in ("after", "before", "from", "since"):
        return None
    if word == "since" or words.at(at + 2) in ("now", "the"):
        return None
    found = atom(scene, at + 2)
    if found is None or found.first != at + 2 or found.value.precision != "day":
        return None
    behind = words.at(found.end)
    if behind in ("'", "’") or "/" in found.value.timex:
        return None
    if found.value.lower is None:
        return Reading(i, found.end, calendar.unresolved(found.value.timex))
    sign = -1 if word == "before" else 1
    target = moved(found.value.lower.date(), unit, sign * count)
    return Reading(i, found.end, calendar.day(target)) if target is not None else None


def day_alone(scene: Scene, i: int, atom: Atom) -> Reading | None:
    """ "on the 18th": a day of the month at hand; "the 18th brigade" is no date."""
    words = scene.words
    if words.at(i - 1) != "the" or words.at(i - 2) not in words_of("day_cues", "before"):
        return None
    found = day_at(words, i)
    if found is None or words.at(found[1] - 1) not in ("st", "nd", "rd", "th"):
        return None
    number, end = found
    after = words.at(end)
    if after.isalpha() and after not in words_of("day_cues", "after"):
        return None
    if scene.today is None:
        return Reading(i - 1, end, calendar.unresolved(f"XXXX-XX-{number:02d}"))
    near = scene.reference(i) if scene.last is not None else scene.today
    base = near or scene.today
    options = []
    for shift in (-2, -1, 0, 1, 2):
        month = calendar.add_months(base.replace(day=1), shift)
        last = calendar.add_months(month, 1) - calendar.DAY
        if number <= last.day:
            options.append(month.replace(day=number))
    ahead = looks_ahead(scene, i, end)
    chosen = [day for day in options if (day >= scene.today if ahead else day <= scene.today)]
    if not chosen:
        return None
    day = chosen[0] if ahead else chosen[-1]
    return Reading(i - 1, end, calendar.day(day))
