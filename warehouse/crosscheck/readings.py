"""One passage read against one claim: the slots side by side, the score, and what follows.

In: claims and the passages retrieved for them. Out: a `Reading` for each pair. Loads the language
pipeline's parse of both sides and the entailment scorer; the same pairs give the same readings.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

import numpy as np

from extractors.entailment import Scorer, load_scorer
from extractors.extraction import Side, read_sides
from extractors.language import Language, load_pipeline
from extractors.records import Document, Passage
from warehouse.crosscheck.slots import Slots, read_slots

#: Log odds of the score are cut here: beyond, a small network's certainty says nothing more.
MOST: Final = 5.0
LEAST_ODDS: Final = 1e-4
#: What a passage is compared in with the others of its claim: with the best, and with their mean.
BEHIND: Final = ("near", "covered", "reads as", "reads against")
AHEAD: Final = ("reads as", "reads against")


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim's wording or a passage's sentence, as it is compared.

    ``context`` is what stands around a passage (its title, the sentence before); ``vector`` the
    embedding as signed bytes, or b"". ``glossed`` tells that the words are a gloss of another
    language's.
    """

    text: str
    said_at: datetime | None = None
    context: str = ""
    vector: bytes = b""
    glossed: bool = False


def statement_of(passage: Passage, documents: Mapping[str, Document]) -> Statement:
    """A passage with its page's title and the sentence before it, as it is compared.

    What is in another language is compared by its gloss, and without its title, which has none.
    """
    document = documents.get(passage.document_id)
    title = document.title if document is not None and not passage.gloss else ""
    context = " ".join(part for part in (f"{title}." if title else "", passage.before) if part)
    words = passage.gloss or passage.text
    return Statement(words, passage.said_at, context, passage.vector, bool(passage.gloss))


@dataclass(frozen=True, slots=True)
class Reading:
    """``scores`` are the odds that the passage supports, contradicts or does neither.

    ``glossed`` tells that the passage's words are a gloss.
    """

    claim: Side
    passage: Side
    slots: Slots
    scores: tuple[float, float, float]
    features: Mapping[str, float]
    glossed: bool = False


@cache
def pipeline() -> Language:
    """The shipped pipeline, built once a process."""
    return load_pipeline()


def read_pairs(
    claims: Sequence[Statement],
    passages: Sequence[Statement],
    pairs: Sequence[tuple[int, int]],
    nlp: Language | None = None,
    scorer: Scorer | None = None,
    known: dict[Statement, Side] | None = None,
) -> list[Reading]:
    """The reading of each pair (indices into ``claims`` and ``passages``).

    ``known`` holds statements that were parsed before, and is added to: a check reads the same
    passages for its claims and against each other.
    """
    if not pairs:
        return []
    nlp = nlp or pipeline()
    scorer = scorer or load_scorer()
    paired = [claims[i] for i, _ in pairs] + [passages[j] for _, j in pairs]
    parsed = read_statements(paired, nlp, known)
    scores = scorer.score(
        [((passages[j].context, passages[j].text), claims[i].text) for i, j in pairs]
    )
    odds = [(row[0], row[1], row[2]) for row in scores.tolist()]
    slots = [read_slots(parsed[claims[i]], parsed[passages[j]]) for i, j in pairs]
    of_claim: dict[int, list[int]] = {}
    for place, (i, _) in enumerate(pairs):
        of_claim.setdefault(i, []).append(place)
    features: dict[int, dict[str, float]] = {}
    for i, places in of_claim.items():
        near = {p: nearness(claims[i].vector, passages[pairs[p][1]].vector) for p in places}
        rows = [weighed(slots[p].features, odds[p], near[p]) for p in places]
        plain = [n for n, p in enumerate(places) if not passages[pairs[p][1]].glossed]
        features |= zip(places, compared(rows), strict=True)
        among = compared([rows[n] for n in plain]) if plain else []
        # a gloss is set against all, and changes nothing of what is told plainly
        features |= zip([places[n] for n in plain], among, strict=True)
    return [
        Reading(
            parsed[claims[i]],
            parsed[passages[j]],
            slots[place],
            odds[place],
            features[place],
            passages[j].glossed,
        )
        for place, (i, j) in enumerate(pairs)
    ]


def read_statements(
    statements: Sequence[Statement],
    nlp: Language | None = None,
    known: dict[Statement, Side] | None = None,
) -> dict[Statement, Side]:
    """The parse of each statement; those of ``known``, which is added to, are not parsed again."""
    parsed = {} if known is None else known
    new = list(dict.fromkeys(s for s in statements if s not in parsed))
    texts = [(s.text, s.said_at, s.context) for s in new]
    parsed |= dict(zip(new, read_sides(texts, nlp or pipeline()), strict=True))
    return parsed


def compared(rows: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
    """Each passage's features with how it stands to the others retrieved for its claim, in order.

    A claim that sounds false is scored against everything that is near it; what tells is a passage
    that is scored higher than its neighbours. Alone, a passage is behind and ahead of nothing.
    """
    best = {name: max(row[name] for row in rows) for name in BEHIND}
    mean = {name: sum(row[name] for row in rows) / len(rows) for name in AHEAD}
    return [
        {
            **row,
            **{f"{name}, behind": best[name] - row[name] for name in BEHIND},
            **{f"{name}, ahead": row[name] - mean[name] for name in AHEAD},
            "rank": 1 / rank,
        }
        for rank, row in enumerate(rows, start=2)
    ]


def nearness(one: bytes, other: bytes) -> float:
    """The cosine of two vectors kept as signed bytes; 0 where one is missing."""
    if not one or not other:
        return 0.0
    a = np.frombuffer(one, dtype=np.int8).astype(np.float64)
    b = np.frombuffer(other, dtype=np.int8).astype(np.float64)
    norm = math.sqrt(float(a @ a) * float(b @ b))
    return round(float(a @ b) / norm, 4) if norm else 0.0


def weighed(
    slots: Mapping[str, float], scores: tuple[float, float, float], near: float
) -> dict[str, float]:
    """What the decision weighs: the slots' features, the score's log odds, and both together."""
    supports, contradicts, neither = (max(s, LEAST_ODDS) for s in scores)
    reads_as = _cut(math.log(supports / max(contradicts, neither)))
    reads_against = _cut(math.log(contradicts / max(supports, neither)))
    conflict = max(
        slots[name]
        for name in (
            "number different",
            "date different",
            "name different",
            "polarity different",
            "negation differs",
            "opposed words",
            "action opposite",
            "actor or object different",
            "place different",
        )
    )
    told = min(1.0, answered(slots))
    return {
        **slots,
        "reads as": reads_as,
        "reads against": reads_against,
        "reads as, covered": max(0.0, reads_as + 2) * told,
        "reads against, covered": max(0.0, reads_against + 2) * told,
        "reads against, conflict": max(0.0, reads_against + 2) * conflict,
        "covered, conflict": told * conflict,
        "conflict": conflict,
        "near": near,
    }


def answered(features: Mapping[str, float]) -> float:
    """The share of the claim's words that the passage answers; by its context alone, half."""
    return features["covered"] + 0.5 * features["covered by context"]


def is_open(reading: Reading) -> bool:
    """Whether the passage only supposes, plans or doubts what it says."""
    return bool(reading.features["passage unsure"] or reading.features["passage doubts"])


def _cut(odds: float) -> float:
    return max(-MOST, min(MOST, odds))
