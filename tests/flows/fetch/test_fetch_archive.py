"""What was received is in the WARC, byte for byte, whatever befalls the process."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import strict_warc
from loopback import HOST, PAGE, Door, answer, redirect

from extractors.errors import ArchiveError
from flows.fetch import Archive, Fetched, Fetcher, FetchSettings, Validator
from flows.fetch.archive import recover
from flows.fetch.exchange import Exchange

NOW = datetime(2025, 1, 22, 6, 0, 0, 250, tzinfo=UTC)
URL = f"https://{HOST}/page"


def exchange(body: bytes = PAGE, url: str = URL, status: int = 200, **changes: object) -> Exchange:
    given: dict[str, object] = {
        "url": url,
        "at": NOW,
        "status": status,
        "reason": "OK",
        "headers": ((b"Content-Type", b"text/html"), (b"X-Odd", b"caf\xe9 \xd0\xb6")),
        "body": body,
        "request_head": b"GET /page HTTP/1.1\r\nHost: www.example.org\r\n\r\n",
        "protocol": "HTTP/2",
        "address": "151.101.0.81",
    }
    return Exchange(**(given | changes))  # type: ignore[arg-type]


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_response_and_request(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        capture = archive.write(exchange(), outlet="paper")
    info, response, request = strict_warc.read(only_file(tmp_path))
    assert info.fields["WARC-Type"] == "warcinfo"
    assert info.fields["WARC-Filename"] == only_file(tmp_path).name
    assert b"software: sourcecheck/" in info.block
    assert response.fields["WARC-Type"] == "response"
    assert response.fields["WARC-Target-URI"] == URL
    assert response.fields["WARC-Date"] == "2025-01-22T06:00:00.000250Z"
    assert response.fields["WARC-IP-Address"] == "151.101.0.81"
    assert response.fields["WARC-Protocol"] == "http/2"
    assert response.fields["Sourcecheck-Outlet"] == "paper"
    assert response.block == (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Odd: caf\xe9 \xd0\xb6\r\n\r\n" + PAGE
    )
    assert request.fields["WARC-Concurrent-To"] == response.fields["WARC-Record-ID"]
    assert request.block == exchange().request_head
    assert capture.warc_file == only_file(tmp_path).name
    assert capture.warc_offset == response.offset
    assert capture.record_id == response.fields["WARC-Record-ID"]
    assert capture.payload_sha256 == hashlib.sha256(PAGE).hexdigest()
    assert (capture.captured_at, capture.status, capture.outlet) == (NOW, 200, "paper")


def test_content_encoding_is_kept_and_chunks_are_not_promised(tmp_path: Path) -> None:
    packed = gzip.compress(PAGE)
    headers = ((b"content-encoding", b"gzip"), (b"Transfer-Encoding", b"chunked"))
    with Archive(tmp_path) as archive:
        capture = archive.write(exchange(packed, headers=headers))
        assert archive.read(capture) == packed
    response = strict_warc.read(only_file(tmp_path))[1]
    assert response.body == packed
    assert response.head[1:] == [
        "content-encoding: gzip",
        "X-Archive-Orig-Transfer-Encoding: chunked",
    ]


def test_headers_cannot_break_out_of_the_record(tmp_path: Path) -> None:
    headers = ((b"X\r\nEvil", b"a\r\n\r\n<html>"), (b"Content-Type", b"text/html"))
    with Archive(tmp_path) as archive:
        archive.write(exchange(headers=headers))
    assert strict_warc.read(only_file(tmp_path))[1].body == PAGE


def test_an_unchanged_payload_becomes_a_revisit(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first = archive.write(exchange())
        earlier = Validator('"a"', "", first.payload_sha256, first.captured_at, first.record_id)
        later = exchange(at=NOW + timedelta(days=1))
        same = archive.write(later, unchanged=earlier)
        none = archive.write(exchange(b"", status=304), unchanged=earlier)
    revisits = [
        r for r in strict_warc.read(only_file(tmp_path)) if r.fields["WARC-Type"] == "revisit"
    ]
    profiles = [revisit.fields["WARC-Profile"].rpartition("/")[2] for revisit in revisits]
    assert profiles == ["identical-payload-digest", "server-not-modified"]
    for revisit in revisits:
        assert revisit.fields["WARC-Refers-To"] == first.record_id
        assert revisit.fields["WARC-Refers-To-Target-URI"] == URL
        assert revisit.fields["WARC-Refers-To-Date"] == "2025-01-22T06:00:00.000250Z"
        assert revisit.fields["WARC-Payload-Digest"] == f"sha256:{first.payload_sha256}"
        assert revisit.body == b""
    assert same.payload_sha256 == none.payload_sha256 == first.payload_sha256


def test_a_failure_becomes_a_record(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        capture = archive.write_failure(URL, NOW, "robots", "robots.txt\nforbids", outlet="paper")
    record = strict_warc.read(only_file(tmp_path))[1]
    assert record.fields["WARC-Type"] == "metadata"
    assert record.fields["WARC-Target-URI"] == URL
    assert record.block == b"Sourcecheck-Problem: robots\r\nSourcecheck-Why: robots.txt forbids\r\n"
    assert (capture.status, capture.error, capture.payload_sha256) == (0, "robots", "")


def test_cut_bodies_are_marked(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        capture = archive.write(exchange(truncated="length"), problem="too-large")
    response = strict_warc.read(only_file(tmp_path))[1]
    assert response.fields["WARC-Truncated"] == "length"
    assert capture.error == "too-large"


def test_files_rotate_by_size_and_captures_point_into_them(tmp_path: Path) -> None:
    rng = random.Random(3)
    bodies = [rng.randbytes(5000) for _ in range(12)]
    with Archive(tmp_path, max_bytes=20_000) as archive:
        captures = [archive.write(exchange(body)) for body in bodies]
        assert [archive.read(capture) for capture in captures] == bodies
    files = sorted(tmp_path.iterdir())
    assert len(files) >= 3
    assert all(file.stat().st_size <= 20_000 for file in files)
    assert len({capture.warc_file for capture in captures}) == len(files)
    for file in files:
        assert strict_warc.read(file)[0].fields["WARC-Type"] == "warcinfo"
    assert [archive.read(capture) for capture in captures] == bodies


def test_a_record_larger_than_a_file_is_still_written(tmp_path: Path) -> None:
    with Archive(tmp_path, max_bytes=1000) as archive:
        capture = archive.write(exchange(random.Random(1).randbytes(9000)))
    assert strict_warc.read(tmp_path / capture.warc_file)[1].body


def test_a_file_is_open_until_closed(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert list(tmp_path.iterdir()) == []
    capture = archive.write(exchange())
    assert only_file(tmp_path).name == f"{capture.warc_file}.open"
    archive.close()
    archive.close()
    assert only_file(tmp_path).name == capture.warc_file
    with pytest.raises(ArchiveError, match="closed"):
        archive.write(exchange())


def test_many_threads_write_whole_records(tmp_path: Path) -> None:
    bodies = [f"<p>{number}</p>".encode() * 50 for number in range(200)]
    with Archive(tmp_path, max_bytes=30_000) as archive, ThreadPoolExecutor(8) as pool:
        captures = list(pool.map(lambda body: archive.write(exchange(body)), bodies))
        assert [archive.read(capture) for capture in captures] == bodies
    found = [r for file in tmp_path.iterdir() for r in strict_warc.read(file)]
    assert sum(record.fields["WARC-Type"] == "response" for record in found) == 200


def test_two_archives_in_one_folder_leave_each_other_alone(tmp_path: Path) -> None:
    with Archive(tmp_path) as one:
        first = one.write(exchange(b"one"))
        with Archive(tmp_path) as two:
            assert two.recovered == ()
            second = two.write(exchange(b"two"))
        again = one.write(exchange(b"one again"))
    assert len(list(tmp_path.iterdir())) == 2
    assert [one.read(c) for c in (first, second, again)] == [b"one", b"two", b"one again"]


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveError, match="cannot be made"):
        Archive(tmp_path / "file" / "archive")


FULL_DISK = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from extractors.errors import ArchiveError
from flows.fetch import Archive
from flows.fetch.exchange import Exchange

def write(body):
    return archive.write(Exchange("https://www.example.org/", now, 200, "OK", (), body))

now = datetime.now(UTC)
archive = Archive(Path(sys.argv[1]))
write(b"first")
limits = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
try:
    write(bytes(range(256)) * 40 + b"".join(n.to_bytes(3) for n in range(3000)))
except ArchiveError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, limits)
write(b"second")
archive.close()
"""


