"""Who did what: the pair of predicates, one of each side, that speak most nearly of one event.

Predicates are the same by frame, lemma or synonym, opposite by antonym or disjoint frames
(`predicate_link`); their arguments are laid side by side by role. Out: slots for action, actor,
object and place, and the polarity, where such a pair is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from extractors.extraction import Side
from extractors.records import Argument, Assertion
from warehouse.crosscheck.alignment import Match, phrase_match, place_match
from warehouse.crosscheck.predicates import ROLE_MATES, Link, predicate_link
from warehouse.crosscheck.propositions import Proposition, propositions
from warehouse.crosscheck.slots.slot import Slot, SlotMatch, SlotName

LIGHT: Final = frozenset({"be", "have", "do", "make", "say", "get", "take"})
#: Heads that may stand for whoever a story is about: "the man" is no other than "the driver".
ANYBODY: Final = frozenset(
    ["man", "woman", "person", "people", "individual", "suspect", "victim", "group", "thing", "one"]
)
CORE: Final = frozenset({"agent", "theme", "property"})
WORTH: Final = {"same": 1.0, "narrower": 0.8, "wider": 0.7, "unknown": 0.1, "different": -0.2}
SLOTS: Final[dict[str, SlotName]] = {
    "agent": "actor",
    "theme": "object",
    "property": "object",
    "recipient": "object",
    "place": "place",
    "goal": "place",
    "source": "place",
}


@dataclass(frozen=True, slots=True)
class Event:
    """The two assertions taken for one event. ``score`` grows with what they share, to 1."""

    claim: Assertion
    passage: Assertion
    link: Link
    score: float
    slots: tuple[Slot, ...]

    @property
    def polarity_differs(self) -> bool:
        """True where one side affirms what the other denies."""
        return self.link == "same" and self.claim.polarity != self.passage.polarity


def same_event(claim: Side, passage: Side) -> Event | None:
    """The best pair of assertions, or None where no two predicates are kin."""
    best: Event | None = None
    for ours in claim.assertions:
        for theirs in passage.assertions:
            found = _pair(ours, theirs)
            if found is not None and (best is None or found.score > best.score):
                best = found
    return best


def _pair(ours: Assertion, theirs: Assertion) -> Event | None:
    best: Event | None = None
    for one in propositions(ours):
        for other in propositions(theirs):
            if not (one.direct or other.direct):
                continue
            link = predicate_link(one, other)
            if link is None:
                continue
            score, slots = _laid(one, other)
            if best is None or score > best.score:
                action = Slot(
                    "action",
                    "same" if link == "same" else "different",
                    ours.predicate,
                    theirs.predicate,
                )
                best = Event(ours, theirs, link, score, (action, *slots))
    return best


def _is_measure(argument: Argument) -> bool:
    """ "2 hours", "$3m": whether it agrees, the number's slot tells."""
    return any(c.isdigit() for c in argument.text) and not any(
        c.startswith("@") for c in argument.concepts
    )


def _laid(one: Proposition, other: Proposition) -> tuple[float, list[Slot]]:
    score = 1.0 if one.lemma == other.lemma else 0.7
    if one.lemma in LIGHT:
        score *= 0.3
    slots: list[Slot] = []
    for argument in one.arguments:
        if argument.role not in ROLE_MATES:
            continue
        match, words = _answer(argument, other.arguments)
        if match is not None:
            score += WORTH[match] * (1.0 if argument.role in CORE else 0.5)
        name = SLOTS.get(argument.role)
        if name is not None:
            told: SlotMatch = match or "unknown"
            slots.append(Slot(name, told, argument.text, words))
    return min(score, 4.0) / 4, slots


def _answer(ours: Argument, others: tuple[Argument, ...]) -> tuple[Match | None, str]:
    best: tuple[Match | None, str] = (None, "")
    places = {"place", "goal"}
    for theirs in others:
        if theirs.role not in ROLE_MATES[ours.role]:
            continue
        both = ours.role in places and theirs.role in places
        match = place_match(ours, theirs) if both else phrase_match(ours, theirs)
        if match == "different" and _is_measure(ours) and _is_measure(theirs):
            match = "unknown"
        if match == "different" and ANYBODY & {ours.head, theirs.head}:
            match = "unknown"
        if best[0] is None or WORTH[match] > WORTH[best[0]]:
            best = (match, theirs.text)
    return best
