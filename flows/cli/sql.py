"""`sourcecheck sql`: a question to the warehouse, and its answer as a table or a file."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from flows.cli.options import settings_of, warehouse_option

if TYPE_CHECKING:
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

    settings = settings_of(ctx, warehouse=warehouse)
    text = sys.stdin.read() if query == "-" else query
    if shape == "parquet" and output is None and sys.stdout.isatty():
        raise SettingsError("Parquet is not for a terminal: add --output FILE")
    if output is None:
        # Whole before its first line is shown; a slow reader of it costs the query no time.
        with tempfile.TemporaryFile() as answer:
            _ask(settings, text, shape, answer)
            answer.seek(0)
            shutil.copyfileobj(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    target = Path(output).expanduser()
    _refuse_what_is_kept(target, settings)
    try:
        _write(settings, text, shape, target)
    except OSError as refusal:
        raise SettingsError(f"{output} cannot be written: {refusal.strerror}") from refusal


def _ask(settings: Settings, text: str, shape: str, answer: IO[bytes]) -> None:
    """Have a process of its own write the answer to ``answer``, an open file.

    Raises WarehouseError when the query is refused, or goes beyond its time or memory; OSError
    when the answer cannot be written.
    """
    import flows
    from extractors.errors import WarehouseError
    from flows.cli.asking import REFUSED, TOO_MUCH, UNWRITTEN

    seconds, megabytes = settings.sql_seconds, settings.sql_megabytes
    words = [str(settings.warehouse), shape, str(seconds), str(megabytes)]
    # -P: no module of the working folder may take the place of one of ours.
    command = [sys.executable, "-P", "-m", "flows.cli.asking", *words]
    house = str(Path(flows.__path__[0]).parent)
    paths = [house, *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        command,
        input=text.encode("utf-8", "surrogateescape"),
        stdout=answer,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        check=False,
    )
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == 0:
        return
    if done.returncode == REFUSED:
        raise WarehouseError(said)
    if done.returncode == UNWRITTEN:
        raise OSError(int(said), os.strerror(int(said)))
    if done.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    if done.returncode == -signal.SIGALRM:
        told = f"ran longer than {seconds:g} s (sql_seconds)"
    elif done.returncode == TOO_MUCH or done.returncode < 0 or "bad_alloc" in said:
        told = f"needs more than {megabytes} MB of memory (sql_megabytes)"
    else:
        raise RuntimeError(said.splitlines()[-1] if said else f"exit code {done.returncode}")
    raise WarehouseError(f"the query {told}: narrow it, with LIMIT or WHERE")


def _write(settings: Settings, text: str, shape: str, target: Path) -> None:
    """Write the answer to a file beside ``target`` and let it take its place when it is whole.

    A pipe or a device has no place to take: it is written to as it is.
    """
    if target.exists() and not target.is_file():
        with target.open("wb") as device:
            _ask(settings, text, shape, device)
        return
    target = target.resolve()  # a link stays, what it points to is replaced
    handle, name = tempfile.mkstemp(".tmp", f".{target.name}.", target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            _ask(settings, text, shape, file)
            os.fsync(file.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


def _refuse_what_is_kept(target: Path, settings: Settings) -> None:
    """Raises SettingsError where the answer would overwrite the warehouse or the evidence."""
    from extractors.errors import SettingsError
    from warehouse import Warehouse  # loads DuckDB, for an --output alone

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
