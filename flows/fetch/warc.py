"""Reading WARC files strictly: a file in, its records out, or the byte where it is damaged.

warcio reads past a truncated or corrupt member without a word. Evidence must not: every
record here is framed by its own length and gzip member, both checked to the last byte, and
by its block digest where it has one. A damaged record costs itself: it is said, with its place,
and the next whole one is looked for behind it. Reads the files it is given, and unpacks members
of WACZ files into a temporary folder; memory stays bounded whatever a record unfolds to.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import IO, Protocol

from extractors.errors import ArchiveError
from flows.fetch.exchange import RawHeaders

GZIP_MAGIC = b"\x1f\x8b"
MAX_HEAD = 256 * 1024
MAX_MEMBER = 16 * 1024**3
"""A member of a WACZ that says it unfolds to more is an attack, or no work for one machine."""
MAX_DIGITS = 15
"""Of a record's length; a petabyte has 16."""
MAX_PAYLOAD = 64 * 1024 * 1024
"""Payloads over this are indexed by their hash, but not held in memory."""
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class WarcFile:
    """A WARC on disk, or inside a WACZ: ``member`` is then its name in the zip, behind that of
    the inner WACZ and "#" where it lies in one.
    """

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        """How captures and messages name it."""
        return f"{self.path.name}#{self.member}" if self.member else self.path.name

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes, seekable. Raises ArchiveError when they cannot be read."""
        try:
            with unpacked(self.path, self.member).open("rb") as file:
                yield file
        except (OSError, EOFError, KeyError, zlib.error, zipfile.BadZipFile) as error:
            raise ArchiveError(f"{self.path}: cannot be read: {error}") from error


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record: ``headers`` (lower-case names) and, for HTTP, the message's own head.

    ``offset`` and ``end`` are bytes of the file (compressed, if it is). ``payload_sha256``
    (hex) is of the payload with transfer encoding undone and content encoding kept;
    ``payload`` is None when it was not asked for, or is over ``MAX_PAYLOAD``.
    """

    offset: int
    end: int
    headers: dict[str, str]
    status: int
    reason: str
    http_headers: RawHeaders
    payload_sha256: str
    payload: bytes | None

    @property
    def type(self) -> str:
        """The record's WARC-Type."""
        return self.headers.get("warc-type", "")

    @property
    def url(self) -> str:
        """The target address; WARC 1.0 put it in angle brackets now and then."""
        return self.headers.get("warc-target-uri", "").strip("<>")


def unpacked(path: Path, member: str) -> Path:
    """A file with the bytes of a member of the WACZ at ``path``; ``path`` itself without one.

    A zip's member can only be read from its beginning, so it is unpacked once and then read
    anywhere in it.

    Raises:
        ArchiveError: the member is encrypted, packed in an odd way, or larger than ``MAX_MEMBER``.
        KeyError: there is no such member.
    """
    if not member:
        return path
    known = path.stat()
    return _member_file(path, member, known.st_mtime_ns, known.st_size)


@lru_cache(maxsize=256)
def _member_file(path: Path, member: str, _changed: int, _size: int) -> Path:
    # The rest of the process's life: captures are read one by one, in any order.
    folder = Path(_scratch().name)
    inner, found, rest = member.partition(".wacz#")
    if found:
        return unpacked(unpacked(path, f"{inner}.wacz"), rest)
    target = folder / f"{len(list(folder.iterdir()))}{Path(member).suffix}"
    try:
        with zipfile.ZipFile(path) as bundle:
            if bundle.getinfo(member).file_size > MAX_MEMBER:
                raise ArchiveError(f"{path.name}: {member} is larger than {MAX_MEMBER} bytes")
            with bundle.open(member) as packed, target.open("xb") as plain:
                shutil.copyfileobj(packed, plain, _PIECE)
    except (RuntimeError, NotImplementedError) as error:  # encrypted, or packed in an odd way
        raise ArchiveError(f"{path.name}: {member} cannot be unpacked: {error}") from error
    return target


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sourcecheck-wacz-")


class DamagedError(Exception):
    """A record that cannot be read whole; the message says how."""


