"""One run of a flow for the command line: a server that is starting and workers that are
warming up come in, what the flow returns goes out. Imports Prefect only once it is called."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console

from flows.orchestration import PrefectServer
from flows.verify import Outcome, Readers, Reporter, ambient

if TYPE_CHECKING:
    from flows.nightly import Night


def run_verify(
    server: PrefectServer,
    readers: Readers,
    console: Console,
    *,
    debug: bool = False,
    **parameters: Any,
) -> Outcome:
    """Run the verify flow against ``server`` and show its steps on ``console``."""
    with _session(server, readers, console, debug):
        from flows.verify import verify

        outcome: Outcome = asyncio.run(verify(**parameters))
    return outcome


def run_nightly(
    server: PrefectServer,
    readers: Readers,
    console: Console,
    *,
    debug: bool = False,
    **parameters: Any,
) -> list[Night]:
    """Run the nightly flow once; what became of each watched article."""
    with _session(server, readers, console, debug):
        from flows.nightly import nightly

        nights: list[Night] = asyncio.run(nightly(**parameters))
    return nights


@contextmanager
def _session(
    server: PrefectServer, readers: Readers, console: Console, debug: bool
) -> Iterator[None]:
    with Reporter(console) as reporter:
        with reporter.step("Starting") as step:
            # Imported while the server starts, not after it has.
            import prefect.settings

            from flows.verify import verify as _  # noqa: F401

            step.note(f"Prefect at {server.wait()}")
        ambient.watching.set(reporter)
        ambient.warmed.set(readers)
        quiet = {
            prefect.settings.PREFECT_API_URL: server.api_url,
            prefect.settings.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        }
        with prefect.settings.temporary_settings(quiet):
            try:
                yield
            finally:
                _send_the_rest()


def _send_the_rest() -> None:
    """Let Prefect's last records reach the server before it goes."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all()
    APILogWorker.drain_all()
