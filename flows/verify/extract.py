"""Reading pages in worker processes: bytes in, extractions out.

The workers are started before Prefect, so that the language pipeline loads while Prefect's
server does; this module therefore never imports it. May touch: the model's files, worker
processes. A worker whose parent is gone, however it went, ends by itself.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING

from extractors.errors import ModelError, SourcecheckError
from extractors.records import Document, DocumentRole, Extraction

if TYPE_CHECKING:
    from spacy.language import Language

    from extractors.page import PageHints

_LOG = logging.getLogger(__name__)
#: Characters of a fault that stand in a report.
LONGEST_FAULT = 300
#: Pages given to a worker at a time: small enough to share the work out and show progress.
BATCH = 8
#: Bytes of pages that are worth a further worker process, whose start costs about 3 s.
BYTES_PER_WORKER = 4_000_000
#: Characters of readable text above which a page is not parsed: 400 kB is four novels' chapters,
#: and no article; spaCy needs about 1 GB for a million characters.
MAX_TEXT = 400_000
#: Longest time for one page. The longest press conference takes some 20 s.
PAGE_SECONDS = 120
#: Languages the pipeline reads; "und" is a text too short to tell.
READ_LANGUAGES = ("en", "und")


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
    a page read in part has an extraction and says so.
    """

    extraction: Extraction
    what: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Which pipeline read the pages: ("sourcecheck-en", "5f0c93ab12de")."""

    name: str
    version: str


_nlp: Language | None = None


def _be_ready(model: str | None) -> None:
    """Start of a worker: tie its life to the parent's and load the pipeline."""
    global _nlp
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    from extractors.language import load_pipeline

    try:
        _nlp = load_pipeline(model)
    except ModelError as problem:
        _failed.append(problem)


_failed: list[ModelError] = []


def _end_with(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


def _pipeline() -> Language:
    if _nlp is None:
        raise _failed[0] if _failed else ModelError("the language pipeline was not loaded")
    return _nlp


def _model_card() -> ModelCard:
    """A model folder goes by the hash of its meta.json, which holds those of its files."""
    nlp = _pipeline()
    ours = nlp.config["components"].get("sourcecheck_annotator")
    if ours is None:
        return ModelCard(f"{nlp.meta['lang']}_{nlp.meta['name']}", str(nlp.meta["version"]))
    meta = (Path(ours["folder"]) / "meta.json").read_bytes()
    return ModelCard(str(json.loads(meta)["name"]), hashlib.sha256(meta).hexdigest()[:12])


def _read(pages: Sequence[Page]) -> list[Reading]:
    """A batch in a worker. One page that never ends must not keep the others waiting."""
    signal.signal(signal.SIGALRM, _too_slow)
    readings = []
    for page in pages:
        signal.setitimer(signal.ITIMER_REAL, PAGE_SECONDS)
        try:
            readings.append(read_one(page, _pipeline()))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return readings


class TooSlowError(SourcecheckError):
    """Reading one page took longer than `PAGE_SECONDS`."""


def _too_slow(_: int, __: FrameType | None) -> None:
    raise TooSlowError(f"reading it took longer than {PAGE_SECONDS} s")


def read_one(page: Page, nlp: Language) -> Reading:
    """One page through the reader and, where it holds readable English, the extractor.

    Whatever goes wrong on a page of an outlet costs that page only: the reading says so, and the
    log holds the trace. An article's own fault is its author's to see.
    """
    document = Document(
        page.url, page.url, "", "", (), page.role, page.outlet, capture_sha256=page.capture_sha256
    )
    try:
        document = _read_document(page)
        return _parsed(document, nlp)
    except Exception as failure:
        if page.role == "article":
            raise
        _LOG.warning("%s could not be read", page.url, exc_info=True)
        told = " ".join(f"{type(failure).__name__} on this page: {failure}".split())
        return Reading(Extraction(document), "not parsed", told[:LONGEST_FAULT])


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
        return "language", f"the text is in {document.language!r}: only English is read so far"
    if len(document.text) > MAX_TEXT:
        return "too long", f"the text has {len(document.text)} characters, over {MAX_TEXT}"
    return "", ""


class Readers:
    """The worker processes; a context manager. ``model`` is as in `Settings.model`.

    ``warm()`` starts the first worker and returns at once. Every method that reads raises
    ModelError when the pipeline cannot be loaded or a worker dies.
    """

    def __init__(self, model: str | None = None, processes: int = 2) -> None:
        self.model = model
        self.processes = processes
        self._first = self._pool(1)
        self._card: Future[ModelCard] | None = None

    def _pool(self, processes: int) -> ProcessPoolExecutor:
        # "spawn": a fork would copy the threads' locks of Prefect, httpx and DuckDB.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(processes, context, _be_ready, (self.model,))

    def warm(self) -> Readers:
        """Start loading the pipeline."""
        self._card = self._card or self._first.submit(_model_card)
        return self

    def model_card(self) -> ModelCard:
        """The pipeline's name and version, once it is loaded."""
        self.warm()
        assert self._card is not None
        with _broken_pool_explained():
            return self._card.result()

    def read(self, pages: Sequence[Page]) -> Iterator[list[Reading]]:
        """The readings of ``pages`` in their order, batch by batch."""
        batches = [pages[at : at + BATCH] for at in range(0, len(pages), BATCH)]
        size = sum(len(page.content) for page in pages)
        wanted = min(self.processes, len(batches), math.ceil(size / BYTES_PER_WORKER))
        with _broken_pool_explained():
            if wanted <= 1:
                yield from self._first.map(_read, batches)
                return
            with self._pool(wanted - 1) as more:
                pools = [self._first, *[more] * (wanted - 1)]
                waiting = [
                    pools[at % wanted].submit(_read, batch) for at, batch in enumerate(batches)
                ]
                for answer in waiting:
                    yield answer.result()

    def close(self) -> None:
        """End the workers; what they were about to read is dropped."""
        self._first.shutdown(wait=False, cancel_futures=True)

    def __enter__(self) -> Readers:
        return self.warm()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _broken_pool_explained:  # noqa: N801  (reads as the `with` statement it is)
    """Turns the executor's own words into one line for the user."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, BrokenProcessPool):
            raise ModelError(
                "a reading process died (out of memory?): free some memory, or set workers = 1"
            ) from error
