"""What a claim and a passage say of the same thing, slot by slot: two Sides in, Slots out.

Actor, action, object, place, date, number, speaker, polarity: each same, narrower, wider,
different or unknown, with the words of both sides. A slot says what differs, never who is right;
`warehouse.crosscheck.decision` weighs it together with the entailment score. Pure.
"""

from __future__ import annotations

from warehouse.crosscheck.slots.cues import cues, discredited, suspended, unshared
from warehouse.crosscheck.slots.numbers import ABOUT, PER_YEAR
from warehouse.crosscheck.slots.reading import Slot, SlotName, Slots, read_slots
from warehouse.crosscheck.slots.turning import turned_round

__all__ = [
    "ABOUT",
    "PER_YEAR",
    "Slot",
    "SlotName",
    "Slots",
    "cues",
    "discredited",
    "read_slots",
    "suspended",
    "turned_round",
    "unshared",
]
