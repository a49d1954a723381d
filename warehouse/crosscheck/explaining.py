"""A finding's one-sentence explanation, and the finding itself: Matched in, Finding out."""

from __future__ import annotations

from extractors.records import Assertion, Finding, FindingKind, Relation
from warehouse.crosscheck.matching import Matched

MAX_QUOTE = 160
MAX_CLAUSE = 90


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


def clause_text(assertion: Assertion) -> str:
    """The assertion's own clause as the text has it."""
    at = assertion.sentence_start
    clause = assertion.text[max(0, assertion.start - at) : max(0, assertion.end - at)]
    return short(clause or assertion.text, MAX_CLAUSE)


def who_says(pair: Matched) -> str:
    """The evidence's own chain of sources for a reader: "Seoul's spy agency", else "the page"."""
    chain = [s.text for s in pair.evidence.sources if s.text]
    return " via ".join(reversed([short(text, 60) for text in chain])) if chain else "the page"


def quoted(pair: Matched) -> str:
    """Both clauses: "the claim's" against "the evidence's"."""
    return f"“{clause_text(pair.claim)}” against “{clause_text(pair.evidence)}”"
