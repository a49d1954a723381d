"""What the doctor finds: each thing that can be ill, made ill."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import duckdb
import pytest

import extractors
from extractors.records import ABSENT
from flows.cli.main import run
from flows.collect import STATE_FILE, CollectState
from flows.nightly import health
from flows.nightly.health import examine, model_files, running_runs, server, snapshot
from flows.nightly.watched import Watched, write_watched
from flows.outlets import Candidate
from flows.settings import Settings
from flows.verify import history
from warehouse import Warehouse

NOW = datetime(2025, 3, 20, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / ".prefect"))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return Settings(data_folder=tmp_path / "data")


def test_a_fresh_installation_is_well(settings: Settings) -> None:
    found = {check.what: check for check in examine(settings, NOW)}
    assert not [check for check in found.values() if check.state == "bad"]
    assert found["warehouse"].found.startswith("there is no ")
    assert found["Prefect"].found == "no API is named: each command starts its own"


def test_a_damaged_model_is_bad(settings: Settings, tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(Path(extractors.__file__).parent / "model", model)
    mine = Settings(data_folder=tmp_path, model=str(model))
    assert model_files(mine).state == "well"
    name = sorted(json.loads((model / "meta.json").read_text())["files"])[0]
    (model / name).write_bytes(b"cut")
    assert model_files(mine).found == f"{model / name} is damaged"
    (model / name).unlink()
    assert model_files(mine).state == "bad"
    nowhere = Settings(data_folder=tmp_path, model="en_core_web_nowhere")
    assert "neither a folder nor installed" in model_files(nowhere).found


def test_little_room_is_said_before_there_is_none(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    for free, state in ((10**8, "bad"), (3 * 10**9, "look"), (10**11, "well")):
        monkeypatch.setattr(health.shutil, "disk_usage", lambda _, free=free: usage(0, 0, free))
        assert health.disk(settings).state == state


def test_a_watched_article_that_has_gone_is_named(settings: Settings, tmp_path: Path) -> None:
    write_watched(settings.watched_file, (Watched(str(tmp_path / "gone.md")),))
    assert "gone.md" in health.watched(settings).found
    assert health.watched(settings).state == "look"


def test_a_snapshot_that_lags_behind_is_said(settings: Settings) -> None:
    warehouse = Warehouse(settings.warehouse)
    settings.data_folder.mkdir()
    settings.warehouse.write_bytes(b"no database")
    assert snapshot(settings).state == "bad"
    settings.warehouse.unlink()
    from warehouse.connection import writing

    with writing(settings.warehouse):
        pass
    assert "readers see an older state" in snapshot(settings).found
    warehouse.publish()
    assert snapshot(settings).state == "well"
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute("insert into reviews values ('f', 'accept', '')")
    assert snapshot(settings).state == "look"


def test_a_server_that_is_named_must_answer(settings: Settings, tmp_path: Path) -> None:
    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/api/health" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return None

    answering = ThreadingHTTPServer(("127.0.0.1", 0), Healthy)
    Thread(target=answering.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{answering.server_address[1]}/api"
    assert server(Settings(data_folder=tmp_path, prefect_api_url=address)).state == "well"
    answering.shutdown()
    answering.server_close()
    silent = server(Settings(data_folder=tmp_path, prefect_api_url=address))
    assert (silent.state, "does not answer" in silent.found) == ("bad", True)


def test_an_outlet_that_has_long_given_nothing_is_named(settings: Settings) -> None:
    def candidate(number: int) -> Candidate:
        url = f"https://herald.test/{number}"
        return Candidate(url=url, address=url, title="", published=ABSENT, strategy="feed")

    with CollectState(settings.archive_folder / STATE_FILE) as state:
        for outlet, days in (("bbc", 1), ("france24", 30)):
            when = NOW - timedelta(days=days)
            state.store_found(outlet, [candidate(1)], when)
            state.store_held(outlet, candidate(1), "digest", when)
            state.store_failure(outlet, candidate(1), "timeout", NOW)
        state.store_found("cnn", [candidate(2)], NOW)
    told = [check.found for check in health.outlets(settings, NOW)]
    assert told[0].endswith("3 asked, 2 silent")
    assert told[1:] == ["cnn has never given a page", "france24 last gave a page on 2025-02-18"]


def test_runs_left_running_are_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / ".prefect").mkdir()
    with sqlite3.connect(tmp_path / ".prefect" / "prefect.db") as database:
        database.execute("CREATE TABLE flow_run (name TEXT, state_type TEXT)")
        database.executemany(
            "INSERT INTO flow_run VALUES (?, ?)",
            [("nightly 2025-03-19", "RUNNING"), ("verify a.md", "COMPLETED")],
        )
    database.close()
    found = running_runs(settings)
    assert (found.state, found.found) == ("look", "1 said to be running: nightly 2025-03-19")


def test_the_command_says_it_line_by_line_and_exits_with_2_where_it_is_bad(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["doctor"]) == 0
    assert capsys.readouterr().out.startswith("well  model ")
    monkeypatch.setenv("SOURCECHECK_PREFECT_API_URL", "http://127.0.0.1:1/api")
    assert run(["doctor", "--json"]) == 2
    [bad] = [row for row in json.loads(capsys.readouterr().out) if row["state"] == "bad"]
    assert bad["advice"] == "start it with `prefect server start`, or unset PREFECT_API_URL"


def test_what_was_made_is_remembered_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "data" / "history.jsonl"
    one = history.Made("run 1", "a.md", NOW, 12.5, 3, 100)
    history.append(file, one)
    with file.open("a") as damaged:
        damaged.write('{"run_id": "half\n[]\n')
    history.append(file, one)
    assert history.made(file) == [one, one]
    assert history.made(tmp_path / "none") == []
    os.mkdir(tmp_path / "folder")  # noqa: PTH102
    history.append(tmp_path / "folder", one)
