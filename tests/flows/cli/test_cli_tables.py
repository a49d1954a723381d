"""Answers to queries: for a person, and for programs; hostile text stays text."""

import io
import json
from csv import reader as csv_reader
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from flows.cli.tables import write_table
from flows.cli.terminal import printable

ROWS = pa.table(
    {
        "outlet": ["bbc", "kremlin"],
        "claims": [12, 3],
        "at": pa.array([datetime(2025, 4, 28, tzinfo=UTC), None], pa.timestamp("us", "UTC")),
        "chain": [["BBC", "NIS"], []],
    }
)


def written(shape: str, table: pa.Table = ROWS) -> bytes:
    out = io.BytesIO()
    write_table(table, shape, out)
    return out.getvalue()


def test_a_table_for_a_person() -> None:
    assert written("table").decode().splitlines() == [
        "outlet   claims  at          chain",
        "───────  ──────  ──────────  ──────────────",
        'bbc          12  2025-04-28  ["BBC", "NIS"]',
        "kremlin       3  —           []",
        "(2 rows)",
    ]


def test_an_empty_answer_still_names_its_columns() -> None:
    assert written("table", ROWS.slice(0, 0)).decode().splitlines()[-1] == "(0 rows)"
    assert json.loads(written("json", ROWS.slice(0, 0))) == []


def test_json_csv_and_parquet_give_the_values_back() -> None:
    first = json.loads(written("json"))[0]
    assert first["at"] == "2025-04-28T00:00:00+00:00"
    assert first["chain"] == ["BBC", "NIS"]
    back = csv.read_csv(io.BytesIO(written("csv")))
    assert back.column("claims").to_pylist() == [12, 3]
    assert back.column("chain").to_pylist() == ['["BBC", "NIS"]', "[]"]
    assert parquet.read_table(io.BytesIO(written("parquet"))).equals(ROWS)


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x9b31m", "\x07", "\u202eevil", "a\rb"])
def test_nothing_that_a_terminal_obeys_reaches_it(hostile: str) -> None:
    assert printable(hostile) != hostile
    drawn = written("table", pa.table({hostile: [hostile]})).decode()
    assert not set(drawn) & set("\x1b\x9b\x07\u202e\r")


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\ufeff=", "\t"]
)
def test_no_cell_of_a_csv_is_a_formula(start: str) -> None:
    cell = f"{start}1+1"
    table = pa.table(
        {
            cell: [cell, None, "plain"],
            "one of few": pa.array([cell, None, "plain"]).dictionary_encode(),
            "number": [-1, 2, 3],
        }
    )
    rows = csv_reader(io.StringIO(written("csv", table).decode(), newline=""))
    names, first, second, third = list(rows)
    assert names == [f"'{cell}", "one of few", "number"]
    assert first == [f"'{cell}", f"'{cell}", "-1"]
    assert second == ["", "", "2"]
    assert third == ["plain", "plain", "3"]
