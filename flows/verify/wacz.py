"""The captures that a report rests on as one WACZ file: a run's captures in, `report.wacz` out.

WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/): the records in `archive/`, byte for byte as
they lie in the captures given, an index of them, the list of pages, and `datapackage.json` with the
SHA-256 of each. A browser replays its pages (ReplayWeb.page), and `verify --replay` reads it back.
The same captures give the same bytes: nothing is packed again, and every time is a capture's own.
Reads the captures, writes one file. Requests that stand beside the responses are left out.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import tempfile
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from extractors.errors import ArchiveError
from extractors.records import Capture
from flows.fetch import Record, WarcFile, memento, record_at, records, warc_files

VERSION = "1.1.1"
ARCHIVE, INDEX, PAGES = "archive/data.warc.gz", "indexes/index.cdxj", "pages/pages.jsonl"
#: Zip files know no time before 1980; their times say nothing here.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
WWW = re.compile(r"^www\d*\.")
GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A capture and where its record stands in the new WARC: first byte, and how many."""

    capture: Capture
    offset: int
    length: int


def write_wacz(
    target: Path,
    sources: Sequence[Path],
    captures: Iterable[Capture],
    titles: Mapping[str, str],
    name: str,
) -> Path:
    """Write the WACZ of ``captures``, whose records lie in ``sources``, to ``target``.

    It is there whole, or what was there before is. ``titles`` are the headlines of the pages that
    were read, by address: those a reader can open. ``name`` is the bundle's own.
    Raises ArchiveError where a record cannot be found again or the file cannot be written.
    """
    wanted = sorted({c for c in captures if c.warc_file}, key=_order)
    newest = max((c.captured_at for c in wanted), default=datetime(1980, 1, 1, tzinfo=UTC))
    warc, placed = _archive(wanted, sources, newest)
    parts = {
        ARCHIVE: warc,
        INDEX: _index(placed).encode("utf-8"),
        PAGES: _pages(placed, titles).encode("utf-8"),
    }
    parts["datapackage.json"] = package = _package(parts, name, newest)
    digest = {"path": "datapackage.json", "hash": _sha256(package)}
    parts["datapackage-digest.json"] = _json(digest)
    try:
        return _written(target, parts)
    except OSError as refusal:
        raise ArchiveError(f"{target} cannot be written ({refusal.strerror})") from refusal


def _order(capture: Capture) -> tuple[str, datetime, str, int, str]:
    where = (capture.warc_file, capture.warc_offset)
    return (capture.url, capture.captured_at, *where, capture.record_id)


def _archive(
    wanted: Sequence[Capture], sources: Sequence[Path], newest: datetime
) -> tuple[bytes, list[_Placed]]:
    """The new WARC, each record once, and where the captures' records stand in it."""
    warc = bytearray(_warcinfo(newest))
    files: dict[str, list[WarcFile]] = {}
    for file in warc_files(sources, []):
        files.setdefault(file.name, []).append(file)
    places: dict[tuple[str, int, str], tuple[int, int]] = {}
    placed: list[_Placed] = []
    alias: dict[WarcFile, set[str]] = {}
    for capture in wanted:
        key = (capture.warc_file, capture.warc_offset, capture.record_id)
        source, record = _found(capture, files.get(capture.warc_file, []))
        if key not in places:
            packed = _packed(source, record)
            places[key] = (len(warc), len(packed))
            warc += packed
        placed.append(_Placed(capture, *places[key]))
        if capture.url != record.url and memento(record.url) is None:
            alias.setdefault(source, set()).add(capture.url)
    for source, urls in alias.items():
        for revisit in _revisits(source, urls):
            warc += _packed(source, revisit)
    return bytes(warc), placed


def _found(capture: Capture, files: Sequence[WarcFile]) -> tuple[WarcFile, Record]:
    """The record behind a capture; two folders may hold files of one name."""
    for file in files:
        try:
            record = record_at(file, capture.warc_offset)
        except ArchiveError:
            continue
        if record.headers.get("warc-record-id", "") == capture.record_id:
            return file, record
    raise ArchiveError(
        f"{capture.warc_file}: the record of {capture.url} at byte {capture.warc_offset} "
        "is not there any more"
    )


