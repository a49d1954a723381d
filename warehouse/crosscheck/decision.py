"""What a reading decides: slots and score in, at most one Decision out; the one place for both.

Two logistic regressions over the reading's features (`decision.toml`: weights, thresholds and the
precision measured at each) say how sure it is that the passage supports, or contradicts. On top of
them stand rules that no weight may overrule:

- a contradiction names the slot that differs; without one it must read as contradicting with a
  certainty whose measured precision is above 95%, and then it names no rule;
- support covers the claim's numbers, dates, polarity and words like "only", "first" and "still";
  else it is "weaker";
- a later count of a growing toll, or a later state, supersedes and does not contradict;
- what the passage only hedges, asks or plans does neither.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from extractors.records import FindingKind, Quantity, Relation
from warehouse.crosscheck.consistency import belies, read_telling
from warehouse.crosscheck.readings import Reading, answered, is_open
from warehouse.crosscheck.slots import (
    Slot,
    SlotName,
    cues,
    discredited,
    suspended,
    turned_round,
    unshared,
)

RULE: Final = "reading/1"
#: Roles whose counts grow as a story goes on.
GROWING: Final = frozenset(
    ["killed", "wounded", "casualties", "missing", "captured", "deployed", "arrested", "detained"]
)

#: How sure the claim's own words make it, and how many of them it takes inside a longer sentence.
VERBATIM: Final = 0.97
SHORTEST: Final = 5
NAMING: Final = frozenset({"NOUN", "PROPN", "VERB", "NUM"})
#: Share of the claim's words that the passage must answer before one slot may speak against it,
#: where the two predicates are aligned, and where only a negation word differs.
ALIGNED: Final = 0.4
UNALIGNED: Final = 0.6
#: How likely the score itself must find a contradiction of polarity, of names or of acts, which
#: two sentences of one story often have besides; and of dates.
SEEN: Final = 0.4
#: Where the score is this sure, less needs to be shared.
STRONG: Final = 0.8
LEAST: Final = 0.3
#: How much two aligned events share, of 1, from which they are taken for one.
CLOSE: Final = 0.6
#: How much of an event must be shared for its polarity to differ.
HALF: Final = 0.5
#: What one knows for oneself alone when one denies it.
PERCEIVING: Final = frozenset(
    ["see", "meet", "hear", "encounter", "notice", "observe", "witness", "spot", "know", "find"]
)
#: What the score must find of support at the least.
HELD: Final = 0.2
#: What support may lack beside words.
UNSURE: Final = "it for certain"
TURNED: Final = "it the same way round"
#: Slots in which a passage may differ though it doubts.
COUNTED: Final = frozenset({"number", "date"})
HEARD: Final = 0.25
#: Share of the claim's words that support must answer.
SHARED: Final = 0.45
#: How sure a case told of what is denied of every case makes it, and what `rank` is of the third.
BELIED: Final = 0.75
THIRD: Final = 0.25
#: Part of its support that the score must find of contradiction for that.
AGAINST: Final = 0.25
#: Slots of which one must be the same for that, and the share of the claim's words that must.
AGREEING: Final[tuple[SlotName, ...]] = ("action", "number", "date")
MOSTLY: Final = 0.65
#: How likely the score itself must find a contradiction of what only a pronoun names.
READS: Final = 0.6
#: What may differ from a gloss: a noun's other gloss is no other thing, a number is another number.
OF_A_GLOSS: Final[frozenset[SlotName]] = frozenset({"number", "date", "place", "name", "polarity"})
CORE: Final[tuple[SlotName, ...]] = ("actor", "object")
#: Share of the claim's words that a gloss must answer before it speaks against it.
GLOSSED: Final = 0.5
#: The share of them by which it supports, where the act itself is not told in the claim's words.
WHOLLY: Final = 0.8


@dataclass(frozen=True, slots=True)
class Weights:
    """One side of the decision: a regression and where it starts to speak.

    ``threshold`` holds where a slot is named, ``alone`` where none is. Where the score itself is
    ``surely`` or more, and the passage answers ``LEAST`` of the claim's words, ``lower`` will do:
    ten passages that all say the same stand out from nothing, and the regression doubts each.
    """

    intercept: float
    features: Mapping[str, float]
    threshold: float
    alone: float
    surely: float = 1.1
    lower: float = 1.1

    def bar(self, score: float, told: float) -> float:
        """From which certainty on it speaks, where the score itself is ``score``.

        ``told`` is the share of the claim's words that the passage answers.
        """
        sure = score >= self.surely and told >= LEAST
        return min(self.threshold, self.lower) if sure else self.threshold

    def probability(self, features: Mapping[str, float]) -> float:
        """How sure it is, in [0, 1]."""
        told = self.intercept + sum(w * features[name] for name, w in self.features.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, told))))


@dataclass(frozen=True, slots=True)
class Decision:
    """What the passage does to the claim. ``slots`` are those that speak for it."""

    relation: Relation
    kind: FindingKind
    confidence: float
    slots: tuple[Slot, ...]
    explanation: str


@cache
def weights() -> Mapping[str, Weights]:
    """The regressions by name: "supports" and "contradicts"."""
    table = tomllib.loads(files(__package__).joinpath("decision.toml").read_text("utf-8"))
    return {
        name: Weights(
            row["intercept"],
            dict(row["features"]),
            row["threshold"],
            row.get("alone", 1.1),
            row["surely"],
            row["lower"],
        )
        for name, row in table.items()
        if isinstance(row, dict)
    }


def decide(reading: Reading, later: bool = False, speaker: Slot | None = None) -> Decision | None:
    """The decision on a reading; None where it decides nothing.

    ``later`` tells that the passage was published after the claim was made; ``speaker`` is the slot
    of who says it, where the claim names one.
    """
    if is_verbatim(reading.claim.text, reading.passage.text) and not _may_turn(reading):
        return _support(reading, VERBATIM, (), speaker)
    if reading.glossed:
        speaker = None  # who speaks is told in words that may be glossed otherwise
    supports = weights()["supports"].probability(reading.features)
    contradicts = weights()["contradicts"].probability(reading.features)
    against = _conflicts(reading)
    if reading.glossed:
        against = tuple(slot for slot in against if slot.name in OF_A_GLOSS)
    if _is_belied(reading):
        slots = (Slot("polarity", "different", "denied of every case", "told of one"),)
        return Decision("contradicts", "polarity", BELIED, slots, _differs(slots))
    if contradicts >= supports and (against or reading.scores[1] >= SEEN):
        found = _contradiction(reading, contradicts, against, later)
        if found is not None or not (against and against[0].name == "date"):
            return found
    score = reading.scores[0]
    bar = weights()["supports"].bar(score, answered(reading.features))
    if (score >= HELD or _agree_by_slots(reading, against)) and supports >= bar:
        return _support(reading, supports, against, speaker)
    return None


def _is_belied(reading: Reading) -> bool:
    """Whether the passage, one of the three nearest, tells a case of what the claim wholly denies.

    What may not be so tells no case; and the score must not take it for agreement.
    """
    supports, contradicts, _ = reading.scores
    features = reading.features
    if is_open(reading) or not features["negated claim"] or features["negated passage"]:
        return False
    if features["rank"] < THIRD or contradicts < AGAINST * supports:
        return False
    if suspended(reading.claim.text, reading.passage.text):
        return False
    claim, passage = (
        read_telling(side.text, side.doc, None) for side in (reading.claim, reading.passage)
    )
    return belies(passage, claim)


def _agree_by_slots(reading: Reading, against: tuple[Slot, ...]) -> bool:
    """Whether the slots alone agree: an act, number or date, most words, and nothing differs."""
    if against or answered(reading.features) < MOSTLY:
        return False
    return any(reading.slots.of(name, "same") for name in AGREEING)


def _is_suspended(reading: Reading) -> bool:
    return is_open(reading) or suspended(reading.claim.text, reading.passage.text)


def _may_turn(reading: Reading) -> bool:
    """Whether the words around the claim's own turn them: "No troops were sent", "53 out of 60"."""
    ours, theirs = reading.claim.text, reading.passage.text
    if reading.slots.of("number", "different") or reading.slots.of("number", "unknown"):
        return True
    return len(cues("negation", theirs)) != len(cues("negation", ours)) or discredited(ours, theirs)


