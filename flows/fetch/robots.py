"""What a host's robots.txt lets us read. In: an address. Out: yes, or a refusal to record.

After RFC 9309: a missing file (4xx) allows all, a failing server (5xx, or none) allows
nothing, up to five redirects are followed, the file counts for a day. A 429 is a server that
cannot be asked now, so it allows nothing. The file is fetched by the function it is given.
"""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from flows.fetch.clock import Clock
from flows.fetch.fetched import Problem
from flows.fetch.guards import RefusedError
from flows.fetch.settings import PRODUCT

MAX_BYTES = 500 * 1024
"""RFC 9309, 2.5: the least that must be parsed."""
KEPT_SECONDS = 24 * 3600.0
MAX_CRAWL_DELAY = 30.0
"""A host that wants more than this between requests is asked at this pace, page by page."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

GetRobots = Callable[[httpx.URL], Awaitable[tuple[int, bytes]]]
"""Address of a robots.txt -> (status after redirects, body). Raises RefusedError when no
response came."""


@dataclass(frozen=True, slots=True)
class Rules:
    """One host's rules for us; ``delay`` is the pause it asks for between requests, in seconds.

    ``refusal`` says what to record for an address that ``allows`` forbids.
    """

    allows: Callable[[str], bool]
    refusal: tuple[Problem, str]
    delay: float


class Robots:
    """The rules of every host that was asked, each fetched once a day."""

    def __init__(self, get: GetRobots, clock: Clock) -> None:
        self._get = get
        self._clock = clock
        self._rules: dict[tuple[str, bytes], tuple[float, asyncio.Future[Rules]]] = {}

    async def rules(self, url: httpx.URL) -> Rules:
        """The rules of the host of ``url``; tasks that ask at once share one fetch.

        ``url`` has no fragment and no userinfo.
        """
        key = (url.scheme, url.netloc)
        while (known := self._rules.get(key)) is not None:
            asked_at, future = known
            if self._clock.monotonic() - asked_at >= KEPT_SECONDS:
                break
            await asyncio.wait([future])
            if not future.cancelled():  # else the task that asked was cancelled: ask anew
                return future.result()
        future = asyncio.get_running_loop().create_future()
        self._rules[key] = (self._clock.monotonic(), future)
        try:
            future.set_result(await self._ask(url.copy_with(raw_path=b"/robots.txt")))
        finally:
            if not future.done():
                del self._rules[key]
                future.cancel()
        return future.result()

    async def _ask(self, address: httpx.URL) -> Rules:
        try:
            status, body = await self._get(address)
        except RefusedError as refusal:
            # The host itself is out of reach: that is what to say of its pages too.
            return Rules(_nothing, (refusal.problem, refusal.why), 0.0)
        return _rules(address.host, status, body)


def _rules(host: str, status: int, body: bytes) -> Rules:
    """RFC 9309, 2.3.1, in one place."""
    if 200 <= status < 300:
        parsed = Protego.parse(_text(body[:MAX_BYTES]))
        delay = min(float(parsed.crawl_delay(PRODUCT) or 0.0), MAX_CRAWL_DELAY)
        return Rules(
            lambda url: bool(parsed.can_fetch(url, PRODUCT)),
            ("robots", f"robots.txt of {host} forbids this address"),
            delay,
        )
    if 400 <= status < 500 and status != 429:
        return Rules(lambda url: True, ("robots", ""), 0.0)
    why = f"robots.txt of {host} answered {status}, so nothing there may be read"
    return Rules(_nothing, ("robots", why), 0.0)


def _text(body: bytes) -> str:
    """The file's characters. RFC 9309 wants UTF-8; some editors save a mark before it, or UTF-16,
    and a rule that is not seen is a rule broken.
    """
    charset = next((name for mark, name in _MARKS if body.startswith(mark)), "utf-8")
    if charset == "utf-8" and body[:64].count(0) >= 8:
        charset = "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
    return body.decode(charset, "replace").replace("\ufeff", "")


def _nothing(url: str) -> bool:
    return False
