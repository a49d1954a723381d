"""Numbered migrations and views: an open DuckDB connection in, an up-to-date schema out.

Touches the connection's database only, in the caller's transaction. A migration once applied
never changes (its hash is kept); views are made anew whenever one of their files changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib import resources

import duckdb

from extractors.errors import WarehouseError
from warehouse.statements import statements

# A view stands after the ones it reads.
VIEWS = (
    "latest_runs",
    "captures_by_run",
    "pages_by_run",
    "assertions_by_run",
    "passages_by_run",
    "claims_by_run",
    "claims",
    "nearest_by_run",
    "nearest_passages",
    "evidence_by_run",
    "evidence",
    "contradictions",
    "citations_by_run",
    "citations_checked",
    "consistency_by_run",
    "inconsistencies",
    "conflicts_by_run",
    "disagreements",
    "assertions_dated",
    "assertion_names",
    "numbers",
    "quantities_over_time",
    "passages_told",
    "said",
    "who_said",
    "not_read_by_run",
    "not_read",
    "outlet_coverage_by_run",
    "outlet_coverage",
    "audit",
    "denials",
    "first_told",
    "timeline",
    "document_versions",
    "page_changes",
    "as_of",
    "repeats",
    "anonymous_only",
    "named_with",
    "search",
)


def _files(package: str, suffix: str = ".sql") -> dict[str, str]:
    folder = resources.files(package)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(suffix))
    return {name: folder.joinpath(name).read_text("utf-8") for name in names}


def migrations() -> dict[str, str]:
    """The shipped migrations: file name ("001_evidence.sql") to SQL, in order."""
    return _files("warehouse.schema")


def views() -> dict[str, str]:
    """The shipped views and macros: file name to SQL, in the order they build on each other."""
    files = _files("warehouse.views")
    return {f"{name}.sql": files[f"{name}.sql"] for name in VIEWS}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def applied(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int | None, str]]:
    """What made this warehouse: file to (number, hash); empty for a new or foreign file."""
    known = statements("migrations.sql")
    exists = connection.execute(known["exists"]).fetchall()
    if exists == [(0,)]:
        return {}
    rows = connection.execute(known["applied"]).fetchall()
    return {file: (number, digest) for file, number, digest in rows}


def check(
    made_by: Mapping[str, tuple[int | None, str]], shipped: Mapping[str, str] | None = None
) -> None:
    """Raise WarehouseError if the warehouse is newer than this code, or a migration was edited."""
    shipped = shipped if shipped is not None else migrations()
    newest = max((number for number, _ in made_by.values() if number is not None), default=0)
    if newest > len(shipped):
        raise WarehouseError(
            f"the warehouse was made by a newer sourcecheck (schema {newest}, this one knows "
            f"{len(shipped)}): upgrade sourcecheck or name another --warehouse"
        )
    for file, (number, digest) in made_by.items():
        if number is not None and _sha256(shipped.get(file, "")) != digest:
            raise WarehouseError(
                f"migration {file} differs from the one that made this warehouse: "
                "restore the file; a change belongs in a new migration"
            )


def is_current(made_by: Mapping[str, tuple[int | None, str]]) -> bool:
    """True if every migration and view of this code stands in the warehouse as it is here."""
    digests = {file: digest for file, (_, digest) in made_by.items()}
    return all(digests.get(f) == _sha256(sql) for f, sql in (migrations() | views()).items())


def migrate(
    connection: duckdb.DuckDBPyConnection, shipped: Mapping[str, str] | None = None
) -> list[str]:
    """Bring the schema up to date; returns the files that were run, in order.

    Raises WarehouseError where ``check`` does. An up-to-date warehouse is only read.
    """
    shipped = shipped if shipped is not None else migrations()
    made_by = applied(connection)
    check(made_by, shipped)
    todo = [(file, sql) for file, sql in shipped.items() if file not in made_by]
    seen = views()
    changed = {f: s for f, s in seen.items() if made_by.get(f, (None, ""))[1] != _sha256(s)}
    if not todo and not changed:
        return []
    known = statements("migrations.sql")
    connection.execute(known["create"])
    number = len(shipped) - len(todo)
    for offset, (file, sql) in enumerate(todo, start=1):
        connection.execute(sql)
        _record(connection, file, number + offset, sql)
    for file, sql in seen.items():
        connection.execute(sql)
        _record(connection, file, None, sql)
    return [file for file, _ in todo] + list(seen)


def _record(connection: duckdb.DuckDBPyConnection, file: str, number: int | None, sql: str) -> None:
    row = {"file": file, "number": number, "sha256": _sha256(sql)}
    connection.execute(statements("migrations.sql")["record"], row)
