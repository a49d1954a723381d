"""The evidence: what was received goes in, WARC 1.1 records on disk come out.

Every response becomes a ``response`` record, its request a ``request`` record beside it; a
payload that did not change becomes a ``revisit``; a fetch without response becomes a
``metadata`` record that says why. Bodies are stored as received: the content encoding
(gzip, br) is kept, so that WARC-Payload-Digest is the hash of what the server sent. Only the
transfer encoding is undone, as every HTTP library does before it hands out a byte, and its
header is renamed ``X-Archive-Orig-Transfer-Encoding`` so that no reader looks for chunks.

Touches one folder. A file being written ends in ``.open`` and is locked; it is synced to the
disk and renamed when it is full or the archive closes. Each record is a gzip member of its
own, so a kill leaves at most the last one cut, and the next start cuts it off cleanly.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import os
import secrets
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from extractors.errors import ArchiveError
from extractors.records import Capture
from flows.fetch.clock import SystemClock
from flows.fetch.exchange import Exchange, RawHeaders, header_text
from flows.fetch.fetched import Problem, Validator
from flows.fetch.settings import PRODUCT, FetchSettings
from flows.fetch.warc import WarcFile, intact_length, record_at

OUTLET_FIELD = "Sourcecheck-Outlet"
PROBLEM_FIELD = "Sourcecheck-Problem"
IMPORTED_FIELD = "Sourcecheck-Imported-From"
WHY_FIELD = "Sourcecheck-Why"
OPEN_SUFFIX = ".open"
REVISIT = "http://netpreserve.org/warc/1.1/revisit/"
_GZIP_LEVEL = 6
_ABOUT = (
    f"software: {FetchSettings().user_agent}\r\n"
    "format: WARC File Format 1.1\r\n"
    "conformsTo: http://iipc.github.io/warc-specifications/specifications/"
    "warc-format/warc-1.1/\r\n"
)
_HOP_HEADERS = {b"transfer-encoding": b"X-Archive-Orig-Transfer-Encoding"}


class _RawHead(StatusAndHeaders):  # type: ignore[misc]
    """An HTTP head that is written byte for byte as received; warcio would re-encode it."""

    def __init__(self, head: bytes) -> None:
        super().__init__("as received", [])  # not empty: warcio would look for a head
        self._head = head

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """What warcio calls before it writes."""
        self.headers_buff = self._head


class _Writer(WARCWriter):  # type: ignore[misc]
    """warcio's writer with SHA-256, into a buffer.

    Only records with a payload of their own get a payload digest; warcio would also give one
    to requests and metadata, and FastWARC finds fault with that.
    """

    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "request", "metadata")

    @staticmethod
    def _create_digester() -> Digester:
        return _HexDigester("sha256")


class _HexDigester(Digester):  # type: ignore[misc]
    """A digest as ``sha256:<hex>``, the form in which the rest of the project shows it."""

    def __str__(self) -> str:
        return f"{self.type_}:{self.digester.hexdigest()}"


class Archive:
    """A folder of WARC files, written by any number of tasks and threads of one process.

    ``max_bytes`` is the size at which a file is closed and the next begun. ``clock`` gives
    the time for file names and failures. Opening the archive repairs what a killed process
    left in the folder; ``recovered`` names those files and the bytes cut off each.

    Raises:
        ArchiveError: when the folder cannot be made or written.
    """

    def __init__(
        self,
        folder: Path,
        *,
        max_bytes: int = 256 * 1024 * 1024,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.folder = folder
        self._max_bytes = max_bytes
        self._now = clock or SystemClock().now
        self._lock = threading.Lock()
        self._file: IO[bytes] | None = None
        self._path = folder
        self._serial = 0
        self._closed = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"{folder}: the archive's folder cannot be made: {error}") from error
        if not os.access(folder, os.W_OK | os.X_OK):
            raise ArchiveError(f"{folder}: the archive's folder cannot be written to")
        self.recovered: tuple[tuple[str, int], ...] = recover(folder)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def write(
        self,
        exchange: Exchange,
        *,
        outlet: str | None = None,
        problem: Problem | None = None,
        unchanged: Validator | None = None,
        imported_from: str = "",
    ) -> Capture:
        """Append ``exchange`` and return its capture.

        With ``unchanged`` a revisit record is written that points to the earlier one instead
        of the payload: of profile server-not-modified for a 304, else identical-payload-digest
        (the caller has compared the hashes). ``problem`` goes into the capture's ``error``.
        ``imported_from`` names the user's file that the response was copied from.

        Raises:
            ArchiveError: when the record cannot be written; nothing of it is then left.
        """
        digest = hashlib.sha256(exchange.body).hexdigest()
        if unchanged is not None and exchange.status == 304:
            digest = unchanged.payload_sha256
        record_id = _record_id()
        fields = {
            "WARC-Record-ID": record_id,
            "WARC-Date": warc_date(exchange.at),
            "WARC-Protocol": exchange.protocol.lower(),
        }
        if exchange.address:
            fields["WARC-IP-Address"] = exchange.address
        if exchange.truncated:
            fields["WARC-Truncated"] = exchange.truncated
        if outlet:
            fields[OUTLET_FIELD] = outlet
        if problem:
            fields[PROBLEM_FIELD] = problem
        if imported_from:
            fields[IMPORTED_FIELD] = " ".join(imported_from.split())
        if digest:
            fields["WARC-Payload-Digest"] = f"sha256:{digest}"
        kind, body = "response", exchange.body
        if unchanged is not None:
            kind, body = "revisit", b""
            fields |= _refers_to(exchange, unchanged)
        head = _RawHead(_response_head(exchange))
        members = [_member(kind, exchange.url, fields, body, head=head)]
        if exchange.request_head:
            asked = {
                "WARC-Date": warc_date(exchange.at),
                "WARC-Concurrent-To": record_id,
            }
            request = _RawHead(exchange.request_head)
            members.append(_member("request", exchange.url, asked, b"", head=request))
        name, offset = self._append(b"".join(members))
        return Capture(
            url=exchange.url,
            captured_at=exchange.at,
            status=exchange.status,
            content_type=exchange.header("content-type"),
            payload_sha256=digest,
            warc_file=name,
            warc_offset=offset,
            record_id=record_id,
            outlet=outlet,
            error=problem,
        )

    def write_failure(
        self, url: str, at: datetime, problem: Problem, why: str, *, outlet: str | None = None
    ) -> Capture:
        """Append a metadata record that says why there is no response for ``url``."""
        record_id = _record_id()
        fields = {
            "WARC-Record-ID": record_id,
            "WARC-Date": warc_date(at),
            PROBLEM_FIELD: problem,
        }
        if outlet:
            fields[OUTLET_FIELD] = outlet
        told = f"{PROBLEM_FIELD}: {problem}\r\n{WHY_FIELD}: {' '.join(why.split())}\r\n"
        name, offset = self._append(_member("metadata", url, fields, told.encode("utf-8")))
        return Capture(url, at, 0, "", "", name, offset, record_id, outlet=outlet, error=problem)

    def write_resource(
        self,
        url: str,
        at: datetime,
        content_type: str,
        payload: bytes,
        *,
        outlet: str | None = None,
        imported_from: str = "",
    ) -> Capture:
        """Append ``payload``, which came without an HTTP message, as a resource record."""
        content_type = header_text(content_type)
        digest = hashlib.sha256(payload).hexdigest()
        record_id = _record_id()
        fields = {
            "WARC-Record-ID": record_id,
            "WARC-Date": warc_date(at),
            "WARC-Payload-Digest": f"sha256:{digest}",
            "Content-Type": content_type,
        }
        if outlet:
            fields[OUTLET_FIELD] = outlet
        if imported_from:
            fields[IMPORTED_FIELD] = " ".join(imported_from.split())
        name, offset = self._append(_member("resource", url, fields, payload))
        return Capture(url, at, 200, content_type, digest, name, offset, record_id, outlet=outlet)

    def read(self, capture: Capture) -> bytes:
        """The payload of ``capture`` as stored (content encoding kept), from this folder.

        Raises:
            ArchiveError: when the file is not here, or the record is damaged.
        """
        path = self.folder / Path(capture.warc_file).name
        if not path.exists():
            path = path.with_name(path.name + OPEN_SUFFIX)
        record = record_at(WarcFile(path), capture.warc_offset)
        if record.payload is None or record.payload_sha256 != capture.payload_sha256:
            raise ArchiveError(
                f"{path.name}: the record at byte {capture.warc_offset} does not hold the payload "
                f"{capture.payload_sha256[:12]}: was the archive edited?"
            )
        return record.payload

    def close(self) -> None:
        """Sync the file to the disk and give it its final name. Safe to call twice."""
        with self._lock:
            self._closed = True
            self._finish()

    def _append(self, data: bytes) -> tuple[str, int]:
        """Write whole members; (final file name, offset of the first)."""
        with self._lock:
            if self._closed:
                raise ArchiveError(f"{self.folder}: the archive is closed: open it again to write")
            if self._file is not None and self._file.tell() + len(data) > self._max_bytes:
                self._finish()
            file = self._file or self._begin()
            offset = file.tell()
            try:
                _write_whole(file, data)
            except OSError as error:
                file.seek(offset)
                file.truncate()
                raise ArchiveError(f"{self._path}: cannot be written: {error}") from error
            return self._path.name.removesuffix(OPEN_SUFFIX), offset

    def _begin(self) -> IO[bytes]:
        """A new file with its warcinfo record."""
        try:
            while not self._create():
                continue  # another process took the empty file for a leftover: make another
            assert self._file is not None
            name = self._path.name.removesuffix(OPEN_SUFFIX)
            fields = {"WARC-Date": warc_date(self._now()), "WARC-Filename": name}
            _write_whole(self._file, _member("warcinfo", "", fields, _ABOUT.encode("ascii")))
        except OSError as error:
            raise ArchiveError(f"{self._path}: cannot be written: {error}") from error
        return self._file

    def _create(self) -> bool:
        """Make and lock an empty file; False when it was swept away before it was locked."""
        self._serial += 1
        stamp = self._now().astimezone(UTC).strftime("%Y%m%d%H%M%S")
        # The random part keeps two processes in one folder apart.
        name = f"{PRODUCT}-{stamp}-{self._serial:05d}-{secrets.token_hex(4)}.warc.gz"
        self._path = self.folder / (name + OPEN_SUFFIX)
        # Unbuffered: what ``write`` returned for is with the system, whatever befalls us.
        file = self._path.open("xb", buffering=0)
        fcntl.flock(file, fcntl.LOCK_EX)
        if not self._path.exists():
            file.close()
            return False
        self._file = file
        return True

    def _finish(self) -> None:
        """Close the current file durably."""
        if self._file is None:
            return
        file, self._file = self._file, None
        try:
            os.fsync(file.fileno())
            _settle(self._path)
            file.close()
        except OSError as error:
            raise ArchiveError(f"{self._path}: cannot be closed safely: {error}") from error


def recover(folder: Path) -> tuple[tuple[str, int], ...]:
    """Close the files that killed processes left open in ``folder``.

    A record cut off by the kill is dropped, all before it stay. Files that a living process
    holds (it has them locked) are left alone. Returns (final name, bytes cut) for each.
    """
    done = []
    for path in sorted(folder.glob(f"*.warc.gz{OPEN_SUFFIX}")):
        with path.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            size = path.stat().st_size
            good = intact_length(path)
            file.truncate(good)
            os.fsync(file.fileno())
            done.append((path.name.removesuffix(OPEN_SUFFIX), size - good))
            if good:
                _settle(path)
            else:
                path.unlink()
    return tuple(done)


def warc_date(moment: datetime) -> str:
    """``moment`` as WARC 1.1 writes it: UTC, microseconds only where there are any."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds" if utc.microsecond else "seconds") + "Z"


