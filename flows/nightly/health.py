"""Is this installation well: settings in, findings out, each with what to do about it.

Looks at the model's files, the libraries, the disk, the warehouse and its snapshot, the Prefect
server, the outlets' last successes, and what is left running. Reads only; starts nothing. The
network is touched only where a Prefect API is named in the settings: that one is asked.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import extractors
from extractors.errors import InUseError, SourcecheckError
from flows.collect import STATE_FILE, last_successes
from flows.nightly.watched import read_watched
from flows.orchestration import configured_api_url, prefect_home
from flows.settings import Settings
from flows.verify import is_address, known_outlets
from warehouse import Warehouse

State = Literal["well", "look", "bad"]
GB = 1_000_000_000
#: Free space below which a night may fail, and below which it soon may.
LEAST_FREE, LITTLE_FREE = 1 * GB, 5 * GB
#: How long an outlet may give nothing before it is worth a look.
LONG_SILENT = timedelta(days=7)
SECONDS = 3.0
#: Most outlets that are told one by one.
MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``advice`` says what to do where it is not well."""

    what: str
    state: State
    found: str
    advice: str = ""


def examine(settings: Settings, now: datetime) -> Iterator[Check]:
    """Look at everything, one check after the other."""
    yield model_files(settings)
    yield libraries()
    yield disk(settings)
    yield watched(settings)
    yield snapshot(settings)
    yield server(settings)
    yield from outlets(settings, now)
    yield running_processes()
    yield running_runs(settings)


def model_files(settings: Settings) -> Check:
    """The model's files against the hashes that its meta.json holds."""
    folder = Path(settings.model) if settings.model else Path(extractors.__file__).parent / "model"
    if settings.model and not folder.exists():
        try:
            found = metadata.version(settings.model)
        except metadata.PackageNotFoundError:
            told = f"{settings.model} is neither a folder nor installed"
            return Check("model", "bad", told, "install it, or take `model` out of the settings")
        return Check("model", "well", f"{settings.model} {found}, an installed spaCy pipeline")
    advice = "install sourcecheck again, or name another `model`"
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        for name, digest in meta["files"].items():
            if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                return Check("model", "bad", f"{folder / name} is damaged", advice)
    except (OSError, ValueError, KeyError, AttributeError) as damage:
        return Check("model", "bad", f"{folder}: {damage}", advice)
    return Check("model", "well", f"{meta['name']}, {len(meta['files'])} files as they should be")


def libraries() -> Check:
    """The installed libraries against what this release names."""
    from packaging.requirements import Requirement

    wrong = []
    try:
        wanted = metadata.requires("sourcecheck") or []
    except metadata.PackageNotFoundError:
        return Check("libraries", "look", "sourcecheck is run without being installed", "make")
    for requirement in map(Requirement, wanted):
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            wrong.append(f"{requirement.name} {found} is not {requirement.specifier}")
    if wrong:
        return Check("libraries", "bad", "; ".join(wrong), "install sourcecheck again (`make`)")
    return Check("libraries", "well", f"{len(wanted)} as this release names them")


def disk(settings: Settings) -> Check:
    """Whether the data folder can be written, and how much room it has."""
    folder = settings.data_folder
    there = next((place for place in (folder, *folder.parents) if place.exists()), Path("/"))
    if not os.access(there, os.W_OK):
        told = f"{there} cannot be written"
        return Check("disk", "bad", told, "give this user the right, or name another data_folder")
    free = shutil.disk_usage(there).free
    told = f"{free / GB:.1f} GB free for {folder}"
    if free < LEAST_FREE:
        return Check("disk", "bad", told, "free some space before the next night")
    if free < LITTLE_FREE:
        return Check("disk", "look", told, "free some space, or move data_folder")
    return Check("disk", "well", told)


def watched(settings: Settings) -> Check:
    """Whether every watched article is where it was."""
    try:
        articles = [one.article for one in read_watched(settings.watched_file)]
    except SourcecheckError as damage:
        return Check("watched articles", "bad", str(damage), "mend or delete that file")
    gone = [one for one in articles if not is_address(one) and not Path(one).is_file()]
    if gone:
        told = f"{', '.join(gone)}: there is no such file"
        advice = "put it back, or `sourcecheck watch remove` it"
        return Check("watched articles", "look", told, advice)
    return Check("watched articles", "well", f"{len(articles)}")


