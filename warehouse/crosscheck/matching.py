"""One claim against one assertion: which propositions of the two speak of the same event.

In: two assertions. Out: the best Matched pair of propositions with every argument of the claim
aligned, or None when they speak of different things. The rules read this; they align nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extractors.grammar import all_frames, antonyms, synonyms
from extractors.records import Argument, Assertion
from warehouse.crosscheck.alignment import (
    Match,
    is_pointing,
    names,
    phrase_match,
    place_match,
    same_actor,
)
from warehouse.crosscheck.propositions import Proposition, propositions
from warehouse.crosscheck.times import is_stated

Link = Literal["same", "opposite"]
AlignedMatch = Match | Literal["missing"]
# Roles that may stand for each other: "A fought with B", "signed between A and B"
ROLE_MATES = {
    "agent": ("agent", "with"),
    "theme": ("theme",),
    "recipient": ("recipient", "goal"),
    "with": ("with", "agent", "theme"),
    "place": ("place", "goal"),
    "goal": ("goal", "place", "recipient"),
    "source": ("source",),
    "topic": ("topic", "theme"),
    "property": ("property",),
}
CORE = ("agent", "theme", "property")
# Predicates too general to identify an event by themselves
GENERAL = frozenset(
    [
        "be",
        "have",
        "do",
        "make",
        "take",
        "go",
        "get",
        "give",
        "put",
        "say",
        "become",
        "use",
        "include",
        "hold",
        "need",
        "begin",
    ]
)
WEIGHT = {
    "same": 1.0,
    "narrower": 0.8,
    "wider": 0.7,
    "missing": 0.3,
    "unknown": 0.2,
    "different": 0.0,
}


@dataclass(frozen=True, slots=True)
class Aligned:
    """A claim's argument and the evidence's that answers to it (None: the evidence has none)."""

    claim: Argument
    evidence: Argument | None
    match: AlignedMatch


@dataclass(frozen=True, slots=True)
class Matched:
    """Two propositions about one kind of event; ``link`` says whether the predicates agree."""

    claim: Assertion
    evidence: Assertion
    ours: Proposition
    theirs: Proposition
    link: Link
    aligned: tuple[Aligned, ...]
    score: float

    def of(self, *roles: str) -> tuple[Aligned, ...]:
        return tuple(a for a in self.aligned if a.claim.role in roles)

    @property
    def shares_name(self) -> bool:
        """True when an aligned argument names the same entity on both sides."""
        return any(
            a.evidence is not None
            and a.match in {"same", "narrower", "wider"}
            and any(same_actor(x, y) for x in names(a.claim) for y in names(a.evidence))
            for a in self.aligned
        )


def match(claim: Assertion, evidence: Assertion) -> Matched | None:
    """The best aligned pair of propositions, or None."""
    best: Matched | None = None
    for ours in propositions(claim):
        for theirs in propositions(evidence):
            link = predicate_link(ours, theirs)
            if link is None:
                continue
            made = _aligned(claim, evidence, ours, theirs, link)
            if made is not None and (best is None or made.score > best.score):
                best = made
    return best


def predicate_link(ours: Proposition, theirs: Proposition) -> Link | None:
    """Whether two predicates assert the same kind of thing, its opposite, or neither."""
    if ours.frame and ours.frame == theirs.frame:
        return "same"
    if ours.frame and theirs.frame:
        return "opposite" if theirs.frame in all_frames()[ours.frame].opposes else None
    if not ours.lemma or not theirs.lemma:
        return None
    if ours.lemma == theirs.lemma or theirs.lemma in synonyms(ours.lemma, "v"):
        return "same"
    if theirs.lemma in antonyms(ours.lemma, "v") or theirs.lemma in antonyms(ours.lemma, "a"):
        return "opposite"
    return None


def _aligned(
    claim: Assertion, evidence: Assertion, ours: Proposition, theirs: Proposition, link: Link
) -> Matched | None:
    rows = tuple(_align(argument, theirs.arguments) for argument in _comparable(ours))
    if not rows:
        # "the May ceasefire": only its date can be set against another ceasefire's
        dated = is_stated(claim.event_time) and is_stated(evidence.event_time)
        same = link == "same" and ours.frame != "" and ours.lemma == theirs.lemma
        return Matched(claim, evidence, ours, theirs, link, (), 0.5) if dated and same else None
    held = [a for a in rows if a.match in {"same", "narrower", "wider"}]
    if not any(a.claim.role in (*CORE, "with", "recipient") for a in held):
        return None
    if not _identifies(ours, held):
        return None
    weight = sum(WEIGHT[a.match] for a in rows) / len(rows)
    plain = 0.1 if ours.lemma and ours.lemma == theirs.lemma else 0.0
    direct = 0.1 if ours.direct and theirs.direct else 0.0
    score = round(min(1.0, 0.8 * weight + plain + direct), 4)
    return Matched(claim, evidence, ours, theirs, link, rows, score)


def _comparable(proposition: Proposition) -> Iterator[Argument]:
    for argument in proposition.arguments:
        if argument.role in ROLE_MATES:
            yield argument


def _align(ours: Argument, theirs: tuple[Argument, ...]) -> Aligned:
    best: Aligned | None = None
    for other in theirs:
        if other.role not in ROLE_MATES[ours.role]:
            continue
        if ours.role in {"place", "goal"} and other.role in {"place", "goal"}:
            result = place_match(ours, other)
        else:
            result = phrase_match(ours, other)
        if best is None or WEIGHT[result] > WEIGHT[best.match]:
            best = Aligned(ours, other, result)
    return best or Aligned(ours, None, "missing")


def _identifies(ours: Proposition, held: list[Aligned]) -> bool:
    """Enough is shared to speak of one event: a name, or two arguments of a telling predicate."""
    named = [a for a in held if names(a.claim) and a.evidence is not None and names(a.evidence)]
    solid = [a for a in held if not is_pointing(a.claim)]
    if ours.lemma in GENERAL and not ours.frame:
        return len(solid) >= 2 and bool(named)
    return bool(named) or len(solid) >= 2 or (len(solid) == 1 and _is_telling(solid[0]))


def _is_telling(row: Aligned) -> bool:
    """A phrase in a narrow class ("videos" that are fake) identifies more than "people" does."""
    return row.match == "same" and any(
        concept.startswith("#") and concept not in {"#person", "#country", "#region", "#company"}
        for concept in row.claim.concepts
    )