class _BlankError(DamagedError):
    """Only line ends from here to ``end``: no record, and no harm."""

    def __init__(self, end: int) -> None:
        super().__init__("this is not a WARC record")
        self.end = end


class _Stream(Protocol):
    """The decompressed bytes of the file from one record's start."""

    position: int

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; b"" at the end of the member or file."""


class _Plain:
    """An uncompressed file from ``offset`` on."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self._file = file
        self.position = offset
        file.seek(offset)

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes of the file."""
        piece = self._file.read(size)
        self.position += len(piece)
        return piece


class _Member:
    """One gzip member of a file, unfolded on demand; ``position`` is where the next begins."""

    def __init__(self, file: IO[bytes], offset: int) -> None:
        self._file = file
        self._unfold = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._pending = b""
        self.position = offset
        file.seek(offset)

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes of the member. Raises DamagedError when it is not whole."""
        while not self._unfold.eof:
            if not self._pending:
                self._pending = self._file.read(_PIECE)
                if not self._pending:
                    raise DamagedError("the file ends in the middle of a record")
            fed = len(self._pending)
            try:
                piece = self._unfold.decompress(self._pending, size)
            except zlib.error as error:
                raise DamagedError(f"the compressed data is corrupt ({error})") from error
            rest = self._unfold.unused_data if self._unfold.eof else self._unfold.unconsumed_tail
            self.position += fed - len(rest)
            self._pending = rest
            if piece:
                return piece
        return b""


def records(source: WarcFile, damaged: list[str] | None = None) -> Iterator[Record]:
    """Every record of ``source`` in order, payloads hashed but not kept.

    A record that is damaged, cut short, or no WARC record at all is left out, with a line in
    ``damaged`` that names the file, the byte and the fault.

    Raises:
        ArchiveError: that line, where no ``damaged`` is given.
    """
    with source.open() as file:
        yield from _walk(file, source.name, damaged)


def record_at(source: WarcFile, offset: int) -> Record:
    """The record that begins at byte ``offset``, with its payload.

    Raises:
        ArchiveError: when there is none, or it is damaged.
    """
    with source.open() as file:
        try:
            return _record(file, offset, keep=True)
        except DamagedError as error:
            raise ArchiveError(f"{source.name}: {error} (record at byte {offset})") from error


def intact_length(path: Path) -> int:
    """How many bytes from the start of ``path`` are whole records: what a kill left good."""
    end = 0
    with path.open("rb") as file:
        size = path.stat().st_size
        while end < size:
            try:
                end = _record(file, end, keep=False).end
            except DamagedError:
                break
    return end


def _walk(file: IO[bytes], name: str, damaged: list[str] | None) -> Iterator[Record]:
    offset: int | None = 0
    read = 0
    while offset is not None:
        file.seek(offset)
        if not file.read(1):
            break
        try:
            record = _record(file, offset, keep=False)
        except _BlankError as blank:
            offset = blank.end
        except DamagedError as error:
            fault = f"{name}: {error} (record at byte {offset})"
            if damaged is None:
                raise ArchiveError(fault) from error
            damaged.append(fault)
            read += 1
            offset = _next_record(file, offset + 1)
        else:
            read += 1
            yield record
            offset = record.end
    if read == 0:
        fault = f"{name}: the file is empty, not a WARC (byte 0)"
        if damaged is None:
            raise ArchiveError(fault)
        damaged.append(fault)


def _next_record(file: IO[bytes], start: int) -> int | None:
    """Where the next record begins at or after ``start``, by what a record looks like."""
    file.seek(0)
    zipped = file.read(2) == GZIP_MAGIC
    mark, ahead = (GZIP_MAGIC + b"\x08", 0) if zipped else (b"\nWARC/", 1)
    file.seek(max(0, start - ahead))
    kept, at = b"", max(0, start - ahead)  # ``at``: where ``kept`` begins
    while piece := file.read(_PIECE):
        kept += piece
        found = kept.find(mark)
        while found >= 0:
            place = at + found + ahead
            if not zipped or _begins_record(file, place, at + len(kept)):
                return place
            found = kept.find(mark, found + 1)
        at, kept = at + len(kept) - len(mark), kept[-len(mark) :]
    return None


