"""What was found near a claim, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from extractors.records.vocabulary import Fidelity, FindingKind, Relation, Verdict, identity


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage retrieved for a claim: ``rank`` from 1, the ``score`` of the fusion, ``why``."""

    claim_id: str
    passage_id: str
    rank: int
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one passage says to one claim, where it decides something.

    ``score`` in [0, 1] is the decision's confidence. ``rule`` is the module's name with its
    version. ``details`` holds the slots side by side and the entailment scores, as text.
    """

    claim_id: str
    passage_id: str
    relation: Relation
    kind: FindingKind
    rule: str
    explanation: str
    score: float = 1.0
    details: dict[str, str] = field(default_factory=dict)

    @property
    def finding_id(self) -> str:
        return identity(self.claim_id, self.passage_id, self.relation, self.kind, self.rule)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A claim's findings rolled up: the verdict, a confidence in [0, 1], and why in a sentence."""

    verdict: Verdict
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class CitationResult:
    """What the cited source really said.

    ``passage_id`` is the passage that decided it or came nearest, "" if none was near;
    ``finding_id`` the finding it rests on, or "".
    """

    citation_id: str
    claim_id: str
    fidelity: Fidelity
    passage_id: str
    finding_id: str
    rule: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """Whether claims of one article hold together: a sum, a rate, an order of dates, a repetition.

    ``kind`` is "arithmetic", "order", "contradiction" or "headline"; ``holds`` is False where
    they cannot all be right.
    """

    kind: Literal["arithmetic", "order", "contradiction", "headline"]
    claim_ids: tuple[str, ...]
    holds: bool
    rule: str
    explanation: str

    @property
    def consistency_id(self) -> str:
        return identity(self.kind, *self.claim_ids, self.holds, self.rule)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two passages of different outlets, or of two versions, that disagree on the same thing.

    ``relation`` is "contradicts", or "update" where one has overtaken the other (``right`` is
    then the later). ``copies`` counts further passages that repeat either side.
    """

    kind: FindingKind
    relation: Literal["contradicts", "update"]
    left_id: str
    right_id: str
    score: float
    rule: str
    explanation: str
    copies: int = 0

    @property
    def conflict_id(self) -> str:
        return identity(self.left_id, self.right_id, self.kind, self.rule)
