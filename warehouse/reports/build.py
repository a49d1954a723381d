"""Build a report's model: an open snapshot and a run's id in, a `ReportModel` out.

Reads the views only. The same rows give the same model, in the same order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import duckdb

from extractors.errors import WarehouseError
from warehouse.reports.model import (
    Archived,
    BlockView,
    Change,
    CitationView,
    CitedClaim,
    ClaimView,
    CoverageView,
    Dated,
    FindingView,
    NotRead,
    PageRead,
    Passage,
    Piece,
    Quote,
    ReportModel,
    TimeWindow,
)
from warehouse.reports.wording import FIDELITIES, RELATIONS, VERDICTS, file_name, named
from warehouse.statements import statements

Row = Mapping[str, Any]


def build(
    connection: duckdb.DuckDBPyConnection, run_id: str, since: str | None = None
) -> ReportModel:
    """The report of a run; with ``since``, also what changed from that earlier run.

    Raises WarehouseError if the snapshot does not hold the run.
    """
    found = _rows(connection, "run", run_id)
    if not found:
        raise WarehouseError(f"there is no run {run_id} in this snapshot: see `from runs`")
    run = found[0]
    claims = _claims(connection, run_id)
    citations = _citations(_rows(connection, "citations", run_id), claims)
    findings = [finding for claim in claims for finding in claim.findings]
    warcs = [row["warc_file"] for row in _rows(connection, "warc_files", run_id)]
    verdicts = Counter(claim.verdict for claim in claims)
    fidelities = Counter(result.fidelity for c in citations for result in c.results)
    relations = Counter(finding.relation for finding in findings if finding.review != "reject")
    coverage = tuple(map(_coverage, _rows(connection, "coverage", run_id)))
    names = {outlet.outlet: outlet.name for outlet in coverage}
    return ReportModel(
        run_id=run["run_id"],
        article_title=run["title"],
        article_url=run["article_url"],
        article_published=_dated(run),
        article_sha256=run["text_sha256"],
        as_of=run["as_of"],
        mode=run["mode"],
        outlets=tuple(names.get(outlet, outlet) for outlet in run["outlets"]),
        versions=tuple((v["name"], v["version"]) for v in run["versions"]),
        inputs_sha256=run["inputs_sha256"],
        verdict_counts=tuple((verdict, verdicts[verdict]) for verdict in VERDICTS),
        fidelity_counts=tuple((f, fidelities[f]) for f in FIDELITIES if fidelities[f]),
        relation_counts=tuple((r, relations[r]) for r in RELATIONS if relations[r]),
        citations=citations,
        blocks=_blocks(connection, run_id, run["text"], claims),
        claims=claims,
        not_read=tuple(map(_not_read, _rows(connection, "not_read", run_id))),
        coverage=coverage,
        pages=tuple(map(_page, _rows(connection, "pages", run_id))),
        warc_files=tuple(sorted({file_name(warc) for warc in warcs})),
        changes=None if since is None else _changes(_claims(connection, since), claims),
    )


def _rows(connection: duckdb.DuckDBPyConnection, name: str, run_id: str) -> list[dict[str, Any]]:
    sql = statements("build.sql", "warehouse.reports")[name]
    rows: list[dict[str, Any]] = (
        connection.sql(sql, params={"run_id": run_id}).to_arrow_table().to_pylist()
    )
    return rows


def _claims(connection: duckdb.DuckDBPyConnection, run_id: str) -> tuple[ClaimView, ...]:
    findings: dict[str, list[FindingView]] = defaultdict(list)
    for row in _rows(connection, "findings", run_id):
        findings[row["claim_id"]].append(_finding(row))
    order = list(RELATIONS)
    return tuple(
        ClaimView(
            claim_id=row["claim_id"],
            number=number,
            verdict=row["verdict"] or "not enough evidence",
            quote=_quote(
                row["sentence"] or row["text"],
                row["start"] - row["sentence_start"],
                row["end"] - row["sentence_start"],
            ),
            said_by=tuple(map(named, row["said_by"])),
            polarity=row["polarity"],
            certainty=row["certainty"],
            modality="actual",
            when=TimeWindow(None, None, "none"),
            findings=tuple(
                sorted(
                    findings[row["claim_id"]],
                    key=lambda f: (f.review == "reject", order.index(f.relation)),
                )
            ),
        )
        for number, row in enumerate(_rows(connection, "claims", run_id), start=1)
    )


def _quote(sentence: str, start: int, end: int) -> Quote:
    """The sentence in pieces; a clause that lies outside its sentence marks the whole of it."""
    inside = 0 <= start < end <= len(sentence)
    start, end = (start, end) if inside else (0, len(sentence))
    return Quote(sentence[:start], sentence[start:end], sentence[end:])


def _dated(row: Row) -> Dated:
    return Dated(row["published"], row["published_source"], bool(row["published_sure"]))


def _archived(row: Row) -> Archived:
    warc = row["warc_file"]
    return Archived(
        payload_sha256=row["payload_sha256"] or "",
        captured_at=row["captured_at"],
        warc_file=file_name(warc) if warc else None,
        warc_offset=row["warc_offset"],
    )


def _passage(row: Row, sentence: str | None, outlet: str, when: TimeWindow) -> Passage | None:
    if sentence is None:
        return None
    said_by = [s for s in map(named, row["said_by"] or ()) if s.lower() != outlet.lower()]
    return Passage(
        quote=_quote(sentence, 0, len(sentence)),
        chain=(outlet, *said_by),
        outlet=outlet,
        title=row["title"],
        url=row["url"],
        published=_dated(row),
        when=when,
        archived=_archived(row),
    )


def _finding(row: Row) -> FindingView:
    outlet = row["outlet_name"] or "unknown outlet"
    when = TimeWindow(None, None, "none")
    return FindingView(
        finding_id=row["finding_id"],
        relation=row["relation"],
        kind=row["kind"],
        rule=row["rule"],
        explanation=row["explanation"],
        details=tuple(row["details"]),
        passage=_passage(row, row["passage"], outlet, when),
        review=row["review"],
        review_note=row["review_note"] or "",
    )


def _citations(rows: Sequence[Row], claims: Sequence[ClaimView]) -> tuple[CitationView, ...]:
    numbers = {claim.claim_id: claim.number for claim in claims}
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["citation_id"]].append(row)
    return tuple(
        CitationView(
            citation_id=citation_id,
            source=group[0]["source"],
            outlet=group[0]["outlet_name"] or "",
            passage=group[0]["text"],
            results=tuple(_cited(row, numbers) for row in group if row["fidelity"] is not None),
        )
        for citation_id, group in grouped.items()
    )


def _cited(row: Row, numbers: Mapping[str, int]) -> CitedClaim:
    outlet = row["passage_outlet_name"] or "unknown outlet"
    nowhen = TimeWindow(None, None, "none")
    return CitedClaim(
        claim_id=row["claim_id"],
        number=numbers.get(row["claim_id"]),
        clause=row["claim_wording"] or "",
        fidelity=row["fidelity"],
        rule=row["rule"],
        explanation=row["explanation"],
        passage=_passage(row, row["passage"], outlet, nowhen),
    )


def _blocks(
    connection: duckdb.DuckDBPyConnection, run_id: str, text: str, claims: Sequence[ClaimView]
) -> tuple[BlockView, ...]:
    """The article's blocks in order, each cut where claims begin and end."""
    views = {claim.claim_id: claim for claim in claims}
    spans = [
        (row["start"], row["end"], views[row["claim_id"]])
        for row in _rows(connection, "claims", run_id)
    ]
    seen: set[str] = set()
    return tuple(
        BlockView(block["kind"], _pieces(text, block["start"], block["end"], spans, seen))
        for block in _rows(connection, "blocks", run_id)
    )


