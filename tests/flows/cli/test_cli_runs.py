"""`sourcecheck runs`: what the warehouse holds, with the clock of the history."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.cli.main import run
from flows.verify import history

sys.path.append(str(Path(__file__).parents[2] / "warehouse"))
from orlo import story  # the warehouse's own story

from warehouse import Warehouse


def test_runs_are_listed_with_when_and_how_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("SOURCECHECK_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run(["runs"]) == 2
    assert b"run `sourcecheck verify ARTICLE` first" in capsysbinary.readouterr().err
    orlo = story()
    store = Warehouse(tmp_path / "warehouse.duckdb")
    store.load(*orlo.load_arguments())
    store.publish()
    began = datetime(2025, 3, 3, 2, 0, 7, 5, tzinfo=UTC)
    for seconds in (30.0, 2.0):
        made = history.Made(orlo.run.run_id, "a.md", began, seconds, 3, 100)
        history.append(tmp_path / "history.jsonl", made)
    assert run(["runs", "--format", "json"]) == 0
    [row] = json.loads(capsysbinary.readouterr().out)
    assert row["run"] == orlo.run.run_id
    assert (row["last_made"], row["seconds"], row["made"]) == ("2025-03-03T02:00:07+00:00", 2.0, 2)
    assert row["not_read"] == len(orlo.unread)
