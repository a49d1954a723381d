"""The nightly run: what it keeps, what it asks again, and what it says when nothing is new."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from doors import (
    HTML,
    RSS,
    XML,
    Doors,
    Reply,
    Request,
    SomeTopic,
    TestClock,
    page,
    rss,
    run,
    urlset,
)

from extractors.errors import ArchiveError
from flows.collect import STATE_FILE, CollectState, collect
from flows.collect.flow import CollectReport
from flows.collect.state import Known
from flows.fetch import Archive, Fetcher, records, warc_files
from flows.outlets import Candidate, Channel, Door, Outlet, Patterns

FEED = "https://gazette.example/feed"
TOPIC = SomeTopic(("harbour strike",))
OPEN = (None, None)
DAY = "Fri, 10 Jan 2025 10:00:00 GMT"


def link(number: int) -> str:
    return f"https://gazette.example/2025/strike-{number}"


@pytest.fixture
def gazette(doors: Doors) -> Outlet:
    """A newspaper with a feed of five stories, all with validators."""
    items = [(link(n), f"Harbour strike {n}", DAY, "Cranes.") for n in range(5)]
    doors.on(FEED, rss(*items), RSS, etag='"feed-1"')
    for number in range(5):
        text = page(f"Harbour strike {number}", "Cranes stand still.")
        doors.on(link(number), text, etag=f'"page-{number}"')
    return Outlet(
        id="gazette",
        name="The Gazette",
        kind="newspaper",
        domains=("gazette.example",),
        strategies=(Door("feed", (FEED,), "V"),),
        patterns=Patterns(article=(r"gazette\.example/\d{4}/",)),
        pages_from=("outlet",),
    )


def night(doors: Doors, folder: Path, outlet: Outlet, day: int = 0, **more: Any) -> CollectReport:
    """One run, ``day`` days after the first."""
    clock = TestClock(datetime(2025, 1, 11, 2, tzinfo=UTC) + timedelta(days=day))
    settings = doors.settings()
    return run(collect([outlet], TOPIC, OPEN, folder, settings, clock=clock, **more))


def archived(folder: Path, kind: str = "response") -> list[str]:
    """Addresses of the archive's records of one kind, in order."""
    return [
        record.url
        for source in warc_files([folder])
        for record in records(source)
        if record.type == kind and not record.url.endswith("robots.txt")
    ]


