"""Build a report's model: an open snapshot and a run's id in, a `ReportModel` out.

Reads only. The same rows give the same model, in the same order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

import duckdb

from extractors.errors import WarehouseError
from warehouse.reports.explaining import conflicting, explained, reasoned
from warehouse.reports.model import (
    Archived,
    BlockView,
    Change,
    CitationView,
    ClaimView,
    ConflictView,
    ConsistencyView,
    CoverageView,
    Dated,
    FindingView,
    NearestView,
    NotRead,
    NumberView,
    PageRead,
    PassageView,
    Piece,
    ReportModel,
    SentenceView,
)
from warehouse.reports.speakers import speaker
from warehouse.reports.wording import RELATIONS, file_name
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
    published = _dated(run)
    pages = _rows(connection, "pages", run_id)
    passages = _passages(connection, run_id, pages, published.value)
    claims = _claims(connection, run_id, passages)
    by_id = {claim.claim_id: claim for claim in claims}
    warcs = [row["warc_file"] for row in _rows(connection, "warc_files", run_id)]
    coverage = tuple(map(_coverage, _rows(connection, "coverage", run_id)))
    names = {outlet.outlet: outlet.name for outlet in coverage}
    return ReportModel(
        run_id=run["run_id"],
        article_title=run["title"],
        article_url=run["article_url"],
        article_published=published,
        article_sha256=run["text_sha256"],
        article_text=run["text"],
        as_of=run["as_of"],
        mode=run["mode"],
        outlets=tuple(names.get(outlet, outlet) for outlet in run["outlets"]),
        versions=tuple((v["name"], v["version"]) for v in run["versions"]),
        inputs_sha256=run["inputs_sha256"],
        blocks=_blocks(_rows(connection, "blocks", run_id), run["text"], claims),
        sentences=_sentences(run["text"], claims),
        claims=claims,
        citations=_citations(_rows(connection, "citations", run_id), by_id, passages),
        consistency=_consistency(_rows(connection, "consistency", run_id), by_id),
        conflicts=_conflicts(_rows(connection, "conflicts", run_id), passages),
        not_read=tuple(map(_not_read, _rows(connection, "not_read", run_id))),
        coverage=coverage,
        pages=tuple(_page(number, row) for number, row in enumerate(pages, start=1)),
        warc_files=tuple(sorted({file_name(warc) for warc in warcs})),
        numbers=tuple(_number(row, passages) for row in _rows(connection, "numbers", run_id)),
        changes=None if since is None else _changes(_earlier(connection, since), claims),
    )


def _rows(connection: duckdb.DuckDBPyConnection, name: str, run_id: str) -> list[dict[str, Any]]:
    sql = statements("build.sql", "warehouse.reports")[name]
    rows: list[dict[str, Any]] = (
        connection.sql(sql, params={"run_id": run_id}).to_arrow_table().to_pylist()
    )
    return rows


def _earlier(connection: duckdb.DuckDBPyConnection, run_id: str) -> tuple[ClaimView, ...]:
    return _claims(connection, run_id, _passages(connection, run_id, (), None))


def _passages(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    pages: Sequence[Row],
    article_published: datetime | None,
) -> dict[str, PassageView]:
    """Every passage that the report quotes, by its id."""
    numbers = {row["extraction_id"]: number for number, row in enumerate(pages, start=1)}
    return {
        row["passage_id"]: PassageView(
            passage_id=row["passage_id"],
            document_url=row["url"],
            outlet=row["outlet_name"] or "unknown outlet",
            title=row["title"],
            start=row["start"],
            end=row["end"],
            text=row["text"],
            said_by=tuple(map(speaker, row["said_by"], row["said_by_entities"])),
            published=_dated(row),
            said_at=row["said_at"],
            later=_is_later(row["said_at"] or row["published"], article_published),
            capture_sha256=row["capture_sha256"],
            page=numbers.get(row["extraction_id"]),
            gloss=row["gloss"],
            language=row["language"],
        )
        for row in _rows(connection, "passages", run_id)
    }


def _is_later(said: datetime | None, article: datetime | None) -> bool:
    """An article mostly tells the day alone: what was said on that day is not later."""
    return said is not None and article is not None and said.date() > article.date()


def _claims(
    connection: duckdb.DuckDBPyConnection, run_id: str, passages: Mapping[str, PassageView]
) -> tuple[ClaimView, ...]:
    findings: dict[str, list[FindingView]] = defaultdict(list)
    for row in _rows(connection, "findings", run_id):
        findings[row["claim_id"]].append(_finding(row, passages))
    nearest: dict[str, list[NearestView]] = defaultdict(list)
    for row in _rows(connection, "nearest", run_id):
        nearest[row["claim_id"]].append(NearestView(passages[row["passage_id"]], row["why"]))
    return tuple(
        _claim(row, findings[row["claim_id"]], nearest[row["claim_id"]])
        for row in _rows(connection, "claims", run_id)
    )


def _claim(row: Row, findings: Sequence[FindingView], nearest: Sequence[NearestView]) -> ClaimView:
    """A claim of fact that no verdict was kept for has not enough evidence."""
    fact = row["kind"] == "fact"
    order = list(RELATIONS)
    wording, polarity = row["wording"], row["polarity"]
    told = [
        replace(f, explanation=explained(f.explanation, f.passage, wording, polarity, f.details))
        for f in findings
    ]
    pairs = [(f.explanation, t.explanation) for f, t in zip(findings, told, strict=True)]
    return ClaimView(
        claim_id=row["claim_id"],
        number=row["number"],
        start=row["start"],
        end=row["end"],
        sentence_start=row["sentence_start"],
        sentence_end=row["sentence_end"],
        wording=row["wording"],
        kind=row["kind"],
        polarity=row["polarity"],
        certainty=row["certainty"],
        said_by=tuple(speaker(s["text"], s["entity"]) for s in row["sources"]),
        verdict=(row["verdict"] or "not enough evidence") if fact else None,
        confidence=(row["confidence"] or 0.0) if fact else None,
        reason=reasoned(row["reason"] or "", pairs),
        findings=tuple(sorted(told, key=lambda f: (f.review == "reject", order.index(f.relation)))),
        nearest=tuple(nearest),
        said_by_person=row["said_by_person"],
    )


def _finding(row: Row, passages: Mapping[str, PassageView]) -> FindingView:
    return FindingView(
        finding_id=row["finding_id"],
        relation=row["relation"],
        kind=row["kind"],
        rule=row["rule"],
        score=row["score"],
        explanation=row["explanation"],
        details=tuple(sorted(row["details"])),
        passage=passages[row["passage_id"]],
        review=row["review"],
        review_note=row["review_note"] or "",
    )


def _dated(row: Row) -> Dated:
    return Dated(row["published"], row["published_source"], bool(row["published_sure"]))


def _citations(
    rows: Sequence[Row], claims: Mapping[str, ClaimView], passages: Mapping[str, PassageView]
) -> tuple[CitationView, ...]:
    return tuple(_citation(row, claims[row["claim_id"]], passages) for row in rows)


def _citation(row: Row, claim: ClaimView, passages: Mapping[str, PassageView]) -> CitationView:
    """A finding behind it is explained as it is beside its claim."""
    passage = passages.get(row["passage_id"])
    told = next((f for f in claim.findings if f.finding_id == row["finding_id"]), None)
    explanation: str = row["explanation"]
    if told is not None and told.rule == row["rule"]:
        explanation = told.explanation
    elif passage is not None:
        explanation = explained(explanation, passage, claim.wording, claim.polarity)
    return CitationView(
        citation_id=row["citation_id"],
        claim_id=row["claim_id"],
        number=claim.number,
        wording=claim.wording,
        source=row["source"],
        outlet=row["outlet_name"],
        read=row["read"],
        start=row["start"],
        end=row["end"],
        fidelity=row["fidelity"],
        finding_id=row["finding_id"],
        rule=row["rule"],
        explanation=explanation,
        passage=passage,
    )


def _consistency(
    rows: Sequence[Row], claims: Mapping[str, ClaimView]
) -> tuple[ConsistencyView, ...]:
    return tuple(
        ConsistencyView(
            kind=row["kind"],
            claim_ids=tuple(row["claim_ids"]),
            numbers=tuple(claims[claim_id].number for claim_id in row["claim_ids"]),
            wordings=tuple(claims[claim_id].wording for claim_id in row["claim_ids"]),
            holds=row["holds"],
            rule=row["rule"],
            explanation=row["explanation"],
        )
        for row in rows
    )


def _conflicts(
    rows: Sequence[Row], passages: Mapping[str, PassageView]
) -> tuple[ConflictView, ...]:
    return tuple(
        ConflictView(
            kind=row["kind"],
            relation=row["relation"],
            left=passages[row["left_id"]],
            right=passages[row["right_id"]],
            score=row["score"],
            rule=row["rule"],
            explanation=conflicting(
                row["explanation"], passages[row["left_id"]], passages[row["right_id"]]
            ),
            copies=row["copies"],
        )
        for row in rows
    )


def _sentences(text: str, claims: Sequence[ClaimView]) -> tuple[SentenceView, ...]:
    """The sentences that make claims, in order; a claim without one is a sentence itself."""
    grouped: dict[tuple[int, int], list[ClaimView]] = defaultdict(list)
    for claim in claims:
        inside = claim.sentence_start <= claim.start < claim.end <= claim.sentence_end
        own = (claim.start, claim.end)
        grouped[(claim.sentence_start, claim.sentence_end) if inside else own].append(claim)
    return tuple(
        SentenceView(text[start:end], tuple(group))
        for (start, end), group in sorted(grouped.items())
    )


def _blocks(rows: Sequence[Row], text: str, claims: Sequence[ClaimView]) -> tuple[BlockView, ...]:
    """The article's blocks in order, each cut where claims begin and end."""
    seen: set[str] = set()
    return tuple(
        BlockView(block["kind"], _pieces(text, block["start"], block["end"], claims, seen))
        for block in rows
    )


