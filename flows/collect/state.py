"""What collection remembers between runs: known pages and what makes a request conditional.

In: candidates and answers. Out: validators for the fetcher, known pages for discovery.
Touches one SQLite file beside the archive, and reads the archive's files once after a kill.
The archive is written first and is the truth: records that a killed run wrote and did not
account for are found when the state is opened again, so that no page is archived twice.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urljoin

from extractors.errors import ArchiveError
from extractors.records import Stamp
from flows.fetch import Fetched, Record, Validator, WarcFile, memento, records
from flows.outlets import Candidate
from flows.waiting import Turn

STATE_FILE = "collection.sqlite3"
# A page twice as old is asked half as often: corrections come in the first days.
AGE_SHARE = 8
LEAST_REST = timedelta(hours=1)
MOST_REST = timedelta(days=30)
# Redirects followed when accounting for a killed run; the fetcher follows ten.
MOST_HOPS = 10
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Known:
    """What the state says of one page."""

    state: str
    published: datetime | None
    first_seen: datetime
    checked_at: datetime | None
    failures: int
    problem: str
    content_sha256: str
    listing: str = ""
    modified: datetime | None = None

    def is_due(self, now: datetime, *, listed: bool = False) -> bool:
        """True where the page was never fetched, or is old enough to be asked again.

        A public archive's copy never changes. ``listed`` says that the page's listing was
        read just now: where that says that the page was not touched since it was last looked
        at, it is believed for thirty days, as listings err too. For others the rest between
        two checks is an eighth of the page's age, from an hour to thirty days; it doubles with
        each failure in a row.
        """
        if self.checked_at is None or self.state == "found":
            return True
        if self.state == "copied":
            return False
        untouched = self.modified is not None and self.modified <= self.checked_at
        if listed and untouched and self.state == "archived":
            return now - self.checked_at >= MOST_REST
        age = now - (self.published or self.first_seen)
        doubled: int = 2 ** min(self.failures, 10)
        rest = min(max(age / AGE_SHARE, LEAST_REST) * doubled, MOST_REST)
        return now - self.checked_at >= rest


class CollectState:
    """The state file of one archive folder; a context manager. One process at a time.

    It is a ``Validators`` for the fetcher; ``conditional`` counts the requests that it made
    conditional. Raises ``ArchiveError`` where the file cannot be opened or is damaged, and
    ``InUseError``, which is one, where another collection holds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._doors: dict[str, Validator] = {}
        self.conditional = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            what = f"{path.parent}: another collection is writing here"
            self._turn = Turn(path.with_suffix(".lock"), what)
            self._db = sqlite3.connect(path)
            self._db.row_factory = sqlite3.Row
            for name in ("settings", "create_page", "create_page_by_address"):
                self._db.execute(_sql(name))
            for name in ("create_answer", "create_settled", "create_gone"):
                self._db.execute(_sql(name))
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(f"{path}: the collection's state cannot be used: {error}") from error

    def __enter__(self) -> CollectState:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and let others at it. Safe to call twice."""
        self._db.close()
        self._turn.close()

    def get(self, url: str, /) -> Validator | None:
        """What is known of an address; None where it was never fetched."""
        row = self._one("answer", address=url)
        if row is None:
            return None
        self.conditional += bool(row["etag"] or row["last_modified"])
        return Validator(
            etag=row["etag"],
            last_modified=row["last_modified"],
            payload_sha256=row["payload_sha256"],
            captured_at=_read_time(row["captured_at"]),
            record_id=row["record_id"],
        )

    def known(self, outlet: str) -> Iterator[Candidate]:
        """Pages that earlier runs found, except those whose text came with a listing."""
        for row in self._db.execute(_sql("pages_of"), {"outlet": outlet}):
            if row["state"] != "held":
                yield Candidate(
                    url=row["url"],
                    address=row["address"],
                    title=row["title"],
                    published=Stamp(
                        _read_time(row["published"]),
                        row["published_source"],
                        bool(row["published_sure"]),
                    ),
                    strategy=row["strategy"],
                )

    def page(self, outlet: str, url: str) -> Known | None:
        """What is known of one page."""
        row = self._one("page", outlet=outlet, url=url)
        if row is None:
            return None
        return Known(
            state=row["state"],
            published=_read_time(row["published"]),
            first_seen=_read_time(row["first_seen"]) or datetime.max.replace(tzinfo=UTC),
            checked_at=_read_time(row["checked_at"]),
            failures=row["failures"],
            problem=row["problem"],
            content_sha256=row["content_sha256"],
            listing=row["listing"],
            modified=_read_time(row["modified"]),
        )

    def remember_listing(self, url: str, answer: Fetched) -> None:
        """Hold a listing's validators back until what it named is stored.

        Were they kept at once, a kill in between would lose the listing's pages: the next
        answer would be "not modified".
        """
        if answer.ok or answer.problem == "not-modified":
            self._doors[answer.final_url or url] = answer.validator

    def store_found(self, outlet: str, candidates: Iterable[Candidate], now: datetime) -> None:
        """Store what a door named, and with it the validators of the door's listings."""
        doors, self._doors = self._doors, {}
        with self._db:
            for item in candidates:
                self._add(outlet, item, now)
            for address, validator in doors.items():
                self._keep(address, validator)

    def store_answer(
        self,
        outlet: str,
        candidate: Candidate,
        answer: Fetched,
        state: str,
        digest: str,
        now: datetime,
    ) -> None:
        """Store that a page's payload is in the archive, after the archive has it."""
        with self._db:
            self._keep(answer.final_url, answer.validator)
            self._check(outlet, candidate.url, state, "", digest, now)
            self._db.execute(_sql("not_gone"), {"outlet": outlet, "url": candidate.url})

    def gone_since(self, outlet: str, url: str, when: datetime) -> datetime:
        """Store that a page is gone; since when that is known, ``when`` the first time."""
        with self._db:
            row = {"outlet": outlet, "url": url, "since": _written(when)}
            self._db.execute(_sql("add_gone"), row)
        first = _read_time(self._one("gone_since", outlet=outlet, url=url)["since"])
        return first or when

    def store_part(self, answer: Fetched) -> None:
        """Store the validators of a further part of a page."""
        if answer.ok:
            with self._db:
                self._keep(answer.final_url, answer.validator)

    def store_held(self, outlet: str, candidate: Candidate, digest: str, now: datetime) -> None:
        """Store that a page's text came with a listing, and the digest of its words."""
        with self._db:
            self._check(outlet, candidate.url, "held", "", digest, now)

    def store_failure(self, outlet: str, candidate: Candidate, problem: str, now: datetime) -> None:
        """Store that a page could not be had; what was archived of it before still counts."""
        with self._db:
            self._db.execute(
                _sql("failed"),
                {
                    "outlet": outlet,
                    "url": candidate.url,
                    "problem": problem,
                    "now": _written(now),
                },
            )

    def account_for(self, folder: Path) -> int:
        """Take in what a killed run archived without noting it; how many pages that were."""
        done = {row["file"] for row in self._db.execute(_sql("settled_files"))}
        fresh = [path for path in sorted(folder.glob("*.warc.gz")) if path.name not in done]
        if not fresh:
            return 0
        archived, hops = _responses(fresh)
        count = 0
        with self._db:
            for row in self._db.execute(_sql("unaccounted")).fetchall():
                record = _at_the_end(row["address"], archived, hops)
                if record is not None:
                    validator = _validator_of(record)
                    self._keep(record.url, validator)
                    digest, when = validator.payload_sha256, validator.captured_at
                    self._check(row["outlet"], row["url"], "archived", "", digest, when)
                    count += 1
            for path in fresh:
                self._db.execute(_sql("settle"), {"file": path.name})
        return count

    def settle(self, folder: Path) -> None:
        """Note that all closed files of the archive are accounted for."""
        with self._db:
            for path in sorted(folder.glob("*.warc.gz")):
                self._db.execute(_sql("settle"), {"file": path.name})

    def _add(self, outlet: str, item: Candidate, now: datetime) -> None:
        self._db.execute(
            _sql("add_page"),
            {
                "outlet": outlet,
                "url": item.url,
                "address": item.address,
                "title": item.title,
                "published": _written(item.published.value),
                "published_source": item.published.source,
                "published_sure": item.published.sure,
                "listing": item.listing,
                "modified": _written(_touched_by(item.modified)),
                "strategy": item.strategy,
                "now": _written(now),
            },
        )

    def _check(
        self, outlet: str, url: str, state: str, problem: str, digest: str, when: datetime | None
    ) -> None:
        self._db.execute(
            _sql("checked"),
            {
                "outlet": outlet,
                "url": url,
                "state": state,
                "problem": problem,
                "content_sha256": digest,
                "now": _written(when),
            },
        )

    def _keep(self, address: str, validator: Validator) -> None:
        self._db.execute(
            _sql("keep_answer"),
            {
                "address": address,
                "etag": validator.etag,
                "last_modified": validator.last_modified,
                "payload_sha256": validator.payload_sha256,
                "captured_at": _written(validator.captured_at),
                "record_id": validator.record_id,
            },
        )

    def _one(self, name: str, **values: str) -> Any:
        return self._db.execute(_sql(name), values).fetchone()


