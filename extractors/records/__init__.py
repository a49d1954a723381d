"""The dataclasses that pass between the rooms. Plain values: no behaviour beyond identity.

All character offsets index ``Document.text`` unless a field says otherwise, and
``text[start:end]`` is always the quoted words. All instants are aware (UTC).
"""

from __future__ import annotations

from extractors.records.judged import (
    CitationResult,
    Conflict,
    Consistency,
    Finding,
    Judgement,
    Nearest,
)
from extractors.records.pages import (
    ABSENT,
    Block,
    Capture,
    Document,
    Stamp,
)
from extractors.records.runs import (
    OUT_OF_TIME,
    OutletCoverage,
    Run,
    Unread,
)
from extractors.records.said import (
    Argument,
    Assertion,
    Attribution,
    Citation,
    Claim,
    DateSpan,
    EventTime,
    Extraction,
    Mention,
    Passage,
    Quantity,
    Source,
    Span,
)
from extractors.records.vocabulary import (
    BlockKind,
    Certainty,
    ClaimKind,
    DocumentRole,
    Fidelity,
    FindingKind,
    PageKind,
    Polarity,
    Precision,
    Relation,
    Verdict,
    identity,
)

__all__ = [
    "ABSENT",
    "OUT_OF_TIME",
    "Argument",
    "Assertion",
    "Attribution",
    "Block",
    "BlockKind",
    "Capture",
    "Certainty",
    "Citation",
    "CitationResult",
    "Claim",
    "ClaimKind",
    "Conflict",
    "Consistency",
    "DateSpan",
    "Document",
    "DocumentRole",
    "EventTime",
    "Extraction",
    "Fidelity",
    "Finding",
    "FindingKind",
    "Judgement",
    "Mention",
    "Nearest",
    "OutletCoverage",
    "PageKind",
    "Passage",
    "Polarity",
    "Precision",
    "Quantity",
    "Relation",
    "Run",
    "Source",
    "Span",
    "Stamp",
    "Unread",
    "Verdict",
    "identity",
]
