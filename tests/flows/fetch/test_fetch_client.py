"""What a server may do to the fetcher, over loopback TCP, and what is told of it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from loopback import HOST, PAGE, Answer, Door, WoundClock, answer, redirect

from extractors.errors import SettingsError
from flows.fetch import Accept, Fetched, Fetcher, FetchSettings

ROOT = f"https://{HOST}"


@dataclass(frozen=True)
class Paper:
    """An outlet, as far as the fetcher needs one."""

    id: str = "paper"
    rate_seconds: float = 0.0
    concurrency: int = 2


def fetch(
    answers: Mapping[str, Answer | list[Answer]],
    path: str = "/page",
    *,
    accept: Accept = "page",
    hosts: tuple[str, ...] = (),
    clock: WoundClock | None = None,
    **changes: Any,
) -> tuple[Fetched, Door]:
    """Fetch one path from a server with these answers."""

    async def scene() -> tuple[Fetched, Door]:
        async with Door(answers) as door:
            settings = door.settings(*(hosts or (HOST,)), **changes)
            async with Fetcher(settings, clock=clock) as fetcher:
                return await fetcher.get(f"{ROOT}{path}", outlet=Paper(), accept=accept), door

    return asyncio.run(scene())


def test_a_page() -> None:
    headers = {"Content-Type": "text/html; charset=windows-1251", "ETag": '"a"', "X-A": "1"}
    fetched, door = fetch({"/page": answer(PAGE, headers=headers)}, contact="desk@example.org")
    assert fetched.ok
    assert fetched.payload == PAGE
    assert fetched.content_type == "text/html; charset=windows-1251"
    assert fetched.headers["x-a"] == "1"
    assert fetched.final_url == f"{ROOT}/page"
    assert fetched.validator.etag == '"a"'
    capture = fetched.capture
    assert (capture.url, capture.status, capture.outlet, capture.error) == (
        f"{ROOT}/page",
        200,
        "paper",
        None,
    )
    asked = door.asked[-1].headers
    assert asked["host"] == HOST
    assert asked["user-agent"].startswith("sourcecheck/")
    assert asked["user-agent"].endswith("(+desk@example.org)")
    assert "text/html" in asked["accept"]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ("401 Unauthorized", "forbidden"),
        ("403 Forbidden", "forbidden"),
        ("404 Not Found", "not-found"),
        ("410 Gone", "gone"),
        ("451 Unavailable", "legal"),
        ("400 Bad Request", "bad-request"),
        ("418 Teapot", "bad-request"),
        ("500 Oops", "server-error"),
        ("503 Busy", "server-error"),
        ("429 Slow", "rate-limited"),
        ("206 Partial Content", "damaged"),
        ("304 Not Modified", "not-modified"),
        ("300 Choices", "damaged"),
    ],
)
def test_statuses(status: str, problem: str) -> None:
    fetched, _ = fetch({"/page": answer(b"" if "304" in status else b"why not", status)})
    assert fetched.problem == problem
    assert fetched.payload is None
    assert status[:3] in fetched.why or status.startswith("304")
    assert fetched.capture.status == int(status[:3])
    assert fetched.error_body == (b"" if "304" in status else b"why not")


# robots.txt

FORBIDDING = b"User-agent: *\nDisallow: /"


@pytest.mark.parametrize(
    ("robots", "problem"),
    [
        (answer(b"User-agent: *\nDisallow: /page"), "robots"),
        (answer(b"User-agent: sourcecheck\nDisallow: /\nUser-agent: *\nAllow: /"), "robots"),
        (answer(b"User-agent: sourcecheck\nAllow: /\nUser-agent: *\nDisallow: /"), None),
        (answer(b"User-agent: *\nDisallow: /\nAllow: /page$"), None),
        (answer(b"<html>no robots here</html>"), None),
        (answer(b"", "404 Not Found"), None),
        (answer(b"", "403 Forbidden"), None),
        (answer(b"", "500 Oops"), "robots"),
        (answer(b"", "429 Slow"), "robots"),
        (redirect("/robots2.txt"), "robots"),
        (redirect("/robots.txt"), None),  # more than five redirects: as if missing
        (redirect("http://127.0.0.1/robots.txt"), "private-address"),
        (answer(gzip.compress(FORBIDDING), headers={"Content-Encoding": "gzip"}), "robots"),
        (answer(b"\xef\xbb\xbf" + FORBIDDING), "robots"),
        (answer(b"\xef\xbb\xbf\xef\xbb\xbf" + FORBIDDING), "robots"),
        (answer(FORBIDDING.decode().encode("utf-16")), "robots"),
        (answer(FORBIDDING.decode().encode("utf-16-be")), "robots"),
        (answer(FORBIDDING.decode().encode("utf-16-le")), "robots"),
        (answer(FORBIDDING.decode().encode("utf-32")), "robots"),
        (answer(b"\xef\xbb\xbfUser-agent: *\nAllow: /"), None),
    ],
)
def test_robots(robots: bytes, problem: str | None) -> None:
    answers = {
        "/robots.txt": robots,
        "/robots2.txt": answer(b"User-agent: *\nDisallow: /"),
        "/page": answer(),
    }
    fetched, door = fetch(answers)
    assert fetched.problem == problem
    assert ("/page" in door.paths()) == (problem is None)
    if problem:
        assert "robots.txt" in fetched.why


def test_robots_is_asked_once_and_again_after_a_day() -> None:
    async def scene() -> list[str]:
        clock = WoundClock()
        async with Door({"*": answer()}) as door, Fetcher(door.settings(), clock=clock) as fetcher:
            await asyncio.gather(*(fetcher.get(f"{ROOT}/{i}") for i in range(5)))
            await clock.sleep(23 * 3600)
            await fetcher.get(f"{ROOT}/5")
            await clock.sleep(3601)
            await fetcher.get(f"{ROOT}/6")
            return [asked.path for asked in door.asked]

    assert asyncio.run(scene()).count("/robots.txt") == 2


def test_a_cancelled_fetch_does_not_take_others_with_it() -> None:
    """Two tasks wait for one robots.txt; the one that asked for it is cancelled."""
    waiting = asyncio.Event()

    async def hold(writer: asyncio.StreamWriter) -> None:
        waiting.set()
        await _silence(writer)

    async def scene() -> Fetched:
        robots: list[Answer] = [hold, answer(b"User-agent: *")]
        answers = {"/robots.txt": robots, "*": answer()}
        async with Door(answers) as door, Fetcher(door.settings()) as fetcher:
            first = asyncio.create_task(fetcher.get(f"{ROOT}/1"))
            await waiting.wait()
            second = asyncio.create_task(fetcher.get(f"{ROOT}/2"))
            await asyncio.sleep(0)
            first.cancel()
            return await second

    assert asyncio.run(scene()).ok


def test_a_redirect_into_a_forbidden_corner_is_not_followed() -> None:
    answers = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /private"),
        "/page": redirect("/private/page"),
        "*": answer(),
    }
    fetched, door = fetch(answers)
    assert fetched.problem == "robots"
    assert door.paths() == ["/page"]
    assert fetched.hops == (f"{ROOT}/page", f"{ROOT}/private/page")


def test_crawl_delay_is_kept() -> None:
    clock = WoundClock()
    answers = {"/robots.txt": answer(b"User-agent: *\nCrawl-delay: 7"), "*": answer()}

    async def scene() -> float:
        async with Door(answers) as door, Fetcher(door.settings(), clock=clock) as fetcher:
            for number in range(3):
                await fetcher.get(f"{ROOT}/{number}", outlet=Paper())
        return clock.monotonic()

    assert asyncio.run(scene()) == 14.0


# Waiting and trying again


def test_429_with_retry_after_is_waited_out() -> None:
    clock = WoundClock()
    busy = answer(b"", "429 Slow", {"Retry-After": "17"})
    fetched, door = fetch({"/page": [busy, answer()]}, clock=clock, max_tries=3)
    assert fetched.ok
    assert clock.slept == [17.0]
    assert door.paths() == ["/page", "/page"]


def test_retry_after_as_a_date() -> None:
    clock = WoundClock()
    date = "Wed, 22 Jan 2025 06:00:40 GMT"
    busy = answer(b"", "503 Busy", {"Retry-After": date})
    fetched, _ = fetch({"/page": [busy, answer()]}, clock=clock, max_tries=3)
    assert fetched.ok
    assert clock.slept == [40.0]


def test_a_host_that_wants_an_hour_is_left_alone() -> None:
    busy = answer(b"", "429 Slow", {"Retry-After": "3600"})

    async def scene() -> tuple[list[Fetched], list[str], WoundClock]:
        clock = WoundClock()
        async with Door({"*": busy}) as door:
            async with Fetcher(door.settings(max_tries=3), clock=clock) as fetcher:
                got = [await fetcher.get(f"{ROOT}/{number}") for number in range(3)]
            return got, door.paths(), clock

    got, paths, clock = asyncio.run(scene())
    assert [fetched.problem for fetched in got] == ["rate-limited"] * 3
    assert paths == ["/0"]
    assert "3600 s" in got[1].why
    assert clock.slept == []


def test_a_host_that_fails_again_and_again_is_left_alone_for_a_while() -> None:
    async def scene() -> tuple[list[Fetched], Door]:
        clock = WoundClock()
        broken = answer(b"", "500 Oops")
        answers = {"*": broken, "/well": answer()}
        async with Door(answers) as door, Fetcher(door.settings(), clock=clock) as fetcher:
            got = [await fetcher.get(f"{ROOT}/{number}") for number in range(7)]
            await clock.sleep(601)
            got.append(await fetcher.get(f"{ROOT}/well"))
            return got, door

    got, door = asyncio.run(scene())
    assert [fetched.problem for fetched in got] == ["server-error"] * 7 + [None]
    assert "keeps failing: it is left alone" in got[6].why
    assert got[6].capture.status == 0
    assert len(door.paths()) == 6


def test_public_services_are_asked_no_faster_than_they_allow() -> None:
    clock = WoundClock()

    async def scene() -> None:
        async with Door({"*": answer()}) as door:
            settings = door.settings("web.archive.org")
            async with Fetcher(settings, clock=clock) as fetcher:
                for number in range(3):
                    await fetcher.get(f"https://web.archive.org/{number}", outlet=Paper())

    asyncio.run(scene())
    assert clock.monotonic() == 7.5  # robots.txt is a request too


def test_server_errors_are_tried_again_with_growing_waits_and_then_given_up() -> None:
    clock = WoundClock()
    fetched, door = fetch({"/page": answer(b"", "502 Bad Gateway")}, clock=clock, max_tries=4)
    assert fetched.problem == "server-error"
    assert len(door.paths()) == 4
    assert len(clock.slept) == 3
    assert all(wait <= 2.0**n for n, wait in enumerate(clock.slept))


def test_refusals_are_not_tried_again() -> None:
    for status in ("403 Forbidden", "404 Not Found", "501 Not Implemented"):
        _, door = fetch({"/page": answer(b"", status)}, max_tries=3)
        assert door.paths() == ["/page"]


async def _hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()


def test_a_connection_that_breaks_is_tried_again() -> None:
    clock = WoundClock()
    fetched, _ = fetch({"/page": [_hang_up, answer()]}, clock=clock, max_tries=2)
    assert fetched.ok
    assert len(clock.slept) == 1


def test_a_connection_that_stays_broken() -> None:
    fetched, _ = fetch({"/page": _hang_up}, clock=WoundClock(), max_tries=2)
    assert fetched.problem == "connection"
    assert HOST in fetched.why


def test_a_closed_port_and_a_server_that_speaks_something_else() -> None:
    async def closed() -> Fetched:
        async with Door({}) as door:
            settings = door.settings()
        async with Fetcher(settings) as fetcher:
            return await fetcher.get(f"{ROOT}/")

    fetched = asyncio.run(closed())
    assert fetched.problem == "connection"
    assert fetched.why.startswith("robots.txt")
    assert fetch({"/page": b"SSH-2.0-OpenSSH\r\n\r\n"})[0].problem == "connection"


def test_a_name_that_does_not_exist() -> None:
    async def lookup(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    async def scene() -> Fetched:
        async with Fetcher(FetchSettings(), lookup=lookup) as fetcher:
            return await fetcher.get("https://nowhere.example/")

    assert asyncio.run(scene()).problem == "dns"


# Redirects


def test_redirects_are_followed_across_hosts() -> None:
    answers = {
        "/page": redirect("https://other.example/a#part", "301 Moved"),
        "/a": redirect("b?x=1", "307 Again"),
        "/b?x=1": answer(),
    }
    fetched, door = fetch(answers, hosts=(HOST, "other.example"))
    assert fetched.ok
    assert fetched.final_url == "https://other.example/b?x=1"
    assert fetched.hops == (
        f"{ROOT}/page",
        "https://other.example/a",
        "https://other.example/b?x=1",
    )
    assert fetched.capture.url == fetched.final_url
    assert [asked.headers["host"] for asked in door.asked] == [HOST] * 2 + ["other.example"] * 3


def test_redirect_loops_end() -> None:
    fetched, door = fetch({"/page": redirect("/other"), "/other": redirect("/page")})
    assert fetched.problem == "redirect-loop"
    assert door.paths() == ["/page", "/other"]
    assert fetch({"/page": redirect("/page")})[0].problem == "redirect-loop"


def test_endless_redirects_end() -> None:
    answers = {"/page": redirect("/0")} | {f"/{n}": redirect(f"/{n + 1}") for n in range(40)}
    fetched, door = fetch(answers)
    assert fetched.problem == "too-many-redirects"
    assert len(door.paths()) == 11


def test_names_and_passwords_in_addresses_are_not_sent() -> None:
    async def scene() -> tuple[Fetched, Door]:
        answers = {"/page": redirect(f"https://user:secret@{HOST}/next"), "*": answer()}
        async with Door(answers) as door, Fetcher(door.settings()) as fetcher:
            return await fetcher.get(f"https://user:secret@{HOST}/page"), door

    fetched, door = asyncio.run(scene())
    assert fetched.hops == (f"{ROOT}/page", f"{ROOT}/next")
    assert not any("authorization" in asked.headers for asked in door.asked)


def test_a_redirect_to_nowhere() -> None:
    assert fetch({"/page": answer(b"", "302 Found")})[0].problem == "damaged"


# Cookies


def test_cookies_live_within_one_fetch_and_one_host() -> None:
    first = answer(b"", "302 Found", {"Location": "/check", "Set-Cookie": "seen=1; Path=/; Secure"})
    answers: dict[str, Answer] = {
        "/page": first,
        "/check": redirect("https://other.example/there"),
        "/there": redirect(f"{ROOT}/back"),
        "*": answer(headers={"Set-Cookie": "late=1"}),
    }

    async def scene() -> Door:
        async with Door(answers) as door:
            async with Fetcher(door.settings(HOST, "other.example")) as fetcher:
                assert (await fetcher.get(f"{ROOT}/page")).ok
                assert (await fetcher.get(f"{ROOT}/again")).ok
            return door

    door = asyncio.run(scene())
    sent = {asked.path: asked.headers.get("cookie") for asked in door.asked}
    assert sent["/page"] is None
    assert sent["/check"] == "seen=1"
    assert sent["/there"] is None
    assert sent["/back"] == "seen=1"
    assert sent["/again"] is None


def test_a_site_that_redirects_to_itself_until_it_sees_its_cookie() -> None:
    first = answer(b"", "302 Found", {"Location": "/page", "Set-Cookie": "ok=1"})
    fetched, door = fetch({"/page": [first, answer()]})
    assert fetched.ok
    assert door.asked[-1].headers["cookie"] == "ok=1"


# Bodies


def test_a_body_over_the_cap_is_cut_on_the_wire() -> None:
    fetched, _ = fetch({"/page": answer(bytes(5000))}, max_wire_bytes=1000)
    assert fetched.problem == "too-large"
    assert "1000 bytes" in fetched.why

    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 4096)
            await writer.drain()

    assert fetch({"/page": endless}, max_wire_bytes=100_000)[0].problem == "too-large"


def test_a_gzip_bomb() -> None:
    bomb = gzip.compress(bytes(8 * 1024 * 1024))
    packed = answer(bomb, headers={"Content-Encoding": "gzip"})
    fetched, _ = fetch({"/page": packed}, max_decoded_bytes=1024 * 1024)
    assert fetched.problem == "too-large"
    assert fetched.payload is None


def test_an_encoded_page_is_read() -> None:
    packed = answer(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"})
    fetched, door = fetch({"/page": packed})
    assert fetched.payload == PAGE
    assert door.asked[-1].headers["accept-encoding"] == "gzip, deflate, br, zstd"


async def _drip(writer: asyncio.StreamWriter) -> None:
    """A server that would take a quarter of an hour over its page."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


