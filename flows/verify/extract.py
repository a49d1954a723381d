"""Reading pages in worker processes: bytes in, extractions out.

The workers are started before Prefect, so that the language pipeline loads while Prefect's
server does; this module therefore never imports it. May touch: the model's files, worker
processes (`workers.py`).
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from extractors.errors import fault_line
from extractors.records import OUT_OF_TIME, Document, DocumentRole, Extraction
from flows.verify.workers import Lost, Work, Workers

if TYPE_CHECKING:
    from spacy.language import Language

    from extractors.page import PageHints

_LOG = logging.getLogger(__name__)
#: Pages that are worth a further worker process: its start costs some 3 s, a page half of one.
BATCH = 8
#: Characters of readable text above which a page is not parsed: 400 kB is four novels' chapters,
#: and no article; spaCy needs about 1 GB for a million characters.
MAX_TEXT = 400_000
#: Longest time for one page, unless the settings say else; the longest press conference takes 20 s.
PAGE_SECONDS = 120
#: Languages the pipeline reads; "und" is a text too short to tell.
READ_LANGUAGES = ("en", "ru", "und")


@dataclass(frozen=True, slots=True)
class Page:
    """One payload to read, and what is known of where it came from."""

    content: bytes
    url: str
    content_type: str | None = None
    role: DocumentRole = "coverage"
    outlet: str | None = None
    capture_sha256: str = ""
    captured_at: datetime | None = None
    hints: PageHints | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one page: its extraction, or the document and why it was not parsed.

    ``what`` and ``why`` are in `extractors.records.Unread`'s terms, empty when all was read;
    a page read in part has an extraction and says so. ``trace`` is a fault's, for the log.
    ``passing`` is True of what another try may read: a fault, a worker that was late or died.
    """

    extraction: Extraction
    what: str = ""
    why: str = ""
    trace: str = ""
    passing: bool = False


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Which pipeline read the pages: ("sourcecheck-en", "5f0c93ab12de")."""

    name: str
    version: str


_nlp: Language | None = None


def _be_ready(model: str | None) -> ModelCard:
    """Start of a worker: load the pipeline."""
    global _nlp
    from extractors.language import load_pipeline

    _nlp = load_pipeline(model)
    return _model_card()


def _pipeline() -> Language:
    assert _nlp is not None, "a worker reads once it is ready"
    return _nlp


def _model_card() -> ModelCard:
    """A model folder goes by the hash of its meta.json, which holds those of its files."""
    nlp = _pipeline()
    ours = nlp.config["components"].get("sourcecheck_annotator")
    if ours is None:
        return ModelCard(f"{nlp.meta['lang']}_{nlp.meta['name']}", str(nlp.meta["version"]))
    meta = (Path(ours["folder"]) / "meta.json").read_bytes()
    return ModelCard(str(json.loads(meta)["name"]), hashlib.sha256(meta).hexdigest()[:12])


def _read(page: Page) -> Reading:
    return read_one(page, _pipeline())


def read_one(page: Page, nlp: Language) -> Reading:
    """One page through the reader and, where it holds readable English, the extractor.

    Whatever goes wrong on a page of an outlet costs that page only: the reading says so, and the
    log holds the trace. An article's own fault is its author's to see.
    """
    document = _unread(page)
    try:
        document = _read_document(page)
        return _parsed(document, nlp)
    except Exception as failure:
        if page.role == "article":
            raise
        told = fault_line(failure, "on this page")
        return Reading(
            Extraction(document), "not parsed", told, traceback.format_exc(), passing=True
        )


def _unread(page: Page) -> Document:
    """A page of which nothing is known but where it is from."""
    return Document(
        page.url, page.url, "", "", (), page.role, page.outlet, capture_sha256=page.capture_sha256
    )


def _read_document(page: Page) -> Document:
    from extractors.page import read_page

    return read_page(
        page.content,
        url=page.url,
        content_type=page.content_type,
        role=page.role,
        outlet=page.outlet,
        capture_sha256=page.capture_sha256,
        captured_at=page.captured_at,
        hints=page.hints,
    )


def _parsed(document: Document, nlp: Language) -> Reading:
    from extractors.extraction import extract

    what, why = _why_not(document)
    if what:
        return Reading(Extraction(document), what, why)
    return Reading(extract(document, nlp), *_cut(document))


#: What stands in a reading whose page was read, but not to its end.
TEXT_CUT = "text cut"


def _cut(document: Document) -> tuple[str, str]:
    """That a text longer than the reader's bounds was read in part, or ("", "")."""
    from extractors.page import MAX_BLOCK_CHARACTERS, MAX_BLOCKS

    longest = max((block.end - block.start for block in document.blocks), default=0)
    if len(document.blocks) >= MAX_BLOCKS or longest >= MAX_BLOCK_CHARACTERS - 1:
        return TEXT_CUT, "the text goes on beyond what is read of one page; its beginning was read"
    if document.may_be_cut:
        return TEXT_CUT, "the page says that it is for payers; the text it came with was read"
    return "", ""


