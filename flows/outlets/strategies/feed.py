"""RSS 2.0, Atom and RDF feeds. In: a feed's address. Out: its items as candidates.

Requests: each of the door's ``urls``, once. A feed holds only the newest items (20 to 60),
so a window that ends before its oldest one gets a note that says so. The item's summary is
kept: it is all there is where the page answers 403.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import etree

from extractors.errors import fault_line
from extractors.records import ABSENT, Stamp, Unread
from flows.fetch import Fetched
from flows.outlets.markup import local_name, plain, read_time, read_xml, text_of, web_address
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Held, Strategy, unchanged

_LOG = logging.getLogger(__name__)
# Namespaces whose elements speak of the item, and the customary prefixes of those that may.
_NATIVE = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns", "http://purl.org/rss/1.0")
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/terms": "dcterms",
}
_PUBLISHED = ("pubdate", "published", "issued", "date", "dc:date", "dcterms:issued",
              "dcterms:created")  # fmt: skip
_UPDATED = ("updated", "modified", "dcterms:modified")
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
            faults: list[str] = []
            items = read_feed(answer.payload or b"", url, asked.outlet.timezone, faults)
            if items is None:
                unread.append(asked.unread(url, "strategy failed", "is not an RSS or Atom feed"))
                continue
            unread.extend(items_note(asked, url, faults))
            if note := too_new(asked, items):
                unread.append(asked.unread(url, "window too old", note))
            candidates.extend(candidate_of(asked, item, answer) for item in items)
        answered = bool(candidates) or same > 0
        return Found(tuple(candidates), tuple(unread), answered, same)


def read_feed(
    payload: bytes, base: str, timezone: str = "UTC", faults: list[str] | None = None
) -> list[Item] | None:
    """Items of an RSS 2.0, RDF or Atom document in its order; None if it is none of them.

    An item that cannot be read is left out, with its fault in ``faults``.
    """
    root = read_xml(payload)
    if root is None or local_name(root) not in ("rss", "feed", "rdf"):
        return None
    items = []
    for element in root.iter():
        if local_name(element) in ("item", "entry"):
            try:
                item = _item(element, base, timezone)
            except Exception as fault:  # one hostile item must not cost the feed, nor the night
                _LOG.warning("an item of %s could not be read", base, exc_info=True)
                if faults is not None:
                    faults.append(fault_line(fault, most=200))
                continue
            if item is not None:
                items.append(item)
            if len(items) == MOST_ITEMS:
                break
    return items


def _item(element: etree._Element, base: str, timezone: str) -> Item | None:
    said: dict[str, list[etree._Element]] = {}
    for child in element:
        if name := _name(child, element):
            said.setdefault(name, []).append(child)
    address = _address(said, base)
    if address is None:
        return None
    content = _longest(said, ("content:encoded", "content"))
    summary = _longest(said, ("description", "summary", "dc:description"))
    stamp = _best(said, _PUBLISHED, timezone)
    if stamp.value is None:
        stamp = _best(said, _UPDATED, timezone)
    titles = (plain(text_of(e)) for name in ("title", "dc:title") for e in said.get(name, ()))
    title = next(filter(None, titles), "")
    return Item(address, title, stamp, plain((content or summary)[:MOST_SUMMARY]), bool(content))


def _name(child: etree._Element, item: etree._Element) -> str:
    """The child's name, with the prefix it has by custom; "" where it speaks of something else.

    A ``media:title`` is the picture's, an ``itunes:summary`` the show's. What has no namespace,
    the item's own, or one of RSS and Atom, speaks of the item.
    """
    if not isinstance(child.tag, str):
        return ""
    name = etree.QName(child) if ":" not in child.tag.rpartition("}")[2] else None
    if name is None:  # a prefix that is not declared
        return str(child.tag).rpartition("}")[2].lower()
    own = etree.QName(item).namespace
    if name.namespace in (None, "", own) or (name.namespace or "").rstrip("/#") in _NATIVE:
        return str(name.localname).lower()
    prefix = _PREFIXES.get((name.namespace or "").rstrip("/#").lower())
    return f"{prefix}:{name.localname.lower()}" if prefix else ""


def _address(said: dict[str, list[etree._Element]], base: str) -> str | None:
    """The page's address: the alternate link, else a guid that is one."""
    link, place = "", base
    for child in said.get("link", ()):
        found = _link(child, link)
        if found != link:
            link, place = found, urljoin(base, child.base or "")
    if not link.strip():
        guids = [g for g in said.get("guid", ()) if g.get("isPermaLink", "true") == "true"]
        link = next((text_of(guid) for guid in guids), "")
    return web_address(link, place) if link.strip() else None


def _longest(said: dict[str, list[etree._Element]], names: tuple[str, ...]) -> str:
    """The longest text under the first of the names that has one."""
    for name in names:
        texts = ("".join(element.itertext()) for element in said.get(name, ()))
        if longest := max(texts, key=lambda text: len(text.strip()), default="").strip():
            return longest
    return ""


def _best(said: dict[str, list[etree._Element]], names: tuple[str, ...], timezone: str) -> Stamp:
    """The best of the item's dates: with a zone before one without, a time before a day."""
    stamps = [
        read_time(text_of(element), f"feed {name.rpartition(':')[2]}", timezone)
        for name in names
        for element in said.get(name, ())
    ]
    known = [(stamp, text) for stamp in stamps if (text := stamp.value) is not None]
    best = max(
        known, key=lambda one: (one[0].sure, one[1].second + one[1].minute > 0), default=None
    )
    return best[0] if best else ABSENT


def _link(child: etree._Element, found: str) -> str:
    """RSS puts the address in the text; Atom in ``href``, where "alternate" is the page."""
    if child.get("href") is None:
        return text_of(child) or found
    relation = child.get("rel", "alternate")
    return str(child.get("href")) if relation == "alternate" or not found else found


def items_note(asked: Asked, url: str, faults: Sequence[str]) -> list[Unread]:
    """What is said of the items of one feed that could not be read."""
    if not faults:
        return []
    items = "1 of its items" if len(faults) == 1 else f"{len(faults)} of its items"
    return [asked.unread(url, "item unread", f"{items} could not be read ({faults[0]})")]


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
