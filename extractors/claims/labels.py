"""A name and a colon before what it says: "China Daily: two tourists hurt".

The tokens of a sentence in; the speaker, if that is what stands before the colon, and the rest out.
A place, a date or a common noun before a colon is no speaker: "Aleppo (2016): the truce failed".
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from extractors.claims.pieces import Speaker
from extractors.records import BlockKind

LONGEST = 6


def labelled(
    doc: Doc, kept: Sequence[int], block: BlockKind
) -> tuple[tuple[Speaker, ...], list[int]]:
    """The speaker before the colon and the tokens behind it; else no speaker and all tokens."""
    whole = list(kept)
    colon = next((n for n, i in enumerate(whole[: LONGEST + 1]) if doc[i].text == ":"), None)
    if not colon or colon + 1 >= len(whole):
        return (), whole
    before = [doc[i] for i in whole[:colon]]
    named = [t for t in before if t.pos_ == "PROPN"]
    speaks = named and all(t.pos_ in {"PROPN", "DET", "PART", "ADJ"} for t in before)
    placed = named and named[-1].ent_type_ in {"GPE", "LOC", "DATE", "FACILITY"}
    if not speaks or placed:
        return (), whole
    behind = [doc[i] for i in whole[colon + 1 :]]
    if sum(t.pos_ in {"NOUN", "VERB", "ADJ", "NUM"} for t in behind) < 2:
        return (), whole
    if block in {"title", "heading"}:
        return (), whole  # "Kursk: what happened" names a topic more often than a speaker
    return (Speaker(whole[0], whole[colon - 1] + 1, ":"),), whole[colon + 1 :]