def test_the_first_night_archives_every_page_once(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    report = night(doors, tmp_path, gazette)
    assert sorted(archived(tmp_path)) == sorted([FEED, *(link(n) for n in range(5))])
    [row] = report.outlets
    assert (row.candidates, row.asked, row.new, row.changed, row.failed) == (5, 5, 5, 0, 0)
    assert len(report.fresh) == 5
    assert not report.nothing_new
    assert report.summary() == "5 new and 0 changed pages: 6 requests, 0 of them conditional"


def test_a_second_night_with_nothing_new_asks_conditionally_only(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    night(doors, tmp_path, gazette)
    first = len(doors.requests)
    report = night(doors, tmp_path, gazette, day=1)
    later = doors.requests[first:]
    assert len(later) == 6
    assert all("if-none-match" in request.headers for request in later)
    assert report.nothing_new
    assert report.fresh == ()
    [row] = report.outlets
    assert (row.new, row.changed, row.unchanged) == (0, 0, 5)
    assert report.summary() == (
        "nothing new: 6 requests, 6 of them conditional, 6 unchanged; no page was read"
    )
    assert len(archived(tmp_path)) == 6
    assert len(archived(tmp_path, "revisit")) == 6


def test_pages_looked_at_an_hour_ago_rest(doors: Doors, gazette: Outlet, tmp_path: Path) -> None:
    night(doors, tmp_path, gazette)
    first = len(doors.requests)
    report = night(doors, tmp_path, gazette)
    assert [request.url for request in doors.requests[first:]] == ["gazette.example/feed"]
    assert report.outlets[0].resting == 5
    every = night(doors, tmp_path, gazette, recheck_all=True)
    assert every.outlets[0].unchanged == 5


def test_a_changed_page_is_a_new_version(doors: Doors, gazette: Outlet, tmp_path: Path) -> None:
    night(doors, tmp_path, gazette)
    doors.on(link(3), page("Harbour strike 3", "Cranes move."), etag='"page-3b"')
    report = night(doors, tmp_path, gazette, day=1)
    assert [capture.url for capture in report.fresh] == [link(3)]
    assert report.outlets[0].changed == 1
    assert archived(tmp_path).count(link(3)) == 2


def test_the_same_bytes_without_a_304_are_unchanged(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    doors.on(link(0), page("Harbour strike 0", "Cranes."))
    night(doors, tmp_path, gazette)
    report = night(doors, tmp_path, gazette, day=1)
    assert report.nothing_new
    assert archived(tmp_path).count(link(0)) == 1


def test_a_new_story_in_the_feed_is_all_that_is_new(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    night(doors, tmp_path, gazette)
    doors.on(FEED, rss((link(9), "Harbour strike 9", DAY, "Cranes.")), RSS, etag='"feed-2"')
    doors.on(link(9), page("Harbour strike 9", "Cranes."))
    report = night(doors, tmp_path, gazette, day=1)
    assert [capture.url for capture in report.fresh] == [link(9)]
    # Those the feed no longer names are known still.
    assert report.outlets[0].candidates == 6


def test_a_page_that_is_gone_keeps_the_day_it_went_until_it_is_back(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    def said(day: int) -> list[str]:
        [row] = night(doors, tmp_path, gazette, day=day, recheck_all=True).outlets
        return [note.why for note in row.unread if note.what == "gone"]

    def on(day: int) -> str:
        when = datetime(2025, 1, 11, 2, tzinfo=UTC) + timedelta(days=day)
        return f"the page is gone, since {when:%Y-%m-%d} at the latest (there is no such page"

    assert said(0) == []
    doors.on(link(0), "gone", status=404)
    assert [why.startswith(on(1)) for why in said(1)] == [True]
    assert [why.startswith(on(1)) for why in said(5)] == [True]
    doors.on(link(0), page("Harbour strike 0", "Cranes are back."))
    assert said(6) == []
    doors.on(link(0), "gone", status=410)
    assert ["since 2025-01-18" in why for why in said(7)] == [True]


def test_a_page_that_failed_is_asked_less_and_less(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    doors.on(link(0), "gone", status=404)
    night(doors, tmp_path, gazette)
    url, moment = "https://gazette.example/2025/strike-0", datetime(2025, 1, 11, 2, tzinfo=UTC)
    rests = []
    with CollectState(tmp_path / STATE_FILE) as state:
        for _ in range(5):
            failed = moment
            while not (known := state.page("gazette", url)) or not known.is_due(moment):
                moment += timedelta(minutes=30)
            rests.append(moment - failed)
            state.store_failure("gazette", Candidate(url, url), "not found", moment)
    assert known.state == "failed"
    assert rests == sorted(rests)
    assert rests[-1] > 8 * rests[0]


@pytest.mark.parametrize(
    ("age", "rest"),
    [(timedelta(hours=2), 1), (timedelta(days=8), 24), (timedelta(days=4000), 30 * 24)],
)
def test_an_older_page_rests_longer(age: timedelta, rest: int) -> None:
    now = datetime(2025, 1, 11, tzinfo=UTC)
    checked = now - timedelta(hours=rest)
    known = Known("archived", now - age, now - age, checked, 0, "", "x")
    assert known.is_due(now)
    assert not replace(known, checked_at=checked + timedelta(minutes=1)).is_due(now)
    assert not replace(known, state="copied").is_due(now)
    assert replace(known, state="found").is_due(now)


def test_a_page_that_its_map_calls_untouched_is_not_asked(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    site = "https://gazette.example/sitemap.xml"

    def listed(*days: str) -> str:
        title = "<news:news><news:title>Harbour strike</news:title></news:news>"
        rows = (
            f"<loc>{link(n)}</loc><lastmod>{day}</lastmod>{title}" for n, day in enumerate(days)
        )
        return urlset(*rows)

    mapped = replace(gazette, strategies=(Door("sitemap", (site,), "V"),))
    # The second was touched on the day of the first night, perhaps after it.
    doors.on(site, listed("2025-01-10", "2025-01-11", "2025-01-10"), XML, etag='"map-1"')
    night(doors, tmp_path, mapped)
    first = len(doors.requests)
    night(doors, tmp_path, mapped, day=3)
    asked = [request.url for request in doors.requests[first:]]
    assert asked == ["gazette.example/sitemap.xml", "gazette.example/2025/strike-1"]
    # A new map says that the third has changed; the second has been looked at since.
    doors.on(site, listed("2025-01-10", "2025-01-11", "2025-01-15"), XML, etag='"map-2"')
    first = len(doors.requests)
    night(doors, tmp_path, mapped, day=6)
    asked = [request.url for request in doors.requests[first:]]
    assert asked == ["gazette.example/sitemap.xml", "gazette.example/2025/strike-2"]
    # Maps err: after a month every page is asked.
    first = len(doors.requests)
    night(doors, tmp_path, mapped, day=40)
    assert len(doors.requests) - first == 4


def test_a_refused_page_keeps_what_was_archived(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    night(doors, tmp_path, gazette)
    doors.on(link(0), "no", status=403)
    report = night(doors, tmp_path, gazette, day=1)
    assert report.nothing_new
    assert report.outlets[0].failed == 1
    with CollectState(tmp_path / STATE_FILE) as state:
        known = state.page("gazette", "https://gazette.example/2025/strike-0")
    assert known is not None
    assert (known.state, known.failures, known.problem) == ("archived", 1, "forbidden")


def test_a_post_counts_as_changed_by_its_words_alone(
    doors: Doors, outlets: dict[str, Outlet], tmp_path: Path
) -> None:
    words = {"text": "Harbour strike begins", "views": "1"}

    def answer(_: Request) -> Reply:
        html = (
            '<div class="tgme_channel_info"></div>'
            '<div class="tgme_widget_message" data-post="harbour_news/7">'
            f'<div class="tgme_widget_message_text">{words["text"]}</div>'
            '<a class="tgme_widget_message_date"><time datetime="2025-01-09T10:00:00+00:00">'
            f'</time></a><span class="tgme_widget_message_views">{words["views"]}</span></div>'
        )
        return Reply(html.encode(), HTML)

    doors.on("https://t.me/s/harbour_news", answer)
    telegram = replace(outlets["telegram"], channels=(Channel("harbour_news", "Harbour"),))
    assert night(doors, tmp_path, telegram).outlets[0].new == 1
    words["views"] = "2"
    assert night(doors, tmp_path, telegram, day=1).nothing_new
    words["text"] = "Harbour strike ends"
    report = night(doors, tmp_path, telegram, day=2)
    assert report.outlets[0].changed == 1
    assert len(report.fresh) == 1


def test_what_a_killed_run_archived_is_not_asked_again(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    """A kill between the archive's write and the state's leaves just this behind."""
    moved = "https://gazette.example/2025/moved"
    doors.on(moved, Reply(status=301, headers={"Location": link(1)}))
    now = datetime(2025, 1, 11, 2, tzinfo=UTC)

    async def archive_two() -> None:
        with Archive(tmp_path) as archive:
            async with Fetcher(doors.settings(), archive=archive) as fetcher:
                await fetcher.get(link(0), outlet=gazette)
                await fetcher.get(moved, outlet=gazette)

    with CollectState(tmp_path / STATE_FILE) as state:
        found = [Candidate(link(0), link(0)), Candidate(moved, moved)]
        state.store_found("gazette", found, now)
    run(archive_two())
    before = len(doors.requests)
    report = night(doors, tmp_path, gazette)
    assert report.accounted_for == 2
    later = [request.url for request in doors.requests[before:]]
    assert "gazette.example/2025/strike-0" not in later
    assert sorted(archived(tmp_path)).count(link(0)) == 1


def test_validators_wait_for_what_their_listing_named(tmp_path: Path) -> None:
    """Kept at once, they would turn the next answer into a 304 whose pages nobody knows."""
    with CollectState(tmp_path / STATE_FILE) as state:
        answer = _answer(FEED, '"1"')
        state.remember_listing(FEED, answer)
        assert state.get(FEED) is None
        state.store_found("gazette", [Candidate(link(0), link(0))], datetime.now(UTC))
        validator = state.get(FEED)
    assert validator is not None
    assert validator.etag == '"1"'


def test_two_collections_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        CollectState(tmp_path / STATE_FILE),
        pytest.raises(ArchiveError, match="another collection is writing here"),
    ):
        CollectState(tmp_path / STATE_FILE)


def test_a_damaged_state_is_one_line(tmp_path: Path) -> None:
    (tmp_path / STATE_FILE).write_bytes(b"not a database" * 99)
    with pytest.raises(ArchiveError, match="state cannot be used") as caught:
        CollectState(tmp_path / STATE_FILE)
    assert "\n" not in str(caught.value)


def _answer(url: str, etag: str) -> Any:
    from extractors.records import Capture
    from flows.fetch import Fetched

    at = datetime(2025, 1, 11, tzinfo=UTC)
    capture = Capture(url, at, 200, RSS, "00", "a.warc.gz", 0, "<urn:uuid:1>")
    return Fetched(capture, b"<rss/>", RSS, {"etag": etag}, url)


def test_what_an_outlets_time_cuts_off_is_said_and_asked_the_next_time(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    """A page that drips keeps nobody; what was not asked for is not counted as a failure."""
    let_go = threading.Event()
    slow = page("Harbour strike 3", "Cranes stand still.").encode()

    def dripping(_: Request) -> Reply:
        let_go.wait(timeout=60)
        return Reply(slow, HTML)

    for number in range(3, 12):
        doors.on(link(number), dripping)
    items = [(link(n), f"Harbour strike {n}", DAY, "Cranes.") for n in range(12)]
    doors.on(FEED, rss(*items), RSS)
    report = night(doors, tmp_path, gazette, seconds=1.5)
    [row] = report.outlets
    [note] = row.unread
    let_go.set()
    assert (row.new, row.failed, row.asked) == (3, 0, 3)
    assert note.what == "out of time"
    assert note.why.startswith("9 addresses were not asked for, or not to the end: the time for")
    [row] = night(doors, tmp_path, gazette, day=1, seconds=60).outlets
    assert (row.new, row.unread) == (9, ())


def test_nothing_is_asked_once_the_time_is_over(
    doors: Doors, gazette: Outlet, tmp_path: Path
) -> None:
    [row] = night(doors, tmp_path, gazette, seconds=0).outlets
    assert [note.what for note in row.unread] == ["out of time"]
    assert row.unread[0].why.startswith("1 address was not asked for")
    assert doors.requests == []
