"""What one run saw and found: an open connection and a run's id in, records out, and back.

Touches the connection's database: `read` only reads it, `store_findings` writes in the caller's
transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from extractors.errors import WarehouseError
from extractors.records import (
    Citation,
    CitationResult,
    Claim,
    Conflict,
    Consistency,
    Document,
    Finding,
    Judgement,
    Nearest,
    OutletCoverage,
    Passage,
    Run,
    Unread,
)
from warehouse.retrieval import Retrieved
from warehouse.rows import documents_from, from_table, to_table
from warehouse.statements import statements


@dataclass(frozen=True, slots=True)
class RunRows:
    """All that a run's cross-check reads, in stable order.

    ``documents`` are those the run was given and those that ``nearest`` comes from, ``passages``
    all sentences of them by id, the article's own included. ``nearest`` gives each claim's best
    passages by its id, the best first; it is empty until passages were retrieved for the run.
    """

    run: Run
    claims: tuple[Claim, ...]
    nearest: Mapping[str, tuple[Nearest, ...]]
    citations: tuple[Citation, ...]
    documents: Mapping[str, Document]
    coverage: tuple[OutletCoverage, ...]
    passages: Mapping[str, Passage]

    @property
    def article_passages(self) -> tuple[Passage, ...]:
        """The article's own sentences in their order; they are never evidence."""
        own = self.run.article_id
        return tuple(p for p in self.passages.values() if p.document_id == own)


