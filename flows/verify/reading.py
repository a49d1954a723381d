"""Pages read once, ever: those that a part knows are told from it, the others go to the workers.

In: pages. Out: what became of each (`warehouse.parts.PageRead`), in their order. What was read is
kept as it comes, so that a check that is killed reads at most the last few pages again. A key holds
all that reading depends on: the page's bytes, what is known of it, the extractor's code and lists,
the model, and the libraries they stand on. No worker is started where nothing is new. May touch the
folder of the parts, and the workers.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extractors.errors import WarehouseError
from extractors.records import Extraction, identity
from flows.verify import extract
from flows.verify.extract import ModelCard, Page, Readers, Reading
from flows.verify.versions import fingerprint, shipped_card
from warehouse import rows
from warehouse.parts import PageRead, Parts, page_read
from warehouse.rows import content_sha256

_LOG = logging.getLogger(__name__)
#: A part is written after so many pages or seconds: what a kill may cost, against many small files.
PART_PAGES = 64
PART_SECONDS = 30.0
#: Libraries that what is read of a page depends on.
LIBRARIES = (
    *("spacy", "trafilatura", "htmldate", "onnxruntime", "tokenizers", "lxml", "tzdata"),
    *("natasha", "slovnet", "navec", "razdel", "pymorphy3", "pymorphy3-dicts-ru", "babel"),
)


def card_of(model: str | None) -> ModelCard | None:
    """The card of a model folder without loading it; None for an installed pipeline's name.

    ``model`` is as in `Settings.model`. A folder goes by the hash of its meta.json, which holds
    those of its files.
    """
    try:
        if model is None:
            return shipped_card()
        content = (Path(model) / "meta.json").read_bytes()
        return ModelCard(str(json.loads(content)["name"]), hashlib.sha256(content).hexdigest()[:12])
    except (OSError, ValueError, KeyError, TypeError):  # loading it says what is wrong
        return None


def generation(card: ModelCard) -> str:
    """The name of all that reads a page, but for the page."""
    own = [Path(str(module.__file__)).read_bytes() for module in (extract, rows)]
    return identity(
        fingerprint("extractors"),
        card.name,
        card.version,
        *(hashlib.sha256(content).hexdigest() for content in own),
        *(f"{name} {_version(name)}" for name in LIBRARIES),
    )[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def page_key(page: Page, of: str) -> str:
    """The key of a page under a generation."""
    content = hashlib.sha256(page.content).hexdigest()
    return content_sha256(of, content, replace(page, content=b""))


def warmed_where_new(readers: Readers, folder: Path, model: str | None) -> Readers:
    """``readers``, loading the pipeline ahead where nothing was read into ``folder`` by it yet."""
    card = card_of(model)
    if card is None or not (folder / generation(card)).is_dir():
        readers.warm()
    return readers


class PageReader:
    """Reads pages through the parts in ``folder`` and, where they know nothing, ``readers``."""

    def __init__(self, readers: Readers, folder: Path, model: str | None = None) -> None:
        self.readers = readers
        self.folder = folder
        self.model = model
        #: How many pages were given to a worker.
        self.new = 0

    @cached_property
    def card(self) -> ModelCard:
        """The pipeline's name and version; loads it only where they cannot be known otherwise."""
        return card_of(self.model) or self.readers.model_card()

    @cached_property
    def generation(self) -> str:
        return generation(self.card)

    @cached_property
    def parts(self) -> Parts:
        return Parts(self.folder / self.generation)

    def read(
        self,
        pages: Sequence[Page],
        until: float | None = None,
        advance: Callable[[int], None] = lambda _: None,
    ) -> list[PageRead]:
        """What became of ``pages``, in their order. None is begun after ``until``.

        ``advance`` is told how many more are done.
        """
        self.parts.look()
        keys = [page_key(page, self.generation) for page in pages]
        new = {key: page for key, page in zip(keys, pages, strict=True) if not self.parts.get(key)}
        advance(len(keys) - sum(key in new for key in keys))
        passing: dict[str, PageRead] = {}
        for key, reading in self._as_kept(new, until):
            if reading.passing:
                passing[key] = page_read(key, reading.extraction, reading.what, reading.why)
                self.parts.pass_by(passing[key], reading.extraction)
            advance(keys.count(key))
        found = [passing.get(key) or self.parts.get(key) for key in keys]
        return [one for one in found if one is not None]

    def extraction(self, read: PageRead) -> Extraction:
        """All that was read of a page."""
        return self.parts.extraction(read)

    def _as_kept(self, new: dict[str, Page], until: float | None) -> Iterator[tuple[str, Reading]]:
        """The readings of ``new`` as they come; those that last are in a part at the end."""
        self.new += len(new)
        names = list(new)
        ready: list[tuple[PageRead, Extraction]] = []
        begun = time.monotonic()
        try:
            for place, reading in self.readers.as_read(list(new.values()), until):
                if not reading.passing:
                    told = page_read(names[place], reading.extraction, reading.what, reading.why)
                    ready.append((told, reading.extraction))
                if len(ready) >= PART_PAGES or time.monotonic() - begun >= PART_SECONDS:
                    self._keep(ready)
                    ready, begun = [], time.monotonic()
                yield names[place], reading
        finally:
            self._keep(ready)

    def _keep(self, ready: list[tuple[PageRead, Extraction]]) -> None:
        """A part that cannot be written costs the next check its reading, and this one nothing."""
        try:
            self.parts.keep(ready)
        except WarehouseError as refusal:
            _LOG.warning("what was read will be read again: %s", refusal)


def one_of_each(readings: Iterable[PageRead]) -> list[PageRead]:
    """The same text of the same address once, as first captured."""
    first: dict[str, PageRead] = {}
    for read in readings:
        known = first.get(read.document_id)
        if known is None or _seen(read) < _seen(known):
            first[read.document_id] = read
    return list(first.values())


def _seen(read: PageRead) -> datetime:
    return read.first_seen.value or datetime.max.replace(tzinfo=UTC)
