"""Open DuckDB for writing or for reading: a path in, a connection out, closed at the end.

Touches the named file only: no extension is fetched, no Python variable is read by name. What
DuckDB raises leaves here as a WarehouseError whose one line says what to do.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from extractors.errors import WarehouseError
from warehouse.schema import applied, check, migrate

# Offline, a look-up of an extension stalls for seconds; and no query may reach outside the file.
SEALED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
READER_MEMORY = "2GB"
READER_THREADS = "2"


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
        return WarehouseError(f"{path} is in use by another process: wait for it to end")
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
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A published snapshot, read-only, with no way out of the file and its settings locked.

    Raises WarehouseError when it is damaged or was made by a newer version.
    """
    connection: duckdb.DuckDBPyConnection | None = None
    limits = {"memory_limit": READER_MEMORY, "threads": READER_THREADS, "temp_directory": ""}
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
