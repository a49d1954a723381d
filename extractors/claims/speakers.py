"""The chain of sources of a claim: the speakers of a Piece in, folded Sources out.

"The same paper", "the channel", "it" become the organ that was named last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractors.assertions import Reading, source_entity
from extractors.claims.lists import listed
from extractors.claims.pieces import Piece
from extractors.records import Source

POINTING = frozenset({"the", "this", "that", "same"})
PRONOUNS = frozenset({"he", "she", "it", "they", "his", "her", "its", "their"})
FIRST_PERSON = frozenset({"i", "we", "me", "us"})


@dataclass(slots=True)
class Naming:
    """Who has spoken so far in the article, the organ named last kept for "the same paper".

    ``relayed`` is who passes a source's words on, by where the source stands.
    """

    text: str
    relayed: Mapping[int, tuple[Source, ...]]
    last: Source | None = field(default=None)


def chain_of(piece: Piece, reading: Reading, naming: Naming) -> tuple[Source, ...]:
    """The sources of ``piece``, outermost first, each once."""
    chain: list[Source] = []
    for speaker in piece.speakers:
        span = piece.doc[speaker.start : speaker.end]
        if span.text.lower() in FIRST_PERSON:
            continue
        start, end = reading.offset + span.start_char, reading.offset + span.end_char
        entity = source_entity(start, end, reading) if span.text else ""
        made = Source(span.text, entity, speaker.cue)
        words = [t.lower_ for t in span]
        bare = set(words[:-1]) <= POINTING
        if not chain and words[1:] and bare and words[-1] in listed("cue", "organs"):
            if naming.last is not None and not any(t.pos_ == "PROPN" for t in span):
                made = Source(naming.last.text, naming.last.entity, speaker.cue)
        elif len(words) == 1 and words[0] in PRONOUNS:
            antecedent = reading.antecedents.get(start)
            if antecedent is not None:
                made = Source(antecedent.text, entity, speaker.cue)
        if not chain and any(t.pos_ == "PROPN" and t.ent_type_ != "PERSON" for t in span):
            naming.last = made
        for outer in naming.relayed.get(start, ()):
            if not any(_same(outer, known) for known in chain):
                chain.append(outer)
        if not any(_same(made, known) for known in chain) or not made.text:
            chain.append(made)
    return tuple(chain)


def _same(one: Source, other: Source) -> bool:
    """One source named twice: by the same words or entity."""
    return one.text == other.text or (one.entity != "" and one.entity == other.entity)