def _begins_record(file: IO[bytes], place: int, back: int) -> bool:
    """Whether a gzip member at ``place`` unfolds to a record; the file is then at ``back``."""
    try:
        begun = _Member(file, place).read(64)
    except DamagedError:
        begun = b""
    file.seek(back)
    return begun.lstrip(b"\r\n").startswith(b"WARC/")


def _record(file: IO[bytes], offset: int, *, keep: bool) -> Record:
    """The record at ``offset``, read to its last byte and checked."""
    file.seek(offset)
    zipped = file.read(2) == GZIP_MAGIC
    stream: _Stream = _Member(file, offset) if zipped else _Plain(file, offset)
    head, rest = _head(stream, b"")
    version, _, fields = head.partition(b"\n")
    if not version.startswith(b"WARC/"):
        raise DamagedError("this is not a WARC record")
    headers = {name.lower().decode("utf-8", "replace"): value for name, value in _fields(fields)}
    texts = {name: value.decode("utf-8", "replace") for name, value in headers.items()}
    length = texts.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) <= MAX_DIGITS):
        raise DamagedError("the record does not say how long it is")
    block = _Block(stream, rest, int(length), texts.get("warc-block-digest", ""))
    status, reason, http_headers, first = _http_head(block, texts)
    payload, digest = _payload(block, first, http_headers, keep)
    block.verify()
    _tail(stream, block.rest, zipped)
    return Record(offset, stream.position, texts, status, reason, http_headers, digest, payload)


class _Block:
    """The record's content: exactly ``length`` bytes, hashed as they pass."""

    def __init__(self, stream: _Stream, rest: bytes, length: int, digest: str) -> None:
        self._stream = stream
        self._left = length
        self.rest = rest
        self._expected = digest
        self._hash = _hasher(digest)

    def read(self) -> bytes:
        """The next piece; b"" at the block's end."""
        if self._left == 0:
            return b""
        piece = self.rest or self._stream.read(min(_PIECE, self._left))
        if not piece:
            raise DamagedError("the file ends in the middle of a record")
        piece, self.rest = piece[: self._left], piece[self._left :]
        self._left -= len(piece)
        if self._hash is not None:
            self._hash.update(piece)
        return piece

    def verify(self) -> None:
        """Raises DamagedError when the content is not what its digest says."""
        if self._hash is not None and not _same_digest(self._expected, self._hash.digest()):
            raise DamagedError("the content does not match its WARC-Block-Digest")


def _head(stream: _Stream, begun: bytes) -> tuple[bytes, bytes]:
    """(lines up to the blank one, bytes read past it) of the record's own header."""
    data = begun
    while (end := data.find(b"\r\n\r\n")) < 0:
        piece = stream.read(_PIECE) if len(data) <= MAX_HEAD else b""
        if not data:
            # Some writers put more blank lines between records than the two that are due.
            started = bool(piece)
            piece = piece.lstrip(b"\r\n")
            if started and not piece:
                continue
        if not piece:
            if not data and stream.position:
                raise _BlankError(stream.position)
            if not data.startswith(b"WARC/"):
                raise DamagedError("this is not a WARC record")
            raise DamagedError("the record's header is cut short, or has no end")
        data += piece
        if len(data) >= 5 and not data.startswith(b"WARC/"):
            raise DamagedError("this is not a WARC record")
    return data[:end], data[end + 4 :]


