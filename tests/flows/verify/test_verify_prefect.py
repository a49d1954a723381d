"""Prefect near and quiet: whose server is used, and that a private one ends with its client."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from extractors.errors import SourcecheckError
from flows.orchestration import PrefectServer
from flows.orchestration.server import QUIET, be_quiet, configured_api_url

ROOT = Path(__file__).parents[3]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("PREFECT_API"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    (tmp_path / "prefect").mkdir()
    return tmp_path


def test_the_environment_then_the_profile_name_the_server(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert configured_api_url() is None
    (home / "prefect" / "profiles.toml").write_text(
        'active = "desk"\n[profiles.desk]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n'
    )
    assert configured_api_url() == "http://127.0.0.1:4200/api"
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4300/api")
    assert configured_api_url() == "http://127.0.0.1:4300/api"


def test_damaged_profiles_are_one_line(home: Path) -> None:
    (home / "prefect" / "profiles.toml").write_text("active = ")
    with pytest.raises(SourcecheckError, match=r"profiles.toml cannot be read"):
        configured_api_url()


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    for name in QUIET:
        if name != "PREFECT_LOGGING_LEVEL":
            monkeypatch.setenv(name, "")
            monkeypatch.delenv(name)
    be_quiet()
    assert os.environ["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert os.environ["DO_NOT_TRACK"] == "1"


def test_a_users_server_that_is_down_is_one_line(home: Path) -> None:
    server = PrefectServer(home / "log", api_url="http://127.0.0.1:1/api")
    with server, pytest.raises(SourcecheckError, match="does not answer") as refusal:
        server.wait()
    assert "prefect server start" in str(refusal.value)
    assert not server.private


def test_a_home_that_cannot_be_written_is_one_line(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").write_text("x")
    with pytest.raises(SourcecheckError, match="Prefect's server cannot be started"):
        PrefectServer(home / "file" / "log").start()


@pytest.mark.slow
def test_a_private_server_answers_and_ends(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "")
    with PrefectServer(home / "log") as server:
        assert server.private
        assert server.wait().startswith("http://127.0.0.1:")
        assert os.environ["PREFECT_API_URL"] == server.api_url
    assert not server.private
    assert (home / "prefect" / "prefect.db").stat().st_size > 0


def ends_with_its_killed_client(log: Path, wait: str, seconds: float) -> bool:
    """Whether the server is gone ``seconds`` after its client, which did ``wait``, was killed."""
    program = (
        "import pathlib, sys\n"
        "from flows.orchestration.server import PrefectServer\n"
        "server = PrefectServer(pathlib.Path(sys.argv[1])).start()\n"
        f"{wait}\n"
        "print(server._process.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    client = subprocess.Popen(
        [sys.executable, "-c", program, str(log)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert client.stdout is not None
    handle = os.pidfd_open(int(client.stdout.readline()))
    client.send_signal(signal.SIGKILL)
    client.wait()
    ended, _, _ = select.select([handle], [], [], seconds)
    os.close(handle)
    return bool(ended)


@pytest.mark.slow
def test_a_private_server_ends_with_a_killed_client(home: Path) -> None:
    ended = ends_with_its_killed_client(home / "log", "server.wait()", 60)
    assert ended, "the server outlived its client"


@pytest.mark.slow
def test_a_private_server_ends_with_a_client_killed_while_it_starts(home: Path) -> None:
    """The process that serves is there at once; the API takes seconds more."""
    ended = ends_with_its_killed_client(home / "log", "", 3)
    assert ended, "the server outlived its client"
