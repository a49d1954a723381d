"""Load one run: records in, rows the warehouse lacks out, in the caller's transaction.

Touches the given connection only. Loading the same again adds nothing; captures and readings
are only ever added, while a run's own rows are replaced together when they differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from extractors.errors import WarehouseError
from extractors.records import (
    Capture,
    Citation,
    Document,
    Extraction,
    OutletCoverage,
    Run,
    Stamp,
    Unread,
)
from warehouse.numbering import numbered
from warehouse.parts import PageRead, Parts, page_read
from warehouse.retrieval import Retrieved
from warehouse.rows import columns, content_sha256, extraction_tables, to_table
from warehouse.run_rows import Derived, derived_tables, nearest_table
from warehouse.statements import statements

EXTRACTED = (
    "documents",
    "blocks",
    "mentions",
    "dates",
    "quantities",
    "attributions",
    "assertions",
    "arguments",
    "assertion_sources",
    "assertion_quantities",
    "passages",
    "passage_terms",
    "passage_names",
    "article_claims",
)
INPUTS = ("run_documents", "run_captures", "run_coverage", "unread", "citations")
FOUND = ("nearest",)
DERIVED = (
    "findings",
    "verdicts",
    "citation_results",
    "consistency",
    "conflicts",
)
LOADED = ("captures", *EXTRACTED, "runs", *INPUTS)


@dataclass(frozen=True, slots=True)
class Batch:
    """One run's records, each document once, ready to be loaded; ``parts`` has their rows."""

    run: Run
    captures: tuple[Capture, ...]
    read: tuple[PageRead, ...]
    parts: Parts
    citations: tuple[Citation, ...]
    unread: tuple[Unread, ...]
    coverage: tuple[OutletCoverage, ...]


def batch(
    run: Run,
    captures: Iterable[Capture],
    extractions: Iterable[Extraction],
    citations: Iterable[Citation] = (),
    unread: Iterable[Unread] = (),
    coverage: Iterable[OutletCoverage] = (),
) -> Batch:
    """Records of a run whose readings are at hand, not in parts; see ``batch_of_parts``."""
    parts = Parts(Path())
    read: list[PageRead] = []
    for number, extraction in enumerate(extractions):
        read.append(page_read(str(number), extraction))
        parts.pass_by(read[-1], extraction)
    return batch_of_parts(run, captures, read, parts, citations, unread, coverage)


def batch_of_parts(
    run: Run,
    captures: Iterable[Capture],
    read: Iterable[PageRead],
    parts: Parts,
    citations: Iterable[Citation] = (),
    unread: Iterable[Unread] = (),
    coverage: Iterable[OutletCoverage] = (),
) -> Batch:
    """Records of a run with doubles dropped: of one document or capture the first stays.

    Raises WarehouseError if the article itself is not among what was read.
    """
    by_document = {one.document_id: one for one in reversed(list(read))}
    if run.article_id not in by_document:
        raise WarehouseError(f"run {run.run_id}: its article is not among the documents to load")
    by_capture = {c.capture_id: c for c in reversed(list(captures))}
    return Batch(
        run=run,
        captures=tuple(reversed(by_capture.values())),
        read=tuple(reversed(by_document.values())),
        parts=parts,
        citations=tuple({c.citation_id: c for c in citations}.values()),
        unread=tuple(unread),
        coverage=tuple(coverage),
    )


def insert(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table], names: Sequence[str]
) -> dict[str, int]:
    """Add each named table's rows by the statement of its name; returns the counts of rows."""
    known = statements("load.sql")
    for name in names:
        if tables[name].num_rows:
            connection.register(f"incoming_{name}", tables[name])
            connection.execute(known[name])
            connection.unregister(f"incoming_{name}")
    return {name: tables[name].num_rows for name in names}


