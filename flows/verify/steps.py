"""The steps of one check, without Prefect: what each takes in and leaves in the `Check`.

`verify.py` wraps them in tasks. Touches, through their modules: the network or the captures
(`flows.fetch`), the archive, the reading workers, the warehouse, the report folder.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractors.assertions import Topic, find_citations, topic
from extractors.errors import ArticleError
from extractors.records import (
    Capture,
    Citation,
    Document,
    Extraction,
    OutletCoverage,
    Run,
    Unread,
)
from flows.collect import (
    NOT_CAPTURED,
    CollectState,
    Coverage,
    OutletReport,
    collect_outlet,
    collect_with,
)
from flows.fetch import Fetched, Fetcher, SystemClock
from flows.outlets import Outlet, prose_names
from flows.settings import Settings
from flows.verify.article import ArticleText, checked_text
from flows.verify.extract import TEXT_CUT, Page, Readers, Reading
from flows.verify.outcome import Outcome
from flows.verify.progress import Step
from flows.verify.report_folder import write_report
from flows.verify.request import Request
from flows.verify.versions import versions
from warehouse import Warehouse

if TYPE_CHECKING:
    from warehouse.run_rows import Derived

Mode = Literal["live", "replay"]

#: How far back coverage is looked for: a year before the article, and further where a claim
#: gives a date, up to three years: an older date is history, which outlets retell but not report.
LEAST_BACK, MOST_BACK = timedelta(days=365), timedelta(days=3 * 365)
#: A claim's event is announced before it happens; outlets are read from a month before it.
AHEAD = timedelta(days=30)

#: Of a reading that was read, wholly or in part.
READ = ("", TEXT_CUT)


class Check:
    """One check under way. Each step leaves here what the next ones need.

    A plain object on purpose: Prefect walks through every dataclass and list a task is given,
    page by page; this it takes as one thing.
    """

    def __init__(
        self, request: Request, settings: Settings, outlets: Mapping[str, Outlet], readers: Readers
    ) -> None:
        self.request = request
        self.settings = settings
        self.known = outlets
        self.readers = readers
        self.warehouse = Warehouse(settings.warehouse)
        self.mode: Mode = "replay" if request.replay else "live"
        self.newest_capture: datetime | None = None
        self.article: Extraction
        self.captures: list[Capture] = []
        self.citations: tuple[Citation, ...] = ()
        self.topic = Topic((), ())
        self.as_of: datetime
        self.asked: tuple[str, ...] = ()
        self.refused: dict[str, tuple[Unread, ...]] = {}
        self.collected: dict[str, Coverage] = {}
        self.extractions: list[Extraction] = []
        self.unread: list[Unread] = []
        self.coverage: list[OutletCoverage] = []
        self.run: Run
        self.added: Mapping[str, int] = {}
        self.derived: Derived
        self.files: dict[str, Path] = {}


def fetched_article(fetched: Fetched) -> ArticleText:
    """An article that came from its address; ArticleError when it could not be had."""
    url = fetched.final_url or fetched.capture.url
    if fetched.payload is None:
        raise ArticleError(f"{url} could not be read: {fetched.why or fetched.problem}")
    return checked_text(url, fetched.payload, fetched.content_type or "text/html")


def read_article(check: Check, text: ArticleText, capture: Capture | None) -> None:
    """The article's claims and citations, whom to ask, what about, and as of when."""
    page = Page(
        content=text.content,
        url=text.url,
        content_type=text.content_type,
        role="article",
        capture_sha256=capture.payload_sha256 if capture else "",
        captured_at=capture.captured_at if capture else None,
    )
    [[reading]] = check.readers.read([page])
    if reading.what:
        raise ArticleError(f"{check.request.article} cannot be checked: {reading.why}")
    check.article = reading.extraction
    if capture is not None:
        check.captures.append(capture)
    check.citations = find_citations(check.article, prose_names(check.known))
    check.topic = topic(check.article, check.citations)
    check.as_of = (
        check.request.as_of
        or check.article.document.published.value
        or check.newest_capture
        or SystemClock().now()
    ).astimezone(UTC)
    check.asked = check.request.outlets or _cited(check.citations)
    check.unread += _never_asked(check)


def _cited(citations: Iterable[Citation]) -> tuple[str, ...]:
    return tuple(sorted({c.outlet for c in citations if c.outlet is not None}))


def _never_asked(check: Check) -> list[Unread]:
    """Cited sources that this check will not read, and why."""
    missing: dict[str, Unread] = {}
    for citation in check.citations:
        name = citation.outlet or citation.entity or citation.source.text
        if citation.outlet is None:
            why = (
                f"the article cites {citation.source.text!r}, and no outlet in the registry "
                "publishes its words: add one with a file in the outlets folder"
            )
            missing.setdefault(name, Unread(name, "", "no door", why))
        elif citation.outlet not in check.asked:
            why = "the article cites it, but --outlet asked for others only"
            missing.setdefault(name, Unread(name, "", "not asked", why))
    return [missing[name] for name in sorted(missing)]


def window(check: Check) -> tuple[datetime | None, datetime | None]:
    """The dates between which coverage is looked for; it ends now."""
    stated = (
        claim.event_time.earliest
        for claim in check.article.assertions
        if claim.event_time.basis == "stated"
    )
    oldest = check.as_of - MOST_BACK
    recent = [start - AHEAD for start in stated if start is not None and start >= oldest]
    return min([check.as_of - LEAST_BACK, *recent]), None


