"""A run's cross-check: candidates, findings, verdicts and citation fidelity together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from extractors import extract, load_pipeline
from extractors.assertions import find_citations
from extractors.records import (
    Assertion,
    Block,
    Document,
    Finding,
    OutletCoverage,
    Stamp,
)
from warehouse.crosscheck import crosscheck
from warehouse.crosscheck.candidates import candidate_pairs, roll_up

AS_OF = datetime(2023, 9, 1, tzinfo=UTC)
SOURCES = {"BBC": "bbc", "Asia Times": "asiatimes", "Reuters": "reuters"}


def page(text: str, outlet: str | None, when: datetime | None, url: str = "test:page") -> Document:
    return Document(
        url,
        url,
        "",
        text,
        (Block(0, len(text), "paragraph"),),
        role="article" if outlet is None else "coverage",
        outlet=outlet,
        language="en",
        published=Stamp(when, "given"),
    )


def read(document: Document) -> tuple[Assertion, ...]:
    return extract(document, load_pipeline()).assertions


ARTICLE = page(
    "The BBC and Asia Times reported that Canada had sent 500 soldiers to Mali."
    " Reuters reported that Kenya closed the border.",
    None,
    AS_OF,
    "test:article",
)


def checked(*pages: Document, coverage: tuple[OutletCoverage, ...] = ()) -> dict[str, str]:
    extraction = extract(ARTICLE, load_pipeline())
    evidence = [a for each in pages for a in read(each)]
    documents = {d.document_id: d for d in (ARTICLE, *pages)}
    citations = find_citations(extraction, SOURCES)
    result = crosscheck(extraction.assertions, evidence, citations, documents, AS_OF, coverage)
    claims = {a.assertion_id: a.predicate for a in extraction.assertions}
    outlets = {c.citation_id: c.outlet for c in citations}
    return {
        f"{outlets[r.citation_id]} {claims[r.claim_id]}": r.fidelity
        for r in result.citation_results
    }


def test_says_so_not_found_and_not_readable_are_told_apart() -> None:
    bbc = page(
        "Canada has sent about 500 soldiers to Mali, the army said.",
        "bbc",
        datetime(2023, 8, 1, tzinfo=UTC),
    )
    answered = OutletCoverage("asiatimes", "Asia Times", 0, 3, 0, 0)
    assert checked(bbc, coverage=(answered,)) == {
        "bbc send": "says so",
        "asiatimes send": "not found in what was read",
        "reuters close": "not readable",
    }


def test_a_source_that_says_the_opposite() -> None:
    bbc = page("Canada has not sent soldiers to Mali.", "bbc", datetime(2023, 8, 31, tzinfo=UTC))
    assert checked(bbc)["bbc send"] in {"says the opposite", "not found in what was read"}


def test_the_order_of_the_evidence_does_not_matter() -> None:
    pages = [
        page("Canada sent soldiers to Mali.", "bbc", datetime(2023, 5, 1, tzinfo=UTC), "test:a"),
        page("Canada sent ships to Mali.", "bbc", datetime(2023, 6, 1, tzinfo=UTC), "test:b"),
    ]
    claims = read(ARTICLE)
    documents = {d.document_id: d for d in pages}
    one = crosscheck(claims, [a for d in pages for a in read(d)], (), documents, AS_OF)
    other = crosscheck(claims, [a for d in reversed(pages) for a in read(d)], (), documents, AS_OF)
    assert one == other


def test_candidates_leave_out_what_shares_nothing() -> None:
    claims = read(page("Canada sent soldiers to Mali.", None, AS_OF))
    near = read(page("Canada dispatched troops to Mali.", "bbc", AS_OF))
    far = read(page("The orchestra played in Vienna.", "bbc", AS_OF))
    assert candidate_pairs(claims, near)
    assert not candidate_pairs(claims, far)


def test_the_roll_up_has_avertecs_four_verdicts_and_ignores_a_claims_own_sums() -> None:
    claim = read(page("Canada sent soldiers to Mali.", None, AS_OF))[0]

    def verdict(*relations: str, evidence: str = "e") -> str:
        made = [
            Finding(claim.assertion_id, f"{evidence}{i}", relation, "polarity", "r", "")  # type: ignore[arg-type]
            for i, relation in enumerate(relations)
        ]
        return roll_up([claim], made)[claim.assertion_id]

    assert verdict() == "not enough evidence"
    assert verdict("weaker", "different scope", "superseded") == "not enough evidence"
    assert verdict("supports") == "supported"
    assert verdict("contradicts") == "refuted"
    assert verdict("supports", "contradicts") == "conflicting evidence"
    own = Finding(claim.assertion_id, claim.assertion_id, "supports", "quantity", "r", "")
    assert roll_up([claim], [own])[claim.assertion_id] == "not enough evidence"


def test_an_undated_article_is_taken_to_be_of_the_runs_date() -> None:
    undated = replace(ARTICLE, published=Stamp(None, "absent", False))
    claims = read(undated)
    denial = page("Canada has sent no soldiers to Mali.", "bbc", datetime(2023, 8, 1, tzinfo=UTC))
    documents = {denial.document_id: denial}
    found = crosscheck(claims, read(denial), (), documents, AS_OF).findings
    assert not [f for f in found if f.relation == "contradicts"]
