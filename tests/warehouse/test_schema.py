"""Migrations are applied once, in order, and never edited; everything is documented."""

from __future__ import annotations

from hashlib import sha256

import duckdb
import pytest

from extractors.errors import WarehouseError
from warehouse.schema import applied, migrate, migrations, views
from warehouse.statements import statements

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


BARE_VIEW_COLUMNS = """
select table_name || '.' || column_name
from duckdb_columns()
join duckdb_views() on view_name = table_name and not duckdb_views.internal
where duckdb_columns.comment is null and view_name in (
    'claims', 'evidence', 'contradictions', 'nearest_passages', 'citations_checked',
    'inconsistencies', 'disagreements', 'passages_told', 'passages_by_run', 'pages_by_run', 'audit'
)
"""


def test_every_column_of_the_views_on_claims_and_passages_is_documented() -> None:
    with duckdb.connect() as connection:
        migrate(connection)
        assert connection.execute(BARE_VIEW_COLUMNS).fetchall() == []


def test_a_warehouse_of_assertions_keeps_its_pages_and_reviews() -> None:
    files = migrations()
    older = {name: sql for name, sql in files.items() if name < "004"}
    with duckdb.connect() as connection:
        for number, (name, sql) in enumerate(older.items(), start=1):
            connection.execute(sql)
            if number == 1:
                connection.execute(statements("migrations.sql")["create"])
            row = {"file": name, "number": number, "sha256": sha256(sql.encode()).hexdigest()}
            connection.execute(statements("migrations.sql")["record"], row)
        connection.execute("create view claims as select 1 as x")
        connection.execute("create view evidence as select 1 as x")
        connection.execute(OLD_ROWS)
        assert migrate(connection)[0] == "004_passages.sql"
        assert connection.execute("select finding_id from reviews").fetchall() == [("f",)]
        assert connection.execute("select number, text from documents").fetchall() == [(0, "t")]
        assert connection.execute("select content_sha256 from runs").fetchall() == [("",)]
        assert connection.execute("from audit").fetchall() == []
        assert connection.execute("from claims").fetchall() == []


OLD_ROWS = """
insert into reviews values ('f', 'reject', '');
insert into documents by name
select 'e' as extraction_id, 'd' as document_id, 1 as version, 1 as reading, 'u' as url,
    'u' as canonical_url, 't' as title, 't' as text, 'article' as role, 'en' as language,
    [] as authors, {value: null, source: '', sure: true} as published,
    {value: null, source: '', sure: true} as modified,
    {value: null, source: '', sure: true} as first_seen, '' as capture_sha256, 'text' as kind,
    '' as text_sha256, '' as words_sha256;
insert into runs by name
select 'r' as run_id, 1 as sequence, 'd' as article_id, 'u' as article_url, now() as as_of,
    'replay' as mode, [] as outlets, [] as versions, '' as inputs_sha256, 'c' as content_sha256;
insert into findings by name
select 'r' as run_id, 'f' as finding_id, 0 as position, 'a' as claim_id, 'b' as evidence_id,
    'supports' as relation, 'date' as kind, 'date/1' as rule, '' as explanation, 1 as score,
    map() as details;
"""


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
