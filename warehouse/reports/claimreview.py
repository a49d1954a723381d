"""A report as schema.org ClaimReview (JSON-LD): a model in, text out.

One ClaimReview per claim that something decided, its rating one of AVeriTeC's words and no
number: a number would be a rating of truth, which this project does not give. The publisher
adds its own ``author`` and ``url`` (https://schema.org/ClaimReview). "<" is written as an
escape, so that the text may stand inside a page's ``<script>``.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from warehouse.reports.model import ClaimView, ReportModel
from warehouse.reports.wording import DISCLAIMER, SHOWN, link


def render(report: ReportModel) -> str:
    """A JSON-LD graph with a ClaimReview for each claim that has a verdict from evidence."""
    graph = [
        _review(report, claim)
        for claim in report.facts
        if claim.verdict != "not enough evidence" and claim.findings
    ]
    content = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return text.translate({ord("<"): "\\u003c", 0x2028: "\\u2028", 0x2029: "\\u2029"})


def _review(report: ReportModel, claim: ClaimView) -> dict[str, Any]:
    appearance: dict[str, Any] = {"@type": "CreativeWork", "headline": report.article_title}
    if link(report.article_url):
        appearance["url"] = report.article_url
    if report.article_published.value is not None:
        appearance["datePublished"] = _date(report.article_published.value)
    standing = [finding for finding in claim.findings if finding.review != "reject"]
    pages = {
        finding.passage.document_url: {
            "@type": "CreativeWork",
            "headline": finding.passage.title,
            "url": finding.passage.document_url,
            "publisher": {"@type": "Organization", "name": finding.passage.outlet},
        }
        for finding in standing
        if link(finding.passage.document_url)
    }
    item: dict[str, Any] = {"@type": "Claim", "appearance": appearance}
    if claim.said_by:
        item["author"] = {"@type": "Thing", "name": claim.said_by[-1]}
    return {
        "@type": "ClaimReview",
        "identifier": claim.claim_id,
        "datePublished": _date(report.as_of),
        "claimReviewed": claim.wording,
        "itemReviewed": item,
        "reviewRating": {"@type": "Rating", "alternateName": claim.verdict},
        "reviewBody": claim.reason or " ".join(found.explanation for found in standing[:SHOWN]),
        "abstract": DISCLAIMER,
        "isBasedOn": [pages[url] for url in sorted(pages)],
    }


def _date(value: Any) -> str:
    return str(value.astimezone(UTC).date().isoformat())
