"""Rows of readings from several pieces, in one order and numbered on from what is stored.

In: tables as `warehouse.rows.extraction_tables` makes them, each piece numbered from 1 in itself,
and which readings of them are wanted, in which order. Out: one set of such tables. Touches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from warehouse.parts import PageRead
from warehouse.rows import Tables, to_table

Numbers = NDArray[np.int64]
#: Tables that name a passage and a document by number, and by what their rows are sorted.
POSTINGS = {"passage_terms": "term", "passage_names": "name"}


def numbered(
    pieces: Sequence[Tables],
    wanted: Sequence[PageRead],
    versions: Sequence[tuple[int, int]],
    first_document: int,
    first_passage: int,
) -> Tables:
    """The rows of ``wanted`` in their order; their documents and passages numbered from the last
    two, ``versions`` put in, and each document told as its page was captured this time."""
    order = pa.array([read.extraction_id for read in wanted], pa.string())
    joined, most_documents, most_passages = _joined(pieces)
    tables: Tables = {}
    for name, table in joined.items():
        if name not in POSTINGS:
            places = pc.index_in(table["extraction_id"], order)
            kept = table.append_column("_place", places).filter(pc.is_valid(places))
            tables[name] = kept.sort_by([("_place", "ascending")]).drop_columns("_place")
    documents, passages = tables["documents"], tables["passages"]
    new_documents = _renumbering(most_documents, documents, first_document)
    new_passages = _renumbering(most_passages, passages, first_passage)
    tables["documents"] = _told(documents, wanted, versions, new_documents)
    tables["passages"] = _put(
        _put(passages, "document", new_documents[passages["document"].to_numpy()]),
        "number",
        new_passages[passages["number"].to_numpy()],
    )
    for name, word in POSTINGS.items():
        table = joined[name]
        document = new_documents[table["document"].to_numpy()]
        table = _put(table, "passage", new_passages[table["passage"].to_numpy()])
        table = _put(table, "document", document).filter(pa.array(document > 0))
        tables[name] = table.sort_by([(word, "ascending"), ("passage", "ascending")])
    return tables


def _joined(pieces: Sequence[Tables]) -> tuple[Tables, int, int]:
    """All pieces' rows, each reading's once, the numbers of each piece moved behind the last's;
    and the highest number of a document and of a passage."""
    seen: set[str] = set()
    documents = passages = 0
    moved: list[Tables] = []
    for piece in pieces:
        ids = set(piece["documents"]["extraction_id"].to_pylist())
        new = pa.array(sorted(ids - seen), pa.string())
        seen |= ids
        own: Tables = {}
        for name, table in piece.items():
            if name in POSTINGS:
                table = _put(table, "passage", table["passage"].to_numpy() + passages)
                own[name] = _put(table, "document", table["document"].to_numpy() + documents)
                continue
            if name == "documents":
                table = _put(table, "number", table["number"].to_numpy() + documents)
            if name == "passages":
                table = _put(table, "number", table["number"].to_numpy() + passages)
                table = _put(table, "document", table["document"].to_numpy() + documents)
            own[name] = table.filter(pc.is_in(table["extraction_id"], new))
        documents += piece["documents"].num_rows
        passages += piece["passages"].num_rows
        moved.append(own)
    joined = {name: pa.concat_tables([own[name] for own in moved]) for name in moved[0]}
    return joined, documents, passages


def _renumbering(most: int, kept: pa.Table, first: int) -> Numbers:
    """By a row's old number, at most ``most``, its new one; 0 for what was left out."""
    new = np.zeros(most + 1, np.int64)
    new[kept["number"].to_numpy()] = np.arange(first, first + kept.num_rows)
    return new


def _put(table: pa.Table, name: str, values: Numbers) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(place), pa.array(values, pa.int64()))


def _told(
    documents: pa.Table,
    wanted: Sequence[PageRead],
    versions: Sequence[tuple[int, int]],
    numbers: Numbers,
) -> pa.Table:
    told = to_table(PageRead, wanted)
    for name in ("url", "capture_sha256", "first_seen"):
        place = documents.schema.get_field_index(name)
        documents = documents.set_column(place, documents.schema.field(place), told[name])
    documents = _put(documents, "version", np.array([version for version, _ in versions]))
    documents = _put(documents, "reading", np.array([reading for _, reading in versions]))
    return _put(documents, "number", numbers[documents["number"].to_numpy()])