def _pieces(
    text: str,
    start: int,
    end: int,
    spans: Sequence[tuple[int, int, ClaimView]],
    seen: set[str],
) -> tuple[Piece, ...]:
    """The text between two offsets, cut at the claims' edges; the shortest claim wins a piece."""
    within = [span for span in spans if span[0] < end and span[1] > start]
    edges = {start, end, *(max(start, s[0]) for s in within), *(min(end, s[1]) for s in within)}
    cuts = sorted(edges)
    pieces: list[Piece] = []
    for left, right in pairwise(cuts):
        over = [span for span in within if span[0] <= left and span[1] >= right]
        if not over:
            pieces.append(Piece(text[left:right], None, None, None, False))
            continue
        claim = min(over, key=lambda span: (span[1] - span[0], span[2].number))[2]
        first = claim.claim_id not in seen
        seen.add(claim.claim_id)
        pieces.append(Piece(text[left:right], claim.claim_id, claim.number, claim.verdict, first))
    return tuple(pieces)


def _not_read(row: Row) -> NotRead:
    return NotRead(row["outlet_name"], row["url"], row["what"], row["why"], row["strategy"])


def _coverage(row: Row) -> CoverageView:
    return CoverageView(**{name: row[name] for name in CoverageView.__dataclass_fields__})


def _page(row: Row) -> PageRead:
    return PageRead(
        outlet=row["outlet_name"],
        title=row["title"],
        url=row["url"],
        published=_dated(row),
        kind=row["kind"],
        problem=row["problem"],
        text_sha256=row["text_sha256"],
        archived=_archived(row),
    )


def _changes(before: Sequence[ClaimView], after: Sequence[ClaimView]) -> tuple[Change, ...]:
    """Findings that came or went and verdicts that turned, in the order of the article."""
    old = {claim.claim_id: claim for claim in before}
    changes: list[Change] = []
    for claim in after:
        earlier = old.get(claim.claim_id)
        was = {f.finding_id: f for f in earlier.findings} if earlier else {}
        now = {f.finding_id: f for f in claim.findings}
        clause = claim.quote.clause
        if earlier is not None and earlier.verdict != claim.verdict:
            changes.append(
                Change("verdict changed", claim.claim_id, clause, earlier.verdict, claim.verdict)
            )
        changes += [
            Change("new finding", claim.claim_id, clause, "", finding.explanation)
            for name, finding in now.items()
            if name not in was
        ]
        changes += [
            Change("finding gone", claim.claim_id, clause, finding.explanation, "")
            for name, finding in was.items()
            if name not in now
        ]
    return tuple(changes)
