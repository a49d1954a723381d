"""Records in, Arrow tables out, and back again without loss.

In: the dataclasses of ``extractors.records``. Out: one ``pyarrow.Table`` per warehouse
table, with the columns of ``schema/*.sql`` under the same names. Touches nothing.

A field of plain values becomes a column; a nested dataclass becomes a struct; a tuple of
dataclasses becomes rows of a child table with a ``position``, or in a record of ``WHOLE`` a list.
The mapping is read off the dataclass's type hints, so a field added to a record needs a migration
and no code here.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, cast

import pyarrow as pa

from extractors.page import text_fingerprint
from extractors.records import (
    Argument,
    Assertion,
    Attribution,
    Block,
    Claim,
    DateSpan,
    Document,
    Extraction,
    Mention,
    Passage,
    Quantity,
    Source,
    identity,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSTANT = pa.timestamp("us", "UTC")
NAMED_VERSION = pa.struct([("name", pa.string()), ("version", pa.string())])
PLAIN: Mapping[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    datetime: INSTANT,
}
# Records that are always read whole, so that their tuples stand in their own rows
WHOLE = (Passage, Claim)
# Names of key columns that hold numbers
NUMBERS = frozenset(
    {"position", "version", "reading", "sequence", "warc_offset", "number", "document", "rank"}
)
Record = TypeVar("Record")
Tables = dict[str, pa.Table]
Children = Mapping[Any, list[Any]]


class Column(NamedTuple):
    """One field as a column: its Arrow type, and the way in (None: as it is) and out."""

    name: str
    type: pa.DataType
    encode: Callable[[Any], Any] | None
    read: Callable[[pa.Array], list[Any]]


def _column(name: str, hint: Any) -> Column | None:
    """The column of a field with this type hint; None for a tuple of records (a child table)."""
    options = [h for h in typing.get_args(hint) if h is not type(None)]
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return _column(name, options[0])
    origin = typing.get_origin(hint)
    if origin is typing.Literal:
        return Column(name, pa.string(), None, _as_they_are)
    if origin is dict:
        texts = pa.map_(pa.string(), pa.string())
        return Column(name, texts, lambda d: sorted(d.items()), _dicts)
    if origin is tuple and typing.get_origin(options[0]) is tuple:
        return Column(name, pa.list_(NAMED_VERSION), _named_versions, _version_pairs)
    if origin is tuple and dataclasses.is_dataclass(options[0]):
        return None
    if origin is tuple:
        return Column(name, pa.list_(PLAIN[options[0]]), list, _tuples)
    if dataclasses.is_dataclass(hint):
        return _struct(name, typing.cast("type[Any]", hint))
    return Column(name, PLAIN[hint], None, _instants if hint is datetime else _as_they_are)


def _as_they_are(array: pa.Array) -> list[Any]:
    values: list[Any] = array.to_pylist()
    return values


def _instants(array: pa.Array) -> list[Any]:
    # Arrow builds each aware datetime through its zone's rules, ten times slower than from UTC.
    ticks = array.cast(pa.int64()).to_pylist()
    return [None if t is None else EPOCH + timedelta(microseconds=t) for t in ticks]


def _tuples(array: pa.Array) -> list[Any]:
    values, ends = array.values.to_pylist(), array.offsets.to_pylist()
    return [tuple(values[start:end]) for start, end in pairwise(ends)]


def _dicts(array: pa.Array) -> list[Any]:
    return [dict(pairs) for pairs in array.to_pylist()]


def _named_versions(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "version": version} for name, version in pairs]


def _version_pairs(array: pa.Array) -> list[Any]:
    return [tuple((s["name"], s["version"]) for s in structs) for structs in array.to_pylist()]


def _struct(name: str, record: type[Any]) -> Column:
    inner = columns(record)

    def read(array: pa.Array) -> list[Any]:
        parts = zip(*(c.read(array.field(c.name)) for c in inner), strict=True)
        there = array.is_valid().to_pylist()
        return [record(*row) if ok else None for ok, row in zip(there, parts, strict=True)]

    def encode(value: Any) -> dict[str, Any]:
        return {c.name: _encoded(c, getattr(value, c.name)) for c in inner}

    return Column(name, pa.struct([(c.name, c.type) for c in inner]), encode, read)


def _list(name: str, record: type[Any]) -> Column:
    """A tuple of records as a list of structs."""
    inner = _struct(name, record)

    def read(array: pa.Array) -> list[Any]:
        values, ends = inner.read(array.values), array.offsets.to_pylist()
        return [tuple(values[start:end]) for start, end in pairwise(ends)]

    def encode(values: Sequence[Any]) -> list[Any]:
        return [_encoded(inner, value) for value in values]

    return Column(name, pa.list_(inner.type), encode, read)


def _encoded(column: Column, value: Any) -> Any:
    return value if value is None or column.encode is None else column.encode(value)


def columns(record: type[Any]) -> tuple[Column, ...]:
    """The columns of a record class, in the order of its fields; child tables left out."""
    hints = typing.get_type_hints(record)
    found: list[Column] = []
    for field in dataclasses.fields(record):
        column = _column(field.name, hints[field.name])
        if column is None and record in WHOLE:
            column = _list(field.name, typing.get_args(hints[field.name])[0])
        if column is not None:
            found.append(column)
    return tuple(found)


def to_table(
    record: type[Record], records: Sequence[Record], keys: Mapping[str, Sequence[Any]] | None = None
) -> pa.Table:
    """Records of one class as an Arrow table, one row each, after the columns of ``keys``.

    ``keys`` maps a column's name to its values (str or int), as many as there are records;
    a key that has a field's name replaces that field.
    """
    keys = keys or {}
    arrays: dict[str, pa.Array] = {}
    for name, values in keys.items():
        arrays[name] = pa.array(values, pa.int64() if name in NUMBERS else pa.string())
    for column in columns(record):
        if column.name not in keys:
            values = [_encoded(column, getattr(r, column.name)) for r in records]
            arrays[column.name] = pa.array(values, column.type)
    return pa.table(arrays)


def from_table(
    record: type[Record],
    table: pa.Table,
    extras: Mapping[str, Sequence[Any]] | None = None,
) -> list[Record]:
    """The records that ``to_table`` wrote, in row order; columns that are no field are ignored.

    ``extras`` gives the values of fields that stand in child tables (or replace a column).
    """
    fields: dict[str, Sequence[Any]] = {}
    for column in columns(record):
        if column.name not in (extras or ()):
            chunks = table.column(column.name).chunks
            fields[column.name] = [value for chunk in chunks for value in column.read(chunk)]
    fields |= extras or {}
    names = tuple(fields)
    return [
        record(**dict(zip(names, row, strict=True))) for row in zip(*fields.values(), strict=True)
    ]


def content_sha256(*parts: object) -> str:
    """SHA-256, hex, over any records and plain values: the same content, the same digest."""
    return hashlib.sha256(
        json.dumps(parts, default=_plain, sort_keys=True, ensure_ascii=False).encode("utf-8")
    ).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return _fields(cast("Hashable", type(value)))(value)


@cache
def _fields(record: Any) -> Callable[[Any], Any]:
    """The values of a record's fields as a tuple, in their order."""
    return attrgetter(*(field.name for field in dataclasses.fields(record)))