@dataclass(frozen=True, slots=True)
class Derived:
    """What a cross-check makes of a run's rows, as it is kept."""

    findings: tuple[Finding, ...]
    verdicts: Mapping[str, Judgement]
    citation_results: tuple[CitationResult, ...]
    consistency: tuple[Consistency, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def rows_of(connection: duckdb.DuckDBPyConnection, name: str, run_id: str) -> pa.Table:
    """The rows of one statement of ``statements/read.sql`` for a run."""
    return connection.sql(statements("read.sql")[name], params={"run_id": run_id}).to_arrow_table()


def read_run(connection: duckdb.DuckDBPyConnection, run_id: str) -> Run:
    """The run; WarehouseError if the warehouse has none of this id."""
    runs = from_table(Run, rows_of(connection, "run", run_id))
    if not runs:
        raise WarehouseError(f"there is no run {run_id} in this warehouse: see `from runs`")
    return runs[0]


def read_citations(connection: duckdb.DuckDBPyConnection, run_id: str) -> tuple[Citation, ...]:
    """The run's citations in the order of the article."""
    return tuple(from_table(Citation, rows_of(connection, "citations", run_id)))


def read_claims(connection: duckdb.DuckDBPyConnection, run_id: str) -> tuple[Claim, ...]:
    """The claims of the run's article, of every kind, in their order."""
    return tuple(from_table(Claim, rows_of(connection, "article_claims", run_id)))


def read_rows(connection: duckdb.DuckDBPyConnection, run_id: str) -> RunRows:
    """Claims, passages, citations and documents of a run, exactly as the run saw them."""
    run = read_run(connection, run_id)
    documents = documents_from(
        {name: rows_of(connection, name, run_id) for name in ("documents", "blocks")}
    )
    nearest: dict[str, list[Nearest]] = defaultdict(list)
    for near in from_table(Nearest, rows_of(connection, "nearest", run_id)):
        nearest[near.claim_id].append(near)
    passages = from_table(Passage, rows_of(connection, "passages", run_id))
    return RunRows(
        run=run,
        claims=read_claims(connection, run_id),
        nearest={claim_id: tuple(found) for claim_id, found in nearest.items()},
        citations=read_citations(connection, run_id),
        documents={document.document_id: document for document in documents},
        coverage=read_coverage(connection, run_id),
        passages={passage.passage_id: passage for passage in passages},
    )


def rejections(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Ids of the findings, of any run, that a reviewer rejected."""
    rows = connection.execute(statements("read.sql")["rejections"]).fetchall()
    return frozenset(row[0] for row in rows)


def read_unread(connection: duckdb.DuckDBPyConnection, run_id: str) -> tuple[Unread, ...]:
    """What the run could not read, in order."""
    return tuple(from_table(Unread, rows_of(connection, "unread", run_id)))


def read_coverage(connection: duckdb.DuckDBPyConnection, run_id: str) -> tuple[OutletCoverage, ...]:
    """The run's coverage of each outlet, in order."""
    return tuple(from_table(OutletCoverage, rows_of(connection, "run_coverage", run_id)))


def in_order(
    findings: Sequence[Finding],
    verdicts: Mapping[str, Judgement],
    citation_results: Sequence[CitationResult],
    consistency: Sequence[Consistency] = (),
    conflicts: Sequence[Conflict] = (),
) -> Derived:
    """The same findings, one of each id, in an order that depends on nothing but themselves.

    Of two findings with one id (same claim, passage, relation, kind and rule) the one with the
    higher score stays; so of two conflicts.
    """
    best: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda f: (-f.score, f.explanation)):
        best.setdefault(finding.finding_id, finding)
    surest: dict[str, Conflict] = {}
    for conflict in sorted(conflicts, key=lambda c: (-c.score, c.explanation)):
        surest.setdefault(conflict.conflict_id, conflict)
    held = {row.consistency_id: row for row in consistency}
    return Derived(
        findings=tuple(sorted(best.values(), key=lambda f: (f.claim_id, -f.score, f.finding_id))),
        verdicts=dict(sorted(verdicts.items())),
        citation_results=tuple(
            sorted(set(citation_results), key=lambda r: (r.citation_id, r.claim_id, r.passage_id))
        ),
        consistency=tuple(row for _, row in sorted(held.items())),
        conflicts=tuple(sorted(surest.values(), key=lambda c: (-c.score, c.conflict_id))),
    )


def read_derived(connection: duckdb.DuckDBPyConnection, run_id: str) -> Derived:
    """What was found when the run was cross-checked, in the order of ``in_order``."""
    verdicts = rows_of(connection, "verdicts", run_id)
    claim_ids = verdicts.column("claim_id").to_pylist()
    return in_order(
        from_table(Finding, rows_of(connection, "findings", run_id)),
        dict(zip(claim_ids, from_table(Judgement, verdicts), strict=True)),
        from_table(CitationResult, rows_of(connection, "citation_results", run_id)),
        from_table(Consistency, rows_of(connection, "consistency", run_id)),
        from_table(Conflict, rows_of(connection, "conflicts", run_id)),
    )


def nearest_table(run_id: str, found: Mapping[str, Sequence[Retrieved]]) -> pa.Table:
    """The table nearest for a run."""
    rows = [one for near in found.values() for one in near]
    keys = {
        "run_id": [run_id] * len(rows),
        "extraction_id": [one.extraction_id for one in rows],
    }
    return to_table(Nearest, [one.nearest for one in rows], keys)


def derived_tables(run_id: str, derived: Derived) -> dict[str, pa.Table]:
    """The tables findings, verdicts, citation_results, consistency and conflicts for a run."""

    def keys(count: int, **more: Sequence[Any]) -> dict[str, Sequence[Any]]:
        return {"run_id": [run_id] * count, "position": range(count), **more}

    findings, results, judged = derived.findings, derived.citation_results, derived.verdicts
    held, conflicts = derived.consistency, derived.conflicts
    ids = [finding.finding_id for finding in findings]
    held_ids = [row.consistency_id for row in held]
    conflict_ids = [conflict.conflict_id for conflict in conflicts]
    of_claims = {"run_id": [run_id] * len(judged), "claim_id": list(judged)}
    return {
        "findings": to_table(Finding, findings, keys(len(findings), finding_id=ids)),
        "verdicts": to_table(Judgement, list(judged.values()), of_claims),
        "citation_results": to_table(CitationResult, results, keys(len(results))),
        "consistency": to_table(Consistency, held, keys(len(held), consistency_id=held_ids)),
        "conflicts": to_table(Conflict, conflicts, keys(len(conflicts), conflict_id=conflict_ids)),
    }
