"""The steps of one check, without Prefect: what each takes in and leaves in the `Check`.

`verify.py` wraps them in tasks. Touches, through their modules: the network or the captures
(`flows.fetch`), the archive, the reading workers, the warehouse, the report folder.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extractors.claims import Topic, find_citations, find_claims, named_outlets, topic
from extractors.errors import ArticleError
from extractors.records import (
    OUT_OF_TIME,
    Capture,
    Citation,
    Claim,
    Extraction,
    OutletCoverage,
    Run,
    Unread,
    identity,
)
from flows.collect import (
    NOT_CAPTURED,
    CollectState,
    Coverage,
    OutletReport,
    collect_outlet,
    collect_with,
    survey,
)
from flows.fetch import Fetched, Fetcher, ReplayTransport, SystemClock
from flows.outlets import Directory, Outlet
from flows.settings import Settings
from flows.verify.article import ArticleText, checked_text
from flows.verify.extract import LOST, TEXT_CUT, Page, Readers
from flows.verify.gaps import gave_nothing
from flows.verify.outcome import AsOfBasis, Outcome
from flows.verify.progress import Step
from flows.verify.reading import PageReader, one_of_each
from flows.verify.refuted import refuted
from flows.verify.report_folder import write_report
from flows.verify.request import Request
from flows.verify.standing import remember, standing
from flows.verify.versions import judges, versions
from flows.verify.wacz import write_wacz
from flows.verify.whom import not_asked, whom
from warehouse import Warehouse
from warehouse.parts import PageRead

if TYPE_CHECKING:
    from warehouse.run_rows import Derived

Mode = Literal["live", "replay"]

#: How far back coverage is looked for: a year before the article, and further where a claim
#: gives a date, up to three years: an older date is history, which outlets retell but not report.
LEAST_BACK, MOST_BACK = timedelta(days=365), timedelta(days=3 * 365)
#: A claim's event is announced before it happens; outlets are read from a month before it.
AHEAD = timedelta(days=30)

#: What "today" was, where the article has no date and none was asked for.
UNDATED: Mapping[AsOfBasis, str] = {
    "captures": "the day of the newest capture given",
    "today": "today",
}
#: Most pages that one check reads of the archives given to it.
MOST_PAGES = 2_000

#: The share of a check's time after which nothing is asked of the network: what came is to be read.
COLLECTING = 0.7

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
        self.directory = Directory(outlets)
        for name in request.outlets:
            self.directory.get(name)
        self.archived: Mapping[str, int] = {}
        self.reader = PageReader(readers, settings.parts_folder, settings.model)
        self.warehouse = Warehouse(settings.warehouse)
        self.clock = SystemClock()
        self.began = self.clock.monotonic()
        self.outlet_ends: dict[str, float] = {}
        self.mode: Mode = "replay" if request.replay else "live"
        self.newest_capture: datetime | None = None
        self.article: Extraction
        self.captures: list[Capture] = []
        self.beside: list[Capture] = []  # not read, yet kept with the report
        self.claims: tuple[Claim, ...] = ()
        self.citations: tuple[Citation, ...] = ()
        self.topic = Topic((), ())
        self.as_of: datetime
        self.as_of_basis: AsOfBasis = "article"
        self.named: tuple[str, ...] = ()
        self.asked: tuple[str, ...] = ()
        self.refused: dict[str, tuple[Unread, ...]] = {}
        self.nothing: dict[str, str] = {}
        self.collected: dict[str, Coverage] = {}
        self.article_read: PageRead
        self.read: list[PageRead] = []
        self.unread: list[Unread] = []
        self.coverage: list[OutletCoverage] = []
        self.run: Run
        self.added: Mapping[str, int] = {}
        self.derived: Derived
        self.files: dict[str, Path] = {}

    @property
    def known(self) -> Mapping[str, Outlet]:
        """Every outlet of this check, those made of unknown hosts included."""
        return self.directory.all

    @property
    def ends(self) -> float:
        """When no more is collected or read, in the clock's `monotonic`."""
        return self.began + self.settings.run_seconds

    def seconds_for(self, outlet: str) -> float:
        """What is left of an outlet's time, which begins with the first call."""
        now = self.clock.monotonic()
        of_its_own = self.outlet_ends.setdefault(outlet, now + self.settings.outlet_seconds)
        of_all = self.began + COLLECTING * self.settings.run_seconds
        return min(of_its_own, of_all) - now

    def look_over(self, captures: ReplayTransport) -> None:
        """Learn whose pages the captures to replay hold: all of them are read."""
        found = survey(captures, self.directory.registry)
        self.directory.made |= found.directory.made
        self.archived = found.pages
        self.unread += [Unread("archive", "", "damaged", fault) for fault in captures.damaged]


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
    [read] = check.reader.read([page])
    if read.what:
        raise ArticleError(f"{check.request.article} cannot be checked: {read.why}")
    check.article_read, check.article = read, check.reader.extraction(read)
    if capture is not None:
        check.captures.append(capture)
    article = check.article.document
    check.claims = tuple(find_claims(check.article))
    names = check.directory.prose(article.text)
    check.citations = find_citations(check.article, check.claims, names)
    check.topic = topic(check.article, check.citations)
    check.as_of, check.as_of_basis = _as_of(check)
    spoken_of = check.directory.prose(article.text, speakers=False)
    check.named = named_outlets(article.text, spoken_of)
    check.asked = whom(
        check.citations, check.named, check.known, check.archived, check.request.outlets
    )
    check.unread += not_asked(check.article, check.citations, check.named, check.asked)
    if check.as_of_basis in UNDATED:
        why = (
            f"no date was found in it: it was judged as of {check.as_of:%d %B %Y}, "
            f"{UNDATED[check.as_of_basis]}; give its date with --as-of"
        )
        check.unread.append(Unread("article", article.url, "no date", why))


