"""Citation fidelity: does the named source really say what the article puts in its mouth?

In: citations, the assertions by id, the findings, which outlet each document is of, and what was
read of each outlet. Out: one CitationResult for each claim of each citation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.records import (
    Assertion,
    Citation,
    CitationResult,
    Fidelity,
    Finding,
    OutletCoverage,
)
from warehouse.crosscheck.alignment import other_speaker
from warehouse.crosscheck.explaining import short

RULE = "fidelity/1"
# Which kind of answer to prefer when an outlet's pages give several
PREFERENCE: tuple[Fidelity, ...] = (
    "says so",
    "says the opposite",
    "different number",
    "different date",
    "says it more weakly",
    "different speaker",
    "not found in what was read",
)


@dataclass(frozen=True, slots=True)
class _Answer:
    fidelity: Fidelity
    finding: Finding


def citation_results(
    citations: Sequence[Citation],
    assertions: Mapping[str, Assertion],
    findings: Sequence[Finding],
    outlets: Mapping[str, str | None],
    coverage: Sequence[OutletCoverage],
) -> tuple[CitationResult, ...]:
    """The result for every checkable claim of every citation, in the citations' order."""
    by_claim: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_claim[finding.claim_id].append(finding)
    answered = {c.outlet for c in coverage if c.captured > 0}
    answered |= {name for name in outlets.values() if name is not None}
    results: list[CitationResult] = []
    for citation in citations:
        for claim_id in citation.assertion_ids:
            claim = assertions.get(claim_id)
            if claim is not None:
                results.append(
                    _result(citation, claim, by_claim[claim_id], assertions, outlets, answered)
                )
    return tuple(results)


def _result(
    citation: Citation,
    claim: Assertion,
    findings: Sequence[Finding],
    assertions: Mapping[str, Assertion],
    outlets: Mapping[str, str | None],
    answered: set[str],
) -> CitationResult:
    if citation.outlet is None or citation.outlet not in answered:
        why = (
            "no outlet is known that publishes this source's own words"
            if citation.outlet is None
            else "nothing of this outlet could be read"
        )
        return CitationResult(
            citation.citation_id, claim.assertion_id, "not readable", "", RULE, why
        )
    own = [
        f
        for f in findings
        if (row := assertions.get(f.evidence_id)) is not None
        and outlets.get(row.document_id) == citation.outlet
    ]
    answers = [_Answer(_fidelity(f, claim, assertions[f.evidence_id]), f) for f in own]
    if not answers:
        return CitationResult(
            citation.citation_id,
            claim.assertion_id,
            "not found in what was read",
            "",
            RULE,
            "nothing that was read of this outlet speaks of it",
        )
    best = min(
        answers,
        key=lambda a: (
            PREFERENCE.index(a.fidelity),
            a.finding.relation != "weaker",
            -a.finding.score,
            a.finding.finding_id,
        ),
    )
    passage = short(assertions[best.finding.evidence_id].text)
    return CitationResult(
        citation.citation_id,
        claim.assertion_id,
        best.fidelity,
        best.finding.evidence_id,
        RULE,
        f"nearest passage ({best.finding.relation}): “{passage}”",
    )


def _fidelity(finding: Finding, claim: Assertion, evidence: Assertion) -> Fidelity:
    if finding.relation == "contradicts":
        return {"quantity": "different number", "date": "different date"}.get(  # type: ignore[return-value]
            finding.kind, "says the opposite"
        )
    if finding.relation == "supports":
        return "different speaker" if other_speaker(claim, evidence) else "says so"
    if finding.relation == "weaker":
        # without the claim's actor it is not the same thing said weakly: that one is missing
        return "not found in what was read" if finding.kind == "actor" else "says it more weakly"
    if finding.relation == "superseded" and finding.kind == "quantity":
        return "different number"
    return "not found in what was read"
