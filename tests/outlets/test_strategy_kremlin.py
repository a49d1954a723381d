"""The Kremlin's listings: older feed pages, days, and the parts of long texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from doors import RSS, Doors

from flows.outlets import Door, Found, Outlet, continuation
from flows.outlets.strategies.kremlin import read_listing

FEED = "http://en.kremlin.ru/events/all/feed/page/{n}"
BY_DATE = "http://en.kremlin.ru/events/president/transcripts/by-date/{DD.MM.YYYY}"
EVENT = "http://en.kremlin.ru/events/president/news/70001"


def atom(number: int, day: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Meeting on ports</title>'
        f'<link href="http://en.kremlin.ru/events/president/news/{number}"/>'
        f"<published>{day}T12:00:00+03:00</published></entry></feed>"
    )


def test_older_feed_pages_until_the_window_starts(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    for page, day in ((2, "2025-03-05"), (3, "2025-02-05"), (4, "2024-12-30"), (5, "2024-12-01")):
        doors.on(FEED.replace("{n}", str(page)), atom(70000 + page, day), RSS)
    found = visit(outlets["kremlin"], Door("kremlin", (FEED,), pages=9))
    assert [url[-1] for url in doors.urls] == ["2", "3", "4"]
    assert [item.url[-5:] for item in found.candidates] == ["70003"]
    assert found.unread == ()


def test_too_many_feed_pages_are_told(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on(FEED.replace("{n}", "2"), atom(70002, "2025-03-05"), RSS)
    found = visit(outlets["kremlin"], Door("kremlin", (FEED,), pages=1))
    assert found.unread[0].what == "window too wide"


LISTING = """<html><body><div class="hentry"><h3><a href="/events/president/transcripts/70010">
Meeting on ports</a></h3><time datetime="2025-02-03" itemprop="datePublished">Feb 3</time></div>
<a href="/events/president/transcripts/by-date/02.02.2025">earlier</a>
<a href="https://elsewhere.example/events/president/transcripts/70011">not ours</a></body></html>"""


def test_a_listing_names_events_with_their_time() -> None:
    url = BY_DATE.replace("{DD.MM.YYYY}", "03.02.2025")
    [(link, title, stamp)] = read_listing(LISTING.encode(), url, "Europe/Moscow")
    assert link == "http://en.kremlin.ru/events/president/transcripts/70010"
    assert title == "Meeting on ports"
    # A bare day begins at midnight in Moscow.
    assert stamp.value == datetime(2025, 2, 2, 21, tzinfo=UTC)
    assert not stamp.sure


def test_a_narrow_window_is_asked_day_by_day(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    for day in ("03.02.2025", "02.02.2025", "01.02.2025"):
        doors.on(BY_DATE.replace("{DD.MM.YYYY}", day), LISTING if day[1] == "3" else "<p>None</p>")
    found = visit(
        outlets["kremlin"],
        Door("kremlin", (BY_DATE,), pages=5),
        since=datetime(2025, 2, 1, tzinfo=UTC),
        until=datetime(2025, 2, 3, 12, tzinfo=UTC),
    )
    assert [url[-10:] for url in doors.urls] == ["03.02.2025", "02.02.2025", "01.02.2025"]
    assert [item.title for item in found.candidates] == ["Meeting on ports"]


def test_a_wide_window_is_not_asked_day_by_day(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    found = visit(outlets["kremlin"], Door("kremlin", (BY_DATE,), pages=5))
    assert doors.urls == []
    assert found.unread[0].what == "window too wide"


def test_a_refusal_ends_the_days(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on(BY_DATE.replace("{DD.MM.YYYY}", "03.02.2025"), "no", status=403)
    found = visit(
        outlets["kremlin"],
        Door("kremlin", (BY_DATE,), pages=5),
        since=datetime(2025, 2, 1, tzinfo=UTC),
        until=datetime(2025, 2, 3, 12, tzinfo=UTC),
    )
    assert len(doors.urls) == 1
    assert found.unread[0].what == "forbidden"


def test_the_next_part_of_a_long_text() -> None:
    first = b'<html><a href="/events/president/news/70001/page/2">2</a></html>'
    last = b'<html><a href="/events/president/news/70001/page/1">1</a></html>'
    other = b'<html><a href="/events/president/news/70002/page/2">2</a></html>'
    assert continuation(first, EVENT) == f"{EVENT}/page/2"
    assert continuation(last, f"{EVENT}/page/2") is None
    assert continuation(other, EVENT) is None
    assert continuation(b"", EVENT) is None
