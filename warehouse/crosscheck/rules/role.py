"""The same number, or the same thing counted, in another role is no conflict: it is shown beside.

Fires on "The state can produce 9 million shells a year" against "It shipped 9 million shells".
Must not fire on "9 million shells" against "9 million people": they count different things.
"""

from __future__ import annotations

from extractors.records import Assertion, Finding, Quantity
from warehouse.crosscheck.alignment import names, same_actor
from warehouse.crosscheck.explaining import short
from warehouse.crosscheck.rules.quantity import unit

RULE = "role/1"
NEAR = 0.9  # numbers written with one or two digits that a reader takes for the same


def apply(claim: Assertion, evidence: Assertion) -> Finding | None:
    """ "different scope" for numbers of one thing in two roles, by or about a shared actor."""
    if not _share_actor(claim, evidence):
        return None
    for ours in claim.quantities:
        for theirs in evidence.quantities:
            if not ours.unit or unit(ours) != unit(theirs) or ours.role == theirs.role:
                continue
            if ours.role is None or theirs.role is None:
                continue
            if not _near(ours, theirs):
                continue
            return Finding(
                claim_id=claim.assertion_id,
                evidence_id=evidence.assertion_id,
                relation="different scope",
                kind="quantity",
                rule=RULE,
                explanation=(
                    f"The same number in another role: “{short(ours.text, 60)}” {ours.role} in the"
                    f" claim, “{short(theirs.text, 60)}” {theirs.role} here. Neither confirms nor"
                    " contradicts."
                ),
                score=0.6,
                details={ours.role: ours.text, theirs.role: theirs.text},
            )
    return None


def _near(ours: Quantity, theirs: Quantity) -> bool:
    """The same number, whatever the rate: nine million a year and up to nine million in all."""
    first, second = (q.high if q.high is not None else q.low for q in (ours, theirs))
    if not first or not second:
        return False
    return NEAR <= first / second <= 1 / NEAR


def _share_actor(claim: Assertion, evidence: Assertion) -> bool:
    ours = {name for a in claim.arguments for name in names(a)}
    theirs = {name for a in evidence.arguments for name in names(a)}
    return any(same_actor(a, b) for a in ours for b in theirs)