def test_a_dripping_body_meets_the_deadline_of_the_whole() -> None:
    fetched, _ = fetch({"/page": _drip}, total_timeout=0.15, read_timeout=5.0)
    assert fetched.problem == "timeout"
    assert "0.15 s" in fetched.why
    assert fetched.capture.status == 200


async def _silence(writer: asyncio.StreamWriter) -> None:
    while not writer.is_closing():
        await asyncio.sleep(0.01)


def test_a_silent_server_meets_the_deadline_for_reading() -> None:
    fetched, _ = fetch({"/page": _silence}, read_timeout=0.1)
    assert fetched.problem == "timeout"
    assert fetched.capture.status == 0


def test_a_body_shorter_than_it_says_is_damaged_and_tried_again() -> None:
    short = answer(PAGE, length=len(PAGE) + 100)
    fetched, _ = fetch({"/page": short})
    assert fetched.problem == "damaged"
    assert str(len(PAGE)) in fetched.why
    fetched, door = fetch({"/page": [short, answer()]}, clock=WoundClock(), max_tries=2)
    assert fetched.ok
    assert len(door.paths()) == 2


def test_a_chunked_body_that_breaks_off_is_damaged() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert fetch({"/page": head + b"5\r\nabcde\r\n"})[0].problem == "damaged"
    assert fetch({"/page": head + b"5\r\nabcde\r\n0\r\n\r\n"})[0].payload == b"abcde"


