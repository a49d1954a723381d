"""From candidates to payloads. In: a candidate. Out: its pages, or why there are none.

The outlet's own page, a public archive's copy, or, where both are refused, the summary that
its feed gave. Touches the network only through ``Asking``.
"""

from __future__ import annotations

import logging
from asyncio import TaskGroup
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from extractors.errors import SourcecheckError, fault_line
from extractors.records import ABSENT, Capture, Stamp, Unread
from flows.collect.asking import Asking
from flows.collect.discover import terms_note
from flows.fetch import Fetched, memento
from flows.outlets import Candidate, Held, Route, continuation, memento_address

if TYPE_CHECKING:
    from extractors.page import PageHints

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
# A host that refuses so many pages in a row refuses us, not the page: no more are asked for.
REFUSALS = 3
# The Kremlin's longest texts (the yearly press conferences) have some ten parts.
MOST_PARTS = 20
GONE = "gone"
"""What is said of a page for which the outlet's own server answers 404 or 410."""
REFUSED = frozenset({"forbidden", "robots", "legal", "rate-limited"})


@dataclass(frozen=True, slots=True)
class Page:
    """A payload to read, and the candidate that led to it.

    ``fetched.payload`` is the page's, or, where ``whole`` is False, its feed's summary.
    """

    fetched: Fetched
    candidate: Candidate
    whole: bool = True

    @property
    def url(self) -> str:
        """The address the payload speaks for (a public archive's copy: the original's)."""
        return self.fetched.source_url or self.fetched.final_url or self.fetched.capture.url

    @property
    def seen_at(self) -> datetime:
        """When the page was as it is here."""
        return self.fetched.source_time or self.fetched.capture.captured_at

    def hints(self, layout: PageHints) -> PageHints:
        """The outlet's hints with what the listing said of this page."""
        published: Stamp = self.candidate.published
        return replace(
            layout,
            published=published if published.value is not None else ABSENT,
            title=self.candidate.title,
        )


def _the_same(_: str, when: datetime) -> datetime:
    return when


