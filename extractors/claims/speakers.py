"""The chain of sources of a claim: the speakers of a Piece in, folded Sources out.

"The same paper", "the channel", "it" become the organ that was named last.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.claims.lists import listed
from extractors.claims.pieces import Piece
from extractors.assertions.phrases import Reading
from extractors.records import Source
from extractors.assertions.sourcing import source_entity

POINTING = frozenset({"the", "this", "that", "same"})
FIRST_PERSON = frozenset({"i", "we", "me", "us"})


@dataclass(slots=True)
class Naming:
    """What has spoken so far in the article: the organ named last, for "the same paper"."""

    text: str
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
        if words and words[0] in POINTING and words[-1] in listed("cue", "organs"):
            if naming.last is not None and not any(t.pos_ == "PROPN" for t in span):
                made = Source(naming.last.text, naming.last.entity, speaker.cue)
        elif len(words) == 1 and words[0] in {"he", "she", "it", "they"}:
            antecedent = reading.antecedents.get(start)
            if antecedent is not None:
                made = Source(antecedent.text, entity, speaker.cue)
        if not chain and any(t.pos_ == "PROPN" and t.ent_type_ != "PERSON" for t in span):
            naming.last = made
        if not any(made.text == known.text for known in chain) or not made.text:
            chain.append(made)
    return tuple(chain)
