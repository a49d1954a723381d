"""The fetcher: an address in, ``Fetched`` out, live or from captures by the same code.

One httpx client (HTTP/2 where offered). Redirects are followed by hand, so that every hop is
checked anew: scheme and port, robots.txt, politeness, and the resolved address. Touches the
network (or the replay's captures) and the archive it is given; raises nothing for what the
network does: each failure is a ``Fetched`` with a ``problem``, and a record.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType

import httpx

from extractors.errors import SettingsError
from flows.fetch.archive import Archive
from flows.fetch.clock import Clock, SystemClock
from flows.fetch.content import ACCEPT_HEADERS, complaint
from flows.fetch.cookies import FetchCookies
from flows.fetch.decoding import ACCEPTED, GZIP_MAGIC, decode, gunzip
from flows.fetch.exchange import Exchange
from flows.fetch.fetched import Accept, Fetched, Manners, Problem, Validator, Validators
from flows.fetch.guards import Lookup, RefusedError, check_url, system_lookup
from flows.fetch.politeness import Politeness
from flows.fetch.replay import ReplayTransport
from flows.fetch.robots import Robots
from flows.fetch.sending import Asking, Sender, Sent, set_headers_aside
from flows.fetch.settings import FetchSettings
from flows.fetch.transport import GuardedTransport
from flows.fetch.urls import memento

MAX_ERROR_BODY = 64 * 1024
ROBOTS_REDIRECTS = 5
"""RFC 9309, 2.3.1.2."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_STATUS_PROBLEMS: dict[int, tuple[Problem, str]] = {
    401: ("forbidden", "the page is for people who are logged in"),
    402: ("forbidden", "the page is for people who pay"),
    403: ("forbidden", "the server refuses to show it to us"),
    404: ("not-found", "there is no such page"),
    407: ("forbidden", "a proxy refuses to let us through"),
    410: ("gone", "the page was removed"),
    429: ("rate-limited", "the server says that we ask too often"),
    451: ("legal", "the page may not be shown for legal reasons"),
}


@dataclass(slots=True)
class _Walk:
    """One fetch on its way through redirects."""

    accept: Accept
    asking: Asking
    hops: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    cookies: FetchCookies = field(default_factory=FetchCookies)


