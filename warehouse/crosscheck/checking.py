"""The cross-check of one run: claims, evidence and citations in; findings, verdicts, fidelity out.

Pure: no file, no clock, no network; the same rows give the same findings in the same order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from extractors.assertions import is_claim
from extractors.records import (
    Assertion,
    Block,
    Citation,
    CitationResult,
    Document,
    EventTime,
    Finding,
    OutletCoverage,
    Stamp,
    Verdict,
)
from warehouse.crosscheck.candidates import candidate_pairs, roll_up
from warehouse.crosscheck.fidelity import citation_results
from warehouse.crosscheck.matching import match
from warehouse.crosscheck.rules import (
    actor,
    agreement,
    arithmetic,
    bearing,
    date,
    place,
    polarity,
    quantity,
    role,
)

# The first that fires on a pair decides it
PAIR_RULES = (
    polarity.apply,
    quantity.apply,
    date.apply,
    place.apply,
    actor.apply,
    agreement.apply,
    bearing.apply,
)
# What is merely set beside a claim is for reading: more than this many rows is noise
MAX_BESIDE = 6


@dataclass(frozen=True, slots=True)
class CrosscheckResult:
    """``verdicts`` maps a claim's assertion id to its verdict."""

    findings: tuple[Finding, ...]
    verdicts: dict[str, Verdict]
    citation_results: tuple[CitationResult, ...]


def crosscheck(
    claims: Sequence[Assertion],
    evidence: Sequence[Assertion],
    citations: Sequence[Citation],
    documents: Mapping[str, Document],
    as_of: datetime | None = None,
    coverage: Iterable[OutletCoverage] = (),
) -> CrosscheckResult:
    """Compare every claim with the evidence that could bear on it.

    ``as_of`` (aware) dates claims of an undated article. Of ``claims`` only those that assert
    something checkable get findings and a verdict.
    """
    dated = [_dated(claim, as_of) for claim in claims if is_claim(claim)]
    usable = [row for row in evidence if row.block_kind not in {"title", "heading"}]
    findings: list[Finding] = []
    for ours, theirs in candidate_pairs(dated, usable):
        found = compare_assertions(dated[ours], usable[theirs])
        if found is not None:
            findings.append(found)
    for sentence in _sentences(dated):
        sums = arithmetic.apply(sentence)
        if sums is not None:
            findings.append(sums)
    kept = _kept(findings)
    outlets = {i: d.outlet for i, d in documents.items()}
    by_id = {row.assertion_id: row for row in (*dated, *usable)}
    return CrosscheckResult(
        findings=kept,
        verdicts=roll_up(dated, kept),
        citation_results=citation_results(citations, by_id, kept, outlets, tuple(coverage)),
    )


def compare_assertions(claim: Assertion, evidence: Assertion) -> Finding | None:
    """The one finding that two assertions give, or None."""
    pair = match(claim, evidence)
    if pair is not None:
        for apply in PAIR_RULES:
            found = apply(pair)
            if found is not None:
                return found
    return role.apply(claim, evidence)


def compare(
    claim: str,
    evidence: str,
    claim_date: datetime | None = None,
    evidence_date: datetime | None = None,
) -> list[Finding]:
    """The findings on two sentences (plain English text), by the shipped pipeline.

    Dates are when each was said (aware; a naive one is taken as UTC); they anchor "yesterday".
    Raises ModelError when the pipeline cannot be loaded.
    """
    from extractors import extract, load_pipeline

    nlp = load_pipeline()
    sides = [
        extract(_sentence(text, when, place), nlp).assertions
        for text, when, place in (
            (claim, claim_date, "sourcecheck:claim"),
            (evidence, evidence_date, "sourcecheck:evidence"),
        )
    ]
    return list(crosscheck(sides[0], sides[1], (), {}, claim_date).findings)


def _sentence(text: str, when: datetime | None, url: str) -> Document:
    if when is not None and when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return Document(
        url=url,
        canonical_url=url,
        title="",
        text=text,
        blocks=(Block(0, len(text), "paragraph"),),
        language="en",
        published=Stamp(when, "given") if when is not None else Stamp(None, "absent", False),
    )


def _sentences(claims: Sequence[Assertion]) -> list[list[Assertion]]:
    """The claims of each sentence, in text order."""
    found: dict[tuple[str, int], list[Assertion]] = defaultdict(list)
    for claim in claims:
        found[claim.document_id, claim.sentence_start].append(claim)
    return list(found.values())


def _dated(claim: Assertion, as_of: datetime | None) -> Assertion:
    """A claim of an undated article is taken to be made when the check is (``as_of``)."""
    if claim.said_at is not None or as_of is None:
        return claim
    time = claim.event_time
    if time.basis == "none":
        future = claim.modality in {"future", "wish", "conditional"}
        time = (
            EventTime(as_of, None, "FUTURE_REF", "vague", "published")
            if future
            else EventTime(None, as_of, "PAST_REF", "vague", "published")
        )
    return replace(claim, said_at=as_of, event_time=time)


def _kept(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """All that supports, contradicts, weakens or supersedes; of the rest the best few a claim."""
    by_claim: dict[str, list[Finding]] = defaultdict(list)
    for found in findings:
        by_claim[found.claim_id].append(found)
    kept: list[Finding] = []
    for claim_id in sorted(by_claim):
        rows = sorted(by_claim[claim_id], key=lambda f: (-f.score, f.finding_id))
        beside = [f for f in rows if f.relation == "different scope"][:MAX_BESIDE]
        kept.extend(f for f in rows if f.relation != "different scope" or f in beside)
    return tuple(kept)