def extraction_id(extraction: Extraction) -> str:
    """Stable name of a reading: the document and all that was extracted from it.

    The capture it was read from is left out: a page fetched again with the same text, but
    with other advertisements around it, is the same reading.
    """
    document = dataclasses.replace(
        extraction.document, url="", capture_sha256="", first_seen=_NO_STAMP
    )
    parts = dataclasses.replace(extraction, document=document)
    return identity(extraction.document.document_id, content_sha256(parts))


_NO_STAMP = Document("", "", "", "", ()).first_seen


def assertion_tables(
    assertions: Sequence[Assertion], extraction_ids: Sequence[str] | None = None
) -> Tables:
    """Assertions as the tables assertions, arguments, assertion_sources, assertion_quantities.

    ``extraction_ids`` names each assertion's reading; without it that column is empty.
    """
    readings = list(extraction_ids) if extraction_ids is not None else [""] * len(assertions)
    names = [assertion.assertion_id for assertion in assertions]
    owners = list(zip(readings, names, strict=True))
    keys = {"extraction_id": readings, "assertion_id": names}
    return {
        "assertions": to_table(Assertion, assertions, keys),
        "arguments": _children(Argument, owners, [a.arguments for a in assertions]),
        "assertion_sources": _children(Source, owners, [a.sources for a in assertions]),
        "assertion_quantities": _children(Quantity, owners, [a.quantities for a in assertions]),
    }


