"""Who says it, on both sides: the speaker a claim names, against the one a passage quotes.

"Hollande spoke of 80 dead" is about Hollande as much as about the dead: where the passage has the
interior minister say so, the speaker differs. The outlets of a chain are no speakers; what they
report is judged by itself, and whether they report it is citation fidelity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from extractors.entities import countries, government_of, is_known, is_place
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


def _is_person(source: Source) -> bool:
    """A person by name: two of one government may both have said it, and "officials" are many."""
    if not source.entity and not source.text[:1].isupper():
        return False
    if not source.entity and source.text.lower().startswith(("the ", "a ", "an ")):
        return False
    entity = source.entity or source.text.lower()
    state = entity in countries() or government_of(entity) is not None
    return not (state or is_known(entity) or is_place(entity))


def speaker_slot(speaker: Source | None, passage: Passage) -> Slot | None:
    """Same, different (the passage names another) or unknown; None where the claim names none."""
    if speaker is None:
        return None
    theirs = [s for s in passage.sources if _is_person(s)]
    entity = speaker.entity or speaker.text.lower()
    for other in passage.sources:
        if same_actor(entity, other.entity or other.text.lower()):
            return Slot("speaker", "same", speaker.text, other.text)
    last = speaker.text.split()[-1].lower()
    if _is_person(speaker) and re.search(rf"(?<!\w){re.escape(last)}(?!\w)", passage.text.lower()):
        return Slot("speaker", "same", speaker.text, speaker.text)
    if not theirs or not _is_person(speaker):
        return Slot("speaker", "unknown", speaker.text, "")
    return Slot("speaker", "different", speaker.text, theirs[-1].text)
