"""Who says it, on both sides: the speaker a claim names, against the one a passage quotes.

"Hollande spoke of 80 dead" is about Hollande as much as about the dead: where the passage has the
interior minister say so, the speaker differs. The outlets of a chain are no speakers; what they
report is judged by itself, and whether they report it is citation fidelity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from extractors.entities import countries, government_of, is_known, is_place
from extractors.grammar import read_table
from extractors.records import Claim, Passage, Source
from warehouse.crosscheck.alignment import same_actor
from warehouse.crosscheck.slots.slot import Slot

_OWNER = re.compile(r"['’]s\s+")
#: A name with what its bearer is, but no body's: "spokesman Ren Guoqiang", not "the Chosun Ilbo".
_PERSON = re.compile(r"^(?!(?:[Tt]he|[Aa]n?)\s+[A-Z])(?:[^A-Z]*\s)?[A-Z]")
_NAME = re.compile(r"[A-Z][\w’'-]+")
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
    """The claim as it is compared: with its speaker, where that is a person.

    A person's words are his; what a paper or a government said, any page may state.
    """
    if speaker is None or not is_person(speaker):
        return claim.wording
    return f"{speaker.text} said that {claim.wording}"


def compared_words(claim: Claim, speaker: Source | None, passage: Passage) -> str:
    """The claim's words as they are compared with a passage: bare where it quotes the speaker."""
    slot = speaker_slot(speaker, passage)
    heard = slot is not None and slot.match == "same"
    return claim.wording if heard else spoken(claim, speaker)


def is_person(source: Source) -> bool:
    """A person by name: two of one government may both have said it, and "officials" are many."""
    own = _OWNER.split(source.text)[-1]
    if own.split() and own.split()[-1] in _words("bodies"):
        return False  # "South Korean intelligence"
    if not _PERSON.search(own) or own.split()[0].lower() in _words("many"):
        return False
    entity = source.entity or source.text.lower()
    state = entity in countries() or government_of(entity) is not None
    return not (state or is_known(entity) or is_place(entity))


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(read_table("warehouse.crosscheck.slots", "cues")[key].split())


def _own_name(source: Source) -> list[str]:
    """The words of a name, lower-cased: "the Foreign Ministry's Geng Shuang" has the last two."""
    words = [w.lower() for w in _NAME.findall(_OWNER.split(source.text)[-1])]
    return [w for w in words if w not in _words("address")] or [source.text.split()[-1].lower()]


def _same_name(one: Source, other: Source) -> bool:
    """One family name; or a single name that is part of the other's ("Geng", "Geng Shuang")."""
    if not (is_person(one) and is_person(other)):
        return False
    ours, theirs = _own_name(one), _own_name(other)
    short, long = sorted((ours, theirs), key=len)
    return ours[-1] == theirs[-1] or (len(short) == 1 and short[0] in long)


def speaker_slot(speaker: Source | None, passage: Passage) -> Slot | None:
    """Same, different (the passage names another) or unknown; None where the claim names none."""
    if speaker is None:
        return None
    theirs = [s for s in passage.sources if is_person(s)]
    entity = speaker.entity or speaker.text.lower()
    for other in passage.sources:
        if same_actor(entity, other.entity or other.text.lower()) or _same_name(speaker, other):
            return Slot("speaker", "same", speaker.text, other.text)
    last = _own_name(speaker)[-1]
    if is_person(speaker) and re.search(rf"(?<!\w){re.escape(last)}(?!\w)", passage.text.lower()):
        return Slot("speaker", "same", speaker.text, speaker.text)
    if not theirs or not is_person(speaker):
        return Slot("speaker", "unknown", speaker.text, "")
    return Slot("speaker", "different", speaker.text, theirs[-1].text)
