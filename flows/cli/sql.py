"""`sourcecheck sql`: a question to the warehouse, and its answer as a table or a file."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import settings_of, warehouse_of, warehouse_option

if TYPE_CHECKING:
    import pyarrow as pa

    from flows.settings import Settings


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
    if output is not None:
        _refuse_what_is_kept(Path(output).expanduser(), settings_of(ctx, warehouse=warehouse))
    answer = warehouse_of(ctx, warehouse=warehouse).sql(text)
    if shape == "parquet" and output is None and sys.stdout.isatty():
        raise SettingsError("Parquet is not for a terminal: add --output FILE")
    if output is None:
        write_table(answer, shape, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        _write(answer, shape, Path(output).expanduser())
    except OSError as refusal:
        raise SettingsError(f"{output} cannot be written: {refusal.strerror}") from refusal


def _write(answer: pa.Table, shape: str, target: Path) -> None:
    """Write the answer to a file beside ``target`` and let it take its place when it is whole.

    A pipe or a device has no place to take: it is written to as it is.
    """
    from flows.cli.tables import write_table

    if target.exists() and not target.is_file():
        with target.open("wb") as device:
            write_table(answer, shape, device)
        return
    target = target.resolve()  # a link stays, what it points to is replaced
    handle, name = tempfile.mkstemp(".tmp", f".{target.name}.", target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            write_table(answer, shape, file)
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def _refuse_what_is_kept(target: Path, settings: Settings) -> None:
    """Raises SettingsError where the answer would overwrite the warehouse or the evidence."""
    from extractors.errors import SettingsError
    from warehouse import Warehouse

    kept = Warehouse(settings.warehouse).files
    inside = target.resolve().is_relative_to(settings.archive_folder.resolve())
    same = any(
        target.resolve() == file.resolve()
        or (target.exists() and file.exists() and target.samefile(file))
        for file in kept
    )
    if same or inside:
        what = "the archive of what was read" if inside else "the warehouse"
        raise SettingsError(f"{target} is a part of {what}: choose another --output FILE")