def is_verbatim(claim: str, passage: str) -> bool:
    """Whether the passage is the claim, or holds it whole as a clause of its own."""
    ours, theirs = (re.findall(r"\w+", text.lower()) for text in (claim, passage))
    if len(ours) < SHORTEST or len(ours) > len(theirs):
        return ours == theirs and bool(ours)
    return ours in (theirs[: len(ours)], theirs[-len(ours) :])


def _contradiction(
    reading: Reading, sure: float, against: tuple[Slot, ...], later: bool
) -> Decision | None:
    side = weights()["contradicts"]
    sure = round(sure, 4)
    if is_open(reading) and not (
        against and against[0].name in COUNTED and reading.scores[1] >= STRONG
    ):
        return None  # a doubted number is still another number; a doubted act denies nothing
    bar = side.bar(reading.scores[1], answered(reading.features))
    if against and sure >= bar and _of_one_thing(reading, against[0]):
        first = against[0]
        if first.name == "number" and later and grows(reading, first) > 0:
            told = f"A later count: “{first.passage}”, after “{first.claim}”."
            return Decision("superseded", "quantity", sure, against, told)
        return Decision("contradicts", _kind(first), sure, against, _differs(against))
    shared = answered(reading.features)
    alone = not against and shared >= ALIGNED and bool(reading.slots.covered.residue)
    alone = alone and not reading.glossed
    if reading.features["negated claim"] and suspended(reading.claim.text, reading.passage.text):
        alone = False
    if alone and sure >= side.alone and reading.scores[1] >= STRONG:
        return Decision("contradicts", "entailment", sure, (), "It reads as contradicting.")
    return None


