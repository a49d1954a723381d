"""One outlet's coverage, through the fetcher: routes, refusals, summaries, and replay."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from doors import JSON, RSS, TEXT, XML, Doors, Reply, SomeTopic, TestClock, page, rss, run, urlset

from extractors.errors import ArchiveError
from extractors.records import Unread
from flows.collect import Coverage, collect_outlet
from flows.collect.discover import gathered
from flows.fetch import Archive, Fetcher, FetchSettings, ReplayTransport
from flows.outlets import Outlet, Topic

TOPIC = SomeTopic(("harbour strike",), ("crane",))
WINDOW = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 28, tzinfo=UTC))
FEED = "https://www.france24.com/en/rss"
OBSERVERS = "https://observers.france24.com/en/rss"
ARTICLE = "https://www.france24.com/en/europe/20250110-harbour-strike-{}"
DAY = "Fri, 10 Jan 2025 10:00:00 GMT"


def collected(
    doors: Doors,
    outlet: Outlet,
    *,
    archive: Archive | None = None,
    topic: Topic = TOPIC,
    **more: Any,
) -> Coverage:
    async def work() -> Coverage:
        clock = TestClock()
        async with Fetcher(doors.settings(), archive=archive, clock=clock) as fetcher:
            return await collect_outlet(outlet, topic, WINDOW, fetcher, clock=clock, **more)

    return run(work())


def replayed(path: Path, outlet: Outlet, topic: Topic = TOPIC) -> Coverage:
    async def work() -> Coverage:
        async with Fetcher(FetchSettings(), replay=ReplayTransport([path])) as fetcher:
            return await collect_outlet(outlet, topic, WINDOW, fetcher)

    return run(work())


@pytest.fixture
def france24(doors: Doors, outlets: dict[str, Outlet]) -> Outlet:
    """The outlet with a feed of three stories, one of them on another subject."""
    doors.on(
        FEED,
        rss(
            (ARTICLE.format(1), "Harbour strike begins", DAY, "Cranes stand still."),
            (ARTICLE.format(2), "Harbour strike ends", DAY, "Cranes move again."),
            ("https://www.france24.com/en/sport/20250110-tennis", "Tennis", DAY, "A final."),
        ),
        RSS,
    )
    doors.on(OBSERVERS, rss(), RSS)
    doors.on("https://web.archive.org/none", "")
    doors.on("https://api.gdeltproject.org/api/v2/doc/doc", "{}", JSON)
    return outlets["france24"]


def asked(doors: Doors, start: str) -> list[str]:
    return [url for url in doors.urls if url.startswith(start)]


def test_the_pages_on_topic_are_fetched_in_order(doors: Doors, france24: Outlet) -> None:
    for number in (1, 2):
        doors.on(ARTICLE.format(number), page(f"Harbour strike {number}", "Cranes stand still."))
    found = collected(doors, france24)
    assert [item.address for item in found.candidates] == [ARTICLE.format(1), ARTICLE.format(2)]
    assert [one.url for one in found.pages] == [ARTICLE.format(1), ARTICLE.format(2)]
    assert all(one.whole for one in found.pages)
    assert b"Harbour strike 1" in (found.fetched[0].payload or b"")
    assert found.off_topic == 1
    assert found.candidates[0].reason.startswith("names harbour strike, crane; dated 2025-01-10")
    counted = found.counted()
    assert (counted.candidates, counted.captured, counted.earliest) == (
        2,
        2,
        datetime(2025, 1, 10, 10, tzinfo=UTC),
    )


def test_the_limit_keeps_the_best(doors: Doors, france24: Outlet) -> None:
    doors.on(ARTICLE.format(1), page("Harbour strike 1", "Cranes."))
    found = collected(doors, france24, limit=1)
    assert len(found.candidates) == 2
    assert len(found.pages) == 1
    assert len(asked(doors, "www.france24.com/en/europe")) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_the_outlet_took_down_is_gone_whatever_an_archive_says(
    doors: Doors, france24: Outlet, status: int
) -> None:
    for number in (1, 2):
        doors.on(ARTICLE.format(number), "no", status=status)
    found = collected(doors, france24)
    told = [note for note in found.unread if note.url.endswith("strike-1")]
    assert [note.what for note in told] == ["gone"]
    assert told[0].why.startswith("the page is gone, since 20")
    assert f"status {status}" in told[0].why


def test_pages_refused_while_the_feed_works_leave_its_summaries(
    doors: Doors, france24: Outlet
) -> None:
    for number in (1, 2):
        doors.on(ARTICLE.format(number), "no", status=403)
    found = collected(doors, france24)
    # One request a page, none again.
    assert len(asked(doors, "www.france24.com/en/europe")) == 2
    assert [one.whole for one in found.pages] == [False, False]
    assert found.fetched[0].payload == b"Harbour strike begins\n\nCranes stand still."
    assert found.fetched[0].capture.url == FEED
    assert found.pages[0].url == "https://france24.com/en/europe/20250110-harbour-strike-1"
    told = [note for note in found.unread if note.url.endswith("strike-1")]
    assert [note.what for note in told] == ["not found"]
    assert told[0].why.endswith("only the summary in its feed is kept")


@pytest.mark.parametrize(
    "date", ["Mon, 01 Jan 0001 00:00:00 +0300", "Fri, 31 Dec 9999 23:00:00 -1200"]
)
def test_an_item_of_an_absurd_date_costs_nothing(doors: Doors, france24: Outlet, date: str) -> None:
    items = [(ARTICLE.format(n), f"Harbour strike {n}", (date, DAY)[n - 1], "") for n in (1, 2)]
    doors.on(FEED, rss(*items), RSS)
    for number in (1, 2):
        doors.on(ARTICLE.format(number), page(f"Harbour strike {number}", "Cranes."))
    assert len(collected(doors, france24).pages) == 2


def test_a_fault_on_a_listing_or_a_page_is_a_note(
    doors: Doors, france24: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OverflowError("date value out of range")

    doors.on(ARTICLE.format(1), page("Harbour strike 1", "Cranes."))
    with monkeypatch.context() as patched:
        patched.setattr("flows.collect.pages.Page", fail)
        told = collected(doors, france24).unread
        assert any(note.what == "failed" and "OverflowError" in note.why for note in told)
    monkeypatch.setattr("flows.outlets.strategies.feed.read_feed", fail)
    found = collected(doors, france24)
    assert any(
        note.what == "strategy failed" and "OverflowError" in note.why for note in found.unread
    )


def test_videos_listings_and_other_sites_are_not_fetched(doors: Doors, france24: Outlet) -> None:
    video = "https://www.france24.com/en/video/20250110-harbour-strike"
    listing = "https://www.france24.com/en/tag/harbour-strike/"
    other = "https://elsewhere.example/harbour-strike"
    doors.on(FEED, rss(*((url, "Harbour strike", DAY, "") for url in (video, listing, other))), RSS)
    doors.on(other, page("Harbour strike", "Cranes."))
    found = collected(doors, france24)
    assert found.candidates == ()
    assert asked(doors, "www.france24.com/en/video") == []
    assert asked(doors, "elsewhere.example") == []
    told = {note.what: note.url for note in found.unread}
    assert told["video"] == "https://france24.com/en/video/20250110-harbour-strike"
    assert told["index"] == "https://france24.com/en/tag/harbour-strike"
    assert "elsewhere" in told


def test_a_host_that_refuses_everything_is_left_alone(
    doors: Doors, france24: Outlet, outlets: dict[str, Outlet]
) -> None:
    items = [(ARTICLE.format(n), f"Harbour strike {n}", DAY, "Cranes.") for n in range(30)]
    doors.on(FEED, rss(*items), RSS)
    for number in range(30):
        doors.on(ARTICLE.format(number), "no", status=403)
    found = collected(doors, replace(france24, pages_from=("outlet",)))
    # Eight are under way at once; after three refusals no further one is begun.
    assert 3 <= len(asked(doors, "www.france24.com/en/europe")) <= 12
    assert len(found.pages) == 30
    assert any("refused 3 pages in a row" in note.why for note in found.unread)


def test_robots_are_obeyed_and_told(doors: Doors, france24: Outlet) -> None:
    doors.on("https://www.france24.com/robots.txt", "User-agent: *\nDisallow: /en/europe/\n", TEXT)
    doors.on(ARTICLE.format(1), page("Harbour strike", "Cranes."))
    found = collected(doors, replace(france24, pages_from=("outlet",)))
    assert asked(doors, "www.france24.com/en/europe") == []
    assert "robots" in {note.what for note in found.unread}
    assert [one.whole for one in found.pages] == [False, False]


def test_a_refused_page_is_asked_from_the_archive(doors: Doors, france24: Outlet) -> None:
    copy = "https://web.archive.org/web/20250110100000id_/" + ARTICLE.format(1)
    nearest = "https://web.archive.org/web/20250111060000id_/" + ARTICLE.format(1)
    doors.on(copy, Reply(status=302, headers={"Location": nearest}))
    doors.on(nearest, page("Harbour strike", "Cranes."))
    found = collected(doors, france24)
    first = found.pages[0]
    assert first.whole
    assert first.url == ARTICLE.format(1)
    assert first.seen_at == datetime(2025, 1, 11, 6, tzinfo=UTC)


def test_terms_that_forbid_leave_feeds_and_archives(
    doors: Doors, outlets: dict[str, Outlet], tmp_path: Path
) -> None:
    feeds = ("https://feeds.bbci.co.uk/news/rss.xml", "https://feeds.bbci.co.uk/news/world/rss.xml")
    link = "https://www.bbc.com/news/articles/c0000000001o"
    doors.on(feeds[0], rss((link, "Harbour strike", DAY, "Cranes.")), RSS)
    doors.on(feeds[1], rss(), RSS)
    doors.on("https://api.gdeltproject.org/api/v2/doc/doc", "{}", JSON)
    doors.on("https://web.archive.org/cdx/search/cdx", "[]", JSON)
    doors.on(link, page("Harbour strike", "Cranes."))
    copy = f"https://web.archive.org/web/20250110100000id_/{link}"
    kept = f"https://web.archive.org/web/20250112060000id_/{link}"
    doors.on(copy, Reply(status=302, headers={"Location": kept}))
    doors.on(kept, page("Harbour strike", "Cranes."))
    with Archive(tmp_path / "archive") as archive:
        found = collected(doors, outlets["bbc"], archive=archive)
    assert asked(doors, "www.bbc.com") == []
    assert [one.url for one in found.pages] == [link]
    [again] = replayed(tmp_path / "archive", outlets["bbc"]).pages
    assert again.url == link
    assert again.seen_at == datetime(2025, 1, 12, 6, tzinfo=UTC)
    assert again.fetched.payload == found.pages[0].fetched.payload
    assert [note.what for note in found.unread].count("terms") == 1
    assert found.counted().terms_forbid
    free = replace(outlets["bbc"].terms, permission=True)
    allowed = replace(outlets["bbc"], terms=free, pages_from=("outlet",))
    found = collected(doors, allowed)
    assert asked(doors, "www.bbc.com/news/articles") == ["www.bbc.com/news/articles/c0000000001o"]
    assert found.pages[0].fetched.source_url == ""


def test_a_closed_api_falls_back_to_the_feed_and_the_map(
    doors: Doors, outlets: dict[str, Outlet]
) -> None:
    posts = "https://asiatimes.com/wp-json/wp/v2/posts"
    doors.on(posts, '{"code": "rest_forbidden"}', JSON, status=401)
    fed, mapped = (f"https://asiatimes.com/2025/01/harbour-strike-{name}/" for name in "ab")
    doors.on("https://asiatimes.com/feed/", rss((fed, "Harbour strike", DAY, "Cranes.")), RSS)
    doors.on("https://asiatimes.com/sitemap.xml", urlset(f"<loc>{mapped}</loc>"), XML)
    doors.on("https://api.gdeltproject.org/api/v2/doc/doc", "{}", JSON)
    doors.on("https://web.archive.org/cdx/search/cdx", "[]", JSON)
    for url in (fed, mapped):
        doors.on(url, page("Harbour strike", "Cranes."))
    found = collected(doors, outlets["asiatimes"])
    assert sorted(one.url for one in found.pages) == [fed, mapped]
    assert {item.strategy for item in found.candidates} == {"feed", "sitemap"}
    assert [note.strategy for note in found.unread] == ["wordpress"]


def test_fallback_doors_stay_shut_where_enough_is_found(
    doors: Doors, outlets: dict[str, Outlet]
) -> None:
    rows = [
        {
            "link": f"https://asiatimes.com/2025/01/harbour-strike-{n}/",
            "date_gmt": "2025-01-10T04:00:00",
            "title": {"rendered": "Harbour strike"},
            "excerpt": {"rendered": "Cranes."},
        }
        for n in range(12)
    ]
    posts = "https://asiatimes.com/wp-json/wp/v2/posts"
    doors.on(posts, Reply(json.dumps(rows).encode(), JSON, headers={"X-WP-TotalPages": "1"}))
    doors.on("https://asiatimes.com/feed/", rss(), RSS)
    found = collected(doors, outlets["asiatimes"])
    assert len(found.candidates) == 12
    assert not [url for url in doors.urls if "sitemap" in url or "gdelt" in url or "cdx" in url]


def test_the_parts_of_a_long_text_are_fetched(doors: Doors, outlets: dict[str, Outlet]) -> None:
    event = "http://en.kremlin.ru/events/president/news/70001"
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>On the harbour strike</title>'
        f'<link href="{event}"/><published>2025-01-10T12:00:00+03:00</published></entry></feed>'
    )
    doors.on("http://en.kremlin.ru/events/all/feed", atom, RSS)
    doors.on(event, '<html><p>One.</p><a href="/events/president/news/70001/page/2">2</a></html>')
    doors.on(
        f"{event}/page/2",
        '<html><p>Two.</p><a href="/events/president/news/70001/page/3">3</a></html>',
    )
    found = collected(doors, replace(outlets["kremlin"], pages_from=("outlet",)))
    assert [one.url for one in found.pages] == [event, f"{event}/page/2"]
    cut = [note for note in found.unread if note.what == "cut"]
    assert [note.url for note in cut] == [f"{event}/page/3"]
    assert cut[0].why.startswith("part 3 of this text is missing")


def test_a_replay_of_what_was_archived_gives_the_same_pages(
    doors: Doors, france24: Outlet, tmp_path: Path
) -> None:
    for number in (1, 2):
        doors.on(ARTICLE.format(number), page(f"Harbour strike {number}", "Cranes stand still."))
    with Archive(tmp_path / "archive") as archive:
        live = collected(doors, france24, archive=archive)
    requests = len(doors.requests)
    again = replayed(tmp_path / "archive", france24)
    assert len(doors.requests) == requests
    assert [one.fetched.payload for one in again.pages] == [
        one.fetched.payload for one in live.pages
    ]
    assert [item.score for item in again.candidates] == [item.score for item in live.candidates]
    assert replayed(tmp_path / "archive", france24) == again


def test_a_replay_tells_once_what_was_not_captured(
    doors: Doors, outlets: dict[str, Outlet], tmp_path: Path
) -> None:
    at = datetime(2025, 1, 10, tzinfo=UTC)
    article = "https://asiatimes.com/2025/01/on-cranes/"
    with Archive(tmp_path / "archive") as archive:
        archive.write_resource(article, at, "text/html", page("On cranes", "Still.").encode())
        other = "https://asiatimes.com/category/ports/"
        archive.write_resource(other, at, "text/html", b"<html>index</html>")
    found = replayed(tmp_path / "archive", outlets["asiatimes"])
    assert [one.url for one in found.pages] == [article]
    assert [note.what for note in found.unread] == ["not captured"]
    assert "wordpress" in found.unread[0].why


def test_in_a_large_archive_the_pages_on_topic_come_first(
    outlets: dict[str, Outlet], tmp_path: Path
) -> None:
    at = datetime(2025, 1, 10, tzinfo=UTC)
    with Archive(tmp_path / "archive") as archive:
        for number in range(80):
            text = page("Harbour strike", "Cranes.") if number == 77 else page("Rice", "Tea.")
            url = f"https://www.bbc.com/news/articles/c{number:03}"
            archive.write_resource(url, at, "text/html", text.encode())
    found = replayed(tmp_path / "archive", outlets["bbc"])
    assert [one.url for one in found.pages] == ["https://www.bbc.com/news/articles/c077"]
    assert found.off_topic == 79


def test_a_captured_preview_page_is_opened_for_its_posts(
    doors: Doors, outlets: dict[str, Outlet], tmp_path: Path
) -> None:
    at = datetime(2025, 1, 10, tzinfo=UTC)
    html = (
        '<div class="tgme_channel_info"></div><div class="tgme_widget_message" '
        'data-post="harbour_news/7"><div class="tgme_widget_message_text">Harbour strike!</div>'
        '<a class="tgme_widget_message_date"><time datetime="2025-01-09T10:00:00+00:00"></time></a>'
        "</div>"
    )
    with Archive(tmp_path / "archive") as archive:
        archive.write_resource("https://t.me/s/harbour_news", at, "text/html", html.encode())
    found = replayed(tmp_path / "archive", outlets["telegram"])
    [post] = found.pages
    assert post.url == "https://t.me/harbour_news/7"
    assert post.candidate.published.value == datetime(2025, 1, 9, 10, tzinfo=UTC)
    assert post.fetched.capture.url == "https://t.me/s/harbour_news"
    assert b"Harbour strike!" in (post.fetched.payload or b"")


def test_the_users_own_captures_beside_the_network(
    doors: Doors, outlets: dict[str, Outlet], tmp_path: Path
) -> None:
    link = "https://www.bbc.com/news/articles/c0000000002o"
    with Archive(tmp_path / "own") as archive:
        at = datetime(2025, 1, 10, tzinfo=UTC)
        archive.write_resource(link, at, "text/html", page("Saved", "By hand.").encode())
    doors.on("https://feeds.bbci.co.uk/news/rss.xml", rss(), RSS)

    async def work() -> Coverage:
        clock = TestClock()
        own = ReplayTransport([tmp_path / "own"])
        settings = doors.settings()
        async with (
            Fetcher(settings, replay=own) as supplied,
            Fetcher(settings, clock=clock) as fetcher,
        ):
            return await collect_outlet(
                outlets["bbc"], TOPIC, WINDOW, fetcher, supplied=supplied, clock=clock
            )

    found = run(work())
    assert [one.url for one in found.pages] == [link]
    assert asked(doors, "www.bbc.com") == []


def test_an_archive_that_cannot_be_written_is_one_typed_error(
    doors: Doors, france24: Outlet, tmp_path: Path
) -> None:
    class Full(Archive):
        """An archive whose disk is full once the listings are written."""

        def write(self, exchange: Any, **more: Any) -> Any:
            if "20250110" in exchange.url:
                raise ArchiveError(f"{self.folder}: cannot be written: no space left")
            return super().write(exchange, **more)

    for number in (1, 2):
        doors.on(ARTICLE.format(number), page("Harbour strike", "Cranes."))
    with Full(tmp_path) as archive, pytest.raises(ArchiveError, match="no space left"):
        collected(doors, france24, archive=archive)


def test_notes_are_said_once() -> None:
    missing = [
        Unread("bbc", f"https://a.b/{n}", "not captured", "w", s) for n in (1, 2) for s in "xy"
    ]
    same = Unread("bbc", "https://a.b/", "forbidden", "no", "feed")
    [first, second] = gathered([same, *missing, same])
    assert first == same
    assert second.why == "2 addresses asked for (x, y) not in the archive given"
