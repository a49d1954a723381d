"""Rules for weekdays, alone or before a date: "on Tuesday", "next Friday", "Wed, 19 June".

In: a `Scene` and a position. Out: a `Reading` or None. A bare weekday is the last one, or the
anchor's own day; the next one where the sentence looks ahead.
"""

from __future__ import annotations

from datetime import timedelta

from extractors.dates import calendar
from extractors.dates.absolute import day_month, iso_date, month_day, numeric_date
from extractors.dates.calendar import Interval
from extractors.dates.scene import Reading, Scene, looks_ahead, safe
from extractors.dates.words import lexicon, words_of
from extractors.grammar import day_at

WEEKS_OFF = {"last": -1, "this": 0, "next": 1}


def weekday_date(scene: Scene, i: int) -> Reading | None:
    """ "Wednesday, 19 June 2024", "Tue May 9"."""
    words = scene.words
    if words.at(i) not in lexicon()["weekdays"] and words.at(i) not in ("sun", "sat", "wed"):
        return None
    at = i + 1
    for sign in (".", ",", "the"):
        if words.at(at) == sign:
            at += 1
    found = (
        day_month(scene, at)
        or month_day(scene, at)
        or iso_date(scene, at)
        or numeric_date(scene, at)
    )
    if found is None:
        return _weekday_and_day(scene, i, at)
    value = found.value
    if found.by_year is not None and scene.today is not None:
        value = _year_of_weekday(scene, words.at(i), found) or value
    return Reading(i, found.end, value, found.by_year)


def _weekday_and_day(scene: Scene, i: int, at: int) -> Reading | None:
    """ "Friday the 13th", "Wed 13th": the nearest such day that falls on the weekday."""
    words = scene.words
    found = day_at(words, at)
    if found is None or words.at(found[1] - 1) not in ("st", "nd", "rd", "th"):
        return None
    follows = words.at(found[1])
    wanted = {"sun": 6, "sat": 5, "wed": 2}.get(words.at(i), lexicon()["weekdays"].get(words.at(i)))
    if scene.today is None or (follows.isalpha() and follows not in words_of("day_cues", "after")):
        return None
    for step in sorted(range(-200, 200), key=abs):
        day = scene.today + timedelta(days=step)
        if day.day == found[0] and day.weekday() == wanted:
            return Reading(i, found[1], calendar.day(day))
    return None


def _year_of_weekday(scene: Scene, word: str, found: Reading) -> Interval | None:
    """The year near the anchor in which the date falls on the named weekday."""
    wanted = {"sun": 6, "sat": 5, "wed": 2}.get(word, lexicon()["weekdays"].get(word))
    base = found.value.lower
    if base is None or found.by_year is None:
        return None
    for shift in (0, 1, -1):
        option = safe(found.by_year, base.year + shift)
        if option is not None and option.lower is not None and option.lower.weekday() == wanted:
            near = abs(option.lower - (scene.now or option.lower)) < timedelta(days=400)
            return option if near else None
    return None


def weekday_alone(scene: Scene, i: int) -> Reading | None:
    """ "on Tuesday", "Tuesday"; not "Sunday Times", "Black Friday"."""
    words = scene.words
    word = words.at(i)
    number = lexicon()["weekdays"].get(word)
    if number is None or (
        len(word) < 6 and words.at(i - 1) not in ("on", "last", "next", "this", "by", "until")
    ):
        return None
    if words.raw[i][0].islower() and len(word) < 6:
        return None
    before, after = words.at(i - 1), words.at(i + 1)
    alike = i > 0 and words.raw[i - 1][0].isupper() == words.raw[i][0].isupper()
    if before in words_of("weekday_words", "name_before") and alike:
        return None
    if after in words_of("weekday_words", "name_after") and words.raw[i + 1][0].isupper():
        return None
    if before in ("every", "each"):
        return None
    end = i + 2 if after == "." and len(word) <= 5 and words.joined(i + 1) else i + 1
    if (
        words.at(end) == "of"
        and words.at(end + 1) in ("last", "next", "this")
        and words.at(end + 2) == "week"
    ):
        return weekday_in_week(scene, i, end + 3, WEEKS_OFF[words.at(end + 1)], number)
    if words.at(end) in ("last", "next", "this") and words.at(end + 1) == "week":
        return weekday_in_week(scene, i, end + 2, WEEKS_OFF[words.at(end)], number)
    return weekday(scene, i, end, number, "")


def weekday_in_week(scene: Scene, i: int, end: int, weeks: int, number: int) -> Reading:
    """The weekday ``number`` (Monday 0) of the week that lies ``weeks`` ahead of the anchor's."""
    if scene.today is None:
        return Reading(i, end, calendar.unresolved(f"XXXX-WXX-{number + 1}"))
    monday = scene.today - timedelta(days=scene.today.weekday())
    return Reading(i, end, calendar.day(monday + timedelta(days=7 * weeks + number)))


def weekday(scene: Scene, i: int, end: int, number: int, cue: str) -> Reading:
    """A weekday placed by the anchor; `cue` is the word before it ("last", "next", "this", "")."""
    today = scene.today
    if today is None:
        return Reading(i, end, calendar.unresolved(f"XXXX-WXX-{number + 1}"))
    back = (today.weekday() - number) % 7
    if cue in ("last", "past", "previous", "preceding"):
        return Reading(i, end, calendar.day(today - timedelta(days=back or 7)))
    if cue in ("next", "coming", "following", "upcoming"):
        return Reading(i, end, calendar.day(today + timedelta(days=7 - back)))
    if cue == "this":
        monday = today - timedelta(days=today.weekday())
        return Reading(i, end, calendar.day(monday + timedelta(days=number)))
    if looks_ahead(scene, i, end):
        return Reading(i, end, calendar.day(today + timedelta(days=(7 - back) % 7)))
    return Reading(i, end, calendar.day(today - timedelta(days=back)))
