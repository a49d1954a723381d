"""What a person sees when a check is done: an `Outcome` in, lines on the console it is given."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.cli.terminal import printable

if TYPE_CHECKING:
    from flows.verify import Outcome

#: Most signs of a claim's wording; the report has it whole.
LONGEST = 160
VERDICT_COLOURS = {
    "supported": "green",
    "refuted": "red",
    "conflicting evidence": "yellow",
    "not enough evidence": "dim",
}


def print_summary(outcome: Outcome, console: Console) -> None:
    """The end of a check: claims and verdicts, citations, what was not read, where it lies."""
    _print_line(console, f"\n{outcome.title or outcome.article}", "bold")
    _print_line(
        console, f"as of {outcome.as_of:%d %B %Y}, {outcome.mode}; run {outcome.run_id}", "dim"
    )
    if outcome.as_of_basis in ("captures", "today"):
        _print_line(console, "No date was found in the article: give it with --as-of.", "yellow")
    _print_counts(console, _counted(outcome.claims, "claim"), outcome.verdicts, VERDICT_COLOURS)
    for claim in outcome.refuted:
        _print_line(console, f"  {claim.number}. {_shortened(claim.wording)}", "red")
        _print_line(console, f"      {claim.reason}", "dim")
    if outcome.not_checked:
        kinds = ", ".join(f"{count} {kind}" for kind, count in outcome.not_checked.most_common())
        _print_line(console, f"not checked: {kinds}", "dim")
    cited = sum(outcome.fidelity.values())
    if outcome.citations:
        title = f"{_counted(cited, 'claim')} put in a source's mouth"
        _print_counts(console, title, outcome.fidelity, {})
    else:
        _print_line(console, "The article cites no source that could be asked.")
    if outcome.inconsistent:
        found = _counted(outcome.inconsistent, "place")
        _print_line(console, f"{found} where the article does not agree with itself")
    if outcome.conflicts:
        conflicts = _counted(outcome.conflicts, "conflict")
        _print_line(console, f"{conflicts} between the outlets themselves")
    _print_coverage(console, outcome)
    _print_unread(console, outcome)
    for name, path in outcome.files.items():
        _print_line(console, f"{name:>6}  {path}")


def _shortened(wording: str) -> str:
    """A claim's wording on one line of a terminal or two."""
    return wording if len(wording) <= LONGEST else f"{wording[:LONGEST].rstrip()} …"


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
    read = sum(row.read for row in outcome.coverage)
    _print_line(console, f"What was read: {_counted(read, 'page')}", "italic")
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
