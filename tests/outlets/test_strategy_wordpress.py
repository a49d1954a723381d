"""WordPress REST: search with dates, paging to the end, and the closed door."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from doors import JSON, Doors, Reply, Request

from flows.outlets import Door, Found, Outlet
from flows.outlets.strategies.wordpress import read_posts

POSTS = "https://asiatimes.com/wp-json/wp/v2/posts"
PAST_END = {"code": "rest_post_invalid_page_number", "data": {"status": 400}}


def post(number: int) -> dict[str, object]:
    return {
        "id": number,
        "date_gmt": "2025-01-10T04:00:00",
        "link": f"https://asiatimes.com/2025/01/strike-{number}/",
        "title": {"rendered": f"Strike &#8217;{number}"},
        "excerpt": {"rendered": "<p>Cranes stand still.</p>"},
    }


def posts(count: int, total_header: bool = True) -> Callable[[Request], Reply]:
    """A site with ``count`` posts, as WordPress pages them."""

    def answer(request: Request) -> Reply:
        page, size = int(request.query["page"]), int(request.query["per_page"])
        rows = [post(number) for number in range(count)][(page - 1) * size : page * size]
        if not rows and page > 1:
            return Reply(json.dumps(PAST_END).encode(), JSON, 400)
        headers = {"X-WP-TotalPages": str(-(-count // size))} if total_header else {}
        return Reply(json.dumps(rows).encode(), JSON, headers=headers)

    return answer


def test_a_post_is_read_with_its_gmt_date() -> None:
    [one] = read_posts(json.dumps([post(7)]).encode()) or []
    assert one.title == "Strike ’7"
    assert one.excerpt == "Cranes stand still."
    assert one.published.value == datetime(2025, 1, 10, 4, tzinfo=UTC)
    assert one.published.sure


@pytest.mark.parametrize("payload", [b"", b"<html>", b'{"code": "rest_disabled"}', b"[" * 99_999])
def test_what_is_no_list_of_posts(payload: bytes) -> None:
    assert read_posts(payload) is None


def test_rows_of_the_wrong_shape_are_left_out() -> None:
    assert read_posts(b'[1, null, {"link": 3}, {"link": "https://a.b/"}]') != []


def test_pages_until_the_total(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on(POSTS, posts(250))
    found = visit(outlets["asiatimes"], Door("wordpress", (POSTS,)))
    assert len(found.candidates) == 250
    assert [request.query["page"] for request in doors.requests] == ["1", "2", "3"]
    first = doors.requests[0].query
    assert first["search"] == "harbour strike"
    assert (first["after"], first["before"]) == ("2025-01-01T00:00:00Z", "2025-02-28T00:00:00Z")
    assert found.candidates[0].searched == "harbour strike"
    assert found.unread == ()


def test_pages_until_the_end_where_a_cache_drops_the_total(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on(POSTS, posts(200, total_header=False))
    found = visit(outlets["asiatimes"], Door("wordpress", (POSTS,)))
    # Two full pages, then the 400 that WordPress gives beyond the last.
    assert len(doors.requests) == 3
    assert len(found.candidates) == 200
    assert found.unread == ()


def test_more_pages_than_the_limit_are_told(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found]
) -> None:
    doors.on(POSTS, posts(500))
    found = visit(outlets["asiatimes"], Door("wordpress", (POSTS,), pages=2))
    assert len(doors.requests) == 2
    assert found.unread[0].what == "window too wide"


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        (Reply(b'{"code":"rest_forbidden"}', JSON, 401), "forbidden"),
        (Reply(b'{"code":"rest_no_route"}', JSON, 404), "not found"),
        (Reply(b"<html>Home</html>"), "bad content"),
        (Reply(b'{"code":"rest_disabled"}', JSON), "strategy failed"),
    ],
)
def test_a_closed_door_is_told_after_one_request(
    doors: Doors, outlets: dict[str, Outlet], visit: Callable[..., Found], reply: Reply, what: str
) -> None:
    doors.on(POSTS, reply)
    found = visit(
        outlets["asiatimes"], Door("wordpress", (POSTS,)), entities=("one", "two", "three")
    )
    assert len(doors.requests) == 1
    assert not found.answered
    assert [note.what for note in found.unread] == [what]
