"""What a person sees while a check runs and when it is done. Writes to the console it is given.

On a terminal: one live line for each step. Elsewhere (a log, a pipe): one plain line when a
step begins and one when it ends, nothing else, so that a night's log can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from flows.terminal import printable

if TYPE_CHECKING:
    from flows.verify_outcome import Outcome

VERDICT_COLOURS = {
    "supported": "green",
    "refuted": "red",
    "conflicting evidence": "yellow",
    "not enough evidence": "dim",
}


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

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """One step, from its first line to its last."""
        step = _LiveStep(self._live, name) if self._live else _PlainStep(self.console, name)
        yield step
        step.done()


class _LiveStep:
    def __init__(self, live: Progress, name: str) -> None:
        self._live = live
        self._task = live.add_task(name, total=None, note="")

    def of(self, total: int) -> None:
        self._live.update(self._task, total=total)

    def advance(self, pieces: int = 1) -> None:
        self._live.advance(self._task, pieces)

    def note(self, text: str) -> None:
        self._live.update(self._task, note=text)

    def done(self) -> None:
        total = self._live.tasks[self._task].total
        self._live.update(self._task, total=total or 1, completed=total or 1)


class _PlainStep:
    def __init__(self, console: Console, name: str) -> None:
        self._console = console
        self._name = name
        self._note = ""
        self._begun = perf_counter()
        console.print(f"{name} ...", markup=False, highlight=False, soft_wrap=True)

    def of(self, total: int) -> None:
        self._note = f"{total}"

    def advance(self, pieces: int = 1) -> None:
        return None

    def note(self, text: str) -> None:
        self._note = text

    def done(self) -> None:
        took = perf_counter() - self._begun
        told = f": {self._note}" if self._note else ""
        line = f"{self._name} done in {took:.1f} s{told}"
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)


def print_summary(outcome: Outcome, console: Console) -> None:
    """The end of a check: claims and verdicts, citations, what was not read, where it lies."""
    _print_line(console, f"\n{outcome.title or outcome.article}", "bold")
    _print_line(
        console, f"as of {outcome.as_of:%d %B %Y}, {outcome.mode}; run {outcome.run_id}", "dim"
    )
    _print_counts(console, _counted(outcome.claims, "claim"), outcome.verdicts, VERDICT_COLOURS)
    cited = sum(outcome.fidelity.values())
    if outcome.citations:
        title = f"{_counted(cited, 'claim')} put in a source's mouth"
        _print_counts(console, title, outcome.fidelity, {})
    else:
        _print_line(console, "The article cites no source that could be asked.")
    _print_coverage(console, outcome)
    _print_unread(console, outcome)
    for name, path in outcome.files.items():
        _print_line(console, f"{name:>6}  {path}")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _print_line(console: Console, text: str, style: str = "") -> None:
    console.print(Text(printable(text), style=style), soft_wrap=True, highlight=False)


def _print_counts(
    console: Console, title: str, counts: Counter[str], colours: dict[str, str]
) -> None:
    _print_line(console, title, "italic")
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column(justify="right")
    table.add_column()
    for name, count in counts.most_common():
        table.add_row(str(count), Text(name, style=colours.get(name, "")))
    console.print(table)


def _print_coverage(console: Console, outcome: Outcome) -> None:
    if not outcome.coverage:
        return
    _print_line(console, "What was read", "italic")
    table = Table(box=None, padding=(0, 2))
    for column in ("outlet", "found", "fetched", "read", "on the subject"):
        table.add_column(column, justify="left" if column == "outlet" else "right")
    for row in outcome.coverage:
        counts = (row.candidates, row.captured, row.read, row.on_topic)
        table.add_row(row.name, *map(str, counts))
    console.print(table)


def _print_unread(console: Console, outcome: Outcome) -> None:
    """The reasons, one line each, with how often and an example; the report lists them all."""
    if not outcome.unread:
        return
    groups: dict[tuple[str, str], list[str]] = {}
    for unread in outcome.unread:
        groups.setdefault((unread.outlet, unread.what), []).append(unread.why)
    _print_line(console, "What was not read", "italic")
    for (outlet, what), reasons in groups.items():
        count = f"{len(reasons)} × " if len(reasons) > 1 else ""
        line = Text(printable(f"  {outlet}: {count}{what}; "))
        line.append(printable(reasons[0]), style="dim")
        console.print(line, soft_wrap=True, highlight=False)