def last_successes(path: Path) -> dict[str, datetime | None]:
    """When each outlet that was ever asked last gave a page; None where it never did.

    Reads a state file that another process may have open. Raises ArchiveError where it is damaged.
    """
    if not path.is_file():
        return {}
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            rows = database.execute(_sql("last_successes")).fetchall()
        finally:
            database.close()
    except sqlite3.Error as error:
        raise ArchiveError(f"{path}: the collection's state cannot be read: {error}") from error
    return {outlet: _read_time(last) for outlet, last in rows}


def _touched_by(modified: Stamp) -> datetime | None:
    """The latest moment that a listing's time of change may mean: a bare day ends at night."""
    if modified.value is None:
        return None
    return modified.value if modified.sure else modified.value + timedelta(days=1)


def _responses(paths: Iterable[Path]) -> tuple[dict[str, Record], dict[str, str]]:
    """Whole responses by address (a memento's original counts too), and redirects."""
    archived: dict[str, Record] = {}
    hops: dict[str, str] = {}
    for path in paths:
        for record in records(WarcFile(path)):
            if record.type != "response" or record.headers.get("warc-truncated"):
                continue
            if record.status in REDIRECTS:
                hops[record.url] = urljoin(record.url, _header(record, b"location"))
            elif record.status == 200:
                archived[record.url] = record
                copy = memento(record.url)
                if copy is not None:
                    archived.setdefault(copy[0], record)
    return archived, hops


def _at_the_end(
    address: str, archived: Mapping[str, Record], hops: Mapping[str, str]
) -> Record | None:
    for _ in range(MOST_HOPS):
        if address in archived:
            return archived[address]
        if address not in hops:
            return None
        address = hops[address]
    return None


def _validator_of(record: Record) -> Validator:
    return Validator(
        etag=_header(record, b"etag"),
        last_modified=_header(record, b"last-modified"),
        payload_sha256=record.payload_sha256,
        captured_at=_read_time(record.headers.get("warc-date")),
        record_id=record.headers.get("warc-record-id", ""),
    )


def _header(record: Record, name: bytes) -> str:
    values = (value for key, value in record.http_headers if key.lower() == name)
    return next(values, b"").decode("latin-1").strip()


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _read_time(text: str | None) -> datetime | None:
    return None if not text else datetime.fromisoformat(text).astimezone(UTC)


@cache
def _statements() -> dict[str, str]:
    text = files("flows.collect").joinpath("state.sql").read_text(encoding="utf-8")
    parts = NAME.split(text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _sql(name: str) -> str:
    return _statements()[name]