def _write_whole(file: IO[bytes], data: bytes) -> None:
    """An unbuffered file may take less than it is given (a full disk, a limit)."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _settle(path: Path) -> None:
    """Give a finished file its final name, durably."""
    path.rename(path.with_name(path.name.removesuffix(OPEN_SUFFIX)))
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _member(
    kind: str, url: str, fields: dict[str, str], body: bytes, head: _RawHead | None = None
) -> bytes:
    """One record as one gzip member."""
    url = "".join(c if c.isprintable() and c != " " else quote(c) for c in url)
    out = io.BytesIO()
    writer = _Writer(out, gzip=False, warc_version="WARC/1.1")
    record = writer.create_warc_record(
        url,
        kind,
        payload=io.BytesIO(body),
        length=len(body),
        warc_content_type=fields.pop("Content-Type", ""),
        warc_headers_dict=fields,
        http_headers=head,
    )
    writer.write_record(record)
    return gzip.compress(out.getvalue(), _GZIP_LEVEL, mtime=0)


def _response_head(exchange: Exchange) -> bytes:
    """Status line and headers as received, in HTTP/1.1 clothes (HTTP/2 has no text form)."""
    reason = exchange.reason.encode("latin-1", "replace")
    lines = [b"HTTP/1.1 %d %s" % (exchange.status, reason)]
    lines += [
        _HOP_HEADERS.get(name.lower(), name) + b": " + value
        for name, value in _safe(exchange.headers)
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _safe(headers: RawHeaders) -> RawHeaders:
    """No header can end the head early."""
    return tuple(
        (name.translate(None, b"\r\n:"), value.replace(b"\r", b" ").replace(b"\n", b" "))
        for name, value in headers
    )


def _refers_to(exchange: Exchange, earlier: Validator) -> dict[str, str]:
    profile = "server-not-modified" if exchange.status == 304 else "identical-payload-digest"
    fields = {"WARC-Profile": REVISIT + profile, "WARC-Refers-To-Target-URI": exchange.url}
    if earlier.record_id:
        fields["WARC-Refers-To"] = earlier.record_id
    if earlier.captured_at is not None:
        fields["WARC-Refers-To-Date"] = warc_date(earlier.captured_at)
    return fields


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"
