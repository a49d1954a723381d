"""Numbers of the same thing side by side: "6,000 tons of oil" against "600 tons".

Numbers compare whatever the action is, where the counted thing and what happened to it agree or
are unsaid. A number is an interval: "about" widens by the precision it is written with, "at
least" and "up to" open one end, a round number may be rounded (Krifka 2007, "Approximate
interpretation of number words"). Units of one kind are converted before they are compared.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from extractors.grammar import concept_of, noun_classes, wider_concepts
from extractors.records import Quantity
from warehouse.crosscheck.slots.slot import Slot, SlotMatch

ABOUT: Final = 0.1  # "about 11,000" covers 9,900 to 12,100: Krifka's coarse scale at two digits
ROUND: Final = 0.17  # and a round number no more than this share of itself: 100 is not 60
#: A converted measure is written with two or three digits ("2 km" for "more than a mile").
CONVERTED: Final = 0.05
PEOPLE: Final = "#person"
#: How many times larger another lower bound is another number.
FAR: Final = 3.0
PER_YEAR: Final = {
    "second": 31_536_000,
    "minute": 525_600,
    "hour": 8_760,
    "day": 365,
    "week": 52,
    "month": 12,
    "quarter": 4,
    "year": 1,
}
#: Units in terms of one of their kind (SI; the international yard and pound of 1959).
CONVERSIONS: Final = {
    "mile": ("metre", 1609.344), "yard": ("metre", 0.9144), "foot": ("metre", 0.3048),
    "inch": ("metre", 0.0254), "km": ("metre", 1000), "kilometre": ("metre", 1000),
    "kilometer": ("metre", 1000), "m": ("metre", 1), "metre": ("metre", 1), "meter": ("metre", 1),
    "ton": ("kilogram", 1000), "tonne": ("kilogram", 1000), "kg": ("kilogram", 1),
    "pound": ("kilogram", 0.45359237), "month": ("minute", 43_800), "week": ("minute", 10_080),
    "day": ("minute", 1440), "year": ("minute", 525_600), "hour": ("minute", 60),
    "minute": ("minute", 1), "fraction": ("share", 1), "percent": ("share", 0.01),
}  # fmt: skip


def unit(quantity: Quantity) -> str:
    """The class of the counted thing ("#soldier", "=shell"), or its kind's unit ("metre")."""
    if quantity.role != "aged" and quantity.unit in CONVERSIONS:
        return CONVERSIONS[quantity.unit][0]
    return concept_of(quantity.unit)


def bounds(quantity: Quantity) -> tuple[float, float]:
    """The interval a number stands for, in its kind's unit, per year where it is a rate."""
    low = quantity.low if quantity.low is not None else 0.0
    high = quantity.high if quantity.high is not None else math.inf
    if quantity.modifier == "about":
        low, high = low * (1 - ABOUT), high * (1 + ABOUT)
    else:
        low, high = low - rounding(low), high + rounding(high)
    factor = float(PER_YEAR.get(quantity.per or "", 1))
    if quantity.role != "aged" and quantity.unit in CONVERSIONS:
        _, size = CONVERSIONS[quantity.unit]
        factor *= size
        if size != 1:
            low, high = low * (1 - CONVERTED), high * (1 + CONVERTED)
    return low * factor, high * factor


def rounding(number: float) -> float:
    """Half a unit of the last non-zero digit of a round number: 3,000 may be 2,500 to 3,500."""
    if not math.isfinite(number) or number < 100 or number != int(number):
        return 0.0
    digits = str(int(number))
    zeros = len(digits) - len(digits.rstrip("0"))
    return min(0.5 * 10**zeros, ROUND * number) if zeros else 0.0


def agree(ours: Quantity, theirs: Quantity) -> bool:
    """True where both numbers can be right.

    Who says "more than 2,500" would not say so of 25,000: of two numbers open to the same end, one
    `FAR` times the other is another number (Grice 1975, "Logic and conversation", quantity).
    """
    low, high = bounds(ours)
    other_low, other_high = bounds(theirs)
    if math.isinf(high) and math.isinf(other_high) and min(low, other_low) > 0:
        return max(low, other_low) < FAR * min(low, other_low)
    return max(low, other_low) <= min(high, other_high)


