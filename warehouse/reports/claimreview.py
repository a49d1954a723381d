"""A report as schema.org ClaimReview (JSON-LD): a model in, text out.

One ClaimReview per claim that something decided. With a publisher (`Publisher`, from the settings
``review_author``, ``review_author_url`` and ``review_url``) it is complete: it has a ``url``, an
``author`` and a rating in numbers. The numbers rate agreement with what was read, not truth, and
``ratingExplanation`` says so: 1 is contradicted, 3 is disputed, 5 is supported. Without one it is
a draft with a rating in AVeriTeC's words alone, and whoever publishes it adds the rest. "<" is
written as an escape, so that the text may stand inside a page's ``<script>``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

from extractors.records import Verdict
from warehouse.reports.model import ClaimView, Publisher, ReportModel
from warehouse.reports.wording import DISCLAIMER, SHOWN, VERDICTS, link

#: From the worst agreement with what was read to the best.
WORST, BEST = 1, 5
RATINGS: Mapping[Verdict, int] = {"refuted": 1, "conflicting evidence": 3, "supported": 5}
SCALE = (
    f"{WORST}: what was read contradicts the claim; 3: the sources disagree; {BEST}: what was read "
    "supports it. The number rates agreement with what was read, not truth."
)


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
    review = {
        "@type": "ClaimReview",
        "identifier": claim.claim_id,
        "datePublished": _date(report.as_of),
        "claimReviewed": claim.wording,
        "itemReviewed": {
            "@type": "Claim",
            "appearance": _appearance(report),
            "author": _claimant(report, claim),
        },
        "reviewRating": {"@type": "Rating", "alternateName": claim.verdict},
        "reviewBody": claim.reason or " ".join(found.explanation for found in standing[:SHOWN]),
        "abstract": DISCLAIMER,
        "isBasedOn": [pages[url] for url in sorted(pages)],
    }
    if report.publisher is not None and claim.verdict is not None:
        review |= _published(report.publisher, report.run_id, claim, claim.verdict)
    return review


def _published(
    publisher: Publisher, run_id: str, claim: ClaimView, verdict: Verdict
) -> dict[str, Any]:
    """What only a publisher can say: where the review stands, who signs it, and its number."""
    address = publisher.report_url.replace("{run}", run_id)
    return {
        "url": f"{address}#claim-{claim.number}",
        "author": {"@type": "Organization", "name": publisher.name, "url": publisher.url},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": RATINGS[verdict],
            "worstRating": WORST,
            "bestRating": BEST,
            "alternateName": VERDICTS[verdict],
            "ratingExplanation": SCALE,
        },
    }


def _appearance(report: ReportModel) -> dict[str, Any]:
    """The article in which the claim stands."""
    appearance: dict[str, Any] = {"@type": "CreativeWork", "headline": report.article_title}
    if link(report.article_url):
        appearance["url"] = report.article_url
    if report.article_published.value is not None:
        appearance["datePublished"] = _date(report.article_published.value)
    return appearance


def _claimant(report: ReportModel, claim: ClaimView) -> dict[str, str]:
    """Who makes the claim: whom the article has say it, else who publishes the article."""
    if claim.said_by:
        kind = "Person" if claim.said_by_person else "Organization"
        return {"@type": kind, "name": claim.said_by[-1]}
    host = urlsplit(report.article_url).hostname if link(report.article_url) else None
    return {"@type": "Organization", "name": host or f"the publisher of “{report.article_title}”"}


def _date(value: Any) -> str:
    return str(value.astimezone(UTC).date().isoformat())
