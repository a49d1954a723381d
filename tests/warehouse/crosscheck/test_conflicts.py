"""Outlet against outlet: which passages are compared, contradiction or update, and copies."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from laid import SAID, page, passage_of, pipeline, side

from extractors.records import BlockKind, Conflict, Document, Nearest, Passage
from warehouse.crosscheck import conflicts, decision, readings
from warehouse.crosscheck.conflicts import LATER, NEAR, SURE, find_conflicts, told
from warehouse.crosscheck.decision import Weights
from warehouse.crosscheck.slots import Slot

FORTY = "The flood destroyed 40 houses in Varna."
FORTY_FIVE = "The flood destroyed 45 houses in Varna."
THIRTY = "The flood destroyed 31 houses in Varna."
ALIKE = np.array([64] * 384, np.int8).tobytes()
ACROSS = np.array([64, -64] * 192, np.int8).tobytes()


@pytest.fixture(autouse=True)
def differing_is_contradicting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights by which whatever differs is a sure contradiction, and nothing is support."""
    made = {
        "supports": Weights(-9, {}, 0.5, 1.1),
        "contradicts": Weights(-6, {"conflict": 12}, 0.5, 0.999),
    }
    monkeypatch.setattr(decision, "weights", lambda: made)


@pytest.fixture(autouse=True)
def no_scorer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The score sees a contradiction everywhere: what differs is the slots' to say."""

    class Sees:
        def score(self, pairs: list[object]) -> np.ndarray:
            return np.array([[0.1, 0.7, 0.2]] * len(pairs))

    monkeypatch.setattr(readings, "load_scorer", Sees)
    monkeypatch.setattr(readings, "load_pipeline", pipeline)


