"""What one run saw and found: an open connection and a run's id in, records out, and back.

Touches the connection's database: `read` only reads it, `store_findings` writes in the caller's
transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from extractors.errors import WarehouseError
from extractors.records import (
    Assertion,
    Citation,
    CitationResult,
    Document,
    Finding,
    OutletCoverage,
    Run,
    Unread,
    Verdict,
)
from warehouse.rows import assertions_from, documents_from, from_table, to_table
from warehouse.statements import statements

ASSERTION_TABLES = ("assertions", "arguments", "assertion_sources", "assertion_quantities")


@dataclass(frozen=True, slots=True)
class RunRows:
    """All that a run's cross-check reads, in stable order."""

    run: Run
    claims: tuple[Assertion, ...]
    evidence: tuple[Assertion, ...]
    citations: tuple[Citation, ...]
    documents: Mapping[str, Document]
    coverage: tuple[OutletCoverage, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """What a cross-check makes of a run's rows, as it is kept."""

    findings: tuple[Finding, ...]
    verdicts: Mapping[str, Verdict]
    citation_results: tuple[CitationResult, ...]


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


def read_rows(connection: duckdb.DuckDBPyConnection, run_id: str) -> RunRows:
    """Claims, evidence, citations and documents of a run, exactly as the run saw them."""
    run = read_run(connection, run_id)
    documents = documents_from(
        {name: rows_of(connection, name, run_id) for name in ("documents", "blocks")}
    )
    assertions = assertions_from(
        {name: rows_of(connection, name, run_id) for name in ASSERTION_TABLES}
    )
    return RunRows(
        run=run,
        claims=tuple(a for a in assertions if a.document_id == run.article_id),
        evidence=tuple(a for a in assertions if a.document_id != run.article_id),
        citations=read_citations(connection, run_id),
        documents={document.document_id: document for document in documents},
        coverage=read_coverage(connection, run_id),
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
    verdicts: Mapping[str, Verdict],
    citation_results: Sequence[CitationResult],
) -> Derived:
    """The same findings, one of each id, in an order that depends on nothing but themselves.

    Of two findings with one id (same claim, evidence, relation, kind and rule) the one with
    the higher score stays.
    """
    best: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda f: (-f.score, f.explanation)):
        best.setdefault(finding.finding_id, finding)
    return Derived(
        findings=tuple(sorted(best.values(), key=lambda f: (f.claim_id, -f.score, f.finding_id))),
        verdicts=dict(sorted(verdicts.items())),
        citation_results=tuple(
            sorted(set(citation_results), key=lambda r: (r.citation_id, r.claim_id, r.evidence_id))
        ),
    )


def read_derived(connection: duckdb.DuckDBPyConnection, run_id: str) -> Derived:
    """What was found when the run was cross-checked, in the order of ``in_order``."""
    verdicts = rows_of(connection, "verdicts", run_id).to_pylist()
    return in_order(
        from_table(Finding, rows_of(connection, "findings", run_id)),
        {row["claim_id"]: row["verdict"] for row in verdicts},
        from_table(CitationResult, rows_of(connection, "citation_results", run_id)),
    )


def derived_tables(run_id: str, derived: Derived) -> dict[str, pa.Table]:
    """The tables findings, verdicts and citation_results for a run."""

    def keys(count: int, **more: Sequence[Any]) -> dict[str, Sequence[Any]]:
        return {"run_id": [run_id] * count, "position": range(count), **more}

    findings, results = derived.findings, derived.citation_results
    ids = [finding.finding_id for finding in findings]
    return {
        "findings": to_table(Finding, findings, keys(len(findings), finding_id=ids)),
        "verdicts": pa.table(
            {
                "run_id": pa.array([run_id] * len(derived.verdicts), pa.string()),
                "claim_id": pa.array(list(derived.verdicts), pa.string()),
                "verdict": pa.array(list(derived.verdicts.values()), pa.string()),
            }
        ),
        "citation_results": to_table(CitationResult, results, keys(len(results))),
    }
