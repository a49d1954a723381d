"""The flow that checks every watched article, one after the other, each as a `verify` run.

In: the settings. Out: one `Night` for each article, its outcome or why there is none (an article
that has gone must not cost the others their check); and a digest of what changed since the last
night, kept as a file, shown as Prefect artifacts, and sent where the settings say. May touch what
`verify` does, the digests' folder, the file that one night leaves for the next, and the receivers.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import acreate_markdown_artifact, acreate_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.states import Completed

from extractors.errors import SettingsError, SourcecheckError, WarehouseError, fault_line
from flows.fetch import SystemClock
from flows.log import keep_log
from flows.nightly.digest import (
    Digest,
    Night,
    forgotten,
    headline,
    markdown,
    outlet_rows,
    told,
)
from flows.nightly.memory import read_memory, write_memory
from flows.nightly.notify import Sent, notify
from flows.nightly.watched import Watched, read_watched, replaced
from flows.settings import Settings, load_settings
from flows.verify import Readers, ambient, verify
from flows.waiting import Patience, Turn, opened
from warehouse import Warehouse
from warehouse.changes import Changes

_LOG = logging.getLogger(__name__)


def _run_name() -> str:
    return f"nightly {datetime.now(UTC):%Y-%m-%d %H:%M}"


@flow(name="nightly", flow_run_name=_run_name, validate_parameters=False)
async def nightly(
    settings_file: str | None = None, settings: Mapping[str, str] | None = None
) -> list[Night]:
    """Check every watched article; raises SettingsError when there is none.

    Reports go to ``reports/ARTICLE`` in the data folder. One night at a time: a second one waits
    as the settings have it, then raises InUseError.
    """
    ambient.begin(flow_run.get_id())
    chosen = load_settings(Path(settings_file) if settings_file else None, settings)
    keep_log(chosen.log_file)
    watched = read_watched(chosen.watched_file)
    if not watched:
        raise SettingsError("no article is watched: add one with `sourcecheck watch add ARTICLE`")
    begun = SystemClock().now()
    watching = ambient.watching.get()
    patience = Patience(chosen.wait_seconds, watching.say if watching else lambda _: None)
    with ExitStack() as stack:
        stack.enter_context(await opened(lambda: turn_of_nights(chosen), patience))
        if ambient.warmed.get() is None:  # a scheduled run: one pipeline for all its articles
            ambient.warmed.set(
                stack.enter_context(Readers(chosen.model, chosen.processes, chosen.page_seconds))
            )
        nights = [await _checked(one, chosen, settings_file, settings) for one in watched]
        digest = await write_digest(nights, chosen, begun)
        await tell(digest, chosen)
    return nights


def turn_of_nights(settings: Settings) -> Turn:
    """The turn of one night in a data folder; InUseError where another has it."""
    lock = settings.nights_file.with_suffix(".lock")
    try:
        return Turn(lock, f"another night is running in {settings.data_folder}")
    except OSError as refusal:
        raise SettingsError(f"{lock} cannot be made ({refusal.strerror})") from refusal


async def _checked(
    one: Watched,
    chosen: Settings,
    settings_file: str | None,
    settings: Mapping[str, str] | None,
) -> Night:
    try:
        outcome = await verify(
            article=one.article,
            outlets=list(one.outlets),
            report=str(chosen.data_folder / "reports" / one.name),
            settings_file=settings_file,
            settings=settings,
        )
    except SourcecheckError as problem:
        return Night(one.article, None, str(problem))
    except Exception as fault:
        _LOG.warning("%s could not be checked", one.article, exc_info=True)
        return Night(one.article, None, f"this is a bug, not your mistake: {fault_line(fault)}")
    return Night(one.article, outcome)


def digest_of(nights: Sequence[Night], settings: Settings, begun: datetime) -> Digest:
    """What changed since the last night, which is remembered anew when the digest is written."""
    memory = read_memory(settings.nights_file)
    warehouse = Warehouse(settings.warehouse)
    parts = []
    for night in nights:
        before = memory.get(night.article)
        changes = Changes()
        if night.outcome is not None and before is not None and before.run_id:
            try:
                changes = warehouse.changes(before.run_id, night.outcome.run_id)
            except WarehouseError as problem:  # a snapshot that is not there: nothing to compare
                _LOG.warning("what changed for %s is not known: %s", night.article, problem)
        part, memory[night.article] = told(night, changes, before, begun)
        parts.append(part)
    digest = Digest(begun, tuple(parts))
    _keep(digest, settings)
    write_memory(settings.nights_file, forgotten(memory, [night.article for night in nights]))
    return digest


def _keep(digest: Digest, settings: Settings) -> None:
    file = settings.digest_folder / f"{digest.begun:%Y-%m-%dT%H%M%SZ}.md"
    try:
        replaced(file, markdown(digest))
    except OSError as refusal:
        raise SettingsError(f"{file} cannot be written: {refusal.strerror}") from refusal


@task(name="digest", cache_policy=NO_CACHE, persist_result=False)
async def write_digest(nights: Sequence[Night], settings: Settings, begun: datetime) -> Digest:
    digest = digest_of(nights, settings, begun)
    line = headline(digest)
    _LOG.info(line)
    await acreate_markdown_artifact(markdown(digest), key="digest", description=line)
    rows = outlet_rows(digest)
    if rows:
        await acreate_table_artifact(
            rows, key="outlets", description="What was read of each outlet"
        )
    return digest


@task(name="notify", cache_policy=NO_CACHE, persist_result=False)
async def tell(digest: Digest, settings: Settings) -> Any:
    """Send the digest where it has news, or every night is asked for."""
    sent = sent_of(digest, settings)
    watching = ambient.watching.get()
    for problem in sent.problems:
        _LOG.warning(problem)
        if watching is not None:
            watching.say(problem)
    if sent.problems:
        return Completed(name="Completed with gaps", message="; ".join(sent.problems))
    if not sent.to:
        return Completed(name="Nothing sent", message=headline(digest))
    return Completed(message=f"told by {' and '.join(sent.to)}")


def sent_of(digest: Digest, settings: Settings) -> Sent:
    """Who was told of a night: nobody, where nothing changed and nobody asked for every night."""
    if not (digest.changed or settings.notify_always):
        return Sent((), ())
    more = {"changed": digest.changed, "night": digest.begun.isoformat()}
    return notify(settings, headline(digest), markdown(digest), more)
