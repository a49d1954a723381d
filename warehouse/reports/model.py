"""What a report tells, ready to be written in any format. Frozen values; nothing is computed here.

Times are aware (UTC); offsets are gone: quoted text is cut into pieces already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from extractors.records import BlockKind, Fidelity, FindingKind, Relation, Verdict


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication time as known; ``sure`` is False where it is in doubt, ``source`` says why."""

    value: datetime | None
    source: str
    sure: bool


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """When a thing is said to have happened; None where the interval is open or unknown."""

    earliest: datetime | None
    latest: datetime | None
    basis: str


@dataclass(frozen=True, slots=True)
class Archived:
    """Where the page lies in the archive. ``payload_sha256`` is hex, "" if it has no capture."""

    payload_sha256: str
    captured_at: datetime | None
    warc_file: str | None
    warc_offset: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in three pieces: before the predicate's clause, the clause, after it."""

    before: str
    clause: str
    after: str

    @property
    def sentence(self) -> str:
        return self.before + self.clause + self.after


@dataclass(frozen=True, slots=True)
class Passage:
    """A quoted sentence of one page: who said it, where, when, and the archived capture.

    ``chain`` runs from the outlet inwards ("BBC", "Seoul's spy agency").
    """

    quote: Quote
    chain: tuple[str, ...]
    outlet: str
    title: str
    url: str
    published: Dated
    when: TimeWindow
    archived: Archived


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding. ``passage`` is None when the claim was compared with itself."""

    finding_id: str
    relation: Relation
    kind: FindingKind
    rule: str
    explanation: str
    details: tuple[tuple[str, str], ...]
    passage: Passage | None
    review: str | None
    review_note: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim of the article with all that bears on it. ``number`` counts from 1."""

    claim_id: str
    number: int
    verdict: Verdict
    quote: Quote
    said_by: tuple[str, ...]
    polarity: str
    certainty: str
    modality: str
    when: TimeWindow
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """What a cited source really said on one claim; ``passage`` is the nearest that was read."""

    claim_id: str
    number: int | None
    clause: str
    fidelity: Fidelity
    rule: str
    explanation: str
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class CitationView:
    """A passage in which the article cites a source, with the result for each claim in it."""

    citation_id: str
    source: str
    outlet: str
    passage: str
    results: tuple[CitedClaim, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the article's text; ``claim_id`` is the innermost claim over it, or None."""

    text: str
    claim_id: str | None
    number: int | None
    verdict: Verdict | None
    first: bool


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the article, cut where claims begin and end."""

    kind: BlockKind
    pieces: tuple[Piece, ...]


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
    """One page that was read."""

    outlet: str
    title: str
    url: str
    published: Dated
    kind: str
    problem: str | None
    text_sha256: str
    archived: Archived


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from an earlier run of the same article."""

    what: Literal["new finding", "finding gone", "verdict changed"]
    claim_id: str
    clause: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReportModel:
    """One run's report. ``changes`` is None unless an earlier run was asked for."""

    run_id: str
    article_title: str
    article_url: str
    article_published: Dated
    article_sha256: str
    as_of: datetime
    mode: Literal["live", "replay"]
    outlets: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    inputs_sha256: str
    verdict_counts: tuple[tuple[Verdict, int], ...]
    fidelity_counts: tuple[tuple[Fidelity, int], ...]
    relation_counts: tuple[tuple[Relation, int], ...]
    citations: tuple[CitationView, ...]
    blocks: tuple[BlockView, ...]
    claims: tuple[ClaimView, ...]
    not_read: tuple[NotRead, ...]
    coverage: tuple[CoverageView, ...]
    pages: tuple[PageRead, ...]
    warc_files: tuple[str, ...]
    changes: tuple[Change, ...] | None

    @property
    def silent(self) -> list[list[ClaimView]]:
        """The claims on which nothing bears, by sentence, in the order of the article."""
        sentences: dict[str, list[ClaimView]] = {}
        for claim in self.claims:
            if not claim.findings:
                sentences.setdefault(claim.quote.sentence, []).append(claim)
        return list(sentences.values())
