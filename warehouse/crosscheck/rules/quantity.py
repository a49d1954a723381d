"""Two numbers for the same thing, at the same time, that cannot both be right, conflict.

Fires on "500 miners were rescued on 3 May" against "300 miners were rescued on 3 May".
Must not fire on "The plant makes 9 million shells a year" against "9 million shells were shipped":
made and shipped are different quantities; nor on a toll of Monday against a toll of Friday, which
has grown: the later number supersedes the earlier one.

Numbers are intervals: "about" widens by the precision the number is written with, "at least" and
"up to" open one end (Krifka 2007, "Approximate interpretation of number words").
"""

from __future__ import annotations

import math
from datetime import timedelta

from extractors.grammar import all_frames, concept_of
from extractors.records import Assertion, Finding, Quantity
from warehouse.crosscheck.alignment import other_speaker
from warehouse.crosscheck.explaining import finding, who_says
from warehouse.crosscheck.matching import Matched
from warehouse.crosscheck.times import apart, is_stated, moment, overlap

RULE = "quantity/1"
# A count that grows is comparable only when both were given within a day of each other
SAME_DAY = timedelta(days=1)
ABOUT = 0.1  # "about 11,000" covers 9,900 to 12,100; Krifka's coarse scale at two digits
# How many times a year; 365 days, as "N a day, or M a year" is reckoned in prose
PER_YEAR = {
    "second": 31_536_000,
    "minute": 525_600,
    "hour": 8_760,
    "day": 365,
    "week": 52,
    "month": 12,
    "quarter": 4,
    "year": 1,
}


def apply(pair: Matched) -> Finding | None:
    """A conflict, a superseded number, or None where the numbers agree or do not compare."""
    if pair.link != "same" or pair.claim.polarity != pair.evidence.polarity or not pair.aligned:
        return None
    if not (pair.ours.entailed and pair.theirs.entailed) or pair.ours.frame == "presence":
        return None
    for ours in pair.claim.quantities:
        same_thing = [q for q in pair.evidence.quantities if comparable(ours, q)]
        if not same_thing or any(agree(ours, q) for q in same_thing):
            continue
        return _conflict(pair, ours, same_thing[0])
    return None


def comparable(ours: Quantity, theirs: Quantity) -> bool:
    """The same kind of thing, undergone in the same role, at the same rate or both at none."""
    if (ours.per is None) != (theirs.per is None):
        return False
    if unit(ours) != unit(theirs) or not ours.unit:
        return False
    return ours.role == theirs.role


def unit(quantity: Quantity) -> str:
    return concept_of(quantity.unit)


def bounds(quantity: Quantity) -> tuple[float, float]:
    """The interval a number stands for, per year where it is a rate."""
    low = quantity.low if quantity.low is not None else 0.0
    high = quantity.high if quantity.high is not None else math.inf
    if quantity.modifier == "about":
        low, high = low * (1 - ABOUT), high * (1 + ABOUT)
    else:
        low, high = low - _rounding(low), high + _rounding(high)
    factor = PER_YEAR.get(quantity.per or "", 1)
    return low * factor, high * factor


def _rounding(number: float) -> float:
    """Half a unit of the last non-zero digit of a round number: 3,000 may be 2,500 to 3,500."""
    if not math.isfinite(number) or number < 100 or number != int(number):
        return 0.0
    digits = str(int(number))
    zeros = len(digits) - len(digits.rstrip("0"))
    return 0.5 * 10**zeros if zeros else 0.0


def agree(ours: Quantity, theirs: Quantity) -> bool:
    low, high = bounds(ours)
    other_low, other_high = bounds(theirs)
    return max(low, other_low) <= min(high, other_high)


def _conflict(pair: Matched, ours: Quantity, theirs: Quantity) -> Finding | None:
    numbers = f"“{ours.text}” against “{theirs.text}”"
    frame = all_frames().get(pair.ours.frame)
    cumulative = frame is None or frame.cumulative or frame.recurs
    core = pair.of("agent", "theme", "recipient", "with", "place")
    if any(a.match in {"different", "unknown", "missing"} for a in core):
        return finding(
            pair,
            "different scope",
            "quantity",
            RULE,
            f"Different numbers of different things: {numbers}.",
        )
    if other_speaker(pair.claim, pair.evidence):
        return finding(
            pair,
            "different scope",
            "quantity",
            RULE,
            f"Another number, and from another source than the claim names ({who_says(pair)}):"
            f" {numbers}.",
        )
    dated = is_stated(pair.claim.event_time) and is_stated(pair.evidence.event_time)
    distance = apart(pair.claim, pair.evidence)
    if dated and not overlap(pair.claim.event_time, pair.evidence.event_time):
        return finding(
            pair,
            "different scope",
            "quantity",
            RULE,
            f"Numbers for different times: {numbers}.",
        )
    to_the_day = dated and _of_a_day(pair.claim) and _of_a_day(pair.evidence)
    if cumulative and not (to_the_day and distance is not None and distance <= SAME_DAY):
        first, second = moment(pair.claim), moment(pair.evidence)
        newer = first is not None and second is not None and second > first
        return finding(
            pair,
            "superseded" if newer else "different scope",
            "quantity",
            RULE,
            f"The number changes with time, and these were not given for the same day: {numbers}.",
        )
    exact = all(a.match == "same" for a in core) and pair.shares_name
    certain = pair.evidence.certainty == "CERTAIN" and pair.evidence.modality == "actual"
    if not exact or not certain or pair.claim.modality != "actual":
        return finding(
            pair,
            "different scope",
            "quantity",
            RULE,
            f"The numbers differ: {numbers}.",
        )
    return finding(
        pair,
        "contradicts",
        "quantity",
        RULE,
        f"A number that does not agree, according to {who_says(pair)}: {numbers}.",
    )


def _of_a_day(assertion: Assertion) -> bool:
    """A count that grows has one value on a day, and many in a month."""
    time = assertion.event_time
    if time.earliest is None or time.latest is None:
        return False
    return time.latest - time.earliest <= SAME_DAY
