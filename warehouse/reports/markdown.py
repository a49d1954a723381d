"""A report as Markdown: a model in, text out. Quoted text is escaped, so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warehouse.reports.model import (
    Archived,
    CitationView,
    ClaimView,
    FindingView,
    Passage,
    ReportModel,
)
from warehouse.reports.wording import (
    DISCLAIMER,
    RELATIONS,
    bounds,
    chain,
    counted,
    instant,
    link,
    published,
    told,
)

COVERAGE = (
    "outlet",
    "candidates",
    "received",
    "read",
    "on topic",
    "not read",
    "findings",
    "dates read",
)
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def render(report: ReportModel) -> str:
    """The report as CommonMark with tables (GitHub's); the same model gives the same text."""
    parts = (
        _head(report),
        _changes(report),
        _citations(report),
        _claims(report),
        _silent(report),
        _not_read(report),
        _provenance(report),
    )
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def escaped(text: str) -> str:
    """Text with Markdown's and HTML's signs escaped, on one line."""
    line = SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return LINE_START.sub(r"\1\\\2", line)


def _linked(url: str, words: str) -> str:
    address = link(url)
    if address is None:
        return escaped(words or url)
    safe = address.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")
    return f"[{escaped(words or url)}]({safe})"


def _head(report: ReportModel) -> Iterator[str]:
    yield f"# {escaped(report.article_title) or 'Untitled article'}"
    yield ""
    how = "replay of archived captures" if report.mode == "replay" else "live collection"
    yield f"- Article: {_linked(report.article_url, '')}"
    yield f"- Published: {escaped(published(report.article_published))}"
    yield f"- Checked as of {instant(report.as_of)} ({how})"
    yield f"- Asked: {escaped(', '.join(report.outlets)) or 'no outlet'}"
    yield ""
    yield "| verdict | claims |"
    yield "| --- | ---: |"
    for verdict, count in report.verdict_counts:
        yield f"| {verdict} | {count} |"
    yield ""
    yield DISCLAIMER
    yield ""


def _changes(report: ReportModel) -> Iterator[str]:
    if report.changes is None:
        return
    yield "## What changed since the earlier run"
    yield ""
    for change in report.changes:
        parts = [escaped(words) for words in (change.before, change.after) if words]
        yield f"- **{change.what}** on “{escaped(change.clause)}”: {' → '.join(parts)}"
    if not report.changes:
        yield "Nothing: the same findings and the same verdicts."
    yield ""


def _citations(report: ReportModel) -> Iterator[str]:
    yield "## What the cited sources said"
    yield ""
    if not report.citations:
        yield "The article puts no claim in a named source's mouth."
        yield ""
    for citation in report.citations:
        yield from _citation(citation)


def _citation(citation: CitationView) -> Iterator[str]:
    yield f"### {escaped(citation.source)}"
    yield ""
    yield f"The article: “{escaped(citation.passage)}”"
    yield ""
    for result in citation.results:
        on = f" on “{escaped(result.clause)}”" if result.clause else ""
        yield f"- **{result.fidelity}**{on}: {escaped(result.explanation)}"
        if result.passage is not None:
            yield f"  - nearest passage: {_passage(result.passage)}"
            yield f"  - {_archived(result.passage.archived)}"
    if not citation.results:
        yield "- **not compared**: nothing in this passage can be checked against what was read."
    yield ""


def _passage(passage: Passage) -> str:
    quote = passage.quote
    before = escaped(quote.before) + " " * quote.before.endswith(" ")
    after = " " * quote.after.startswith(" ") + escaped(quote.after)
    marked = f"{before}**{escaped(quote.clause)}**{after}"
    return (
        f"“{marked}” ({escaped(chain(passage))}, {_linked(passage.url, passage.title)}, "
        f"{escaped(published(passage.published))})"
    )


def _archived(archived: Archived) -> str:
    if archived.captured_at is None:
        digest = escaped(archived.payload_sha256) or "unknown"
        return f"no capture in this run; payload SHA-256 {digest}"
    return (
        f"captured {instant(archived.captured_at)}, payload SHA-256 "
        f"{escaped(archived.payload_sha256)}, {escaped(archived.warc_file or '')} "
        f"at byte {archived.warc_offset}"
    )


def _claims(report: ReportModel) -> Iterator[str]:
    yield "## Claim by claim"
    yield ""
    bearing = [claim for claim in report.claims if claim.findings]
    for claim in bearing:
        yield from _claim(claim)
    if not bearing:
        yield "Nothing that was read bears on any claim of this article."
        yield ""


def _claim(claim: ClaimView) -> Iterator[str]:
    yield f"### {claim.number}. {claim.verdict}"
    yield ""
    yield f"> {escaped(claim.quote.sentence)}"
    yield ""
    notes = [f"claim: “{escaped(claim.quote.clause)}”"]
    notes += [f"as said by {escaped(' ← '.join(claim.said_by))}"] if claim.said_by else []
    notes += [f"time: {told(claim.when)}"] if told(claim.when) else []
    yield "; ".join(notes)
    yield ""
    for relation, heading in RELATIONS.items():
        kept = [f for f in claim.findings if f.relation == relation and f.review != "reject"]
        if kept:
            yield f"**{heading}**"
            yield ""
            for finding in kept:
                yield from _finding(finding)
            yield ""
    rejected = [finding for finding in claim.findings if finding.review == "reject"]
    if rejected:
        yield "**Rejected by a reviewer**"
        yield ""
        for finding in rejected:
            yield from _finding(finding)
        yield ""


def _finding(finding: FindingView) -> Iterator[str]:
    head = f"- {_passage(finding.passage)}: " if finding.passage is not None else "- "
    yield f"{head}{escaped(finding.explanation)} (rule {escaped(finding.rule)})"
    if finding.passage is not None:
        yield f"  - {_archived(finding.passage.archived)}"
    if finding.review:
        word = "accepted" if finding.review == "accept" else "rejected"
        note = f": “{escaped(finding.review_note)}”" if finding.review_note else ""
        yield f"  - a reviewer {word} this finding{note}"


def _silent(report: ReportModel) -> Iterator[str]:
    yield "## Claims without evidence"
    yield ""
    if report.silent:
        count = sum(map(len, report.silent))
        yield f"{counted(count, 'claim').capitalize()} on which nothing that was read bears:"
        yield ""
    for claims in report.silent:
        numbers = ", ".join(str(claim.number) for claim in claims)
        yield f"- {numbers}: {escaped(claims[0].quote.sentence)}"
    if not report.silent:
        yield "None: something that was read bears on every claim."
    yield ""


def _not_read(report: ReportModel) -> Iterator[str]:
    yield "## What was not read"
    yield ""
    if report.coverage:
        yield f"| {' | '.join(COVERAGE)} |"
        yield f"|{' ---: |' * len(COVERAGE)}"
    for outlet in report.coverage:
        terms = " (its terms forbid automated reading)" if outlet.terms_forbid else ""
        counts = (outlet.candidates, outlet.captured, outlet.read, outlet.on_topic, outlet.unread)
        numbers = " | ".join(map(str, (*counts, outlet.findings)))
        dates = bounds(outlet.earliest, outlet.latest) or "none"
        yield f"| {escaped(outlet.name)}{terms} | {numbers} | {dates} |"
    yield ""
    for entry in report.not_read:
        where = f" {_linked(entry.url, '')}" if entry.url else ""
        yield f"- {escaped(entry.outlet)}: **{escaped(entry.what)}**. {escaped(entry.why)}{where}"
    if not report.not_read:
        yield "Everything that was asked for was read."
    yield ""


def _provenance(report: ReportModel) -> Iterator[str]:
    yield "## Provenance"
    yield ""
    yield f"- Run {escaped(report.run_id)}"
    versions = ", ".join(f"{name} {version}" for name, version in report.versions)
    yield f"- Made with {escaped(versions) or 'versions unknown'}"
    yield f"- Article text SHA-256 {escaped(report.article_sha256)}"
    yield f"- Archive: {escaped(', '.join(report.warc_files)) or 'none'}"
    yield f"- Derive the findings again: sourcecheck replay {escaped(report.run_id)}"
