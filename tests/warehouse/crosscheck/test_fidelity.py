"""Citation fidelity: every grade, on the outlet's own passages alone."""

from __future__ import annotations

from typing import Any

import pytest
from laid import claim_of, finding, page, passage_of, reading

from extractors.records import (
    Citation,
    CitationResult,
    Document,
    Fidelity,
    Finding,
    FindingKind,
    Nearest,
    OutletCoverage,
    Passage,
    Relation,
    Span,
)
from warehouse.crosscheck import Reading
from warehouse.crosscheck.fidelity import RULE, citation_results, fidelity_of

CLAIM = claim_of("The bridge fell.")
POST, AGAIN, WIRE = (
    page("The bridge fell.", "post"),
    page("The bridge stands.", "post", "More"),
    page("The bridge fell.", "wire"),
)
PASSAGES = {d.document_id: passage_of(d) for d in (POST, AGAIN, WIRE)}
AT_POST, AT_POST_TOO, AT_WIRE = PASSAGES.values()


def citation(outlet: str | None = "post", source: str = "the Post") -> Citation:
    span = Span(0, len(source), source)
    return Citation(
        "article", CLAIM.claim_id, span, source.lower(), outlet, span, 0, 9, CLAIM.wording
    )


def covered(outlet: str, captured: int) -> OutletCoverage:
    return OutletCoverage(outlet, outlet, 9, captured, captured, captured)


def results(
    *findings: Finding,
    cited: Citation | None = None,
    near: tuple[Passage, ...] = (),
    readings: dict[str, Reading] | None = None,
    documents: tuple[Document, ...] = (POST, AGAIN, WIRE),
    coverage: tuple[OutletCoverage, ...] = (),
) -> CitationResult:
    found = [Nearest(CLAIM.claim_id, p.passage_id, n, 1.0, "") for n, p in enumerate(near, 1)]
    [made] = citation_results(
        [cited or citation()],
        {CLAIM.claim_id: found} if found else {},
        findings,
        {d.document_id: d for d in documents},
        {p.passage_id: p for p in PASSAGES.values()},
        {(CLAIM.claim_id, passage_id): r for passage_id, r in (readings or {}).items()},
        coverage,
    )
    assert made.rule == RULE
    return made


@pytest.mark.parametrize(
    ("relation", "kind", "expected"),
    [
        ("supports", "entailment", "says so"),
        ("contradicts", "polarity", "says the opposite"),
        ("contradicts", "action", "says the opposite"),
        ("contradicts", "entailment", "says the opposite"),
        ("contradicts", "quantity", "different number"),
        ("contradicts", "date", "different date"),
        ("contradicts", "attribution", "different speaker"),
        ("weaker", "entailment", "says it more weakly"),
        ("weaker", "quantity", "says it more weakly"),
        ("superseded", "quantity", "different number"),
        ("superseded", "date", "different date"),
        ("superseded", "entailment", None),
        ("different scope", "entailment", None),
    ],
)
def test_what_a_finding_makes_of_a_citation(
    relation: Relation, kind: FindingKind, expected: Fidelity | None
) -> None:
    made = finding(CLAIM, AT_POST, relation, kind)
    assert fidelity_of(made) == expected
    if expected is not None:
        result = results(made)
        assert (result.fidelity, result.passage_id) == (expected, AT_POST.passage_id)
        assert (result.finding_id, result.explanation) == (made.finding_id, made.explanation)


def test_an_outlet_without_a_door_is_not_readable() -> None:
    made = results(finding(CLAIM, AT_POST), cited=citation(None, "a neighbour"))
    assert (made.fidelity, made.passage_id, made.finding_id) == ("not readable", "", "")
    assert made.explanation == "No outlet is known that publishes this source's own words."


@pytest.mark.parametrize("coverage", [(), (covered("delta", 0),)])
def test_an_outlet_of_which_nothing_was_read_is_not_readable(
    coverage: tuple[OutletCoverage, ...],
) -> None:
    made = results(cited=citation("delta"), coverage=coverage)
    assert made.fidelity == "not readable"
    assert made.explanation == "Nothing of this outlet could be read."


