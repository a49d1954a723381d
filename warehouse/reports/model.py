"""What a report tells, ready to be written in any format. Frozen values; nothing is computed here.

Times are aware (UTC). Offsets count code points of the article's or of the page's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from extractors.records import (
    BlockKind,
    Certainty,
    ClaimKind,
    Fidelity,
    FindingKind,
    Polarity,
    Relation,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication time as known; ``sure`` is False where it is in doubt, ``source`` says why."""

    value: datetime | None
    source: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Archived:
    """Where a page lies in the archive. ``payload_sha256`` is hex, "" if it has no capture."""

    payload_sha256: str
    captured_at: datetime | None
    warc_file: str | None
    warc_offset: int | None


@dataclass(frozen=True, slots=True)
class PassageView:
    """One sentence of one page: who said it, where, when.

    ``outlet`` is its name; ``said_by`` are the speakers' names inside the page, outermost first.
    ``said_at`` is a post's own date, else the page's. ``later`` is True where that is after the
    day of the article. ``page`` is the number of the page in ``ReportModel.pages``. ``gloss`` is
    the sentence in English words where it is in another ``language`` (ISO 639-1), else "".
    """

    passage_id: str
    document_url: str
    outlet: str
    title: str
    start: int
    end: int
    text: str
    said_by: tuple[str, ...]
    published: Dated
    said_at: datetime | None
    later: bool
    capture_sha256: str
    page: int | None
    gloss: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class FindingView:
    """What one passage says to one claim, and a reviewer's word on it ("accept", "reject")."""

    finding_id: str
    relation: Relation
    kind: FindingKind
    rule: str
    score: float
    explanation: str
    details: tuple[tuple[str, str], ...]
    passage: PassageView
    review: str | None
    review_note: str


@dataclass(frozen=True, slots=True)
class NearestView:
    """A passage that came near to a claim, and why, in words."""

    passage: PassageView
    why: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One proposition of the article with all that was read on it; ``number`` counts from 1.

    ``verdict`` and ``confidence`` are None for any kind but "fact". ``nearest`` is in rank order.
    ``said_by_person`` is True where the innermost of ``said_by`` is a person's name.
    """

    claim_id: str
    number: int
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    wording: str
    kind: ClaimKind
    polarity: Polarity
    certainty: Certainty
    said_by: tuple[str, ...]
    verdict: Verdict | None
    confidence: float | None
    reason: str
    findings: tuple[FindingView, ...]
    nearest: tuple[NearestView, ...]
    said_by_person: bool = False


@dataclass(frozen=True, slots=True)
class CitationView:
    """A claim that the article puts in a source's mouth, and what that source really said.

    ``outlet`` is the name of the outlet that publishes for the source, "" if no door is known;
    ``read`` how many of its pages were read. ``passage`` decided it or came nearest.
    """

    citation_id: str
    claim_id: str
    number: int
    wording: str
    source: str
    outlet: str
    read: int
    start: int
    end: int
    fidelity: Fidelity
    finding_id: str
    rule: str
    explanation: str
    passage: PassageView | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the article's text.

    ``claim`` is the innermost claim over it, or None; ``begun`` are the claims that begin here.
    """

    text: str
    claim: ClaimView | None
    begun: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the article, cut where claims begin and end."""

    kind: BlockKind
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of the article with the claims that it makes."""

    text: str
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class ConsistencyView:
    """Whether claims of the article hold together; ``numbers`` and ``wordings`` are theirs."""

    kind: Literal["arithmetic", "order", "contradiction", "headline"]
    claim_ids: tuple[str, ...]
    numbers: tuple[int, ...]
    wordings: tuple[str, ...]
    holds: bool
    rule: str
    explanation: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two passages that disagree on the same thing; of an update ``right`` is the later one."""

    kind: FindingKind
    relation: Literal["contradicts", "update"]
    left: PassageView
    right: PassageView
    score: float
    rule: str
    explanation: str
    copies: int


@dataclass(frozen=True, slots=True)
class NotRead:
    """One thing that could not be read."""

    outlet: str
    url: str
    what: str
    why: str
    strategy: str


@dataclass(frozen=True, slots=True)
class CoverageView:
    """How much of one outlet was read (counts of pages, and of findings they gave)."""

    outlet: str
    name: str
    candidates: int
    captured: int
    read: int
    on_topic: int
    unread: int
    findings: int
    earliest: datetime | None
    latest: datetime | None
    terms_forbid: bool


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page behind the report; ``given`` is False where an earlier check had read it."""

    number: int
    outlet: str
    title: str
    url: str
    published: Dated
    kind: str
    problem: str | None
    given: bool
    archived: Archived


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from an earlier run of the same article."""

    what: Literal["new finding", "finding gone", "verdict changed"]
    claim_id: str
    wording: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NumberView:
    """A count of what a claim counts: the claim's own (``passage`` is None), or a passage's.

    ``low``/``high`` are its bounds, None where open; ``per`` is "day", "year", ... of a rate.
    """

    claim_id: str
    text: str
    low: float | None
    high: float | None
    unit: str
    per: str | None
    happened: str | None
    passage: PassageView | None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the report, for ClaimReview: name, home page, and the report's own address.

    ``report_url`` may hold ``{run}``, for which the run's id stands.
    """

    name: str
    url: str
    report_url: str


@dataclass(frozen=True, slots=True)
class ReportModel:
    """One run's report. ``changes`` is None unless an earlier run was asked for.

    ``numbers`` are those of the claims whose number is contested, each claim's own first, then by
    when they were said. ``publisher`` is None where nobody is known to publish it.
    """

    run_id: str
    article_title: str
    article_url: str
    article_published: Dated
    article_sha256: str
    article_text: str
    as_of: datetime
    mode: Literal["live", "replay"]
    outlets: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    inputs_sha256: str
    blocks: tuple[BlockView, ...]
    sentences: tuple[SentenceView, ...]
    claims: tuple[ClaimView, ...]
    citations: tuple[CitationView, ...]
    consistency: tuple[ConsistencyView, ...]
    conflicts: tuple[ConflictView, ...]
    not_read: tuple[NotRead, ...]
    coverage: tuple[CoverageView, ...]
    pages: tuple[PageRead, ...]
    warc_files: tuple[str, ...]
    changes: tuple[Change, ...] | None
    numbers: tuple[NumberView, ...] = ()
    publisher: Publisher | None = None

    @property
    def facts(self) -> tuple[ClaimView, ...]:
        """The claims that are checked."""
        return tuple(claim for claim in self.claims if claim.kind == "fact")

    @property
    def pages_read(self) -> int:
        """The sum of the coverage table's column."""
        return sum(outlet.read for outlet in self.coverage)

    @property
    def cited_unread(self) -> tuple[str, ...]:
        """The outlets, or sources without one, that the article cites and no page was read of."""
        names = (c.outlet or c.source for c in self.citations if not c.read)
        return tuple(dict.fromkeys(names))
