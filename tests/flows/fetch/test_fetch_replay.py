"""Captures answer as the network once did: the same code, the same words, the same bytes."""

from __future__ import annotations

import asyncio
import gzip
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import HOST, PAGE, Door, answer, redirect

from extractors.errors import ArchiveError
from flows.fetch import Accept, Archive, Fetched, Fetcher, FetchSettings, ReplayTransport, Validator
from flows.fetch.exchange import Exchange

URL = f"https://{HOST}/page"
DAY = [datetime(2025, 1, day, 6, tzinfo=UTC) for day in range(1, 29)]


def exchange(
    body: bytes = PAGE,
    url: str = URL,
    at: datetime = DAY[0],
    status: int = 200,
    headers: Sequence[tuple[bytes, bytes]] = ((b"Content-Type", b"text/html"),),
) -> Exchange:
    return Exchange(url, at, status, "OK", tuple(headers), body)


def ask(replay: ReplayTransport, *urls: str, accept: Accept = "page") -> list[Fetched]:
    """Fetch from captures; a look-up of any name is an error."""

    async def no_lookup(host: str, port: int) -> Sequence[str]:
        raise AssertionError(f"{host} was looked up in replay")

    async def scene() -> list[Fetched]:
        async with Fetcher(FetchSettings(), replay=replay, lookup=no_lookup) as fetcher:
            return [await fetcher.get(url, accept=accept) for url in urls]

    return asyncio.run(scene())


def plain_warc(*records: tuple[dict[str, str], bytes]) -> bytes:
    """An uncompressed WARC as another tool might write it."""
    out = b""
    for fields, block in records:
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        out += f"WARC/1.0\r\n{head}Content-Length: {len(block)}\r\n\r\n".encode() + block
        out += b"\r\n\r\n"
    return out


def foreign(url: str, block: bytes, **more: str) -> tuple[dict[str, str], bytes]:
    """A response record with the least that the standard asks for."""
    fields = {
        "WARC-Type": "response",
        "WARC-Target-URI": url,
        "WARC-Date": "2025-01-05T06:00:00Z",
        "WARC-Record-ID": f"<urn:x:{len(url)}-{len(block)}>",
        "Content-Type": "application/http; msgtype=response",
    }
    return fields | {name.replace("_", "-"): value for name, value in more.items()}, block


SMALL = foreign("https://a.example/", b"HTTP/1.1 200 OK\r\n\r\n")


def test_a_run_replays_with_the_same_results(tmp_path: Path) -> None:
    packed = answer(gzip.compress(b"<p>packed</p>", mtime=0), headers={"Content-Encoding": "gzip"})
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    answers = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /closed"),
        "/page": answer(),
        "/packed": packed,
        "/chunked": head + b"3\r\n<p>\r\n1\r\nx\r\n0\r\n\r\n",
        "/moved": redirect("/page", "301 Moved"),
        "/loop": redirect("/loop2"),
        "/loop2": redirect("/loop"),
        "/refused": answer(b"no", "403 Forbidden"),
        "/short": answer(PAGE, length=9000),
        "/inside": redirect("http://127.0.0.1/"),
        "/film": answer(b"", headers={"Content-Type": "video/mp4"}),
        "/pdf": answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}),
        "/lie": answer(PAGE, headers={"Content-Encoding": "gzip"}),
    }
    urls = [f"https://{HOST}{path}" for path in [*answers, "/closed", "/missing"]][1:]

    async def live() -> list[Fetched]:
        async with Door(answers) as door:
            with Archive(tmp_path) as archive:
                async with Fetcher(door.settings(), archive=archive) as fetcher:
                    return [await fetcher.get(url) for url in urls]

    before = asyncio.run(live())
    after = ask(ReplayTransport([tmp_path]), *urls)
    assert {fetched.problem for fetched in before} == {
        None, "robots", "not-found", "redirect-loop", "forbidden", "damaged", "private-address",
        "bad-content",
    }  # fmt: skip
    for was, now in zip(before, after, strict=True):
        assert now.problem == was.problem, was
        assert now.payload == was.payload
        assert now.final_url == was.final_url
        assert now.hops == was.hops
        assert now.content_type == was.content_type
        # Not the very record: an address fetched twice is answered by the newer capture.
        one = (was.capture.url, was.capture.payload_sha256, was.capture.status, was.capture.error)
        two = (now.capture.url, now.capture.payload_sha256, now.capture.status, now.capture.error)
        assert one == two
        assert now.why == was.why


