"""What the report on the shipped example comes to: an acceptance test over the whole chain.

Nothing that judges knows this story; the sentences looked for here are the sample pages' own.
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


def claim(report: Row, words: str) -> Row:
    found = [c for c in report["claims"] if words in c["wording"] and c["kind"] == "fact"]
    assert found, words
    return found[0]


def results(report: Row, outlet: str) -> list[Row]:
    found = [c for c in report["citations"] if c["outlet"] == outlet]
    assert found, outlet
    return found


def test_no_troops_is_contradicted_by_dated_reports(report: Row) -> None:
    made = claim(report, "no North Korean troops in Kursk")
    against = [f for f in made["findings"] if f["relation"] == "contradicts"]
    assert made["verdict"] in {"refuted", "conflicting evidence"}
    assert {f["kind"] for f in against} == {"polarity"}
    assert {"BBC", "France 24"} <= {f["passage"]["outlet"] for f in against}
    for finding in against:
        assert finding["passage"]["published"]
        assert finding["passage"]["capture_sha256"]


def test_hardly_anything_else_is_called_a_contradiction(report: Row) -> None:
    refuted = [c["wording"] for c in report["claims"] if c["verdict"] == "refuted"]
    assert [w for w in refuted if "no North Korean troops in Kursk" in w]
    assert len(refuted) <= 3, refuted


def test_that_they_fought_is_told_by_the_kremlin(report: Row) -> None:
    made = claim(report, "North Korean troops fought in the Kursk region")
    supporting = {f["passage"]["outlet"] for f in made["findings"] if f["relation"] == "supports"}
    assert {"BBC", "The Kremlin"} <= supporting


def test_the_soldiers_observation_is_not_called_false(report: Row) -> None:
    made = claim(report, "had never seen or met a North Korean")
    assert made["verdict"] != "refuted"
    assert {r["fidelity"] for r in results(report, "BBC")} <= {"says so", "read, not decided"}


def test_asia_times_answered_and_has_nothing_on_it(report: Row) -> None:
    said = results(report, "Asia Times")
    assert {r["fidelity"] for r in said} == {"not found in what was read"}


def test_what_the_french_pages_say_more_weakly_is_no_confirmation(report: Row) -> None:
    assert "says so" not in {
        r["fidelity"] for r in results(report, "France 24") if "fabricated" in wording(report, r)
    }


def wording(report: Row, citation: Row) -> str:
    return next(c["wording"] for c in report["claims"] if c["claim_id"] == citation["claim_id"])


def test_the_may_ceasefire_is_neither_confirmed_nor_denied(report: Row) -> None:
    assert claim(report, "May 2024 ceasefire")["verdict"] == "not enough evidence"


def test_the_arithmetic_of_the_shells_agrees_and_is_shown(report: Row) -> None:
    sums = [c for c in report["consistency"] if c["kind"] == "arithmetic" and c["holds"]]
    assert any("10,220,000" in c["explanation"] for c in sums)


def test_what_nobody_can_check_is_told_apart(report: Row) -> None:
    kinds = {c["kind"] for c in report["claims"]}
    assert {"fact", "opinion", "forecast", "rhetoric"} <= kinds
    assert all(c["verdict"] is None for c in report["claims"] if c["kind"] != "fact")


def test_every_claim_has_what_came_nearest(report: Row) -> None:
    facts = [c for c in report["claims"] if c["kind"] == "fact"]
    assert sum(bool(c["nearest"]) for c in facts) >= 0.9 * len(facts)
    for made in facts:
        ranks = [n["passage"]["passage_id"] for n in made["nearest"]]
        assert len(ranks) == len(set(ranks))
