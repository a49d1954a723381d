"""`sourcecheck sql`: a question to the warehouse, and its answer as a table or a file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.cli.options import warehouse_of, warehouse_option


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