def _children(
    record: type[Any],
    owners: Sequence[tuple[str, str]],
    children: Sequence[Sequence[Any]],
    owner_column: str = "assertion_id",
) -> pa.Table:
    rows = [
        (reading, owner, position, child)
        for (reading, owner), group in zip(owners, children, strict=True)
        for position, child in enumerate(group)
    ]
    keys: dict[str, Sequence[Any]] = {
        "extraction_id": [row[0] for row in rows],
        owner_column: [row[1] for row in rows],
        "position": [row[2] for row in rows],
    }
    return to_table(record, [row[3] for row in rows], keys)


def passage_tables(
    extractions: Sequence[Extraction],
    extraction_ids: Sequence[str],
    numbers: Sequence[int],
    first: int,
) -> Tables:
    """Passages as the tables passages, passage_terms and passage_names.

    ``numbers`` gives each extraction's ``documents.number``; passages are numbered from
    ``first``. Only coverage has postings: an article is no evidence.
    """
    rows = [
        (reading, number, extraction.document.role, passage)
        for reading, number, extraction in zip(extraction_ids, numbers, extractions, strict=True)
        for passage in extraction.passages
    ]
    passages = [passage for *_, passage in rows]
    keys: dict[str, Sequence[Any]] = {
        "number": range(first, first + len(rows)),
        "document": [number for _, number, _, _ in rows],
        "extraction_id": [reading for reading, *_ in rows],
        "passage_id": [passage.passage_id for passage in passages],
    }
    posted = [
        (first + place, number, passage)
        for place, (_, number, role, passage) in enumerate(rows)
        if role == "coverage"
    ]
    return {
        "passages": to_table(Passage, passages, keys),
        "passage_terms": _postings(
            ("term", "passage", "document", "frequency", "length"),
            (
                (term, number, document, times, _length(passage))
                for number, document, passage in posted
                for term, times in Counter(passage.terms).items()
            ),
        ),
        "passage_names": _postings(
            ("name", "passage", "document", "length"),
            (
                (name, number, document, _length(passage))
                for number, document, passage in posted
                for name in dict.fromkeys(passage.names)
            ),
        ),
    }


def _length(passage: Passage) -> int:
    """How many words and names a passage is found by (at most what the column holds)."""
    return min(len(passage.terms) + len(set(passage.names)), 65_535)


