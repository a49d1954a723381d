"""One settings object: defaults, then the file, then the environment, then the flags.

In: ``~/.config/sourcecheck/settings.toml`` (or the file ``SOURCECHECK_SETTINGS`` names), the
``SOURCECHECK_*`` environment, and what the command line gave. Out: one frozen `Settings`.
Touches only that file. Raises SettingsError, one line that names the key and where it stands.

    data_folder = "~/press"        # archive, warehouse, watched articles
    contact = "desk@example.org"   # sent with every request
    limit = 200                    # pages per outlet and run

    [resolver]                     # a mirror of one's own, or a test server
    "www.example.org" = "127.0.0.1:8080"
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from extractors.errors import SettingsError

if TYPE_CHECKING:
    from flows.fetch import FetchSettings
    from warehouse import Publisher

PREFIX = "SOURCECHECK_"
#: A time that is not finite, or longer than this, is a slip of the pen.
MOST_SECONDS = 7 * 24 * 3600
A_WEEK = f"{MOST_SECONDS} at most"
#: DuckDB and Arrow need a quarter of this for themselves.
LEAST_MEGABYTES = 500
MOST_MEGABYTES = 1_000_000


def _config_folder() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "sourcecheck"


def _data_folder() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "sourcecheck"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person can choose, each field one key of the file.

    ``warehouse`` defaults to a file in ``data_folder``. ``limit`` is pages per outlet and run,
    ``workers`` the processes that read pages (0: as many as there are cores, at most 4).
    ``model`` is a spaCy pipeline's name or path instead of the shipped one.

    Bounds: ``outlet_seconds`` for what is asked of one outlet, ``run_seconds`` for collecting and
    reading in one check, ``page_seconds`` for reading one page; what they cut off is told as not
    read. ``wait_seconds`` is how long a command waits for another that has the warehouse or the
    archive. ``sql_seconds`` and ``sql_megabytes`` are what one query of `sql` may take.

    ``webhook`` and ``mail_to`` are told of a night that has news, the latter by way of the mail
    server ``smtp``; with ``notify_always`` of every night.

    ``review_author``, ``review_author_url`` and ``review_url`` sign a ClaimReview: a name, a home
    page, and the address at which the report will stand (``{run}``: the run's id).

    The fields below
    ``prefect_api_url`` are the fetcher's (`flows.fetch.FetchSettings` says what each means);
    None leaves its own default.
    """

    data_folder: Path = field(default_factory=_data_folder)
    warehouse: Path = Path()
    report_folder: Path = Path("sourcecheck-out")
    outlets_folder: Path = field(default_factory=lambda: _config_folder() / "outlets")
    model: str | None = None
    limit: int = 60
    workers: int = 0
    outlet_seconds: float = 300
    run_seconds: float = 3600
    page_seconds: float = 120
    wait_seconds: float = 300
    sql_seconds: float = 60
    sql_megabytes: int = 2000
    review_author: str | None = None
    review_author_url: str | None = None
    review_url: str | None = None
    prefect_api_url: str | None = None
    webhook: str | None = None
    mail_to: str | None = None
    mail_from: str | None = None
    smtp: str = "smtp://localhost:25"
    notify_always: bool = False
    contact: str | None = None
    user_agent: str | None = None
    politeness: bool | None = None
    rate_seconds: float | None = None
    concurrency: int | None = None
    connect_timeout: float | None = None
    read_timeout: float | None = None
    total_timeout: float | None = None
    max_tries: int | None = None
    max_wire_bytes: int | None = None
    max_decoded_bytes: int | None = None
    ca_file: Path | None = None
    allow_private: frozenset[str] | None = None
    resolver: Mapping[str, tuple[str, int]] | None = None

    def __post_init__(self) -> None:
        """Place the warehouse, and refuse counts that make no sense."""
        if self.warehouse == Path():
            object.__setattr__(self, "warehouse", self.data_folder / "warehouse.duckdb")
        if self.limit < 1:
            raise SettingsError(f"limit is {self.limit}: give the pages per outlet, 1 or more")
        if not 0 <= self.workers <= 64:
            raise SettingsError(f"workers is {self.workers}: give 0 to 64")
        for name in ("outlet_seconds", "run_seconds", "page_seconds", "sql_seconds"):
            if not 0 < getattr(self, name) <= MOST_SECONDS:
                raise SettingsError(f"{name} is {getattr(self, name)}: give more than 0, {A_WEEK}")
        if not 0 <= self.wait_seconds <= MOST_SECONDS:
            raise SettingsError(f"wait_seconds is {self.wait_seconds}: give 0 or more, {A_WEEK}")
        if not LEAST_MEGABYTES <= self.sql_megabytes <= MOST_MEGABYTES:
            told = f"give {LEAST_MEGABYTES} to {MOST_MEGABYTES}"
            raise SettingsError(f"sql_megabytes is {self.sql_megabytes}: {told}")

        signed = [self.review_author, self.review_author_url, self.review_url]
        if any(signed) and not all(signed):
            names = "review_author, review_author_url and review_url"
            raise SettingsError(f"a ClaimReview needs all of {names}: give all three or none")

    @property
    def publisher(self) -> Publisher | None:
        """Who signs a ClaimReview; None where the settings name nobody."""
        from warehouse import Publisher

        author, home, address = self.review_author, self.review_author_url, self.review_url
        return Publisher(author, home, address) if author and home and address else None

    @property
    def archive_folder(self) -> Path:
        """Where WARC files are written."""
        return self.data_folder / "archive"

    @property
    def parts_folder(self) -> Path:
        """What was read of pages, kept so that none is read again."""
        return self.data_folder / "parts"

    @property
    def notes_folder(self) -> Path:
        """Which reports stand as they were written."""
        return self.data_folder / "standing"

    @property
    def watched_file(self) -> Path:
        """The list of watched articles."""
        return self.data_folder / "watched.json"

    @property
    def nights_file(self) -> Path:
        """What the last night leaves for the next."""
        return self.data_folder / "nights.json"

    @property
    def history_file(self) -> Path:
        """When each check was made."""
        return self.data_folder / "history.jsonl"

    @property
    def digest_folder(self) -> Path:
        """What each night came to, for a person."""
        return self.data_folder / "digests"

    @property
    def log_file(self) -> Path:
        """The traces of faults that a check went on after."""
        return self.data_folder / "sourcecheck.log"

    @property
    def prefect_log(self) -> Path:
        """What a private Prefect server says."""
        return self.data_folder / "prefect-server.log"

    @property
    def processes(self) -> int:
        """How many processes read pages."""
        return self.workers or min(4, os.cpu_count() or 1)

    def fetch_settings(self) -> FetchSettings:
        """The fetcher's part, its own defaults kept where nothing was chosen."""
        from flows.fetch import FetchSettings

        theirs = {known.name for known in fields(FetchSettings)}
        chosen = {
            ours.name: getattr(self, ours.name)
            for ours in fields(self)
            if ours.name in theirs and getattr(self, ours.name) is not None
        }
        return FetchSettings(**chosen)


