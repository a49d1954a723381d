"""Worker processes that the parent can replace: an item at a time in, its answer out.

An alarm within a worker waits for C code to end; so the parent keeps the time. A worker that is
late, or dies, costs the item it had, and a new one takes its place. (`ProcessPoolExecutor` can do
neither: it cannot end one worker, and the death of one breaks them all.) A worker whose parent is
gone, however it went, ends by itself. Touches nothing but those processes.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, Literal, TypeVar

from extractors.errors import ModelError

Item = TypeVar("Item")
Answer = TypeVar("Answer")
Greeting = TypeVar("Greeting")

#: Longest time for a worker to be ready: loading the pipeline takes 3 s on an idle machine.
START_SECONDS = 300.0

#: What became of an item that has no answer.
Lost = Literal["late", "died", "not begun"]


@dataclass(frozen=True, slots=True)
class Work(Generic[Item, Answer, Greeting]):
    """What a worker does, by functions that can be pickled: ``start`` makes it ready and tells of
    what it has, ``answer`` answers one item. What either raises reaches the caller."""

    start: Callable[[str | None], Greeting]
    answer: Callable[[Item], Answer]


def serve(connection: Connection, work: Work[Item, Answer, Greeting], argument: str | None) -> None:
    """A worker's life: ready, then an answer to each item, until the parent closes its end."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    try:
        greeting = work.start(argument)
    except Exception as problem:
        connection.send((_told(problem), None))
        return
    connection.send((None, greeting))
    while True:
        try:
            item = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answered: tuple[Exception | None, Answer | None] = (None, work.answer(item))
        except Exception as problem:
            answered = (_told(problem), None)
        connection.send(answered)


def _told(problem: Exception) -> Exception:
    """The exception as it can be sent, with its trace for ``--debug``."""
    trace = "".join(traceback.format_exception(problem))
    try:
        pickle.loads(pickle.dumps(problem))
    except Exception:  # one whose __init__ takes more than a message
        problem = RuntimeError(f"{type(problem).__name__}: {problem}")
    problem.add_note(trace)
    return problem


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


class Worker(Generic[Item, Answer, Greeting]):
    """One worker process. ``place`` is that of the item it has, None where it has none."""

    def __init__(self, work: Work[Item, Answer, Greeting], argument: str | None) -> None:
        # "spawn": a fork would copy the threads' locks of Prefect, httpx and DuckDB.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=serve, args=(theirs, work, argument), daemon=True
        )
        self.process.start()
        theirs.close()
        self.greeting: Greeting | None = None
        self.ready = False
        self.place: int | None = None
        self.deadline = time.monotonic() + START_SECONDS

    def give(self, place: int, item: Item, seconds: float) -> None:
        """Hand it an item that it has ``seconds`` for."""
        self.place, self.deadline = place, time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it has died, which its end of the pipe will tell
            self.connection.send(item)

    def take(self) -> Answer | Lost | None:
        """Its answer, or why there is none; None where it has only made itself ready.

        Raises what the worker raised, and ModelError where it could not be made ready.
        """
        if not self.connection.poll():
            return self._lost("late")
        try:
            problem, told = self.connection.recv()
        except (EOFError, OSError):
            return self._lost("died")
        self.place = None
        if problem is not None:
            raise problem
        if not self.ready:
            self.ready, self.greeting = True, told
            return None
        answer: Answer = told
        return answer

    def _lost(self, how: Lost) -> Lost:
        if not self.ready:
            raise ModelError(
                "a reading process could not be started (out of memory?): free some memory, or "
                "set workers = 1"
            )
        return how

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Workers(Generic[Item, Answer, Greeting]):
    """Workers, the first of which is started by `warm` and stays; more while there is work.

    Its methods raise ModelError where a worker cannot be made ready.
    """

    def __init__(self, work: Work[Item, Answer, Greeting], argument: str | None = None) -> None:
        self.work = work
        self.argument = argument
        self._workers: list[Worker[Item, Answer, Greeting]] = []
        self._stopped = False

    def stop(self) -> None:
        """Start no worker any more: the command is told to end. From any thread."""
        self._stopped = True

    def _new(self) -> Worker[Item, Answer, Greeting]:
        if self._stopped:
            raise ModelError("reading was told to end")
        return Worker(self.work, self.argument)

    def warm(self) -> None:
        """Start the first worker and return at once."""
        self._start(1)

    def greeting(self) -> Greeting:
        """What the first worker told when it was ready."""
        self.warm()
        first = self._workers[0]
        while first.greeting is None:
            self._heard([first])
            first.take()
        return first.greeting

    def answers(
        self, items: Sequence[Item], most: int, seconds: float, until: float | None = None
    ) -> Iterator[tuple[int, Answer | Lost]]:
        """Each item's place and answer, as they come, from at most ``most`` workers.

        An item has ``seconds``; none is begun after the instant ``until`` (of ``monotonic``).
        """
        waiting = deque(enumerate(items))
        under_way = 0
        self._start(min(most, len(waiting)))
        try:
            while waiting or under_way:
                if until is not None and time.monotonic() >= until:
                    yield from ((place, "not begun") for place, _ in waiting)
                    waiting.clear()
                for worker in self._workers:
                    if worker.ready and worker.place is None and waiting:
                        worker.give(*waiting.popleft(), seconds)
                        under_way += 1
                busy = [w for w in self._workers if not w.ready or w.place is not None]
                for worker in self._heard(busy, until if waiting else None):
                    place, answer = worker.place, worker.take()
                    if worker.place is not None:  # it still has the item: it is late, or gone
                        self._replace(worker)
                    if answer is not None and place is not None:
                        under_way -= 1
                        yield place, answer
        finally:
            self._keep_one()

    def _start(self, wanted: int) -> None:
        while len(self._workers) < wanted:
            self._workers.append(self._new())

    def _heard(
        self, busy: Sequence[Worker[Item, Answer, Greeting]], until: float | None = None
    ) -> list[Worker[Item, Answer, Greeting]]:
        """Those that have answered, died, or are late; waits for the first, or ``until``."""
        soonest = min([w.deadline for w in busy] + ([] if until is None else [until]), default=0.0)
        heard = wait([w.connection for w in busy], max(0.0, soonest - time.monotonic()))
        now = time.monotonic()
        return [w for w in busy if w.connection in heard or w.deadline <= now]

    def _replace(self, worker: Worker[Item, Answer, Greeting]) -> None:
        worker.end()
        self._workers[self._workers.index(worker)] = self._new()

    def _keep_one(self) -> None:
        """End all but the first, and the first too where it still has an item nobody waits for."""
        for worker in self._workers[1:]:
            worker.end()
        del self._workers[1:]
        for worker in self._workers:
            if worker.place is not None:
                self._replace(worker)

    def close(self) -> None:
        """End the workers; what they were about to do is dropped."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()