def _pieces(
    text: str, start: int, end: int, claims: Sequence[ClaimView], seen: set[str]
) -> tuple[Piece, ...]:
    """The text between two offsets, cut at the claims' edges; the shortest claim wins a piece."""
    within = [claim for claim in claims if claim.start < end and claim.end > start]
    edges = {start, end, *(max(start, c.start) for c in within), *(min(end, c.end) for c in within)}
    pieces: list[Piece] = []
    for left, right in pairwise(sorted(edges)):
        over = [claim for claim in within if claim.start <= left and claim.end >= right]
        if not over:
            pieces.append(Piece(text[left:right], None, ()))
            continue
        claim = min(over, key=lambda c: (c.kind != "fact", c.end - c.start, c.number))
        begun = tuple(c for c in over if c.claim_id not in seen)
        seen |= {c.claim_id for c in begun}
        pieces.append(Piece(text[left:right], claim, begun))
    return tuple(pieces)


def _not_read(row: Row) -> NotRead:
    return NotRead(row["outlet_name"], row["url"], row["what"], row["why"], row["strategy"])


def _number(row: Row, passages: Mapping[str, PassageView]) -> NumberView:
    return NumberView(
        claim_id=row["claim_id"],
        text=row["text"],
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
        per=row["per"],
        happened=row["role"],
        passage=passages[row["passage_id"]] if row["passage_id"] else None,
    )


