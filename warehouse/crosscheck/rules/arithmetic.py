"""Two rates of one thing in one sentence should come to the same.

Fires on "It burns 1,000 litres a day, amounting to about 365,000 a year" (agrees).
Must not fire on "It sold 100 cars a day in May and 20,000 in the year": no word equates the two.

The claim is set against itself: the finding's evidence is the claim. 365 days to the year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.records import Assertion, Finding, Quantity
from warehouse.crosscheck.rules.quantity import PER_YEAR, bounds, unit

RULE = "arithmetic/1"
# Words that equate what stands before and after them
EQUATING = re.compile(
    r"""\b(
        or | amount(s|ed|ing)?\ to | which\ (is|makes|means|comes\ to) | that\ is | i\.e\.
        | equivalent\ to | equal(s|ling)?(\ to)? | totall?ing | com(es|ing)\ to
        | adding\ up\ to | works?\ out\ (at|to) | making
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
# How far two rounded rates may differ before the sum is wrong: both are written to two digits
TOLERANCE = 0.1


def apply(sentence: Sequence[Assertion]) -> Finding | None:
    """The arithmetic of a sentence's claims that state two rates as one, agreeing or not."""
    owners = {q: claim for claim in reversed(sentence) for q in claim.quantities}
    rates = sorted((q for q in owners if q.per in PER_YEAR), key=lambda q: q.start)
    for first in rates:
        for second in rates:
            if first.start >= second.start or first.per == second.per:
                continue
            if second.unit and first.unit and unit(first) != unit(second):
                continue
            claim = owners[first]
            between = claim.text[
                max(0, first.end - claim.sentence_start) : max(
                    0, second.start - claim.sentence_start
                )
            ]
            if EQUATING.search(between):
                return _checked(claim, first, second)
    return None


def _checked(claim: Assertion, first: Quantity, second: Quantity) -> Finding | None:
    low, high = bounds(first)
    other_low, other_high = bounds(second)
    middle, other = (low + high) / 2, (other_low + other_high) / 2
    if not middle or not other or high == float("inf") or other_high == float("inf"):
        return None
    agrees = abs(middle - other) <= TOLERANCE * max(middle, other)
    written = (
        f"{_number(first)} a {first.per} × {PER_YEAR[first.per or 'year']} = {middle:,.0f} a year"
    )
    stated = f"“{second.text}” is {other:,.0f} a year"
    return Finding(
        claim_id=claim.assertion_id,
        evidence_id=claim.assertion_id,
        relation="supports" if agrees else "different scope",
        kind="quantity",
        rule=RULE,
        explanation=(
            f"The claim's own arithmetic {'agrees' if agrees else 'does not agree'}: {written};"
            f" {stated}. This says nothing about whether the numbers are right."
        ),
        score=0.5,
        details={"first": first.text, "second": second.text},
    )


def _number(quantity: Quantity) -> str:
    values = [v for v in (quantity.low, quantity.high) if v is not None]
    return " to ".join(f"{value:,.0f}" for value in dict.fromkeys(values))
