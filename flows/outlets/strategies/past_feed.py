"""An outlet's feed as a public archive saw it in the window. In: feed addresses. Out: items.

A feed holds the last days only, but the Wayback Machine kept copies of it: the one way back
to titles, dates and summaries where addresses carry no words and the outlet's own pages are
closed to programs.

Requests, for each of the door's ``urls``: one to the index (``matchType=exact``, captures of
the window, one a day: ``collapse=timestamp:8``), then at most ``door.pages`` of those
captures, spread evenly over the window. An item's page is asked for from the archive too,
by the time of the capture that named it: the archive leads to the nearest it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from urllib.parse import urlencode

from extractors.records import Unread
from flows.outlets.strategies.feed import candidate_of, items_note, read_feed
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Strategy, unchanged
from flows.outlets.strategies.wayback import CDX, FIELDS, Row, memento_address, read_index

# An item stays in a feed for a day or two, so a capture that late still names the window's.
AFTER = timedelta(days=2)


class PastFeed(Strategy):
    """Reads old copies of the outlet's feed."""

    name = "past-feed"
    reaches = "elsewhere"

    async def find(self, asked: Asked) -> Found:
        candidates: dict[str, Candidate] = {}
        unread: list[Unread] = []
        answered = same = 0
        for feed in asked.door.urls:
            url = copies_address(feed, asked)
            answer = await asked.ask(url, "text")
            if trouble := asked.trouble(url, answer):
                unread.append(trouble)
                continue
            answered += 1
            if unchanged(answer) and answer.payload is None:
                same += 1
                continue
            page = read_index(answer.payload or b"")
            if page is None or not page.rows:
                why = "is not an index page" if page is None else "no copy of the feed is kept"
                unread.append(asked.unread(url, "strategy failed", why))
                continue
            for row in spread(page.rows, asked.door.pages):
                for candidate in await _copy(asked, row, unread):
                    candidates.setdefault(candidate.url, candidate)
        return Found(tuple(candidates.values()), tuple(unread), answered > 0, same)


async def _copy(asked: Asked, row: Row, unread: list[Unread]) -> list[Candidate]:
    """Items of one old copy; what went wrong is added to ``unread``."""
    url = memento_address(row.url, row.captured_at)
    answer = await asked.ask(url, "feed")
    if trouble := asked.trouble(url, answer):
        unread.append(trouble)
        return []
    if answer.payload is None:
        return []
    faults: list[str] = []
    items = read_feed(answer.payload, row.url, asked.outlet.timezone, faults)
    if items is None:
        unread.append(asked.unread(url, "strategy failed", "is not an RSS or Atom feed"))
        return []
    unread.extend(items_note(asked, url, faults))
    return [
        replace(
            candidate_of(asked, item, answer),
            address=memento_address(item.link, row.captured_at),
            strategy="past-feed",
            seen_at=row.captured_at,
        )
        for item in items
        if asked.in_window(item.published.value)
    ]


def copies_address(feed: str, asked: Asked) -> str:
    """The index of one feed's copies in the window; keys always in this order."""
    fields = [("url", feed), ("matchType", "exact")]
    if asked.since is not None:
        fields.append(("from", asked.since.astimezone(UTC).strftime("%Y%m%d%H%M%S")))
    if asked.until is not None:
        last = (asked.until + AFTER).astimezone(UTC)
        fields.append(("to", last.strftime("%Y%m%d%H%M%S")))
    fields += [
        ("filter", "statuscode:200"),
        ("collapse", "timestamp:8"),
        ("fl", FIELDS),
        ("output", "json"),
        ("limit", "1000"),
    ]
    return f"{CDX}?{urlencode(fields, safe=':,/')}"


def spread(rows: Sequence[Row], count: int) -> list[Row]:
    """At most ``count`` of the rows, evenly spaced, with the first and the last."""
    if len(rows) <= count:
        return list(rows)
    if count == 1:
        return [rows[-1]]
    step = (len(rows) - 1) / (count - 1)
    return [rows[round(index * step)] for index in range(count)]
