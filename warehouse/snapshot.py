"""Publish the warehouse for readers, and answer their queries.

In: the warehouse's path. Out: ``<name>.snapshot.duckdb`` beside it, replaced whole by
``os.replace``, so that a reader has the old or the new one and never waits for the writer.
Touches those two files and a temporary one.
"""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
import threading
from pathlib import Path

import duckdb
import pyarrow as pa

from extractors.errors import WarehouseError
from warehouse.connection import READER_MEMORY, reading, translated, writing

READS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
QUERY_SECONDS = 60.0


def snapshot_path(path: Path) -> Path:
    """Where the snapshot of a warehouse lies: ``x.duckdb`` -> ``x.snapshot.duckdb``."""
    return path.with_name(f"{path.stem}.snapshot.duckdb")


def existing_snapshot(path: Path) -> Path:
    """The snapshot's path; WarehouseError if nothing has been published."""
    snapshot = snapshot_path(path)
    if not snapshot.is_file():
        raise WarehouseError(f"there is no {snapshot} yet: run `sourcecheck verify ARTICLE` first")
    return snapshot


def publish(path: Path) -> Path:
    """Copy the closed warehouse to its snapshot; returns the snapshot's path.

    Raises WarehouseError when another process writes to it or the folder is not writable.
    """
    if not path.is_file():
        raise WarehouseError(f"there is no {path} yet: run `sourcecheck verify ARTICLE` first")
    prefix = f".{path.stem}."
    with writing(path):  # brings the schema up to date and folds in the log of a killed writer
        for left in path.parent.glob(f"{glob.escape(prefix)}*.tmp"):
            left.unlink()  # a killed publisher's: a living one would hold the file
    target = snapshot_path(path)
    temporary: Path | None = None
    try:
        # A reader keeps every other process from writing while the file is copied. The copy's
        # own handle must stay open until then: closing it would drop the process's file lock.
        with path.open("rb") as original, reading(path):
            handle, name = tempfile.mkstemp(".tmp", prefix, path.parent)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as copy:
                shutil.copyfileobj(original, copy, 1 << 20)
                copy.flush()
                os.fsync(copy.fileno())
            temporary.chmod(0o644)
            temporary.replace(target)
        _sync_folder(path.parent)
    except OSError as error:
        raise translated(target, error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    return target


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def query(
    path: Path, sql: str, seconds: float = QUERY_SECONDS, memory: int = READER_MEMORY
) -> pa.Table:
    """The rows of one reading statement over the snapshot at ``path``.

    Raises WarehouseError when there is no snapshot, the text is not exactly one statement that
    reads, DuckDB refuses it, or it takes longer than ``seconds`` or more than ``memory`` bytes.
    """
    with reading(path, memory) as connection:
        try:
            parsed = connection.extract_statements(sql)
            if len(parsed) != 1 or parsed[0].type not in READS:
                raise WarehouseError(
                    "give one statement that reads, such as SELECT ... or FROM ..."
                )
            late = threading.Timer(seconds, connection.interrupt)
            late.start()
            try:
                return connection.sql(sql).to_arrow_table()
            finally:
                late.cancel()
        except duckdb.InterruptException as error:
            raise WarehouseError(
                f"the query ran longer than {seconds:g} s: narrow it, with LIMIT or WHERE"
            ) from error
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise WarehouseError(
                "the query needs more memory than it may take: narrow it, with LIMIT or WHERE"
            ) from error
        except duckdb.Error as error:
            raise WarehouseError(str(error).strip().splitlines()[0]) from error
