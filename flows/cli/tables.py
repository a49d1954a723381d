"""A table of rows, told to a person or to a program. Writes to the stream it is given.

The table form shows control characters as a replacement mark (`flows.cli.terminal`), CSV has no
cell that a spreadsheet would run (`warehouse.cells`); the other forms carry values as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO

import pyarrow as pa

from flows.cli.terminal import printable
from warehouse.cells import as_text


def write_table(table: pa.Table, shape: str, out: BinaryIO) -> None:
    """Write ``table`` as "table", "csv", "json" (one array) or "parquet"."""
    if shape == "csv":
        from pyarrow import csv

        csv.write_csv(_told(_flat(table)), out)
    elif shape == "json":
        rows = json.dumps(table.to_pylist(), default=_plain, ensure_ascii=False, indent=1)
        out.write(rows.encode("utf-8", "replace") + b"\n")
    elif shape == "parquet":
        from pyarrow import parquet

        parquet.write_table(table, out)
    else:
        out.write(_drawn(table).encode("utf-8", "replace"))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | timedelta):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"a {type(value).__name__} has no JSON form")


def _flat(table: pa.Table) -> pa.Table:
    """Lists and structs as JSON text: CSV has no form for them."""
    for at, field in enumerate(table.schema):
        if pa.types.is_nested(field.type):
            table = _in_words(table, at, _json)
    return table


def _json(value: Any) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _told(table: pa.Table) -> pa.Table:
    """Texts, and the names of columns, that no spreadsheet runs; numbers and times as they are."""
    for at, field in enumerate(table.schema):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_string(kind) or pa.types.is_large_string(kind) or _is_view(kind):
            table = _in_words(table, at, as_text)
        elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            table = _in_words(table, at, bytes.hex)
    return table.rename_columns([as_text(name) for name in table.column_names])


def _is_view(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string_view(kind))


def _in_words(table: pa.Table, at: int, told: Callable[[Any], str]) -> pa.Table:
    """The table with a column's values as ``told`` puts them; null stays null."""
    texts = [None if value is None else told(value) for value in table.column(at).to_pylist()]
    return table.set_column(at, table.field(at).name, pa.array(texts, pa.large_string()))


def _drawn(table: pa.Table) -> str:
    """Columns aligned under their names; as wide as they are, for `less -S` and friends."""
    cells = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    names = [printable(name) for name in table.column_names]
    right = [pa.types.is_integer(f.type) or pa.types.is_floating(f.type) for f in table.schema]
    widths = [
        max([len(name), *map(len, column)]) for name, column in zip(names, cells, strict=True)
    ]

    def line(values: list[str]) -> str:
        padded = [
            value.rjust(width) if to_right else value.ljust(width)
            for value, width, to_right in zip(values, widths, right, strict=True)
        ]
        return "  ".join(padded).rstrip()

    lines = [line(names), "  ".join("─" * width for width in widths)]
    lines += [line(list(row)) for row in zip(*cells, strict=True)]
    count = "1 row" if table.num_rows == 1 else f"{table.num_rows} rows"
    return "\n".join([*lines, f"({count})", ""])


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00")
    if isinstance(value, dict | list):
        value = json.dumps(value, default=_plain, ensure_ascii=False)
    return printable(str(value).replace("\n", " ").replace("\t", " "))
