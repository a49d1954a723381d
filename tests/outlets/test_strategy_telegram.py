"""Telegram previews: posts, paging, search, the way to a date, and each failure told apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import log2

import pytest
from doors import Doors, Reply, Request

from flows.outlets import Channel, Door, Found, Outlet
from flows.outlets.strategies.telegram import read_preview

DOOR = Door("telegram", ("https://t.me/s/",), pages=4)
CHANNEL = "https://t.me/s/harbour_news"
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
HEAD = '<div class="tgme_channel_info"><div class="tgme_channel_info_header">H</div></div>'


def message(number: int, text: str, at: datetime, forwarded: str = "", extra: str = "") -> str:
    source = (
        f'<div class="tgme_widget_message_forwarded_from">Forwarded from <a>{forwarded}</a></div>'
        if forwarded
        else ""
    )
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message" '
        f'data-post="harbour_news/{number}">{source}{extra}'
        f'<div class="tgme_widget_message_text js-message_text">{text}</div>'
        '<div class="tgme_widget_message_footer"><a class="tgme_widget_message_date" '
        f'href="https://t.me/harbour_news/{number}"><time datetime="{at.isoformat()}">x</time></a>'
        f'<span class="tgme_widget_message_views">{number}K</span></div></div></div>'
    )


def preview(*messages: str, older: int | None = None) -> str:
    more = f'<a class="tme_messages_more" data-before="{older}" href="#">more</a>' if older else ""
    return f"<html><body>{HEAD}<section>{more}{''.join(messages)}</section></body></html>"


def channel(posts: dict[int, str], day: Callable[[int], datetime]) -> Callable[[Request], Reply]:
    """A channel that pages, searches and counts back like Telegram's preview."""

    def answer(request: Request) -> Reply:
        before = int(request.query.get("before", 10**9))
        word = request.query.get("q", "")
        numbers = [n for n in sorted(posts) if n < before and word in posts[n]][-20:]
        rest = [n for n in posts if numbers and n < numbers[0] and word in posts[n]]
        rows = [message(n, posts[n], day(n)) for n in numbers]
        return Reply(preview(*rows, older=numbers[0] if rest else None).encode())

    return answer


@pytest.fixture
def network(outlets: dict[str, Outlet]) -> Outlet:
    return replace(outlets["telegram"], channels=(Channel("harbour_news", "Harbour news"),))


def test_a_post_is_read_whole() -> None:
    at = datetime(2025, 1, 10, 12, 30, tzinfo=UTC)
    reply = (
        '<a class="tgme_widget_message_reply"><div class="tgme_widget_message_text">Old</div></a>'
    )
    html = preview(message(7, "Cranes <b>stand</b><br/>still", at, "Port Desk", reply))
    found = read_preview(html.encode(), CHANNEL)
    assert found.state == "posts"
    [post] = found.posts
    assert (post.channel, post.number, post.url) == (
        "harbour_news",
        7,
        "https://t.me/harbour_news/7",
    )
    assert "stand" in post.text
    assert "Old" not in post.text
    assert post.published.value == at
    assert post.forwarded_from == "Port Desk"
    assert b'data-post="harbour_news/7"' in post.fragment


SERVICE = (
    '<div class="tgme_widget_message service_message" data-post="harbour_news/1">'
    '<div class="tgme_widget_message_text">Channel created</div></div>'
)
JOIN = (
    '<div class="tgme_page_title">Harbour</div><div class="tgme_page_extra">4 210 subscribers</div>'
)
SHUT = (
    '<div class="tgme_page_title">Harbour</div><div class="tgme_page_description">This channel '
    "can't be displayed because it violated Telegram's Terms of Service.</div>"
)
CONTACT = '<div class="tgme_page_extra">@harbour_news</div>'


@pytest.mark.parametrize(
    ("html", "url", "state"),
    [
        (f"<html><body>{JOIN}</body></html>", "https://t.me/harbour_news", "preview off"),
        (f"<html><body>{CONTACT}</body></html>", "https://t.me/harbour_news", "no such channel"),
        (f"<html><body>{SHUT}</body></html>", "https://t.me/harbour_news", "restricted channel"),
        (f"<html><body>{SHUT}</body></html>", CHANNEL, "restricted channel"),
        (preview(), CHANNEL, "empty channel"),
        (preview(SERVICE), CHANNEL, "only service posts"),
        ("<html><body><main>New design</main></body></html>", CHANNEL, "layout"),
        ("", CHANNEL, "layout"),
    ],
)
def test_each_failure_is_told_apart(html: str, url: str, state: str) -> None:
    assert read_preview(html.encode(), url).state == state


