"""What a check was asked to do, looked over before anything is started or written.

In: what the command line, a schedule or a Python caller gave. Out: a `Request` that can be
carried out, or a SourcecheckError of one line. Touches only what it must to know: the article
file, the first bytes of each WARC, the folders that will be written to.
"""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from extractors.errors import (
    ArchiveError,
    InUseError,
    OutletError,
    SettingsError,
    WarehouseError,
)
from flows.fetch import records, warc_files
from flows.outlets import Directory, Outlet, load_outlets
from flows.settings import Settings
from flows.verify.article import is_address, read_article_file
from warehouse import Warehouse

FORMATS = ("html", "md", "json", "csv", "claimreview")
DEFAULT_FORMATS = ("html", "md", "json")


@dataclass(frozen=True, slots=True)
class Request:
    """One check: the article, the captures to replay (none: live), the outlets (none: those
    it cites), the instant to judge from (None: the article's own date), where to report."""

    article: str
    replay: tuple[Path, ...]
    outlets: tuple[str, ...]
    as_of: datetime | None
    report: Path
    formats: tuple[str, ...] = DEFAULT_FORMATS


def checked_request(
    settings: Settings,
    article: str,
    replay: Sequence[str] = (),
    outlets: Sequence[str] = (),
    as_of: str | None = None,
    report: str | None = None,
    formats: Sequence[str] = DEFAULT_FORMATS,
) -> Request:
    """The request, once all that can be known to be wrong with it has been ruled out."""
    known = known_outlets(settings)
    request = Request(
        article=article,
        replay=tuple(Path(path).expanduser() for path in replay),
        outlets=tuple(dict.fromkeys(outlet_named(name, known).id for name in outlets)),
        as_of=read_instant(as_of) if as_of else None,
        report=Path(report).expanduser() if report else settings.report_folder,
        formats=tuple(formats),
    )
    unknown = [name for name in request.formats if name not in FORMATS]
    if unknown:
        raise SettingsError(f"there is no report format {unknown[0]!r}: use {', '.join(FORMATS)}")
    if not is_address(article):
        read_article_file(article)
    _check_captures(request.replay)
    if settings.warehouse.is_dir():
        raise WarehouseError(f"{settings.warehouse} is a folder: name a file in it")
    if not writable(settings.warehouse.parent):
        raise WarehouseError(
            f"the warehouse's folder {settings.warehouse.parent} cannot be written: "
            "choose another with --warehouse"
        )
    with suppress(InUseError):  # whoever has it looked it over; the check waits for it
        Warehouse(settings.warehouse).check()
    if not writable(request.report):
        raise SettingsError(
            f"the report folder {request.report} cannot be written: choose another with --report"
        )
    return request


def read_instant(text: str) -> datetime:
    """A date ("2025-05-30": its last instant, UTC) or an ISO time. SettingsError otherwise."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise SettingsError(f"{text!r} is not a date: write it as 2025-05-30") from None
    if len(text.strip()) <= len("2025-05-30"):
        return datetime.combine(moment.date(), time.max, tzinfo=UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def known_outlets(settings: Settings) -> Mapping[str, Outlet]:
    """The shipped outlets and the user's own."""
    folder = settings.outlets_folder
    return load_outlets(*([folder] if folder.is_dir() else []))


def outlet_named(name: str, known: Mapping[str, Outlet]) -> Outlet:
    """The outlet of this id or host; a host that no file knows is an outlet of its own.

    OutletError with the nearest known id for anything else.
    """
    found = Directory(known).get(name)
    if found is not None:
        return found
    near = difflib.get_close_matches(name.lower(), known, n=3)
    alike = " or ".join(map(repr, near))
    hint = f"did you mean {alike}?" if near else "`sourcecheck outlets` lists those known"
    raise OutletError(f"there is no outlet {name!r}: {hint}")


def writable(folder: Path) -> bool:
    """True when files can be made in ``folder``, which need not exist yet.

    Tried, not asked: permission bits say nothing to root, nor of a read-only mount.
    """
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir():
        return False
    try:
        handle, name = tempfile.mkstemp(dir=nearest, prefix=".sourcecheck-")
    except OSError:
        return False
    os.close(handle)
    Path(name).unlink()
    return True


def _check_captures(paths: Sequence[Path]) -> None:
    """Raises ArchiveError where none of the files holds a record that can be read."""
    damaged: list[str] = []
    files = list(warc_files(paths, damaged))
    if files and all(next(records(file, damaged), None) is None for file in files):
        raise ArchiveError(f"--replay: {damaged[0]}")
    if paths and not files:
        raise ArchiveError(f"--replay: {damaged[0]}")
