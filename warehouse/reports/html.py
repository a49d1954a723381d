"""A report as one HTML file: a model in, text out. No script, no request to anywhere.

Everything quoted is escaped by Jinja's autoescape; only http and https addresses become links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from warehouse.reports import wording
from warehouse.reports.model import CitedClaim, FindingView, NotRead, ReportModel
from warehouse.reports.timeline import timeline

# More findings than this on one claim fold away behind "and more".
SHOWN = 4


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
        "window": wording.window,
        "told": wording.told,
        "instant": wording.instant,
        "day": wording.day,
        "chain": wording.chain,
        "link": wording.link,
        "timeline": timeline,
        "standing": _standing,
        "slug": lambda words: str(words).replace(" ", "-"),
    }
    environment.globals |= {"counted": wording.counted, "bounds": wording.bounds}
    return environment


def render(report: ReportModel) -> str:
    """The report as a self-contained page; the same model gives the same text."""
    template = _environment().get_template("report.html")
    bearing = [claim for claim in report.claims if claim.findings]
    return template.render(
        report=report,
        css=_environment().get_template("report.css").render(),
        bearing=bearing,
        contested=[claim for claim in bearing if _standing(claim.findings, "contradicts")],
        silent=report.silent,
        grouped={claim.claim_id: _by_relation(claim.findings) for claim in bearing},
        cited=_cited_claims(report),
        unread=_unread(report.not_read),
        disclaimer=wording.DISCLAIMER,
        relations=wording.RELATIONS,
        shown=SHOWN,
    )


def _standing(findings: Sequence[FindingView], relation: str) -> list[str]:
    """The outlets whose findings bear on a claim in this way, rejected ones left out."""
    outlets = [
        finding.passage.outlet if finding.passage else "its own arithmetic"
        for finding in findings
        if finding.relation == relation and finding.review != "reject"
    ]
    return list(dict.fromkeys(outlets))


def _by_relation(findings: Sequence[FindingView]) -> list[tuple[str, str, list[FindingView]]]:
    """(relation, heading, findings) in the order of wording.RELATIONS; rejected ones apart."""
    kept = [finding for finding in findings if finding.review != "reject"]
    groups: list[tuple[str, str, list[FindingView]]] = [
        (relation, heading, [finding for finding in kept if finding.relation == relation])
        for relation, heading in wording.RELATIONS.items()
    ]
    rejected = [finding for finding in findings if finding.review == "reject"]
    groups.append(("rejected", "Rejected by a reviewer", rejected))
    return [group for group in groups if group[2]]


def _cited_claims(report: ReportModel) -> Mapping[str, list[tuple[str, CitedClaim]]]:
    """The sources that the article cites for each claim, with what came of it."""
    cited: dict[str, list[tuple[str, CitedClaim]]] = defaultdict(list)
    for citation in report.citations:
        for result in citation.results:
            cited[result.claim_id].append((citation.source, result))
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
