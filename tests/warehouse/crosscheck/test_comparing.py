"""Two sentences compared: the finding, if any, and the reading it rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from laid import pipeline, sure

from warehouse.crosscheck import compare, decision, read, readings

Weighing = Callable[..., None]
DAY = datetime(2024, 3, 8, tzinfo=UTC)
AFTER = datetime(2024, 3, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loaded once for all tests: it takes a third of a second."""
    monkeypatch.setattr(readings, "load_pipeline", pipeline)


@pytest.fixture
def weighing(monkeypatch: pytest.MonkeyPatch) -> Weighing:
    def put(**odds: float) -> None:
        made = sure(**odds)
        monkeypatch.setattr(decision, "weights", lambda: made)

    return put


def test_a_finding_shows_the_slots_and_the_score(weighing: Weighing) -> None:
    weighing(contradicts=3)
    made = read("The flood killed 40 people.", "The flood killed 45 people.")
    assert made.finding is not None
    assert (made.finding.relation, made.finding.kind) == ("contradicts", "quantity")
    assert made.finding.score == 0.9526
    assert made.finding.explanation == "Another number: “40” in the claim, “45” here."
    details = made.finding.details
    assert details["number"] == "different: 40 | 45"
    assert details["action"] == "same: kill | kill"
    names = ("supports", "contradicts", "neither")
    told = [f"{score:.2f}" for score in made.reading.scores]
    assert [details[name] for name in names] == told
    assert all(isinstance(value, str) for value in details.values())


def test_a_slot_is_told_once_and_several_are_counted(weighing: Weighing) -> None:
    weighing(contradicts=3)
    made = read("Three men and 12 dogs died.", "Five men and 19 dogs died.").finding
    assert made is not None
    numbers = {k: v for k, v in made.details.items() if k.startswith("number")}
    assert numbers == {"number": "different: Three | Five", "number 2": "different: 12 | 19"}


def test_long_words_are_cut_in_the_details(weighing: Weighing) -> None:
    weighing(supports=3)
    long = "the bridge that " + "the men of the town who loved it so much " * 6 + "built"
    made = read(f"The council closed {long}.", f"The council closed {long}.").finding
    assert made is not None
    assert all(len(value) < 200 for value in made.details.values())


def test_nothing_decided_is_no_finding(weighing: Weighing) -> None:
    weighing()
    made = read("The bridge fell.", "Bananas are yellow.")
    assert made.finding is None
    assert made.reading.claim.text == "The bridge fell."
    assert compare("The bridge fell.", "Bananas are yellow.") == []


def test_compare_gives_what_read_found(weighing: Weighing) -> None:
    weighing(supports=3)
    pair = ("The bridge fell.", "The bridge fell.")
    assert compare(*pair) == [read(*pair).finding]


@pytest.mark.parametrize(
    ("claimed", "said", "expected"),
    [
        (DAY, AFTER, "superseded"),
        (AFTER, DAY, "contradicts"),
        (DAY, DAY, "contradicts"),
        (None, AFTER, "contradicts"),
        (DAY, None, "contradicts"),
        (None, None, "contradicts"),
        (DAY.replace(tzinfo=None), AFTER.replace(tzinfo=None), "superseded"),
        (DAY.replace(tzinfo=None), AFTER, "superseded"),
    ],
)
def test_a_later_toll_supersedes_where_both_dates_are_known(
    claimed: datetime | None, said: datetime | None, expected: str, weighing: Weighing
) -> None:
    weighing(contradicts=3)
    made = read("The flood killed 40 people.", "The flood killed 45 people.", claimed, said)
    assert made.finding is not None
    assert made.finding.relation == expected


def test_dates_anchor_what_is_relative() -> None:
    text = "The bridge fell yesterday."
    same = read(text, text, DAY, DAY).reading.slots.of("date")
    other = read(text, text, DAY, AFTER).reading.slots.of("date")
    assert [s.match for s in same] == ["same"]
    assert [s.match for s in other] == ["different"]


def test_the_same_words_are_the_same_finding(weighing: Weighing) -> None:
    weighing(supports=3)
    one, two = (read("The bridge fell.", "The bridge fell.").finding for _ in range(2))
    other = read("The bridge fell.", "The bridge fell at dawn.").finding
    assert one is not None
    assert other is not None
    assert one == two
    assert one.finding_id != other.finding_id


@pytest.mark.parametrize("text", ["", " ", "!!!", "🙂", "\x00"])
def test_any_text_can_be_compared(text: str) -> None:
    for claim, evidence in ((text, "The bridge fell."), ("The bridge fell.", text), (text, text)):
        made = read(claim, evidence)
        assert sum(made.reading.scores) == pytest.approx(1, abs=1e-3)
