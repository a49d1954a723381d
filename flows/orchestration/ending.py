"""The end of a command that is told to end: its runs first, then itself, within 20 seconds.

On SIGINT (Ctrl-C) or SIGTERM a thread marks the command's unfinished runs in Prefect as Cancelled,
ends the processes that were started for them, and lets the main thread go its way out. Where that
cannot leave what it is doing (a library's code, a thread that nobody can stop), the process ends
hard: a warehouse, an archive and parts stand a kill at any moment. A second signal does so at once.
Touches a Prefect API, this process's signals and its children. Imports Prefect when it must.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from prefect.client.orchestration import SyncPrefectClient

#: Seconds for Prefect to hear of it, for a child to end by itself, and for all of it until the main
#: thread is gone; the server has five more.
CANCEL_SECONDS, CHILD_SECONDS, ALL_SECONDS = 5.0, 3.0, 14.0
#: The exit code of what was interrupted.
INTERRUPTED = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM)
SAID = "sourcecheck: interrupted; run it again to go on"
WHY = "the command was told to end"


class Ending:
    """Ends a command in order when it is told to; a context manager around what it does.

    ``runs`` names the flow runs that this command began, given a client. ``release`` makes the
    main thread leave; ``last`` is done before a hard end (the server is stopped there). ``spared``
    are children that stay until then.
    """

    def __init__(
        self,
        api_url: str,
        runs: Callable[[SyncPrefectClient], Iterable[UUID]],
        release: Callable[[], None],
        last: Callable[[], None],
        spared: Sequence[int] = (),
    ) -> None:
        self.api_url = api_url
        self.told = False
        self._runs = runs
        self._release = release
        self._last = last
        self._spared = spared
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._mine: tuple[UUID, ...] | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Ending:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.getsignal(number) for number in SIGNALS}
            for number in SIGNALS:
                signal.signal(number, self.hear)
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._tell_prefect()  # which calls a run that its own process left "crashed"
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def hear(self, *_: object) -> None:
        """A signal has come."""
        if self.told:
            self._hard_end()
        self.told = True
        self._thread = threading.Thread(target=self._end, daemon=True)
        self._thread.start()

    def _end(self) -> None:
        until = time.monotonic() + ALL_SECONDS
        self._tell_prefect()
        with contextlib.suppress(RuntimeError):  # its loop is closed: it is on its way out already
            self._release()
        end_children(self._spared)
        if not self._over.wait(until - time.monotonic()):
            self._hard_end()

    def _tell_prefect(self) -> None:
        """Cancel the runs, for as long as that may take: a server may be too busy to answer."""
        telling = threading.Thread(target=self._cancel, daemon=True)
        telling.start()
        telling.join(CANCEL_SECONDS)

    def _cancel(self) -> None:
        # a server that has gone has no runs either
        with contextlib.suppress(Exception), _client(self.api_url) as client:
            if self._mine is None:
                self._mine = tuple(self._runs(client))
            for run in self._mine:
                cancel(client, run)

    def _hard_end(self) -> None:
        try:
            with contextlib.suppress(OSError, ValueError):  # whoever was listening has gone
                print(SAID, file=sys.stderr, flush=True)  # noqa: T201
            end_children(self._spared)
            self._last()
        finally:
            os._exit(INTERRUPTED)


@contextlib.contextmanager
def _client(api_url: str) -> Iterator[SyncPrefectClient]:
    from prefect.client.orchestration import SyncPrefectClient

    with SyncPrefectClient(api_url) as client:
        yield client


def cancel(client: SyncPrefectClient, run: UUID, why: str = WHY) -> None:
    """Mark a flow run, its tasks and the runs they began as Cancelled where they have not ended."""
    from prefect.client.schemas.filters import (
        FlowRunFilter,
        FlowRunFilterId,
        FlowRunFilterParentTaskRunId,
    )
    from prefect.client.schemas.objects import StateType
    from prefect.states import Cancelled

    ended = (StateType.COMPLETED, StateType.FAILED, StateType.CANCELLED)
    mine = FlowRunFilter(id=FlowRunFilterId(any_=[run]))
    tasks = client.read_task_runs(flow_run_filter=mine)
    if tasks:
        parents = FlowRunFilterParentTaskRunId(any_=[task.id for task in tasks])
        for child in client.read_flow_runs(
            flow_run_filter=FlowRunFilter(parent_task_run_id=parents)
        ):
            cancel(client, child.id, why)
    for task in tasks:
        if task.state_type not in ended:
            client.set_task_run_state(task.id, Cancelled(message=why), force=True)
    if client.read_flow_run(run).state_type not in ended:
        client.set_flow_run_state(run, Cancelled(message=why), force=True)


def end_children(spared: Sequence[int] = ()) -> None:
    """End this process's children and theirs: asked first, then killed."""
    living = [pid for pid in _children(os.getpid()) if pid not in spared]
    for pid in living:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + CHILD_SECONDS
    while (living := [pid for pid in living if _alive(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    for pid in living:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    """The processes that a process and its threads began."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in listed.read_text().split()]
    return found


def _alive(pid: int) -> bool:
    """False of what has ended, though nobody has asked how."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
