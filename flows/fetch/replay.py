"""Answers requests from captures: WARC and WACZ files in, responses out, no network ever.

``ReplayTransport`` stands where the connection would be, so the client above it runs the
same code live and in replay. A request is answered by the capture of exactly that address,
else by one whose canonical URL is the same. Recorded redirects are returned as such and
followed by the client; recorded failures fail again in the same words.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast, get_args

import httpx

from extractors.errors import ArchiveError
from extractors.page import read_stamp
from extractors.records import Capture
from flows.fetch.archive import IMPORTED_FIELD, OPEN_SUFFIX, OUTLET_FIELD, PROBLEM_FIELD, WHY_FIELD
from flows.fetch.content import is_opaque, is_plain
from flows.fetch.exchange import Truncation, header_text
from flows.fetch.fetched import Problem
from flows.fetch.guards import RefusedError
from flows.fetch.urls import canonical_url, memento
from flows.fetch.warc import Record, WarcFile, record_at, records, unpacked

CAPTURE_EXTENSION = "sourcecheck.capture"
"""Where a replayed ``httpx.Response`` carries its ``Capture``."""
TRUNCATED_EXTENSION = "sourcecheck.truncated"
"""... and the reason why its body is not whole, "" if it is."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST_NESTED = 3
"""WACZ files within each other; a collection of crawls has one level."""
_SUFFIXES = (".warc", ".warc.gz", f".warc.gz{OPEN_SUFFIX}")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One record of the index. ``rank`` orders what is worth more: readable comes first."""

    source: WarcFile
    capture: Capture
    rank: int


@dataclass(frozen=True, slots=True)
class _Revisit:
    """A record that points to an earlier payload instead of holding one."""

    url: str
    at: datetime
    refers_id: str
    refers_url: str
    digest: str
    outlet: str | None


_READABLE, _REDIRECT, _CUT, _ERROR, _FAILURE = 4, 3, 2, 1, 0


class ReplayTransport(httpx.AsyncBaseTransport):
    """Every request answered from ``paths``: WARC files, WACZ files, or folders of them.

    Of several captures of one address the newest readable one answers; with ``as_of`` the
    newest not later than that instant. The address is sought as it stands, then by canonical
    URL (``twins`` as in ``canonical_url``). ``latest`` is the time of the newest capture.

    ``damaged`` has a line for each record and file that could not be read, with its place.

    Raises:
        ArchiveError: a path that does not exist, or nothing at all can be read; the message
            names the file and the byte.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        as_of: datetime | None = None,
        twins: dict[str, str] | None = None,
    ) -> None:
        self.as_of = as_of
        self._twins = twins or {}
        self._entries: list[_Entry] = []
        revisits: list[_Revisit] = []
        digests: dict[str, _Entry] = {}
        damaged: list[str] = []
        for source in warc_files(paths, damaged):
            for record in _tolerant(source, damaged):
                self._index(source, record, revisits, digests)
        if damaged and not self._entries:
            raise ArchiveError(damaged[0])
        self.damaged = tuple(damaged)
        self._resolve(revisits, digests)
        self._entries.sort(key=_order)
        self._sources = {
            (entry.capture.warc_file, entry.capture.record_id): entry.source
            for entry in self._entries
        }
        self._exact: dict[str, list[_Entry]] = {}
        self._canonical: dict[str, list[_Entry]] = {}
        for entry in self._entries:
            if as_of is not None and entry.capture.captured_at > as_of:
                continue
            url = entry.capture.url
            self._exact.setdefault(_plain(url), []).append(entry)
            self._canonical.setdefault(canonical_url(url, self._twins), []).append(entry)

    @property
    def latest(self) -> datetime | None:
        """The time of the newest capture that can answer; None when there is none."""
        times = [entry.capture.captured_at for group in self._exact.values() for entry in group]
        return max(times, default=None)

    def captures(self) -> Iterator[Capture]:
        """Every capture, failures and error answers too, by address, then time."""
        for entry in self._entries:
            yield entry.capture

    def record(self, capture: Capture) -> Record:
        """The WARC record behind ``capture``, one of ``captures()``.

        Raises:
            ArchiveError: when the record is damaged, or ``capture`` is not of these files.
        """
        source = self._sources.get((capture.warc_file, capture.record_id))
        if source is None:
            raise ArchiveError(f"{capture.warc_file}: is not among the captures to replay")
        return record_at(source, capture.warc_offset)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The recorded response.

        Raises:
            RefusedError: "not-captured" for a miss; the recorded problem for a failure.
        """
        entry = self._find(str(request.url)) if request.method == "GET" else None
        if entry is None:
            raise RefusedError("not-captured", f"no capture answers {str(request.url)[:300]}")
        record = record_at(entry.source, entry.capture.warc_offset)
        if entry.rank == _FAILURE:
            raise _recorded_failure(entry.capture, record)
        if record.payload is None:
            raise RefusedError(
                "too-large",
                f"the capture at byte {entry.capture.warc_offset} of {entry.source.name} is too "
                "large to read",
                entry.capture,
            )
        return httpx.Response(
            status_code=entry.capture.status,
            headers=_headers(record),
            stream=httpx.ByteStream(record.payload),
            extensions={
                CAPTURE_EXTENSION: entry.capture,
                TRUNCATED_EXTENSION: _truncation(record),
                "http_version": b"HTTP/1.1",
                "reason_phrase": record.reason.encode("latin-1", "replace"),
            },
        )

    def _find(self, url: str) -> _Entry | None:
        exact = self._exact.get(_plain(url))
        if exact:
            return max(exact, key=lambda entry: (_worth(entry), _order(entry)[1:]))
        alike = self._canonical.get(canonical_url(url, self._twins))
        # Among look-alikes a page beats a redirect: http may only ever have pointed to https.
        if alike:
            return max(alike, key=lambda entry: (entry.rank, _order(entry)[1:]))
        return None

    def _index(
        self,
        source: WarcFile,
        record: Record,
        revisits: list[_Revisit],
        digests: dict[str, _Entry],
    ) -> None:
        outlet = record.headers.get(OUTLET_FIELD.lower())
        if record.type == "revisit":
            revisits.append(
                _Revisit(
                    url=record.url,
                    at=_moment(record),
                    refers_id=record.headers.get("warc-refers-to", ""),
                    refers_url=record.headers.get("warc-refers-to-target-uri", "").strip("<>"),
                    digest=record.headers.get("warc-payload-digest", ""),
                    outlet=outlet,
                )
            )
            return
        rank = _rank(record)
        if rank is None:
            return
        capture = Capture(
            url=record.url,
            captured_at=_moment(record),
            status=200 if record.type == "resource" else record.status,
            content_type=_content_type(record),
            payload_sha256="" if rank == _FAILURE else record.payload_sha256,
            warc_file=source.name,
            warc_offset=record.offset,
            record_id=record.headers.get("warc-record-id", ""),
            outlet=outlet,
            error=record.headers.get(PROBLEM_FIELD.lower()),
        )
        entry = _Entry(source, capture, rank)
        self._entries.append(entry)
        copy = memento(record.url)
        if copy is not None and rank == _READABLE:
            # The Wayback Machine's copy stands for the page it is a copy of, at its own time.
            alias = replace(capture, url=copy[0], captured_at=copy[1])
            self._entries.append(_Entry(source, alias, rank))
        if rank == _READABLE:
            digests.setdefault(record.headers.get("warc-payload-digest", ""), entry)
            digests.setdefault(capture.record_id, entry)

    def _resolve(self, revisits: list[_Revisit], digests: dict[str, _Entry]) -> None:
        """Let each revisit of *another* address's payload answer for its own address.

        A revisit of the same address needs nothing: the record it points to answers.
        """
        readable = {entry.capture.url for entry in self._entries if entry.rank == _READABLE}
        by_url = {
            e.capture.url: e for e in sorted(self._entries, key=_order) if e.rank == _READABLE
        }
        for revisit in revisits:
            if revisit.url in readable:
                continue
            target = (
                digests.get(revisit.refers_id or "-")
                or digests.get(revisit.digest or "-")
                or by_url.get(revisit.refers_url)
            )
            if target is not None:
                capture = replace(
                    target.capture,
                    url=revisit.url,
                    captured_at=revisit.at,
                    outlet=revisit.outlet or target.capture.outlet,
                )
                self._entries.append(_Entry(target.source, capture, _READABLE))


def warc_files(paths: Iterable[Path], damaged: list[str] | None = None) -> Iterator[WarcFile]:
    """Every WARC under ``paths`` in a fixed order, those inside WACZ files too.

    A WACZ that cannot be opened, or holds no WARC, gets a line in ``damaged``.

    Raises:
        ArchiveError: a path that does not exist, or a folder without a WARC.
    """
    damaged = [] if damaged is None else damaged
    for path in paths:
        if path.is_dir():
            inside = sorted(
                file
                for file in path.rglob("*")
                if file.is_file() and file.name.endswith((*_SUFFIXES, ".wacz"))
            )
            if not inside:
                raise ArchiveError(f"{path}: there is no .warc, .warc.gz or .wacz file in it")
            for file in inside:
                yield from _members(file, damaged)
        elif path.exists():
            yield from _members(path, damaged)
        else:
            raise ArchiveError(f"{path}: there is no such file or folder")


def _members(path: Path, damaged: list[str]) -> Iterator[WarcFile]:
    if path.suffix.lower() != ".wacz":
        yield WarcFile(path)
        return
    before = len(damaged)
    names = list(_packed(path, "", damaged))
    if not names and len(damaged) == before:
        damaged.append(f"{path.name}: the WACZ holds no WARC (byte 0)")
    for name in names:
        yield WarcFile(path, name)


def _packed(path: Path, inside: str, damaged: list[str]) -> Iterator[str]:
    """The names of the WARCs in a WACZ, and of those in the WACZ files within it."""
    try:
        with zipfile.ZipFile(unpacked(path, inside)) as bundle:
            names = sorted(bundle.namelist())
    except (OSError, KeyError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        damaged.append(f"{path}: is not a WACZ: {error}")
        return
    for name in names:
        member = f"{inside}#{name}" if inside else name
        if name.endswith((".warc", ".warc.gz")):
            yield member
        elif name.endswith(".wacz") and member.count("#") < MOST_NESTED:
            yield from _packed(path, member, damaged)


def _tolerant(source: WarcFile, damaged: list[str]) -> Iterator[Record]:
    """The records of ``source``; a file still being written may lack the end of its last."""
    faults: list[str] = []
    try:
        yield from records(source, faults)
    except ArchiveError as error:
        faults.append(str(error))
    if not source.path.name.endswith(OPEN_SUFFIX):
        damaged += faults


def _rank(record: Record) -> int | None:
    """What the record is worth as an answer, or None when it is none."""
    if record.type == "metadata" and PROBLEM_FIELD.lower() in record.headers:
        return _FAILURE
    if record.type == "resource" and record.url.startswith(("http://", "https://")):
        return _READABLE
    if record.type != "response" or not record.url.startswith(("http://", "https://")):
        return None
    if 200 <= record.status < 300:
        return _CUT if record.headers.get("warc-truncated") else _READABLE
    return _REDIRECT if 300 <= record.status < 400 and record.status != 304 else _ERROR


def _worth(entry: _Entry) -> int:
    """For one and the same address the newer of page and redirect counts."""
    return _READABLE if entry.rank == _REDIRECT else entry.rank


def _order(entry: _Entry) -> tuple[str, datetime, str, int]:
    capture = entry.capture
    return capture.url, capture.captured_at, capture.warc_file, capture.warc_offset


def _plain(url: str) -> str:
    """The address as httpx would write it, without its fragment."""
    try:
        return str(httpx.URL(url).copy_with(fragment=None))
    except httpx.InvalidURL:
        return url


def _truncation(record: Record) -> Truncation:
    """Why the record's body is not whole, in the words of the standard."""
    word = record.headers.get("warc-truncated", "")
    if word in ("", "length", "time", "disconnect"):
        return cast(Truncation, word)
    # Other tools give this without a reason; we, for what was not worth downloading.
    return "unspecified" if is_opaque(_content_type(record)) else "disconnect"


