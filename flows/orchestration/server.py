"""Prefect, kept quiet and near: settings in, the address of a running Prefect API out.

A server that the user runs (``PREFECT_API_URL``, or the active Prefect profile) is used as it
is. Without one, a private server is started for the length of the command, *before* Prefect
is imported, so that its 3 to 4 seconds of imports pass while the language pipeline loads.

May touch: the process environment, ``PREFECT_HOME``, loopback, one child process, and a log
file in the data folder. Never imports prefect.
"""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import urlsplit

from extractors.errors import SourcecheckError

#: What is set for every Prefect process of ours unless the user has set it: no calls home; what the
#: flows log goes to Prefect's runs, and no line of it into the user's terminal.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "INFO",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "flows",
    "PREFECT_LOGGING_TO_API_ENABLED": "true",
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_CLI_PROMPT": "false",
}

#: What only the private server of one command gets: no UI, no services for schedules that a
#: server this short-lived cannot keep, no registration of block types nobody here uses (with
#: the memo off, so that a later ``prefect server start`` still registers them).
PRIVATE = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}

#: Where people look for Prefect's UI, and `prefect server start` puts it.
USUAL_PORT = 4200

#: Longest wait for a server: migrating a fresh home takes 10 s on an idle 2-core machine.
STARTUP_SECONDS = 120


def template_path() -> Path:
    """Where the installation keeps a migrated, empty Prefect database for fresh homes."""
    return Path(sys.prefix) / "share" / "sourcecheck" / f"prefect-{version('prefect')}.db"


def prefect_home() -> Path:
    """``PREFECT_HOME``, or Prefect's default for it."""
    return Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect").expanduser()


def configured_api_url() -> str | None:
    """The API the user chose: ``PREFECT_API_URL``, else the active profile's, else None."""
    chosen = os.environ.get("PREFECT_API_URL")
    if chosen:
        return chosen
    profiles = prefect_home() / "profiles.toml"
    if not profiles.is_file():
        return None
    try:
        read = tomllib.loads(profiles.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as damage:
        raise SourcecheckError(f"{profiles} cannot be read: {damage}") from damage
    active = os.environ.get("PREFECT_PROFILE") or read.get("active")
    url = read.get("profiles", {}).get(active, {}).get("PREFECT_API_URL")
    return str(url) if url else None


def be_quiet() -> None:
    """Put `QUIET` into the environment, leaving alone what the user has set."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


class PrefectServer:
    """The Prefect API for the length of one command; a context manager.

    ``start()`` returns at once; ``wait()`` returns the API's address when it answers and
    puts it into ``PREFECT_API_URL``. ``full`` gives a private server its UI, scheduler and
    block types (``nightly``). Raises SourcecheckError when no server can be had.
    """

    def __init__(self, log: Path, *, api_url: str | None = None, full: bool = False) -> None:
        self.log = log
        self.api_url = api_url
        self.full = full
        self._process: subprocess.Popen[bytes] | None = None
        self._lifeline: IO[bytes] | None = None

    @property
    def private(self) -> bool:
        """True where this object started the server itself."""
        return self._process is not None

    @property
    def processes(self) -> tuple[int, ...]:
        """The private server's process id, where there is one."""
        return () if self._process is None else (self._process.pid,)

    def start(self) -> PrefectServer:
        """Start a private server unless the user has one."""
        be_quiet()
        self.api_url = self.api_url or configured_api_url()
        if self.api_url is None:
            self._start_private()
        return self

    def _start_private(self) -> None:
        _copy_template(prefect_home())
        listening = _listening(USUAL_PORT if self.full else 0)
        port = listening.getsockname()[1]
        environment = {**os.environ, **({} if self.full else PRIVATE)}
        environment["PREFECT_UI_API_URL"] = f"http://127.0.0.1:{port}/api"
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            with self.log.open("ab") as log, listening:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "flows.orchestration.process", str(listening.fileno())],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    pass_fds=(listening.fileno(),),
                    env=environment,
                    start_new_session=True,
                )
        except OSError as refusal:
            raise SourcecheckError(f"Prefect's server cannot be started: {refusal}") from refusal
        self._lifeline = self._process.stdin
        self.api_url = f"http://127.0.0.1:{port}/api"

    def wait(self) -> str:
        """The API's address, once it answers."""
        if self.api_url is None:
            self.start()
        assert self.api_url is not None
        address = urlsplit(self.api_url)
        kind = http.client.HTTPSConnection if address.scheme == "https" else _Plain
        connection = kind(address.hostname or "", address.port, timeout=STARTUP_SECONDS)
        try:
            connection.request("GET", f"{address.path.rstrip('/')}/health")
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as silence:
            raise SourcecheckError(self._no_answer(str(silence))) from silence
        finally:
            connection.close()
        if status not in (200, 401, 403):
            raise SourcecheckError(self._no_answer(f"status {status}"))
        os.environ["PREFECT_API_URL"] = self.api_url
        return self.api_url

    def _no_answer(self, why: str) -> str:
        if self.private:
            return f"Prefect's server did not start ({why}); its last words are in {self.log}"
        return (
            f"Prefect's server at {self.api_url} does not answer ({why}): start it with "
            "`prefect server start`, or unset PREFECT_API_URL"
        )

    def stop(self) -> None:
        """End a private server; leave the user's alone."""
        if self._process is None:
            return
        if self._lifeline is not None:
            self._lifeline.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def __enter__(self) -> PrefectServer:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _listening(port: int) -> socket.socket:
    """A listening socket on ``port``, or on any free one where that is taken."""
    try:
        return socket.create_server(("127.0.0.1", port), backlog=128)
    except OSError:
        return socket.create_server(("127.0.0.1", 0), backlog=128)


_Plain = http.client.HTTPConnection


def _copy_template(home: Path) -> None:
    """Give a fresh Prefect home the installation's migrated database, if there is one."""
    database = home / "prefect.db"
    own = any(
        name in os.environ
        for name in (
            "PREFECT_API_DATABASE_CONNECTION_URL",
            "PREFECT_SERVER_DATABASE_CONNECTION_URL",
        )
    )
    if own or database.exists() or not template_path().is_file():
        return
    arriving = home / f".prefect.db.{os.getpid()}"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(template_path(), arriving)
        arriving.rename(database)
    except OSError as refusal:
        raise SourcecheckError(f"Prefect's home cannot be written: {refusal}") from refusal
