"""Which addresses may be asked at all. In: a URL or a resolved address. Out: go, or a refusal.

A page, a redirect or a name server can point at the machine itself or its neighbours
(server-side request forgery). So the scheme and port are checked before, and the address
after the name is resolved; the connection is then made to exactly that address, so that a
second look-up cannot give another answer (DNS rebinding). Touches the system's resolver.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

from extractors.records import Capture
from flows.fetch.fetched import Problem
from flows.fetch.settings import FetchSettings

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""(host, port) -> IP addresses as text, best first. Raises OSError when there are none."""

# IANA's special-purpose registries (RFC 6890) are in ``ipaddress``; these it calls global,
# or knows only in newer Python versions, and none of them is a web server of an outlet.
_ALSO_REFUSED_V4 = (
    IPv4Network("100.64.0.0/10"),  # RFC 6598, carrier-grade NAT
    IPv4Network("192.0.0.0/24"),  # RFC 6890, protocol assignments
    IPv4Network("192.88.99.0/24"),  # RFC 7526, 6to4 relays
    IPv4Network("198.18.0.0/15"),  # RFC 2544, benchmarks
)
_HOST = re.compile(rb"[A-Za-z0-9_.-]{1,253}|[0-9A-Fa-f:.]{2,45}")  # a name, or an IPv6 address
_NUMBER = re.compile(r"\d+|0[xX][0-9A-Fa-f]*")  # a last label that makes a host an address
_GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_ALSO_REFUSED_V6 = (
    IPv6Network("2001::/23"),  # protocol assignments, Teredo among them
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("2002::/16"),  # 6to4: an IPv4 address inside, a relay we know nothing of
    IPv6Network("3fff::/20"),  # documentation, RFC 9637
)


class RefusedError(Exception):
    """A fetch that ends without a usable response: the problem's word and one clear sentence.

    ``capture`` is set when a record of it exists already (a recorded failure, replayed).
    ``passing`` is True when another try may well go better.
    """

    def __init__(
        self,
        problem: Problem,
        why: str,
        capture: Capture | None = None,
        *,
        passing: bool = False,
    ) -> None:
        super().__init__(why)
        self.problem: Problem = problem
        self.why = why
        self.capture = capture
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Route:
    """Where to connect for a host: addresses to try in order, and the port."""

    addresses: tuple[str, ...]
    port: int


def check_url(url: httpx.URL, settings: FetchSettings, *, live: bool = True) -> None:
    """Refuse what is not plain http(s) to a host, and, ``live``, on a web port.

    Raises:
        RefusedError: with problem "bad-address".
    """
    if url.scheme not in ("http", "https"):
        raise RefusedError("bad-address", f"{_shown(url)} is not an http or https address")
    if not url.host:
        raise RefusedError("bad-address", f"{_shown(url)} names no host")
    if not _HOST.fullmatch(url.raw_host):
        raise RefusedError("bad-address", f"{_shown(url)} has a host that cannot be a name")
    if not live:
        return
    mapped = url.host in settings.resolver or url.host in settings.allow_private
    if url.port is not None and url.port not in settings.ports and not mapped:
        raise RefusedError(
            "bad-address", f"{_shown(url)} uses port {url.port}, which is not a web port"
        )


def refusal(address: str) -> str | None:
    """Why ``address`` (an IP address as text) is not to be connected to, or None if it may be."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return "not an IP address"
    if isinstance(parsed, IPv4Address):
        return _refusal_v4(parsed)
    return _refusal_v6(parsed)


def _refusal_v4(address: IPv4Address) -> str | None:
    kinds = {
        "loopback": address.is_loopback,
        "link-local": address.is_link_local,
        "multicast": address.is_multicast,
        "private": address.is_private or any(address in net for net in _ALSO_REFUSED_V4),
        "reserved": address.is_reserved or address.is_unspecified or not address.is_global,
    }
    return next((kind for kind, applies in kinds.items() if applies), None)


def _refusal_v6(address: IPv6Address) -> str | None:
    if address.ipv4_mapped is not None:
        return "an IPv4 address in IPv6 clothes"
    if address in _NAT64:
        inner = _refusal_v4(IPv4Address(int(address) & 0xFFFFFFFF))
        return f"NAT64 of a {inner} address" if inner else None
    kinds = {
        "loopback": address.is_loopback,
        "link-local": address.is_link_local,
        "multicast": address.is_multicast,
        "private": address.is_private,
        "reserved": address not in _GLOBAL_UNICAST_V6
        or any(address in net for net in _ALSO_REFUSED_V6),
    }
    return next((kind for kind, applies in kinds.items() if applies), None)


async def system_lookup(host: str, port: int) -> Sequence[str]:
    """The system resolver's answer for ``host``. Raises OSError when there is none."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def _literal(host: str) -> str | None:
    """The address that ``host`` spells, None for a name.

    As the system and browsers read them: 127.1, 0x7f.0.0.1, 0177.0.0.1 and 2130706433 are all
    127.0.0.1. Raises OSError for a number that is no address.
    """
    if ":" in host:
        return host
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    return socket.inet_ntoa(socket.inet_aton(host))


async def route(host: str, port: int, settings: FetchSettings, lookup: Lookup) -> Route:
    """Resolve ``host`` once and say where to connect.

    One forbidden address among several refuses the host: an honest site has none.

    Raises:
        RefusedError: "dns" when there is no address, "private-address" when one is forbidden.
    """
    mapped = settings.resolver.get(host)
    if mapped is not None:
        return Route((mapped[0],), mapped[1])
    try:
        literal = _literal(host)
        addresses = (literal,) if literal else tuple(await lookup(host, port))
    except (OSError, UnicodeError) as error:
        why = f"the name {host} could not be resolved: {error}"
        passing = getattr(error, "errno", None) == socket.EAI_AGAIN
        raise RefusedError("dns", why, passing=passing) from error
    if not addresses:
        raise RefusedError("dns", f"the name {host} has no address")
    if host not in settings.allow_private:
        for address in addresses:
            reason = refusal(address)
            if reason is not None:
                raise RefusedError(
                    "private-address", f"{host} leads to {address}, which is {reason}"
                )
    return Route(addresses, port)


def _shown(url: httpx.URL) -> str:
    """The address for a message: one line, of bounded length."""
    return str(url)[:200]
