"""What the user already has, made evidence: files in, captures in the archive out.

Takes WARC and WACZ files, pages saved from a browser, and plain or Markdown text. Each
becomes a record of the given outlet, with the address and the time that it speaks for, not
those of the import. Reads the given files, writes the given archive. What cannot be taken is
left out and named; where nothing at all can be taken, nothing is written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import httpx

from extractors.errors import ArchiveError
from extractors.page import read_stamp
from extractors.records import Capture
from flows.fetch.archive import Archive
from flows.fetch.content import media_type
from flows.fetch.exchange import Exchange
from flows.fetch.replay import ReplayTransport
from flows.fetch.urls import in_domain, memento

MAX_FILE_BYTES = 25 * 1024 * 1024
_WARC = (".warc", ".warc.gz", ".wacz")
_HTML = (".html", ".htm", ".xhtml")
_TEXT = {".txt": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown"}
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
_HEAD = 512 * 1024
# "<!-- saved from url=(0042)https://... -->": what Windows, Chrome and others write; the
# number is the length of the address.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)(?:\s|-->)", re.I)
_SINGLE_FILE = re.compile(
    r"Page saved with SingleFile\s+url:\s*(?P<url>\S+)\s+saved date:\s*(?P<date>[^\n]+)", re.I
)


@dataclass(frozen=True, slots=True)
class _SavedFile:
    """One saved page or text that is fit to be imported."""

    path: Path
    url: str
    at: datetime
    content_type: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: the captures made, and a line for each thing that was left out."""

    captures: tuple[Capture, ...]
    left_out: tuple[str, ...]


