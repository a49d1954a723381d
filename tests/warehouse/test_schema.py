"""Migrations are applied once, in order, and never edited; everything is documented."""

from __future__ import annotations

import duckdb
import pytest

from extractors.errors import WarehouseError
from warehouse.schema import applied, migrate, migrations, views

UNDOCUMENTED = """
select table_name || coalesce('.' || column_name, '')
from (
    select table_name, null as column_name, comment from duckdb_tables() where not internal
    union all
    select view_name, null, comment from duckdb_views() where not internal
    union all
    select columns.table_name, columns.column_name, columns.comment
    from duckdb_columns() as columns
    join duckdb_tables() as tables using (table_name)
    where not columns.internal
)
where comment is null
"""


def test_new_database_gets_every_migration_and_view_once() -> None:
    with duckdb.connect() as connection:
        assert migrate(connection) == [*migrations(), *views()]
        assert migrate(connection) == []
        numbers = [number for number, _ in applied(connection).values() if number is not None]
    assert sorted(numbers) == list(range(1, len(migrations()) + 1))


def test_every_table_view_and_column_of_a_table_is_documented() -> None:
    with duckdb.connect() as connection:
        migrate(connection)
        assert connection.execute(UNDOCUMENTED).fetchall() == []


def test_edited_migration_is_refused() -> None:
    files = migrations()
    with duckdb.connect() as connection:
        migrate(connection)
        first = next(iter(files))
        with pytest.raises(WarehouseError, match=f"{first} differs"):
            migrate(connection, files | {first: files[first] + "-- edited"})


def test_newer_schema_is_refused_with_the_way_out() -> None:
    files = migrations()
    newer = {**files, "999_next.sql": "create table next_year (id varchar);"}
    with duckdb.connect() as connection:
        migrate(connection, newer)
        with pytest.raises(WarehouseError, match=r"newer sourcecheck .*upgrade"):
            migrate(connection, files)


def test_later_migration_runs_on_a_warehouse_that_has_the_earlier_ones() -> None:
    files = migrations()
    newer = {**files, "999_next.sql": "create table next_year (id varchar);"}
    with duckdb.connect() as connection:
        migrate(connection)
        assert migrate(connection, newer)[0] == "999_next.sql"
        assert connection.execute("from next_year").fetchall() == []


def test_migrations_are_numbered_without_gaps() -> None:
    assert [int(name[:3]) for name in migrations()] == list(range(1, len(migrations()) + 1))
