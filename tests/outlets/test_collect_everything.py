"""In a replay every readable page is read, whoever published it, when, and about what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from doors import RSS, SomeTopic, page, rss, run

from flows.collect import Coverage, Survey, collect_outlet, survey
from flows.fetch import Archive, Fetcher, FetchSettings, ReplayTransport
from flows.fetch.exchange import Exchange
from flows.outlets import Outlet

THEN = datetime(2025, 3, 1, tzinfo=UTC)
WINDOW = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC))
TOPIC = SomeTopic(("harbour strike",))
HTML = "text/html; charset=utf-8"


def named(name: str) -> str:
    return page("Tennis", "A final.").replace(
        "<head>", f'<head><meta property="og:site_name" content="{name}">'
    )


def archived(folder: Path, pages: Mapping[str, str], outlet: str | None = None) -> ReplayTransport:
    with Archive(folder) as archive:
        for url, text in pages.items():
            kind = RSS if text.startswith("<?xml") else HTML
            header = (b"Content-Type", kind.encode())
            archive.write(Exchange(url, THEN, 200, "OK", (header,), text.encode()), outlet=outlet)
    return ReplayTransport([folder])


def everything(replay: ReplayTransport, outlet: Outlet, limit: int = 60) -> Coverage:
    async def work() -> Coverage:
        async with Fetcher(FetchSettings(), replay=replay) as fetcher:
            return await collect_outlet(
                outlet, TOPIC, WINDOW, fetcher, limit=limit, everything=True
            )

    return run(work())


PAGES = {
    "http://edition.cnn.com/2016/07/15/europe/a/": page("Tennis", "A final."),
    "http://www.cnn.com/some/unknown/form": page("Tennis", "A final."),
    "http://usa.chinadaily.com.cn/world/2016-07/15/content_1.htm": page("Tennis", "A final."),
    "http://www.chinadaily.com.cn/world/2016-07/16/content_2.htm": page("Tennis", "A final."),
    "https://www.thedenverchannel.com/news/1": named("Denver 7"),
    "https://www.thedenverchannel.com/news/2": named("Denver 7"),
    "https://www.thedenverchannel.com/robots.txt": "User-agent: *",
    "https://www.bbc.com/news": page("BBC News", "Teasers."),
}


@pytest.fixture
def looked_over(tmp_path: Path, outlets: dict[str, Outlet]) -> tuple[ReplayTransport, Survey]:
    replay = archived(tmp_path / "archive", PAGES)
    return replay, survey(replay, outlets)


def test_every_page_has_an_outlet(looked_over: tuple[ReplayTransport, Survey]) -> None:
    _, found = looked_over
    assert found.pages == {"cnn": 2, "chinadaily": 2, "thedenverchannel.com": 2, "bbc": 1}
    assert [(one.id, one.name) for one in found.directory.made.values()] == [
        ("thedenverchannel.com", "Denver 7")
    ]


def test_all_of_them_are_taken(looked_over: tuple[ReplayTransport, Survey]) -> None:
    """Off the topic, outside the window, at addresses of no known form: all the same."""
    replay, found = looked_over
    taken = {
        one.url: (outlet, one.whole)
        for outlet in found.pages
        for one in everything(replay, found.directory.all[outlet]).pages
    }
    assert set(taken) == {url for url in PAGES if not url.endswith("robots.txt")}


def test_a_door_that_the_archive_lacks_is_passed_by_in_silence(
    looked_over: tuple[ReplayTransport, Survey],
) -> None:
    replay, found = looked_over
    assert everything(replay, found.directory.all["chinadaily"]).unread == ()
    assert everything(replay, found.directory.all["guardian"]).pages == ()


def test_what_the_bound_cuts_off_is_said_and_the_nearest_come_first(
    tmp_path: Path, outlets: dict[str, Outlet]
) -> None:
    pages = {f"https://www.rt.com/news/{n}0000-x/": page("Tennis", "A final.") for n in range(9)}
    pages["https://www.rt.com/news/990000-y/"] = page("Harbour strike", "Cranes stand still.")
    replay = archived(tmp_path / "archive", pages)
    found = everything(replay, outlets["rt"], limit=4)
    assert len(found.pages) == 4
    assert found.pages[0].url.endswith("990000-y/")
    [note] = found.unread
    assert note.what == "left out"
    assert note.why.startswith("6 more pages of it")


def test_what_a_captured_feed_lists_and_the_archive_lacks_is_said(
    tmp_path: Path, outlets: dict[str, Outlet]
) -> None:
    day = "Fri, 10 Jan 2025 10:00:00 GMT"
    there, gone = (f"https://www.rt.com/news/61000{n}-harbour-strike/" for n in (1, 2))
    feed = rss((there, "Harbour strike", day, ""), (gone, "Harbour strike ends", day, ""))
    pages = {"https://www.rt.com/rss/news/": feed, there: page("Harbour strike", "Cranes.")}
    found = everything(archived(tmp_path / "archive", pages), outlets["rt"])
    assert [one.url for one in found.pages] == [there]
    assert [note.what for note in found.unread] == ["not captured"]


def test_a_page_imported_for_an_outlet_is_its_own_whatever_its_host(
    tmp_path: Path, outlets: dict[str, Outlet]
) -> None:
    pages = {"https://mirror.example.org/1": page("Harbour strike", "Cranes.")}
    replay = archived(tmp_path / "archive", pages, outlet="bbc")
    found = survey(replay, outlets)
    assert found.pages == {"bbc": 1}
    assert found.directory.made == {}
    assert len(everything(replay, outlets["bbc"]).pages) == 1