def test_a_full_disk_leaves_no_half_record(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout
    assert "cannot be written" in told
    assert told.count("\n") == 1
    bodies = [r.body for r in strict_warc.read(only_file(tmp_path))]
    assert bodies[1:] == [b"first", b"second"]


def test_an_edited_archive_is_noticed(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        first, second = (archive.write(exchange(body)) for body in (b"first", b"second"))
    with pytest.raises(ArchiveError, match="does not hold the payload"):
        archive.read(replace(first, warc_offset=second.warc_offset))
    only_file(tmp_path).unlink()
    with pytest.raises(ArchiveError, match="cannot be read"):
        archive.read(first)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from flows.fetch import Archive
from flows.fetch.exchange import Exchange

archive = Archive(Path(sys.argv[1]), max_bytes=60_000)
for number in range(10_000):
    body = (f"<p>{number}</p>" * 400).encode()
    at = datetime.now(UTC)
    url = f"https://www.example.org/{number}"
    head = b"GET / HTTP/1.1\\r\\n\\r\\n"
    capture = archive.write(Exchange(url, at, 200, "OK", (), body, head))
    print(number, capture.warc_file, capture.warc_offset, flush=True)
"""


def kill_while_writing(folder: Path, after: int) -> list[str]:
    """Kill a writing process at a moment of its own choosing; the writes it had confirmed."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        confirmed = [process.stdout.readline() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        return confirmed + process.stdout.read().splitlines()


@pytest.mark.parametrize("after", [1, 17, 60])
def test_a_kill_loses_at_most_the_record_in_flight(tmp_path: Path, after: int) -> None:
    confirmed = kill_while_writing(tmp_path, after)
    assert list(tmp_path.glob("*.open"))
    with Archive(tmp_path) as archive:
        assert len(archive.recovered) == 1
        archive.write(exchange())
    assert not list(tmp_path.glob("*.open"))
    urls = [
        record.fields["WARC-Target-URI"]
        for file in sorted(tmp_path.iterdir())
        for record in strict_warc.read(file)
        if record.fields["WARC-Type"] == "response"
    ]
    numbers = sorted(int(url.rpartition("/")[2]) for url in urls if url != URL)
    told = [int(line.split()[0]) for line in confirmed if len(line.split()) == 3]
    assert set(told) <= set(numbers)
    assert len(numbers) <= len(told) + 1
    assert len(numbers) == len(set(numbers))


def test_recovery_wherever_the_cut_is(tmp_path: Path) -> None:
    with Archive(tmp_path / "whole") as archive:
        for number in range(3):
            archive.write(exchange(b"x" * 40 * number, f"https://{HOST}/{number}"))
    whole = only_file(tmp_path / "whole").read_bytes()
    starts = [record.offset for record in strict_warc.read(only_file(tmp_path / "whole"))]
    ends = [*starts[1:], len(whole)]
    folder = tmp_path / "cut"
    folder.mkdir()
    for length in range(0, len(whole) + 1, 43):
        (folder / "a.warc.gz.open").write_bytes(whole[:length])
        good = max((end for end in ends if end <= length), default=0)
        assert recover(folder) == (("a.warc.gz", length - good),)
        left = [file.read_bytes() for file in folder.iterdir()]
        assert left == ([whole[:good]] if good else [])
        for file in folder.iterdir():
            file.unlink()


def test_every_step_of_a_fetch_is_on_record(tmp_path: Path) -> None:
    """Robots, redirects, tries, failures: nothing happens off the record."""
    answers = {
        "/page": redirect("/moved"),
        "/moved": [answer(b"", "503 Busy"), answer()],
        "/gone": redirect("http://127.0.0.1/"),
    }

    async def scene() -> list[Fetched]:
        async with Door(answers) as door:
            settings = door.settings(max_tries=2, backoff_seconds=0.0)
            with Archive(tmp_path) as archive:
                async with Fetcher(settings, archive=archive) as fetcher:
                    return [await fetcher.get(url) for url in (URL, f"https://{HOST}/gone")]

    page, gone = asyncio.run(scene())
    records = strict_warc.read(only_file(tmp_path))
    told = [
        (r.fields["WARC-Type"], r.fields["WARC-Target-URI"].partition(".org")[2], r.head[0][9:12])
        for r in records
        if r.fields["WARC-Type"] not in ("request", "warcinfo")
    ]
    assert told[:5] == [
        ("response", "/robots.txt", "404"),
        ("response", "/page", "302"),
        ("response", "/moved", "503"),
        ("response", "/moved", "200"),
        ("response", "/gone", "302"),
    ]
    assert [kind for kind, _, _ in told[5:]] == ["metadata", "metadata"]
    assert gone.problem == gone.capture.error == "private-address"
    by_offset = {record.offset: record for record in records}
    assert by_offset[page.capture.warc_offset].body == page.payload == PAGE
    assert by_offset[gone.capture.warc_offset].fields["WARC-Target-URI"] == "http://127.0.0.1/"
    for record in records:
        if record.fields["WARC-Type"] == "request":
            assert record.head[0].startswith("GET /")
            assert not any(line.lower().startswith("cookie") for line in record.head)


def test_a_second_fetch_asks_only_for_changes(tmp_path: Path) -> None:
    stamped = answer(headers={"ETag": '"v1"', "Last-Modified": "Tue, 21 Jan 2025 10:00:00 GMT"})
    answers = {
        "/page": [stamped, answer(b"", "304 Not Modified", {"Content-Length": ""})],
        "/same": answer(b"<p>same</p>"),
        "/new": [answer(b"<p>old</p>"), answer(b"<p>new</p>")],
    }
    urls = [f"https://{HOST}{path}" for path in answers]

    async def night(door: Door, known: dict[str, Validator]) -> list[Fetched]:
        with Archive(tmp_path) as archive:
            settings: FetchSettings = door.settings()
            async with Fetcher(settings, archive=archive, validators=known) as fetcher:
                return [await fetcher.get(url) for url in urls]

    async def scene() -> tuple[list[Fetched], list[Fetched], Door]:
        async with Door(answers) as door:
            first = await night(door, {})
            known = {fetched.capture.url: fetched.validator for fetched in first}
            return first, await night(door, known), door

    first, second, door = asyncio.run(scene())
    conditional = [asked.headers for asked in door.asked if asked.path == "/page"][1]
    assert conditional["if-none-match"] == '"v1"'
    assert conditional["if-modified-since"] == "Tue, 21 Jan 2025 10:00:00 GMT"
    assert [f.problem for f in second] == ["not-modified", None, None]
    assert [f.unchanged for f in second] == [True, True, False]
    assert second[0].payload is None
    assert second[0].capture.payload_sha256 == first[0].capture.payload_sha256
    # The record that holds the payload is what a third night will point to.
    assert second[0].validator == first[0].validator
    assert second[1].validator == first[1].validator
    assert second[2].validator != first[2].validator
    assert second[1].payload == b"<p>same</p>"
    kinds = [
        (record.fields["WARC-Type"], record.fields["WARC-Target-URI"])
        for file in tmp_path.iterdir()
        for record in strict_warc.read(file)
        if record.fields["WARC-Type"] == "revisit"
    ]
    assert sorted(kinds) == [("revisit", urls[0]), ("revisit", urls[1])]
