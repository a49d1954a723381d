"""What every discovery strategy takes and gives. Touches nothing but the ``ask`` it is handed.

In: ``Asked`` (outlet, door, topic, window, and a way to ask for an address).
Out: ``Found`` (candidate addresses, and what could not be done).

A strategy is one module with one class. To add one: derive from ``Strategy``, write
``find``, and list it in ``strategies/__init__``. All its requests go through
``asked.ask(url)``, so that rate, robots, archive and replay are the fetcher's business.
Parsing stands in pure functions over payloads, so that it can be tried on saved bytes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, Protocol

from extractors.records import ABSENT, Capture, Stamp, Unread
from flows.fetch import Accept, Fetched
from flows.outlets.outlet import Door, Outlet

Reaches = Literal["feed", "outlet", "elsewhere"]

# Words of a topic that are sent to a search box: more than three narrows nothing and
# multiplies the requests.
SEARCHES = 3


class Topic(Protocol):
    """What is looked for. ``entities`` are folded names, ``terms`` other telling words."""

    @property
    def entities(self) -> tuple[str, ...]: ...
    @property
    def terms(self) -> tuple[str, ...]: ...


Ask = Callable[[str, Accept], Awaitable[Fetched]]


@dataclass(frozen=True, slots=True)
class Held:
    """Text of a page that came with the listing: a feed's summary, a channel's post.

    ``capture`` is the listing's. ``complete`` is False where the page itself says more.
    """

    capture: Capture
    payload: bytes
    content_type: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page that may bear on the topic, and why it is thought so.

    ``url`` is its one canonical address, ``address`` the one to ask for (a public archive's
    copy has another). ``score`` in [0, 1] ranks the candidates of one outlet. ``searched``
    is set where the outlet's own search or a finder named it for the topic. ``modified`` is
    when ``listing``, the address that named it, says that it was last touched. ``seen_at`` is
    when a public archive saw it. ``given`` marks the user's own captures, which are read
    whatever their words and dates.
    """

    url: str
    address: str
    title: str = ""
    published: Stamp = ABSENT
    modified: Stamp = ABSENT
    listing: str = ""
    summary: str = ""
    strategy: str = ""
    searched: str = ""
    score: float = 0.0
    reason: str = ""
    held: Held | None = None
    seen_at: datetime | None = None
    forwarded_from: str | None = None
    given: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """``answered`` is False where the door as a whole stayed shut: the next is tried."""

    candidates: tuple[Candidate, ...] = ()
    unread: tuple[Unread, ...] = ()
    answered: bool = True
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to one door. The window's ends are aware instants, None where open.

    ``now`` is the present, or in a replay the time of its newest capture. ``everything`` asks for
    whatever captures there are, also where the address looks like no page of the outlet's.
    """

    outlet: Outlet
    door: Door
    topic: Topic
    since: datetime | None
    until: datetime | None
    ask: Ask
    captures: Callable[[], tuple[Capture, ...]]
    now: datetime
    limit: int = 60
    everything: bool = False

    def searches(self) -> tuple[str, ...]:
        """The few words sent to a search box, the most telling first."""
        return tuple((*self.topic.entities, *self.topic.terms)[:SEARCHES])

    def in_window(self, moment: datetime | None) -> bool:
        """True unless the moment is known and outside the window."""
        if moment is None:
            return True
        after = self.since is None or moment >= self.since
        return after and (self.until is None or moment <= self.until)

    def unread(self, url: str, what: str, why: str) -> Unread:
        return Unread(self.outlet.id, url, what, why, self.door.strategy)

    def trouble(self, url: str, answer: Fetched) -> Unread | None:
        """Why the answer holds nothing to read, or None; an unchanged door is no trouble."""
        if answer.problem is None or unchanged(answer):
            return None
        return self.unread(url, answer.problem.replace("-", " "), answer.why)


def unchanged(answer: Fetched) -> bool:
    """True where what was read of this address last time still holds."""
    return answer.problem == "not-modified" or answer.unchanged


class Strategy(ABC):
    """One way to find an outlet's pages.

    ``reaches`` says whom the requests go to: a "feed" made for machines, the "outlet"'s
    own pages (left alone where its terms forbid that), or "elsewhere". ``complaint``
    checks a door's addresses when the registry is loaded and answers None or one line.
    ``find`` must not raise for anything a server can send: what is wrong goes into
    ``Found.unread``.
    """

    name: ClassVar[str]
    reaches: ClassVar[Reaches]
    needs_urls: ClassVar[bool] = True

    def complaint(self, urls: tuple[str, ...]) -> str | None:
        if self.needs_urls and not urls:
            return f"strategy {self.name!r} needs at least one address"
        return None

    @abstractmethod
    async def find(self, asked: Asked) -> Found:
        """Ask the door; bounded by ``asked.door.pages`` requests."""
