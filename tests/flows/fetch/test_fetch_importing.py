"""What the user has becomes captures of the outlet, at the address and time it speaks for."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.errors import ArchiveError
from flows.fetch import Archive, ReplayTransport, import_paths
from flows.fetch.exchange import Exchange

URL = "https://www.example.org/news/1"
THEN = datetime(2024, 12, 2, 9, 0, tzinfo=UTC)


def page(head: str) -> bytes:
    return f"<!doctype html><html><head>{head}</head><body><p>text</p></body></html>".encode()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


@pytest.mark.parametrize(
    ("head", "at"),
    [
        (f"<!-- saved from url=(0030){URL} -->", None),
        (f"<!-- saved from url=(0030){URL}--><link rel=canonical href='https://x.example/'>", None),
        (f'<link href="{URL}" rel="alternate Canonical">', None),
        (f'<meta content="{URL}" property="og:url">', None),
        (
            f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: "
            "Mon Dec 02 2024 10:00:00 GMT+0100 (Central European Standard Time)\n-->",
            THEN,
        ),
    ],
)
def test_a_saved_page_says_where_it_is_from(
    tmp_path: Path, archive: Archive, head: str, at: datetime | None
) -> None:
    file = tmp_path / "saved.html"
    file.write_bytes(page(head))
    os.utime(file, (THEN.timestamp() + 3600, THEN.timestamp() + 3600))
    (capture,) = import_paths([file], archive, outlet="paper").captures
    assert capture.url == URL
    assert capture.outlet == "paper"
    assert capture.captured_at == (at or THEN.replace(hour=10))
    assert archive.read(capture) == file.read_bytes()


def test_what_the_user_says_comes_first(tmp_path: Path, archive: Archive) -> None:
    file = tmp_path / "saved.html"
    file.write_bytes(page("<link rel=canonical href='https://x.example/'>"))
    (capture,) = import_paths([file], archive, outlet="paper", url=URL, captured_at=THEN).captures
    assert (capture.url, capture.captured_at) == (URL, THEN)


def test_a_text(tmp_path: Path, archive: Archive) -> None:
    file = tmp_path / "note.md"
    file.write_text("# Überschrift\n\nWords.")
    (capture,) = import_paths([file], archive, outlet="paper", url=URL, captured_at=THEN).captures
    archive.close()
    assert capture.content_type == "text/markdown; charset=utf-8"
    (again,) = ReplayTransport([archive.folder]).captures()
    assert again == capture


def _crawl(folder: Path) -> Path:
    """A WARC as a crawler leaves it: the page, its pictures, frames of others, failures."""
    html = ((b"Content-Type", b"text/html"), (b"Transfer-Encoding", b"chunked"))
    png = ((b"Content-Type", b"image/png"),)
    wayback = f"https://web.archive.org/web/20241130080000id_/{URL}-old"
    with Archive(folder) as crawl:
        for url, headers, status in (
            (URL, html, 200),
            ("https://www.example.org/logo.png", png, 200),
            ("https://ads.example/frame", html, 200),
            ("https://www.example.org/missing", html, 404),
            (wayback, html, 200),
        ):
            crawl.write(Exchange(url, THEN, status, "OK", headers, page(url)))
        crawl.write_failure("https://www.example.org/slow", THEN, "timeout", "too slow")
    (file,) = folder.glob("*.warc.gz")
    return file


def test_a_warc_and_a_wacz(tmp_path: Path, archive: Archive) -> None:
    warc = _crawl(tmp_path / "crawl")
    bundle = tmp_path / "crawl.wacz"
    with zipfile.ZipFile(bundle, "w") as out:
        out.write(warc, "archive/data.warc.gz")
    for given in (warc, bundle, tmp_path / "crawl"):
        done = import_paths([given], archive, outlet="paper", domains=["example.org"])
        captures = done.captures
        assert done.left_out == (
            "1 page of ads.example: not in the outlet's domains (example.org)",
        )
        assert [(capture.url, capture.captured_at) for capture in captures] == [
            (URL, THEN),
            (f"{URL}-old", datetime(2024, 11, 30, 8, tzinfo=UTC)),
        ]
        assert {capture.outlet for capture in captures} == {"paper"}
        assert archive.read(captures[0]) == page(URL)
    assert len(import_paths([warc], archive, outlet="paper").captures) == 3
    archive.close()
    replay = ReplayTransport([archive.folder])
    record = replay.record(next(iter(replay.captures())))
    assert "byte" in record.headers["sourcecheck-imported-from"]


def test_a_folder_of_many_kinds(tmp_path: Path, archive: Archive) -> None:
    folder = tmp_path / "given"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.html").write_bytes(page(f"<link rel=canonical href='{URL}'>"))
    (folder / "deep" / "b.htm").write_bytes(page(f"<link rel=canonical href='{URL}-b'>"))
    (folder / "style.css").write_text("p {}")
    captures = import_paths([folder], archive, outlet="paper").captures
    assert [capture.url for capture in captures] == [URL, f"{URL}-b"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", page(""), "does not say where"),
        ("page.html", page("<link rel=canonical href='/relative'>"), "does not say where"),
        ("page.html", page("<link rel=canonical href='file:///etc/passwd'>"), "does not say where"),
        ("page.html", b" \n", "is empty"),
        ("page.html", b"\x89PNG\r\n\0\0", "is not text"),
        ("note.txt", b"words", "does not say where"),
        ("page.pdf", b"%PDF", "cannot be imported"),
        ("crawl.warc.gz", b"not a warc", "not a WARC record"),
        ("crawl.wacz", b"not a zip", "not a WACZ"),
    ],
)
def test_what_cannot_be_imported_is_left_out_and_named(
    tmp_path: Path, archive: Archive, name: str, content: bytes, words: str
) -> None:
    good = tmp_path / "good.html"
    good.write_bytes(page(f"<link rel=canonical href='{URL}'>"))
    bad = tmp_path / name
    bad.write_bytes(content)
    with pytest.raises(ArchiveError, match=words) as told:
        import_paths([bad], archive, outlet="paper")
    assert name in str(told.value)
    assert list(archive.folder.iterdir()) == []
    done = import_paths([good, bad], archive, outlet="paper")
    assert [capture.url for capture in done.captures] == [URL]
    assert [words in line and name in line for line in done.left_out] == [True]


def test_each_page_may_have_an_outlet_of_its_own(tmp_path: Path, archive: Archive) -> None:
    warc = _crawl(tmp_path / "crawl")
    done = import_paths([warc], archive, outlet=lambda url, page: f"of {url[8:15]} {len(page)}")
    assert {capture.outlet for capture in done.captures} == {
        f"of ads.exa {len(page('https://ads.example/frame'))}",
        f"of www.exa {len(page(URL))}",
        f"of www.exa {len(page(f'https://web.archive.org/web/20241130080000id_/{URL}-old'))}",
    }


def test_usage_is_checked(tmp_path: Path, archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no such file"):
        import_paths([tmp_path / "missing.html"], archive, outlet="paper")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ArchiveError, match="nothing to import"):
        import_paths([tmp_path / "empty"], archive, outlet="paper")
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_bytes(page(""))
    with pytest.raises(ArchiveError, match="one saved page"):
        import_paths([tmp_path / "a.html", tmp_path / "b.html"], archive, outlet="paper", url=URL)


def test_a_pipe_is_not_waited_for(tmp_path: Path, archive: Archive) -> None:
    pipe = tmp_path / "page.html"
    os.mkfifo(pipe)
    for given in (pipe, tmp_path):
        with pytest.raises(ArchiveError, match=r"pipe|nothing to import"):
            import_paths([given], archive, outlet="paper")


def test_a_damaged_record_is_left_out_and_named(tmp_path: Path, archive: Archive) -> None:
    warc = _crawl(tmp_path / "crawl")
    data = warc.read_bytes()
    warc.write_bytes(data[:-5])
    done = import_paths([warc], archive, outlet="paper")
    assert done.captures
    assert [warc.name in line and "byte" in line for line in done.left_out][:1] == [True]


@pytest.mark.parametrize("date", ["Mon Jan 01 0001 00:00:00 GMT+1400 (X)", "soon", "9999-99-99"])
def test_an_absurd_saved_date_is_none(tmp_path: Path, archive: Archive, date: str) -> None:
    file = tmp_path / "page.html"
    said = f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: {date}\n-->"
    file.write_bytes(said.encode() + page(""))
    [capture] = import_paths([file], archive, outlet="paper").captures
    assert capture.captured_at.year >= 2024


def test_control_characters_in_a_content_type_end_there(archive: Archive) -> None:
    capture = archive.write_resource(
        URL, datetime(2024, 11, 13, tzinfo=UTC), "text/html\r\nX-Evil: 1\x00\x07 \u0416", page("")
    )
    archive.close()
    replay = ReplayTransport([archive.folder])
    [again] = replay.captures()
    assert again.content_type.startswith("text/html X-Evil: 1")
    assert again.content_type.isprintable()
    assert replay.record(again).payload_sha256 == capture.payload_sha256
