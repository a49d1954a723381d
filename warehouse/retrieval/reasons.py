"""Why a passage was chosen for a claim, in words. Touches nothing."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.records import Claim, Passage
from warehouse.retrieval.asking import is_telling

MOST_WORDS = 4


def why(claim: Claim, passage: Passage, is_near: bool, copies: int, outlets: Sequence[str]) -> str:
    """One line: what both share, nearness in meaning, and how many copies stand elsewhere.

    ``outlets`` are those of the copies.
    """
    theirs = set(passage.terms)
    names = [name for name in claim.names if name in passage.names]
    named = {word for name in names for word in name.split()}
    telling = [
        term
        for term in dict.fromkeys(claim.terms)
        if term in theirs and term not in named and is_telling(term, claim)
    ]
    common = [
        term
        for term in dict.fromkeys(claim.terms)
        if term in theirs and term not in named and term not in telling
    ]
    shared = [f"'{as_written(name, passage.text)}'" for name in names]
    shared += [as_written(term, passage.text) for term in telling]
    parts = []
    if shared:
        parts.append(f"shares {', '.join(shared)}")
    if common:
        parts.append(f"same words: {', '.join(common[:MOST_WORDS])}")
    if is_near:
        parts.append("near in meaning")
    if copies:
        where = f" ({', '.join(dict.fromkeys(outlets))})" if any(outlets) else ""
        parts.append(f"{copies} {'copy' if copies == 1 else 'copies'}{where}")
    return "; ".join(parts) or "the nearest there is"


def as_written(name: str, text: str) -> str:
    """A folded name as the passage has it, else with capitals."""
    at = text.lower().find(name)
    if at >= 0:
        return text[at : at + len(name)]
    return name if name[:1].isdigit() else name.title()
