"""One address, asked until it answers or is given up, and every try put on record.

In: an address and its headers. Out: ``Sent``, the response as received with its capture, or
the problem with the record of it. Touches the connection (live or replay) and the archive;
redirects, robots.txt and content are the client's affair.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx

from extractors.records import Capture
from flows.fetch.archive import Archive
from flows.fetch.clock import Clock
from flows.fetch.content import is_opaque
from flows.fetch.exchange import Exchange, Truncation
from flows.fetch.fetched import Problem, Validator
from flows.fetch.guards import RefusedError
from flows.fetch.politeness import Politeness, retry_after
from flows.fetch.replay import CAPTURE_EXTENSION, TRUNCATED_EXTENSION, ReplayTransport
from flows.fetch.settings import FetchSettings

HEADERS_EXTENSION = "sourcecheck.headers"
"""Where a response carries its headers as received, once ``set_headers_aside`` saw it."""
_SHORT = 4096
_AGAIN_STATUS = frozenset({429, 500, 502, 503, 504})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def set_headers_aside(response: httpx.Response) -> None:
    """A response hook: keep the headers as received, and hide the Location from httpx.

    httpx prepares the next request even when it is told not to follow, and throws the
    response away when the Location cannot be parsed. We follow by ourselves, and the
    response with the odd Location is evidence.
    """
    response.extensions[HEADERS_EXTENSION] = tuple(response.headers.raw)
    response.headers.pop("location", None)


@dataclass(frozen=True, slots=True)
class Asking:
    """On whose behalf and how gently: ``rate`` in seconds, ``outlet`` an id or None."""

    outlet: str | None
    rate: float
    concurrency: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The last try's outcome. ``exchange`` is None when no response came.

    ``unchanged`` is what was known of the payload when it turned out to be the same.
    ``passing`` is True for a problem that another try may not meet.
    """

    capture: Capture
    exchange: Exchange | None
    problem: Problem | None = None
    why: str = ""
    unchanged: Validator | None = None
    passing: bool = False