def _of_one_thing(reading: Reading, slot: Slot) -> bool:
    """Whether enough else is the same for a slot that differs to tell against the claim.

    "They had never met one" is not denied by "others have captured two": a negation word on one
    side alone needs nearly all else in common, and the score's own word.
    """
    told = answered(reading.features)
    _, contradicts, _ = reading.scores
    if reading.glossed and not _is_told_by_gloss(reading, slot):
        return False
    if slot.name == "polarity" and not (_answers(reading) and _is_denial(reading)):
        return False
    if contradicts >= STRONG and told >= LEAST:
        return True
    if slot.name == "polarity":
        event = reading.slots.event
        differs = bool(reading.slots.of("polarity", "different"))
        aligned = differs and event is not None and event.score >= HALF
        return told >= (ALIGNED if aligned else UNALIGNED) and contradicts >= SEEN
    if reading.features["claim points"] and contradicts < READS:
        return False  # "the earlier one": which, is told elsewhere
    if slot.name == "number":
        return told >= ALIGNED and (not _is_of_others(reading) or contradicts >= SEEN)
    if slot.name == "name" and not reading.features["action same"]:
        return told >= UNALIGNED and contradicts >= SEEN
    return told >= ALIGNED and contradicts >= (HEARD if slot.name == "date" else SEEN)


def _is_told_by_gloss(reading: Reading, slot: Slot) -> bool:
    """Whether a gloss says enough for a slot to tell against the claim.

    Its clauses may be taken apart wrongly: what it denies must be the claim's own event, aligned,
    and a number must be its only one, or the only one of what the claim counts.
    """
    told = answered(reading.features)
    if told < GLOSSED or reading.scores[1] < SEEN:
        return False
    if slot.name == "polarity":
        event = reading.slots.event
        alone = len(reading.passage.assertions) == 1  # its one clause denies, or none does
        aligned = event is not None and event.score >= CLOSE
        return bool(reading.slots.of("polarity", "different")) and (aligned or alone)
    if slot.name == "number":
        theirs = _quantity(reading.passage.quantities, slot.passage)
        ours = _quantity(reading.claim.quantities, slot.claim)
        counts = reading.passage.quantities
        if theirs is None or ours is None or not theirs.unit or theirs.unit != ours.unit:
            return len(counts) == 1
        alike = [quantity for quantity in counts if quantity.unit == theirs.unit]
        return len(alike) == 1 and bool(reading.slots.of("action", "same"))
    return True


def _is_of_others(reading: Reading) -> bool:
    """Whether the claim names somebody, and neither the passage nor its context does."""
    return reading.features["names unanswered"] == 1.0