def test_a_miss_is_told_and_takes_its_time_from_the_captures(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.write(exchange(at=DAY[3]))
    replay = ReplayTransport([tmp_path])
    first, again = ask(replay, "https://elsewhere.example/", "https://elsewhere.example/")
    assert first == again
    assert first.problem == "not-captured"
    assert "elsewhere.example" in first.why
    assert first.capture.error == "not-captured"
    assert first.capture.captured_at == DAY[3] == replay.latest


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.org/page",
        "https://example.org/page/",
        "https://www.example.org:443/page?utm_source=feed#top",
        "https://www.example.org/page.amp",
        "HTTPS://WWW.EXAMPLE.ORG/page",
    ],
)
def test_an_address_alike_is_answered(tmp_path: Path, url: str) -> None:
    with Archive(tmp_path) as archive:
        archive.write(exchange())
    (fetched,) = ask(ReplayTransport([tmp_path]), url)
    assert fetched.payload == PAGE
    assert fetched.capture.url == URL


def test_twin_domains(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.write(exchange(url="https://www.example.com/page"))
    twins = {"example.org": "example.com"}
    assert ask(ReplayTransport([tmp_path], twins=twins), URL)[0].ok
    assert not ask(ReplayTransport([tmp_path]), URL)[0].ok


def test_the_exact_address_comes_before_one_alike(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.write(exchange(b"<p>one</p>", "https://www.example.org/a?id=1"))
        archive.write(exchange(b"<p>two</p>", "http://example.org/a?id=1", DAY[5]))
    one, two = ask(
        ReplayTransport([tmp_path]), "https://www.example.org/a?id=1", "http://example.org/a?id=1"
    )
    assert (one.payload, two.payload) == (b"<p>one</p>", b"<p>two</p>")


def test_of_look_alikes_a_page_comes_before_a_redirect(tmp_path: Path) -> None:
    to_https = ((b"Location", b"https://www.example.org/page"),)
    with Archive(tmp_path) as archive:
        archive.write(exchange())
        archive.write(exchange(b"", "http://example.org/page", DAY[5], 301, to_https))
    (fetched,) = ask(ReplayTransport([tmp_path]), "https://example.org/page")
    assert fetched.payload == PAGE


def test_the_newest_readable_capture_answers_or_the_newest_by_then(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        for day in (1, 9, 5):
            archive.write(exchange(f"<p>{day}</p>".encode(), at=DAY[day]))
        archive.write(exchange(b"no more", at=DAY[12], status=403))
        archive.write_failure(URL, DAY[13], "timeout", "too slow")

    def at(as_of: datetime | None) -> Fetched:
        return ask(ReplayTransport([tmp_path], as_of=as_of), URL)[0]

    assert at(None).payload == b"<p>9</p>"
    assert at(DAY[5]).payload == b"<p>5</p>"
    assert at(DAY[4]).payload == b"<p>1</p>"
    assert at(DAY[0]).problem == "not-captured"
    assert at(DAY[0]).capture.captured_at == DAY[0]


def test_revisits_lead_to_their_payload(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first = archive.write(exchange(b"<p>once</p>"))
        earlier = Validator("", "", first.payload_sha256, first.captured_at, first.record_id)
        archive.write(exchange(b"<p>once</p>", at=DAY[4]), unchanged=earlier)
        archive.write(exchange(b"", at=DAY[6], status=304), unchanged=earlier)
        archive.write(exchange(b"<p>once</p>", f"{URL}-copy", DAY[4]), unchanged=earlier)
    same, copy = ask(ReplayTransport([tmp_path]), URL, f"{URL}-copy")
    assert same.payload == copy.payload == b"<p>once</p>"
    assert same.capture == first
    assert copy.capture.url == f"{URL}-copy"
    assert copy.capture.captured_at == DAY[4]
    assert copy.capture.warc_offset == first.warc_offset


def test_records_of_other_tools(tmp_path: Path) -> None:
    """Chunks left in, angle brackets, bare line feeds, resource records, no digests at all."""
    chunked = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"5;x=y\r\n<p>ab\r\n4\r\n</p>\r\n0\r\n\r\n"
    )
    undone = chunked.partition(b"\r\n\r\n")[0] + b"\r\n\r\n<p>undone</p>"
    resource = foreign("https://a.example/r", b"words", WARC_Type="resource")
    resource[0]["Content-Type"] = "text/plain"
    data = plain_warc(
        ({"WARC-Type": "warcinfo", "WARC-Date": "2025-01-01T00:00:00Z"}, b"software: other\r\n"),
        foreign("<https://a.example/chunked>", chunked),
        foreign("https://a.example/undone", undone),
        foreign("https://a.example/lf", b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>lf</p>"),
        foreign("dns:a.example", b"1.2.3.4", Content_Type="text/dns"),
        resource,
    )
    (tmp_path / "plain.warc").write_bytes(data)
    (tmp_path / "ignored.txt").write_text("not a capture")
    urls = [f"https://a.example/{name}" for name in ("chunked", "undone", "lf", "r")]
    replay = ReplayTransport([tmp_path])
    assert [fetched.payload for fetched in ask(replay, *urls)] == [
        b"<p>ab</p>",
        b"<p>undone</p>",
        b"<p>lf</p>",
        b"words",
    ]
    assert [capture.url for capture in replay.captures()] == sorted(urls)


def test_wayback_copies_answer_for_the_page_at_their_time(tmp_path: Path) -> None:
    copy = "https://web.archive.org/web/20241202101112id_/https://www.example.org/page"
    with Archive(tmp_path) as archive:
        archive.write(exchange(url=copy))
    by_copy, by_page = ask(ReplayTransport([tmp_path]), copy, URL)
    moment = datetime(2024, 12, 2, 10, 11, 12, tzinfo=UTC)
    assert (by_copy.source_url, by_copy.source_time) == (URL, moment)
    assert (by_page.capture.url, by_page.capture.captured_at) == (URL, moment)
    assert by_page.payload == PAGE


def test_a_wacz(tmp_path: Path) -> None:
    with Archive(tmp_path / "made") as archive:
        capture = archive.write(exchange())
    (warc,) = (tmp_path / "made").iterdir()
    bundle = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(bundle, "w") as out:
        out.write(warc, "archive/data.warc.gz")
        out.writestr("datapackage.json", "{}")
    (fetched,) = ask(ReplayTransport([bundle]), URL)
    assert fetched.payload == PAGE
    assert fetched.capture.warc_file == "crawl.wacz#archive/data.warc.gz"
    assert fetched.capture.warc_offset == capture.warc_offset


def test_captures_come_in_one_order_whatever_the_files_are_called(tmp_path: Path) -> None:
    with Archive(tmp_path, max_bytes=900) as archive:
        for number in (3, 1, 2):
            archive.write(exchange(url=f"https://{HOST}/{number}", at=DAY[number]))
    files = sorted(tmp_path.iterdir())
    assert len(files) > 1
    there = list(ReplayTransport(files).captures())
    assert there == list(ReplayTransport(files[::-1]).captures())
    assert [capture.url[-1] for capture in there] == ["1", "2", "3"]


# Damage


def damaged(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def test_a_damaged_record_costs_itself_and_is_said(tmp_path: Path) -> None:
    with Archive(tmp_path / "made") as archive:
        captures = [archive.write(exchange(PAGE * 40, f"{URL}{n}")) for n in range(3)]
    (warc,) = (tmp_path / "made").iterdir()
    data = warc.read_bytes()
    urls = [capture.url for capture in captures]
    starts = [capture.warc_offset for capture in captures]
    file = tmp_path / "captures.warc.gz"
    cases = [
        (data[:-5], 2),  # the crawler was killed
        (data[: starts[2] + 40], 2),
        (damaged(data, starts[1] + 60), 1),  # a bit flipped
        (data[: starts[1]] + bytes(starts[2] - starts[1]) + data[starts[2] :], 1),
        (damaged(data, starts[0] + 60), 0),
    ]
    for broken, lost in cases:
        file.write_bytes(broken)
        replay = ReplayTransport([file])
        read = [fetched.ok for fetched in ask(replay, *urls)]
        assert read == [n != lost for n in range(3)]
        assert replay.damaged[0].startswith("captures.warc.gz: ")
        assert f"byte {starts[lost]}" in replay.damaged[0]
        assert len(replay.damaged) == 1
        assert "\n" not in replay.damaged[0]


@pytest.mark.parametrize(
    "wrong",
    [
        f"WARC-Block-Digest: sha1:{'A' * 32}\r\nContent-Length: ",
        "Content-Length: 9",
        "Content-Length: " + "9" * 5_000,
        "Content-Length: 0x",
    ],
)
def test_a_wrong_digest_or_length_costs_its_record(tmp_path: Path, wrong: str) -> None:
    good = plain_warc(foreign("https://a.example/good", SMALL[1]))
    bad = plain_warc(foreign("https://a.example/bad", SMALL[1]))
    bad = bad.replace(b"Content-Length: ", wrong.encode())
    (tmp_path / "given.warc").write_bytes(good + bad + plain_warc(SMALL))
    replay = ReplayTransport([tmp_path])
    addresses = {capture.url for capture in replay.captures()}
    assert {"https://a.example/good", SMALL[0]["WARC-Target-URI"]} <= addresses
    assert len(replay.damaged) >= 1
    assert "given.warc" in replay.damaged[0]


def test_an_absurd_date_is_no_date(tmp_path: Path) -> None:
    dates = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "soon", ""]
    records = [(SMALL[0] | {"WARC-Date": date}, SMALL[1]) for date in dates]
    (tmp_path / "given.warc").write_bytes(plain_warc(*records))
    assert len(list(ReplayTransport([tmp_path]).captures())) == len(dates)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("blank", [b"\r\n", b"\r\n" * 9, b"\n\n\n"])
def test_blank_lines_between_records_do_no_harm(tmp_path: Path, packed: bool, blank: bytes) -> None:
    records = [plain_warc(foreign(f"https://a.example/{n}", SMALL[1])) for n in range(3)]
    if packed:
        data = b"".join(gzip.compress(record + blank) for record in records)
        data += gzip.compress(blank, mtime=0) + gzip.compress(blank + records[0])
    else:
        data = blank + blank.join(records) + blank
    (tmp_path / "given.warc.gz").write_bytes(data)
    replay = ReplayTransport([tmp_path])
    assert {capture.url for capture in replay.captures()} == {
        f"https://a.example/{n}" for n in range(3)
    }
    assert replay.damaged == ()


def test_one_bad_file_among_several_is_listed(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        archive.write(exchange())
    (tmp_path / "a.warc.gz").write_bytes(b"not a warc")
    (tmp_path / "b.wacz").write_bytes(b"not a zip")
    (tmp_path / "c.warc").write_bytes(b"")
    replay = ReplayTransport([tmp_path])
    assert ask(replay, URL)[0].payload == PAGE
    assert [line.split(":")[0].rpartition("/")[2] for line in replay.damaged] == [
        "a.warc.gz", "b.wacz", "c.warc",
    ]  # fmt: skip


def test_a_wacz_in_a_wacz(tmp_path: Path) -> None:
    with Archive(tmp_path / "made") as archive:
        archive.write(exchange())
    (warc,) = (tmp_path / "made").iterdir()
    inner, outer = tmp_path / "inner.wacz", tmp_path / "outer" / "multi.wacz"
    outer.parent.mkdir()
    for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(inner, "w", packing) as out:
            out.write(warc, "archive/data.warc.gz")
        with zipfile.ZipFile(outer, "w", packing) as out:
            out.write(inner, "crawls/one.wacz")
            out.writestr("datapackage.json", "{}")
        (fetched,) = ask(ReplayTransport([outer]), URL)
        assert fetched.payload == PAGE
        assert fetched.capture.warc_file == "multi.wacz#crawls/one.wacz#archive/data.warc.gz"


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "zstd", "gzip, br"])
def test_a_body_already_decoded_is_read(tmp_path: Path, encoding: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n\r\n"
    (tmp_path / "given.warc").write_bytes(plain_warc(foreign(URL, head.encode() + PAGE)))
    (fetched,) = ask(ReplayTransport([tmp_path]), URL)
    assert fetched.payload == PAGE


def test_every_flipped_byte_is_noticed_or_harmless(tmp_path: Path) -> None:
    with Archive(tmp_path / "made") as archive:
        archive.write(exchange())
    (warc,) = (tmp_path / "made").iterdir()
    data = warc.read_bytes()
    file = tmp_path / "captures.warc.gz"
    unnoticed: list[bytes | None] = []
    told: list[str] = []
    for at in range(0, len(data), 3):
        file.write_bytes(damaged(data, at))
        try:
            replay = ReplayTransport([file])
            told += replay.damaged
            if not replay.damaged:
                unnoticed.append(ask(replay, URL)[0].payload)
        except ArchiveError as error:
            told.append(str(error))
    # A gzip header has bytes that mean nothing to the content: time, system.
    assert set(unnoticed) <= {PAGE}
    assert len(told) > 20 * len(unnoticed)
    assert all("captures.warc.gz: " in line and "byte " in line for line in told)


@given(
    data=st.binary(max_size=200),
    packed=st.booleans(),
    headed=st.booleans(),
    place=st.integers(min_value=0, max_value=200),
)
def test_any_bytes_are_a_warc_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, packed: bool, headed: bool, place: int
) -> None:
    if headed:
        whole = plain_warc(SMALL, SMALL)
        data = whole[:place] + data + whole[place:]
    file = tmp_path_factory.getbasetemp() / "any.warc.gz"
    file.write_bytes(gzip.compress(data) if packed else data)
    told = ""
    try:
        list(ReplayTransport([file]).captures())
    except ArchiveError as error:
        told = str(error)
    assert "\n" not in told
    assert not told or ("any.warc.gz" in told and "byte" in told)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<html>a saved page</html>", "not a WARC record"),
        (gzip.compress(b"<html>a packed page</html>", mtime=0), "not a WARC record"),
        (gzip.compress(b"x" * 100_000_000, mtime=0), "not a WARC record"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "header is cut short"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "how long"),
        (b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "how long"),
        (b"WARC/1.0\r\nContent-Length: 9\r\n\r\nabc", "ends in the middle"),
        (b"WARC/1.0\r\nContent-Length: 3\r\n\r\nabcdefgh", "ends in the middle"),
        (gzip.compress(plain_warc(SMALL, SMALL)), "recompress"),
        (plain_warc((SMALL[0] | {"WARC-Block-Digest": f"sha1:{'A' * 32}"}, SMALL[1])), "Digest"),
    ],
)
def test_what_is_no_warc(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "given.warc.gz"
    file.write_bytes(content)
    with pytest.raises(ArchiveError, match=words) as told:
        ReplayTransport([file])
    assert "given.warc.gz" in str(told.value)
    assert "byte 0" in str(told.value)


def test_paths_that_lead_nowhere(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        ReplayTransport([tmp_path / "missing.warc"])
    with pytest.raises(ArchiveError, match="there is no"):
        ReplayTransport([tmp_path])
    bundle = tmp_path / "empty.wacz"
    with zipfile.ZipFile(bundle, "w") as out:
        out.writestr("datapackage.json", "{}")
    with pytest.raises(ArchiveError, match="holds no WARC"):
        ReplayTransport([bundle])
    bundle.write_bytes(b"not a zip")
    with pytest.raises(ArchiveError, match="not a WACZ"):
        ReplayTransport([bundle])


def test_a_file_still_being_written_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write(exchange())
    assert ask(ReplayTransport([tmp_path]), URL)[0].ok
    (file,) = tmp_path.iterdir()
    with file.open("ab") as out:
        out.write(b"\x1f\x8b\x08 cut")
    assert ask(ReplayTransport([tmp_path]), URL)[0].ok
    archive.close()
