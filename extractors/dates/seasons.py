"""Rules for quarters, halves and seasons: "Q1 2024", "the first half of 2025", "summer 2024".

In: a `Scene` and a position. Out: a `Reading` or None. Seasons are those of the northern
hemisphere, by the calendar month (meteorological).
"""

from __future__ import annotations

from extractors.dates import calendar
from extractors.dates.absolute import month_alone, month_at, year_behind
from extractors.dates.calendar import Interval
from extractors.dates.scene import Reading, Scene, in_some_year
from extractors.dates.words import lexicon, words_of
from extractors.dates.years import decade, year_at, years_apart
from extractors.grammar import number_lexicon, plain_int


def quarter_or_half(scene: Scene, i: int) -> Reading | None:
    """ "Q1 2024", "2024 Q1", "the first quarter of 2024", "the second half of the year"."""
    words = scene.words
    code = words.at(i)
    if code in ("q", "h") and words.joined(i + 1) and not words.joined(i):
        number = plain_int(words, i + 1, 4 if code == "q" else 2)
        if not number:
            return None
        return _part_of_year(scene, i, i + 2, code == "q", number)
    year = year_at(words, i)
    if year is not None:
        # "2024 Q1", "2024-Q1"
        at = i + 2 if words.at(i + 1) == "-" and words.joined(i + 1) else i + 1
        number = plain_int(words, at + 1, 4)
        if words.at(at) != "q" or not words.joined(at + 1) or not number:
            return None
        return Reading(i, at + 2, calendar.quarter(year, number))
    ordinals: dict[str, int] = number_lexicon()["ordinals"]
    number, at = ordinals.get(code, 0), i + 1
    if plain_int(words, i, 4) and words.at(i + 1) in ("st", "nd", "rd", "th"):
        number, at = int(code), i + 2
    unit = words.at(at)
    if unit == "-":
        at += 1
        unit = words.at(at)
    if code == "last" or not number:
        return None
    if unit in ("quarter", "half") and number <= (4 if unit == "quarter" else 2):
        return _part_of_year(scene, i, at + 1, unit == "quarter", number)
    return None


def _part_of_year(scene: Scene, i: int, at: int, quarter: bool, number: int) -> Reading | None:
    words = scene.words

    def make(year: int) -> Interval:
        return calendar.quarter(year, number) if quarter else calendar.half(year, number)

    timex = f"XXXX-{'Q' if quarter else 'H'}{number}"
    written = year_behind(words, at)
    if written is not None:
        return Reading(i, written[1], make(written[0]))
    if words.at(at) in ("of", "in", "this", "last", "next"):
        k = at + 1 if words.at(at) in ("of", "in") else at
        if words.at(k) in ("the", "this", "last", "next", "current", "previous") and words.at(
            k + 1
        ) in (
            "year",
            "decade",
            "century",
            "month",
        ):
            if words.at(k + 1) != "year":
                return _half_of(scene, i, k, quarter, number)
            if scene.today is None:
                return Reading(i, k + 2, calendar.unresolved(timex), make)
            shift = {"last": -1, "previous": -1, "next": 1}.get(words.at(k), 0)
            return Reading(i, k + 2, make(scene.today.year + shift))
        # "the first half of the match", "of May"
        month = month_at(words, k)
        if not quarter and month is not None and words.at(at) == "of":
            whole = month_alone(scene, k)
            if whole is not None:
                low = (number - 1) / 2
                return Reading(i, whole.end, calendar.share(whole.value, low, low + 0.5))
        year = year_at(words, k)
        decade_ = decade(scene, k + 1 if words.at(k) == "the" else k)
        if decade_ is not None and not quarter:
            low = (number - 1) / 2
            return Reading(i, decade_.end, calendar.share(decade_.value, low, low + 0.5))
        if year is None:
            return None
    if not quarter and words.at(i) not in ("h",):
        return None
    near = {*words.low[max(0, i - 25) : i], *words.low[at : at + 25]}
    if words.at(i) not in ("q", "h") and not near & words_of("quarter_cues", "words"):
        return None
    if words.at(i) not in ("q", "h") and words.at(i - 1) not in ("the", "in", "this", "s"):
        return None
    return in_some_year(scene, i, at, make, timex)


def _half_of(scene: Scene, i: int, k: int, quarter: bool, number: int) -> Reading | None:
    if quarter or scene.today is None or scene.words.at(k) not in ("the", "this"):
        return None
    today = scene.today
    unit = scene.words.at(k + 1)
    whole = {
        "month": calendar.month(today.year, today.month),
        "decade": calendar.decade(today.year - today.year % 10),
        "century": calendar.century(today.year // 100 + 1),
    }[unit]
    low = (number - 1) / 2
    return Reading(i, k + 2, calendar.share(whole, low, low + 0.5))


def season(scene: Scene, i: int) -> Reading | None:
    """ "summer 2024", "the summer of 2024", "in the winter of 2024-25", "this summer" elsewhere."""
    words = scene.words
    code = lexicon()["seasons"].get(words.at(i))
    if code is None:
        return None

    def make(year: int) -> Interval:
        return calendar.season(year, code, lexicon()["season_months"][code])

    at = i + 1
    if words.at(at) == "of":
        at += 1
    year = year_at(words, at)
    if year is not None:
        span = years_apart(scene, at)
        if span is not None and code == "WI":
            return Reading(i, span.end, make(year))
        value = make(year)
        if code == "WI" and value.upper is not None and value.lower is not None:
            # "winter 2024" is said of both its ends: from December 2023 to February 2025
            value = Interval(make(year - 1).lower, value.upper, value.timex, "season")
        return Reading(i, at + 1, value)
    before = words.at(i - 1)
    if before in ("in", "during", "since", "by", "until", "before", "after") or (
        before in ("the", "early", "late", "mid")
        and words.at(i - 2) in ("in", "during", "by", "since", "until", "over", "the")
    ):
        if words.at(i) == "fall" and before not in ("the", "early", "late", "mid"):
            return None
        if words.at(at) == "of" or words.at(i + 1) == "of" or words.pos(i) == "VERB":
            return None
        return in_some_year(scene, i, i + 1, make, f"XXXX-{code}")
    return None
