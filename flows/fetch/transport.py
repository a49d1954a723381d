"""The connection itself: httpx's transport with every address checked and pinned.

Requests in, responses out. Touches the network, but only where ``guards.route`` leads: the
name is resolved once, the address is checked, and that very address is connected to, while
the Host header, SNI and certificate check keep the name.
"""

from __future__ import annotations

import asyncio
import functools
import select
import ssl
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import httpcore
import httpx
from httpcore import SOCKET_OPTION

from flows.fetch.guards import Lookup, RefusedError, route
from flows.fetch.settings import FetchSettings

MAX_ADDRESSES = 3
"""How many addresses of one name are tried: a dead IPv6 route should not cost the fetch."""


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP connections to checked addresses only."""

    def __init__(self, settings: FetchSettings, lookup: Lookup) -> None:
        self._settings = settings
        self._lookup = lookup
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check, connect. Raises RefusedError, or httpcore's connection errors."""
        try:
            async with asyncio.timeout(timeout):
                target = await route(host, port, self._settings, self._lookup)
        except TimeoutError as error:
            raise RefusedError(
                "dns", f"the name {host} was not resolved in {timeout:g} s"
            ) from error
        failure: Exception = httpcore.ConnectError(f"no address of {host} answered")
        for address in target.addresses[:MAX_ADDRESSES]:
            try:
                return _WatchedStream(
                    await self._inner.connect_tcp(
                        address, target.port, timeout, local_address, socket_options
                    )
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: a URL has no business with a local socket."""
        raise RefusedError("bad-address", f"{path} is a local socket, not a web address")

    async def sleep(self, seconds: float) -> None:
        """As httpcore asks of a backend."""
        await self._inner.sleep(seconds)


class _WatchedStream(httpcore.AsyncNetworkStream):
    """A stream that tells cheaply whether its idle connection was closed.

    httpcore asks that of every idle connection at every request, and its own answer
    gathers all that is known of the socket each time: a third of a request's cost.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._socket = inner.get_extra_info("socket")
        self._descriptor: int = self._socket.fileno()
        self._peer = inner.get_extra_info("server_addr")
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """As the inner stream."""
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """As the inner stream."""
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        """As the inner stream."""
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """The stream over TLS, watched too."""
        return _WatchedStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """As the inner stream; what is asked often is answered from memory."""
        if info == "is_readable":
            # A closed socket has another descriptor, or none: reading it would not block.
            return self._socket.fileno() != self._descriptor or bool(self._poll.poll(0))
        if info == "server_addr":
            return self._peer
        return self._inner.get_extra_info(info)


class GuardedTransport(httpx.AsyncHTTPTransport):
    """``httpx.AsyncHTTPTransport`` over ``PinnedBackend``, HTTP/2 where the server offers it.

    Hosts of ``settings.resolver`` are asked without TLS.
    """

    def __init__(self, settings: FetchSettings, lookup: Lookup) -> None:
        context = tls_context(settings.ca_file)
        super().__init__(verify=context, http2=True, trust_env=False)
        # httpx has no argument for the backend, so the pool is laid anew, with the same kinds.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=settings.max_connections,
            max_keepalive_connections=settings.max_connections,
            keepalive_expiry=15.0,
            http1=True,
            http2=True,
            network_backend=PinnedBackend(settings, lookup),
        )
        self._mapped = frozenset(settings.resolver)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send ``request``; the body of the response is streamed."""
        if request.url.host in self._mapped and request.url.scheme == "https":
            extensions: dict[str, Any] = dict(request.extensions)
            request = httpx.Request(
                request.method,
                request.url.copy_with(scheme="http"),
                headers=request.headers,
                stream=request.stream,
                extensions=extensions,
            )
        return await super().handle_async_request(request)


@functools.cache
def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Certificates checked against ``ca_file``, else certifi's; read once per process."""
    if ca_file is not None:
        return ssl.create_default_context(cafile=str(ca_file))
    return httpx.create_ssl_context(trust_env=False)
