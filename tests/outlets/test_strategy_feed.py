"""Feeds: RSS 2.0, Atom and RDF, hostile ones, and what discovery makes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from doors import RSS, Doors, rss

from flows.outlets import Door, Found, Outlet
from flows.outlets.strategies.feed import read_feed

BASE = "https://gazette.example/feed"
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>
<entry><title type="html">Quays &amp;amp; cranes</title>
<link rel="enclosure" href="https://gazette.example/a.mp3"/>
<link rel="alternate" href="/2025/quays"/><updated>2025-01-03T10:00:00+03:00</updated>
<published>2025-01-02T09:00:00+03:00</published><summary>Short &lt;b&gt;words&lt;/b&gt;.</summary>
</entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>G</title><link>https://gazette.example/</link></channel>
<item><title>Old form</title><link>https://gazette.example/old</link>
<dc:date>2025-01-02T09:00:00Z</dc:date></item></rdf:RDF>"""


def test_rss() -> None:
    body = rss(
        (
            "https://gazette.example/1",
            "Cranes &amp; quays",
            "Thu, 02 Jan 2025 09:00:00 +0100",
            "<p>The <b>port</b> is shut.</p>",
        )
    )
    [item] = read_feed(body.encode(), BASE) or []
    assert item.link == "https://gazette.example/1"
    assert item.title == "Cranes & quays"
    assert item.summary == "The port is shut."
    assert item.published.value == datetime(2025, 1, 2, 8, tzinfo=UTC)
    assert item.published.source == "feed pubdate"
    assert item.published.sure


def test_atom_takes_the_page_and_the_publication() -> None:
    [item] = read_feed(ATOM.encode(), BASE) or []
    assert item.link == "https://gazette.example/2025/quays"
    assert item.title == "Quays & cranes"
    assert item.published.value == datetime(2025, 1, 2, 6, tzinfo=UTC)
    assert item.summary == "Short words."


def test_rdf() -> None:
    [item] = read_feed(RDF.encode(), BASE) or []
    assert (item.link, item.title) == ("https://gazette.example/old", "Old form")
    assert item.published.value == datetime(2025, 1, 2, 9, tzinfo=UTC)


def test_a_time_without_a_zone_is_the_outlets_and_not_sure() -> None:
    body = rss(("https://gazette.example/1", "A", "2025-01-02T09:00:00", ""))
    [item] = read_feed(body.encode(), BASE, "Europe/Moscow") or []
    assert item.published.value == datetime(2025, 1, 2, 6, tzinfo=UTC)
    assert not item.published.sure


@pytest.mark.parametrize("date", ["", "yesterday", "99 Foo 2025", "9999-99-99", "1" * 500])
def test_a_date_that_is_none_is_absent(date: str) -> None:
    [item] = read_feed(rss(("https://gazette.example/1", "A", date, "")).encode(), BASE) or []
    assert item.published.value is None


def test_an_entity_bomb_stays_folded() -> None:
    folds = [f'<!ENTITY l{n} "{10 * f"&l{n - 1};"}">' for n in range(1, 10)]
    lol = '<!ENTITY l0 "lol">' + "".join(folds)
    body = (
        f"<!DOCTYPE rss [{lol}]><rss><channel><item><title>&l9;</title>"
        "<link>https://gazette.example/1</link></item></channel></rss>"
    )
    items = read_feed(body.encode(), BASE)
    assert all(len(item.title) < 1000 for item in items or [])


def test_an_external_entity_is_not_read() -> None:
    body = (
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item>'
        "<title>a&x;b</title><link>https://gazette.example/1</link></item></channel></rss>"
    )
    assert all("root:" not in item.title for item in read_feed(body.encode(), BASE) or [])


@pytest.mark.parametrize(
    "payload", [b"", b"{}", b"<html><body>hi</body></html>", b"\x00\xff", b"<rss"]
)
def test_what_is_no_feed(payload: bytes) -> None:
    assert not read_feed(payload, BASE)


def test_a_link_that_is_no_address_is_left_out() -> None:
    body = rss(("javascript:alert(1)", "A", "", ""), ("https://gazette.example/1", "B", "", ""))
    assert [item.title for item in read_feed(body.encode(), BASE) or []] == ["B"]


def test_a_cut_feed_keeps_its_whole_items() -> None:
    body = rss(
        ("https://gazette.example/1", "A", "", ""), ("https://gazette.example/2", "B", "", "")
    )
    items = read_feed(body[: body.index("<title>B")].encode(), BASE) or []
    assert items[0].title == "A"


def test_discovery_asks_each_feed_once(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    feed = "https://feeds.bbci.co.uk/news/rss.xml"
    link = "https://www.bbc.co.uk/news/articles/c1?at_medium=RSS&at_campaign=rss"
    doors.on(feed, rss((link, "Strike", "Fri, 10 Jan 2025 10:00:00 GMT", "Words.")), RSS)
    found = visit(outlets["bbc"], Door("feed", (feed,)))
    [one] = found.candidates
    assert one.url == "https://bbc.com/news/articles/c1"
    assert one.address == "https://www.bbc.co.uk/news/articles/c1"
    assert one.held is not None
    assert one.held.payload == b"Strike\n\nWords."
    assert not one.held.complete
    assert doors.urls == ["feeds.bbci.co.uk/news/rss.xml"]
    assert "application/rss+xml" in doors.requests[0].headers["accept"]


def test_a_window_before_the_feeds_oldest_item_is_told(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    feed = "https://asiatimes.com/feed/"
    item = ("https://asiatimes.com/2025/06/a", "A", "Sun, 01 Jun 2025 10:00:00 GMT", "")
    doors.on(feed, rss(item), RSS)
    found = visit(outlets["asiatimes"], Door("feed", (feed,)))
    [note] = found.unread
    assert (note.what, note.why) == ("window too old", "the feed reaches back to 2025-06-01 only")


def test_a_shut_feed_is_told_and_the_next_one_asked(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    shut, open_ = "https://www.france24.com/en/rss", "https://observers.france24.com/en/rss"
    doors.on(shut, "no", status=403)
    item = ("https://observers.france24.com/en/europe/20250110-a", "A", "", "Words.")
    doors.on(open_, rss(item), RSS)
    found = visit(outlets["france24"], Door("feed", (shut, open_)))
    assert found.answered
    assert [note.what for note in found.unread] == ["forbidden"]
    assert len(found.candidates) == 1
