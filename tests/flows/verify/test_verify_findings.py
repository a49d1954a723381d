"""What the report on the shipped example comes to: an acceptance test over the whole chain.

The rules know nothing of this story; the sentences looked for here are the sample pages' own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commandline import CommandLine

pytestmark = pytest.mark.slow

Checked = tuple[CommandLine, Path, str]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def report(checked_example: Checked) -> Row:
    _, folder, _ = checked_example
    loaded: Row = json.loads((folder / "report.json").read_text())
    return loaded


def claims(report: Row, words: str) -> list[Row]:
    found = [c for c in report["claims"] if words in json.dumps(c["quote"], ensure_ascii=False)]
    found = found or [c for c in report["claims"] if words in sentence(c)]
    assert found, words
    return found


def sentence(row: Row) -> str:
    quote = row["quote"]
    return f"{quote['before']}{quote['clause']}{quote['after']}"


def findings(report: Row, words: str) -> list[Row]:
    return [f for claim in claims(report, words) for f in claim["findings"]]


def results(report: Row, outlet: str) -> list[Row]:
    return [r for c in report["citations"] if c["outlet"] == outlet for r in c["results"]]


def test_no_troops_is_contradicted_by_dated_reports(report: Row) -> None:
    found = findings(report, "no North Korean troops in Kursk")
    against = [f for f in found if f["relation"] == "contradicts"]
    assert {f["kind"] for f in against} == {"polarity"}
    assert {"BBC", "The Kremlin"} <= {f["passage"]["outlet"] for f in against}
    for finding in against:
        assert finding["passage"]["published"]["value"]
        assert finding["passage"]["archived"]["payload_sha256"]


def test_nothing_else_is_called_a_contradiction(report: Row) -> None:
    against = [
        sentence(claim)
        for claim in report["claims"]
        if any(f["relation"] == "contradicts" for f in claim["findings"])
    ]
    assert all("no North Korean" in text or "dismissed" in text for text in against)


def test_the_soldiers_observation_is_confirmed_as_theirs(report: Row) -> None:
    said = results(report, "BBC")
    assert {r["fidelity"] for r in said} == {"says so"}
    assert all("had not met any" in sentence(r["passage"]) for r in said)
    assert all(len(r["passage"]["chain"]) == 2 for r in said)


def test_fabricated_by_kiev_is_not_found_but_the_weaker_is_shown(report: Row) -> None:
    said = [r for r in results(report, "France 24") if r["fidelity"] != "says so"]
    assert {r["fidelity"] for r in said} == {"not found in what was read"}
    shown = [sentence(r["passage"]) for r in said if r["passage"]]
    assert any("false or cannot be verified" in text for text in shown)


def test_asia_times_answered_and_has_nothing_on_it(report: Row) -> None:
    said = results(report, "Asia Times")
    assert said
    assert {r["fidelity"] for r in said} == {"not found in what was read"}


def test_the_treaty_of_june_2024_is_supported(report: Row) -> None:
    signed = [c for c in claims(report, "June 2024") if "signed" in sentence(c)]
    assert "supported" in {c["verdict"] for c in signed}


def test_the_may_ceasefire_is_a_date_in_doubt(report: Row) -> None:
    found = findings(report, "May 2024 ceasefire")
    doubts = [f for f in found if "in doubt" in f["explanation"]]
    assert any("2025-05-08 to 2025-05-10" in f["explanation"] for f in doubts)
    assert {f["relation"] for f in doubts} == {"different scope"}
    assert not [f for f in found if f["relation"] in {"supports", "contradicts"}]


def test_nine_million_shells_shipped_are_no_answer_to_produced(report: Row) -> None:
    found = findings(report, "about 9 million shells")
    beside = [f for f in found if f["rule"].startswith("role/")]
    assert beside
    assert all("shipped" in f["explanation"] for f in beside)
    assert not [f for f in found if f["relation"] in {"supports", "contradicts"}]


def test_the_arithmetic_of_the_shells_agrees_and_is_shown(report: Row) -> None:
    sums = [f for f in findings(report, "28,000") if f["rule"].startswith("arithmetic/")]
    assert len(sums) == 1
    assert "10,220,000" in sums[0]["explanation"]


def test_stationed_and_fought_stand_side_by_side(report: Row) -> None:
    found = findings(report, "stationed in Russia's Kursk region rather than deployed")
    fought = [f for f in found if f["passage"] and "fight" in sentence(f["passage"])]
    assert fought
    assert not [f for f in found if f["relation"] == "contradicts"]
