"""Collection: what the outlets published on a topic, fetched and archived.

In: outlets, a topic, a window of dates, a fetcher. Out: ``Coverage`` (``collect_outlet``, one
outlet's pages for a check) or ``CollectReport`` (``collect``, the nightly run, which keeps
what it knows beside the archive and asks only for what may have changed). Touches the
network through the fetcher, the archive folder, and ``flows.collect.state``'s file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from extractors.records import OUT_OF_TIME, Capture, OutletCoverage, Unread
from flows.collect.asking import Asking, Getter
from flows.collect.discover import Discovery, Window, discover, gathered
from flows.collect.pages import Page, PageReader, for_each, together
from flows.collect.state import STATE_FILE, CollectState
from flows.fetch import Archive, Clock, Fetched, Fetcher, FetchSettings, SystemClock
from flows.outlets import Candidate, Outlet, Topic
from flows.waiting import Patience, opened

__all__ = [
    "CollectReport",
    "Coverage",
    "OutletReport",
    "Page",
    "collect",
    "collect_outlet",
    "collect_with",
]

NO_PATIENCE = Patience()
# Pages of one outlet under way at once. Politeness, not this, sets the pace on the network;
# it keeps a fast mirror busy while a page is being archived.
WORKERS = 8


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one outlet published on the topic, as far as it could be had.

    ``candidates`` are ranked, with a reason each; ``pages`` follow their order. A page whose
    ``whole`` is False holds only what its feed said of it.
    """

    outlet: Outlet
    candidates: tuple[Candidate, ...]
    pages: tuple[Page, ...]
    unread: tuple[Unread, ...]
    off_topic: int = 0
    out_of_window: int = 0

    @property
    def fetched(self) -> tuple[Fetched, ...]:
        """The pages' answers, each with a payload."""
        return tuple(page.fetched for page in self.pages)

    @property
    def captures(self) -> tuple[Capture, ...]:
        """The captures that the pages' payloads stand in, each once, in order."""
        return tuple(dict.fromkeys(page.fetched.capture for page in self.pages))

    def counted(self) -> OutletCoverage:
        """The counts for the report; what was read and on topic is for the reader to say."""
        times = [
            page.candidate.published.value
            for page in self.pages
            if page.candidate.published.value is not None
        ]
        return OutletCoverage(
            outlet=self.outlet.id,
            name=self.outlet.name,
            candidates=len(self.candidates),
            captured=len(self.pages),
            read=0,
            on_topic=0,
            earliest=min(times, default=None),
            latest=max(times, default=None),
            terms_forbid=self.outlet.terms.forbids_automated_reading,
        )


async def collect_outlet(
    outlet: Outlet,
    topic: Topic,
    window: Window,
    fetcher: Getter,
    *,
    limit: int = 60,
    supplied: Getter | None = None,
    clock: Clock | None = None,
    everything: bool = False,
) -> Coverage:
    """Discover, rank and fetch an outlet's best ``limit`` pages on ``topic``.

    With ``everything`` each readable page that the captures hold of the outlet is read, whatever
    its words, its date and the pattern of its address; what ``limit`` cuts off is said.

    ``window`` holds aware instants, None where open. ``supplied`` answers from captures the
    user has; where ``fetcher`` itself replays captures it is not needed. Nothing the network
    does raises: it is in ``Coverage.unread``. Raises ``ArchiveError`` where the archive
    cannot be written.
    """
    asking = Asking(outlet, fetcher, clock or SystemClock(), supplied)
    found = await discover(topic, window, asking, limit, everything=everything)
    chosen = found.ranked.kept[:limit]
    cut = sum(item.given for item in found.ranked.kept[limit:])
    reader = PageReader(asking, window[1] or asking.now)
    pages: dict[int, list[Page]] = {}

    async def read(number: int, candidate: Candidate) -> None:
        pages[number] = await reader.read(candidate)

    await for_each(chosen, WORKERS, read)
    read_ones = _each_once(page for number in sorted(pages) for page in pages[number])
    notes = [*found.unread, *_in_order(reader.notes), *_cut_off(outlet, cut, everything)]
    return Coverage(
        outlet=outlet,
        candidates=found.ranked.kept,
        pages=read_ones,
        unread=gathered(notes),
        off_topic=found.ranked.off_topic,
        out_of_window=found.ranked.out_of_window,
    )


def _cut_off(outlet: Outlet, count: int, everything: bool) -> list[Unread]:
    """What is said of pages that the archive holds and the bound of one check leaves out."""
    if not everything or count == 0:
        return []
    pages = "1 more page" if count == 1 else f"{count} more pages"
    why = f"{pages} of it in the archive given, less near to the article, were not read: too many"
    return [Unread(outlet.id, "", "left out", why, "captured")]


