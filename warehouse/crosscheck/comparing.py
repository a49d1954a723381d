"""`compare`: two sentences, side by side; no database is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from extractors.extraction import english_words, signed_bytes
from extractors.records import Finding, identity
from warehouse.crosscheck.checking import finding_of
from warehouse.crosscheck.decision import decide
from warehouse.crosscheck.readings import Reading, Statement, pipeline, read_pairs


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim read against a passage: the finding, if it decides anything, and the reading."""

    finding: Finding | None
    reading: Reading


def read(
    claim: str,
    evidence: str,
    claim_date: datetime | None = None,
    evidence_date: datetime | None = None,
) -> Comparison:
    """The reading of ``evidence`` for ``claim``, two sentences; Russian is read by its gloss.

    Dates are when each was said (aware; a naive one is taken as UTC); they anchor "yesterday".
    Raises ModelError when the model cannot be loaded.
    """
    nlp = pipeline()
    words = english_words(evidence)
    sides = [
        Statement(text, _aware(when), "", signed_bytes(nlp(text)[:]), glossed)
        for text, when, glossed in (
            (claim, claim_date, False),
            (words, evidence_date, words != evidence),
        )
    ]
    [reading] = read_pairs(sides[:1], sides[1:], [(0, 0)], nlp)
    later = (
        claim_date is not None
        and evidence_date is not None
        and _aware(evidence_date) > _aware(claim_date)  # type: ignore[operator]
    )
    decision = decide(reading, later)
    if decision is None:
        return Comparison(None, reading)
    ids = identity("claim", claim), identity("evidence", evidence)
    return Comparison(finding_of(*ids, reading, decision), reading)


def compare(
    claim: str,
    evidence: str,
    claim_date: datetime | None = None,
    evidence_date: datetime | None = None,
) -> list[Finding]:
    """The findings on two sentences: none or one. See `read` for the arguments."""
    finding = read(claim, evidence, claim_date, evidence_date).finding
    return [] if finding is None else [finding]


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment
