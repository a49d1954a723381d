"""A command that is told to end: its runs are Cancelled, then the server goes, nothing is left."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from commandline import PATIENCE, ROOT, CommandLine
from newspaper import Newspaper

from benchmarks.nights_killed import start
from benchmarks.pipeline_press import Press
from benchmarks.reliability import living
from flows.orchestration.ending import _children, end_children

pytestmark = pytest.mark.slow
#: Within which a command that was told to end must be gone.
BOUND = 20.0


@pytest.fixture
def hanging() -> Iterator[Newspaper]:
    """A newspaper that answers no page."""
    paper = Newspaper(broken_after=0)
    yield paper
    paper.close()


def states(home: Path, table: str) -> dict[str, str]:
    with sqlite3.connect(home / ".prefect" / "prefect.db") as database:
        rows = database.execute(f"SELECT name, state_type FROM {table}").fetchall()  # noqa: S608
    return dict(rows)


def ended(process: subprocess.Popen[str], how: signal.Signals, home: Path) -> str:
    """Tell it to end; what it said last. It must be gone in time, and all of its with it."""
    begun = time.monotonic()
    process.send_signal(how)
    _, said = process.communicate(timeout=PATIENCE)
    assert time.monotonic() - begun < BOUND
    assert living(home) == []
    return said


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_night_that_is_told_to_end(
    sourcecheck: CommandLine, hanging: Newspaper, tmp_path: Path, how: signal.Signals
) -> None:
    hanging.open_for(sourcecheck.home)
    (tmp_path / "article.md").write_text(hanging.article())
    sourcecheck("watch", "add", str(tmp_path / "article.md"), "--outlet", "herald")
    process = sourcecheck.start("nightly", "--once")
    assert hanging.waiting.wait(timeout=PATIENCE)
    said = ended(process, how, sourcecheck.home)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "sourcecheck: interrupted; run it again to go on"
    assert "Traceback" not in said
    assert set(states(sourcecheck.home, "flow_run").values()) == {"CANCELLED"}
    assert "RUNNING" not in states(sourcecheck.home, "task_run").values()


def test_a_night_that_is_told_to_end_while_pages_are_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with Press(2, 15) as press:
        process = start(home, press.open_for(home, 1))
        until = time.monotonic() + PATIENCE
        while "Reading the pages ..." not in (home / "said").read_text():
            assert time.monotonic() < until
            time.sleep(0.1)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 130
        assert time.monotonic() - begun < BOUND
    assert living(home) == []
    assert set(states(home, "flow_run").values()) == {"CANCELLED"}
    assert not (home / ".local/share/sourcecheck/digests").exists()


def test_a_schedule_that_is_told_to_end_and_its_former_schedule(
    sourcecheck: CommandLine, hanging: Newspaper, tmp_path: Path
) -> None:
    hanging.open_for(sourcecheck.home)
    (tmp_path / "article.md").write_text(hanging.article())
    sourcecheck("watch", "add", str(tmp_path / "article.md"), "--outlet", "herald")
    process = sourcecheck.start("nightly", "--cron", "* * * * * */20")
    assert hanging.waiting.wait(timeout=PATIENCE)
    ended(process, signal.SIGTERM, sourcecheck.home)
    assert process.returncode == 0
    begun = {
        name: state
        for name, state in states(sourcecheck.home, "flow_run").items()
        if state != "SCHEDULED"
    }
    assert set(begun.values()) == {"CANCELLED"}
    again = sourcecheck.start("nightly", "--cron", "0 2 1 1 *")
    assert again.stderr is not None
    while "stop with Ctrl-C" not in again.stderr.readline():
        pass
    database = sourcecheck.home / ".prefect" / "prefect.db"
    until = time.monotonic() + PATIENCE
    schedules: list[tuple[str]] = []
    while not any("0 2 1 1 *" in row[0] for row in schedules) and time.monotonic() < until:
        with sqlite3.connect(database) as opened:
            schedules = opened.execute("SELECT schedule FROM deployment_schedule").fetchall()
        time.sleep(0.1)
    assert len(schedules) == 1
    ended(again, signal.SIGINT, sourcecheck.home)


BUSY = """
import threading
from flows.orchestration import Ending, ending
ending.ALL_SECONDS = 0.2
def unable(): raise RuntimeError("no server to stop")
with Ending("http://127.0.0.1:1/api", lambda _: [], lambda: None, unable):
    print("ready", flush=True)
    threading.Event().wait()
"""


@pytest.mark.parametrize("signals", [1, 2])
def test_what_cannot_leave_is_ended_hard_though_nobody_listens(signals: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", BUSY], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"ready\n"
    process.stderr.close()
    for _ in range(signals):
        process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=PATIENCE) == 130
    process.stdout.close()


def test_children_that_do_not_listen_are_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.orchestration.ending.CHILD_SECONDS", 0.2)
    deaf = "import signal, sys; signal.signal(15, signal.SIG_IGN); print(1); sys.stdin.read()"
    with subprocess.Popen(
        ["python3", "-c", deaf], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"1\n"
        others = [pid for pid in _children(child.pid) if pid != child.pid]
        end_children([pid for pid in _children(os.getpid()) if pid != child.pid])
        assert child.wait(timeout=PATIENCE) == -signal.SIGKILL
        assert others == []