def _why_not(document: Document) -> tuple[str, str]:
    """Why this document is not parsed, or ("", "")."""
    # A short page is a fetch gone wrong; a short article is what its author gave us.
    if document.problem and (document.role, document.problem) != ("article", "tiny text"):
        return document.problem, f"the page was fetched but not read: {document.problem}"
    if not document.text.strip():
        return "empty text", "the page was fetched but holds no readable text"
    if document.language not in READ_LANGUAGES:
        return "language", f"the text is in {document.language!r}: no pipeline reads it"
    if len(document.text) > MAX_TEXT:
        return "too long", f"the text has {len(document.text)} characters, over {MAX_TEXT}"
    return "", ""


#: What is said of a page without an answer.
LOST: Mapping[Lost, tuple[str, str]] = {
    "late": ("not parsed", "reading it took longer than {seconds:g} s (page_seconds)"),
    "died": ("not parsed", "the process that was reading it died (out of memory?)"),
    "not begun": (OUT_OF_TIME, "the time for this check was over (run_seconds)"),
}


class Readers:
    """The worker processes; a context manager. ``model`` is as in `Settings.model`.

    A worker is started when there is a page to read, or ahead of that by ``warm()``. A page that
    takes longer than ``page_seconds``, or whose worker dies, is told as not read. Every method that
    reads raises ModelError when the pipeline cannot be loaded.
    """

    def __init__(
        self, model: str | None = None, processes: int = 2, page_seconds: float = PAGE_SECONDS
    ) -> None:
        self.processes = processes
        self.page_seconds = page_seconds
        self._workers = Workers(Work(_be_ready, _read), model)

    def warm(self) -> Readers:
        """Start loading the pipeline."""
        self._workers.warm()
        return self

    def model_card(self) -> ModelCard:
        """The pipeline's name and version, once it is loaded."""
        return self._workers.greeting()

    def as_read(
        self, pages: Sequence[Page], until: float | None = None
    ) -> Iterator[tuple[int, Reading]]:
        """Each page's place and reading, as they come: the longest first, to whoever is free.

        No page is begun after ``until``, an instant of `time.monotonic`.
        """
        most = max(1, min(self.processes, math.ceil(len(pages) / BATCH)))
        order = sorted(range(len(pages)), key=lambda place: -len(pages[place].content))
        longest_first = [pages[place] for place in order]
        for number, answer in self._workers.answers(longest_first, most, self.page_seconds, until):
            place = order[number]
            reading = answer if isinstance(answer, Reading) else self._lost(pages[place], answer)
            if reading.trace:
                _LOG.warning("%s could not be read\n%s", pages[place].url, reading.trace)
            yield place, reading

    def read(self, pages: Sequence[Page], until: float | None = None) -> Iterator[list[Reading]]:
        """The readings of ``pages`` in their order, some at a time; ``until`` as in `as_read`."""
        early: dict[int, Reading] = {}
        told = 0
        for place, reading in self.as_read(pages, until):
            early[place] = reading
            ready: list[Reading] = []
            while told in early:
                ready.append(early.pop(told))
                told += 1
            if ready:
                yield ready

    def _lost(self, page: Page, how: Lost) -> Reading:
        what, why = LOST[how]
        why = why.format(seconds=self.page_seconds)
        _LOG.warning("%s was not read: %s", page.url, why)
        return Reading(Extraction(_unread(page)), what, why, passing=True)

    def stop(self) -> None:
        """Start no worker any more. From any thread; what is being read may still come."""
        self._workers.stop()

    def close(self) -> None:
        """End the workers; what they were about to read is dropped."""
        self._workers.close()

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
