"""The Kremlin's listings. In: feed pages and pages by date. Out: events as candidates.

Requests, for each of the door's ``urls``:
- one with ``{n}`` (``/events/all/feed/page/{n}``): n = 2, 3, ... until an item is older than
  the window's start, at most ``door.pages``;
- one with ``{DD.MM.YYYY}`` (``.../transcripts/by-date/{DD.MM.YYYY}``): each day of the window,
  newest first, but only where it has at most ``door.pages`` days.

Long texts go on at ``/page/2``, ``/page/3``: one fetch would cut them silently, so
``continuation`` names the next part of a page that was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import html

from extractors.records import Stamp, Unread
from flows.outlets.markup import read_html, read_time, text_of, web_address
from flows.outlets.strategies.feed import items_note, read_feed
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Strategy, unchanged

DAY = "{DD.MM.YYYY}"
NUMBER = "{n}"
EVENT = re.compile(r"/(?:events|d|supplement|misc)/(?:[a-z-]+/){0,4}\d+$|/d/\d+$")
PART = re.compile(r"/page/(\d+)/?$")


class Kremlin(Strategy):
    """Walks kremlin.ru's own listings back to the window."""

    name = "kremlin"
    reaches = "outlet"

    def complaint(self, urls: tuple[str, ...]) -> str | None:
        for url in urls:
            if NUMBER not in url and DAY not in url:
                return f"{url!r} needs {NUMBER} or {DAY}"
        return super().complaint(urls)

    async def find(self, asked: Asked) -> Found:
        visit = _Visit(asked)
        for url in asked.door.urls:
            if NUMBER in url:
                await visit.older_feeds(url)
            else:
                await visit.by_date(url)
        answered = bool(visit.candidates) or visit.same > 0
        return Found(tuple(visit.candidates), tuple(visit.unread), answered, visit.same)


class _Visit:
    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.candidates: list[Candidate] = []
        self.unread: list[Unread] = []
        self.same = 0

    async def older_feeds(self, template: str) -> None:
        """Feed pages from the second back; each holds some twenty events.

        The first is the feed itself, which has a door of its own.
        """
        for number in range(2, self.asked.door.pages + 2):
            url = template.replace(NUMBER, str(number))
            payload = await self._payload(url)
            if payload is None:
                return
            faults: list[str] = []
            items = read_feed(payload, url, self.asked.outlet.timezone, faults)
            self.unread.extend(items_note(self.asked, url, faults))
            if not items:
                if items is None:
                    self._note(url, "strategy failed", "is not a feed")
                return
            for item in items:
                self._add(item.link, item.title, item.published, item.summary)
            times = [item.published.value for item in items if item.published.value is not None]
            if times and self.asked.since is not None and min(times) < self.asked.since:
                return
        if self.asked.since is not None:
            self._note(
                template, "window too wide", f"stopped after {self.asked.door.pages} feed pages"
            )

    async def by_date(self, template: str) -> None:
        days = self._days()
        if not days or len(days) > self.asked.door.pages:
            why = f"listings by day are asked for windows of 1 to {self.asked.door.pages} days"
            self._note(template, "window too wide", why)
            return
        for day in days:
            url = template.replace(DAY, day.strftime("%d.%m.%Y"))
            payload = await self._payload(url)
            if payload is None:
                return  # refused once is refused for every day
            for link, title, stamp in read_listing(payload, url, self.asked.outlet.timezone):
                self._add(link, title, stamp, "")

    def _days(self) -> list[datetime]:
        if self.asked.since is None:
            return []
        until = self.asked.until or self.asked.now
        return list(days_of(self.asked.since, until, self.asked.outlet.timezone))

    async def _payload(self, url: str) -> bytes | None:
        answer = await self.asked.ask(url, "feed" if "/feed" in url else "page")
        if trouble := self.asked.trouble(url, answer):
            self.unread.append(trouble)
            return None
        if unchanged(answer) and answer.payload is None:
            self.same += 1
            return None
        return answer.payload

    def _add(self, link: str, title: str, published: Stamp, summary: str) -> None:
        if not self.asked.in_window(published.value):
            return
        self.candidates.append(
            Candidate(
                url=self.asked.outlet.fold(link),
                address=self.asked.outlet.address(link),
                title=title,
                published=published,
                summary=summary,
                strategy="kremlin",
            )
        )

    def _note(self, url: str, what: str, why: str) -> None:
        self.unread.append(self.asked.unread(url, what, why))


def read_listing(payload: bytes, base: str, timezone: str) -> list[tuple[str, str, Stamp]]:
    """Links to events on a listing page, with title and time, in its order, each once."""
    root = read_html(payload)
    found: dict[str, tuple[str, str, Stamp]] = {}
    if root is None:
        return []
    for link in root.xpath("//a[@href]"):
        address = web_address(link.get("href"), base)
        if address is None or not _is_event(address, base):
            continue
        title = text_of(link)
        if title and address not in found:
            found[address] = (address, title, _time_near(link, timezone))
    return list(found.values())


def _is_event(address: str, base: str) -> bool:
    parts = urlsplit(address)
    return parts.netloc == urlsplit(base).netloc and EVENT.search(parts.path) is not None


def _time_near(link: html.HtmlElement, timezone: str) -> Stamp:
    """The ``<time datetime>`` in the link or in the nearest of three elements around it."""
    element = link
    for _ in range(4):
        if element is None:
            break
        times = element.xpath(".//time[@datetime]")
        if times:
            return read_time(times[0].get("datetime"), "kremlin listing", timezone)
        element = element.getparent()
    return Stamp(None, "absent", False)


def days_of(since: datetime, until: datetime, timezone: str) -> Iterator[datetime]:
    """The local days that a window touches, newest first."""
    zone = ZoneInfo(timezone)
    first, day = since.astimezone(zone).date(), until.astimezone(zone)
    while day.date() >= first:
        yield day
        day -= timedelta(days=1)


def continuation(payload: bytes, url: str) -> str | None:
    """Address of the next part of a long text, where the page links to it; else None."""
    root = read_html(payload)
    if root is None:
        return None
    here = urlsplit(url)
    part = PART.search(here.path)
    stem = here.path[: part.start()] if part else here.path.rstrip("/")
    wanted = f"{stem}/page/{(int(part[1]) if part else 1) + 1}"
    for link in root.xpath("//a[@href]"):
        address = web_address(link.get("href"), url)
        if address is None:
            continue
        parts = urlsplit(address)
        if parts.netloc == here.netloc and parts.path.rstrip("/") == wanted:
            return address
    return None