def _as_of(check: Check) -> tuple[datetime, AsOfBasis]:
    """The instant to judge from: asked for, else the article's date, else today.

    In a replay "today" is the time of its newest capture, so that it says the same again.
    """
    told: list[tuple[datetime | None, AsOfBasis]] = [
        (check.request.as_of, "asked"),
        (check.article.document.published.value, "article"),
        (check.newest_capture, "captures"),
    ]
    for moment, basis in told:
        if moment is not None:
            return moment.astimezone(UTC), basis
    return SystemClock().now().astimezone(UTC), "today"


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
        [outlet],
        check.topic,
        window(check),
        fetcher,
        state,
        limit=check.settings.limit,
        clock=check.clock,
        seconds=check.seconds_for(outlet.id),
    )
    [mine] = report.outlets
    check.refused[outlet.id] = mine.unread
    check.nothing[outlet.id] = gave_nothing(mine)
    return mine


async def collect_captured(check: Check, outlet: Outlet, fetcher: Fetcher) -> Coverage:
    """One outlet's coverage from captures: those given to replay, or our own archive.

    A live check reads what it fetched through here too, so that both read the same way. Of
    captures given to replay every readable page is taken, up to ``MOST_PAGES`` in one check.
    """
    replaying = check.mode == "replay"
    taken = sum(len(coverage.pages) for coverage in check.collected.values())
    found = await collect_outlet(
        outlet,
        check.topic,
        window(check),
        fetcher,
        limit=max(0, MOST_PAGES - taken) if replaying else check.settings.limit,
        everything=replaying,
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
    readings = check.reader.read(pages, check.ends, step.advance)
    kept: list[PageRead] = []
    listings: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for reading in readings:
        later = _too_late(check, reading)
        who = reading.outlet or ""
        if reading.what == "index page":
            listings[who] += 1
        elif reading.what == OUT_OF_TIME:
            late[who] += 1
        elif reading.what or later is not None:
            check.unread.append(later or Unread(who, reading.url, reading.what, reading.why))
        if later is None:
            kept.append(reading)
    check.read = one_of_each(kept)
    read = {reading.document_id for reading in kept if reading.what in READ}
    check.unread += [_listings(who, count) for who, count in sorted(listings.items())]
    check.unread += [_late(who, count) for who, count in sorted(late.items())]
    for name in check.asked:
        collected = check.collected[name]
        check.captures += collected.captures
        check.unread += collected.unread
        check.coverage.append(_coverage(check, name, read))
    _tell_unlisted(check)
    check.unread += _nothing_read(check)
    said = sum(reading.assertions for reading in check.read)
    total = sum(row.read for row in check.coverage)
    step.note(f"{total} of {len(pages)} pages read, {said} assertions; {check.reader.new} new")


def _listings(outlet: str, count: int) -> Unread:
    """All pages of an outlet that only list others, in one line."""
    pages = "1 page is a listing" if count == 1 else f"{count} pages are listings"
    why = f"{pages}, which glue other pages' teasers together: not read as an article"
    return Unread(outlet, "", "index page", why)


def _late(outlet: str, count: int) -> Unread:
    """All pages of an outlet that were fetched, and not read before the check's time was over."""
    pages = "1 page that was fetched" if count == 1 else f"{count} pages that were fetched"
    why = f"{pages}: {LOST['not begun'][1]}"
    return Unread(outlet, "", OUT_OF_TIME, why)


def _too_late(check: Check, read: PageRead) -> Unread | None:
    """That a page is left out because --as-of asks for what was known before it; else None.

    Without --as-of nothing is left out: what is later than the article is marked so.
    """
    moment, limit = read.published, check.request.as_of
    if limit is None or moment is None or moment <= limit:
        return None
    why = f"it was published on {moment:%d %B %Y}, after the day given with --as-of"
    return Unread(read.outlet or "", read.url, "later", why)


def _tell_unlisted(check: Check) -> None:
    """Say that pages of hosts which no file knows were read, each as an outlet of its own.

    Hosts without any readable text (the frames of a recorded page) are told in one line, and
    stand in no table.
    """
    made = check.directory.made
    empty = [row.outlet for row in check.coverage if row.outlet in made and not row.read]
    empty = [name for name in empty if name not in check.named and name not in _cited(check)]
    check.coverage = [row for row in check.coverage if row.outlet not in empty]
    check.unread = [note for note in check.unread if note.outlet not in empty]
    check.unread += [
        Unread(
            row.outlet,
            "",
            "no file",
            f"no outlet's file knows {row.outlet}: its pages were read as an outlet of its own; a "
            "file in the outlets folder can give its other names and domains",
        )
        for row in check.coverage
        if row.outlet in made and row.read
    ]
    if empty:
        hosts = ", ".join(empty[:5]) + (" and others" if len(empty) > 5 else "")
        why = f"the archive given holds pages of {hosts}, without any text that could be read"
        check.unread.append(Unread("archive", "", "empty text", why))


def _nothing_read(check: Check) -> list[Unread]:
    """For each outlet of which no page was read and nothing was said so far: that it is so."""
    told = {note.outlet for note in check.unread}
    where = "in the captures given" if check.mode == "replay" else "for the subject and its dates"
    return [
        Unread(row.outlet, "", "nothing found", f"no page of {row.name} was found {where}")
        for row in check.coverage
        if not row.read and row.outlet not in told
    ]


def _cited(check: Check) -> set[str]:
    return {citation.outlet for citation in check.citations if citation.outlet is not None}


def _coverage(check: Check, name: str, read: set[str]) -> OutletCoverage:
    mine = [one for one in check.read if one.outlet == name and one.document_id in read]
    subjects = set(check.topic.entities)
    dates = [one.published for one in mine if one.published is not None]
    return replace(
        check.collected[name].counted(),
        read=len(mine),
        on_topic=sum(not subjects.isdisjoint(one.entities) for one in mine),
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
        versions=versions(check.reader.card),
        inputs_sha256=hashlib.sha256("\n".join(seen).encode()).hexdigest(),
    )
    check.added = check.warehouse.load_parts(
        check.run,
        list(dict.fromkeys(check.captures)),
        [check.article_read, *check.read],
        check.reader.parts,
        check.citations,
        list(dict.fromkeys(check.unread)),
        check.coverage,
    )


def crosscheck(check: Check) -> None:
    """Findings, verdicts and citation fidelity, kept in the warehouse."""
    check.derived = check.warehouse.crosscheck(check.run.run_id, judges())


def report(check: Check) -> None:
    """Publish the snapshot, and put the report's files in their folder; what stands, stays."""
    mark = check.warehouse.publish_changes()
    notes, folder = check.settings.notes_folder, check.request.report
    told = (judges(), repr(check.settings.publisher), *check.request.formats)
    key = identity(check.run.run_id, mark, *told) if mark else ""
    check.files = standing(notes, folder, key) or _written(check)
    remember(notes, folder, key, check.files)


def _written(check: Check) -> dict[str, Path]:
    """The report's files and, beside them, the captures that it rests on."""
    folder = check.request.report
    files = write_report(
        check.warehouse,
        check.run.run_id,
        folder,
        check.request.formats,
        publisher=check.settings.publisher,
    )
    bundle = write_wacz(
        folder / "report.wacz",
        check.request.replay or (check.settings.archive_folder,),
        [*check.captures, *check.beside],
        {read.url: read.title for read in check.read},
        check.article.document.title or check.request.article,
    )
    return {**files, "wacz": bundle}


def outcome(check: Check) -> Outcome:
    """What the check came to."""
    derived = check.derived
    fidelity = Counter(str(result.fidelity) for result in derived.citation_results)
    contradicting = sum(finding.relation == "contradicts" for finding in derived.findings)
    read = {row.outlet for row in check.coverage if row.read}
    people = {m.entity for m in check.article.mentions if m.label == "PERSON"}
    cited = {
        c.outlet or c.entity or c.source.text
        for c in check.citations
        if c.outlet is not None or c.entity not in people
    }
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
        as_of_basis=check.as_of_basis,
        not_checked=Counter(str(claim.kind) for claim in check.claims if claim.kind != "fact"),
        inconsistent=sum(not row.holds for row in derived.consistency),
        conflicts=len(derived.conflicts),
        gave_nothing={outlet: why for outlet, why in check.nothing.items() if why},
        refuted=refuted(check.warehouse, check.run.run_id, check.claims, derived.verdicts),
    )