def test_a_search_pages_to_its_end_and_holds_the_text(
    doors: Doors, network: Outlet, visit: Callable[..., Found]
) -> None:
    posts = {n: f"harbour strike day {n}" if n % 2 else "weather" for n in range(1, 91)}
    doors.on(CHANNEL, channel(posts, lambda n: datetime(2025, 1, 5, tzinfo=UTC)))
    found = visit(network, DOOR, until=None)
    assert len(found.candidates) == 45
    assert doors.urls == [
        "t.me/s/harbour_news?q=harbour+strike",
        "t.me/s/harbour_news?q=harbour+strike&before=51",
        "t.me/s/harbour_news?q=harbour+strike&before=11",
    ]
    one = found.candidates[0]
    assert one.held is not None
    assert one.held.complete
    assert one.searched == "harbour strike"


def test_the_end_of_the_window_is_found_by_halving(
    doors: Doors, network: Outlet, visit: Callable[..., Found]
) -> None:
    def day(number: int) -> datetime:
        return FIRST_DAY + timedelta(hours=4 * number)

    # Every third post was deleted: ids have gaps.
    posts = {n: f"post {n}" for n in range(1, 12_000) if n % 3}
    doors.on(CHANNEL, channel(posts, day))
    since, until = datetime(2022, 5, 1, tzinfo=UTC), datetime(2022, 5, 9, 12, tzinfo=UTC)
    found = visit(network, DOOR, entities=(), since=since, until=until)
    wanted = [n for n in posts if since <= day(n) <= until]
    numbers = sorted(int(item.url.rsplit("/", 1)[1]) for item in found.candidates)
    assert numbers == wanted
    assert len(doors.requests) <= log2(12_000) + 5


@pytest.mark.parametrize("day", [1, 2])
def test_a_window_older_than_the_channel_gives_nothing(
    doors: Doors, network: Outlet, visit: Callable[..., Found], day: int
) -> None:
    posts = dict.fromkeys(range(1, 100), "post")
    doors.on(CHANNEL, channel(posts, lambda n: FIRST_DAY + timedelta(days=n)))
    until = FIRST_DAY - timedelta(days=day)
    found = visit(network, DOOR, entities=(), since=until - timedelta(days=9), until=until)
    assert found.candidates == ()
    assert found.unread == ()
    assert found.answered


def test_a_walk_that_stops_at_the_limit_is_told(
    doors: Doors, network: Outlet, visit: Callable[..., Found]
) -> None:
    posts = dict.fromkeys(range(1, 200), "post")
    doors.on(CHANNEL, channel(posts, lambda n: datetime(2025, 1, 5, tzinfo=UTC)))
    found = visit(network, replace(DOOR, pages=2), entities=())
    assert len(found.candidates) == 40
    assert [note.what for note in found.unread] == ["window too wide"]


def test_a_closed_channel_costs_one_request_and_the_next_is_asked(
    doors: Doors, network: Outlet, visit: Callable[..., Found]
) -> None:
    both = replace(network, channels=(Channel("shut_channel", "S"), *network.channels))
    doors.on(
        "https://t.me/s/shut_channel",
        Reply(status=302, headers={"Location": "https://t.me/shut_channel"}),
    )
    doors.on("https://t.me/shut_channel", f"<html><body>{JOIN}</body></html>")
    doors.on(CHANNEL, channel({1: "harbour strike"}, lambda n: datetime(2025, 1, 5, tzinfo=UTC)))
    found = visit(both, DOOR, entities=("harbour strike", "quay"), until=None)
    assert [note.what for note in found.unread] == ["preview off"]
    assert "shut_channel" in found.unread[0].why
    assert [item.url for item in found.candidates] == ["https://t.me/harbour_news/1"]
    assert sum("shut_channel?" in url for url in doors.urls) == 1


def test_asking_too_often_is_told(
    doors: Doors, network: Outlet, visit: Callable[..., Found]
) -> None:
    doors.on(CHANNEL, "slow down", status=429)
    found = visit(network, DOOR)
    assert [note.what for note in found.unread] == ["rate limited"]
    assert not found.answered
