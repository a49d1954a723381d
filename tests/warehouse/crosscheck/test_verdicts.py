"""Verdicts: the four labels, one origin counted once, and the reason in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laid import claim_of, finding, page, passage_of

from extractors.records import Document, Finding, Judgement, Passage, Relation, Source
from warehouse.crosscheck import roll_up
from warehouse.crosscheck.verdicts import NEAR

CLAIM = claim_of("The bridge fell.")
ENVOY = Source("the envoy", "envoy", "said")
MINISTER = Source("the minister", "minister", "said")
PAGES = {
    name: page(f"The bridge fell, {name}.", outlet)
    for name, outlet in [("post", "post"), ("post again", "post"), ("wire", "wire"),
                         ("delta", "delta"), ("nobody", None)]
}  # fmt: skip
NAMES = {"post": "The Post", "wire": "Coast Wire"}


def heard(*findings: Finding, passages: dict[str, Passage] | None = None) -> Judgement:
    """The verdict on the one claim; ``passages`` replaces the plain ones of `PAGES`."""
    known = passages or {name: passage_of(document) for name, document in PAGES.items()}
    documents = {document.document_id: document for document in PAGES.values()}
    by_id = {passage.passage_id: passage for passage in known.values()}
    return roll_up([CLAIM], findings, documents, by_id, NAMES)[CLAIM.claim_id]


def said(
    name: str, relation: Relation = "supports", score: float = 0.8, *sources: Source
) -> tuple[Finding, Passage]:
    passage = passage_of(PAGES[name], sources)
    return finding(CLAIM, passage, relation, score=score, why=f"It {relation}."), passage


def verdict(*told: tuple[Finding, Passage]) -> Judgement:
    return heard(*(f for f, _ in told), passages={str(n): p for n, (_, p) in enumerate(told)})


def test_one_support() -> None:
    assert verdict(said("post")) == Judgement("supported", 0.8, "The Post: It supports.")


def test_one_contradiction() -> None:
    made = verdict(said("wire", "contradicts", 0.7))
    assert made == Judgement("refuted", 0.7, "Coast Wire: It contradicts.")


@pytest.mark.parametrize(
    ("relations", "reason"),
    [
        ([], "No passage that was read decides it."),
        (["weaker"], "What was read says less than the claim."),
        (["superseded"], "What was read speaks of another time."),
        (["superseded", "weaker"], "What was read says less than the claim."),
        (["different scope"], "No passage that was read decides it."),
    ],
)
def test_not_enough(relations: list[Relation], reason: str) -> None:
    made = verdict(*(said("post", relation) for relation in relations))
    assert made == Judgement("not enough evidence", 0.0, reason)


def test_what_is_weaker_neither_helps_nor_harms() -> None:
    alone = verdict(said("post"))
    assert verdict(said("post"), said("wire", "weaker"), said("delta", "superseded")) == alone


def test_both_sides_about_as_sure_conflict() -> None:
    made = verdict(said("post", "supports", 0.8), said("wire", "contradicts", 0.7))
    assert made == Judgement(
        "conflicting evidence", 0.7, "Coast Wire contradicts it, The Post supports it."
    )


@pytest.mark.parametrize(
    ("yes", "no", "expected"),
    [
        (0.9, 0.5, "supported"),
        (0.5, 0.9, "refuted"),
        (0.75, 0.5, "conflicting evidence"),
        (0.5, 0.75, "conflicting evidence"),
    ],
)
def test_the_much_surer_side_wins(yes: float, no: float, expected: str) -> None:
    assert (abs(yes - no) <= NEAR) == (expected == "conflicting evidence")
    made = verdict(said("post", "supports", yes), said("wire", "contradicts", no))
    assert made.verdict == expected


# Origins


def test_two_outlets_make_it_surer_than_one() -> None:
    one = verdict(said("post"))
    two = verdict(said("post"), said("wire"))
    three = verdict(said("post"), said("wire"), said("delta"))
    assert one.confidence < two.confidence < three.confidence < 1
    assert two.confidence == pytest.approx(1 - 0.2 * 0.6)


def test_an_outlet_counts_once_with_its_surest_passage() -> None:
    assert verdict(said("post"), said("post again")) == verdict(said("post"))
    made = verdict(said("post", "supports", 0.6), said("post again", "supports", 0.9))
    assert made.confidence == 0.9


def test_a_source_that_two_outlets_quote_counts_once() -> None:
    quoted = verdict(said("post", "supports", 0.8, ENVOY), said("wire", "supports", 0.7, ENVOY))
    assert quoted.confidence == 0.8
    assert quoted.reason == "The Post, quoting the envoy: It supports."


def test_two_sources_of_one_outlet_are_two_witnesses() -> None:
    made = verdict(said("post", "supports", 0.8, ENVOY), said("post again", "supports", 0.8))
    assert made.confidence > 0.8


def test_a_chain_counts_for_its_innermost_source() -> None:
    relayed = Source("the agency", "agency", "reported")
    made = verdict(
        said("post", "supports", 0.8, relayed, ENVOY), said("wire", "supports", 0.8, ENVOY)
    )
    assert made.confidence == 0.8
    assert "quoting the envoy" in made.reason


def test_sources_that_differ_are_heard_on_both_sides() -> None:
    made = verdict(
        said("post", "supports", 0.8, ENVOY), said("post again", "contradicts", 0.8, MINISTER)
    )
    assert made.verdict == "conflicting evidence"
    assert made.reason == (
        "The Post, quoting the minister contradicts it, The Post, quoting the envoy supports it."
    )


# The reason


def test_an_outlet_without_a_name_is_told_by_its_id_and_none_as_a_page() -> None:
    assert verdict(said("delta")).reason == "delta: It supports."
    assert verdict(said("nobody")).reason == "a page: It supports."


def test_a_passage_that_is_gone_is_told_as_a_page() -> None:
    made = heard(finding(CLAIM, "gone", "contradicts"))
    assert (made.verdict, made.reason) == ("refuted", "a page: It says the same.")


def test_every_claim_gets_a_verdict_of_its_own_findings() -> None:
    other = claim_of("The mayor fled.", 2)
    passage = passage_of(PAGES["post"])
    made = roll_up(
        [CLAIM, other],
        [finding(CLAIM, passage)],
        {d.document_id: d for d in PAGES.values()},
        {passage.passage_id: passage},
    )
    assert {c: j.verdict for c, j in made.items()} == {
        CLAIM.claim_id: "supported",
        other.claim_id: "not enough evidence",
    }
    assert roll_up([], [], {}, {}) == {}


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(PAGES)),
            st.sampled_from(["supports", "contradicts", "weaker", "superseded"]),
            st.floats(0.5, 1),
        ),
        max_size=6,
        unique_by=lambda row: (row[0], row[1]),
    ),
    st.randoms(),
)
def test_the_order_of_findings_changes_nothing(rows: list[tuple[str, str, float]], rng) -> None:  # type: ignore[no-untyped-def]
    told = [said(name, relation, score)[0] for name, relation, score in rows]  # type: ignore[arg-type]
    mixed = list(told)
    rng.shuffle(mixed)
    made = heard(*told)
    assert made == heard(*mixed)
    assert 0 <= made.confidence <= 1
    assert made.reason.endswith(".")
    assert (made.verdict == "not enough evidence") == (
        not {"supports", "contradicts"} & {relation for _, relation, _ in rows}
    )


def test_documents_are_found_by_their_ids() -> None:
    documents: dict[str, Document] = {d.document_id: d for d in PAGES.values()}
    assert len(documents) == len(PAGES)