@dataclass(slots=True)
class PageReader:
    """Fetches candidates of one outlet, remembering which route refuses.

    ``gone_since`` tells when a page that is gone was first found so. ``fallback_time`` is the time
    for which a public archive is asked about an undated page.
    """

    asking: Asking
    fallback_time: datetime
    refusals: dict[Route, int] = field(default_factory=dict)
    notes: list[Unread] = field(default_factory=list)
    gone_since: Callable[[str, datetime], datetime] = _the_same

    async def read(self, candidate: Candidate) -> list[Page]:
        """The candidate's pages in order (one, or its parts); [] with a note where none.

        A fault on one page costs that page, not the outlet's others.
        """
        try:
            return await self._read(candidate)
        except SourcecheckError:
            raise
        except Exception as fault:
            _LOG.warning("%s could not be fetched", candidate.url, exc_info=True)
            why = fault_line(fault, "on this page")
            outlet = self.asking.outlet.id
            self.notes.append(Unread(outlet, candidate.url, "failed", why, candidate.strategy))
            return []

    async def _read(self, candidate: Candidate) -> list[Page]:
        if candidate.held is not None and candidate.held.complete:
            return [Page(held_as_fetched(candidate, candidate.held), candidate)]
        failure: Unread | None = None
        async for answer in self._answers(candidate):
            if answer.ok or answer.problem == "not-modified":
                page = Page(answer, candidate)
                return [page, *await self._parts(page)]
            # What the outlet itself says of its page stands, whatever an archive answers.
            if failure is None or failure.what != GONE:
                failure = self._unread(candidate, answer)
        if failure is not None:
            self.notes.append(failure)
        if candidate.held is None:
            return []
        return [Page(held_as_fetched(candidate, candidate.held), candidate, whole=False)]

    async def _answers(self, candidate: Candidate) -> AsyncIterator[Fetched]:
        """One answer from each place that may hold the page."""
        if self.asking.replaying or candidate.given:
            yield await self.asking.ask_supplied(candidate.address)
            if memento(candidate.address) is not None:
                yield await self.asking.ask_supplied(candidate.url)
            return
        for route in self.asking.outlet.pages_from:
            address = self._address(candidate, route)
            if address is None or self.refusals.get(route, 0) >= REFUSALS:
                continue
            answer = await self.asking.ask(address)
            refused = answer.problem in REFUSED
            self.refusals[route] = self.refusals.get(route, 0) + 1 if refused else 0
            if self.refusals[route] == REFUSALS:
                self.notes.append(self._given_up(candidate, answer, route))
            yield answer

    def _address(self, candidate: Candidate, route: Route) -> str | None:
        copy = memento(candidate.address)
        if route == "outlet":
            if self.asking.outlet.terms.closed:
                self.notes.append(terms_note(self.asking.outlet, candidate.strategy))
                return None
            return copy[0] if copy else candidate.address
        if copy is not None:
            return candidate.address
        moment = candidate.published.value or self.fallback_time
        return memento_address(candidate.address, moment)

    async def _parts(self, page: Page) -> list[Page]:
        """The further parts of a long text, where the outlet's pages have them."""
        parts: list[Page] = []
        if not self.asking.outlet.layout.continues:
            return parts
        latest = page
        while len(parts) < MOST_PARTS and latest.fetched.payload is not None:
            address = continuation(latest.fetched.payload, latest.url)
            if address is None:
                return parts
            copied = latest.fetched.source_time is not None and not self.asking.replaying
            url = memento_address(address, latest.seen_at) if copied else address
            given = self.asking.replaying or page.candidate.given
            answer = await (self.asking.ask_supplied(url) if given else self.asking.ask(url))
            if not answer.ok:
                note = self._unread(page.candidate, answer)
                why = f"part {len(parts) + 2} of this text is missing: {note.why}"
                self.notes.append(replace(note, url=address, what="cut", why=why))
                return parts
            candidate = replace(page.candidate, url=self.asking.outlet.fold(address))
            latest = Page(answer, replace(candidate, address=address))
            parts.append(latest)
        return parts

    def _unread(self, candidate: Candidate, answer: Fetched) -> Unread:
        why = answer.why
        if candidate.held is not None:
            why += "; only the summary in its feed is kept"
        what = (answer.problem or "").replace("-", " ")
        if answer.problem in ("not-found", "gone") and memento(answer.capture.url) is None:
            since = self.gone_since(candidate.url, answer.capture.captured_at)
            day = f"{since:%Y-%m-%d}"
            why = f"the page is gone, since {day} at the latest ({why})"
            what = GONE
        return Unread(self.asking.outlet.id, candidate.url, what, why, candidate.strategy)

    def _given_up(self, candidate: Candidate, answer: Fetched, route: Route) -> Unread:
        whose = "the outlet" if route == "outlet" else "the archive"
        why = f"{whose} refused {REFUSALS} pages in a row ({answer.why}); no more were asked for"
        what = (answer.problem or "").replace("-", " ")
        return Unread(self.asking.outlet.id, "", what, why, candidate.strategy)


def held_as_fetched(candidate: Candidate, held: Held) -> Fetched:
    """What came with a listing, as an answer: the capture is the listing's."""
    capture: Capture = held.capture
    return Fetched(
        capture=capture,
        payload=held.payload,
        content_type=held.content_type,
        final_url=candidate.address,
        source_url=candidate.url,
        source_time=candidate.seen_at or capture.captured_at,
    )


async def for_each(
    items: Iterable[Candidate], workers: int, handle: Callable[[int, Candidate], Awaitable[None]]
) -> None:
    """Handle every item, ``workers`` at a time, each once; the first error ends all."""
    waiting = enumerate(items)

    async def work() -> None:
        for number, item in waiting:
            await handle(number, item)

    await together(work() for _ in range(workers))


async def together(works: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """The results of all, side by side. The first error ends all and is raised as itself."""
    try:
        async with TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
    except BaseExceptionGroup as failures:
        first: BaseException = failures
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
        # The command shows a person one error, and knows it by its type.
        raise first from failures
    return [task.result() for task in tasks]