@dataclass(slots=True)
class _Links(HTMLParser):
    """The addresses that a page gives for itself."""

    found: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep rel=canonical and og:url, the first of each."""
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.found.setdefault("canonical", given.get("href", "").strip())
        if tag == "meta" and given.get("property", "").lower() == "og:url":
            self.found.setdefault("og:url", given.get("content", "").strip())


def import_paths(
    paths: Sequence[Path],
    archive: Archive,
    *,
    outlet: str | Callable[[str, bytes], str],
    url: str | None = None,
    captured_at: datetime | None = None,
    domains: Sequence[str] = (),
) -> Imported:
    """Archive ``paths`` (files, or folders of them) as captures of ``outlet``.

    Args:
        outlet: the outlet's id, or what tells it of an address and the page's bytes.
        url: the address of the one page or text given, where the file itself does not say it
            (saved pages often do: a "saved from" comment, rel=canonical, og:url).
        captured_at: when it was saved; without it what the file says, else its own
            modification time. Records of a WARC or WACZ always keep their own.
        domains: when given, only records of a WARC or WACZ in these domains are taken: a
            recorded page brings frames of other sites with it.

    Copies of the Wayback Machine (``id_``) keep the original's address and time.

    Raises:
        ArchiveError: nothing can be taken, as each file is missing, damaged, empty, of a kind
            that is not read, or does not say where it is from. Nothing has been written then.
    """
    left_out: list[str] = []
    files = _files(paths, left_out)
    if url is not None and (len(files) != 1 or files[0].name.endswith(_WARC)):
        raise ArchiveError("an address can be given for one saved page or text at a time only")
    plan: list[_SavedFile | ReplayTransport] = []
    for path in files:
        try:
            if path.name.lower().endswith(_WARC):
                source = ReplayTransport([path])
                left_out += source.damaged
                plan.append(source)
            else:
                plan.append(_saved(path, url, captured_at))
        except ArchiveError as problem:
            left_out.append(str(problem))
    if not plan:
        raise ArchiveError(left_out[0] if left_out else "there is nothing to import")
    whose = outlet if callable(outlet) else lambda _address, _page: outlet
    captures: list[Capture] = []
    others: Counter[str] = Counter()
    for item in plan:
        if isinstance(item, ReplayTransport):
            captures += _import_warc(item, archive, whose, domains, others)
            continue
        content = item.path.read_bytes()
        captures.append(
            archive.write_resource(
                item.url,
                item.at,
                item.content_type,
                content,
                outlet=whose(item.url, content),
                imported_from=item.path.name,
            )
        )
    for host, count in sorted(others.items()):
        pages = "1 page" if count == 1 else f"{count} pages"
        left_out.append(f"{pages} of {host}: not in the outlet's domains ({', '.join(domains)})")
    return Imported(tuple(captures), tuple(left_out))


def _files(paths: Sequence[Path], left_out: list[str]) -> list[Path]:
    """The files to import, those of a folder by name; other kinds in a folder are passed over."""
    known = (*_WARC, *_HTML, *_TEXT)
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.name.lower().endswith(known) and p.is_file()
            )
            found += inside
            if not inside:
                left_out.append(f"{path}: there is nothing to import ({', '.join(known)})")
        elif not path.exists():
            left_out.append(f"{path}: there is no such file or folder")
        elif not path.is_file():
            left_out.append(f"{path}: is no file (a pipe or device): save what it gives first")
        elif not path.name.lower().endswith(known):
            left_out.append(f"{path}: cannot be imported: give one of {', '.join(known)}")
        else:
            found.append(path)
    return found


def _saved(path: Path, url: str | None, captured_at: datetime | None) -> _SavedFile:
    """Look at a saved page or text and find out where and when it is from."""
    try:
        size = path.stat().st_size
        modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        data = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read: {error}") from error
    if size > MAX_FILE_BYTES:
        raise ArchiveError(f"{path}: has {size} bytes: a page has at most {MAX_FILE_BYTES}")
    if not data.strip():
        raise ArchiveError(f"{path}: is empty")
    if b"\0" in data[:1024] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise ArchiveError(f"{path}: is not text")
    kind = _TEXT.get(path.suffix.lower(), "text/html")
    said_url, said_at = _own_words(data) if kind == "text/html" else ("", None)
    address = url or said_url
    try:
        parsed = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise ArchiveError(f"{path}: {address[:200]!r} is not an address: {error}") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise ArchiveError(f"{path}: does not say where it was saved from: give its address")
    return _SavedFile(
        path, str(parsed), captured_at or said_at or modified, kind + _charset(data, kind)
    )


def _own_words(data: bytes) -> tuple[str, datetime | None]:
    """(address, time) that a saved page gives for itself; "" and None where it does not."""
    head = data[:_HEAD].decode("utf-8", "replace")
    single = _SINGLE_FILE.search(head)
    if single is not None:
        return single["url"], _javascript_date(single["date"])
    saved = _SAVED_FROM.search(head)
    if saved is not None and saved[1].startswith(("http://", "https://")):
        return saved[1], None
    links = _Links()
    links.feed(head)
    return links.found.get("canonical") or links.found.get("og:url") or "", None


def _javascript_date(text: str) -> datetime | None:
    """What SingleFile writes: Mon Dec 02 2024 10:00:00 GMT+0100 (Central European Time)."""
    stamp = read_stamp(text.partition("(")[0], "saved date")
    return stamp.value if stamp.sure else None


def _charset(data: bytes, kind: str) -> str:
    """The charset parameter for a text, which has no other place to say it."""
    if kind == "text/html":
        return ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "; charset=utf-8"


def _import_warc(
    source: ReplayTransport,
    archive: Archive,
    whose: Callable[[str, bytes], str],
    domains: Sequence[str],
    others: Counter[str],
) -> Iterator[Capture]:
    """Copy every readable page of ``source`` into ``archive``; ``others`` counts other hosts'."""
    for capture in source.captures():
        if capture.error is not None or not 200 <= capture.status < 300:
            continue
        if media_type(capture.content_type) not in _PAGE_TYPES or memento(capture.url):
            continue
        if domains and not any(in_domain(capture.url, domain) for domain in domains):
            others[httpx.URL(capture.url).host] += 1
            continue
        record = source.record(capture)
        if record.payload is None or record.headers.get("warc-truncated"):
            continue
        outlet = whose(capture.url, record.payload)
        came = f"{capture.warc_file} byte {capture.warc_offset}"
        if record.type == "resource":
            yield archive.write_resource(
                capture.url,
                capture.captured_at,
                capture.content_type,
                record.payload,
                outlet=outlet,
                imported_from=came,
            )
            continue
        exchange = Exchange(
            url=capture.url,
            at=capture.captured_at,
            status=record.status,
            reason=record.reason,
            headers=record.http_headers,
            body=record.payload,
            protocol=record.headers.get("warc-protocol", "http/1.1"),
        )
        yield archive.write(exchange, outlet=outlet, imported_from=came)