def says_as_much(ours: Quantity, theirs: Quantity) -> bool:
    """ "At least 60" and "nearly 80" leave room for "at least 84" and do not say it; 86 does.

    The passage's own number counts here, without what rounding and "about" allow it.
    """
    low, high = bounds(ours)
    other_low, other_high = bounds(replace(theirs, modifier="exact"))
    slack = rounding(theirs.low or 0.0)
    if theirs.unit != ours.unit:
        slack = max(slack, (theirs.low or 0.0) * CONVERTED)
    if math.isinf(high):
        return theirs.modifier not in {"less than", "up to"} and other_low + slack >= low
    if math.isinf(other_high) or (other_low <= 0 < low):
        return False
    # "nearly 1,000" may be 850 that somebody rounded, and does not say 850
    alike = ours.unit == theirs.unit and ours.per == theirs.per
    return not (alike and ours.low and theirs.low) or (
        abs(ours.low - theirs.low) <= ABOUT * max(ours.low, theirs.low)
    )


def comparable(ours: Quantity, theirs: Quantity) -> bool:
    """The same kind of thing, not in two roles that are known to differ, both rates or neither."""
    if (ours.per is None) != (theirs.per is None):
        return False
    if not ours.unit or not theirs.unit:
        return ours.role is not None and ours.role == theirs.role
    one, other = unit(ours), unit(theirs)
    if one != other and not _kin(one, other):
        return False
    return ours.role is None or theirs.role is None or ours.role == theirs.role


def _kin(one: str, other: str) -> bool:
    if not (one.startswith("#") and other.startswith("#")):
        return False
    return one in wider_concepts(other) or other in wider_concepts(one)


def number_slots(claim: tuple[Quantity, ...], passage: tuple[Quantity, ...]) -> tuple[Slot, ...]:
    """One slot a number of the claim: same, different (a comparable one disagrees) or unknown.

    A passage's number that is another of the claim's disagrees with none: "nine guests, twelve in
    all" against "nine guests were aboard".
    """
    told = [q for q in claim if q.low is not None or q.high is not None]
    taken = [{n for n, q in enumerate(passage) if _is_the_same(ours, q)} for ours in told]
    found = []
    for place, ours in enumerate(told):
        others = {n for other, mine in enumerate(taken) if other != place for n in mine}
        free = tuple(q for n, q in enumerate(passage) if n in taken[place] or n not in others)
        found.append(_slot(ours, free))
    return tuple(found)


def _is_the_same(ours: Quantity, theirs: Quantity) -> bool:
    return comparable(ours, theirs) and (ours.low, ours.high) == (theirs.low, theirs.high)


def _slot(ours: Quantity, passage: tuple[Quantity, ...]) -> Slot:
    others = [q for q in passage if comparable(ours, q)]
    # "84 people, ten of them children" has a number of children: of people and children, that one
    exact = [q for q in others if unit(q) == unit(ours) or _is_elliptical(ours, q)]
    for theirs in exact or others:
        if agree(ours, theirs):
            match: SlotMatch = "same" if says_as_much(ours, theirs) else "wider"
            return Slot("number", match, ours.text, theirs.text)
    for theirs in passage:
        alike = theirs.unit == ours.unit or not theirs.unit or not ours.unit
        alike = alike or _are_people(ours, theirs)
        told_apart = ours.role and theirs.role and ours.role != theirs.role
        converted = theirs in exact  # "580 miles" is not 580 kilometres
        if not told_apart and not converted and (theirs.low, theirs.high) == (ours.low, ours.high):
            # "two flight crew members" for "a crew of two": the number stands there
            return Slot("number", "same" if alike else "unknown", ours.text, theirs.text)
    if exact:
        return Slot("number", "different", ours.text, exact[0].text)
    return Slot("number", "unknown", ours.text, "")


def _are_people(ours: Quantity, theirs: Quantity) -> bool:
    """ "Eight suspects", "eight people": whoever they are, people they are."""
    one, other = ours.unit, theirs.unit
    if concept_of(other) != PEOPLE:
        one, other = other, one
    return concept_of(other) == PEOPLE and "person" in noun_classes(one)


def _is_elliptical(ours: Quantity, theirs: Quantity) -> bool:
    """ "More than 2,500 have been built": what is counted stands before, what became of it here."""
    return not theirs.unit and ours.role is not None and ours.role == theirs.role