class Sender:
    """Sends requests through one client, with turns, tries and records."""

    def __init__(
        self,
        settings: FetchSettings,
        client: httpx.AsyncClient,
        politeness: Politeness,
        clock: Clock,
        archive: Archive | None,
        replay: ReplayTransport | None,
    ) -> None:
        self._settings = settings
        self._client = client
        self._politeness = politeness
        self._clock = clock
        self._archive = archive
        self._replay = replay
        self._slots = asyncio.Semaphore(settings.max_connections)

    async def send(
        self,
        url: httpx.URL,
        headers: Mapping[str, str],
        asking: Asking,
        validator: Validator | None = None,
    ) -> Sent:
        """Ask for ``url``; again, after a wait, where that may help; the last try's outcome."""
        if self._replay is not None:
            return await self._once(url, headers, asking, validator)
        tries = self._settings.max_tries
        for attempt in range(1, tries + 1):
            try:
                self._politeness.check(url.host)
            except RefusedError as refusal:
                return await self.fail(str(url), asking, refusal)
            # The turn first: a slot held while waiting for a slow host would starve the others.
            async with (
                self._politeness.turn(url.host, asking.rate, asking.concurrency),
                self._slots,
            ):
                sent = await self._once(url, headers, asking, validator)
            wait = self._wait(url.host, sent, attempt)
            if wait is None or attempt == tries:
                break
            if wait > 0:
                await self._clock.sleep(wait)
        self._politeness.note(url.host, _host_failure(sent))
        return sent

    async def fail(self, url: str, asking: Asking, refusal: RefusedError) -> Sent:
        """Put on record that ``url`` got no response, and why."""
        capture = refusal.capture
        address = "".join(c if c.isprintable() else "%20" for c in url[:8000])
        if capture is None and self._replay is not None:
            # No clock in replay: the same captures must give the same bytes.
            moment = self._replay.as_of or self._replay.latest or _EPOCH
            capture = _unarchived(address, moment, asking.outlet, refusal.problem)
        elif capture is None and self._archive is None:
            capture = _unarchived(address, self._clock.now(), asking.outlet, refusal.problem)
        elif capture is None and self._archive is not None:
            capture = self._archive.write_failure(
                address, self._clock.now(), refusal.problem, refusal.why, outlet=asking.outlet
            )
        assert capture is not None
        return Sent(
            _of(capture, asking.outlet),
            None,
            refusal.problem,
            refusal.why,
            passing=refusal.passing,
        )

    def _wait(self, host: str, sent: Sent, attempt: int) -> float | None:
        """Seconds before the next try; None when another would not help."""
        exchange = sent.exchange
        if exchange is None:
            return self._politeness.backoff(attempt) if sent.passing else None
        if exchange.truncated == "disconnect" and exchange.status < 300:
            return self._politeness.backoff(attempt)
        if exchange.status not in _AGAIN_STATUS:
            return None
        asked = retry_after(exchange.header("retry-after"), self._clock.now())
        if asked is None or exchange.status not in (429, 503):
            return self._politeness.backoff(attempt)
        # The whole host is paused, not this address alone; the next turn waits for it.
        return 0.0 if self._politeness.pause(host, asked) else None

    async def _once(
        self,
        url: httpx.URL,
        headers: Mapping[str, str],
        asking: Asking,
        validator: Validator | None,
    ) -> Sent:
        request = self._client.build_request("GET", url, headers=dict(headers))
        at = self._clock.now()
        try:
            exchange, capture = await self._exchange(request, at)
        except RefusedError as refusal:
            return await self.fail(str(url), asking, refusal)
        problem, why = self._cut(exchange)
        if capture is not None:
            return Sent(_of(capture, asking.outlet), exchange, problem, why)
        unchanged = validator if _is_same(exchange, validator) else None
        if self._archive is None:
            digest = hashlib.sha256(exchange.body).hexdigest()
            capture = _unarchived(exchange.url, at, asking.outlet, problem)
            capture = replace(
                capture,
                status=exchange.status,
                content_type=exchange.header("content-type"),
                payload_sha256=digest,
            )
        else:
            write = functools.partial(
                self._archive.write,
                exchange,
                outlet=asking.outlet,
                problem=problem,
                unchanged=unchanged,
            )
            # Packing a page takes longer than handing it to a thread; a short answer does not.
            short = len(exchange.body) <= _SHORT or unchanged is not None
            capture = write() if short else await asyncio.to_thread(write)
        return Sent(capture, exchange, problem, why, unchanged)

    async def _exchange(
        self, request: httpx.Request, at: datetime
    ) -> tuple[Exchange, Capture | None]:
        """Send, and read the body within the deadline and the cap; what came of it counts.

        Raises:
            RefusedError: when not even a response's head came.
        """
        # What is on record has no deadline: a busy machine must not change a replay.
        deadline = self._settings.total_timeout if self._replay is None else None
        response: httpx.Response | None = None
        body = bytearray()
        truncated: Truncation = ""
        try:
            async with asyncio.timeout(deadline):
                response = await self._client.send(request, stream=True)
                truncated = await self._read(response, body)
        except (TimeoutError, httpx.TimeoutException) as error:
            if response is None:
                raise RefusedError("timeout", self._late(request, error), passing=True) from error
            truncated = "time"
        except httpx.TransportError as error:
            if response is None:
                raise _refused(request, error) from error
            truncated = "disconnect"
        finally:
            if response is not None:
                await response.aclose()
        exchange = Exchange(
            url=str(request.url),
            at=at,
            status=response.status_code,
            reason=response.reason_phrase,
            headers=response.extensions[HEADERS_EXTENSION],
            body=bytes(body),
            request_head=_request_head(request),
            protocol=response.http_version,
            address=_peer(response),
            truncated=truncated or response.extensions.get(TRUNCATED_EXTENSION, ""),
        )
        capture = response.extensions.get(CAPTURE_EXTENSION)
        return exchange, capture if isinstance(capture, Capture) else None

    async def _read(self, response: httpx.Response, body: bytearray) -> Truncation:
        """Read the body as received into ``body``; why it is not whole, if it is not."""
        cap = self._settings.max_wire_bytes
        if response.is_success and is_opaque(response.headers.get("content-type", "")):
            return "unspecified"
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared[:20]) > cap:
            return "length"
        async for piece in response.aiter_raw():
            if len(body) + len(piece) > cap:
                body += piece[: cap - len(body)]
                return "length"
            body += piece
        return ""

    def _cut(self, exchange: Exchange) -> tuple[Problem | None, str]:
        """What a body that is not whole means."""
        if exchange.truncated == "length":
            cap = self._settings.max_wire_bytes
            return "too-large", f"the body is larger than {cap} bytes"
        if exchange.truncated == "time":
            limit = self._settings.total_timeout
            return "timeout", f"the body had not arrived after {limit:g} s"
        if exchange.truncated == "disconnect":
            return "damaged", f"the body ended early, after {len(exchange.body)} bytes"
        if exchange.truncated == "unspecified":
            shown = exchange.header("content-type")[:60]
            return "bad-content", f"the address shows {shown}, which has no text to read"
        return None, ""

    def _late(self, request: httpx.Request, error: Exception) -> str:
        host = request.url.host
        if isinstance(error, httpx.ConnectTimeout):
            return f"{host} could not be reached in {self._settings.connect_timeout:g} s"
        if isinstance(error, httpx.ReadTimeout):
            return f"{host} did not answer in {self._settings.read_timeout:g} s"
        return f"{host} did not answer in {self._settings.total_timeout:g} s"


