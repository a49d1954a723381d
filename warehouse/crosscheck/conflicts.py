"""Outlet against outlet: passages that disagree on the same thing, or of which one is overtaken.

In: the passages near the claims of a check (or of a story). Out: one row for each disagreement,
however many passages repeat it. Two passages are compared where they are near in meaning and share
a name, a number's unit or a date; the same slots and score decide as for a claim. A count that
grows, told later, is an update; how a toll of victims grew is read by `tolls`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

import numpy as np

from extractors.extraction import Side
from extractors.records import Conflict, Document, Nearest, Passage
from warehouse.crosscheck.decision import Decision, decide
from warehouse.crosscheck.readings import (
    Reading,
    Statement,
    read_pairs,
    read_statements,
    statement_of,
)
from warehouse.crosscheck.slots import Slot, cues
from warehouse.crosscheck.tolls import find_tolls

RULE: Final = "conflict/1"
#: Cosine from which two passages may speak of one thing, and pairs that are looked at, at most.
NEAR: Final = 0.5
MOST_PAIRS: Final = 150
#: How sure a disagreement between two outlets must be: no claim says which of their facts matters.
SURE: Final = 0.75
#: What two pages may be said to disagree on: names and acts differ between any two sentences.
COMPARED: Final = frozenset({"quantity", "date", "polarity"})
_FIGURE = re.compile(
    r"\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august"
    r"|september|october|november|december"
)
_QUOTED = re.compile(r"“([^”]*)”")
#: A count told this much later is an update, whatever it counts.
LATER: Final = timedelta(hours=3)


def find_conflicts(
    nearest: Mapping[str, Sequence[Nearest]],
    documents: Mapping[str, Document],
    passages: Mapping[str, Passage],
    known: dict[Statement, Side] | None = None,
) -> tuple[Conflict, ...]:
    """The disagreements among the passages near any claim, the surest first.

    ``known`` is as `read_pairs` takes it.
    """
    ids = sorted({n.passage_id for near in nearest.values() for n in near})
    kept = [passages[i] for i in ids if passages[i].block_kind != "title"]
    statements = [statement_of(p, documents) for p in kept]
    sides = read_statements(statements, known=known)
    pages = [documents[i] for i in dict.fromkeys(p.document_id for p in kept) if i in documents]
    single = set({page.text: page.document_id for page in pages}.values())
    tolls = find_tolls(
        (p, sides[s]) for p, s in zip(kept, statements, strict=True) if p.document_id in single
    )
    pairs = _pairs(kept, documents)
    if not pairs:
        return tolls
    counted = {frozenset((toll.left_id, toll.right_id)) for toll in tolls}
    made: list[Conflict] = []
    for (i, j), reading in zip(
        pairs, read_pairs(statements, statements, pairs, known=known), strict=True
    ):
        decision = decide(reading)
        if decision is not None:
            conflict = _conflict(kept[i], kept[j], reading, decision)
            if conflict is not None and {conflict.left_id, conflict.right_id} not in counted:
                made.append(conflict)
    return (*_folded(made), *tolls)


def _pairs(passages: Sequence[Passage], documents: Mapping[str, Document]) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of different pages that may speak of one thing, nearest first."""
    with_vectors = [n for n, p in enumerate(passages) if p.vector]
    if len(with_vectors) < 2:
        return []
    vectors = np.stack([np.frombuffer(passages[n].vector, np.int8) for n in with_vectors])
    wide = vectors.astype(np.int64)
    norms = np.sqrt((wide * wide).sum(axis=1))
    near = (wide @ wide.T) / np.maximum(1e-9, norms[:, None] * norms[None, :])
    found: list[tuple[float, int, int]] = []
    for a, b in zip(*np.where(np.triu(near, 1) >= NEAR), strict=True):
        one, other = with_vectors[int(a)], with_vectors[int(b)]
        if _of_one_page(passages[one], passages[other], documents):
            continue
        if not _may_differ(passages[one].text, passages[other].text):
            continue
        if set(passages[one].names) & set(passages[other].names) or _shared_terms(
            passages[one], passages[other]
        ):
            first, second = (
                (one, other) if _before(passages[one], passages[other]) else (other, one)
            )
            found.append((-round(float(near[a, b]), 6), first, second))
    return [(one, other) for _, one, other in sorted(found)[:MOST_PAIRS]]


def _may_differ(one: str, other: str) -> bool:
    """Another number or date, or a negation on one side: else there is nothing to compare."""
    if bool(cues("negation", one)) != bool(cues("negation", other)):
        return True
    ours, theirs = (set(_FIGURE.findall(text.lower())) for text in (one, other))
    return bool(ours and theirs and ours != theirs)


def _of_one_page(one: Passage, other: Passage, documents: Mapping[str, Document]) -> bool:
    if one.document_id == other.document_id:
        return True
    a, b = documents.get(one.document_id), documents.get(other.document_id)
    return a is None or b is None or a.text == b.text


def _shared_terms(one: Passage, other: Passage) -> bool:
    return len(set(one.terms) & set(other.terms)) >= 3


def _before(one: Passage, other: Passage) -> bool:
    if one.said_at is None or other.said_at is None or one.said_at == other.said_at:
        return one.passage_id < other.passage_id
    return one.said_at < other.said_at


def _conflict(
    left: Passage, right: Passage, reading: Reading, decision: Decision
) -> Conflict | None:
    if decision.relation not in {"contradicts", "superseded"} or not decision.slots:
        return None
    if decision.confidence < SURE or decision.kind not in COMPARED:
        return None
    overtaken = decision.relation == "superseded" or (
        decision.kind == "quantity"
        and left.said_at is not None
        and right.said_at is not None
        and right.said_at - left.said_at >= LATER
    )
    return Conflict(
        kind=decision.kind,
        relation="update" if overtaken else "contradicts",
        left_id=left.passage_id,
        right_id=right.passage_id,
        score=decision.confidence,
        rule=RULE,
        explanation=told(decision.slots[0]),
    )


def told(slot: Slot) -> str:
    """What differs, in words for two passages of which neither is a claim."""
    if slot.name == "polarity":
        return "One affirms what the other denies."
    return f"Another {slot.name}: “{slot.claim}” in one, “{slot.passage}” in the other."


def _folded(made: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """One row a disagreement: the same words against the same words count as copies."""
    kept: dict[tuple[str, str, frozenset[str]], Conflict] = {}
    copies: dict[tuple[str, str, frozenset[str]], int] = {}
    for conflict in sorted(made, key=lambda c: (-c.score, c.conflict_id)):
        told_of = frozenset(_QUOTED.findall(conflict.explanation)) or {conflict.explanation}
        key = (conflict.kind, conflict.relation, frozenset(told_of))
        if key in kept:
            copies[key] = copies.get(key, 0) + 1
        else:
            kept[key] = conflict
    return tuple(
        Conflict(
            kind=c.kind,
            relation=c.relation,
            left_id=c.left_id,
            right_id=c.right_id,
            score=c.score,
            rule=c.rule,
            explanation=c.explanation,
            copies=copies.get(key, 0),
        )
        for key, c in kept.items()
    )