@dataclass(frozen=True, slots=True)
class OutletReport:
    """One outlet's part of a collection; counts are of pages.

    ``asked`` were requested, of which ``new`` had never been archived and ``changed`` had
    other content before; ``resting`` are known and not yet due for another look.
    """

    outlet: str
    doors: tuple[str, ...]
    candidates: int
    asked: int
    new: int
    changed: int
    unchanged: int
    resting: int
    failed: int
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class CollectReport:
    """What a collection did. ``fresh`` are the captures that hold new or changed text.

    ``accounted_for`` counts pages that a killed run had archived and this one took in.
    """

    outlets: tuple[OutletReport, ...]
    fresh: tuple[Capture, ...]
    requests: int
    conditional: int
    not_modified: int
    accounted_for: int = 0

    @property
    def nothing_new(self) -> bool:
        """True where no page was new or changed, so that there is nothing to read."""
        return not self.fresh

    def summary(self) -> str:
        """One line for a person."""
        asked = f"{self.requests} requests, {self.conditional} of them conditional"
        if self.nothing_new:
            return f"nothing new: {asked}, {self.not_modified} unchanged; no page was read"
        new = sum(row.new for row in self.outlets)
        changed = sum(row.changed for row in self.outlets)
        return f"{new} new and {changed} changed pages: {asked}"


@dataclass(slots=True)
class _Counts:
    """The running totals of one collection."""

    requests: int = 0
    not_modified: int = 0
    fresh: list[Capture] = field(default_factory=list)


@dataclass(slots=True)
class _Tally:
    """The running counts of one outlet."""

    asked: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    resting: int = 0
    failed: int = 0


async def collect(
    outlets: Sequence[Outlet],
    topic: Topic,
    window: Window,
    archive_folder: Path,
    settings: FetchSettings,
    *,
    limit: int = 60,
    recheck_all: bool = False,
    clock: Clock | None = None,
    seconds: float | None = None,
    patience: Patience = NO_PATIENCE,
) -> CollectReport:
    """Collect from all ``outlets`` side by side into ``archive_folder``.

    Known pages are asked again, conditionally, when they are due (``Known.is_due``), or all
    of them with ``recheck_all``. A kill at any point loses nothing; the next run goes on
    where it was. ``seconds`` is the time for each outlet. Raises ``ArchiveError`` where the folder
    cannot be used, or another collection has it beyond ``patience``.
    """
    clock = clock or SystemClock()
    with (
        await opened(lambda: CollectState(archive_folder / STATE_FILE), patience) as state,
        Archive(archive_folder) as archive,
    ):
        accounted = state.account_for(archive_folder)
        async with Fetcher(settings, archive=archive, validators=state, clock=clock) as fetcher:
            report = await collect_with(
                outlets,
                topic,
                window,
                fetcher,
                state,
                limit=limit,
                recheck_all=recheck_all,
                clock=clock,
                seconds=seconds,
            )
        archive.close()
        state.settle(archive_folder)
    return replace(report, accounted_for=accounted)


async def collect_with(
    outlets: Sequence[Outlet],
    topic: Topic,
    window: Window,
    fetcher: Getter,
    state: CollectState,
    *,
    limit: int = 60,
    recheck_all: bool = False,
    clock: Clock | None = None,
    seconds: float | None = None,
) -> CollectReport:
    """``collect`` with a fetcher and a state that are already open."""
    counts = _Counts()
    clock = clock or SystemClock()
    ends = None if seconds is None else clock.monotonic() + seconds
    visits = [
        _Visit(outlet, window, fetcher, state, clock, counts, recheck_all, ends)
        for outlet in outlets
    ]
    rows = await together(visit.run(topic, limit) for visit in visits)
    return CollectReport(
        outlets=tuple(rows),
        fresh=tuple(sorted(counts.fresh, key=lambda capture: (capture.url, capture.captured_at))),
        requests=counts.requests,
        conditional=state.conditional,
        not_modified=counts.not_modified,
    )


