"""Finders and archives: GDELT's windows, the Wayback index, old feeds, and what is at hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from doors import JSON, RSS, TEXT, Doors, Reply, Request, TestClock, rss, run

from flows.collect.asking import Asking
from flows.fetch import Fetcher
from flows.outlets import Door, Found, Outlet
from flows.outlets.strategies.gdelt import halves_of, query_of, read_articles
from flows.outlets.strategies.past_feed import spread
from flows.outlets.strategies.wayback import Row, read_index, words_pattern

GDELT = "https://api.gdeltproject.org/api/v2/doc/doc"
CDX = "https://web.archive.org/cdx/search/cdx"
HEADER = ["timestamp", "original", "mimetype", "statuscode", "digest"]
SINCE, UNTIL = datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 28, tzinfo=UTC)


def day_of(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def gdelt(articles: list[tuple[datetime, str]]) -> Callable[[Request], Reply]:
    """GDELT with these articles: at most 250 of the window, newest first."""

    def answer(request: Request) -> Reply:
        start, end = (day_of(request.query[key]) for key in ("startdatetime", "enddatetime"))
        inside = sorted(((at, url) for at, url in articles if start <= at <= end), reverse=True)
        rows = [
            {
                "url": url,
                "title": "Harbour strike",
                "seendate": at.strftime("%Y%m%dT%H%M%SZ"),
                "domain": "bbc.co.uk",
                "language": "English",
            }
            for at, url in inside[: int(request.query["maxrecords"])]
        ]
        return Reply(json.dumps({"articles": rows}).encode() if rows else b"{}", JSON)

    return answer


def test_a_query_in_gdelts_grammar() -> None:
    assert query_of(["harbour strike", "quay"], ("bbc.com", "bbc.co.uk"), ("en",)) == (
        '("harbour strike" OR quay) (domainis:bbc.com OR domainis:bbc.co.uk) sourcelang:english'
    )
    # A single term stands without brackets, and a quote cannot end the phrase early.
    assert query_of(['a" domainis:x "b'], ("bbc.com",)) == '"a domainis:x b" domainis:bbc.com'


def test_windows_are_split_until_none_is_full(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    articles = [
        (SINCE + timedelta(hours=2 * n), f"https://www.bbc.co.uk/news/articles/c{n}")
        for n in range(600)
    ]
    doors.on(GDELT, gdelt(articles))
    found = visit(outlets["bbc"], Door("gdelt", (GDELT,), pages=20))
    assert len(found.candidates) == 600
    assert found.unread == ()
    assert all(item.published.source == "gdelt seendate" for item in found.candidates)
    assert not any(item.published.sure for item in found.candidates)
    windows = [
        (request.query["startdatetime"], request.query["enddatetime"]) for request in doors.requests
    ]
    assert windows[0] == ("20250101000000", "20250228000000")
    assert len(set(windows)) == len(windows)


def test_windows_not_asked_are_told(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    articles = [
        (SINCE + timedelta(hours=n), f"https://www.bbc.co.uk/news/articles/c{n}")
        for n in range(1200)
    ]
    doors.on(GDELT, gdelt(articles))
    found = visit(outlets["bbc"], Door("gdelt", (GDELT,), pages=2))
    assert len(doors.requests) == 2
    assert found.unread[0].what == "window too wide"


def test_the_shortest_window_is_not_split() -> None:
    assert halves_of(SINCE, SINCE + timedelta(hours=1)) == ()
    assert halves_of(None, UNTIL) == ()
    newer, older = halves_of(SINCE, SINCE + timedelta(hours=3))
    assert newer == (SINCE + timedelta(hours=1.5), SINCE + timedelta(hours=3))
    assert older[1] == newer[0]


def test_a_complaint_with_status_200_is_told(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on(GDELT, "Your query was too short or too long.\n", "text/html")
    found = visit(outlets["bbc"], Door("gdelt", (GDELT,)))
    assert not found.answered
    assert found.unread[0].why == "GDELT says: Your query was too short or too long."


@pytest.mark.parametrize("payload", [b"", b"{}", b'{"articles": []}'])
def test_nothing_found_is_no_error(payload: bytes) -> None:
    assert read_articles(payload) == []


def test_a_raw_control_character_in_a_title() -> None:
    [row] = read_articles(b'{"articles": [{"url": "https://a.b/c", "title": "x\ty"}]}')
    assert row.title == "x y"  # type: ignore[union-attr]


def test_an_index_page_with_more_to_come() -> None:
    rows = [
        HEADER,
        ["20250105060000", "http://en.kremlin.ru/events/president/news/1", "text/html", "200", "A"],
        [
            "20250106060000",
            "http://en.kremlin.ru/events/president/news/1",
            "warc/revisit",
            "-",
            "A",
        ],
        ["nonsense", "http://en.kremlin.ru/events/president/news/2", "text/html", "200", "B"],
        [],
        ["ru,kremlin,en)/events 20250106"],
    ]
    page = read_index(json.dumps(rows).encode())
    assert page is not None
    assert [row.captured_at.day for row in page.rows] == [5]
    assert page.resume == "ru,kremlin,en)/events 20250106"


def test_an_index_without_rows() -> None:
    assert read_index(b"[]") == read_index(b"\n")
    assert read_index(b"<html>") is None
    assert read_index(b'{"a": 1}') is None


def test_the_index_is_resumed_to_its_end(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    def answer(request: Request) -> Reply:
        number = int(request.query.get("resumeKey", "k 0").split()[1])
        url = f"https://www.france24.com/en/europe/2025010{number}-harbour-strike"
        row = [f"2025011{number}000000", url, "text/html", "200", "D"]
        tail = [[], [f"k {number + 1}"]] if number < 2 else []
        return Reply(json.dumps([HEADER, row, *tail]).encode(), JSON)

    doors.on(CDX, answer)
    door = Door("wayback", ("https://www.france24.com/en/",), pages=5)
    found = visit(outlets["france24"], door)
    assert len(doors.requests) == 3
    assert [item.address for item in found.candidates] == [
        f"https://web.archive.org/web/2025011{n}000000id_/"
        f"https://www.france24.com/en/europe/2025010{n}-harbour-strike"
        for n in range(3)
    ]
    assert found.candidates[0].seen_at == datetime(2025, 1, 10, tzinfo=UTC)
    query = doors.requests[0].query
    assert query["url"] == "www.france24.com/en/"
    assert (query["matchType"], query["output"], query["showResumeKey"]) == (
        "prefix",
        "json",
        "true",
    )
    assert "filter=original:" in doors.urls[0].replace("%28", "(")


def test_an_index_cut_at_the_limit_is_told(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on(CDX, json.dumps([HEADER, [], ["key"]]), JSON)
    found = visit(outlets["france24"], Door("wayback", ("https://www.france24.com/en/",), pages=2))
    assert len(doors.requests) == 2
    assert found.unread[0].what == "window too wide"


def test_words_as_a_pattern_for_addresses() -> None:
    assert words_pattern(["North Korea", "quay"]) == "(?i).*(north.?korea|quay).*"
    assert words_pattern([".*|x"]) == "(?i).*(x).*"


def test_a_busy_archive_is_given_its_rest_and_then_left_alone(
    doors: Doors, outlets: dict[str, Outlet]
) -> None:
    doors.on(CDX, "slow down", TEXT, status=429)
    clock = TestClock()

    async def work() -> list[str | None]:
        async with Fetcher(doors.settings(), clock=clock) as fetcher:
            asking = Asking(outlets["france24"], fetcher, clock)
            answers = [await asking.ask(f"{CDX}?url=page{n}", "text") for n in range(3)]
            return [answer.problem for answer in answers]

    assert run(work()) == ["rate-limited"] * 3
    # Once, once more after a minute, and not again.
    assert len(doors.requests) == 2
    assert 60.0 in clock.slept


def test_old_copies_of_a_feed(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    feed = "http://feeds.bbci.co.uk/news/world/rss.xml"
    stamps = [f"202501{day:02}060000" for day in range(1, 29)]
    rows = [[stamp, feed, "text/xml", "200", stamp] for stamp in stamps]
    doors.on(CDX, json.dumps([HEADER, *rows]), JSON)
    for stamp in stamps:
        link = f"https://www.bbc.co.uk/news/articles/c{stamp[:8]}"
        date = day_of(stamp).strftime("%a, %d %b %Y %H:%M:%S GMT")
        doors.on(
            f"https://web.archive.org/web/{stamp}id_/{feed}",
            rss((link, "Harbour strike", date, "Words.")),
            RSS,
        )
    found = visit(outlets["bbc"], Door("past-feed", (feed,), pages=4))
    assert len(doors.requests) == 5
    days = [item.url[-2:] for item in found.candidates]
    assert days == ["01", "10", "19", "28"]
    first = found.candidates[0]
    assert first.address == (
        "https://web.archive.org/web/20250101060000id_/https://www.bbc.co.uk/news/articles/c20250101"
    )
    assert first.summary == "Words."


def test_spread_keeps_both_ends() -> None:
    rows = [Row(SINCE + timedelta(days=n), "", "", "") for n in range(10)]
    assert [row.captured_at.day for row in spread(rows, 3)] == [1, 5, 10]
    assert spread(rows, 1) == rows[-1:]
    assert spread(rows, 20) == rows
