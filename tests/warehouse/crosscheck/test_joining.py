"""Two passages that say a part of a claim each, and together the whole."""

from __future__ import annotations

import pytest
from laid import claim_of, finding, page, passage_of, reading

from extractors.records import Finding, Relation
from warehouse.crosscheck import roll_up
from warehouse.crosscheck.joining import joined, pair_of

CLAIM = claim_of(
    "At least 84 people died in Orlo when a lorry drove for two miles through a crowd of dancers."
)
DEAD = "At least 84 people died in Orlo when a lorry ploughed into a crowd."
MILES = "The lorry drove for two miles through the crowd of dancers before it was stopped."
COLOUR = "The lorry that drove into the crowd of dancers was white."


def told(*texts: str, relation: Relation = "weaker", score: float = 0.7) -> dict[str, Finding]:
    return {text: finding(CLAIM, passage_of(page(text)), relation, score=score) for text in texts}


def pairs(found: dict[str, Finding]) -> list[tuple[str, str]]:
    readings = {(f.claim_id, f.passage_id): reading(CLAIM.wording, t) for t, f in found.items()}
    texts = {f.finding_id: text for text, f in found.items()}
    pair = pair_of(joined(list(found.values()), readings))
    return [] if pair is None else [(texts[pair[0].finding_id], texts[pair[1].finding_id])]


def test_the_number_here_and_the_distance_there() -> None:
    assert [set(pair) for pair in pairs(told(DEAD, MILES, COLOUR))] == [{DEAD, MILES}]


def test_what_neither_says_is_not_said_together() -> None:
    assert pairs(told(DEAD, COLOUR)) == []


def test_what_is_contradicted_is_not_joined() -> None:
    assert pairs(told(DEAD, MILES) | told(COLOUR, relation="contradicts")) == []


def test_the_surer_of_them_must_be_sure() -> None:
    assert pairs(told(DEAD, MILES, score=0.4)) == []


@pytest.mark.parametrize("rejected", [False, True])
def test_the_verdict_names_both_outlets_while_both_stand(rejected: bool) -> None:
    pages = [page(DEAD, "post"), page(MILES, "wire")]
    parts = [(p, passage_of(p), finding(CLAIM, passage_of(p), "weaker", score=0.6)) for p in pages]
    readings = {(CLAIM.claim_id, p.passage_id): reading(CLAIM.wording, p.text) for _, p, _ in parts}
    findings = joined([f for _, _, f in parts], readings)[: 1 if rejected else 2]
    documents = {d.document_id: d for d, _, _ in parts}
    passages = {p.passage_id: p for _, p, _ in parts}
    made = roll_up([CLAIM], findings, documents, passages, {"post": "The Post"})[CLAIM.claim_id]
    if rejected:
        assert made.verdict == "not enough evidence"
    else:
        assert made.verdict == "supported"
        assert "The Post" in made.reason
        assert made.reason.endswith("say a part each, and together the whole.")
