"""One outlet's requests, through the fetcher. In: addresses. Out: ``Fetched``.

Every request of a collection passes here, so that archives and finders are asked in their
own time, and one that refuses for asking too often is left alone for the rest of the visit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from extractors.records import Capture
from flows.fetch import Accept, Clock, Fetched, Manners, ReplayTransport
from flows.outlets import Manners as ServiceManners
from flows.outlets import Outlet, manners_for

# When an archive without any capture "is".
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Getter(Protocol):
    """The part of ``flows.fetch.Fetcher`` that a collection needs."""

    replay: ReplayTransport | None

    async def get(
        self, url: str, *, outlet: Manners | None = None, accept: Accept = "page"
    ) -> Fetched:
        """Fetch ``url``; failures are values."""


@dataclass(slots=True)
class Asking:
    """An outlet's visit: ``fetcher`` asks, ``supplied`` answers from the user's captures.

    ``on_answer`` is told of every answer, so that its validators can be kept. After the instant
    ``ends`` of the clock's ``monotonic`` nothing is asked any more, and what is under way is given
    up; None: it never ends.
    """

    outlet: Outlet
    fetcher: Getter
    clock: Clock
    supplied: Getter | None = None
    on_answer: Callable[[str, Fetched], None] | None = None
    ends: float | None = None
    resting: dict[str, Fetched] = field(default_factory=dict)

    @property
    def replaying(self) -> bool:
        """True where captures answer and no network is touched."""
        return self.fetcher.replay is not None

    @property
    def now(self) -> datetime:
        """The present; in a replay the time it stands for, so that it asks the same again."""
        if self.fetcher.replay is None:
            return self.clock.now()
        return self.fetcher.replay.as_of or self.fetcher.replay.latest or NEVER

    async def ask(self, url: str, accept: Accept = "page") -> Fetched:
        """The answer for ``url``; a service that still refuses after a rest is not asked on."""
        manners = manners_for(url, self.outlet)
        if manners.service in self.resting:
            return self.resting[manners.service]
        left = None if self.ends is None else self.ends - self.clock.monotonic()
        if left is not None and left <= 0:
            return self._too_late(url)
        try:
            async with asyncio.timeout(left):
                answer = await self._asked(url, manners, accept)
        except TimeoutError:
            return self._too_late(url)
        if self.on_answer is not None:
            self.on_answer(url, answer)
        return answer

    def _too_late(self, url: str) -> Fetched:
        why = "the time for this outlet was over (outlet_seconds, run_seconds)"
        capture = Capture(url, self.clock.now(), 0, "", "", "", 0, "", self.outlet.id, why)
        return Fetched(capture, None, problem="out-of-time", why=why)

    async def _asked(self, url: str, manners: ServiceManners, accept: Accept) -> Fetched:
        answer = await self.fetcher.get(url, outlet=manners, accept=accept)
        if answer.problem == "rate-limited" and manners.service and not self.replaying:
            if "retry-after" not in answer.headers:
                await self.clock.sleep(manners.rest_seconds)
                answer = await self.fetcher.get(url, outlet=manners, accept=accept)
            if answer.problem == "rate-limited":
                self.resting[manners.service] = answer
        return answer

    async def ask_supplied(self, url: str, accept: Accept = "page") -> Fetched:
        """The answer from the user's captures, or from the replay where all is one."""
        source = self.supplied or self.fetcher
        return await source.get(url, outlet=self.outlet, accept=accept)

    def captures(self) -> tuple[Capture, ...]:
        """All captures at hand, the replayed ones or those the user supplied, up to "as of"."""
        source = self.fetcher.replay or (self.supplied.replay if self.supplied else None)
        if source is None:
            return ()
        last = source.as_of
        return tuple(c for c in source.captures() if last is None or c.captured_at <= last)
