"""What a person sees while a check runs. Writes to the console it is given.

On a terminal: one live line for each step. Elsewhere (a log, a pipe): one plain line when a
step begins and one when it ends, nothing else, so that a night's log can be read. What came of each
step is logged too, which tells Prefect's run.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from types import TracebackType
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

_LOG = logging.getLogger(__name__)


class Step(Protocol):
    """One step under way."""

    def of(self, total: int) -> None:
        """Says how many pieces the step has."""

    def advance(self, pieces: int = 1) -> None:
        """Some pieces are done."""

    def note(self, text: str) -> None:
        """What came of it, shown when the step ends."""


class Reporter:
    """Shows the steps of a check; a context manager around them all."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._live: Progress | None = None

    def __enter__(self) -> Reporter:
        if self.console.is_terminal:
            self._live = Progress(
                SpinnerColumn(finished_text="[green]✓"),
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=20),
                MofNCompleteColumn(),
                TextColumn("{task.fields[note]}", style="dim", markup=False),
                console=self.console,
            )
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def say(self, text: str) -> None:
        """A line of its own, between the steps' lines."""
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """One step, from its first line to its last."""
        step = _LiveStep(self._live, name) if self._live else _PlainStep(self.console, name)
        yield step
        step.done()
        _LOG.info("%s: %s", name, step.noted or "done")


class _LiveStep:
    def __init__(self, live: Progress, name: str) -> None:
        self._live = live
        self._task = live.add_task(name, total=None, note="")
        self.noted = ""

    def of(self, total: int) -> None:
        self._live.update(self._task, total=total)

    def advance(self, pieces: int = 1) -> None:
        self._live.advance(self._task, pieces)

    def note(self, text: str) -> None:
        self.noted = text
        self._live.update(self._task, note=text)

    def done(self) -> None:
        total = self._live.tasks[self._task].total
        self._live.update(self._task, total=total or 1, completed=total or 1)


class _PlainStep:
    def __init__(self, console: Console, name: str) -> None:
        self._console = console
        self._name = name
        self.noted = ""
        self._begun = perf_counter()
        console.print(f"{name} ...", markup=False, highlight=False, soft_wrap=True)

    def of(self, total: int) -> None:
        self.noted = f"{total}"

    def advance(self, pieces: int = 1) -> None:
        return None

    def note(self, text: str) -> None:
        self.noted = text

    def done(self) -> None:
        took = perf_counter() - self._begun
        told = f": {self.noted}" if self.noted else ""
        line = f"{self._name} done in {took:.1f} s{told}"
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)