def _is_denial(reading: Reading) -> bool:
    """Whether one side denies what the other tells, and not in other words what it denies too.

    "No talks since 2015" and "they last talked in 2015", "was never done" and "was the first to do
    it", "is forbidden to" and "a ban on" say the same. One shared word is no shared event.
    """
    negated = bool(reading.features["negated claim"])
    affirming = reading.passage.text if negated else reading.claim.text
    shared = len(reading.claim.words) - len(reading.slots.covered.residue)
    if negated and suspended(reading.claim.text, reading.passage.text):
        return False
    return shared >= 2 and not cues("implied", affirming)


def _answers(reading: Reading) -> bool:
    """Whether a passage of the other polarity speaks of the same.

    Who "has never met one" is not belied by others who have: not to have seen is one's own. And two
    sentences that both deny contradict each other only where their predicates are aligned.
    """
    event = reading.slots.event
    aligned = event is not None and event.link == "same" and event.score >= CLOSE
    if reading.features["negated claim"] and reading.features["negated passage"]:
        return aligned
    own = {a.predicate for a in reading.claim.assertions if a.polarity == "NEG"} & PERCEIVING
    if own:
        actors = reading.slots.of("actor")
        return aligned and any(s.match == "same" for s in actors)
    return True


def _support(
    reading: Reading, sure: float, against: tuple[Slot, ...], speaker: Slot | None
) -> Decision | None:
    sure = round(sure, 4)
    lacking = _lacking(reading)
    if speaker is not None and speaker.match == "different":
        if lacking:
            return None  # somebody's other words
        return Decision("contradicts", "attribution", sure, (speaker,), _differs((speaker,)))
    if against and against[0].name == "date":
        # all else reads as said: it is another day that differs
        return Decision("contradicts", "date", sure, against, _differs(against))
    hard = [s for s in against if s.name in {"number", "date", "polarity"}]
    if any(s.name == "polarity" for s in hard) and _is_suspended(reading):
        return None  # "I do not think that they lost it" says neither
    if hard or lacking:
        why = _differs(tuple(hard)) if hard else f"It does not say {_listed(lacking)}."
        return Decision("weaker", _kind(hard[0]) if hard else "entailment", sure, tuple(hard), why)
    alike = tuple(s for s in reading.slots.slots if s.match in {"same", "narrower"} and s.passage)
    return Decision("supports", "entailment", sure, alike, _agrees(alike))


def _conflicts(reading: Reading) -> tuple[Slot, ...]:
    """The slots that differ, those that weigh most first."""
    slots = reading.slots
    found = [*slots.of("number", "different"), *slots.of("polarity", "different")]
    dates = slots.of("date")
    if dates and all(s.match == "different" for s in dates):
        found += dates
    found += slots.of("name", "different")
    found += slots.of("place", "different")
    found += slots.of("action", "different")
    core = (*slots.of("actor", "different"), *slots.of("object", "different"))
    found += [slot for slot in core if not _is_told_elsewhere(reading, slot)]
    found = [slot for slot in found if not _is_guessed(reading, slot)]
    negation = reading.features["negation differs"] and reading.features["negation turns"]
    if negation and not any(s.name == "polarity" for s in found):
        ours = "denied" if reading.features["negated claim"] else "affirmed"
        theirs = "denied" if ours == "affirmed" else "affirmed"
        found.append(Slot("polarity", "different", ours, theirs))
    return tuple(found)


def _is_told_elsewhere(reading: Reading, slot: Slot) -> bool:
    """ "Rihanna's concert" stands in "all festivities, including a concert by Rihanna"."""
    start = reading.claim.text.find(slot.claim)
    words = [w for w in reading.claim.words if start <= w.start < start + len(slot.claim)]
    left = {word.start for word in reading.slots.covered.residue}
    return start >= 0 and bool(words) and not any(word.start in left for word in words)


def _is_guessed(reading: Reading, slot: Slot) -> bool:
    """Whether the claim's side is what we put in brackets: "signed [the deployment]" was "it".

    A pronoun, and "that weekend", may be resolved wrongly: that refutes no article.
    """
    if not slot.claim:
        return False
    bare = re.sub(r"\[[^\]]*\]", "", reading.claim.text)
    return slot.claim not in bare and f"[{slot.claim}" in reading.claim.text


