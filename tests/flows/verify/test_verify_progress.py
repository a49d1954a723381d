"""What a person sees: plain lines in a log, a live display on a terminal, a summary at the end."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from extractors.records import OutletCoverage, Unread
from flows.cli.summary import print_summary
from flows.verify import Outcome, Refuted, Reporter

OUTCOME = Outcome(
    run_id="0123456789abcdef0123",
    article="a.md",
    title="The harbour \x1b[2J of Orlo",
    mode="replay",
    as_of=datetime(2025, 5, 30, tzinfo=UTC),
    citations=2,
    verdicts=Counter({"refuted": 1, "not enough evidence": 4}),
    fidelity=Counter({"says it more weakly": 1}),
    contradictions=1,
    silent=("herald",),
    unread=(
        Unread("herald", "https://herald.test/1", "robots", "robots.txt forbids it"),
        Unread("herald", "https://herald.test/2", "robots", "robots.txt forbids it"),
    ),
    coverage=(OutletCoverage("herald", "Harbour Herald", 4, 2, 0, 0),),
    added={"runs": 1},
    files={"html": Path("out/report.html")},
)


def test_a_log_gets_one_line_when_a_step_begins_and_one_when_it_ends() -> None:
    out = io.StringIO()
    with Reporter(Console(file=out)) as reporter, reporter.step("Reading [the] pages") as step:
        step.of(3)
        step.advance(3)
        step.note("3 of 3 pages")
    begun, ended = out.getvalue().splitlines()
    assert begun == "Reading [the] pages ..."
    assert ended.startswith("Reading [the] pages done in ")
    assert ended.endswith(" s: 3 of 3 pages")


def test_a_terminal_gets_a_live_display() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=100)
    with Reporter(console) as reporter, reporter.step("Reading the pages") as step:
        step.of(2)
        step.advance()
        step.note("[bold]1[/bold] page")
    assert "Reading the pages" in out.getvalue()
    assert "2/2" in out.getvalue()
    assert "[bold]1[/bold] page" in out.getvalue()


def test_the_summary_tells_all_and_obeys_nothing() -> None:
    out = io.StringIO()
    print_summary(OUTCOME, Console(file=out, width=200))
    told = out.getvalue()
    assert "\x1b" not in told
    for words in (
        "as of 30 May 2025, replay; run 0123456789abcdef0123",
        "5 claims",
        "refuted",
        "1 claim put in a source's mouth",
        "says it more weakly",
        "herald: 2 × robots; robots.txt forbids it",
        "out/report.html",
    ):
        assert words in told


def test_the_summary_names_the_refuted_claims_and_why() -> None:
    out = io.StringIO()
    why = "The article has the number “12”; BBC has “9”."
    refuted = (Refuted(4, "Twelve came.\x1b[2J", why), Refuted(17, "x" * 400, "BBC denies it."))
    print_summary(replace(OUTCOME, refuted=refuted), Console(file=out, width=80))
    lines = out.getvalue().splitlines()
    assert "\x1b" not in out.getvalue()
    first = next(n for n, line in enumerate(lines) if line.startswith("  4. Twelve came."))
    assert lines[first + 1] == f"      {why}"
    assert lines[first + 2] == f"  17. {'x' * 160} …"


def test_the_summary_counts_what_was_not_checked_and_warns_of_a_missing_date() -> None:
    out = io.StringIO()
    rows = (OUTCOME.coverage[0], OutletCoverage("bbc", "BBC", 40, 40, 39, 9))
    told = replace(
        OUTCOME,
        as_of_basis="captures",
        not_checked=Counter({"opinion": 3, "rhetoric": 2}),
        inconsistent=1,
        conflicts=2,
        coverage=(*rows, OutletCoverage("afp", "AFP", 3, 3, 3, 0)),
    )
    print_summary(told, Console(file=out, width=200))
    for words in (
        "No date was found in the article: give it with --as-of.",
        "not checked: 3 opinion, 2 rhetoric",
        "What was read: 42 pages",
        "2 conflicts between the outlets themselves",
    ):
        assert words in out.getvalue()


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [((), 0), (("contradiction",), 1), (("unread",), 3), (("contradiction", "unread"), 1)],
)
def test_exit_codes(fail_on: tuple[str, ...], code: int) -> None:
    assert OUTCOME.exit_code(fail_on) == code