class Desk:
    """Passages of their own pages, each near one claim."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.passages: dict[str, Passage] = {}

    def add(
        self,
        text: str,
        outlet: str = "post",
        said: datetime | None = SAID,
        title: str = "",
        vector: bytes = ALIKE,
        kind: BlockKind = "paragraph",
        names: bool = True,
    ) -> str:
        document = page(text, outlet, title or f"News {len(self.documents)}", said)
        read = side(text)
        passage = passage_of(
            document, (), sorted(read.names) if names else (),
            [w.lemma for w in read.words] if names else (), vector, kind, said,
        )  # fmt: skip
        self.documents[document.document_id] = document
        self.passages[passage.passage_id] = passage
        return passage.passage_id

    def found(self) -> tuple[Conflict, ...]:
        near = [Nearest("claim", name, n, 1.0, "") for n, name in enumerate(self.passages, 1)]
        return find_conflicts({"claim": near}, self.documents, self.passages)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_two_counts_of_one_hour_contradict(desk: Desk) -> None:
    ids = {desk.add(FORTY), desk.add(FORTY_FIVE, "wire")}
    [conflict] = desk.found()
    assert (conflict.relation, conflict.kind, conflict.copies) == ("contradicts", "quantity", 0)
    assert {conflict.left_id, conflict.right_id} == ids
    assert conflict.score >= SURE


@pytest.mark.parametrize(
    ("early", "late"), [(FORTY, FORTY_FIVE), (FORTY_FIVE, FORTY), (FORTY, THIRTY)]
)
def test_a_count_told_much_later_is_an_update(early: str, late: str, desk: Desk) -> None:
    second = desk.add(late, "wire", SAID + LATER)
    first = desk.add(early, "post", SAID)
    [conflict] = desk.found()
    assert conflict.relation == "update"
    assert (conflict.left_id, conflict.right_id) == (first, second)
    ours, theirs = (text.split()[3] for text in (early, late))
    assert conflict.explanation == (f"Another number: “{ours}” in one, “{theirs}” in the other.")


def test_a_little_later_is_no_update(desk: Desk) -> None:
    desk.add(FORTY, "post", SAID)
    desk.add(THIRTY, "wire", SAID + LATER - timedelta(seconds=1))
    assert [c.relation for c in desk.found()] == ["contradicts"]


def test_without_a_time_nothing_is_an_update(desk: Desk) -> None:
    desk.add(FORTY, "post", None)
    desk.add(FORTY_FIVE, "wire", SAID)
    assert [c.relation for c in desk.found()] == ["contradicts"]


def test_what_is_no_count_is_not_updated_by_time(desk: Desk) -> None:
    desk.add("The flood did not kill anyone in Varna.", "post", SAID)
    desk.add("The flood destroyed houses in Varna.", "wire", SAID + 9 * LATER)
    [conflict] = desk.found()
    assert (conflict.relation, conflict.kind) == ("contradicts", "polarity")
    assert conflict.explanation == "One affirms what the other denies."


def test_the_same_words_are_folded(desk: Desk) -> None:
    minute = timedelta(minutes=1)
    desk.add(FORTY, "post", SAID)
    desk.add(FORTY_FIVE, "wire", SAID + minute)
    desk.add(f"{FORTY_FIVE} It rained.", "delta", SAID + 2 * minute)
    [conflict] = [c for c in desk.found() if c.kind == "quantity"]
    assert conflict.copies == 1


def test_another_count_is_another_conflict(desk: Desk) -> None:
    for text, outlet in ((FORTY, "post"), (FORTY_FIVE, "wire"), (THIRTY, "delta")):
        desk.add(text, outlet)
    found = desk.found()
    assert len(found) == 3
    assert {c.copies for c in found} == {0}
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_what_agrees_is_no_conflict(desk: Desk) -> None:
    desk.add(FORTY)
    desk.add("Forty houses were destroyed by the flood in Varna.", "wire")
    assert desk.found() == ()


def test_pages_of_one_text_are_one_page(desk: Desk) -> None:
    """The same text under two addresses, and two sentences of one page."""
    text = f"{FORTY} {FORTY_FIVE}"
    one, other = page(text, "post", "One"), page(text, "wire", "Two")
    for document in (one, other):
        desk.documents[document.document_id] = document
        for start, sentence in ((0, FORTY), (len(FORTY) + 1, FORTY_FIVE)):
            made = Passage(
                document.document_id, start, start, start + len(sentence), sentence, "",
                "paragraph", said_at=SAID, names=("varna",), vector=ALIKE,
            )  # fmt: skip
            desk.passages[made.passage_id] = made
    assert desk.found() == ()


def test_a_page_that_is_gone_is_not_compared(desk: Desk) -> None:
    desk.add(FORTY)
    desk.documents.clear()
    desk.add(FORTY_FIVE, "wire")
    assert desk.found() == ()


@pytest.mark.parametrize(
    "more",
    [{"vector": ACROSS}, {"vector": b""}, {"kind": "title"}, {"names": False}],
    ids=["not near", "no vector", "a title", "nothing shared"],
)
def test_what_is_not_near_or_shares_nothing_is_not_compared(more: dict, desk: Desk) -> None:
    desk.add(FORTY)
    desk.add(FORTY_FIVE, "wire", **more)
    assert desk.found() == ()


def test_a_passage_alone_or_none_is_no_conflict(desk: Desk) -> None:
    assert desk.found() == ()
    desk.add(FORTY)
    assert desk.found() == ()


def test_a_passage_near_two_claims_is_read_once(desk: Desk) -> None:
    ids = [desk.add(FORTY), desk.add(FORTY_FIVE, "wire")]
    near = {c: [Nearest(c, i, 1, 1.0, "") for i in ids] for c in ("one", "two")}
    assert len(find_conflicts(near, desk.documents, desk.passages)) == 1


def test_what_is_less_than_sure_is_left_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    made = dict(decision.weights(), contradicts=Weights(1.0, {}, 0.5, 0.999))
    assert 0.5 < made["contradicts"].probability({}) < SURE
    monkeypatch.setattr(decision, "weights", lambda: made)
    desk.add(FORTY)
    desk.add(FORTY_FIVE, "wire")
    assert desk.found() == ()


def test_no_more_pairs_are_read_than_the_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(_: object, __: object, pairs: list[object], **___: object) -> list[object]:
        asked.append(len(pairs))
        return []

    monkeypatch.setattr(conflicts, "read_pairs", counted)
    monkeypatch.setattr(conflicts, "MOST_PAIRS", 4)
    for number in range(5):
        desk.add(f"The flood destroyed {number + 20} houses in Varna.", f"outlet-{number}")
    with pytest.raises(ValueError, match="zip"):
        desk.found()  # no reading is given back: only what was asked for is of interest
    assert asked == [4]


def test_the_same_passages_give_the_same_conflicts(desk: Desk) -> None:
    for text, outlet in ((FORTY, "post"), (FORTY_FIVE, "wire"), (THIRTY, "delta")):
        desk.add(text, outlet)
    first = desk.found()
    desk.passages = dict(reversed(desk.passages.items()))
    desk.documents = dict(reversed(desk.documents.items()))
    assert desk.found() == first


def test_words_are_quoted_as_they_stand() -> None:
    assert told(Slot("place", "different", "Cherepovets", "the claim here")) == (
        "Another place: “Cherepovets” in one, “the claim here” in the other."
    )
    assert told(Slot("polarity", "different", "affirmed", "denied")) == (
        "One affirms what the other denies."
    )


def test_the_bounds_are_shares() -> None:
    assert 0 < NEAR < SURE < 1