def _path(value: Any) -> Path:
    return Path(_text(value)).expanduser()


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("give text")
    return value.strip()


def _address(value: Any) -> str:
    text = _text(value)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError("give an http or https address") from None
    if parts.scheme not in ("http", "https") or not parts.netloc or "#" in text or " " in text:
        raise ValueError("give an http or https address without #")
    return text


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("give a whole number")
    try:
        return int(value)
    except ValueError:
        raise ValueError("give a whole number") from None


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("give a number")
    try:
        return float(value)
    except ValueError:
        raise ValueError("give a number") from None


def _yes_or_no(value: Any) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise ValueError("give true or false")


def _web_address(value: Any) -> str:
    text = _text(value)
    if not text.startswith(("http://", "https://")):
        raise ValueError("give an address that begins with http:// or https://")
    return text


def _mail_server(value: Any) -> str:
    text = _text(value)
    if not text.startswith(("smtp://", "smtps://")):
        raise ValueError("give smtp://USER:PASSWORD@HOST:PORT, or smtps://")
    return text


def _hosts(value: Any) -> frozenset[str]:
    listed = value.split(",") if isinstance(value, str) else value
    if not isinstance(listed, list | tuple | set | frozenset):
        raise ValueError("give a list of host names")
    return frozenset(_text(host).lower() for host in listed)


