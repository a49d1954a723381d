"""Broken contents: a content that says nothing is dropped, one that lost its clause is whole again.

An Attribution in, a better one or None out. "," and a lone "had" are no contents; a single-marked
quotation inside a quotation ends where it ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from extractors.attribution.words import stretch
from extractors.grammar import first
from extractors.records import Attribution

SPEAKING = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "PRON", "NUM", "ADV", "INTJ"})
OPENING, CLOSING = frozenset({"'", "‘", "`"}), frozenset({"'", "’"})
ENDS = frozenset({",", ".", "!", "?", "…"})


def mended(doc: Doc, found: Sequence[Attribution]) -> list[Attribution]:
    """``found`` with whole contents, without those that have none: ",", "had", "that".

    What nobody says is left out too: "nobody disputes that". Who is cited for the same broken
    content as another says what the other says.
    """
    whole = {made: _whole(doc, made) for made in found if not _is_nobodys(doc, made)}
    for made in [m for m in whole if whole[m] is None]:
        spans = (o for o in whole if o.content == made.content and o != made)
        better = next((w for o in spans if (w := whole[o]) is not None), None)
        if better is not None:
            whole[made] = replace(made, content=better.content)
    return [made for made in whole.values() if made is not None]


def _is_nobodys(doc: Doc, made: Attribution) -> bool:
    cue = doc.char_span(made.cue.start, made.cue.end)
    who = first(cue.root, "nsubj") if cue is not None else None
    return who is not None and (who.left_edge.lower_, who.lower_) in {
        ("nobody", "nobody"), ("no", "one"), ("none", "none"),
    }  # fmt: skip


def _whole(doc: Doc, made: Attribution) -> Attribution | None:
    piece = doc.char_span(made.content.start, made.content.end, alignment_mode="expand")
    if piece is None:
        return made
    if not any(t.pos_ in SPEAKING and any(map(str.isalnum, t.text)) for t in piece):
        return _behind(doc, made)
    return _within_marks(doc, made, piece)


def _behind(doc: Doc, made: Attribution) -> Attribution | None:
    """ "Wrote that 50,000 troops had massed", of which the parse left "had"."""
    cue = doc.char_span(made.cue.start, made.cue.end)
    if cue is None or cue.end + 1 >= len(doc) or doc[cue.end].lower_ != "that":
        return None
    sentence = doc[cue.start].sent
    content = stretch(doc, cue.end + 1, sentence.end - 1)
    return replace(made, content=content) if content.end > made.content.start else None


def _within_marks(doc: Doc, made: Attribution, piece: Span) -> Attribution:
    """ "He told me, 'We will not leave,' and hung up": what he told ends at the mark."""
    if piece.start == 0 or doc[piece.start - 1].text not in OPENING:
        return made
    closing = next((t for t in piece if _closes(t)), None)
    if closing is None or closing.i - 1 <= piece.start:
        return made
    return replace(made, content=stretch(doc, piece.start, closing.i - 1))


def _closes(token: Token) -> bool:
    return token.text in CLOSING and token.i > 0 and token.nbor(-1).text in ENDS