def load(connection: duckdb.DuckDBPyConnection, incoming: Batch) -> dict[str, int]:
    """Add what the warehouse lacks of a batch; returns the counts of new rows by table."""
    counts = _load_captures(connection, incoming.captures)
    counts |= _load_extractions(connection, incoming)
    counts |= _load_run(connection, incoming)
    return {name: counts[name] for name in LOADED}


def _known(connection: duckdb.DuckDBPyConnection, statement: str, ids: Sequence[str]) -> set[str]:
    """Which of these ids the warehouse has already."""
    column, view = {
        "known_captures": ("capture_id", "incoming_capture_ids"),
        "known_extractions": ("extraction_id", "incoming_extraction_ids"),
    }[statement]
    connection.register(view, pa.table({column: pa.array(ids, pa.string())}))
    rows = connection.execute(statements("load.sql")[statement]).fetchall()
    connection.unregister(view)
    return {row[0] for row in rows}


def _load_captures(
    connection: duckdb.DuckDBPyConnection, captures: Sequence[Capture]
) -> dict[str, int]:
    known = _known(connection, "known_captures", [c.capture_id for c in captures])
    new = [capture for capture in captures if capture.capture_id not in known]
    keys = {"capture_id": [capture.capture_id for capture in new]}
    return insert(connection, {"captures": to_table(Capture, new, keys)}, ("captures",))


def _load_extractions(connection: duckdb.DuckDBPyConnection, incoming: Batch) -> dict[str, int]:
    ids = [one.extraction_id for one in incoming.read]
    known = _known(connection, "known_extractions", ids)
    new = [one for one in incoming.read if one.extraction_id not in known]
    if not new:
        return insert(connection, extraction_tables([], [], []), EXTRACTED)
    numbers = _versions(connection, new)
    ((document, passage),) = connection.execute(statements("load.sql")["next_numbers"]).fetchall()
    pieces = incoming.parts.pieces(new)
    return insert(connection, numbered(pieces, new, numbers, document, passage), EXTRACTED)


def _versions(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[PageRead]
) -> list[tuple[int, int]]:
    """Version and reading number of each new document, counted on from those stored.

    New texts of one address are numbered by when they were first seen, then by id; one that only
    differs in white space, case or typography is no new version.
    """
    addresses = sorted({(document.role, document.canonical_url) for document in documents})
    incoming = {
        "role": pa.array([role for role, _ in addresses], pa.string()),
        "canonical_url": pa.array([url for _, url in addresses], pa.string()),
    }
    connection.register("incoming_addresses", pa.table(incoming))
    rows = connection.execute(statements("load.sql")["known_texts"]).fetchall()
    connection.unregister("incoming_addresses")
    texts: dict[str, tuple[int, int]] = {}
    worded: dict[tuple[str, str, str], int] = {}
    newest: dict[tuple[str, str], int] = {}
    for document_id, role, url, words, version, reading in rows:
        texts[document_id] = (version, reading)
        worded[role, url, words] = version
        newest[role, url] = max(version, newest.get((role, url), 0))
    numbers: dict[str, tuple[int, int]] = {}
    for document in sorted(documents, key=_first_seen):
        address = (document.role, document.canonical_url)
        told = (*address, document.words_sha256)
        if document.document_id in texts:
            version, reading = texts[document.document_id]
            numbers[document.document_id] = (version, reading + 1)
            continue
        if told not in worded:
            newest[address] = newest.get(address, 0) + 1
            worded[told] = newest[address]
        numbers[document.document_id] = (worded[told], 1)
    return [numbers[document.document_id] for document in documents]


def _first_seen(document: PageRead) -> tuple[bool, float, str]:
    seen = document.first_seen.value
    return (seen is None, seen.timestamp() if seen else 0.0, document.document_id)


