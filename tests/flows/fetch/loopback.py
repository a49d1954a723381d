"""Servers on loopback TCP that answer as scripted, and a clock that tests can wind."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType

from flows.fetch import FetchSettings

HOST = "www.example.org"
PAGE = b"<!doctype html><html><body><p>The bridge was reopened.</p></body></html>"
Scripted = Callable[[asyncio.StreamWriter], Awaitable[None]]
Answer = bytes | Scripted


def answer(
    body: bytes = PAGE,
    status: str = "200 OK",
    headers: Mapping[str, str] | None = None,
    *,
    length: int | None = None,
) -> bytes:
    """A whole HTTP/1.1 response; ``length`` is a Content-Length that may lie."""
    given = {"Content-Type": "text/html; charset=utf-8", "Connection": "close"}
    given["Content-Length"] = str(len(body) if length is None else length)
    given |= dict(headers or {})
    head = [f"HTTP/1.1 {status}"] + [f"{name}: {value}" for name, value in given.items() if value]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """A redirect without a body."""
    return answer(b"", status, {"Location": location})


@dataclass
class Asked:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]


@dataclass
class Door:
    """A server whose answers are scripted by path; "*" answers the rest.

    A list of answers is given one after the other, the last one for ever.
    """

    answers: Mapping[str, Answer | list[Answer]]
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    under_way: int = 0
    most_under_way: int = 0

    async def __aenter__(self) -> Door:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    def settings(self, *hosts: str, **changes: object) -> FetchSettings:
        """Settings that lead ``hosts`` (www.example.org if none) to this server, at full speed."""
        routes = dict.fromkeys(hosts or (HOST,), ("127.0.0.1", self.port))
        given: dict[str, object] = {"resolver": routes, "rate_seconds": 0.0, "max_tries": 1}
        return FetchSettings(**(given | changes))  # type: ignore[arg-type]

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            line, *lines = head.split("\r\n")
            path = line.split(" ")[1]
            headers = dict(text.split(": ", 1) for text in lines if text)
            self.asked.append(Asked(path, {name.lower(): v for name, v in headers.items()}))
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
            try:
                await self._answer(path, writer)
            finally:
                self.under_way -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client hung up, which is what some tests are about
        finally:
            writer.close()

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        missing = answer(b"", "404 Not Found")
        given = self.answers.get(path)
        if given is None:
            given = missing if path == "/robots.txt" else self.answers.get("*", missing)
        if isinstance(given, list):
            given = given.pop(0) if len(given) > 1 else given[0]
        if isinstance(given, bytes):
            writer.write(given)
            await writer.drain()
        else:
            await given(writer)


class WoundClock:
    """Time that passes only when someone sleeps; ``slept`` lists for how long."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._start = datetime(2025, 1, 22, 6, 0, tzinfo=UTC)
        self._passed = 0.0

    def now(self) -> datetime:
        """The wall clock."""
        return self._start + timedelta(seconds=self._passed)

    def monotonic(self) -> float:
        """Seconds since the clock was made."""
        return self._passed

    async def sleep(self, seconds: float) -> None:
        """Let ``seconds`` pass at once."""
        self.slept.append(seconds)
        self._passed += seconds
        await asyncio.sleep(0)
