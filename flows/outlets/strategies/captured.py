"""What is already in the archive given. In: captures. Out: those that are the outlet's pages.

No request is made. A capture counts where it answered 200, its address is one of the
outlet's (a memento's original address counts as its own), and the address is an article's,
a live page's, or of no known kind; feeds, maps and listings are left out by their type or
pattern. Of several captures of one address the newest stands for it: the fetcher answers
with the rest when asked for their time.
"""

from __future__ import annotations

from extractors.records import Capture
from flows.fetch.urls import memento
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Strategy

READABLE = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")


class Captured(Strategy):
    """Takes the user's own captures (WARC, WACZ, saved pages), or a replayed run's."""

    name = "captured"
    reaches = "elsewhere"
    needs_urls = False

    async def find(self, asked: Asked) -> Found:
        best: dict[str, Candidate] = {}
        for capture in asked.captures():
            candidate = candidate_of(asked, capture)
            if candidate is not None:
                best[candidate.url] = candidate
        return Found(tuple(best.values()), (), bool(best))


def candidate_of(asked: Asked, capture: Capture) -> Candidate | None:
    """The capture as a candidate, or None where it is not a page of the outlet."""
    if capture.status != 200 or capture.error is not None:
        return None
    media = capture.content_type.split(";")[0].strip().lower()
    if media and media not in READABLE:
        return None
    source = memento(capture.url)
    url = source[0] if source else capture.url
    ours = asked.outlet.owns(url) or (capture.outlet == asked.outlet.id and source is None)
    known_kinds = asked.outlet.patterns.article or asked.outlet.patterns.live
    kind = asked.outlet.kind_of(url)
    if not ours or kind in ("index", "video"):
        return None
    if kind == "unknown" and known_kinds and capture.outlet != asked.outlet.id:
        return None
    return Candidate(
        url=asked.outlet.fold(url),
        address=capture.url,
        strategy="captured",
        seen_at=source[1] if source else None,
    )
