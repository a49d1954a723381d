"""What is already in the archive given. In: captures. Out: those that are the outlet's pages.

Nothing is asked of the network. A capture counts where it answered 200, its address is one
of the outlet's (a memento's original address counts as its own), and the address is an
article's, a live page's, or of no known kind; feeds, maps and listings are left out by their
type or pattern, the latter not where everything is asked for. A Telegram preview page is
opened for its posts. Several captures of one address are one candidate. Where there are more
pages than are read, each is opened for its title, so that the ones on the topic come first.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from extractors.records import Capture, Unread
from flows.fetch import memento
from flows.outlets.markup import plain, web_address
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Strategy
from flows.outlets.strategies.telegram import WHY, candidate_of, read_preview

READABLE = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
PREVIEW_HOST = "t.me"
TITLE = re.compile(r"<title[^>]*>([^<]+)</title>", re.IGNORECASE)
MOST_TITLE = 400


class Captured(Strategy):
    """Takes the user's own captures (WARC, WACZ, saved pages), or a replayed run's."""

    name = "captured"
    reaches = "elsewhere"
    needs_urls = False

    async def find(self, asked: Asked) -> Found:
        best: dict[str, Candidate] = {}
        unread: dict[str, Unread] = {}
        for capture in asked.captures():
            if _is_preview(asked, capture):
                for post in await _posts(asked, capture, unread):
                    best[post.url] = post
            elif candidate := page_of(asked, capture):
                best[candidate.url] = candidate
        if len(best) > asked.limit:
            best = {item.url: item for item in await _told(asked, list(best.values()))}
        return Found(tuple(best.values()), tuple(unread.values()), bool(best))


async def _told(asked: Asked, pages: list[Candidate]) -> list[Candidate]:
    """The pages with their titles, for where not all of them can be read.

    An archive that has grown for months holds more of an outlet than one check reads; an
    opaque address would then be taken or left by chance. Pages that name the topic nowhere
    lose the privilege of the given.
    """
    words = tuple(word.casefold() for word in (*asked.topic.entities, *asked.topic.terms))
    told = []
    for item in pages:
        if item.title:
            told.append(item)
            continue
        answer = await asked.ask(item.address, "page")
        text = (answer.payload or b"").decode("utf-8", "replace")
        title = TITLE.search(text)
        known = replace(item, title=plain(title[1][:MOST_TITLE]) if title else "")
        lower = text.casefold()
        named = not words or any(word in lower for word in words)
        told.append(replace(known, given=named or asked.everything))
    return told


def readable_address(capture: Capture) -> str | None:
    """The address that a captured page speaks for (a copy's: the original's); None of no page."""
    media = capture.content_type.split(";")[0].strip().lower()
    if capture.status != 200 or capture.error is not None or (media and media not in READABLE):
        return None
    source = memento(capture.url)
    url = web_address(source[0] if source else capture.url)
    return None if url is None or urlsplit(url).path == "/robots.txt" else url


def page_of(asked: Asked, capture: Capture) -> Candidate | None:
    """The capture as a candidate, or None where it is not a page of the outlet."""
    url = readable_address(capture)
    tagged = capture.outlet == asked.outlet.id
    if url is None or not (asked.outlet.owns(url) or tagged):
        return None
    source = memento(capture.url)
    kind = asked.outlet.kind_of(url)
    patterned = bool(asked.outlet.patterns.article)
    if kind in ("index", "video") or (kind == "unknown" and patterned and not tagged):
        # Patterns are what is remembered of addresses today; of a given page its reader tells.
        return None if not asked.everything else _candidate(asked, capture, url, source)
    return _candidate(asked, capture, url, source)


def _candidate(
    asked: Asked, capture: Capture, url: str, source: tuple[str, datetime] | None
) -> Candidate:
    return Candidate(
        url=asked.outlet.fold(url),
        address=capture.url,
        strategy="captured",
        seen_at=source[1] if source else None,
        given=True,
    )


def _is_preview(asked: Asked, capture: Capture) -> bool:
    if asked.outlet.kind != "network" or not asked.outlet.owns(capture.url):
        return False
    parts = urlsplit(capture.url)
    return parts.hostname == PREVIEW_HOST and parts.path.startswith("/s/")


async def _posts(asked: Asked, capture: Capture, unread: dict[str, Unread]) -> list[Candidate]:
    """The posts of a captured preview page; a page without any is told in ``unread``."""
    answer = await asked.ask(capture.url, "page")
    channel = urlsplit(capture.url).path
    if trouble := asked.trouble(capture.url, answer):
        unread.setdefault(channel, trouble)
        return []
    preview = read_preview(answer.payload or b"", answer.final_url or capture.url)
    if preview.state != "posts":
        unread.setdefault(channel, asked.unread(capture.url, preview.state, WHY[preview.state]))
    return [
        replace(candidate_of(post, answer), strategy="captured", given=True)
        for post in preview.posts
        if post.text
    ]