def test_pages_captured_but_not_near_are_read_all_the_same() -> None:
    made = results(cited=citation("delta"), coverage=(covered("delta", 3),))
    assert (made.fidelity, made.passage_id) == ("not found in what was read", "")


def test_other_outlets_passages_do_not_count() -> None:
    made = results(finding(CLAIM, AT_WIRE), near=(AT_WIRE,))
    assert (made.fidelity, made.passage_id) == ("not found in what was read", "")
    assert results(finding(CLAIM, AT_WIRE), cited=citation("wire")).fidelity == "says so"


@pytest.mark.parametrize(
    ("near", "passage", "expected"),
    [
        (0.9, "Bananas are yellow.", "read, not decided"),
        (0.0, "The bridge fell.", "read, not decided"),
        (0.0, "Bananas are yellow.", "not found in what was read"),
    ],
)
def test_near_and_not_decided(near: float, passage: str, expected: Fidelity) -> None:
    """Near in meaning, or sharing the claim's words; else it speaks of something else."""
    read = {AT_POST.passage_id: reading(CLAIM.wording, passage, near=near)}
    made = results(near=(AT_POST,), readings=read)
    assert (made.fidelity, made.passage_id) == (expected, AT_POST.passage_id)
    assert made.finding_id == ""


def test_the_first_that_speaks_of_it_is_named() -> None:
    far = reading(CLAIM.wording, "Bananas are yellow.", near=0.1)
    read = {
        AT_POST.passage_id: far,
        AT_POST_TOO.passage_id: reading(CLAIM.wording, "The bridge stands.", near=0.8),
    }
    made = results(near=(AT_POST, AT_POST_TOO), readings=read)
    assert (made.fidelity, made.passage_id) == ("read, not decided", AT_POST_TOO.passage_id)


def test_a_finding_comes_before_what_is_only_near() -> None:
    read = {AT_POST.passage_id: reading(CLAIM.wording, "The bridge fell.", near=0.9)}
    made = results(
        finding(CLAIM, AT_POST_TOO, "contradicts", "polarity"),
        near=(AT_POST,),
        readings=read,
    )
    assert (made.fidelity, made.passage_id) == ("says the opposite", AT_POST_TOO.passage_id)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # the surer, where they differ by a tenth and more
        (("supports", "entailment", 0.6), ("contradicts", "polarity", 0.9), "says the opposite"),
        (("supports", "entailment", 0.9), ("contradicts", "polarity", 0.6), "says so"),
        # about as sure: what stands first in the list
        (("supports", "entailment", 0.81), ("contradicts", "polarity", 0.84), "says so"),
        (("contradicts", "quantity", 0.8), ("contradicts", "date", 0.8), "different number"),
        # what says less comes last, however sure
        (("weaker", "entailment", 0.99), ("contradicts", "date", 0.5), "different date"),
        (("weaker", "entailment", 0.99), ("supports", "entailment", 0.5), "says so"),
        # what decides nothing of the citation is passed over
        (("superseded", "entailment", 0.99), ("weaker", "entailment", 0.5),
         "says it more weakly"),
    ],
)  # fmt: skip
def test_of_several_answers(one: Any, other: Any, expected: Fidelity) -> None:
    findings = [
        finding(CLAIM, AT_POST, one[0], one[1], one[2]),
        finding(CLAIM, AT_POST_TOO, other[0], other[1], other[2]),
    ]
    assert results(*findings).fidelity == expected
    assert results(*findings[::-1]).fidelity == expected


def test_results_come_in_the_citations_order() -> None:
    cited = [citation(None, "a neighbour"), citation("wire", "the Wire"), citation()]
    made = citation_results(
        cited,
        {},
        [finding(CLAIM, AT_POST)],
        {d.document_id: d for d in (POST, WIRE)},
        {p.passage_id: p for p in PASSAGES.values()},
        {},
        (),
    )
    assert [r.citation_id for r in made] == [c.citation_id for c in cited]
    assert [r.fidelity for r in made] == ["not readable", "not found in what was read", "says so"]
    assert citation_results([], {}, [], {}, {}, {}, ()) == ()
