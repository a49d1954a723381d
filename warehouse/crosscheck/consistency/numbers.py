"""Numbers as an article writes them, and intervals of what they can stand for.

In: a `Quantity` and the words behind it. Out: an `Amount`, and sums and products of `Amount`s as
`Interval`s. Touches only ``consistency.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from extractors.grammar import read_table
from warehouse.crosscheck.slots import ABOUT

PACKAGE = "warehouse.crosscheck.consistency"
#: A number of so many digits that ends in zeros is taken to be rounded: "1,600", not "500".
ROUNDED_DIGITS = 4
#: "3 million" may be 2.7 to 3.3 million, "20,000" 19,000 to 21,000: a sum is written to be checked.
ROUNDEST = 0.1


@dataclass(frozen=True, slots=True)
class Interval:
    """What a number can stand for, ends included."""

    low: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, other: Interval) -> Interval:
        return Interval(self.low * other.low, self.high * other.high)

    def over(self, other: Interval) -> Interval:
        low = self.low / other.high if other.high else math.inf
        return Interval(low, self.high / other.low if other.low else math.inf)

    def widened(self, share: float) -> Interval:
        return Interval(self.low * (1 - share), self.high * (1 + share))

    def meets(self, other: Interval) -> bool:
        slip = 1e-9 * max(abs(self.low), abs(other.low), 1.0)
        return max(self.low, other.low) <= min(self.high, other.high) + slip


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the article: its place, words, bounds, unit and rate.

    ``value`` is the number as one says it; ``exact`` is False behind "about", "at least", "up to".
    """

    start: int
    end: int
    text: str
    value: float
    interval: Interval
    unit: str
    per: str | None
    modifier: str
    role: str | None = None

    @property
    def exact(self) -> bool:
        return self.modifier == "exact"

    @property
    def kind(self) -> str:
        """ "count", "money", "percent", "fraction", or the dimension of a measure."""
        return kind_of(self.unit)


def kind_of(unit: str) -> str:
    if unit in ("percent", "percentage point", "fraction"):
        return "percent" if unit != "fraction" else unit
    if len(unit) == 3 and unit.isupper():
        return "money"
    measure = read_table(PACKAGE, "consistency")["measures"].get(unit)
    return str(measure[0]) if measure else "count"


def interval(low: float | None, high: float | None, modifier: str, text: str) -> Interval:
    """The bounds of a number, widened by "about" and by how round it is written."""
    if low is not None and high is not None:
        if modifier == "about":
            return Interval(low, high).widened(ABOUT)
        if low == high:
            half = rounding(low, text)
            return Interval(low - half, high + half)
    return Interval(0.0 if low is None else low, math.inf if high is None else high)


def rounding(number: float, text: str) -> float:
    """Half a unit of the last digit that is written, where the number looks rounded."""
    if not math.isfinite(number) or number <= 0:
        return 0.0
    words = text.lower().split()
    scale = next((s for s in ("trillion", "billion", "million", "thousand") if s in words), "")
    size = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}.get(scale, 1.0)
    digits = next((w for w in words if w[:1].isdigit() or w[1:2].isdigit()), "")
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    if scale:
        return min(0.5 * size / 10.0**decimals, ROUNDEST * number)
    if decimals:
        return 0.5 / 10.0**decimals
    whole = str(int(number))
    zeros = len(whole) - len(whole.rstrip("0"))
    if len(whole) < ROUNDED_DIGITS or zeros < 2:
        return 0.0
    return min(0.5 * 10.0**zeros, ROUNDEST / 2 * number)


def total(amounts: Iterable[Interval]) -> Interval:
    """The sum."""
    result = Interval(0.0, 0.0)
    for each in amounts:
        result = result + each
    return result


def follows(derived: Interval, stated: Amount) -> bool:
    """Whether a stated result can be what was derived; of two open ends, the nearer ones count."""
    if math.isinf(derived.high) and math.isinf(stated.interval.high):
        return stated.interval.low <= derived.low * (1 + 1e-9)
    if stated.modifier == "at least" or stated.modifier == "more than":
        return stated.interval.low <= derived.high
    return derived.meets(stated.interval)


def written(number: float) -> str:
    """A number for a reader: "1,370", "0.6", "4.8 million"."""
    if abs(number) >= 1_000_000 and abs(number) % 100_000 == 0:
        return f"{number / 1_000_000:,.1f}".removesuffix(".0") + " million"
    if abs(number) >= 100 or abs(number - round(number)) < 1e-6:
        return f"{number:,.0f}"
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def measured(amount: Amount) -> tuple[str, float] | None:
    """The dimension of a measure and its unit's size in it."""
    row = read_table(PACKAGE, "consistency")["measures"].get(amount.unit)
    return (str(row[0]), float(row[1])) if row else None
