"""A report as schema.org ClaimReview (JSON-LD): a model in, text out.

One ClaimReview per claim on which something bears, its rating one of AVeriTeC's words and no
number: a number would be a rating of truth, which this project does not give. The publisher
adds its own ``author`` and ``url`` (https://schema.org/ClaimReview).
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from warehouse.reports.model import ClaimView, ReportModel
from warehouse.reports.wording import DISCLAIMER, link


def render(report: ReportModel) -> str:
    """A JSON-LD graph with a ClaimReview for each claim that has a verdict from evidence."""
    graph = [
        _review(report, claim)
        for claim in report.claims
        if claim.verdict != "not enough evidence" and claim.findings
    ]
    content = {"@context": "https://schema.org", "@graph": graph}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _review(report: ReportModel, claim: ClaimView) -> dict[str, Any]:
    appearance: dict[str, Any] = {"@type": "CreativeWork", "headline": report.article_title}
    if link(report.article_url):
        appearance["url"] = report.article_url
    if report.article_published.value is not None:
        appearance["datePublished"] = _date(report.article_published.value)
    pages = {
        finding.passage.url: {
            "@type": "CreativeWork",
            "headline": finding.passage.title,
            "url": finding.passage.url,
            "publisher": {"@type": "Organization", "name": finding.passage.outlet},
        }
        for finding in claim.findings
        if finding.passage is not None and finding.review != "reject" and link(finding.passage.url)
    }
    return {
        "@type": "ClaimReview",
        "identifier": claim.claim_id,
        "datePublished": _date(report.as_of),
        "claimReviewed": claim.quote.clause,
        "itemReviewed": {"@type": "Claim", "appearance": appearance},
        "reviewRating": {"@type": "Rating", "alternateName": claim.verdict},
        "reviewBody": " ".join(finding.explanation for finding in claim.findings[:5]),
        "abstract": DISCLAIMER,
        "isBasedOn": [pages[url] for url in sorted(pages)],
    }


def _date(value: Any) -> str:
    return str(value.astimezone(UTC).date().isoformat())