def _revisits(source: WarcFile, urls: set[str]) -> Iterator[Record]:
    """What says that these addresses gave the payload of another."""
    return (r for r in records(source, []) if r.type == "revisit" and r.url in urls)


def _packed(source: WarcFile, record: Record) -> bytes:
    """The record's own bytes: a gzip member as it is, a plain record as one."""
    with source.open() as file:
        file.seek(record.offset)
        content = file.read(record.end - record.offset)
    return content if content.startswith(GZIP_MAGIC) else _member(content)


def _member(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=6, mtime=0)


def _warcinfo(newest: datetime) -> bytes:
    about = b"software: sourcecheck\r\nformat: WARC File Format 1.1\r\n"
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"sourcecheck:wacz:{newest.isoformat()}")
    head = (
        "WARC/1.1\r\nWARC-Type: warcinfo\r\n"
        f"WARC-Record-ID: <urn:uuid:{identity}>\r\nWARC-Date: {_iso(newest)}\r\n"
        f"Content-Type: application/warc-fields\r\nContent-Length: {len(about)}\r\n\r\n"
    )
    return _member(head.encode("ascii") + about + b"\r\n\r\n")


def _index(placed: Sequence[_Placed]) -> str:
    """CDXJ, sorted: searchable address, time, and where the record is. Failures have none."""
    lines = []
    for one in placed:
        capture = one.capture
        if not capture.status:
            continue
        entry = {
            "url": capture.url,
            "mime": _mime(capture),
            "status": str(capture.status),
            "digest": f"sha256:{capture.payload_sha256}",
            "length": str(one.length),
            "offset": str(one.offset),
            "filename": Path(ARCHIVE).name,
        }
        line = json.dumps(entry, ensure_ascii=True)
        lines.append(f"{surt(capture.url)} {_stamp(capture.captured_at)} {line}\n")
    return "".join(sorted(lines))


def _pages(placed: Sequence[_Placed], titles: Mapping[str, str]) -> str:
    """The pages that a reader can open: those that were read, by address and time."""
    head = {"format": "json-pages-1.0", "id": "pages", "title": "Pages read", "hasText": False}
    rows: list[dict[str, object]] = [head]
    for one in placed:
        capture = one.capture
        if capture.url in titles and capture.status == 200:
            rows.append(
                {
                    "id": capture.capture_id,
                    "url": capture.url,
                    "ts": _iso(capture.captured_at),
                    "title": titles[capture.url],
                }
            )
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)


def _package(parts: Mapping[str, bytes], name: str, newest: datetime) -> bytes:
    resources = [
        {"name": Path(path).name, "path": path, "hash": _sha256(part), "bytes": len(part)}
        for path, part in sorted(parts.items())
    ]
    content = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": name,
        "created": _iso(newest),
        "software": "sourcecheck",
        "resources": resources,
    }
    return _json(content)


def _written(target: Path, parts: Mapping[str, bytes]) -> Path:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w") as bundle:
            for path, part in parts.items():
                # Stored, not packed: a browser reads single records by their place.
                bundle.writestr(zipfile.ZipInfo(path, ZIP_TIME), part, zipfile.ZIP_STORED)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return target


def surt(url: str) -> str:
    """The address as an index sorts it ("org,example)/a?b=1"), as ReplayWeb.page makes it."""
    parts = urlsplit(url.lower())
    if parts.scheme not in ("http", "https"):
        return url.replace(" ", "%20")
    host = WWW.sub("", parts.hostname or "")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = urlencode(
        sorted(parse_qsl(parts.query, keep_blank_values=True), key=lambda one: one[0])
    )
    path = (parts.path or "/").replace(" ", "%20")
    return f"{','.join(reversed(host.split('.')))}{port}){path}{f'?{query}' if query else ''}"


def _mime(capture: Capture) -> str:
    return capture.content_type.partition(";")[0].strip().lower() or "unk"


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%d%H%M%S}"


def _iso(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