def test_a_body_that_is_not_in_its_encoding_is_damaged() -> None:
    lie = answer(PAGE, headers={"Content-Encoding": "gzip"})
    assert fetch({"/page": lie})[0].problem == "damaged"


def test_films_are_not_downloaded() -> None:
    async def film(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 9999\r\n\r\n")
        await writer.drain()
        await _silence(writer)

    fetched, _ = fetch({"/page": film}, read_timeout=5.0)
    assert fetched.problem == "bad-content"
    assert "video/mp4" in fetched.why


def test_the_kind_that_was_asked_for() -> None:
    told = answer(b"Your query was too short.", headers={"Content-Type": "text/html"})
    fetched, _ = fetch({"/page": told}, accept="json")
    assert fetched.problem == "bad-content"
    assert fetched.error_body == b"Your query was too short."
    sitemap = gzip.compress(b"<urlset></urlset>")
    packed = answer(sitemap, headers={"Content-Type": "application/gzip"})
    assert fetch({"/page": packed}, accept="feed")[0].payload == b"<urlset></urlset>"


def test_odd_addresses_are_told_not_raised() -> None:
    async def scene() -> list[str | None]:
        urls = [
            "",
            "no address",
            "http://[bad",
            "http://x\r\ny/",
            "http://",
            "a" * 70000,
            "http:///",
        ]
        async with Fetcher(FetchSettings()) as fetcher:
            return [(await fetcher.get(url)).problem for url in urls]

    assert set(asyncio.run(scene())) == {"bad-address"}


def test_a_fetcher_must_be_opened() -> None:
    with pytest.raises(SettingsError):
        asyncio.run(Fetcher(FetchSettings()).get(ROOT))


# Many at once


async def _slow(writer: asyncio.StreamWriter) -> None:
    """A server that leaves others time to arrive."""
    for _ in range(20):
        await asyncio.sleep(0)
    writer.write(answer())


async def _many(paper: Paper, number: int, clock: WoundClock | None = None, **changes: Any) -> Door:
    """Fetch ``number`` pages of one host at once."""
    async with Door({"*": _slow}) as door:
        async with Fetcher(door.settings(**changes), clock=clock) as fetcher:
            urls = [f"{ROOT}/{n}" for n in range(number)]
            got = await asyncio.gather(*(fetcher.get(url, outlet=paper) for url in urls))
        assert all(fetched.ok for fetched in got)
    return door


def test_concurrency_at_one_host_is_measured_at_the_server() -> None:
    assert asyncio.run(_many(Paper(concurrency=1), 30)).most_under_way == 1
    assert asyncio.run(_many(Paper(concurrency=3), 30)).most_under_way == 3


def test_the_rate_of_the_outlet_is_kept() -> None:
    clock = WoundClock()
    asyncio.run(_many(Paper(rate_seconds=5.0), 4, clock))
    assert clock.monotonic() == 15.0


def test_without_politeness_there_is_no_rate_and_no_limit_per_host() -> None:
    clock = WoundClock()
    paper = Paper(rate_seconds=5.0, concurrency=1)
    door = asyncio.run(_many(paper, 20, clock, politeness=False))
    assert door.most_under_way > 3
    assert clock.slept == []
