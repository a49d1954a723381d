"""Citation fidelity: does the named source really say what the article puts in its mouth?

In: citations, what was found and read near each claim. Out: one result a citation, on that
outlet's own passages only. Where the passages are near and none decides, it says so. "Not found"
is never said of an outlet of which a text may be cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from extractors.records import (
    Citation,
    CitationResult,
    Document,
    Fidelity,
    Finding,
    Nearest,
    OutletCoverage,
    Passage,
)
from warehouse.crosscheck.folding import by_claim
from warehouse.crosscheck.readings import Reading, answered

RULE: Final = "fidelity/2"
#: Nearness (cosine) or share of the claim's words from which a passage speaks of the same thing.
NEAR: Final = 0.32
COVERED: Final = 0.3
#: Which answer to prefer when an outlet's passages give several of about the same certainty.
PREFERENCE: Final[tuple[Fidelity, ...]] = (
    "says so",
    "says the opposite",
    "different number",
    "different date",
    "different speaker",
    "says it more weakly",
)
BY_KIND: Final[Mapping[str, Fidelity]] = {
    "quantity": "different number",
    "date": "different date",
    "attribution": "different speaker",
}


def citation_results(
    citations: Sequence[Citation],
    nearest: Mapping[str, Sequence[Nearest]],
    findings: Sequence[Finding],
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
    readings: Mapping[tuple[str, str], Reading],
    coverage: Iterable[OutletCoverage],
) -> tuple[CitationResult, ...]:
    """The result of every citation, in the citations' order."""
    groups = by_claim(findings)
    answered = {row.outlet for row in coverage if row.captured > 0}
    answered |= {d.outlet for d in documents.values() if d.outlet is not None}

    cut = {d.outlet for d in documents.values() if d.may_be_cut and d.outlet is not None}

    def outlet_of(passage_id: str) -> str | None:
        passage = passages.get(passage_id)
        document = documents.get(passage.document_id) if passage is not None else None
        return document.outlet if document is not None else None

    results: list[CitationResult] = []
    for citation in citations:
        mine = [
            f
            for f in groups.get(citation.claim_id, ())
            if outlet_of(f.passage_id) == citation.outlet
        ]
        near = [
            n
            for n in nearest.get(citation.claim_id, ())
            if outlet_of(n.passage_id) == citation.outlet
        ]
        results.append(_result(citation, mine, near, readings, answered, cut))
    return tuple(results)


def _result(
    citation: Citation,
    findings: Sequence[Finding],
    near: Sequence[Nearest],
    readings: Mapping[tuple[str, str], Reading],
    answered: set[str],
    cut: set[str],
) -> CitationResult:
    if citation.outlet is None:
        why = "No outlet is known that publishes this source's own words."
        return _made(citation, "not readable", "", "", why)
    if citation.outlet not in answered:
        return _made(citation, "not readable", "", "", "Nothing of this outlet could be read.")
    told = [(f, fidelity_of(f)) for f in findings]
    answers = [(f, fidelity) for f, fidelity in told if fidelity is not None]
    if answers:
        best, fidelity = min(
            answers,
            key=lambda a: (
                a[1] == "says it more weakly",
                -round(a[0].score, 1),
                PREFERENCE.index(a[1]),
                a[0].finding_id,
            ),
        )
        return _made(citation, fidelity, best.passage_id, best.finding_id, best.explanation)
    for one in near:
        reading = readings.get((citation.claim_id, one.passage_id))
        if reading is not None and _speaks_of_it(reading):
            why = "It speaks of the matter; whether it says so was not decided."
            return _made(citation, "read, not decided", one.passage_id, "", why)
    nearest_id = near[0].passage_id if near else ""
    if citation.outlet in cut:
        why = "Nothing that was read speaks of it, but a text of this outlet may be cut."
        return _made(citation, "read, not decided", nearest_id, "", why)
    why = "No passage that was read of this outlet speaks of it."
    return _made(citation, "not found in what was read", nearest_id, "", why)


def _speaks_of_it(reading: Reading) -> bool:
    return reading.features["near"] >= NEAR or answered(reading.features) >= COVERED


def fidelity_of(finding: Finding) -> Fidelity | None:
    """What a finding on an outlet's own passage makes of the citation."""
    if finding.relation == "supports":
        return "says so"
    if finding.relation == "contradicts":
        return BY_KIND.get(finding.kind, "says the opposite")
    if finding.relation == "weaker":
        return "says it more weakly"
    if finding.relation == "superseded":
        return BY_KIND.get(finding.kind)
    return None


def _made(
    citation: Citation, fidelity: Fidelity, passage_id: str, finding_id: str, why: str
) -> CitationResult:
    return CitationResult(
        citation.citation_id, citation.claim_id, fidelity, passage_id, finding_id, RULE, why
    )