def _routes(value: Any) -> dict[str, tuple[str, int]]:
    shape = 'give "host" = "address:port" for each host'
    if isinstance(value, str):
        value = dict(_pair(route, "=", shape) for route in value.split(","))
    if not isinstance(value, Mapping):
        raise ValueError(shape)
    routes = {}
    for host, target in value.items():
        if not isinstance(target, str):
            raise ValueError(shape)
        address, port = _pair(target, ":", shape)
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError(shape)
        routes[str(host).lower()] = (address.strip("[]"), int(port))
    return routes


def _pair(text: str, separator: str, shape: str) -> tuple[str, str]:
    left, found, right = text.strip().rpartition(separator)
    if not (left and found and right):
        raise ValueError(shape)
    return left, right


READ_AS: Mapping[str, Callable[[Any], Any]] = {
    "data_folder": _path,
    "warehouse": _path,
    "report_folder": _path,
    "outlets_folder": _path,
    "model": _text,
    "limit": _whole,
    "workers": _whole,
    "outlet_seconds": _number,
    "run_seconds": _number,
    "page_seconds": _number,
    "wait_seconds": _number,
    "sql_seconds": _number,
    "sql_megabytes": _whole,
    "review_author": _text,
    "review_author_url": _address,
    "review_url": _address,
    "prefect_api_url": _text,
    "webhook": _web_address,
    "mail_to": _text,
    "mail_from": _text,
    "smtp": _mail_server,
    "notify_always": _yes_or_no,
    "contact": _text,
    "user_agent": _text,
    "politeness": _yes_or_no,
    "rate_seconds": _number,
    "concurrency": _whole,
    "connect_timeout": _number,
    "read_timeout": _number,
    "total_timeout": _number,
    "max_tries": _whole,
    "max_wire_bytes": _whole,
    "max_decoded_bytes": _whole,
    "ca_file": _path,
    "allow_private": _hosts,
    "resolver": _routes,
}


def load_settings(
    file: Path | None = None,
    flags: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force. ``flags`` whose value is None were not given.

    ``file`` must exist when it was asked for by name (here or by ``SOURCECHECK_SETTINGS``).
    """
    environment = os.environ if environment is None else environment
    named = file or (
        Path(environment[PREFIX + "SETTINGS"]) if environment.get(PREFIX + "SETTINGS") else None
    )
    path = (named or _config_folder() / "settings.toml").expanduser()
    chosen: dict[str, Any] = {}
    for key, value in _read(path, must_exist=named is not None).items():
        chosen[key] = _checked(key, value, f"{key} in {path}")
    for name, value in environment.items():
        key = name.removeprefix(PREFIX).lower()
        if name.startswith(PREFIX) and key != "settings":
            chosen[key] = _checked(key, value, name)
    for key, value in (flags or {}).items():
        if value is not None:
            chosen[key] = _checked(key, value, f"--{key.replace('_', '-')}")
    return Settings(**chosen)


def _read(path: Path, *, must_exist: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if must_exist:
            raise SettingsError(f"{path}: there is no such settings file") from None
        return {}
    except (OSError, UnicodeDecodeError) as refusal:
        raise SettingsError(f"{path} cannot be read: {refusal}") from refusal
    except tomllib.TOMLDecodeError as damage:
        raise SettingsError(f"{path} is not TOML: {damage}") from damage


def _checked(key: str, value: Any, where: str) -> Any:
    if key not in READ_AS:
        raise SettingsError(f"{where}: there is no such setting; known are {', '.join(READ_AS)}")
    value = str(value) if isinstance(value, Path) else value
    try:
        return READ_AS[key](value)
    except ValueError as mistake:
        raise SettingsError(f"{where} is {value!r}: {mistake}") from None
