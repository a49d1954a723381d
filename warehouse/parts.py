"""What was read of pages, kept as Parquet: readings in, parts out, and their rows for the loader.

A page is read once, ever: what is read is a function of the page, the extractor and the model, and
goes by the key of all three. A part is one folder, named by its pages' keys: ``pages.parquet``
says what became of each, the other files are their rows by table. It is written beside its place,
synced and renamed, so that a part is whole or not there. Touches the folder it is given. Raises
WarehouseError where that cannot be written.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractors.errors import WarehouseError
from extractors.page import text_fingerprint
from extractors.records import ABSENT, DocumentRole, Extraction, Stamp, identity
from warehouse.rows import (
    Tables,
    extraction_id,
    extraction_tables,
    extractions_from,
    from_table,
    to_table,
)

_LOG = logging.getLogger(__name__)
PAGES = "pages"
#: A folder that is being written: its writer's process id follows.
ARRIVING = ".arriving-"


@dataclass(frozen=True, slots=True)
class PageRead:
    """What became of one page: all that a check asks before it looks into the warehouse.

    ``what`` and ``why`` say what was not read, in `extractors.records.Unread`'s terms. ``entities``
    are those that its text names, each once.
    """

    key: str
    extraction_id: str
    document_id: str
    url: str
    canonical_url: str
    role: DocumentRole
    outlet: str | None
    words_sha256: str
    capture_sha256: str
    published: datetime | None
    first_seen: Stamp = ABSENT
    title: str = ""
    entities: tuple[str, ...] = ()
    assertions: int = 0
    what: str = ""
    why: str = ""


def page_read(key: str, extraction: Extraction, what: str = "", why: str = "") -> PageRead:
    """What is told of a reading."""
    document = extraction.document
    return PageRead(
        key=key,
        extraction_id=extraction_id(extraction),
        document_id=document.document_id,
        url=document.url,
        canonical_url=document.canonical_url,
        role=document.role,
        outlet=document.outlet,
        words_sha256=text_fingerprint(document),
        capture_sha256=document.capture_sha256,
        published=document.published.value,
        first_seen=document.first_seen,
        title=document.title,
        entities=tuple(sorted({mention.entity for mention in extraction.mentions})),
        assertions=len(extraction.assertions),
        what=what,
        why=why,
    )


class Parts:
    """The parts in ``folder``. What was read of a page is known by its key, by whoever read it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, PageRead] = {}
        self._where: dict[str, Path] = {}
        self._places: dict[str, Path] = {}
        self._passing: dict[str, Extraction] = {}
        self._seen: set[str] = set()

    def look(self) -> Parts:
        """Take note of whose parts are there, by key alone; returns itself. A damaged one goes."""
        if not self.folder.is_dir():
            return self
        for place in sorted(self.folder.iterdir()):
            if place.name in self._seen or place.name.startswith("."):
                continue
            keys = self._pages(place, ["key"])
            self._where |= dict.fromkeys(keys.column("key").to_pylist() if keys else (), place)
            self._seen.add(place.name)
        return self

    def __len__(self) -> int:
        """How many pages are known."""
        return len(self._known.keys() | self._where.keys())

    def get(self, key: str) -> PageRead | None:
        """What became of the page of this key; None where it was not read yet."""
        if key not in self._known and key in self._where:
            place = self._where[key]
            pages = self._pages(place)
            if pages is None:
                self._where = {k: other for k, other in self._where.items() if other != place}
            else:
                self._note(place, from_table(PageRead, pages))
        return self._known.get(key)

    def _pages(self, place: Path, columns: list[str] | None = None) -> pa.Table | None:
        """What a part says of its pages; None where it is damaged, and then removed."""
        try:
            return pq.read_table(place / f"{PAGES}.parquet", columns=columns)
        except (OSError, pa.ArrowException, KeyError) as damage:
            _LOG.warning("%s is damaged, its pages are read again: %s", place, damage)
            shutil.rmtree(place, ignore_errors=True)
            return None

    def keep(self, readings: Sequence[tuple[PageRead, Extraction]]) -> None:
        """Write readings as one part."""
        new = {read.key: (read, extraction) for read, extraction in readings}
        new = {key: pair for key, pair in new.items() if self.get(key) is None}
        if not new:
            return
        place = self.folder / identity(*sorted(new))[:24]
        tables = {PAGES: to_table(PageRead, [read for read, _ in new.values()])}
        once = {read.extraction_id: extraction for read, extraction in new.values()}
        unnumbered = [(0, 0)] * len(once)
        tables |= extraction_tables(list(once.values()), list(once), unnumbered)
        try:
            _write(place, tables)
        except OSError as refusal:
            for read, extraction in new.values():  # this run has what it read all the same
                self._known[read.key] = read
                self.pass_by(read, extraction)
            raise WarehouseError(
                f"{self.folder} cannot be written ({refusal.strerror}): free some space, or name "
                "another data_folder"
            ) from refusal
        self._note(place, [read for read, _ in new.values()])

    def pass_by(self, read: PageRead, extraction: Extraction) -> None:
        """Hold a reading for this run alone: what a slow machine could not read, another may."""
        self._passing[read.extraction_id] = extraction

    def pieces(self, wanted: Iterable[PageRead]) -> list[Tables]:
        """Tables that hold the rows of these readings, each numbered from 1 in itself."""
        places: dict[Path, list[str]] = {}
        passing: dict[str, Extraction] = {}
        for read in wanted:
            self.get(read.key)
            name = read.extraction_id
            if name in self._places:
                places.setdefault(self._places[name], []).append(name)
            else:
                passing[name] = self._passing[name]
        found = [_tables(place) for place in places]
        if passing:
            unnumbered = [(0, 0)] * len(passing)
            found.append(extraction_tables(list(passing.values()), list(passing), unnumbered))
        return found

    def extraction(self, read: PageRead) -> Extraction:
        """A reading as it was, with where and when its page was captured."""
        self.get(read.key)
        if read.extraction_id in self._passing:
            return self._passing[read.extraction_id]
        tables = _tables(self._places[read.extraction_id])
        mine = {
            name: table.filter(pc.equal(table["extraction_id"], read.extraction_id))
            for name, table in tables.items()
            if "extraction_id" in table.column_names
        }
        [found] = extractions_from(mine)
        document = replace(
            found.document,
            url=read.url,
            capture_sha256=read.capture_sha256,
            first_seen=read.first_seen,
        )
        return replace(found, document=document)

    def _note(self, place: Path, pages: Iterable[PageRead]) -> None:
        self._seen.add(place.name)
        for read in pages:
            self._known.setdefault(read.key, read)
            self._places.setdefault(read.extraction_id, place)


