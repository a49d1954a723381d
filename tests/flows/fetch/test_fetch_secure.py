"""TLS and HTTP/2: the address is pinned, the name still counts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
import strict_warc
from loopback import PAGE
from secure import SecureDoor, certificate

from flows.fetch import Archive, Fetched, Fetcher, FetchSettings

NAME = "news.example"


async def _lookup(host: str, port: int) -> Sequence[str]:
    return ("127.0.0.1",)


def _settings(trusted: Path | None, *hosts: str) -> FetchSettings:
    return FetchSettings(
        allow_private=frozenset(hosts),
        ca_file=trusted,
        max_tries=1,
        rate_seconds=0.0,
        concurrency=8,
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("tls"), NAME)


def test_http2_over_one_connection(tmp_path: Path, files: tuple[Path, Path]) -> None:
    async def scene() -> tuple[list[Fetched], SecureDoor]:
        async with SecureDoor(files, PAGE) as door:
            with Archive(tmp_path) as archive:
                settings = _settings(files[0], NAME)
                async with Fetcher(settings, archive=archive, lookup=_lookup) as fetcher:
                    urls = [f"https://{NAME}:{door.port}/{number}" for number in range(10)]
                    return list(await asyncio.gather(*map(fetcher.get, urls))), door

    got, door = asyncio.run(scene())
    assert [fetched.payload for fetched in got] == [PAGE] * 10
    assert door.connections == 1
    assert door.names == [NAME]
    assert set(door.hosts) == {f"{NAME}:{door.port}"}
    (file,) = tmp_path.iterdir()
    responses = [r for r in strict_warc.read(file) if r.fields["WARC-Type"] == "response"]
    assert len(responses) == 11
    for response in responses:
        assert response.fields["WARC-Protocol"] == "http/2"
        assert response.fields["WARC-IP-Address"] == "127.0.0.1"
        assert response.head[0].startswith("HTTP/1.1 ")


def _problem(files: tuple[Path, Path], trusted: Path | None, host: str) -> Fetched:
    async def scene() -> Fetched:
        settings = _settings(trusted, host)
        async with SecureDoor(files, PAGE) as door, Fetcher(settings, lookup=_lookup) as fetcher:
            return await fetcher.get(f"https://{host}:{door.port}/")

    return asyncio.run(scene())


def test_a_certificate_for_another_name_is_refused(files: tuple[Path, Path]) -> None:
    fetched = _problem(files, files[0], "other.example")
    assert fetched.problem == "tls"
    assert "other.example" in fetched.why


def test_a_certificate_that_nobody_vouches_for_is_refused(files: tuple[Path, Path]) -> None:
    assert _problem(files, None, NAME).problem == "tls"