class _Visit:
    """One outlet's part of a collection."""

    def __init__(
        self,
        outlet: Outlet,
        window: Window,
        fetcher: Getter,
        state: CollectState,
        clock: Clock,
        counts: _Counts,
        recheck_all: bool,
        ends: float | None,
    ) -> None:
        self.outlet = outlet
        self.window = window
        self.state = state
        self.clock = clock
        self.counts = counts
        self.recheck_all = recheck_all
        self.tally = _Tally()
        self.same_listings: set[str] = set()
        self.asking = Asking(outlet, fetcher, clock, on_answer=self._on_listing, ends=ends)
        self.reader = PageReader(
            self.asking,
            window[1] or self.asking.now,
            gone_since=lambda url, when: state.gone_since(outlet.id, url, when),
        )

    async def run(self, topic: Topic, limit: int) -> OutletReport:
        """Discover, then fetch what is new or due."""
        found = await discover(
            topic,
            self.window,
            self.asking,
            limit,
            known=self.state.known(self.outlet.id),
            on_door=lambda _, door: self.state.store_found(
                self.outlet.id, door.candidates, self.clock.now()
            ),
        )
        self.asking.on_answer = self._on_page
        await for_each(found.ranked.kept[:limit], WORKERS, self._read)
        return self._report(found)

    async def _read(self, _: int, candidate: Candidate) -> None:
        now = self.clock.now()
        known = self.state.page(self.outlet.id, candidate.url)
        if candidate.held is not None and candidate.held.complete:
            self._keep_held(candidate, known.content_sha256 if known else "", now)
            return
        listed = known is not None and (
            candidate.modified.value is not None or known.listing in self.same_listings
        )
        if known is not None and not self.recheck_all and not known.is_due(now, listed=listed):
            self.tally.resting += 1
            return
        self.tally.asked += 1
        before = known.content_sha256 if known is not None else ""
        pages = await self.reader.read(candidate)
        first = pages[0] if pages else None
        if first is None or not first.whole:
            self._keep_failure(candidate, now)
            return
        for part in pages[1:]:
            self.state.store_part(part.fetched)
        self._keep_page(candidate, first.fetched, before, now)

    def _keep_page(self, candidate: Candidate, answer: Fetched, before: str, now: datetime) -> None:
        """Count the page as new, changed or unchanged, and store which it was."""
        state = "copied" if answer.source_time is not None else "archived"
        digest = answer.capture.payload_sha256 or before
        if answer.problem == "not-modified" or (before and digest == before):
            self.tally.unchanged += 1
            self.state.store_answer(self.outlet.id, candidate, answer, state, before or digest, now)
            return
        if before:
            self.tally.changed += 1
        else:
            self.tally.new += 1
        self.counts.fresh.append(answer.capture)
        self.state.store_answer(self.outlet.id, candidate, answer, state, digest, now)

    def _keep_held(self, candidate: Candidate, before: str, now: datetime) -> None:
        """A post that came with its listing: new or changed by its own words alone.

        The listing's mark-up counts views, so its bytes differ on every visit.
        """
        held = candidate.held
        assert held is not None
        digest = hashlib.sha256(candidate.summary.encode("utf-8")).hexdigest()
        if digest == before:
            self.tally.unchanged += 1
        else:
            self.tally.new += not before
            self.tally.changed += bool(before)
            if held.capture not in self.counts.fresh:
                self.counts.fresh.append(held.capture)
        self.state.store_held(self.outlet.id, candidate, digest, now)

    def _keep_failure(self, candidate: Candidate, now: datetime) -> None:
        problem = next(
            (note.what for note in reversed(self.reader.notes) if note.url == candidate.url),
            "not asked",
        )
        if problem == OUT_OF_TIME:  # its fault is ours: it is due the next time
            self.tally.asked -= 1
            return
        self.tally.failed += 1
        self.state.store_failure(self.outlet.id, candidate, problem, now)

    def _on_listing(self, url: str, answer: Fetched) -> None:
        self._count(answer)
        self.state.remember_listing(url, answer)
        if answer.unchanged:
            self.same_listings.add(url)

    def _on_page(self, url: str, answer: Fetched) -> None:
        self._count(answer)

    def _count(self, answer: Fetched) -> None:
        self.counts.requests += len(answer.hops) or 1
        if answer.unchanged:
            self.counts.not_modified += 1

    def _report(self, found: Discovery) -> OutletReport:
        tally = self.tally
        return OutletReport(
            outlet=self.outlet.id,
            doors=found.doors,
            candidates=len(found.ranked.kept),
            asked=tally.asked,
            new=tally.new,
            changed=tally.changed,
            unchanged=tally.unchanged,
            resting=tally.resting,
            failed=tally.failed,
            unread=gathered((*found.unread, *_in_order(self.reader.notes))),
        )


def _each_once(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Pages without those whose capture and address were read already (redirects meet)."""
    kept: dict[tuple[Capture, str], Page] = {}
    for page in pages:
        kept.setdefault((page.fetched.capture, page.url), page)
    return tuple(kept.values())


def _in_order(notes: Sequence[Unread]) -> list[Unread]:
    """Notes by address, as pages are fetched side by side and end in any order."""
    return sorted(notes, key=lambda note: (note.url, note.what, note.why))