def sweep(folder: Path) -> None:
    """Remove what killed processes were writing."""
    for left in folder.glob(f"{ARRIVING}*"):
        owner = left.name.removeprefix(ARRIVING).split("-")[0]
        if not (owner.isdigit() and Path(f"/proc/{owner}").exists()):
            shutil.rmtree(left, ignore_errors=True)


def _write(place: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write a part's files beside its place, then move them there at once."""
    place.parent.mkdir(parents=True, exist_ok=True)
    sweep(place.parent)
    fresh = Path(tempfile.mkdtemp(dir=place.parent, prefix=f"{ARRIVING}{os.getpid()}-"))
    try:
        for name, table in tables.items():
            if table.num_rows:
                with (fresh / f"{name}.parquet").open("wb") as file:
                    pq.write_table(table, file, compression="zstd")
                    file.flush()
                    os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            _renamed(fresh, place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _renamed(fresh: Path, place: Path) -> None:
    """Raises FileExistsError where another process has written the same part meanwhile."""
    try:
        fresh.rename(place)
    except OSError:
        if (place / f"{PAGES}.parquet").is_file():
            raise FileExistsError(str(place)) from None
        raise


def _tables(place: Path) -> Tables:
    """All tables of a part; one without rows has no file."""
    tables = extraction_tables([], [], [])
    for name in tables:
        file = place / f"{name}.parquet"
        if file.is_file():
            try:
                rows = pq.read_table(file)
                same = rows.schema.equals(tables[name].schema)
                tables[name] = rows if same else rows.cast(tables[name].schema)
            except (OSError, pa.ArrowException) as damage:
                raise WarehouseError(
                    f"{place} is damaged ({damage}): delete that folder, its pages are read again"
                ) from damage
    return tables
