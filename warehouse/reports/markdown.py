"""A report as Markdown: a model in, text out. Quoted text is escaped, so that it stays text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from warehouse.reports import speakers, wording
from warehouse.reports.explaining import nearness
from warehouse.reports.model import CitationView, ClaimView, PassageView, ReportModel
from warehouse.reports.wording import Bearing, bounds, counted, instant, link

COVERAGE = (
    "outlet",
    "pages asked for",
    "not received",
    "received",
    "no readable text",
    "read",
    "of these on topic",
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
        _consistency(report),
        _conflicts(report),
        _unchecked(report),
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


def _row(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _head(report: ReportModel) -> Iterator[str]:
    yield f"# {escaped(report.article_title) or 'Untitled article'}"
    yield ""
    how = "replay of archived captures" if report.mode == "replay" else "live collection"
    date = escaped(wording.published(report.article_published))
    if report.article_published.value is None:
        date = f"no date found: judged as of {wording.day(report.as_of)}"
    yield f"- Article: {_linked(report.article_url, '')}"
    yield f"- Published: {date}"
    yield f"- Checked as of {instant(report.as_of)} ({how})"
    yield f"- Asked: {escaped(', '.join(report.outlets)) or 'no outlet'}"
    yield ""
    yield "| claims of fact | |"
    yield "| --- | ---: |"
    for _, words, count in wording.verdict_counts(report):
        yield _row((words, count))
    yield ""
    unchecked = wording.unchecked(report)
    yield (
        f"{wording.pages_read(report).capitalize()}"
        f"{f'; not checked: {unchecked}' if unchecked else ''}. {wording.DISCLAIMER}"
    )
    yield ""


def _changes(report: ReportModel) -> Iterator[str]:
    if report.changes is None:
        return
    yield "## What changed since the earlier run"
    yield ""
    for change in report.changes:
        parts = [escaped(words) for words in (change.before, change.after) if words]
        yield f"- **{change.what}** on “{escaped(change.wording)}”: {' → '.join(parts)}"
    if not report.changes:
        yield "Nothing: the same findings and the same verdicts."
    yield ""


def _by(passage: PassageView) -> str:
    """Who said it, when, and the number of its page in the table at the end."""
    later = f" ({wording.LATER})" if passage.later else ""
    page = f" \\[{passage.page}\\]" if passage.page else ""
    chain = escaped(speakers.chain(passage))
    return f"**{chain}**, {escaped(wording.dated(passage))}{later}{page}"


def _quoted(passage: PassageView) -> str:
    gloss = f" ({wording.GLOSS}: {escaped(passage.gloss)})" if passage.gloss else ""
    return f"{_by(passage)}: “{escaped(passage.text)}”{gloss}"


def _citations(report: ReportModel) -> Iterator[str]:
    yield "## What the cited sources said"
    yield ""
    if not report.citations:
        yield "The article puts no claim in a named source's mouth."
    for citation in wording.cited(report.citations):
        yield from _citation(citation)
    yield ""


def _citation(citation: CitationView) -> Iterator[str]:
    outlet = wording.door(citation)
    source = f"{escaped(citation.source)}{f' ({escaped(outlet)})' if outlet else ''}"
    yield (
        f"- **{source}: {citation.fidelity}** on {citation.number}, "
        f"“{escaped(citation.wording)}”. {escaped(citation.explanation)}"
    )
    if citation.passage is not None:
        yield f"  - {_quoted(citation.passage)}"


def _claims(report: ReportModel) -> Iterator[str]:
    yield "## The article, sentence by sentence"
    yield ""
    if not report.facts:
        yield "The article makes no claim of fact."
        yield ""
    for sentence in report.sentences:
        facts = [claim for claim in sentence.claims if claim.kind == "fact"]
        if facts:
            numbers = ", ".join(str(claim.number) for claim in facts)
            yield f"### {numbers}"
            yield ""
            yield f"> {escaped(sentence.text)}"
            yield ""
        for claim in facts:
            yield from _claim(claim)


def _claim(claim: ClaimView) -> Iterator[str]:
    notes = "".join(f"; {escaped(note)}" for note in wording.notes(claim))
    said = escaped(wording.verdict(claim))
    yield f"**{claim.number}. {escaped(claim.wording)}** *{said}*{notes}"
    yield ""
    bearings = wording.bearings(claim)
    if bearings and wording.reason(claim):
        yield escaped(wording.reason(claim))
        yield ""
    shown, folded = wording.parted(bearings)
    for bearing in shown:
        yield from _finding(bearing)
    if folded:
        ids = ", ".join(escaped(bearing.finding.finding_id) for bearing in folded)
        more = counted(len(folded), "more finding")
        yield f"- {more} on claim {claim.number}, told in report.html and report.json: {ids}"
    if not bearings and claim.nearest:
        reason = escaped(claim.reason) or "None of what was read settles it."
        yield f"{wording.UNDECIDED}. {reason} Nearest to it:"
        yield ""
        for near in wording.near(claim):
            yield f"- {_quoted(near.passage)} ({escaped(nearness(near.why))})"
    elif not bearings:
        yield wording.NOTHING_NEAR
    yield ""


def _finding(bearing: Bearing) -> Iterator[str]:
    finding = bearing.finding
    relation = wording.RELATIONS[finding.relation]
    heading = f"{bearing.heading} ({relation.lower()})" if bearing.rejected else relation
    yield f"- {heading} {_quoted(finding.passage)}"
    yield (
        f"  - {escaped(finding.explanation)} (score {wording.score(finding.score)}; "
        f"finding {escaped(finding.finding_id)})"
    )
    if bearing.copies:
        yield f"  - the same words: {'; '.join(_by(copy.passage) for copy in bearing.copies)}"
    slots, _ = wording.slots(finding)
    for slot in slots:
        if slot.comparison not in ("same", "unknown"):
            yield (
                f"  - {escaped(wording.slot_name(slot.name))}, "
                f"{wording.COMPARISONS.get(slot.comparison, slot.comparison)}: "
                f"“{escaped(slot.claim)}” beside “{escaped(slot.passage)}”"
            )
    if finding.review:
        word = "accepted" if finding.review == "accept" else "rejected"
        note = f": “{escaped(finding.review_note)}”" if finding.review_note else ""
        yield f"  - a reviewer {word} this finding{note}"


def _consistency(report: ReportModel) -> Iterator[str]:
    yield "## Within the article"
    yield ""
    for held in report.consistency:
        claims = ", ".join(map(str, held.numbers))
        said = "holds" if held.holds else "does not hold"
        yield f"- **{said}** ({claims}): {escaped(held.explanation)}"
    if not report.consistency:
        yield "No two claims of the article could be held against each other."
    yield ""


def _conflicts(report: ReportModel) -> Iterator[str]:
    yield "## Between outlets"
    yield ""
    for conflict in report.conflicts:
        said = "contradiction" if conflict.relation == "contradicts" else "update"
        copies = wording.copies(conflict)
        told = f"score {wording.score(conflict.score)}{f'; {copies}' if copies else ''}"
        yield (
            f"- **{said}** on {wording.SUBJECTS[conflict.kind]}: "
            f"{escaped(conflict.explanation)} ({told})"
        )
        yield f"  - {_quoted(conflict.left)}"
        yield f"  - {_quoted(conflict.right)}"
    if not report.conflicts:
        yield "Nothing that was read was found to disagree with anything else that was read."
    yield ""


def _unchecked(report: ReportModel) -> Iterator[str]:
    yield "## What was not checked"
    yield ""
    unchecked = [claim for claim in report.claims if claim.kind != "fact"]
    for claim in unchecked:
        yield f"- {claim.number}: {escaped(claim.wording)} ({wording.verdict(claim)})"
    if not unchecked:
        yield "Every claim of the article is one of fact."
    yield ""


def _not_read(report: ReportModel) -> Iterator[str]:
    yield "## What was read, and what was not"
    yield ""
    if report.coverage:
        yield _row(COVERAGE)
        yield _row(("---", *["---:"] * (len(COVERAGE) - 2), "---"))
        for outlet in report.coverage:
            terms = " (its terms forbid automated reading)" if outlet.terms_forbid else ""
            dates = bounds(outlet.earliest, outlet.latest) or "none"
            yield _counts(f"{escaped(outlet.name)}{terms}", wording.counts(outlet), dates)
        yield _counts("**all outlets**", wording.total(report.coverage), "")
        yield ""
    if report.cited_unread:
        yield f"- **Cited, but no page of it was read**: {escaped(', '.join(report.cited_unread))}"
    for entry in report.not_read:
        where = f" {_linked(entry.url, '')}" if entry.url else ""
        yield f"- {escaped(entry.outlet)}: **{escaped(entry.what)}**. {escaped(entry.why)}{where}"
    if wording.everything_read(report):
        yield "Everything that was asked for was read."
    yield ""


def _counts(name: str, row: wording.Count, dates: str) -> str:
    numbers = (row.asked, row.missing, row.received, row.empty, row.read, row.on_topic)
    return _row((name, *numbers, row.findings, dates))


def _provenance(report: ReportModel) -> Iterator[str]:
    yield "## Provenance"
    yield ""
    if report.pages:
        yield _row(("no.", "page", "published", "archived as"))
        yield _row(("---:", "---", "---", "---"))
    for page in report.pages:
        held = page.archived
        where = "no capture in this run"
        if held.captured_at is not None:
            file = escaped(held.warc_file or "")
            where = f"captured {instant(held.captured_at)}, {file} at byte {held.warc_offset}"
        known = "" if page.given else " (read by an earlier check)"
        title = f"{escaped(page.outlet)}: {_linked(page.url, page.title)}{known}"
        date = escaped(wording.published(page.published))
        digest = escaped(held.payload_sha256) or "none"
        yield _row((page.number, title, date, f"{where}; SHA-256 {digest}"))
    yield ""
    yield f"- Run {escaped(report.run_id)}"
    versions = ", ".join(f"{name} {version}" for name, version in report.versions)
    yield f"- Made with {escaped(versions) or 'versions unknown'}"
    rules = Counter(finding.rule for claim in report.claims for finding in claim.findings)
    counted_rules = ", ".join(f"{rule} ({count})" for rule, count in sorted(rules.items()))
    yield f"- Rules that made the findings: {escaped(counted_rules) or 'none'}"
    yield f"- Article text SHA-256 {escaped(report.article_sha256)}"
    yield f"- Archive: {escaped(', '.join(report.warc_files)) or 'none'}"
    yield f"- Derive the findings again: sourcecheck replay {escaped(report.run_id)}"
