"""A rate told twice, and a rate over a time, should come to the same.

Fires on "Half a million barrels a year, or some 14,000 a day" (500,000 ÷ 365 = 1,370: no), and on
"40 a day for ten days, 400 in all". Must not fire on "It sold 100 cars a day in May and 20,000 in
the year": no word equates the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from warehouse.crosscheck.consistency.cues import stated_totals
from warehouse.crosscheck.consistency.numbers import Amount, follows, measured, written
from warehouse.crosscheck.consistency.reading import Article, Judgement, Sentence, phrases
from warehouse.crosscheck.consistency.totals import judged
from warehouse.crosscheck.slots import PER_YEAR

RULE = "rate/1"
#: "N a day, or M a year" is rounded freely; a tenth apart is still the same.
SLACK = 0.1
_EVERY = re.compile(
    r"\bevery\s+⟨(?P<time>\d+)⟩\s+(?:minutes|hours|seconds|days|weeks|months)\b[^.;⟨]{0,20}?"
    r"(?:\bor\b|[(:—–]|that is|\bmaking\b)"
    r"[^.;⟨]{0,25}?⟨(?P<times>\d+)⟩",
    re.IGNORECASE,
)
_TIMES_EVERY = re.compile(
    r"⟨(?P<times>\d+)⟩\s+times\s+(?:a|per|each|every)\s+\w+[^.;⟨]{0,20}?(?:\bor\b|[,(:—–]|that is)"
    r"[^.;⟨]{0,25}?\bevery\s+⟨(?P<time>\d+)⟩\s+(?:minutes|hours|seconds|days|weeks|months)\b",
    re.IGNORECASE,
)
_EQUAL = re.compile(rf"(?<!\w)(?:{phrases('equal', 'words')})(?!\w)|[(=]", re.IGNORECASE)


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each rate that is told anew in a sentence, or multiplied by its time."""
    for sentence in article.sentences:
        found = [*_twice(sentence), *_as_often(sentence)]
        yield from found
        if not found:
            yield from _over_time(sentence)


def _twice(sentence: Sentence) -> Iterator[Judgement]:
    rates = [a for a in sentence.amounts if a.per in PER_YEAR]
    for first, second in pairwise(rates):
        if first.per == second.per or (first.unit and second.unit and first.unit != second.unit):
            continue
        if not _EQUAL.search(sentence.between(first.end, second.start)):
            continue
        ours, theirs = PER_YEAR[first.per or "year"], PER_YEAR[second.per or "year"]
        derived = first.interval.widened(SLACK)
        value = first.value * ours / theirs
        scaled = type(derived)(derived.low * ours / theirs, derived.high * ours / theirs)
        sign, count = ("×", ours / theirs) if ours >= theirs else ("÷", theirs / ours)
        reckoned = (
            f"{written(first.value)} a {first.per} {sign} {written(count)} ="
            f" {written(value)} a {second.per}"
        )
        yield judged(RULE, (second, first), follows(scaled, second), reckoned, second)


def _as_often(sentence: Sentence) -> Iterator[Judgement]:
    """ "every 90 minutes, or sixteen times a day"."""
    for found in (
        *_EVERY.finditer(sentence.template),
        *_TIMES_EVERY.finditer(sentence.template),
    ):
        time, times = sentence.amounts[int(found["time"])], sentence.amounts[int(found["times"])]
        size = measured(time)
        if size is None or size[0] != "time" or times.per not in PER_YEAR or not time.value:
            continue
        period = 31_557_600 / PER_YEAR[times.per or ""]
        value = period / (time.value * size[1])
        half = max(0.5, SLACK * value)
        derived = type(times.interval)(value - half, value + half)
        reckoned = (
            f"every {' '.join(time.text.split())} {time.unit}s is {written(value)} times"
            f" a {times.per}"
        )
        yield judged(RULE, (times, time), derived.meets(times.interval), reckoned, times)


def _over_time(sentence: Sentence) -> Iterator[Judgement]:
    """ "40 a day for ten days, 400 in all"."""
    for stated in stated_totals(sentence):
        whole = sentence.amounts[stated.index]
        before = sentence.amounts[: stated.index]
        rates = [a for a in before if a.per in PER_YEAR and a.kind == whole.kind]
        times = [a for a in before if a.kind == "time" and a.per is None]
        if len(rates) != 1 or len(times) != 1 or whole.per is not None or len(before) != 2:
            continue
        rate, time = rates[0], times[0]
        count = _periods(time, rate.per or "")
        if count is None or (rate.unit and whole.unit and rate.unit != whole.unit):
            continue
        derived = rate.interval.times(type(time.interval)(count, count)).widened(0.02)
        value = rate.value * count
        reckoned = f"{written(rate.value)} a {rate.per} × {written(count)} = {written(value)}"
        yield judged(RULE, (whole, rate, time), follows(derived, whole), reckoned, whole)


def _periods(time: Amount, per: str) -> float | None:
    size = measured(time)
    if size is None or per not in PER_YEAR:
        return None
    if time.unit == per:
        return time.value
    return time.value * size[1] / (31_557_600 / PER_YEAR[per])
