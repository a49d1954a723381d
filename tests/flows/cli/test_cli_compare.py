"""`sourcecheck compare`: the slots, the score and what follows, as lines and as one object."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractors.language import load_pipeline
from flows.cli.main import run
from warehouse.crosscheck import decision, readings
from warehouse.crosscheck.decision import Weights

TOLL = ("The flood killed 40 people.", "The flood killed 45 people.")
Weighing = Callable[[float, float], None]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module")
def nlp() -> Any:
    return load_pipeline()


@pytest.fixture(autouse=True)
def one_pipeline(nlp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "load_pipeline", lambda: nlp)


@pytest.fixture
def weighing(monkeypatch: pytest.MonkeyPatch) -> Weighing:
    """Sets the log odds of support and of contradiction, whatever is read."""

    def put(supports: float, contradicts: float) -> None:
        made = {
            "supports": Weights(supports, {}, 0.5, 1.1),
            "contradicts": Weights(contradicts, {}, 0.5, 0.99),
        }
        monkeypatch.setattr(decision, "weights", lambda: made)

    return put


def lines(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert run(["compare", *words]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out.splitlines()


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    [line] = lines(capsys, *words, "--json")
    made: dict[str, Any] = json.loads(line)
    assert set(made) == {"finding", "slots", "score"}
    return made


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["compare", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    [line] = err.splitlines()
    return line


def test_slot_by_slot_then_the_score_then_what_it_decides(
    weighing: Weighing, capsys: pytest.CaptureFixture[str]
) -> None:
    weighing(-9, 3)
    *slots, score, decides = lines(capsys, *TOLL)
    assert [row.split()[:2] for row in slots] == [
        ["action", "same"],
        ["actor", "same"],
        ["object", "same"],
        ["number", "different"],
        ["polarity", "same"],
    ]
    assert len({row.index("  |  ") for row in slots}) == 1
    [number] = [row for row in slots if row.startswith("number")]
    claim, _, passage = number.partition("  |  ")
    assert (claim.split()[-1], passage) == ("40", "45")
    assert score.startswith("score     supports 0.")
    assert decides == (
        "decides   contradicts (quantity, 0.95): Another number: “40” in the claim, “45” here."
    )


def test_where_nothing_is_decided_it_says_so(
    weighing: Weighing, capsys: pytest.CaptureFixture[str]
) -> None:
    weighing(-9, -9)
    assert lines(capsys, *TOLL)[-1].startswith("decides   nothing")
    assert told(capsys, *TOLL)["finding"] is None


def test_a_side_without_words_is_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines(capsys, "The flood killed 40 people in 2019.", "The flood killed people.")
    assert [row.split("|")[1].strip() for row in rows if " unknown " in row] == ["-", "-"]


def test_sentences_that_share_nothing_have_no_slots(capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines(capsys, "The orchestra plays.", "Bananas are yellow.")
    assert [row.split()[0] for row in rows] == ["score", "decides"]


def test_one_object_of_json(weighing: Weighing, capsys: pytest.CaptureFixture[str]) -> None:
    weighing(-9, 3)
    made = told(capsys, *TOLL)
    assert {"name": "number", "match": "different", "claim": "40", "passage": "45"} in made["slots"]
    assert set(made["score"]) == {"supports", "contradicts", "neither"}
    assert sum(made["score"].values()) == pytest.approx(1, abs=1e-3)
    finding = made["finding"]
    assert (finding["relation"], finding["kind"]) == ("contradicts", "quantity")
    assert finding["explanation"] == "Another number: “40” in the claim, “45” here."
    assert finding["details"]["number"] == "different: 40 | 45"


def test_json_keeps_letters_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "Łódź burned.", "Łódź burned.", "--json"]) == 0
    assert "Łódź" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("claimed", "said", "expected"),
    [
        ("2024-12-02", "2025-04-28", "superseded"),
        ("2025-04-28", "2024-12-02", "contradicts"),
        ("2024-12-02T08:00", "2024-12-02T09:00+00:00", "superseded"),
        ("2024-12-02T08:00+02:00", "2024-12-02T07:00", "superseded"),
        ("2024-12-02", "2024-12-02", "contradicts"),
    ],
)
def test_the_later_of_two_tolls_supersedes(
    claimed: str, said: str, expected: str, weighing: Weighing, capsys: pytest.CaptureFixture[str]
) -> None:
    weighing(-9, 3)
    made = told(capsys, *TOLL, "--claim-date", claimed, "--evidence-date", said)
    assert made["finding"]["relation"] == expected


def test_a_date_anchors_yesterday(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("The bridge fell yesterday.", "The bridge fell on 1 March 2024.")
    made = told(capsys, *words, "--claim-date", "2024-03-02")
    assert [s["match"] for s in made["slots"] if s["name"] == "date"] == ["same"]
    made = told(capsys, *words, "--claim-date", "2024-03-09")
    assert [s["match"] for s in made["slots"] if s["name"] == "date"] == ["different"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["", "x"], "CLAIM is empty"),
        (["x", ""], "EVIDENCE is empty"),
        ([" \n\t", "x"], "CLAIM is empty"),
        (["x"], "Missing argument 'EVIDENCE'"),
        ([], "Missing argument 'CLAIM'"),
        (["x", "y", "z"], "unexpected extra argument"),
        (["x", "y", "--claim-date", "soon"], "'soon' is not a date: write it as 2025-05-30"),
        (["x", "y", "--evidence-date", "2024-13-45"], "'2024-13-45' is not a date"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_told_in_one_line(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert message in refused(capsys, *words)


def test_a_terminal_is_told_nothing_to_obey(capsys: pytest.CaptureFixture[str]) -> None:
    rows = lines(capsys, "Anna \x1b[31mBrook met 12 men.", "Anna Brook met 14\u202e men.")
    assert not any(mark in row for row in rows for mark in "\x1b\u202e\x07")


@pytest.mark.parametrize("text", ["🙂", "!!!", "\x00", "１２ ² ﬁ", "of the and"])
def test_odd_text_is_compared(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert lines(capsys, text, "The bridge fell.")[-1].startswith("decides")
    assert told(capsys, "The bridge fell.", text)["score"]
