"""Two passages that say a part of a claim each, and together the whole."""

from __future__ import annotations

from laid import claim_of, finding, page, passage_of, reading

from extractors.records import Finding, Relation
from warehouse.crosscheck import roll_up
from warehouse.crosscheck.joining import joined

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
    made = joined(list(found.values()), readings)
    return [(texts[one.finding_id], texts[other.finding_id]) for one, other in made.values()]


def test_the_number_here_and_the_distance_there() -> None:
    assert [set(pair) for pair in pairs(told(DEAD, MILES, COLOUR))] == [{DEAD, MILES}]


def test_what_neither_says_is_not_said_together() -> None:
    assert pairs(told(DEAD, COLOUR)) == []


def test_what_is_contradicted_is_not_joined() -> None:
    assert pairs(told(DEAD, MILES) | told(COLOUR, relation="contradicts")) == []


def test_the_surer_of_them_must_be_sure() -> None:
    assert pairs(told(DEAD, MILES, score=0.4)) == []


def test_the_verdict_names_both_outlets() -> None:
    pages = [page(DEAD, "post"), page(MILES, "wire")]
    one, other = (finding(CLAIM, passage_of(p), "weaker", score=0.6) for p in pages)
    passages = {passage_of(p).passage_id: passage_of(p) for p in pages}
    documents = {p.document_id: p for p in pages}
    made = roll_up(
        [CLAIM], [one, other], documents, passages, {"post": "The Post"},
        {CLAIM.claim_id: (one, other)},
    )[CLAIM.claim_id]  # fmt: skip
    assert made.verdict == "supported"
    assert made.reason == "The Post and wire say a part each, and together the whole."
