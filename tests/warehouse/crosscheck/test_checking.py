"""A run's cross-check: claims and passages in, findings and verdicts out, in one order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from laid import SAID, claim_of, page, passage_of, pipeline

from extractors.records import Claim, Document, Nearest, Passage, Source
from warehouse.crosscheck import CrosscheckResult, checking, crosscheck, decision, readings
from warehouse.crosscheck.decision import Weights
from warehouse.crosscheck.readings import statement_of

DAY = timedelta(days=1)
FORTY = replace(claim_of("The flood killed 40 people in Varna."), said_at=SAID)


@pytest.fixture(autouse=True)
def numbers_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights by which the claim's number alone tells; one pipeline for all tests."""
    made = {
        "supports": Weights(-3, {"number same": 6}, 0.5, 1.1),
        "contradicts": Weights(-3, {"number different": 6}, 0.5, 0.999),
    }
    monkeypatch.setattr(decision, "weights", lambda: made)
    monkeypatch.setattr(decision, "HELD", 0.0)
    monkeypatch.setattr(readings, "pipeline", pipeline)
    monkeypatch.setattr(checking, "pipeline", pipeline)


def checked(
    *told: tuple[str, str, datetime | None], claim: Claim = FORTY, sources: tuple[Source, ...] = ()
) -> tuple[CrosscheckResult, list[str]]:
    """The check of one claim against (text, outlet, said at); the passages' ids in their order."""
    documents: dict[str, Document] = {}
    passages: dict[str, Passage] = {}
    for number, (text, outlet, said) in enumerate(told):
        document = page(text, outlet, f"News {number}", said)
        documents[document.document_id] = document
        passage = passage_of(document, sources, said=said)
        passages[passage.passage_id] = passage
    near = [Nearest(claim.claim_id, p, n, 1.0, "") for n, p in enumerate(passages, 1)]
    made = crosscheck([claim], {claim.claim_id: near}, documents, (), (), SAID, passages)
    return made, list(passages)


def relations(made: CrosscheckResult, ids: list[str]) -> list[str | None]:
    found = {f.passage_id: f.relation for f in made.findings}
    return [found.get(name) for name in ids]


def test_what_was_read_is_judged_and_rolled_up() -> None:
    made, ids = checked(
        ("Forty people were killed by the flood in Varna.", "post", SAID - DAY),
        ("Bananas are yellow.", "wire", SAID),
    )
    assert relations(made, ids) == ["supports", None]
    assert made.verdicts[FORTY.claim_id].verdict == "supported"
    assert made.citation_results == ()


def test_a_later_toll_supersedes() -> None:
    made, ids = checked(("The flood killed 55 people in Varna.", "post", SAID + DAY))
    assert relations(made, ids) == ["superseded"]
    assert made.verdicts[FORTY.claim_id].verdict == "not enough evidence"


def test_an_earlier_toll_contradicts_unless_a_later_page_has_the_claims() -> None:
    early = ("The flood killed 25 people in Varna.", "wire", SAID - 2 * DAY)
    made, ids = checked(early)
    assert relations(made, ids) == ["contradicts"]
    assert made.verdicts[FORTY.claim_id].verdict == "refuted"
    late = ("The flood killed 40 people in Varna.", "post", SAID - DAY)
    made, ids = checked(early, late)
    assert relations(made, ids) == ["superseded", "supports"]
    assert made.verdicts[FORTY.claim_id].verdict == "supported"
    [overtaken] = [f for f in made.findings if f.relation == "superseded"]
    assert overtaken.explanation == "An earlier count: “25”, before “40” was reported."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # told after the support, without a date, or the higher of the two
        ("The flood killed 25 people in Varna.", SAID - DAY / 2),
        ("The flood killed 25 people in Varna.", None),
        ("The flood killed 55 people in Varna.", SAID - 2 * DAY),
    ],
)
def test_what_no_later_page_has_overtaken_stands(text: str, said: datetime | None) -> None:
    late = ("The flood killed 40 people in Varna.", "post", SAID - DAY)
    made, ids = checked((text, "wire", said), late)
    assert relations(made, ids) == ["contradicts", "supports"]


def test_a_number_that_does_not_grow_is_not_overtaken() -> None:
    claim = replace(claim_of("The hotel has 120 rooms."), said_at=SAID)
    made, ids = checked(
        ("The hotel has 82 rooms.", "wire", SAID - 2 * DAY),
        ("The hotel has 120 rooms.", "post", SAID - DAY),
        claim=claim,
    )
    assert relations(made, ids) == ["contradicts", "supports"]
    assert made.verdicts[claim.claim_id].verdict == "conflicting evidence"


def test_the_words_of_another_speaker_contradict() -> None:
    hollande = Source("Hollande", "françois hollande", "said")
    claim = replace(FORTY, sources=(hollande,))
    told = ("The flood killed 40 people in Varna.", "post", SAID)
    anna = Source("Anna Brook", "anna brook", "said")
    made, ids = checked(told, claim=claim, sources=(anna,))
    assert relations(made, ids) == ["contradicts"]
    assert [f.kind for f in made.findings] == ["attribution"]
    made, ids = checked(told, claim=claim, sources=(hollande,))
    assert relations(made, ids) == ["supports"]


@pytest.mark.parametrize("kind", ["opinion", "forecast", "question", "rhetoric"])
def test_only_facts_are_judged(kind: str) -> None:
    claim = replace(FORTY, kind=kind)  # type: ignore[arg-type]
    made, _ = checked(("The flood killed 55 people in Varna.", "post", SAID), claim=claim)
    assert made.findings == ()
    assert made.verdicts == {}


def test_a_claim_with_nothing_near_has_a_verdict() -> None:
    made = crosscheck([FORTY], {}, {}, (), (), SAID, {})
    assert made.findings == ()
    assert made.verdicts[FORTY.claim_id].verdict == "not enough evidence"
    assert crosscheck([], {}, {}, (), (), None, {}).verdicts == {}


def test_the_same_rows_give_the_same_findings() -> None:
    told = (
        ("The flood killed 55 people in Varna.", "post", SAID - DAY),
        ("The flood killed 40 people in Varna.", "wire", SAID),
        ("Bananas are yellow.", "delta", None),
    )
    assert checked(*told)[0] == checked(*told)[0]


@pytest.mark.parametrize(
    ("title", "before", "expected"),
    [
        ("Flood", "It rained.", "Flood. It rained."),
        ("Flood", "", "Flood."),
        ("", "", ""),
    ],
)
def test_a_passage_is_read_with_its_title_and_the_sentence_before(
    title: str, before: str, expected: str
) -> None:
    document = replace(page("He left."), title=title)
    passage = replace(passage_of(document), before=before)
    made = statement_of(passage, {document.document_id: document})
    assert (made.text, made.context, made.said_at) == ("He left.", expected, SAID)


def test_without_its_document_a_passage_has_no_title() -> None:
    passage = passage_of(page("He left."))
    assert statement_of(passage, {}).context == ""
