"""A report as JSON for machines: a model in, text out; keys sorted, times in ISO 8601 (UTC).

``docs/report.schema.json`` describes it, and a test holds it to that.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from warehouse.reports.model import (
    CitationView,
    ClaimView,
    ConflictView,
    ConsistencyView,
    FindingView,
    NumberView,
    PassageView,
    ReportModel,
)

# Raised whenever a key changes its meaning or goes away.
FORMAT_VERSION = 2


def render(report: ReportModel) -> str:
    """The whole report; the same model gives the same bytes."""
    content = {
        "format": "sourcecheck report",
        "format_version": FORMAT_VERSION,
        "run_id": report.run_id,
        "as_of": report.as_of,
        "mode": report.mode,
        "outlets": report.outlets,
        "versions": dict(report.versions),
        "inputs_sha256": report.inputs_sha256,
        "warc_files": report.warc_files,
        "article": {
            "sha256": report.article_sha256,
            "title": report.article_title,
            "url": report.article_url,
            "published": report.article_published.value,
            "published_basis": report.article_published.source,
            "text": report.article_text,
        },
        "claims": [_claim(claim) for claim in report.claims],
        "citations": [_citation(citation) for citation in report.citations],
        "consistency": [_consistency(held) for held in report.consistency],
        "conflicts": [_conflict(conflict) for conflict in report.conflicts],
        "numbers": [_number(number) for number in report.numbers],
        "coverage": [asdict(outlet) for outlet in report.coverage],
        "not_read": [asdict(entry) for entry in report.not_read],
        "pages": [asdict(page) for page in report.pages],
    }
    if report.changes is not None:
        content["changes"] = [asdict(change) for change in report.changes]
    return json.dumps(content, default=_plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _passage(passage: PassageView) -> dict[str, Any]:
    """``gloss`` and ``language`` stand only where the sentence is not English."""
    glossed = {"gloss": passage.gloss, "language": passage.language} if passage.gloss else {}
    return glossed | {
        "passage_id": passage.passage_id,
        "document_url": passage.document_url,
        "outlet": passage.outlet,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "said_by": passage.said_by,
        "published": passage.published.value,
        "capture_sha256": passage.capture_sha256,
    }


def _claim(claim: ClaimView) -> dict[str, Any]:
    return {
        "claim_id": claim.claim_id,
        "number": claim.number,
        "start": claim.start,
        "end": claim.end,
        "wording": claim.wording,
        "kind": claim.kind,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "said_by": claim.said_by,
        "verdict": claim.verdict,
        "confidence": claim.confidence,
        "reason": claim.reason,
        "findings": [_finding(finding) for finding in claim.findings],
        "nearest": [{"passage": _passage(near.passage), "why": near.why} for near in claim.nearest],
    }


def _finding(finding: FindingView) -> dict[str, Any]:
    told = {
        "finding_id": finding.finding_id,
        "relation": finding.relation,
        "kind": finding.kind,
        "rule": finding.rule,
        "score": finding.score,
        "explanation": finding.explanation,
        "details": dict(finding.details),
        "passage": _passage(finding.passage),
    }
    if finding.review:
        told["review"] = {"decision": finding.review, "note": finding.review_note}
    return told


def _citation(citation: CitationView) -> dict[str, Any]:
    return {
        "citation_id": citation.citation_id,
        "claim_id": citation.claim_id,
        "outlet": citation.outlet or None,
        "source": citation.source,
        "start": citation.start,
        "end": citation.end,
        "fidelity": citation.fidelity,
        "finding_id": citation.finding_id or None,
        "explanation": citation.explanation,
    }


def _consistency(held: ConsistencyView) -> dict[str, Any]:
    return {
        "kind": held.kind,
        "claim_ids": held.claim_ids,
        "holds": held.holds,
        "rule": held.rule,
        "explanation": held.explanation,
    }


def _conflict(conflict: ConflictView) -> dict[str, Any]:
    return {
        "kind": conflict.kind,
        "relation": conflict.relation,
        "left": _passage(conflict.left),
        "right": _passage(conflict.right),
        "score": conflict.score,
        "rule": conflict.rule,
        "explanation": conflict.explanation,
        "copies": conflict.copies,
    }


def _number(number: NumberView) -> dict[str, Any]:
    return {
        "claim_id": number.claim_id,
        "text": number.text,
        "low": number.low,
        "high": number.high,
        "unit": number.unit,
        "per": number.per,
        "happened": number.happened,
        "passage": None if number.passage is None else _passage(number.passage),
    }


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    raise TypeError(f"no JSON for {type(value).__name__}")