def _host_failure(sent: Sent) -> Problem | None:
    """The problem, when it is the host's and not the address's."""
    if sent.exchange is not None:
        return "server-error" if sent.exchange.status >= 500 else None
    return sent.problem if sent.passing else None


def _is_same(exchange: Exchange, validator: Validator | None) -> bool:
    """Whether the payload is the one that ``validator`` names."""
    if validator is None or exchange.status == 304:
        return validator is not None
    return (
        exchange.status == 200
        and not exchange.truncated
        and hashlib.sha256(exchange.body).hexdigest() == validator.payload_sha256
    )


def _refused(request: httpx.Request, error: httpx.TransportError) -> RefusedError:
    """The problem behind a connection that gave no response."""
    host, told = request.url.host, " ".join(str(error).split()) or type(error).__name__
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return RefusedError("tls", f"no secure connection to {host}: {told}")
        cause = cause.__cause__ or cause.__context__
    return RefusedError("connection", f"the connection to {host} failed: {told}", passing=True)


def _request_head(request: httpx.Request) -> bytes:
    """The request as HTTP/1.1 text, cookies left out: the archive may be given to others."""
    lines = [request.method.encode("ascii") + b" " + request.url.raw_path + b" HTTP/1.1"]
    lines += [
        name + b": " + value
        for name, value in request.headers.raw
        if name.lower() not in (b"cookie", b"authorization")
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _peer(response: httpx.Response) -> str:
    """The address that answered, "" when the connection does not tell."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    return str(peer[0]) if isinstance(peer, tuple) and peer else ""


def _unarchived(url: str, at: datetime, outlet: str | None, problem: Problem | None) -> Capture:
    """A capture that no record stands behind."""
    return Capture(url, at, 0, "", "", "", 0, "", outlet=outlet, error=problem)


def _of(capture: Capture, outlet: str | None) -> Capture:
    """The capture as the asking outlet's, unless it names one."""
    return capture if capture.outlet or not outlet else replace(capture, outlet=outlet)
