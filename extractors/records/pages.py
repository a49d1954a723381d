"""Pages as captured and as read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from extractors.records.vocabulary import BlockKind, DocumentRole, PageKind, identity


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP response as received: a WARC record with its payload's SHA-256.

    ``captured_at`` is the time of the record. ``error`` is set, and ``status`` is 0,
    when no response came (refused, timed out, forbidden by robots, not captured).
    """

    url: str
    captured_at: datetime
    status: int
    content_type: str
    payload_sha256: str
    warc_file: str
    warc_offset: int
    record_id: str
    outlet: str | None = None
    error: str | None = None

    @property
    def capture_id(self) -> str:
        return identity(self.url, self.captured_at.isoformat(), self.payload_sha256, self.error)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time together with where it came from and whether it can be relied on.

    ``source`` names the field read ("json-ld datePublished", "feed pubDate", ...), or why
    there is none ("absent"). ``sure`` is False where sources disagree or the outlet is
    known to reuse the address.
    """

    value: datetime | None
    source: str
    sure: bool = True


ABSENT = Stamp(None, "absent", False)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text of one kind: ``text[start:end]`` of the document, newlines excluded.

    ``date`` is set for a dated post of a live page or channel.
    """

    start: int
    end: int
    kind: BlockKind
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The readable text of one capture. Blocks are separated by a blank line in ``text``.

    ``may_be_cut`` is True where the page says that it is for payers: its text is used, but what
    it does not hold may stand in the rest of the article.
    """

    url: str
    canonical_url: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    role: DocumentRole = "coverage"
    outlet: str | None = None
    language: str = "und"
    authors: tuple[str, ...] = ()
    published: Stamp = ABSENT
    modified: Stamp = ABSENT
    first_seen: Stamp = ABSENT
    capture_sha256: str = ""
    kind: PageKind = "article"
    problem: str | None = None
    forwarded_from: str | None = None
    may_be_cut: bool = False

    @property
    def document_id(self) -> str:
        return identity(self.role, self.canonical_url, self.text)

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()
