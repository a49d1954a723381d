"""One run of a flow for the command line: a server that is starting and workers that are
warming up come in, what the flow returns goes out. Told to end (SIGINT, SIGTERM), it cancels the
run in Prefect first. Imports Prefect only once it is called."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from rich.console import Console

from flows.orchestration import Ending, PrefectServer
from flows.verify import Outcome, Readers, Reporter, ambient

if TYPE_CHECKING:
    from flows.nightly import Night

T = TypeVar("T")


def run_verify(
    server: PrefectServer, readers: Readers, console: Console, **parameters: Any
) -> Outcome:
    """Run the verify flow against ``server`` and show its steps on ``console``."""
    with _session(server, readers, console) as interruptible:
        from flows.verify import verify

        outcome: Outcome = interruptible.run(verify(**parameters))
    return outcome


def run_nightly(
    server: PrefectServer, readers: Readers, console: Console, **parameters: Any
) -> list[Night]:
    """Run the nightly flow once; what became of each watched article."""
    with _session(server, readers, console) as interruptible:
        from flows.nightly import nightly

        nights: list[Night] = interruptible.run(nightly(**parameters))
    return nights


class _Interruptible:
    """One coroutine, in a thread of its own, that another can cancel: as if Ctrl-C had come.

    In the main thread Prefect would put its own handler in place of ours for SIGTERM.
    """

    def __init__(self) -> None:
        self._cancel: Callable[[], object] = lambda: None

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What the coroutine returns or raises; KeyboardInterrupt where it was cancelled."""
        ended: Future[T] = Future()

        async def under_way() -> T:
            loop, task = asyncio.get_running_loop(), asyncio.current_task()
            assert task is not None
            self._cancel = lambda: loop.call_soon_threadsafe(task.cancel)
            return await work

        def in_thread() -> None:
            try:
                ended.set_result(asyncio.run(under_way()))
            except BaseException as failure:
                ended.set_exception(failure)

        Thread(target=copy_context().run, args=(in_thread,), daemon=True).start()
        try:
            return ended.result()
        except (asyncio.CancelledError, CancelledError):
            raise KeyboardInterrupt from None

    def cancel(self) -> None:
        """Cancel it, from any thread. Raises RuntimeError where it has ended."""
        self._cancel()


@contextmanager
def _session(server: PrefectServer, readers: Readers, console: Console) -> Iterator[_Interruptible]:
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
        work = _Interruptible()

        def leave() -> None:
            readers.stop()
            work.cancel()

        with prefect.settings.temporary_settings(quiet):
            ending = Ending(str(server.api_url), _begun, leave, server.stop, server.processes)
            with ending:
                try:
                    yield work
                    if ending.told:  # it went on to its end, and what it did stands
                        raise KeyboardInterrupt
                except BaseException:
                    if ending.told:
                        raise KeyboardInterrupt from None
                    raise
                finally:
                    _send_the_rest()


def _begun(_: object) -> list[UUID]:
    return [UUID(run) for run in ambient.begun]


def _send_the_rest() -> None:
    """Let Prefect's last records reach the server before it goes."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all()
    APILogWorker.drain_all()
