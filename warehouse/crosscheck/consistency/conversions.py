"""One measure told in two units should be the same measure.

Fires on "more than a mile (1.6 km)" (holds) and "10.4 metres, or 24 feet" (34 feet: does not).
Must not fire on "2 km long and 300 feet wide": two measures of two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.grammar import read_table
from warehouse.crosscheck.consistency.numbers import PACKAGE, Amount, Interval, measured, written
from warehouse.crosscheck.consistency.reading import Article, Judgement
from warehouse.crosscheck.consistency.totals import judged

RULE = "conversion/1"
#: Conversions in prose are rounded on both sides.
SLACK = 0.07
#: "a mile (1.6 km)", "10 metres, or about 33 feet", "60 mph/97 kph"
_TOLD_ANEW = re.compile(
    r"\s*(?:[\w-]+\s*){0,2}?(?:\(\s*|/\s*|,?\s*or\s+|,?\s*that is,?\s+|=\s*|,?\s*which is\s+)"
    r"(?:some\s+|about\s+|roughly\s+|nearly\s+)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:and|by|from|to)\b", re.IGNORECASE)


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each measure that its unit's sister follows at once."""
    for sentence in article.sentences:
        for first, second in pairwise(sentence.amounts):
            one, other = measured(first), measured(second)
            if one is None or other is None or one[0] != other[0] or first.unit == second.unit:
                continue
            words = sentence.between(first.end, second.start)
            if not _TOLD_ANEW.fullmatch(words) or _BETWEEN.search(words):
                continue
            if (first.per is None) != (second.per is None) or first.per != second.per:
                continue
            yield _judged(first, second, one, other)


def _judged(
    first: Amount, second: Amount, one: tuple[str, float], other: tuple[str, float]
) -> Judgement:
    slack = max(SLACK, *(_slack(a.unit) for a in (first, second)))
    if one[0] == "temperature":
        value = first.value * 9 / 5 + 32 if first.unit == "°C" else (first.value - 32) * 5 / 9
        derived = Interval(value - 1.5, value + 1.5)
    else:
        ratio = one[1] / other[1]
        value = first.value * ratio
        low, high = first.value * ratio, first.value * ratio
        if first.modifier in ("about", "between"):
            low, high = first.interval.low * ratio, first.interval.high * ratio
        derived = Interval(low, high).widened(slack)
    stated = Interval(second.value, second.value)
    if second.modifier == "about":
        stated = second.interval
    half = Interval(stated.low - _last_digit(second), stated.high + _last_digit(second))
    reckoned = f"{' '.join(first.text.split())} is {written(round(value, 1))} {second.unit}"
    return judged(RULE, (second, first), derived.meets(half), reckoned, second)


def _slack(unit: str) -> float:
    return float(read_table(PACKAGE, "consistency")["slack"].get(unit, 0.0))


def _last_digit(amount: Amount) -> float:
    """Half a unit of the number's last digit: "2 km" may be 1.5 to 2.5."""
    digits = re.search(r"\d[\d,]*(\.\d+)?", amount.text)
    if digits and digits[1]:
        return 0.5 / 10.0 ** (len(digits[1]) - 1)
    return 0.5
