"""Outlets' doors over loopback TCP: one HTTP server that answers for many hosts.

A test says what an address answers (``doors.on(url, ...)``); the fetcher reaches it through
``FetchSettings.resolver``, by the code it uses live. Every request is kept, with its headers.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from flows.fetch import FetchSettings

T = TypeVar("T")
HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """What a door answers. With an ``etag`` a matching condition is answered 304."""

    body: bytes = b""
    content_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""


@dataclass(frozen=True)
class Request:
    """One request as it came in."""

    url: str
    query: dict[str, str]
    headers: dict[str, str]


Answer = Reply | Callable[[Request], Reply]


@dataclass(frozen=True)
class SomeTopic:
    """A topic for discovery."""

    entities: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


class TestClock:
    """A clock on which waiting takes no time; ``slept`` are the waits."""

    __test__ = False

    def __init__(self, start: datetime = datetime(2025, 3, 1, tzinfo=UTC)) -> None:
        self.start = start
        self.slept: list[float] = []
        self.moved = timedelta(0)

    def now(self) -> datetime:
        return self.start + self.moved

    def monotonic(self) -> float:
        return self.moved.total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moved += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class Doors:
    """The server. ``requests`` leave out robots.txt; ``urls`` are theirs, in order."""

    def __init__(self) -> None:
        self.routes: dict[tuple[str, str], Answer] = {}
        self.requests: list[Request] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def urls(self) -> list[str]:
        return [request.url for request in self.requests]

    def on(
        self,
        url: str,
        answer: Answer | bytes | str,
        content_type: str = HTML,
        *,
        etag: str = "",
        status: int = 200,
    ) -> None:
        """Answer for ``url``: with its query exactly so, or, given without, whatever it is."""
        if isinstance(answer, str):
            answer = answer.encode("utf-8")
        if isinstance(answer, bytes):
            answer = Reply(answer, content_type, status, etag=etag)
        self.routes[_place(url)] = answer

    def settings(self, **more: Any) -> FetchSettings:
        """Settings that lead every routed host here, without politeness."""
        hosts = dict.fromkeys(host for host, _ in self.routes)
        resolver = dict.fromkeys(hosts, ("127.0.0.1", self.port))
        chosen: dict[str, Any] = {"politeness": False, "max_tries": 1, "resolver": resolver}
        return FetchSettings(**(chosen | more))

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def reply(self, host: str, target: str, headers: dict[str, str]) -> Reply:
        path = urlsplit(target).path
        request = Request(
            url=f"{host}{target}",
            query=dict(parse_qsl(urlsplit(target).query)),
            headers={name.lower(): value for name, value in headers.items()},
        )
        if path != "/robots.txt":
            self.requests.append(request)
        answer = self.routes.get((host, target)) or self.routes.get((host, path))
        if answer is None:
            return Reply(b"<html><body>no such page</body></html>", status=404)
        return answer if isinstance(answer, Reply) else answer(request)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        doors = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body go out as two writes; Nagle's algorithm would hold the second back.
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                host = self.headers.get("Host", "").partition(":")[0]
                reply = doors.reply(host, self.path, dict(self.headers.items()))
                same = reply.etag and self.headers.get("If-None-Match") == reply.etag
                self.send_response(304 if same else reply.status)
                if reply.etag:
                    self.send_header("ETag", reply.etag)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if not same:
                    self.send_header("Content-Type", reply.content_type)
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                if not same:
                    self.wfile.write(reply.body)

            def log_message(self, format: str, *args: Any) -> None:
                return

        return Handler


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end."""
    return asyncio.run(work)


def rss(*items: tuple[str, str, str, str]) -> str:
    """An RSS 2.0 feed of (link, title, pubDate, summary) items."""
    rows = "".join(
        f"<item><title>{title}</title><link>{link}</link>"
        f'<guid isPermaLink="false">{link}</guid><pubDate>{date}</pubDate>'
        f"<description><![CDATA[{summary}]]></description></item>"
        for link, title, date, summary in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{rows}</channel></rss>'


def page(title: str, *paragraphs: str) -> str:
    """An article's page."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def urlset(*rows: str) -> str:
    """A sitemap of ready-made <url> contents."""
    inner = "".join(f"<url>{row}</url>" for row in rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{inner}</urlset>'
    )


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    target = parts.path or "/"
    return parts.hostname or "", f"{target}?{parts.query}" if parts.query else target