class Fetcher:
    """Fetches addresses, politely and on record. Use as ``async with Fetcher(...) as fetcher``.

    Args:
        settings: manners, limits, routes.
        archive: where every response and failure is recorded; the caller closes it.
        replay: when given, it answers instead of the network, without robots or delays.
        validators: what is known from earlier fetches, for conditional requests.
        clock, lookup, rng: time, name resolution and chance, for tests.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        archive: Archive | None = None,
        replay: ReplayTransport | None = None,
        validators: Validators | None = None,
        clock: Clock | None = None,
        lookup: Lookup = system_lookup,
        rng: random.Random | None = None,
    ) -> None:
        self.settings = settings
        self.replay = replay
        self._archive = archive
        self._validators = validators
        self._clock = clock or SystemClock()
        self._lookup = lookup
        self._politeness = Politeness(settings, self._clock, rng or random.Random())
        self._robots = Robots(self._get_robots, self._clock)
        self._client: httpx.AsyncClient | None = None
        self._sender: Sender | None = None

    async def __aenter__(self) -> Fetcher:
        transport = self.replay or GuardedTransport(self.settings, self._lookup)
        self._client = httpx.AsyncClient(
            transport=transport,
            headers={"user-agent": self.settings.agent, "accept-encoding": ACCEPTED},
            timeout=httpx.Timeout(
                self.settings.read_timeout, connect=self.settings.connect_timeout, pool=None
            ),
            follow_redirects=False,
            event_hooks={"response": [set_headers_aside]},
            trust_env=False,
            # Cookies live in one fetch only (cookies.py), so the client's own jar takes none.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        )
        self._sender = Sender(
            self.settings, self._client, self._politeness, self._clock, self._archive, self.replay
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._client is not None:
            await self._client.aclose()
        self._client = self._sender = None

    async def get(
        self, url: str, *, outlet: Manners | None = None, accept: Accept = "page"
    ) -> Fetched:
        """Fetch ``url`` for ``outlet``, expecting content of the kind ``accept``.

        Never raises for what the network or a server does; see ``Fetched.problem``.

        Raises:
            ArchiveError: the archive cannot be written, or a replayed record is damaged.
        """
        asking = Asking(
            outlet.id if outlet is not None else None,
            outlet.rate_seconds if outlet is not None else self.settings.rate_seconds,
            outlet.concurrency if outlet is not None else self.settings.concurrency,
        )
        walk = _Walk(accept, asking)
        try:
            here = _bare(httpx.URL(url.strip()))
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            refusal = RefusedError("bad-address", f"{url[:200]!r} is not an address: {error}")
            return _failed(await self._ready.fail(url.strip(), asking, refusal))
        while True:
            sent = await self._hop(here, walk)
            ahead = _redirect(here, sent)
            if ahead is None:
                return self._finish(sent, walk)
            if isinstance(ahead, RefusedError):
                return _failed(sent, walk, ahead)
            if len(walk.hops) > self.settings.max_redirects:
                why = f"it was still redirecting after {self.settings.max_redirects} redirects"
                return _failed(sent, walk, RefusedError("too-many-redirects", why))
            if (str(ahead), walk.cookies.header(ahead.host)) in walk.seen:
                why = f"the redirects lead in a circle, back to {str(ahead)[:200]}"
                return _failed(sent, walk, RefusedError("redirect-loop", why))
            here = ahead

    @property
    def _ready(self) -> Sender:
        if self._sender is None:
            raise SettingsError("the fetcher is not open: use it as `async with Fetcher(...)`")
        return self._sender

    async def _hop(self, url: httpx.URL, walk: _Walk) -> Sent:
        """Check and ask one address of the way."""
        sender, asking = self._ready, walk.asking
        walk.hops.append(str(url))
        cookie = walk.cookies.header(url.host)
        walk.seen.add((str(url), cookie))
        headers = {"accept": ACCEPT_HEADERS[walk.accept]}
        if cookie:
            headers["cookie"] = cookie
        validator = None
        try:
            check_url(url, self.settings, live=self.replay is None)
            if self.replay is None:
                rules = await self._robots.rules(url)
                if not rules.allows(str(url)):
                    raise RefusedError(*rules.refusal)
                if rules.delay > asking.rate:
                    asking = Asking(asking.outlet, rules.delay, asking.concurrency)
                validator = self._validators.get(str(url)) if self._validators else None
                headers |= _conditions(validator)
        except RefusedError as refusal:
            return await sender.fail(str(url), asking, refusal)
        sent = await sender.send(url, headers, asking, validator)
        if sent.exchange is not None:
            lines = [
                value.decode("latin-1")
                for name, value in sent.exchange.headers
                if name.lower() == b"set-cookie"
            ]
            walk.cookies.take(url.host, lines)
        return sent

    async def _get_robots(self, url: httpx.URL) -> tuple[int, bytes]:
        """(status, body) of a robots.txt; its redirects are followed, checked like any other.

        Raises:
            RefusedError: when no response came, or none that can be decoded.
        """
        asking = Asking(None, 0.0, self.settings.concurrency)
        for _ in range(ROBOTS_REDIRECTS + 1):
            check_url(url, self.settings)
            sent = await self._ready.send(url, {"accept": ACCEPT_HEADERS["text"]}, asking)
            exchange = sent.exchange
            if sent.problem is not None and sent.problem != "too-large":
                raise RefusedError(sent.problem, f"robots.txt: {sent.why}")
            assert exchange is not None
            ahead = _redirect(url, sent)
            if isinstance(ahead, RefusedError):
                raise ahead
            if ahead is None:
                cap = self.settings.max_decoded_bytes
                encoding = exchange.header("content-encoding")
                return exchange.status, decode(exchange.body, encoding, cap)
            url = ahead
        return 404, b""  # RFC 9309, 2.3.1.2: more redirects than five may count as missing

    def _finish(self, sent: Sent, walk: _Walk) -> Fetched:
        """What the last answer of the way amounts to."""
        exchange = sent.exchange
        if exchange is None:
            return _failed(sent, walk)
        told = _status_problem(sent)
        if sent.problem is not None or told is not None:
            return _failed(sent, walk, told)  # a refusal cut short is a refusal
        content_type = exchange.header("content-type")
        cap = self.settings.max_decoded_bytes
        try:
            payload = decode(exchange.body, exchange.header("content-encoding"), cap)
            if walk.accept == "feed" and payload.startswith(GZIP_MAGIC):
                payload = gunzip(payload, cap)  # sitemap.xml.gz is a file, not an encoding
        except RefusedError as refusal:
            return _failed(sent, walk, refusal)
        complained = complaint(walk.accept, content_type, payload)
        if complained is not None:
            unfit = RefusedError("bad-content", complained)
            return _failed(sent, walk, unfit, payload[:MAX_ERROR_BODY])
        copy = memento(exchange.url)
        return Fetched(
            capture=sent.capture,
            payload=payload,
            content_type=content_type,
            headers=exchange.header_map(),
            final_url=exchange.url,
            hops=tuple(walk.hops),
            earlier=sent.unchanged,
            source_url=copy[0] if copy else "",
            source_time=copy[1] if copy else None,
        )


def _bare(url: httpx.URL) -> httpx.URL:
    """Without fragment, and without a name and password, which httpx would send."""
    return url.copy_with(fragment=None, userinfo=b"") if url.fragment or url.userinfo else url


def _redirect(here: httpx.URL, sent: Sent) -> httpx.URL | RefusedError | None:
    """Where the answer sends us on to; None when it is no redirect."""
    exchange = sent.exchange
    if exchange is None or exchange.status not in _REDIRECTS:
        return None
    location = next(
        (value for name, value in exchange.headers if name.lower() == b"location"), b""
    ).decode("utf-8", "replace")
    if not location.strip():
        return RefusedError("damaged", "it redirects, but does not say where to")
    try:
        return _bare(here.join(location.strip()))
    except (httpx.InvalidURL, ValueError) as error:
        return RefusedError("bad-address", f"it redirects to {location[:200]!r}: {error}")


def _status_problem(sent: Sent) -> RefusedError | None:
    """What the status of a whole answer means, when it is not a success."""
    assert sent.exchange is not None
    status = sent.exchange.status
    if 200 <= status < 300 and status != 206:
        return None
    if status == 304:
        return RefusedError("not-modified", "it has not changed since it was last read")
    if status in _STATUS_PROBLEMS:
        problem, why = _STATUS_PROBLEMS[status]
        return RefusedError(problem, f"{why} (status {status})")
    if 400 <= status < 500:
        return RefusedError("bad-request", f"the server did not accept the request ({status})")
    if status >= 500:
        return RefusedError("server-error", f"the server failed (status {status})")
    return RefusedError("damaged", f"the answer has status {status}, which tells nothing")


def _failed(
    sent: Sent,
    walk: _Walk | None = None,
    refusal: RefusedError | None = None,
    body: bytes | None = None,
) -> Fetched:
    """A fetch that gave nothing to read; ``refusal`` where the sending itself went well."""
    exchange: Exchange | None = sent.exchange
    if body is None:
        body = _error_body(exchange) if exchange is not None else b""
    return Fetched(
        capture=sent.capture,
        payload=None,
        content_type=exchange.header("content-type") if exchange is not None else "",
        headers=exchange.header_map() if exchange is not None else {},
        final_url=exchange.url if exchange is not None else sent.capture.url,
        problem=refusal.problem if refusal is not None else sent.problem,
        why=refusal.why if refusal is not None else sent.why,
        hops=tuple(walk.hops) if walk is not None else (),
        error_body=body,
        earlier=sent.unchanged,
    )


def _error_body(exchange: Exchange) -> bytes:
    """What a refusing server has to say, where it can be decoded; bounded."""
    try:
        return decode(exchange.body, exchange.header("content-encoding"), MAX_ERROR_BODY)
    except RefusedError:
        return b""


def _conditions(validator: Validator | None) -> dict[str, str]:
    """The headers that ask for a payload only if it changed."""
    headers = {}
    if validator is not None and validator.etag:
        headers["if-none-match"] = validator.etag
    if validator is not None and validator.last_modified:
        headers["if-modified-since"] = validator.last_modified
    return headers
