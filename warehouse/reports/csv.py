"""A report as CSV for spreadsheets: a model in, text out; one row per finding.

A claim without findings has one row with the finding's columns empty. No cell is a formula
(`warehouse.cells`).
"""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from warehouse.cells import as_text
from warehouse.reports.model import ClaimView, FindingView, ReportModel

HEADER = (
    "claim_id",
    "claim_number",
    "kind",
    "verdict",
    "confidence",
    "reason",
    "claim",
    "claim_said_by",
    "finding_id",
    "relation",
    "differs_on",
    "rule",
    "score",
    "explanation",
    "review",
    "passage",
    "said_by",
    "outlet",
    "title",
    "url",
    "published",
    "published_sure",
    "later_than_the_article",
    "payload_sha256",
)


def render(report: ReportModel) -> str:
    """Rows in the order of the article; RFC 4180, LF line ends, UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for claim in report.claims:
        for finding in claim.findings or (None,):
            writer.writerow([as_text(cell) for cell in _row(claim, finding)])
    return out.getvalue()


def _row(claim: ClaimView, finding: FindingView | None) -> list[str]:
    cells = [
        claim.claim_id,
        str(claim.number),
        claim.kind,
        claim.verdict or "",
        "" if claim.confidence is None else str(claim.confidence),
        claim.reason,
        claim.wording,
        " ← ".join(claim.said_by),
    ]
    if finding is not None:
        passage = finding.passage
        cells += [
            finding.finding_id,
            finding.relation,
            finding.kind,
            finding.rule,
            str(finding.score),
            finding.explanation,
            finding.review or "",
            passage.text,
            " ← ".join(passage.said_by),
            passage.outlet,
            passage.title,
            passage.document_url,
            _time(passage.published.value),
            str(passage.published.sure).lower(),
            str(passage.later).lower(),
            passage.capture_sha256,
        ]
    return cells + [""] * (len(HEADER) - len(cells))


def _time(value: datetime | None) -> str:
    return "" if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")
