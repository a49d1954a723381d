"""Feeds: RSS 2.0, Atom and RDF, hostile ones, and what discovery makes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from doors import RSS, Doors, rss

from extractors.records import Stamp
from flows.outlets import Door, Found, Outlet
from flows.outlets.markup import read_time
from flows.outlets.strategies.feed import Item, read_feed

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


HEAD = (
    '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
)


def one(
    inside: str, head: str = HEAD, link: str = "<link>https://gazette.example/1</link>"
) -> Item:
    [item] = read_feed(f"{head}<item>{link}{inside}</item></channel></rss>".encode(), BASE) or []
    return item


def test_what_another_namespace_says_is_of_something_else() -> None:
    item = one(
        "<title>Quays</title><description>Short.</description>"
        "<content:encoded><![CDATA[<p>The whole text of the day.</p>]]></content:encoded>"
        '<media:content url="x.jpg"/><media:title>The photo</media:title>'
        "<media:description>Of a crane.</media:description><itunes:summary>A show.</itunes:summary>"
        '<atom:link rel="self" href="https://gazette.example/feed"/>'
    )
    assert (item.title, item.summary, item.whole) == ("Quays", "The whole text of the day.", True)
    assert item.link == "https://gazette.example/1"


def test_a_prefix_that_is_not_declared_is_known_by_custom() -> None:
    item = one(
        "<title>Quays</title><media:title>Photo</media:title><dc:date>2024-11-13T21:05Z</dc:date>"
        "<content:encoded>All of it.</content:encoded>",
        '<rss version="2.0"><channel>',
    )
    assert (item.title, item.summary) == ("Quays", "All of it.")
    assert item.published.value == datetime(2024, 11, 13, 21, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dates", "value", "sure"),
    [
        ("<pubDate>Fri, 19 Nov 2021 01:45:08 +02:00</pubDate>", "2021-11-18T23:45:08", True),
        ("<pubDate>Fri, 19 Nov 2021 01:45:08 EST</pubDate>", "2021-11-19T06:45:08", True),
        ("<pubDate>Fri, 19 Nov 2021 01:45:08 Europe/Kyiv</pubDate>", "2021-11-18T23:45:08", True),
        ("<pubDate>Fri, 19 Nov 2021 01:45:08</pubDate>", "2021-11-19T01:45:08", False),
        ("<pubDate>Fri, 19 Nov 2021 01:45:08 GMT</pubDate><dc:date>2021-11-19</dc:date>",
         "2021-11-19T01:45:08", True),
        ("<dc:date>2021-11-19</dc:date><pubDate>Fri, 19 Nov 2021 01:45:08 GMT</pubDate>",
         "2021-11-19T01:45:08", True),
        ("<dc:date>2021-11-19T01:45:08Z</dc:date><pubDate>yesterday</pubDate>",
         "2021-11-19T01:45:08", True),
        ("<pubDate>Nov 19, 2021 1:45 PM</pubDate>", "2021-11-19T13:45:00", False),
        ("<pubDate>Mon, 01 Jan 0001 00:00:00 +0300</pubDate>", None, False),
    ],
)  # fmt: skip
def test_the_better_of_two_dates_is_kept(dates: str, value: str | None, sure: bool) -> None:
    published = one(f"<title>Quays</title>{dates}").published
    wanted = datetime.fromisoformat(f"{value}+00:00") if value else None
    assert (published.value, published.sure) == (wanted, sure)


def test_a_stray_ampersand_is_kept() -> None:
    item = one(
        "<title>Quays & cranes&nbsp;&copy; R&D</title>"
        "<description><![CDATA[a & b &amp; c]]></description>",
        link="<link>https://gazette.example/?x=1&y=2&copy=3</link>",
    )
    assert item.link == "https://gazette.example/?x=1&y=2&copy=3"
    assert item.title == "Quays & cranes © R&D"


def test_xml_base_is_what_links_start_from() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://gazette.example/news/">'
        '<entry xml:base="2025/"><title>Quays</title><link href="quays"/></entry></feed>'
    )
    [item] = read_feed(feed.encode(), "https://feeds.example/x") or []
    assert item.link == "https://gazette.example/news/2025/quays"


def test_an_item_that_cannot_be_read_is_told_and_the_others_are_kept(
    doors: Doors,
    outlets: dict[str, Outlet],
    visit: Callable[..., Found],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails_on_the_first(text: str, *given: str) -> Stamp:
        if "bad" in text:
            raise OverflowError("date value out of range")
        return read_time(text, *given)

    monkeypatch.setattr("flows.outlets.strategies.feed.read_time", fails_on_the_first)
    feed = "https://feeds.bbci.co.uk/news/rss.xml"
    links = [f"https://www.bbc.co.uk/news/articles/c{number}" for number in (1, 2)]
    dates = ("bad", "Fri, 10 Jan 2025 10:00:00 GMT")
    items = [(link, "Strike", date, "Words.") for link, date in zip(links, dates, strict=True)]
    doors.on(feed, rss(*items), RSS)
    found = visit(outlets["bbc"], Door("feed", (feed,)))
    assert [one.url for one in found.candidates] == ["https://bbc.com/news/articles/c2"]
    [note] = found.unread
    assert (note.what, note.url, note.strategy) == ("item unread", feed, "feed")
    told = "1 of its items could not be read (OverflowError: date value out of range)"
    assert note.why == told
