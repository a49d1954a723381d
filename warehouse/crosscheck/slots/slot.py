"""One slot of a comparison: its name, how the sides stand to each other, and their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SlotName = Literal[
    "actor", "action", "object", "place", "name", "date", "number", "speaker", "polarity"
]
#: What the passage's filler is to the claim's.
SlotMatch = Literal["same", "narrower", "wider", "different", "unknown"]


@dataclass(frozen=True, slots=True)
class Slot:
    """``claim`` and ``passage`` are the words on either side; "" where a side has none."""

    name: SlotName
    match: SlotMatch
    claim: str
    passage: str