def _http_head(block: _Block, texts: dict[str, str]) -> tuple[int, str, RawHeaders, bytes]:
    """(status, reason, headers, first bytes of the payload) of an HTTP response block."""
    if texts.get("warc-type") not in ("response", "revisit") or not texts.get(
        "content-type", ""
    ).startswith("application/http"):
        return 0, "", (), b""
    data = b""
    while (end := _blank_line(data))[0] < 0:
        piece = block.read() if len(data) <= MAX_HEAD else b""
        if not piece:
            end = (len(data), len(data))
            break
        data += piece
    line, _, fields = data[: end[0]].partition(b"\n")
    words = line.split(None, 2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() and len(words[1]) < 4 else 0
    reason = words[2].decode("latin-1").strip() if len(words) > 2 else ""
    return status, reason, tuple(_fields(fields)), data[end[1] :]


def _blank_line(data: bytes) -> tuple[int, int]:
    """(start, end) of the first blank line's bytes; (-1, -1) when there is none."""
    strict, loose = data.find(b"\r\n\r\n"), data.find(b"\n\n")
    if strict >= 0 and (loose < 0 or strict < loose):
        return strict, strict + 4
    return (loose, loose + 2) if loose >= 0 else (-1, -1)


def _fields(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Header lines as (name, value); continued lines are joined."""
    name, value = b"", b""
    for line in data.split(b"\n"):
        line = line.rstrip(b"\r")
        if line[:1] in (b" ", b"\t") and name:
            value += b" " + line.strip()
            continue
        if name:
            yield name, value
        name, found, value = line.partition(b":")
        name, value = (name.strip(), value.strip()) if found else (b"", b"")
    if name:
        yield name, value


def _payload(
    block: _Block, first: bytes, headers: RawHeaders, keep: bool
) -> tuple[bytes | None, str]:
    """(payload, its SHA-256): chunks undone where the writer left them in."""
    chunked = any(
        name.lower() == b"transfer-encoding" and b"chunked" in value.lower()
        for name, value in headers
    )
    kept: list[bytes] = []
    held = 0
    digest = hashlib.sha256()
    piece = first or block.read()
    while piece:
        digest.update(piece)
        held += len(piece)
        if (keep or chunked) and held <= MAX_PAYLOAD:
            kept.append(piece)
        piece = block.read()
    if held > MAX_PAYLOAD or not (keep or chunked):
        return None, digest.hexdigest()
    payload = b"".join(kept)
    if chunked and (whole := _unchunked(payload)) is not None:
        payload = whole
        digest = hashlib.sha256(payload)
    return (payload if keep else None), digest.hexdigest()


def _unchunked(data: bytes) -> bytes | None:
    """``data`` without its chunk frames; None when it has none (many writers undo them)."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\r\n", at, at + 64)
        size_text = data[at:end].split(b";", 1)[0].strip() if end >= 0 else b""
        try:
            size = int(size_text, 16)
        except ValueError:
            return None
        if size < 0:
            return None
        if size == 0:
            return b"".join(pieces)
        chunk = data[end + 2 : end + 2 + size]
        if len(chunk) < size or data[end + 2 + size : end + 4 + size] != b"\r\n":
            return None
        pieces.append(chunk)
        at = end + 4 + size


def _tail(stream: _Stream, rest: bytes, zipped: bool) -> None:
    """The two line ends after the block; in a gzip member nothing may follow them."""
    if zipped:
        tail = rest.strip(b"\r\n")
        while not tail and (piece := stream.read(_PIECE)):
            tail = piece.strip(b"\r\n")
        if tail:
            raise DamagedError(
                "one gzip member holds several records (rewrite the file with `warcio recompress`)"
            )
        return
    # The header was read in pieces, so the plain stream is past the record's end by ``rest``.
    tail = rest[:4] if len(rest) >= 4 else rest + stream.read(4 - len(rest))
    if tail != b"\r\n\r\n":
        raise DamagedError("the file ends in the middle of a record")
    stream.position -= max(0, len(rest) - 4)


def _hasher(digest: str) -> hashlib._Hash | None:
    algorithm = digest.partition(":")[0].lower().replace("-", "")
    makers: dict[str, Callable[[], hashlib._Hash]] = {
        "sha1": lambda: hashlib.sha1(usedforsecurity=False),
        "sha256": hashlib.sha256,
        "md5": lambda: hashlib.md5(usedforsecurity=False),
    }
    maker = makers.get(algorithm)
    return maker() if maker is not None else None


def _same_digest(expected: str, computed: bytes) -> bool:
    """Whether a labelled digest, in base 32 or hex, names ``computed``."""
    value = expected.partition(":")[2].strip()
    return value.lower() == computed.hex() or value.upper().rstrip("=") == base64.b32encode(
        computed
    ).decode("ascii").rstrip("=")
