"""No fetch reaches the machine itself or its neighbours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import HOST, PAGE, Door, answer, redirect

from extractors.errors import SettingsError
from flows.fetch import Fetched, Fetcher, FetchSettings
from flows.fetch.guards import RefusedError, check_url, refusal, route


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "100::1",
        "not an address",
    ],
)
def test_refused_addresses(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "151.101.0.81", "2a00:1450:4001::1", "2606:4700::1", "64:ff9b::808:808"]
)
def test_public_addresses(address: str) -> None:
    assert refusal(address) is None


@given(st.ip_addresses())
def test_what_the_machine_calls_private_is_refused(address: IPv4Address | IPv6Address) -> None:
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        embedded = isinstance(address, IPv6Address) and str(address).startswith("64:ff9b::")
        assert refusal(str(address)) or embedded


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_an_embedded_address_is_never_freer_than_itself(number: int) -> None:
    plain = refusal(str(IPv4Address(number)))
    nat64 = refusal(str(IPv6Address(int(IPv6Address("64:ff9b::")) | number)))
    assert (plain is None) == (nat64 is None)
    assert refusal(str(IPv6Address((0xFFFF << 32) | number)))
    assert refusal(str(IPv6Address((0x2002 << 112) | (number << 80))))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://www.example.org/",
        "file:///etc/passwd",
        "gopher://www.example.org/",
        "http:///path",
        "http://www.example.org:22/",
        "http://www.example.org:6379/",
        "http://bad%20name/",
    ],
)
def test_refused_urls(url: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_url(httpx.URL(url), FetchSettings())
    assert refused.value.problem == "bad-address"
    assert "\n" not in refused.value.why


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    async def mixed(host: str, port: int) -> Sequence[str]:
        return ("8.8.8.8", "10.0.0.1")

    with pytest.raises(RefusedError) as refused:
        asyncio.run(route("mixed.example", 443, FetchSettings(), mixed))
    assert refused.value.problem == "private-address"


def _get(url: str, settings: FetchSettings, answers: dict[str, Sequence[str]]) -> Fetched:
    async def lookup(host: str, port: int) -> Sequence[str]:
        return answers[host]

    async def fetch() -> Fetched:
        async with Fetcher(settings, lookup=lookup) as fetcher:
            return await fetcher.get(url)

    return asyncio.run(fetch())


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "fd00::2"])
def test_a_name_that_leads_to_a_private_address_is_not_asked(address: str) -> None:
    fetched = _get("http://inside.example/", FetchSettings(), {"inside.example": [address]})
    assert fetched.problem == "private-address"
    assert address in fetched.why
    assert fetched.payload is None


def test_a_name_is_resolved_once_and_that_address_is_connected_to() -> None:
    """The second look-up of a rebinding name never happens."""
    looked_up = []

    async def scene() -> tuple[Fetched, Door]:
        async with Door({"/": answer()}) as door:

            async def lookup(host: str, port: int) -> Sequence[str]:
                looked_up.append(host)
                return ("127.0.0.1",) if len(looked_up) <= 2 else ("127.0.0.9",)

            settings = FetchSettings(allow_private=frozenset({"rebind.example"}), max_tries=1)
            async with Fetcher(settings, lookup=lookup) as fetcher:
                return await fetcher.get(f"http://rebind.example:{door.port}/"), door

    fetched, door = asyncio.run(scene())
    assert fetched.payload == PAGE
    # One look-up for each connection: robots.txt and the page, as this server closes after each.
    assert looked_up == ["rebind.example"] * 2
    assert door.asked[1].headers["host"].startswith("rebind.example")


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/admin",
        "http://localhost/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://127.1/",
        "//127.0.0.1/admin",
    ],
)
def test_redirects_to_private_addresses_are_not_followed(target: str) -> None:
    """With the system's own resolver, which reads decimal, octal and short addresses."""

    async def scene() -> tuple[Fetched, list[str]]:
        answers = {"/go": redirect(target), "*": answer(b"<p>secret</p>")}
        async with Door(answers) as door, Fetcher(door.settings()) as fetcher:
            return await fetcher.get(f"http://{HOST}/go"), door.paths()

    fetched, paths = asyncio.run(scene())
    assert fetched.problem == "private-address"
    assert fetched.payload is None
    assert paths == ["/go"]
    assert len(fetched.hops) == 2


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://www.example.org/",
        "http://www.example.org:6379/x",
        "http://0177.0.0.1/",
        "http://[::1/",
        "http://a b/",
        "http://999.0.0.1/",
    ],
)
def test_redirects_off_the_web_are_not_followed(target: str) -> None:
    async def scene() -> Fetched:
        async with Door({"/go": redirect(target)}) as door:
            settings = door.settings("other.example")
            async with Fetcher(settings) as fetcher:
                return await fetcher.get("http://other.example/go")

    assert asyncio.run(scene()).problem == "bad-address"


def test_the_user_may_allow_a_host() -> None:
    async def scene() -> Fetched:
        async with Door({"/": answer()}) as door:
            settings = FetchSettings(allow_private=frozenset({"127.0.0.1"}))
            async with Fetcher(settings) as fetcher:
                return await fetcher.get(f"http://127.0.0.1:{door.port}/")

    assert asyncio.run(scene()).payload == PAGE


@pytest.mark.parametrize(
    "change",
    [
        {"total_timeout": 0.0},
        {"max_wire_bytes": 0},
        {"concurrency": 0},
        {"rate_seconds": -1.0},
        {"user_agent": " "},
        {"user_agent": "line\r\nbreak"},
        {"contact": "größe"},
    ],
)
def test_settings_that_cannot_work_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        FetchSettings(**change)  # type: ignore[arg-type]


def hostile() -> list[tuple[str, str]]:
    """(address, what its name leads to) of ``hostile_addresses.txt``."""
    lines = Path(__file__).with_name("hostile_addresses.txt").read_text("utf-8").splitlines()
    told = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return [(url, leads) for url, _, leads in told]


def test_there_are_enough_hostile_addresses() -> None:
    assert len({url for url, _ in hostile()}) >= 150


@pytest.mark.parametrize(("url", "leads"), hostile())
def test_a_hostile_address_is_never_called(url: str, leads: str) -> None:
    async def names(host: str, port: int) -> Sequence[str]:
        if not leads:
            raise OSError("no such name")
        return (leads,)

    async def scene() -> Fetched:
        async with Fetcher(FetchSettings(), lookup=names) as fetcher:
            return await fetcher.get(url)

    got = asyncio.run(scene())
    assert got.problem in {"bad-address", "private-address", "dns"}
    assert got.payload is None or got.payload == b""
    assert "\n" not in (got.why or "")
