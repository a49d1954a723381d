"""Every slot of a claim against a passage, and what they come to as numbers for the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from extractors.attribution import cue_certainty
from extractors.extraction import Side, Word
from extractors.records import DateSpan
from warehouse.crosscheck.slots.action import Event, same_event
from warehouse.crosscheck.slots.cues import cues
from warehouse.crosscheck.slots.dates import date_slots
from warehouse.crosscheck.slots.governing import governs
from warehouse.crosscheck.slots.names import name_slots
from warehouse.crosscheck.slots.numbers import number_slots
from warehouse.crosscheck.slots.slot import Slot, SlotMatch, SlotName
from warehouse.crosscheck.slots.words import Cover, cover

__all__ = ["Slot", "SlotName", "Slots", "read_slots"]


#: Subjects that stand for something named elsewhere.
POINTING: Final = frozenset(
    ["one", "ones", "it", "he", "she", "they", "this", "that", "these", "those", "some", "another"]
)


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of one claim and one passage, with what was counted on the way.

    ``covered`` is what the passage answers of the claim's words, ``covering`` the reverse.
    """

    slots: tuple[Slot, ...]
    covered: Cover
    covering: Cover
    event: Event | None
    features: Mapping[str, float]

    def of(self, name: SlotName, match: SlotMatch | None = None) -> tuple[Slot, ...]:
        """The slots of a name, and of a match where one is given."""
        return tuple(s for s in self.slots if s.name == name and match in (None, s.match))


def read_slots(claim: Side, passage: Side) -> Slots:
    """The claim's slots against the passage's."""
    covered, covering = cover(claim, passage), cover(passage, claim)
    event = same_event(claim, passage)
    slots = (
        *(event.slots if event is not None else ()),
        *number_slots(claim.quantities, passage.quantities),
        *_date_slots(claim, passage),
        *name_slots(claim, passage),
        *_polarity(event),
        *(Slot("action", "different", one, other) for one, other in covered.opposed),
    )
    made = Slots(slots, covered, covering, event, {})
    return Slots(slots, covered, covering, event, _features(claim, passage, made))


def _date_slots(claim: Side, passage: Side) -> tuple[Slot, ...]:
    """The slots of dates; when a thing was reported is no other date than when it happened."""
    told = tuple(date for date in passage.dates if not _is_of_report(passage, date))
    all_slots = date_slots(claim.dates, passage.dates, claim.text)
    if len(told) == len(passage.dates):
        return all_slots
    own = {date.text for date in claim.dates if _is_of_report(claim, date)}
    of_events = date_slots(claim.dates, told, claim.text)
    return tuple(
        inner if whole.match == "different" and whole.claim not in own else whole
        for whole, inner in zip(all_slots, of_events, strict=True)
    )


def _is_of_report(side: Side, date: DateSpan) -> bool:
    """ "Reports last week that", "said Friday that": the date hangs on who tells it."""
    span = side.doc.char_span(date.start, date.end, alignment_mode="expand")
    if span is None:
        return False
    head = span.root.head
    kind = "verbs" if head.pos_ == "VERB" else "nouns"
    clause = any(c.dep_ in {"ccomp", "acl", "xcomp", "parataxis"} for c in head.children)
    return clause and cue_certainty(head.lemma_.lower(), kind) is not None


def _polarity(event: Event | None) -> tuple[Slot, ...]:
    if event is None or event.link != "same":
        return ()
    words = {"POS": "affirmed", "NEG": "denied"}
    match: SlotMatch = "different" if event.polarity_differs else "same"
    ours, theirs = words[event.claim.polarity], words[event.passage.polarity]
    return (Slot("polarity", match, ours, theirs),)


def _answered(side: Side, covered: Cover) -> list[Word]:
    left = {word.start for word in covered.residue}
    return [word for word in side.words if word.start not in left]


def _features(claim: Side, passage: Side, slots: Slots) -> dict[str, float]:
    """What the decision weighs, each about 0 to 1."""
    event, names, numbers, dates = (
        slots.event,
        slots.of("name"),
        slots.of("number"),
        slots.of("date"),
    )
    ours, theirs = cues("negation", claim.text), cues("negation", passage.text)
    unshared = set(cues("strict", claim.text)) - set(cues("strict", passage.text))
    core = (*slots.of("actor"), *slots.of("object"))
    here = _answered(claim, slots.covered)
    there = _answered(passage, slots.covering)
    turned = governs("negation", claim, here) != governs("negation", passage, there)
    unsure = event is not None and (
        event.passage.modality != "actual" or event.passage.certainty != "CERTAIN"
    )
    flags = {
        "opposed words": bool(slots.covered.opposed),
        "number same": any(s.match == "same" for s in numbers),
        "number different": any(s.match == "different" for s in numbers),
        "number unknown": any(s.match == "unknown" for s in numbers),
        "date same": any(s.match == "same" for s in dates),
        "date different": bool(dates) and all(s.match == "different" for s in dates),
        "date unknown": any(s.match == "unknown" for s in dates),
        "name different": any(s.match == "different" for s in names),
        "negated claim": bool(ours),
        "negated passage": bool(theirs),
        "negation differs": bool(ours) != bool(theirs),
        "negation turns": turned,
        "passage doubts": governs("doubt", passage, there),
        "hedged claim": bool(cues("hedge", claim.text)),
        "hedged passage": bool(cues("hedge", passage.text)),
        "strict word unshared": bool(unshared),
        "action same": event is not None and event.link == "same",
        "action opposite": event is not None and event.link == "opposite",
        "polarity different": event is not None and event.polarity_differs,
        "passage unsure": unsure,
        "actor or object different": any(s.match == "different" for s in core),
        "actor or object same": any(s.match == "same" for s in core),
        "place different": any(s.match == "different" for s in slots.of("place")),
        "claim points": any(t.dep_.startswith("nsubj") and t.lower_ in POINTING for t in claim.doc),
    }
    count = max(1, len(names))
    shares = {
        "covered": slots.covered.direct,
        "covered by context": slots.covered.context,
        "covering": slots.covering.direct,
        "residue": min(1.0, len(slots.covered.residue) / 6),
        "names same": sum(s.match in {"same", "narrower"} for s in names) / count,
        "names in context": sum(s.match == "wider" for s in names) / count,
        "names unanswered": sum(s.match in {"unknown", "different"} for s in names) / count,
        "event": event.score if event is not None else 0.0,
        "passage length": min(1.5, len(passage.words) / 30),
        "claim length": min(1.5, len(claim.words) / 15),
    }
    return {**shares, **{name: float(value) for name, value in flags.items()}}
