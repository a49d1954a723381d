"""RSS 2.0, Atom and RDF feeds. In: a feed's address. Out: its items as candidates.

Requests: each of the door's ``urls``, once. A feed holds only the newest items (20 to 60),
so a window that ends before its oldest one gets a note that says so. The item's summary is
kept: it is all there is where the page answers 403.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extractors.records import ABSENT, Stamp, Unread
from flows.fetch import Fetched
from flows.outlets.markup import local_name, plain, read_time, read_xml, text_of, web_address
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Held, Strategy, unchanged

MOST_ITEMS = 5_000  # a feed with more is not a feed
MOST_SUMMARY = 20_000  # characters; some feeds carry whole articles


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: absolute link, title, time, and its summary as plain text."""

    link: str
    title: str
    published: Stamp
    summary: str
    whole: bool = False


class Feed(Strategy):
    """Reads the feeds the outlet publishes for machines."""

    name = "feed"
    reaches = "feed"

    async def find(self, asked: Asked) -> Found:
        candidates: list[Candidate] = []
        unread: list[Unread] = []
        same = 0
        for url in asked.door.urls:
            answer = await asked.ask(url, "feed")
            if trouble := asked.trouble(url, answer):
                unread.append(trouble)
                continue
            if unchanged(answer):
                same += 1
                continue
            items = read_feed(answer.payload or b"", url, asked.outlet.timezone)
            if items is None:
                unread.append(asked.unread(url, "strategy failed", "is not an RSS or Atom feed"))
                continue
            if note := too_new(asked, items):
                unread.append(asked.unread(url, "window too old", note))
            candidates.extend(candidate_of(asked, item, answer) for item in items)
        answered = bool(candidates) or same > 0
        return Found(tuple(candidates), tuple(unread), answered, same)


def read_feed(payload: bytes, base: str, timezone: str = "UTC") -> list[Item] | None:
    """Items of an RSS 2.0, RDF or Atom document in its order; None if it is none of them."""
    root = read_xml(payload)
    if root is None or local_name(root) not in ("rss", "feed", "rdf"):
        return None
    items = []
    for element in root.iter():
        if local_name(element) in ("item", "entry"):
            item = _item(element, base, timezone)
            if item is not None:
                items.append(item)
            if len(items) == MOST_ITEMS:
                break
    return items


def _item(element: etree._Element, base: str, timezone: str) -> Item | None:
    title = summary = content = link = ""
    published = updated = ABSENT
    for child in element:
        name = local_name(child)
        if name == "title":
            title = plain(text_of(child))
        elif name == "link":
            link = _link(child, link)
        elif name == "guid" and not link and child.get("isPermaLink", "true") == "true":
            link = text_of(child)
        elif name in ("description", "summary"):
            summary = text_of(child) if name == "summary" else "".join(child.itertext())
        elif name in ("encoded", "content"):
            content = "".join(child.itertext())
        elif name in ("pubdate", "published", "date", "issued"):
            published = read_time(text_of(child), f"feed {name}", timezone)
        elif name in ("updated", "modified"):
            updated = read_time(text_of(child), f"feed {name}", timezone)
    address = web_address(link, base)
    if address is None or not link.strip():
        return None
    text = plain((content or summary)[:MOST_SUMMARY])
    stamp = published if published.value is not None else updated
    return Item(address, title, stamp, text, bool(content))


def _link(child: etree._Element, found: str) -> str:
    """RSS puts the address in the text; Atom in ``href``, where "alternate" is the page."""
    if child.get("href") is None:
        return text_of(child) or found
    relation = child.get("rel", "alternate")
    return str(child.get("href")) if relation == "alternate" or not found else found


def too_new(asked: Asked, items: list[Item]) -> str | None:
    """One sentence where all of the feed's items are younger than the window's end."""
    times = [item.published.value for item in items if item.published.value is not None]
    if asked.until is None or not times or min(times) <= asked.until:
        return None
    return f"the feed reaches back to {min(times):%Y-%m-%d} only"


def candidate_of(asked: Asked, item: Item, answer: Fetched) -> Candidate:
    """The item as a candidate that holds its summary."""
    text = f"{item.title}\n\n{item.summary}".strip()
    return Candidate(
        url=asked.outlet.fold(item.link),
        address=asked.outlet.address(item.link),
        title=item.title,
        published=item.published,
        summary=item.summary,
        strategy="feed",
        held=Held(answer.capture, text.encode("utf-8"), "text/plain; charset=utf-8", False)
        if item.summary
        else None,
    )
