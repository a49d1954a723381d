"""Who says it, on both sides: the speaker a claim names, against the one a passage quotes.

"Hollande spoke of 80 dead" is about Hollande as much as about the dead: where the passage has the
interior minister say so, the speaker differs. The outlets of a chain are no speakers; what they
report is judged by itself, and whether they report it is citation fidelity.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extractors.records import Claim, Passage, Source
from warehouse.crosscheck.alignment import same_actor
from warehouse.crosscheck.slots.slot import Slot

UNNAMED: Final = frozenset({"he", "she", "they", "it", "i", "we", "who", ""})


def speaker_of(claim: Claim, outlets: Iterable[str] = ()) -> Source | None:
    """The innermost named speaker of a claim who is no outlet; None where there is none."""
    known = {name.lower().removeprefix("the ") for name in outlets}
    for source in reversed(claim.sources):
        name = source.text.lower().removeprefix("the ")
        if name not in UNNAMED and name not in known:
            return source
    return None


def spoken(claim: Claim, speaker: Source | None) -> str:
    """The claim as it is compared: with its speaker, where the speaker belongs to it."""
    return claim.wording if speaker is None else f"{speaker.text} said that {claim.wording}"


def speaker_slot(speaker: Source | None, passage: Passage) -> Slot | None:
    """Same, different (the passage names another) or unknown; None where the claim names none."""
    if speaker is None:
        return None
    theirs = [s for s in passage.sources if s.text.lower() not in UNNAMED]
    entity = speaker.entity or speaker.text.lower()
    for other in passage.sources:
        if same_actor(entity, other.entity or other.text.lower()):
            return Slot("speaker", "same", speaker.text, other.text)
    last = speaker.text.split()[-1].lower()
    if last in passage.text.lower():
        return Slot("speaker", "same", speaker.text, speaker.text)
    if not theirs:
        return Slot("speaker", "unknown", speaker.text, "")
    return Slot("speaker", "different", speaker.text, theirs[-1].text)