def _coverage(row: Row) -> CoverageView:
    return CoverageView(**{name: row[name] for name in CoverageView.__dataclass_fields__})


def _page(number: int, row: Row) -> PageRead:
    warc = row["warc_file"]
    return PageRead(
        number=number,
        outlet=row["outlet_name"],
        title=row["title"],
        url=row["url"],
        published=_dated(row),
        kind=row["kind"],
        problem=row["problem"],
        given=row["given"],
        archived=Archived(
            payload_sha256=row["payload_sha256"] or "",
            captured_at=row["captured_at"],
            warc_file=file_name(warc) if warc else None,
            warc_offset=row["warc_offset"],
        ),
    )


def _changes(before: Sequence[ClaimView], after: Sequence[ClaimView]) -> tuple[Change, ...]:
    """Findings that came or went and verdicts that turned, in the order of the article."""
    old = {claim.claim_id: claim for claim in before}
    changes: list[Change] = []
    for claim in after:
        earlier = old.get(claim.claim_id)
        was = {f.finding_id: f for f in earlier.findings} if earlier else {}
        now = {f.finding_id: f for f in claim.findings}
        told = claim.claim_id, claim.wording
        if earlier is not None and earlier.verdict != claim.verdict:
            turned = earlier.verdict or earlier.kind, claim.verdict or claim.kind
            changes.append(Change("verdict changed", *told, *turned))
        changes += [
            Change("new finding", *told, "", finding.explanation)
            for name, finding in now.items()
            if name not in was
        ]
        changes += [
            Change("finding gone", *told, finding.explanation, "")
            for name, finding in was.items()
            if name not in now
        ]
    return tuple(changes)