def snapshot(settings: Settings) -> Check:
    """Whether readers see what the warehouse holds."""
    warehouse = Warehouse(settings.warehouse)
    if not settings.warehouse.is_file():
        return Check("warehouse", "well", f"there is no {settings.warehouse} yet")
    size = settings.warehouse.stat().st_size / 1_000_000
    try:
        current = warehouse.is_published()
    except InUseError:
        return Check("warehouse", "look", "another process is writing to it", "look again later")
    except SourcecheckError as damage:
        return Check("warehouse", "bad", str(damage), "restore a copy, or name another warehouse")
    told = f"{settings.warehouse}, {size:.1f} MB"
    if not current:
        advice = "the next check publishes it; `sourcecheck verify` one article to do it now"
        return Check("snapshot", "look", f"{told}: readers see an older state of it", advice)
    return Check("warehouse", "well", f"{told}, as published")


def server(settings: Settings) -> Check:
    """Whether the Prefect API that is named answers."""
    try:
        address = settings.prefect_api_url or configured_api_url()
    except SourcecheckError as damage:
        return Check("Prefect", "bad", str(damage), "mend or delete that file")
    if address is None:
        return Check("Prefect", "well", "no API is named: each command starts its own")
    parts = urlsplit(address)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
        connection.request("GET", f"{parts.path.rstrip('/')}/health")
        status = connection.getresponse().status
        connection.close()
    except (OSError, http.client.HTTPException, ValueError) as silence:
        advice = "start it with `prefect server start`, or unset PREFECT_API_URL"
        return Check("Prefect", "bad", f"{address} does not answer ({silence})", advice)
    if status not in (200, 401, 403):
        return Check("Prefect", "bad", f"{address} answers with {status}", "look at its log")
    return Check("Prefect", "well", f"{address} answers")


def outlets(settings: Settings, now: datetime) -> Iterator[Check]:
    """Each outlet that was ever asked: when it last gave a page."""
    try:
        known = known_outlets(settings)
        found = last_successes(settings.archive_folder / STATE_FILE)
    except SourcecheckError as damage:
        yield Check("outlets", "bad", str(damage), "mend or delete that file")
        return
    late = {name: last for name, last in found.items() if last is None or now - last > LONG_SILENT}
    yield Check("outlets", "well", f"{len(known)} known, {len(found)} asked, {len(late)} silent")
    for number, (name, last) in enumerate(sorted(late.items())):
        if number == MOST_TOLD:
            yield Check("outlet", "look", f"and {len(late) - number} more", "`sourcecheck outlets`")
            return
        since = "has never given a page" if last is None else f"last gave a page on {last:%Y-%m-%d}"
        advice = f"`sourcecheck outlets {name}`: has a door moved, or does it refuse?"
        yield Check("outlet", "look", f"{name} {since}", advice)


def running_processes() -> Check:
    """Processes of ours beside this one, whoever began them."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "cmdline").read_bytes().split(b"\0")
            own = place.stat().st_uid == os.getuid()
        except OSError:
            continue
        ours = b"flows.orchestration.process" in words or any(
            word.endswith(b"/sourcecheck") or word == b"flows.cli" for word in words[:4]
        )
        if own and ours and int(place.name) != os.getpid():
            found.append(place.name)
    if not found:
        return Check("processes", "well", "none but this")
    told = f"{len(found)} of sourcecheck running: {', '.join(sorted(found))}"
    return Check("processes", "look", told, "well where a check or a schedule is on; else end them")


def running_runs(settings: Settings) -> Check:
    """Runs that Prefect's own database says are going on, where no server is named to ask."""
    if settings.prefect_api_url or configured_api_url():
        return Check("runs", "well", "see the UI of the Prefect server that is named")
    database = prefect_home() / "prefect.db"
    if not database.is_file():
        return Check("runs", "well", "Prefect has none yet")
    try:
        opened = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=SECONDS)
        try:
            rows = opened.execute(
                "SELECT name FROM flow_run WHERE state_type IN ('RUNNING', 'PENDING', 'CANCELLING')"
            ).fetchall()
        finally:
            opened.close()
    except sqlite3.Error as refusal:
        return Check("runs", "look", f"{database} cannot be read: {refusal}", "look at the UI")
    if rows:
        told = ", ".join(str(name) for (name,) in rows[:MOST_TOLD])
        advice = "if none is, a kill left them so; delete them in Prefect's UI"
        return Check("runs", "look", f"{len(rows)} said to be running: {told}", advice)
    return Check("runs", "well", "none said to be running")
