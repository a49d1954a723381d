"""Open DuckDB for writing or for reading: a path in, a connection out, closed at the end.

Touches the named file only: no extension is fetched, no Python variable is read by name. What
DuckDB raises leaves here as a WarehouseError whose one line says what to do.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import duckdb

from extractors.errors import InUseError, WarehouseError
from warehouse.schema import applied, check, migrate

# Offline, a look-up of an extension stalls for seconds; and no query may reach outside the file.
SEALED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
READER_MEMORY = 2_000_000_000
READER_THREADS = "2"


#: What the system, and DuckDB in its words, say where there is no room for what is written.
FULL = {
    errno.ENOSPC: "no space left on device",
    errno.EDQUOT: "disk quota exceeded",
    errno.EFBIG: "file too large",
}


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def translated(path: Path, error: Exception) -> WarehouseError:
    """The one line for the user of what DuckDB or the file system raised over ``path``."""
    line = _first_line(error)
    lower = line.lower()
    if isinstance(error, WarehouseError):
        return error
    if "lock on file" in lower or "different configuration" in lower:
        return InUseError(f"{path} is in use by another process: wait for it to end")
    if getattr(error, "errno", None) in FULL or any(words in lower for words in FULL.values()):
        return WarehouseError(
            f"{path} cannot grow ({_full(error, lower)}): free some space, or name another "
            "--warehouse; what was in it before is whole"
        )
    if isinstance(error, PermissionError) or "permission denied" in lower:
        return WarehouseError(f"{path} cannot be written: choose another --warehouse")
    if isinstance(error, OSError):
        return WarehouseError(f"{path} cannot be used ({error.strerror}): choose another path")
    if "cannot open file" in lower or "read-only file system" in lower:
        return WarehouseError(f"{path} cannot be opened: choose another --warehouse")
    damaged = (duckdb.SerializationException, duckdb.InternalException, duckdb.FatalException)
    if isinstance(error, (*damaged, duckdb.IOException)):
        return WarehouseError(
            f"{path} is damaged or no DuckDB file of this version ({line}): "
            "restore a copy or name another --warehouse"
        )
    return WarehouseError(f"{path}: {line}")


def _full(error: Exception, lower: str) -> str:
    """What there is too little of, in the system's words."""
    known = FULL.get(getattr(error, "errno", None) or 0)
    return known or next(words for words in FULL.values() if words in lower)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse open for one transaction, with its schema brought up to date.

    The transaction is committed at the end and rolled back on any error; then the file is
    closed. Raises WarehouseError when the file is locked, damaged, newer or not writable.
    """
    connection: duckdb.DuckDBPyConnection | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(path), config=SEALED)
        connection.execute("set TimeZone = 'UTC'")
        connection.begin()
        migrate(connection)
        yield connection
        connection.commit()
        connection.execute("checkpoint")
    except (duckdb.Error, OSError) as error:
        raise translated(path, error) from error
    finally:
        if connection is not None:
            connection.close()


@contextlib.contextmanager
def reading(path: Path, memory: int = READER_MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published snapshot, read-only, with no way out of the file and its settings locked.

    DuckDB keeps what it works on within ``memory`` bytes; the rows it hands out come on top.
    Raises WarehouseError when it is damaged or was made by a newer version.
    """
    connection: duckdb.DuckDBPyConnection | None = None
    limits = {"memory_limit": f"{memory}B", "threads": READER_THREADS, "temp_directory": ""}
    config = {**SEALED, **limits, "enable_external_access": "false"}
    try:
        connection = duckdb.connect(str(path), read_only=True, config=config)
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set lock_configuration = true")
        check(applied(connection))
        yield connection
    except (duckdb.Error, OSError) as error:
        raise translated(path, error) from error
    finally:
        if connection is not None:
            connection.close()
