"""A report as one HTML file: a model in, text out. No script, no request to anywhere.

Everything quoted is escaped by Jinja's autoescape; only http and https addresses become links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from warehouse.reports import wording
from warehouse.reports.explaining import nearness
from warehouse.reports.figures import Chart, charts
from warehouse.reports.model import CitationView, ClaimView, NotRead, ReportModel
from warehouse.reports.overview import overview
from warehouse.reports.speakers import chain
from warehouse.reports.timeline import timeline


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("warehouse", "reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "published": wording.published,
        "dated": wording.dated,
        "instant": wording.instant,
        "day": wording.day,
        "chain": chain,
        "link": wording.link,
        "verdict": wording.verdict,
        "standing": wording.standing,
        "notes": wording.notes,
        "reason": wording.reason,
        "bearings": wording.bearings,
        "parted": wording.parted,
        "near": wording.near,
        "nearness": nearness,
        "slots": wording.slots,
        "slot_name": wording.slot_name,
        "score": wording.score,
        "copies": wording.copies,
        "door": wording.door,
        "counts": wording.counts,
        "total": wording.total,
        "timeline": timeline,
        "facts": _facts,
        "gravest": _gravest,
        "told_apart": _told_apart,
        "slug": lambda words: str(words).replace(" ", "-").replace(",", ""),
    }
    environment.globals |= {
        "counted": wording.counted,
        "listed": wording.listed,
        "bounds": wording.bounds,
    }
    return environment


def render(report: ReportModel) -> str:
    """The report as a self-contained page; the same model gives the same text."""
    template = _environment().get_template("report.html")
    citations = wording.cited(report.citations)
    return template.render(
        report=report,
        css=_environment().get_template("report.css").render(),
        verdict_counts=wording.verdict_counts(report),
        contested=_contested(report),
        unchecked=[claim for claim in report.claims if claim.kind != "fact"],
        citations=citations,
        cited=_by_claim(citations),
        unread=_unread(report.not_read),
        everything_read=wording.everything_read(report),
        overview=overview(report),
        charts=_by_chart(report),
        words=wording,
    )


def _by_chart(report: ReportModel) -> Mapping[str, list[Chart]]:
    """The charts of contested numbers by their claims' ids."""
    drawn: dict[str, list[Chart]] = defaultdict(list)
    for chart in charts(report):
        drawn[chart.claim.claim_id].append(chart)
    return drawn


def _contested(report: ReportModel) -> list[ClaimView]:
    """The claims that something contradicts; those that nothing supports come first."""
    claims = [claim for claim in report.facts if wording.outlets(claim, "contradicts")]
    order = list(wording.VERDICTS)
    return sorted(claims, key=lambda c: order.index(c.verdict) if c.verdict else len(order))


def _facts(claims: Iterable[ClaimView]) -> list[ClaimView]:
    return [claim for claim in claims if claim.kind == "fact"]


def _gravest(claims: Sequence[ClaimView]) -> str:
    """The verdict that a card's edge shows."""
    order = list(wording.VERDICTS)
    return min((c.verdict for c in claims if c.verdict), key=order.index, default=order[-1])


def _told_apart(sentence: str, claims: Sequence[ClaimView]) -> bool:
    """True unless the sentence is its only claim word for word."""
    return len(claims) > 1 or wording.letters(sentence) != wording.letters(claims[0].wording)


def _by_claim(citations: Iterable[CitationView]) -> Mapping[str, list[CitationView]]:
    cited: dict[str, list[CitationView]] = defaultdict(list)
    for citation in citations:
        cited[citation.claim_id].append(citation)
    return cited


def _unread(entries: Iterable[NotRead]) -> list[tuple[str, list[tuple[NotRead, list[str]]]]]:
    """What was not read by outlet; entries that differ by address only stand together."""
    outlets: dict[str, dict[tuple[str, str, str], tuple[NotRead, list[str]]]] = {}
    for entry in entries:
        kinds = outlets.setdefault(entry.outlet, {})
        _, urls = kinds.setdefault((entry.what, entry.why, entry.strategy), (entry, []))
        if entry.url:
            urls.append(entry.url)
    return [(outlet, list(kinds.values())) for outlet, kinds in outlets.items()]
