"""The flow that checks one article: text or address in, a report folder and an `Outcome` out.

A few named tasks, coarse on purpose (a task costs the server more than it costs us): read the
article; collect, one per outlet; take from the captures; read the pages; load; cross-check;
report. Only collecting is retried, and only when the network was the trouble: what reads the
same bytes again fails the same way again.

May touch: everything its steps may (`steps.py`), and a Prefect API.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.runtime import flow_run, task_run
from prefect.states import Completed
from prefect.tasks import Task
from rich.console import Console

from extractors.errors import SourcecheckError, WarehouseError
from flows.collect import STATE_FILE, CollectState
from flows.fetch import Archive, Fetcher, ReplayTransport, SystemClock
from flows.log import keep_log
from flows.settings import load_settings
from flows.verify import ambient, history
from flows.verify.article import is_address, read_article_file
from flows.verify.extract import Readers
from flows.verify.gaps import NETWORK, state_of
from flows.verify.outcome import Outcome
from flows.verify.progress import Reporter
from flows.verify.request import DEFAULT_FORMATS, checked_request, known_outlets
from flows.verify.steps import (
    Check,
    collect_captured,
    collect_live,
    crosscheck,
    fetched_article,
    load,
    outcome,
    read_article,
    read_pages,
    report,
)
from flows.waiting import Patience, Turn, opened, when_free
from warehouse import Warehouse

_LOG = logging.getLogger(__name__)

# The worker that sends Prefect's events says "still processing" as a warning when it is asked
# to finish, which is what it is for.
logging.getLogger("EventsWorker").setLevel(logging.ERROR)


class UnreachableError(SourcecheckError):
    """Nothing of an outlet could be had, for reasons that may pass in a minute."""


def _unreachable(_: Task[Any, Any], run: TaskRun, state: State[Any]) -> bool:
    """Only what the network did is worth another try."""
    return isinstance(state.data, UnreachableError)


@task(name="read the article", cache_policy=NO_CACHE, persist_result=False)
async def read_the_article(check: Check, fetcher: Fetcher, reporter: Reporter) -> None:
    with reporter.step("Reading the article") as step:
        if is_address(check.request.article):
            fetched = await fetcher.get(check.request.article)
            text, capture = fetched_article(fetched), fetched.capture
        else:
            text, capture = read_article_file(check.request.article), None
        await asyncio.to_thread(read_article, check, text, capture)
        facts = sum(claim.kind == "fact" for claim in check.claims)
        step.note(
            f"claims to check: {facts}; citations: {len(check.citations)}; "
            f"outlets: {len(check.asked)}"
        )


@task(
    name="collect",
    task_run_name="collect {outlet}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=1,
    retry_delay_seconds=20,
    retry_jitter_factor=0.5,
    retry_condition_fn=_unreachable,
)
async def collect(
    outlet: str, check: Check, fetcher: Fetcher, state: CollectState, reporter: Reporter
) -> Any:
    """From the network into the archive. An outlet that is down is asked once more.

    Its state says by name what happened: all went well, something could not be had, or nothing.
    """
    with reporter.step(f"Collecting {check.known[outlet].name}") as step:
        found = await collect_live(check, check.known[outlet], fetcher, state)
        step.note(f"{found.new} new, {found.changed} changed, {found.failed} failed")
        nothing = not (found.new or found.changed or found.unchanged or found.resting)
        trouble = [note for note in found.unread if note.what in NETWORK]
        if nothing and trouble and task_run.run_count <= collect.retries:
            raise UnreachableError(f"{outlet} could not be reached: {trouble[0].why}")
    name, told = state_of(found)
    if found.unread:
        _LOG.info("%s: %s", outlet, told)
    return Completed(name=name, message=told)


@task(name="take from the captures", cache_policy=NO_CACHE, persist_result=False)
async def take(check: Check, fetcher: Fetcher, reporter: Reporter) -> None:
    """One task for all outlets: an archive may hold pages of hundreds of hosts."""
    with reporter.step("Taking the pages from the captures") as step:
        step.of(len(check.asked))
        for outlet in check.asked:
            await collect_captured(check, check.known[outlet], fetcher)
            step.advance()
        taken = [len(found.pages) for found in check.collected.values()]
        step.note(f"pages: {sum(taken)}; outlets: {sum(map(bool, taken))}")


@task(name="read the pages", cache_policy=NO_CACHE, persist_result=False)
async def read_the_pages(check: Check, reporter: Reporter) -> None:
    with reporter.step("Reading the pages") as step:
        await asyncio.to_thread(read_pages, check, step)


@task(name="load", cache_policy=NO_CACHE, persist_result=False)
async def load_the_warehouse(check: Check, reporter: Reporter, patience: Patience) -> None:
    with reporter.step("Loading the warehouse") as step:
        await when_free(lambda: asyncio.to_thread(load, check), patience)
        added = {name: count for name, count in check.added.items() if count}
        step.note(f"{sum(added.values())} new rows")


@task(name="cross-check", cache_policy=NO_CACHE, persist_result=False)
async def cross_check(check: Check, reporter: Reporter, patience: Patience) -> None:
    with reporter.step("Cross-checking") as step:
        await when_free(lambda: asyncio.to_thread(crosscheck, check), patience)
        step.note(f"{len(check.derived.findings)} findings")


@task(name="report", cache_policy=NO_CACHE, persist_result=False)
async def write_the_report(check: Check, reporter: Reporter, patience: Patience) -> None:
    with reporter.step("Writing the report"):
        await when_free(lambda: asyncio.to_thread(report, check), patience)


def _run_name() -> str:
    """The article's own name, and the day: "verify strike.md 2026-11-27"."""
    article = str(flow_run.get_parameters().get("article", ""))
    name = article if is_address(article) else Path(article).name
    return f"verify {name} {datetime.now(UTC):%Y-%m-%d}"