def _lacking(reading: Reading) -> list[str]:
    """What support would have to cover and does not."""
    slots = reading.slots
    open_slots = (
        *slots.of("number", "unknown"),
        *slots.of("number", "wider"),
        *slots.of("date", "unknown"),
        *slots.of("date", "wider"),
    )
    lacking = [s.claim for s in open_slots if not _adds_up(reading, s)]
    lacking += unshared(reading.claim.text, reading.passage.text)
    lacking += [slot.claim for slot in slots.of("name", "unknown") if slot.claim]
    unsure = is_open(reading) or discredited(reading.claim.text, reading.passage.text)
    if unsure and not reading.features["hedged claim"]:
        lacking.append(UNSURE)
    if turned_round(reading.claim, reading.passage):
        lacking.append(TURNED)
    told = answered(reading.features)
    if reading.glossed:
        lacking += [s.claim for name in CORE for s in slots.of(name, "different")]
    needed = SHARED
    if reading.glossed:
        needed = GLOSSED if slots.of("action", "same") else WHOLLY
    if told < needed:
        lacking += [word.form for word in slots.covered.residue if word.pos in NAMING][:3]
    return list(dict.fromkeys(lacking))


def _adds_up(reading: Reading, slot: Slot) -> bool:
    """ "Three and three, six in all": the six is the claim's own sum, and no page need say it."""
    counts = [q for q in reading.claim.quantities if q.low is not None and q.unit]
    whole = _quantity(reading.claim.quantities, slot.claim)
    parts = [q.low or 0.0 for q in reading.claim.quantities if q.text != slot.claim]
    if slot.name != "number" or whole is None or len(counts) < 2 or len(parts) < 2:
        return False
    return math.isclose(sum(parts), whole.low or 0.0)


def grows(reading: Reading, slot: Slot) -> int:
    """For a count of what goes on adding up: 1 where the passage has the higher, -1 the lower."""
    ours = _quantity(reading.claim.quantities, slot.claim)
    theirs = _quantity(reading.passage.quantities, slot.passage)
    if ours is None or theirs is None or not GROWING & {ours.role, theirs.role}:
        return 0
    return 1 if (theirs.low or theirs.high or 0) > (ours.high or ours.low or 0) else -1


def _quantity(quantities: tuple[Quantity, ...], words: str) -> Quantity | None:
    return next((q for q in quantities if q.text == words), None)


def _kind(slot: Slot) -> FindingKind:
    kinds: dict[str, FindingKind] = {
        "number": "quantity",
        "date": "date",
        "place": "place",
        "polarity": "polarity",
        "action": "action",
        "speaker": "attribution",
    }
    return kinds.get(slot.name, "actor")


#: How a slot that differs is told: the claim's words, then the passage's.
DIFFERS: Final = {
    "number": "Another number: “{claim}” in the claim, “{passage}” here.",
    "date": "Another date: “{claim}” in the claim, “{passage}” here.",
    "place": "Another place: “{claim}” in the claim, “{passage}” here.",
    "name": "Another name: “{claim}” in the claim, “{passage}” here.",
    "actor": "Another actor: “{claim}” in the claim, “{passage}” here.",
    "object": "Of another: “{claim}” in the claim, “{passage}” here.",
    "action": "Another act: “{claim}” in the claim, “{passage}” here.",
    "speaker": "Another speaker: “{claim}” in the claim, “{passage}” here.",
    "polarity": "What the claim has {claim} is {passage} here.",
}


def _differs(slots: tuple[Slot, ...]) -> str:
    first = slots[0]
    return DIFFERS[first.name].format(claim=first.claim, passage=first.passage)


def _agrees(slots: tuple[Slot, ...]) -> str:
    told = [f"“{s.passage}”" for s in slots if s.name in {"number", "date", "name", "action"}]
    shared = ", ".join(dict.fromkeys(told))
    return f"It says the same: {shared}." if shared else "It reads as saying the same."


def _listed(words: list[str]) -> str:
    return ", ".join(word if word in {UNSURE, TURNED} else f"“{word}”" for word in words)
