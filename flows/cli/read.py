"""`sourcecheck sql`, `report`, `review` and `replay`: what the warehouse already holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.cli.options import settings_of, warehouse_of, warehouse_option


@click.command("sql")
@click.argument("query")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
)
@click.option("--output", metavar="FILE", help="Write to this file instead of the terminal.")
@warehouse_option
@click.pass_context
def sql_command(
    ctx: click.Context, query: str, shape: str, output: str | None, warehouse: str | None
) -> None:
    """Ask the warehouse a question: one QUERY that reads, or "-" to read it from a pipe.

    The answer comes from the published snapshot, so it never waits for a running check."""
    from extractors.errors import SettingsError
    from flows.cli.tables import write_table

    text = sys.stdin.read() if query == "-" else query
    answer = warehouse_of(ctx, warehouse=warehouse).sql(text)
    if shape == "parquet" and output is None and sys.stdout.isatty():
        raise SettingsError("Parquet is not for a terminal: add --output FILE")
    if output is None:
        write_table(answer, shape, sys.stdout.buffer)
        return
    try:
        with Path(output).open("wb") as file:
            write_table(answer, shape, file)
    except OSError as refusal:
        raise SettingsError(f"{output} cannot be written: {refusal.strerror}") from refusal


@click.command("report")
@click.argument("run", required=False)
@click.option("--format", "formats", multiple=True, help="html, md, json, csv or claimreview.")
@click.option("--report", "folder", metavar="DIR", help="Where it goes [sourcecheck-out].")
@click.option("--since-last", is_flag=True, help="Show what changed since the run before.")
@warehouse_option
@click.pass_context
def report_command(
    ctx: click.Context,
    run: str | None,
    formats: tuple[str, ...],
    folder: str | None,
    since_last: bool,
    warehouse: str | None,
) -> None:
    """Write the report of RUN (the start of its id; the latest run without) again."""
    from extractors.errors import SettingsError
    from flows.verify import DEFAULT_FORMATS, FORMATS, write_report

    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise SettingsError(f"there is no report format {unknown[0]!r}: use {', '.join(FORMATS)}")
    settings = settings_of(ctx, warehouse=warehouse, report_folder=folder)
    store = warehouse_of(ctx, warehouse=warehouse)
    run_id = store.find_run(run) if run else store.latest_run()
    before = store.previous_run(run_id) if since_last else None
    if since_last and before is None:
        click.echo(f"run {run_id} is the first of its article: nothing to compare with", err=True)
    files = write_report(
        store, run_id, settings.report_folder, formats or DEFAULT_FORMATS, since=before
    )
    for name, path in files.items():
        click.echo(f"{name:>11}  {path}")


@click.command("review")
@click.argument("finding")
@click.argument("decision", type=click.Choice(["accept", "reject"]))
@click.option("--note", default="", metavar="TEXT", help="Why, in your own words.")
@warehouse_option
@click.pass_context
def review_command(
    ctx: click.Context, finding: str, decision: str, note: str, warehouse: str | None
) -> None:
    """Accept or reject a FINDING; it holds in every later run that finds the same."""
    store = warehouse_of(ctx, warehouse=warehouse)
    store.review(finding, "accept" if decision == "accept" else "reject", note)
    store.publish()
    click.echo(f"finding {finding}: {decision}ed")


@click.command("replay")
@click.argument("run")
@warehouse_option
@click.pass_context
def replay_command(ctx: click.Context, run: str, warehouse: str | None) -> int:
    """Derive the findings of RUN again from what was kept, and compare.

    Exits with 1 where they differ."""
    from flows.verify import running

    store = warehouse_of(ctx, warehouse=warehouse)
    run_id = store.find_run(run)
    rows = store.sql("select run_id, versions from runs").to_pylist()
    made_with = next(row["versions"] for row in rows if row["run_id"] == run_id)
    result = store.replay(run_id, running(made_with))
    told = f"{result.findings} findings, {result.verdicts} verdicts, "
    told += f"{result.citation_results} citations"
    for line in (*result.version_changes, *result.differences):
        click.echo(line)
    click.echo(f"run {result.run_id}: {told}: {'the same again' if result.same else 'different'}")
    return 0 if result.same else 1
