"""Derive a run's findings from its rows by the current rules: rows in, findings out.

Pure. The same rows and the same reviews give the same result in the same order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import cast

from extractors.records import Assertion
from warehouse.run_rows import Derived, RunRows, in_order


def derive(rows: RunRows, rejected: Collection[str] = ()) -> Derived:
    """Cross-check a run. A finding in ``rejected`` is kept, but no verdict rests on it."""
    from warehouse.crosscheck import crosscheck

    found = crosscheck(
        rows.claims,
        rows.evidence,
        rows.citations,
        rows.documents,
        rows.run.as_of,
        rows.coverage,
    )
    derived = in_order(found.findings, found.verdicts, found.citation_results)
    return reviewed(derived, rejected)


@dataclass(frozen=True, slots=True)
class _ClaimId:
    """What the roll-up reads of a claim."""

    assertion_id: str


def reviewed(derived: Derived, rejected: Collection[str]) -> Derived:
    """The same findings, with verdicts that leave out those a reviewer rejected."""
    from warehouse.crosscheck.candidates import roll_up

    claims = cast("Iterable[Assertion]", [_ClaimId(claim_id) for claim_id in derived.verdicts])
    standing = [finding for finding in derived.findings if finding.finding_id not in rejected]
    verdicts = dict(sorted(roll_up(claims, standing).items()))
    return replace(derived, verdicts=verdicts)
