"""Records survive the way through Arrow and DuckDB without loss."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orlo import Story

from extractors.records import (
    Assertion,
    Capture,
    Citation,
    CitationResult,
    Extraction,
    Finding,
    OutletCoverage,
    Run,
    Unread,
)
from warehouse.rows import (
    assertion_tables,
    assertions_from,
    extraction_id,
    extraction_tables,
    extractions_from,
    from_table,
    to_table,
)
from warehouse.schema import migrations

PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=12),
    datetime: st.datetimes(timezones=st.just(UTC)),
    type(None): st.none(),
}


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a record field with this type hint."""
    parts = typing.get_args(hint)
    origin = typing.get_origin(hint)
    if isinstance(hint, types.UnionType):
        return st.one_of([values(part) for part in parts])
    if origin is typing.Literal:
        return st.sampled_from(parts)
    if origin is dict:
        return st.dictionaries(values(str), values(str), max_size=3)
    if origin is tuple and parts[-1] is Ellipsis:
        return st.lists(values(parts[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, parts))
    return records(hint) if dataclasses.is_dataclass(hint) else PLAIN[hint]


def records(record: Any) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(record)
    fields = {field.name: values(hints[field.name]) for field in dataclasses.fields(record)}
    return st.builds(record, **fields)


@pytest.mark.parametrize(
    "record", [Capture, Citation, CitationResult, Finding, OutletCoverage, Run, Unread]
)
def test_flat_record_round_trips_through_duckdb(record: type[Any]) -> None:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(records(record), max_size=4))
    def check(originals: list[Any]) -> None:
        table = to_table(record, originals)
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.register("incoming", table)
            connection.execute("create table kept as from incoming")
            kept = connection.sql("from kept").to_arrow_table()
        assert from_table(record, kept) == originals

    check()


@settings(max_examples=30, deadline=None)
@given(st.lists(records(Assertion), max_size=3, unique_by=lambda a: a.assertion_id))
def test_assertion_round_trips_with_arguments_sources_and_quantities(
    originals: list[Assertion],
) -> None:
    assert assertions_from(assertion_tables(originals)) == originals


@settings(max_examples=20, deadline=None)
@given(st.lists(records(Extraction), max_size=2, unique_by=lambda e: e.document.document_id))
def test_extraction_round_trips_whole(originals: list[Extraction]) -> None:
    named = [
        replace(
            e,
            assertions=tuple({a.assertion_id: a for a in e.assertions}.values()),
        )
        for e in originals
    ]
    ids = [str(n) for n in range(len(named))]
    tables = extraction_tables(named, ids, [(1, 1)] * len(named))
    assert extractions_from(tables) == named


def test_rows_come_back_as_python_values_of_the_same_zone(orlo: Story) -> None:
    captures = from_table(Capture, to_table(Capture, orlo.captures))
    assert [c.capture_id for c in captures] == [c.capture_id for c in orlo.captures]
    assert captures[0].captured_at.tzinfo is UTC


def test_extraction_tables_have_the_columns_of_the_schema(orlo: Story) -> None:
    ids = [extraction_id(extraction) for extraction in orlo.extractions]
    tables = extraction_tables(orlo.extractions, ids, [(1, 1)] * len(ids))
    with duckdb.connect() as connection:
        for sql in migrations().values():
            connection.execute(sql)
        for name, table in tables.items():
            described = connection.execute(
                "select column_name from duckdb_columns() where table_name = $name", {"name": name}
            ).fetchall()
            assert sorted(table.column_names) == sorted(column for (column,) in described)


def test_same_page_around_other_advertisements_is_the_same_reading(orlo: Story) -> None:
    first = orlo.extractions[1]
    refetched = replace(first.document, capture_sha256="f" * 64, url=first.document.url + "&again")
    assert extraction_id(replace(first, document=refetched)) == extraction_id(first)


def test_same_text_read_differently_is_another_reading(orlo: Story) -> None:
    first = orlo.extractions[1]
    assert extraction_id(replace(first, mentions=())) != extraction_id(first)
