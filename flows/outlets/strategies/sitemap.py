"""Sitemaps: news maps, plain maps, and indexes of maps. In: their addresses. Out: candidates.

Requests, for each of the door's ``urls``:
- one that holds ``{YYYY}`` and ``{MM}`` is asked once for each month of the window, the
  newest first (``.../contents_{YYYY}{MM}.xml``), at most ``door.pages`` months;
- any other once; where it turns out to be an index, those children whose month (in the
  address) or ``lastmod`` may hold pages of the window, at most ``door.pages``.

``lastmod`` is when a page was last touched, so it can only show that a page is *older* than
the window's start, never that it is younger than its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from extractors.records import ABSENT, Stamp, Unread
from flows.outlets.markup import local_name, read_time, read_xml, text_of, web_address
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Strategy, unchanged

MOST_ENTRIES = 50_000  # the sitemap protocol's limit for one file
# How far back the months go where the window has no start.
RECENT = timedelta(days=62)
MONTH_IN_ADDRESS = re.compile(r"(?<!\d)(19\d\d|20\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One ``<url>`` or ``<sitemap>``: address, news title and date, last change."""

    address: str
    title: str = ""
    published: Stamp = ABSENT
    modified: Stamp = ABSENT


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A map's pages, or an index's children."""

    pages: tuple[Entry, ...] = ()
    children: tuple[Entry, ...] = ()


class Sitemaps(Strategy):
    """Reads the maps that the outlet publishes for search engines."""

    name = "sitemap"
    reaches = "outlet"

    def complaint(self, urls: tuple[str, ...]) -> str | None:
        halves = [url for url in urls if ("{YYYY}" in url) != ("{MM}" in url)]
        if halves:
            return f"{halves[0]!r} needs both {{YYYY}} and {{MM}}"
        return super().complaint(urls)

    async def find(self, asked: Asked) -> Found:
        search = _Search(asked)
        for url in asked.door.urls:
            if "{YYYY}" in url:
                await search.by_month(url)
            else:
                await search.map_or_index(url)
        answered = search.answered > 0
        return Found(tuple(search.candidates), tuple(search.unread), answered, search.same)


class _Search:
    """The state of one door's visit: what was found, and how many requests are left."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.left = asked.door.pages
        self.candidates: list[Candidate] = []
        self.unread: list[Unread] = []
        self.answered = 0
        self.same = 0

    async def by_month(self, template: str) -> None:
        until = self.asked.until or self.asked.now
        months = list(months_of(self.asked.since or until - RECENT, until))
        for count, (year, month) in enumerate(months):
            if self.left == 0:
                self._note(template, "window too wide", f"{len(months) - count} months not asked")
                return
            url = template.replace("{YYYY}", f"{year:04}").replace("{MM}", f"{month:02}")
            await self._read(url)

    async def map_or_index(self, url: str) -> None:
        children = [child for child in await self._read(url) if self._may_hold(child)]
        children.sort(key=lambda child: _month(child.address) or (0, 0), reverse=True)
        for count, child in enumerate(children):
            if self.left == 0:
                self._note(url, "window too wide", f"{len(children) - count} maps not asked")
                return
            await self._read(child.address)

    async def _read(self, url: str) -> tuple[Entry, ...]:
        """Ask for one map; keeps its pages, returns its children."""
        self.left -= 1
        answer = await self.asked.ask(url, "feed")
        if trouble := self.asked.trouble(url, answer):
            self.unread.append(trouble)
            return ()
        self.answered += 1
        if unchanged(answer) and answer.payload is None:
            self.same += 1
            return ()
        found = read_sitemap(answer.payload or b"", self.asked.outlet.timezone)
        if found is None:
            self.answered -= 1
            self._note(url, "strategy failed", "is not a sitemap")
            return ()
        self.candidates.extend(
            self._candidate(entry, url) for entry in found.pages if self._may_hold(entry)
        )
        return found.children

    def _may_hold(self, entry: Entry) -> bool:
        """False only where the entry is shown to lie outside the window."""
        since, until = self.asked.since, self.asked.until
        if entry.published.value is not None and entry.published.sure:
            return self.asked.in_window(entry.published.value)
        month = _month(entry.address)
        if month is not None and since is not None and month < (since.year, since.month):
            return False
        if month is not None and until is not None and month > (until.year, until.month):
            return False
        touched = entry.modified.value
        return touched is None or since is None or touched >= since

    def _candidate(self, entry: Entry, url: str) -> Candidate:
        return Candidate(
            url=self.asked.outlet.fold(entry.address),
            address=self.asked.outlet.address(entry.address),
            title=entry.title,
            published=entry.published,
            modified=entry.modified,
            listing=url,
            strategy="sitemap",
        )

    def _note(self, url: str, what: str, why: str) -> None:
        self.unread.append(self.asked.unread(url, what, why))


def read_sitemap(payload: bytes, timezone: str = "UTC") -> Sitemap | None:
    """Pages and children of a sitemap, gzipped or not; None if it is none."""
    root = read_xml(payload)
    if root is None or local_name(root) not in ("urlset", "sitemapindex"):
        return None
    pages: list[Entry] = []
    children: list[Entry] = []
    for element in root:
        entry = _entry(element, timezone)
        if entry is not None:
            (children if local_name(element) == "sitemap" else pages).append(entry)
        if len(pages) + len(children) == MOST_ENTRIES:
            break
    return Sitemap(tuple(pages), tuple(children))


def _entry(element: object, timezone: str) -> Entry | None:
    address = title = ""
    published = modified = ABSENT
    for child in element.iter():  # type: ignore[attr-defined]
        name = local_name(child)
        if name == "loc" and not address:
            address = text_of(child)
        elif name == "lastmod":
            modified = read_time(text_of(child), "sitemap lastmod", timezone)
        elif name == "publication_date":
            published = read_time(text_of(child), "sitemap publication_date", timezone)
        elif name == "title" and not title:
            title = text_of(child)
    usable = web_address(address)
    return None if usable is None else Entry(usable, title, published, modified)


def months_of(since: datetime, until: datetime) -> Iterator[tuple[int, int]]:
    """The months a window touches, newest first."""
    first, last = since.astimezone(UTC), until.astimezone(UTC)
    for index in range(last.year * 12 + last.month - 1, first.year * 12 + first.month - 2, -1):
        yield index // 12, index % 12 + 1


def _month(address: str) -> tuple[int, int] | None:
    found = MONTH_IN_ADDRESS.search(address)
    return (int(found[1]), int(found[2])) if found else None
