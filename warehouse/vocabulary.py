"""The analyst's vocabulary as data: the shipped views and macros with their columns.

In: nothing but the shipped SQL, run in an empty database of its own. Out: `Entry`s.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.schema import VIEWS, migrate
from warehouse.statements import statements


@dataclass(frozen=True, slots=True)
class Entry:
    """A view, or a macro with its arguments; ``columns`` are (name, type, comment)."""

    name: str
    arguments: tuple[str, ...]
    comment: str
    columns: tuple[tuple[str, str, str], ...]

    @property
    def call(self) -> str:
        """As it stands behind FROM: "claims", "said(entity, source, since, until)"."""
        return f"{self.name}({', '.join(self.arguments)})" if self.arguments else self.name


def vocabulary() -> tuple[Entry, ...]:
    """Every view and macro, in the order of their names."""
    known = statements("vocabulary.sql")
    connection = duckdb.connect()
    try:
        migrate(connection)
        columns: dict[str, list[tuple[str, str, str]]] = {}
        for view, name, kind, comment in connection.execute(known["columns"]).fetchall():
            columns.setdefault(view, []).append((name, kind, comment))
        found = [
            Entry(name, (), comment, tuple(columns.get(name, ())))
            for name, comment in connection.execute(known["views"]).fetchall()
        ]
        for name, arguments, comment in connection.execute(known["macros"]).fetchall():
            found.append(
                Entry(name, tuple(arguments), comment, _told_by(connection, name, arguments))
            )
    finally:
        connection.close()
    return tuple(sorted((e for e in found if e.name in VIEWS), key=lambda e: e.name))


def _told_by(
    connection: duckdb.DuckDBPyConnection, macro: str, arguments: list[str]
) -> tuple[tuple[str, str, str], ...]:
    """The columns of a macro: names and types, which the comments of its views explain."""
    nothing = ", ".join(["null"] * len(arguments))
    # the name is one of our own files, not a user's
    described = connection.execute(f'describe from "{macro}"({nothing})').fetchall()
    return tuple((row[0], row[1], "") for row in described)
