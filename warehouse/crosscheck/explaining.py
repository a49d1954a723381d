"""A finding's one-sentence explanation, and the finding itself: Matched in, Finding out."""

from __future__ import annotations

from extractors.records import Assertion, Finding, FindingKind, Relation
from warehouse.crosscheck.matching import Matched

MAX_QUOTE = 160


def finding(
    pair: Matched, relation: Relation, kind: FindingKind, rule: str, explanation: str
) -> Finding:
    """The finding of ``rule`` on ``pair``, with what was aligned in its details."""
    details = {
        f"{a.claim.role}: {short(a.claim.text, 60)}": (
            f"{a.match}: {short(a.evidence.text, 60)}" if a.evidence is not None else "missing"
        )
        for a in pair.aligned
    }
    return Finding(
        claim_id=pair.claim.assertion_id,
        evidence_id=pair.evidence.assertion_id,
        relation=relation,
        kind=kind,
        rule=rule,
        explanation=explanation,
        score=pair.score,
        details=details,
    )


def short(text: str, limit: int = MAX_QUOTE) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else f"{flat[: limit - 1].rstrip()}…"


def predicate_text(assertion: Assertion) -> str:
    """The predicate as the text has it, with "not" where it is denied."""
    return f"not {assertion.predicate}" if assertion.polarity == "NEG" else assertion.predicate


def who_says(pair: Matched) -> str:
    """The evidence's own chain of sources for a reader: "Seoul's spy agency", else "the report"."""
    chain = [s.text for s in pair.evidence.sources if s.text]
    return " via ".join(reversed([short(text, 60) for text in chain])) if chain else "the report"


def quoted(pair: Matched) -> str:
    return f"“{predicate_text(pair.claim)}” against “{predicate_text(pair.evidence)}”"
