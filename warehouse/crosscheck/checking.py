"""The cross-check of one run: claims and passages in; findings, verdicts and fidelity out.

Pure: no file, no clock, no network; the same rows give the same findings in the same order.
No passage is judged yet: every claim is left open, every citation undecided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from extractors.records import (
    Citation,
    CitationResult,
    Claim,
    Conflict,
    Consistency,
    Document,
    Finding,
    Judgement,
    Nearest,
    OutletCoverage,
    Passage,
)

FIDELITY = "fidelity/2"


@dataclass(frozen=True, slots=True)
class CrosscheckResult:
    """``verdicts`` maps the id of each claim of kind fact to its verdict."""

    findings: tuple[Finding, ...]
    verdicts: dict[str, Judgement]
    citation_results: tuple[CitationResult, ...]
    consistency: tuple[Consistency, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def crosscheck(
    claims: Sequence[Claim],
    nearest: Mapping[str, Sequence[Nearest]],
    documents: Mapping[str, Document],
    citations: Sequence[Citation],
    coverage: Iterable[OutletCoverage],
    as_of: datetime | None,
    passages: Mapping[str, Passage],
) -> CrosscheckResult:
    """Judge every fact by the passages nearest to it.

    ``nearest`` gives a claim's passages by its id, the best first; ``passages`` and ``documents``
    hold by id all that they may come from, and the article with its own sentences.
    """
    facts = [claim for claim in claims if claim.kind == "fact"]
    findings: list[Finding] = []
    answered = {row.outlet for row in coverage if row.captured > 0}
    answered |= {d.outlet for d in documents.values() if d.outlet is not None}
    results = [
        _undecided(citation, nearest.get(citation.claim_id, ()), documents, passages, answered)
        for citation in citations
    ]
    verdicts = roll_up(facts, findings, documents, passages)
    return CrosscheckResult(tuple(findings), verdicts, tuple(results))


def roll_up(
    claims: Sequence[Claim],
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
) -> dict[str, Judgement]:
    """Each claim's verdict by its id, from the findings that stand."""
    by_claim: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_claim[finding.claim_id].append(finding)
    return {claim.claim_id: _judged(by_claim[claim.claim_id]) for claim in claims}


def _judged(findings: Sequence[Finding]) -> Judgement:
    supporting = [f for f in findings if f.relation == "supports"]
    against = [f for f in findings if f.relation == "contradicts"]
    decided = supporting + against
    if not decided:
        return Judgement("not enough evidence", 0.0, "No passage that was read decides it.")
    best = max(decided, key=lambda f: (f.score, f.finding_id))
    if supporting and against:
        return Judgement("conflicting evidence", best.score, best.explanation)
    verdict = Judgement("supported", best.score, best.explanation)
    return verdict if supporting else Judgement("refuted", best.score, best.explanation)


def _undecided(
    citation: Citation,
    nearest: Sequence[Nearest],
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
    answered: set[str],
) -> CitationResult:
    """What can be said of a citation before any passage is judged: read or not, near or not."""

    def result(fidelity: str, passage_id: str, why: str) -> CitationResult:
        return CitationResult(
            citation.citation_id,
            citation.claim_id,
            fidelity,  # type: ignore[arg-type]
            passage_id,
            "",
            FIDELITY,
            why,
        )

    if citation.outlet is None:
        return result("not readable", "", "No outlet is known that publishes this source's words.")
    if citation.outlet not in answered:
        return result("not readable", "", "Nothing of this outlet could be read.")
    for near in nearest:
        passage = passages.get(near.passage_id)
        page = documents.get(passage.document_id) if passage is not None else None
        if page is not None and page.outlet == citation.outlet:
            return result("read, not decided", near.passage_id, f"The nearest: {near.why}.")
    return result("not found in what was read", "", "No passage of this outlet comes near it.")


def compare(
    claim: str,
    evidence: str,
    claim_date: datetime | None = None,
    evidence_date: datetime | None = None,
) -> list[Finding]:
    """The findings on two sentences (plain English text), by the shipped pipeline."""
    return []