def _load_run(connection: duckdb.DuckDBPyConnection, incoming: Batch) -> dict[str, int]:
    """The run's own rows: none when they stand there already, else all of them anew."""
    known = statements("load.sql")
    run_id = {"run_id": incoming.run.run_id}
    tables = _run_tables(incoming)
    content = content_sha256({name: table.to_pylist() for name, table in tables.items()})
    stored = connection.execute(known["run_content"], run_id).fetchall()
    if stored == [(content,)]:
        return dict.fromkeys(("runs", *INPUTS), 0)
    if stored:
        clear(connection, incoming.run.run_id, (*INPUTS, *FOUND, *DERIVED, "derivations"))
    ((sequence,),) = connection.execute(known["next_sequence"]).fetchall()
    keys = {
        "run_id": [incoming.run.run_id],
        "sequence": [sequence],
        "content_sha256": [content],
    }
    runs = {"runs": to_table(Run, [incoming.run], keys)}
    counts = insert(connection, runs, ("runs",)) | insert(connection, tables, INPUTS)
    return counts | {"runs": 0 if stored else 1}


def clear(connection: duckdb.DuckDBPyConnection, run_id: str, names: Sequence[str]) -> None:
    """Remove a run's rows from the named tables."""
    for name in names:
        connection.execute(statements("load.sql")[f"clear_{name}"], {"run_id": run_id})


def store_nearest(
    connection: duckdb.DuckDBPyConnection, run_id: str, found: Mapping[str, Sequence[Retrieved]]
) -> None:
    """Put the passages retrieved for a run in place of those that stood there."""
    clear(connection, run_id, FOUND)
    insert(connection, {"nearest": nearest_table(run_id, found)}, FOUND)


def store_derived(
    connection: duckdb.DuckDBPyConnection, run_id: str, derived: Derived
) -> dict[str, int]:
    """Put what a cross-check found in place of what stood there for the run."""
    clear(connection, run_id, (*DERIVED, "derivations"))
    return insert(connection, derived_tables(run_id, derived), DERIVED)


def keep_derivation(connection: duckdb.DuckDBPyConnection, run_id: str, key: str) -> None:
    """Note that what is stored for a run was derived under ``key``."""
    connection.execute(statements("load.sql")["keep_derivation"], {"run_id": run_id, "key": key})


def _run_tables(incoming: Batch) -> dict[str, pa.Table]:
    run_id = incoming.run.run_id
    documents = incoming.read
    stamp = next(column for column in columns(Document) if column.name == "first_seen")

    def numbered(count: int) -> dict[str, Sequence[str] | Sequence[int]]:
        return {"run_id": [run_id] * count, "position": range(count)}

    def strings(rows: Sequence[str]) -> pa.Array:
        return pa.array(rows, pa.string())

    citation_ids = {"citation_id": [citation.citation_id for citation in incoming.citations]}
    run_documents = {
        "run_id": strings([run_id] * len(documents)),
        "extraction_id": strings([document.extraction_id for document in documents]),
        "document_id": strings([document.document_id for document in documents]),
        "position": pa.array(range(len(documents)), pa.int64()),
        "url": strings([document.url for document in documents]),
        "capture_sha256": strings([document.capture_sha256 for document in documents]),
        "first_seen": pa.array([_stamp(d.first_seen) for d in documents], stamp.type),
    }
    run_captures = {
        "run_id": strings([run_id] * len(incoming.captures)),
        "capture_id": strings([capture.capture_id for capture in incoming.captures]),
        "warc_file": strings([capture.warc_file for capture in incoming.captures]),
        "warc_offset": pa.array([c.warc_offset for c in incoming.captures], pa.int64()),
    }
    coverage, unread, citations = incoming.coverage, incoming.unread, incoming.citations
    return {
        "run_documents": pa.table(run_documents),
        "run_captures": pa.table(run_captures),
        "run_coverage": to_table(OutletCoverage, coverage, numbered(len(coverage))),
        "unread": to_table(Unread, unread, numbered(len(unread))),
        "citations": to_table(Citation, citations, numbered(len(citations)) | citation_ids),
    }


def _stamp(stamp: Stamp) -> dict[str, object]:
    return {"value": stamp.value, "source": stamp.source, "sure": stamp.sure}