@flow(name="verify", flow_run_name=_run_name, validate_parameters=False)
async def verify(
    article: str,
    replay: Sequence[str] = (),
    outlets: Sequence[str] = (),
    as_of: str | None = None,
    report: str | None = None,
    formats: Sequence[str] = DEFAULT_FORMATS,
    settings_file: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> Outcome:
    """Check one article against what the outlets it cites published.

    Every parameter is plain text, so that a run can be started from Prefect's UI or a
    schedule. ``settings`` are single settings that override the file's and the
    environment's. Raises SourcecheckError for bad input.
    """
    ambient.begin(flow_run.get_id())
    began = SystemClock().now()
    chosen = load_settings(Path(settings_file) if settings_file else None, settings)
    keep_log(chosen.log_file)
    request = checked_request(chosen, article, replay, outlets, as_of, report, formats)
    reporter = ambient.watching.get() or Reporter(Console(file=StringIO()))
    patience = Patience(chosen.wait_seconds, reporter.say)
    async with AsyncExitStack() as stack:
        # One check at a time on one warehouse: each sees what the one before has kept.
        stack.enter_context(await opened(lambda: turn_at(chosen.warehouse), patience))
        warehouse = Warehouse(chosen.warehouse)
        await when_free(lambda: asyncio.to_thread(warehouse.check), patience)
        readers = ambient.warmed.get() or stack.enter_context(
            Readers(chosen.model, chosen.processes, chosen.page_seconds)
        )
        check = Check(request, chosen, known_outlets(chosen), readers)
        if check.mode == "live":
            await _collect_live(check, reporter, patience)
            captures = [chosen.archive_folder]
        else:
            captures = list(request.replay)
        captured = await asyncio.to_thread(lambda: ReplayTransport(captures))
        check.newest_capture = captured.latest
        fetcher = Fetcher(chosen.fetch_settings(), replay=captured)
        await stack.enter_async_context(fetcher)
        if check.mode == "replay":
            await asyncio.to_thread(check.look_over, captured)
            await read_the_article(check, fetcher, reporter)
        await take(check, fetcher, reporter)
        await read_the_pages(check, reporter)
        await load_the_warehouse(check, reporter, patience)
        await cross_check(check, reporter, patience)
        noted = {note.url for note in check.unread}
        # An undated article is judged as of the newest capture: a later check needs it too.
        newest = captured.latest if check.as_of_basis == "captures" else None
        check.beside = [
            one for one in captured.captures() if one.url in noted or one.captured_at == newest
        ]
        await write_the_report(check, reporter, patience)
        history.append(chosen.history_file, made_of(check, began))
        return outcome(check)


def made_of(check: Check, began: datetime) -> history.Made:
    """The check that has just been made, for the history."""
    return history.Made(
        run_id=check.run.run_id,
        article=check.request.article,
        began=began,
        seconds=check.clock.monotonic() - check.began,
        new_pages=check.reader.new,
        new_rows=sum(check.added.values()),
    )


def turn_at(warehouse: Path) -> Turn:
    """The turn of one check at a warehouse; InUseError where another check has it."""
    lock = warehouse.with_name(f"{warehouse.name}.lock")
    try:
        return Turn(lock, f"another check is running on {warehouse}")
    except OSError as refusal:
        raise WarehouseError(f"{lock} cannot be made ({refusal.strerror})") from refusal


async def _collect_live(check: Check, reporter: Reporter, patience: Patience) -> None:
    """The article, and what the network has of each outlet, into the archive.

    The state beside the archive knows what an earlier check fetched, killed or not: nothing
    that is not due is asked for again.
    """
    folder = check.settings.archive_folder
    with (
        await opened(lambda: CollectState(folder / STATE_FILE), patience) as state,
        Archive(folder) as archive,
    ):
        state.account_for(folder)
        fetch = check.settings.fetch_settings()
        async with Fetcher(fetch, archive=archive, validators=state) as fetcher:
            await read_the_article(check, fetcher, reporter)
            await asyncio.gather(
                *(collect(outlet, check, fetcher, state, reporter) for outlet in check.asked)
            )
        archive.close()
        state.settle(folder)