async def collect_live(
    check: Check, outlet: Outlet, fetcher: Fetcher, state: CollectState
) -> OutletReport:
    """One outlet's coverage from the network into the archive: only what is new or due."""
    report = await collect_with(
        [outlet], check.topic, window(check), fetcher, state, limit=check.settings.limit
    )
    [mine] = report.outlets
    check.refused[outlet.id] = mine.unread
    return mine


async def collect_captured(check: Check, outlet: Outlet, fetcher: Fetcher) -> Coverage:
    """One outlet's coverage from captures: those given to replay, or our own archive.

    A live check reads what it fetched through here too, so that both read the same way.
    """
    found = await collect_outlet(
        outlet, check.topic, window(check), fetcher, limit=check.settings.limit
    )
    if check.mode == "live":
        # What the network refused stands; that the archive lacks it says nothing more.
        told = [note for note in found.unread if note.what != NOT_CAPTURED]
        found = replace(found, unread=(*check.refused.get(outlet.id, ()), *told))
    check.collected[outlet.id] = found
    return found


def pages_of(coverage: Coverage) -> list[Page]:
    """What was fetched of one outlet, as pages to read."""
    layout = coverage.outlet.hints()
    return [
        Page(
            content=page.fetched.payload,
            url=page.url,
            content_type=page.fetched.content_type or None,
            outlet=coverage.outlet.id,
            capture_sha256=page.fetched.capture.payload_sha256,
            captured_at=page.seen_at,
            hints=page.hints(layout),
        )
        for page in coverage.pages
        if page.fetched.payload is not None
    ]


def read_pages(check: Check, step: Step) -> None:
    """Every fetched page through the reader and the extractor; what was not read is noted."""
    pages = [page for name in check.asked for page in pages_of(check.collected[name])]
    step.of(len(pages))
    readings: list[Reading] = []
    for batch in check.readers.read(pages):
        readings += batch
        step.advance(len(batch))
    for reading in readings:
        document = reading.extraction.document
        if reading.what:
            url, who = document.url, document.outlet or ""
            check.unread.append(Unread(who, url, reading.what, reading.why))
    check.extractions = _one_of_each(reading.extraction for reading in readings)
    read = [reading.extraction.document.document_id for reading in readings if reading.what in READ]
    for name in check.asked:
        collected = check.collected[name]
        check.captures += collected.captures
        check.unread += collected.unread
        check.coverage.append(_coverage(check, name, set(read)))
    said = sum(len(extraction.assertions) for extraction in check.extractions)
    step.note(f"{len(set(read))} of {len(pages)} pages read, {said} assertions")


def _one_of_each(extractions: Iterable[Extraction]) -> list[Extraction]:
    """The same text of the same address once, as first captured."""
    first: dict[str, Extraction] = {}
    for extraction in extractions:
        known = first.get(extraction.document.document_id)
        if known is None or _seen(extraction.document) < _seen(known.document):
            first[extraction.document.document_id] = extraction
    return list(first.values())


def _seen(document: Document) -> datetime:
    return document.first_seen.value or datetime.max.replace(tzinfo=UTC)


def _coverage(check: Check, name: str, read: set[str]) -> OutletCoverage:
    mine = [e for e in check.extractions if e.document.outlet == name]
    mine = [e for e in mine if e.document.document_id in read]
    subjects = set(check.topic.entities)
    dates = [e.document.published.value for e in mine if e.document.published.value is not None]
    return replace(
        check.collected[name].counted(),
        read=len(mine),
        on_topic=sum(bool(subjects & {m.entity for m in e.mentions}) for e in mine),
        earliest=min(dates, default=None),
        latest=max(dates, default=None),
    )


def load(check: Check) -> None:
    """The run and all it saw into the warehouse, in one transaction."""
    seen = sorted(
        f"{capture.outlet}|{capture.url}|{capture.payload_sha256}|{capture.error}"
        for capture in check.captures
    )
    check.run = Run(
        article_id=check.article.document.document_id,
        article_url=check.article.document.canonical_url,
        as_of=check.as_of,
        mode=check.mode,
        outlets=check.asked,
        versions=versions(check.readers.model_card()),
        inputs_sha256=hashlib.sha256("\n".join(seen).encode()).hexdigest(),
    )
    check.added = check.warehouse.load(
        check.run,
        list(dict.fromkeys(check.captures)),
        [check.article, *check.extractions],
        check.citations,
        list(dict.fromkeys(check.unread)),
        check.coverage,
    )


def crosscheck(check: Check) -> None:
    """Findings, verdicts and citation fidelity, kept in the warehouse."""
    check.derived = check.warehouse.crosscheck(check.run.run_id)


def report(check: Check) -> None:
    """Publish the snapshot, and put the report's files in their folder."""
    check.warehouse.publish()
    check.files = write_report(
        check.warehouse, check.run.run_id, check.request.report, check.request.formats
    )


def outcome(check: Check) -> Outcome:
    """What the check came to."""
    derived = check.derived
    fidelity = Counter(str(result.fidelity) for result in derived.citation_results)
    contradicting = sum(finding.relation == "contradicts" for finding in derived.findings)
    read = {row.outlet for row in check.coverage if row.read}
    cited = {c.outlet or c.entity or c.source.text for c in check.citations}
    return Outcome(
        run_id=check.run.run_id,
        article=check.request.article,
        title=check.article.document.title,
        mode=check.mode,
        as_of=check.as_of,
        citations=len(check.citations),
        verdicts=Counter(judged.verdict for judged in derived.verdicts.values()),
        fidelity=fidelity,
        contradictions=contradicting + fidelity["says the opposite"],
        silent=tuple(sorted(cited - read)),
        unread=tuple(dict.fromkeys(check.unread)),
        coverage=tuple(check.coverage),
        added=check.added,
        files=check.files,
    )
