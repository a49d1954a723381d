"""Rules for words that point at the anchor itself: "yesterday", "tonight", "now", "so far".

In: a `Scene` and a position. Out: a `Reading` or None.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from extractors.dates import calendar
from extractors.dates.calendar import Interval
from extractors.dates.relative import reference, stretch, unit_at
from extractors.dates.scene import Reading, Scene
from extractors.dates.words import lexicon


def deictic(scene: Scene, i: int) -> Reading | None:
    """ "yesterday", "tonight", "the day before yesterday"; not "USA Today" or "Today programme"."""
    words = scene.words
    word = words.at(i)
    if (
        word == "day"
        and words.at(i + 1) in ("before", "after")
        and words.at(i + 2) in ("yesterday", "tomorrow")
    ):
        if (words.at(i + 1) == "before") != (words.at(i + 2) == "yesterday"):
            return None
        return _days_off(scene, i, i + 3, -2 if words.at(i + 1) == "before" else 2)
    shift = lexicon()["deictic"].get(word)
    if shift is None:
        return None
    if (
        words.raw[i][0].isupper()
        and not words.starts_sentence(i)
        and i
        and words.raw[i - 1][0].isupper()
    ):
        return None
    if words.at(i + 1) in ("programme", "program", "show"):
        return None
    found = _days_off(scene, i, i + 1, shift)
    if found is None or word not in ("tonight", "overnight") or found.value.lower is None:
        return found
    start = found.value.lower
    low, high = (18, 30) if word == "tonight" else (-6, 12)
    return replace(
        found,
        value=Interval(
            start + timedelta(hours=low),
            start + timedelta(hours=high),
            f"{start:%Y-%m-%d}TNI",
            "part_of_day",
        ),
    )


def _days_off(scene: Scene, i: int, end: int, shift: int) -> Reading:
    if scene.today is None:
        name = {0: "PRESENT_REF"}.get(shift, "PAST_REF" if shift < 0 else "FUTURE_REF")
        return Reading(i, end, calendar.unresolved(name))
    return Reading(i, end, calendar.day(scene.today + timedelta(days=shift)))


def vague(scene: Scene, i: int) -> Reading | None:
    """ "now", "recently", "so far", "until now", "in recent weeks"."""
    words = scene.words
    for length in (4, 3, 2, 1):
        if i + length > len(words):
            continue
        phrase = " ".join(words.low[i : i + length])
        name = lexicon()["vague"].get(phrase)
        if name is not None:
            if phrase == "now" and (words.at(i + 1) == "-" or words.at(i - 1) == "by"):
                continue
            if phrase.startswith("in the") and words.at(i + length) not in (
                ".",
                ",",
                ";",
                "",
                "and",
                "?",
                "!",
                ":",
            ):
                continue
            return Reading(i, i + length, reference(scene, name, phrase))
    if (
        words.at(i) in ("recent", "coming")
        and unit_at(scene, i + 1)
        and words.at(i + 1).endswith("s")
    ):
        forward = words.at(i) == "coming"
        unit = unit_at(scene, i + 1) or "D"
        first = i - 1 if words.at(i - 1) == "the" and forward else i
        return Reading(first, i + 2, stretch(scene, unit, None, forward))
    return None
