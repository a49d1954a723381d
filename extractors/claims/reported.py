"""What every rule of unwrapping reads: the clause that a cue governs, its words, who speaks.

A cue and its Piece in, tokens and Speakers out. Must not fire: "asked whether P", which asserts
nothing.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from extractors.claims.carriers import speakers_in
from extractors.claims.pieces import Piece, Speaker, Word, is_clause, is_finite, phrase, within
from extractors.grammar import children, first

FIRST_PERSON = frozenset({"i", "we"})
NEGATIONS = frozenset({"not", "n't", "never", "hardly", "no"})


def speakers_of(who: Token | None, cue: Token, piece: Piece) -> tuple[Speaker, ...]:
    """The link that ``who`` makes; none for "it", for a relative pronoun, and for the author."""
    empty = {"it", "there", "you", "one", "let", *FIRST_PERSON}
    if who is None or who.dep_ == "expl" or who.lower_ in empty:
        return ()
    numbers = phrase(who)
    numbers = [i for i in numbers if (i < cue.i) == (who.i < cue.i)] or [who.i]
    if who == cue.head:  # the parse set the verb beside its subject
        numbers = [i for i in numbers if i <= who.i]
    if who.i < cue.i:  # a name that the parse split: "The Lighthouse Winmore"
        split = (c for c in children(cue, "nsubj") if c.i < cue.i and c.tag_ not in {"WP", "WDT"})
        numbers.extend(i for c in split for i in phrase(c))
    return speakers_in(piece.doc, min(numbers), max(numbers) + 1, cue)


def words_of(piece: Piece, token: Token) -> tuple[Word, ...]:
    return tuple(within(token, set(piece.own)))


def replaced(
    piece: Piece, words: tuple[Word, ...], head: Token, chain: tuple[Speaker, ...]
) -> Piece:
    return replace(piece, words=words, head=head, speakers=(*piece.speakers, *chain), lead=0)


def is_negated(token: Token) -> bool:
    return any(c.lower_ in NEGATIONS and c.dep_ in {"advmod", "det"} for c in token.children)


def is_modal(token: Token) -> bool:
    return any(c.tag_ == "MD" for c in children(token, "aux"))


def clause_of(cue: Token, kept: set[int]) -> Token | None:
    """The declarative clause that a cue governs."""
    for clause in children(cue, "ccomp", "csubj", "advcl"):
        if clause.dep_ == "advcl" and not any(c.lower_ == "that" for c in children(clause, "mark")):
            continue
        if clause.i not in kept or not (is_clause(clause) or first(clause, "nsubj")):
            continue
        marks = [c.lower_ for c in children(clause, "mark")]
        asks = any(t.tag_ in {"WP", "WRB", "WDT", "WP$"} for t in clause.children if t.i < clause.i)
        asks = asks or clause.tag_ == "WP" or "whether" in marks or "if" in marks
        led = first(clause, "nsubj", "nsubj:pass", "csubj", "expl", "nsubj:outer") is not None
        if not asks and ("that" in marks or (is_finite(clause) and led)):
            return clause
    return None


def content_of(piece: Piece, cue: Token, clause: Token) -> tuple[Word, ...]:
    """The clause's words without "that", and without the cue where the parse drew it in."""
    kept = set(piece.own)
    words = within(clause, kept)
    mark = next((c.i for c in children(clause, "mark") if c.lower_ == "that"), None)
    if mark is not None and mark > cue.i and words:  # all behind "that", wherever it was hung
        words = [i for i in sorted(kept) if mark <= i <= max(words)]
    if clause.i > cue.i:  # "said that P because Q", the reason hung on the saying
        late = (c for c in children(cue, "advcl") if c.left_edge.i > clause.i and _gives_ground(c))
        words = [*words, *(i for c in late for i in within(c, kept) if i not in words)]
    gone = {mark} if mark is not None else set()
    gone |= {i for i in words if i == cue.i}
    strays = [c for c in children(cue, "nsubj", "nsubj:pass") if c.i < cue.i]
    if clause.i > cue.i:  # nothing before the cue belongs to a clause behind it
        gone |= {i for i in words if i < cue.i}
        gone |= {i for c in strays for i in within(c, kept)}
    return tuple(i for i in words if i not in gone)


def _gives_ground(clause: Token) -> bool:
    """A reason, a condition or a time with a verb of its own."""
    marks = {c.lower_ for c in children(clause, "mark", "advmod")}
    return is_finite(clause) and bool(marks & {"because", "if", "unless", "until", "when", "after"})


def is_source(who: Token | None) -> bool:
    return who is not None and who.pos_ == "PROPN" and who.ent_type_ in {"ORG", "PERSON", ""}