def _moment(record: Record) -> datetime:
    """The record's WARC-Date; the epoch when it has none that can be read."""
    text = record.headers.get("warc-date", "")
    return read_stamp(text, "WARC-Date").value or _EPOCH


def _content_type(record: Record) -> str:
    if record.type == "resource":
        return header_text(record.headers.get("content-type", ""))
    for name, value in record.http_headers:
        if name.lower() == b"content-type":
            return header_text(value.decode("latin-1"))
    return ""


def _headers(record: Record) -> list[tuple[bytes, bytes]]:
    """The recorded headers, less those about a transfer that is over."""
    if record.type == "resource":
        return [(b"content-type", _content_type(record).encode("latin-1", "replace"))]
    gone = [b"transfer-encoding", b"content-length", b"connection"]
    ours = record.headers.get("warc-payload-digest", "").startswith("sha256:")
    seen_live = ours and IMPORTED_FIELD.lower() not in record.headers
    if is_plain(record.payload or b"") and not seen_live:
        gone.append(b"content-encoding")  # some crawlers undo it and leave the header
    return [(name, value) for name, value in record.http_headers if name.lower() not in gone]


def _recorded_failure(capture: Capture, record: Record) -> RefusedError:
    why = ""
    for line in (record.payload or b"").decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == WHY_FIELD:
            why = value.strip()
    problem = _problem(capture.error) or "connection"
    return RefusedError(problem, why or f"recorded as {problem}", capture)


def _problem(word: str | None) -> Problem | None:
    known: tuple[Problem, ...] = get_args(Problem)
    return next((problem for problem in known if problem == word), None)