def _postings(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> pa.Table:
    """Postings sorted by word, so that a look-up reads few row groups."""
    columns = list(zip(*sorted(rows), strict=True)) or [() for _ in names]
    kinds = [pa.string(), *(pa.int64() for _ in names[1:])]
    return pa.table(
        {
            name: pa.array(column, kind)
            for name, column, kind in zip(names, columns, kinds, strict=True)
        }
    )


def claim_table(extractions: Sequence[Extraction], extraction_ids: Sequence[str]) -> pa.Table:
    """The claims of articles as the table article_claims."""
    rows = [
        (reading, claim)
        for reading, extraction in zip(extraction_ids, extractions, strict=True)
        for claim in extraction.claims
    ]
    keys = {
        "extraction_id": [reading for reading, _ in rows],
        "claim_id": [claim.claim_id for _, claim in rows],
    }
    return to_table(Claim, [claim for _, claim in rows], keys)


def extraction_tables(
    extractions: Sequence[Extraction],
    extraction_ids: Sequence[str],
    versions: Sequence[tuple[int, int]],
    first_document: int = 1,
    first_passage: int = 1,
) -> Tables:
    """Extractions as the tables documents, blocks, ..., passages, article_claims.

    ``versions`` gives each one's ``documents.version`` and ``documents.reading``; documents and
    passages are numbered on from the last two.
    """
    numbers = range(first_document, first_document + len(extractions))
    documents = [extraction.document for extraction in extractions]
    document_ids = [document.document_id for document in documents]
    owners = list(zip(extraction_ids, document_ids, strict=True))

    def within(record: type[Any], groups: Iterable[Sequence[Any]]) -> pa.Table:
        return _children(record, owners, list(groups), "document_id")

    keys: dict[str, Sequence[Any]] = {
        "extraction_id": list(extraction_ids),
        "document_id": document_ids,
        "version": [version for version, _ in versions],
        "reading": [reading for _, reading in versions],
        "number": numbers,
        "text_sha256": [document.text_sha256 for document in documents],
        "words_sha256": [text_fingerprint(document) for document in documents],
    }
    pairs = [
        (reading, assertion)
        for reading, extraction in zip(extraction_ids, extractions, strict=True)
        for assertion in extraction.assertions
    ]
    return {
        "documents": to_table(Document, documents, keys),
        "blocks": within(Block, (d.blocks for d in documents)),
        "mentions": within(Mention, (e.mentions for e in extractions)),
        "dates": within(DateSpan, (e.dates for e in extractions)),
        "quantities": within(Quantity, (e.quantities for e in extractions)),
        "attributions": within(Attribution, (e.attributions for e in extractions)),
        **assertion_tables([a for _, a in pairs], [reading for reading, _ in pairs]),
        **passage_tables(extractions, extraction_ids, numbers, first_passage),
        "article_claims": claim_table(extractions, extraction_ids),
    }


def _grouped(record: type[Any], table: pa.Table, owner: tuple[str, ...]) -> Children:
    """Child records by their owner's key, in row order (the statements order by position)."""
    keys = zip(*(table.column(name).to_pylist() for name in owner), strict=True)
    groups: dict[Any, list[Any]] = defaultdict(list)
    for key, child in zip(keys, from_table(record, table), strict=True):
        groups[key].append(child)
    return groups


def assertions_from(tables: Mapping[str, pa.Table]) -> list[Assertion]:
    """The assertions of ``assertion_tables``, in the row order of ``assertions``."""
    key = ("extraction_id", "assertion_id")
    rows = tables["assertions"]
    owners = list(zip(*(rows.column(name).to_pylist() for name in key), strict=True))
    extras = {
        field: [tuple(groups.get(owner, ())) for owner in owners]
        for field, groups in (
            ("arguments", _grouped(Argument, tables["arguments"], key)),
            ("sources", _grouped(Source, tables["assertion_sources"], key)),
            ("quantities", _grouped(Quantity, tables["assertion_quantities"], key)),
        )
    }
    return from_table(Assertion, rows, extras)


def documents_from(tables: Mapping[str, pa.Table]) -> list[Document]:
    """The documents of ``extraction_tables``, in the row order of ``documents``."""
    rows = tables["documents"]
    blocks = _grouped(Block, tables["blocks"], ("extraction_id",))
    owners = rows.column("extraction_id").to_pylist()
    return from_table(
        Document, rows, {"blocks": [tuple(blocks.get((owner,), ())) for owner in owners]}
    )


def extractions_from(tables: Mapping[str, pa.Table]) -> list[Extraction]:
    """The extractions of ``extraction_tables``, whole, in the row order of ``documents``."""
    owners = tables["documents"].column("extraction_id").to_pylist()
    parts = {
        name: _grouped(record, tables[name], ("extraction_id",))
        for name, record in (
            ("mentions", Mention),
            ("dates", DateSpan),
            ("quantities", Quantity),
            ("attributions", Attribution),
        )
    }
    passages = _grouped(Passage, tables["passages"], ("extraction_id",))
    claims = _grouped(Claim, tables["article_claims"], ("extraction_id",))
    assertions: dict[str, list[Assertion]] = defaultdict(list)
    readings = tables["assertions"].column("extraction_id").to_pylist()
    for reading, assertion in zip(readings, assertions_from(tables), strict=True):
        assertions[reading].append(assertion)
    return [
        Extraction(
            document,
            **{name: tuple(groups.get((owner,), ())) for name, groups in parts.items()},
            assertions=tuple(assertions[owner]),
            passages=tuple(passages.get((owner,), ())),
            claims=tuple(claims.get((owner,), ())),
        )
        for owner, document in zip(owners, documents_from(tables), strict=True)
    ]
