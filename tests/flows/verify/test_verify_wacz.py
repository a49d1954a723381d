"""The captures of a report as a WACZ: read back the same, valid by the standard, the same bytes."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import zipfile
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractors.errors import ArchiveError
from extractors.records import Capture
from flows.fetch import Archive, Fetcher, FetchSettings, ReplayTransport, Validator
from flows.fetch.exchange import Exchange
from flows.verify.wacz import surt, write_wacz

NOON = datetime(2025, 1, 2, 12, tzinfo=UTC)
HTML = ((b"Content-Type", b"text/html; charset=utf-8"),)
ONE, TWO, COPY, DOWN = (
    f"https://www.post.example/{name}" for name in ("one?b=2&A=1", "2", "3", "4")
)
TITLES = {ONE: "One", TWO: "Two </script>", COPY: "Copy"}


def exchange(url: str, body: bytes, at: datetime = NOON) -> Exchange:
    return Exchange(url, at, 200, "OK", HTML, body)


@pytest.fixture
def archived(tmp_path: Path) -> tuple[Path, tuple[Capture, ...]]:
    """Two pages, a page with the words of another, a failure, and one that no report rests on."""
    folder = tmp_path / "archive"
    with Archive(folder) as archive:
        first = archive.write(exchange(ONE, b"<p>first</p>"), outlet="post")
        archive.write(exchange("https://other.example/", b"<p>not wanted</p>"))
        packed = gzip.compress(b"<p>second</p>", mtime=0)
        coded = Exchange(TWO, NOON, 200, "OK", (*HTML, (b"Content-Encoding", b"gzip")), packed)
        archive.write(coded, outlet="post")
        same = Validator("", "", first.payload_sha256, NOON, first.record_id)
        again = exchange(COPY, b"<p>first</p>", NOON + timedelta(hours=1))
        archive.write(again, outlet="post", unchanged=same)
        archive.write_failure(DOWN, NOON, "timeout", "it took too long", outlet="post")
    known = ReplayTransport([folder]).captures()
    return folder, tuple(c for c in known if c.url.startswith("https://www.post.example/"))


def told(captures: Sequence[Capture]) -> list[tuple[object, ...]]:
    """Captures without the place at which they lie."""
    return [astuple(replace(c, warc_file="", warc_offset=0)) for c in captures]


def made(folder: Path, archived: tuple[Path, tuple[Capture, ...]], name: str = "a.wacz") -> Path:
    source, captures = archived
    return write_wacz(folder / name, [source], captures, TITLES, "A case")


def test_replay_finds_the_same_captures_in_it(
    tmp_path: Path, archived: tuple[Path, tuple[Capture, ...]]
) -> None:
    bundle = made(tmp_path, archived)
    assert len(archived[1]) == 4
    assert told(tuple(ReplayTransport([bundle]).captures())) == told(archived[1])

    async def scene() -> list[bytes]:
        replay = ReplayTransport([bundle])
        async with Fetcher(FetchSettings(), replay=replay) as fetcher:
            return [(await fetcher.get(url)).payload for url in (ONE, TWO, COPY)]

    first, second, copy = asyncio.run(scene())
    assert (first, second, copy) == (b"<p>first</p>", b"<p>second</p>", b"<p>first</p>")


def test_a_wacz_made_of_a_wacz_is_the_same(
    tmp_path: Path, archived: tuple[Path, tuple[Capture, ...]]
) -> None:
    bundle = made(tmp_path, archived)
    captures = tuple(ReplayTransport([bundle]).captures())
    again = write_wacz(tmp_path / "again.wacz", [bundle], captures, TITLES, "A case")
    assert told(tuple(ReplayTransport([again]).captures())) == told(captures)


def test_the_same_captures_give_the_same_bytes(
    tmp_path: Path, archived: tuple[Path, tuple[Capture, ...]]
) -> None:
    source, captures = archived
    first = made(tmp_path, archived)
    second = made(tmp_path, (source, (*captures[::-1], captures[0])), "b.wacz")
    assert first.read_bytes() == second.read_bytes()


def test_the_package_names_every_part_with_its_hash(
    tmp_path: Path, archived: tuple[Path, tuple[Capture, ...]]
) -> None:
    with zipfile.ZipFile(made(tmp_path, archived)) as bundle:
        assert bundle.testzip() is None
        assert {info.compress_type for info in bundle.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in bundle.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        package = json.loads(bundle.read("datapackage.json"))
        assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
        assert package["created"] == "2025-01-02T13:00:00Z"
        paths = [part["path"] for part in package["resources"]]
        assert paths == ["archive/data.warc.gz", "indexes/index.cdxj", "pages/pages.jsonl"]
        assert {*paths, "datapackage.json", "datapackage-digest.json"} == set(bundle.namelist())
        for part in package["resources"]:
            content = bundle.read(part["path"])
            assert part["bytes"] == len(content)
            assert part["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        digest = json.loads(bundle.read("datapackage-digest.json"))["hash"]
        whole = hashlib.sha256(bundle.read("datapackage.json")).hexdigest()
        assert digest == f"sha256:{whole}"


def test_the_index_leads_to_each_record_and_the_pages_to_the_index(
    tmp_path: Path, archived: tuple[Path, tuple[Capture, ...]]
) -> None:
    with zipfile.ZipFile(made(tmp_path, archived)) as bundle:
        warc = bundle.read("archive/data.warc.gz")
        lines = bundle.read("indexes/index.cdxj").decode().splitlines()
        rows = [json.loads(row) for row in bundle.read("pages/pages.jsonl").decode().splitlines()]
    assert lines == sorted(lines)
    index = [(*line.split(" ", 2)[:2], json.loads(line.split(" ", 2)[2])) for line in lines]
    assert [entry["url"] for _, _, entry in index] == [TWO, COPY, ONE]
    for key, _, entry in index:
        begun, length = int(entry["offset"]), int(entry["length"])
        record = gzip.decompress(warc[begun : begun + length])
        assert record.startswith(b"WARC/1.1\r\n")
        assert key == surt(entry["url"])
        assert (entry["status"], entry["mime"]) == ("200", "text/html")
        digest = entry["digest"].encode()
        assert b"WARC-Payload-Digest: " + digest in record
    head, *pages = rows
    assert head["format"] == "json-pages-1.0"
    assert [(page["url"], page["title"]) for page in pages] == [
        (TWO, "Two </script>"),
        (COPY, "Copy"),
        (ONE, "One"),
    ]
    known = {(entry["url"], at) for _, at, entry in index}
    stamps = {(p["url"], "".join(filter(str.isdigit, p["ts"]))) for p in pages}
    assert stamps == known


def test_a_capture_that_went_away_is_said(
    tmp_path: Path, archived: tuple[Path, tuple[Capture, ...]]
) -> None:
    source, captures = archived
    lost = replace(captures[0], record_id="<urn:uuid:0>")
    with pytest.raises(ArchiveError, match="is not there any more"):
        write_wacz(tmp_path / "a.wacz", [source], [lost], {}, "x")
    assert not list(tmp_path.glob("*.wacz"))


def test_nothing_captured_is_still_a_wacz(
    tmp_path: Path, archived: tuple[Path, tuple[Capture, ...]]
) -> None:
    source, captures = archived
    missed = replace(captures[0], warc_file="", status=0, error="not captured")
    with zipfile.ZipFile(write_wacz(tmp_path / "a.wacz", [source], [missed], {}, "x")) as bundle:
        assert bundle.read("indexes/index.cdxj") == b""


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.BBC.co.uk/News?b=2&a=1", "uk,co,bbc)/news?a=1&b=2"),
        ("http://post.example", "example,post)/"),
        ("http://www2.post.example:8080/x", "example,post:8080)/x"),
        ("urn:x:y", "urn:x:y"),
    ],
)
def test_addresses_are_sorted_as_the_browser_tool_sorts_them(url: str, key: str) -> None:
    assert surt(url) == key
