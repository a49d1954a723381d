"""A report as CSV for spreadsheets: a model in, text out; one row per finding.

A claim without findings has one row with the finding's columns empty. A cell that a spreadsheet
would run as a formula gets a leading apostrophe (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from warehouse.reports.model import ClaimView, FindingView, ReportModel

HEADER = (
    "claim_id",
    "claim_number",
    "verdict",
    "claim",
    "claim_said_by",
    "claim_earliest",
    "claim_latest",
    "finding_id",
    "relation",
    "kind",
    "rule",
    "explanation",
    "review",
    "evidence_sentence",
    "evidence_clause",
    "evidence_said_by",
    "outlet",
    "title",
    "url",
    "published",
    "published_sure",
    "captured",
    "payload_sha256",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: ReportModel) -> str:
    """Rows in the order of the article; RFC 4180, LF line ends, UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for claim in report.claims:
        for finding in claim.findings or (None,):
            writer.writerow([_safe(cell) for cell in _row(claim, finding)])
    return out.getvalue()


def _row(claim: ClaimView, finding: FindingView | None) -> list[str]:
    cells = [
        claim.claim_id,
        str(claim.number),
        claim.verdict,
        claim.quote.clause,
        " ← ".join(claim.said_by),
        _time(claim.when.earliest),
        _time(claim.when.latest),
    ]
    if finding is not None:
        cells += [
            finding.finding_id,
            finding.relation,
            finding.kind,
            finding.rule,
            finding.explanation,
            finding.review or "",
        ]
        if finding.passage is not None:
            passage = finding.passage
            cells += [
                passage.quote.sentence,
                passage.quote.clause,
                " ← ".join(passage.chain),
                passage.outlet,
                passage.title,
                passage.url,
                _time(passage.published.value),
                str(passage.published.sure).lower(),
                _time(passage.archived.captured_at),
                passage.archived.payload_sha256,
            ]
    return cells + [""] * (len(HEADER) - len(cells))


def _time(value: datetime | None) -> str:
    return "" if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _safe(cell: str) -> str:
    return "'" + cell if cell.startswith(FORMULA) else cell
