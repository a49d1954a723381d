"""Names side by side: who and where the claim names, and whether the passage has another instead.

A name is answered by the same entity, by a state for its government or capital, by a place that
lies in it, or by the passage's context. One that nothing answers, where the passage names another
of its kind that the claim does not, is a swap: "boarded in Busan" against "boarded in Yeosu".
"""

from __future__ import annotations

import re
from typing import Final

from extractors.entities import is_part_of
from extractors.extraction import Side
from extractors.records import Mention
from warehouse.crosscheck.alignment import same_actor
from warehouse.crosscheck.slots.slot import Slot

KINDS: Final = {
    "GPE": "place", "LOC": "place", "FACILITY": "place", "NORP": "place", "PERSON": "person",
    "ORG": "organisation",
}  # fmt: skip


def name_slots(claim: Side, passage: Side) -> tuple[Slot, ...]:
    """One slot for each entity that the claim names."""
    slots: list[Slot] = []
    seen: set[str] = set()
    answered: set[str] = set()
    open_names: list[Mention] = []
    for mention in claim.mentions:
        if mention.entity in seen:
            continue
        seen.add(mention.entity)
        found = _answer(mention, passage)
        if found is None:
            open_names.append(mention)
            continue
        answered.add(found.entity)
        narrower = found.entity != mention.entity and is_part_of(found.entity, mention.entity)
        slots.append(Slot("name", "narrower" if narrower else "same", mention.text, found.text))
    for mention in open_names:
        if _in_context(mention, passage):
            slots.append(Slot("name", "wider", mention.text, ""))
            continue
        other = _instead(mention, passage, answered)
        slots.append(Slot("name", "different" if other else "unknown", mention.text, other))
    return tuple(slots)


def _answer(mention: Mention, passage: Side) -> Mention | None:
    for other in passage.mentions:
        if same_actor(mention.entity, other.entity):
            return other
    for other in passage.mentions:
        if is_part_of(other.entity, mention.entity):
            return other
    return None


def _in_context(mention: Mention, passage: Side) -> bool:
    if re.search(rf"(?<!\w){re.escape(mention.entity)}(?!\w)", passage.text.lower()):
        return True
    return any(same_actor(mention.entity, name) for name in passage.context_names)


def _instead(mention: Mention, passage: Side, answered: set[str]) -> str:
    """Another of the kind that the claim does not speak of; "" if there is none."""
    kind = KINDS.get(mention.label, mention.label)
    for other in passage.mentions:
        if other.entity in answered or KINDS.get(other.label, other.label) != kind:
            continue
        whose = other.label == "NORP" and mention.label != "NORP"
        if whose or passage.text[other.end : other.end + 1] in {"-", "‑"}:
            continue  # "a Hong Kong-flagged ship", "Chinese": whose it is, not where or who
        if passage.text[other.end : other.end + 2].strip()[:1].isupper():
            continue  # "North" of "North African"
        nested = is_part_of(other.entity, mention.entity) or is_part_of(
            mention.entity, other.entity
        )
        if not nested:
            return other.text
    return ""
