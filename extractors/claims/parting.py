"""One piece for each thing that a sentence asserts: a Piece in, one or more out.

Joined clauses and predicates with tense are parted, each with its subject; so are contrasts
("while Y fell"), and relative clauses between commas that tell something checkable of their own.
A participle, an infinitive or a clause that says only when or why stays with what it is told of.

Fires: "It rained, and the dam burst." Must not fire: "He was seen and heard."
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from extractors.claims.lists import listed
from extractors.claims.pieces import (
    Piece,
    Word,
    content_words,
    is_clause,
    is_finite,
    phrase,
    within,
)
from extractors.grammar import children, first, subject

LEAST = 2  # content words, a repeated subject left out: less is no proposition
DEPTH = 4


def parted(piece: Piece, depth: int = 0) -> list[Piece]:
    """The pieces of ``piece`` in text order; ``piece`` itself where it is one."""
    kept = set(piece.own)
    heads = [h for h in _joined(piece, kept) if _is_full(h, kept)]
    bare = [h for h in _joined(piece, kept) if not _has_subject(h)]
    if not all(h in heads for h in bare):
        heads = [h for h in heads if h not in bare]  # "flew in, spoke and left" stays whole
    asides = [h for h in _relatives(piece, kept) if _tells(h, kept)]
    empty = [h for h in _relatives(piece, kept) if h not in asides and _is_comment(h)]
    taken: set[int] = set()
    found: list[Piece] = []
    for head in heads:
        mine = _part(piece, head, kept)
        if not mine.own:
            continue
        taken.update(i for i in within(head, kept) if i >= min(mine.own) or _ties(piece, i))
        found.append(mine)
    for head in asides:
        told = _relative(piece, head, kept - taken)
        if told is not None and told.own:
            taken.update(within(head, kept))
            found.append(told)
    for head in empty:
        taken.update(within(head, kept))
    rest = tuple(w for w in piece.words if not isinstance(w, int) or w not in taken)
    main = replace(piece, words=rest)
    if not main.own:
        return found or [piece]
    if found and not any(is_clause(t) for t in main.tokens()):
        return [replace(piece, head=heads[0])] if heads else [piece]  # "Aleppo (2016): it fell"
    if found and len(list(content_words(main.tokens()))) < LEAST:
        broken = bool(heads) and any(t.text in {":", ";", "—"} for t in main.tokens())
        return found if broken else [piece]
    if depth < DEPTH:
        found = [p for part in found for p in parted(part, depth + 1)]
    return sorted((p for p in [main, *found] if p.own), key=lambda p: min(p.own))


def _ties(piece: Piece, i: int) -> bool:
    return piece.doc[i].dep_ in {"cc", "punct", "mark"}


def _has_subject(head: Token) -> bool:
    return first(head, "nsubj", "nsubj:pass", "expl", "csubj") is not None


def _joined(piece: Piece, kept: set[int]) -> Iterator[Token]:
    """The clauses beside the head: joined, set beside it, or in contrast with it."""
    for child in piece.head.children:
        if child.i not in kept:
            continue
        if child.dep_ in {"conj", "parataxis"} and is_clause(child) and is_finite(child):
            if not _is_alternative(child, piece.head):
                yield child
        elif child.dep_ in {"advcl", "acl:relcl", "ccomp"} and _is_set_off(child, kept):
            yield child


def _is_set_off(child: Token, kept: set[int]) -> bool:
    """ "..., while Y fell"; "...; that ought to": also where the parse hangs it lower."""
    marks = {c.lower_ for c in children(child, "mark")}
    if not (is_clause(child) and is_finite(child)):
        return False
    own = first(child, "nsubj", "nsubj:pass", "expl")
    if marks & listed("contrast", "marks"):
        return own is not None
    inside = [i for i in within(child, kept) if not child.doc[i].is_punct]
    before = child.doc[inside[0] - 1].text if inside and inside[0] > 0 else ""
    return before in {";", "—", "–", ":"} and own is not None and own.tag_ not in {"WP", "WDT"}


def _is_alternative(child: Token, head: Token) -> bool:
    """ "either P or Q", "neither P nor Q" are one proposition."""
    return any(c.lower_ in {"or", "nor", "rather"} for c in children(child, "cc")) or (
        first(head, "cc:preconj") is not None
    )


def _is_full(head: Token, kept: set[int]) -> bool:
    """A clause of its own: with a subject, or with tense and enough to say."""
    inside = within(head, kept)
    telling = list(content_words(head.doc[i] for i in inside))
    own = first(head, "nsubj", "nsubj:pass", "expl", "csubj")
    if own is not None:
        return len(telling) >= LEAST
    who, _ = subject(head)
    if who is None or head.dep_ != "conj":
        return False
    shares = first(head.head, "obj") is None and first(head, "obj") is not None
    beside = [i for i in range(head.head.i + 1, head.i) if head.doc[i].pos_ in {"NOUN", "PROPN"}]
    if shares and not beside:
        return False  # "bought and sold shares"
    return len(telling) > LEAST


def _part(piece: Piece, head: Token, kept: set[int]) -> Piece:
    words: tuple[Word, ...] = tuple(within(head, kept))
    words = _without_edges(piece, words)
    own = first(head, "nsubj", "nsubj:pass", "expl", "csubj")
    lead: tuple[Word, ...] = ()
    if own is not None:
        words = _behind_break(piece, words, own)
    else:
        who, _ = subject(head)
        lead = _closed(piece, [i for i in phrase(who) if i not in words]) if who else ()
    marks = {c.i for c in children(head, "mark", "cc") if c.dep_ == "cc" or _contrasts(c)}
    marks |= {c.i for c in children(head, "mark") if c.lower_ == "that"}
    words = tuple(w for w in words if w not in marks)
    return replace(piece, words=(*lead, *words), head=head, lead=len(lead))


def _closed(piece: Piece, numbers: list[int]) -> tuple[Word, ...]:
    """A subject's words, the comma that opens an apposition in it closed again."""
    opened = any(piece.doc[i].text == "," for i in numbers)
    return (*numbers, ",") if opened else tuple(numbers)


def _behind_break(piece: Piece, words: tuple[Word, ...], own: Token) -> tuple[Word, ...]:
    """Without what the parse drew in from before the dash: "by their youth—the army has not"."""
    before = [w for w in words if isinstance(w, int) and w < own.left_edge.i]
    breaks = [w for w in before if piece.doc[w].text in {"—", "–", ";"}]
    return tuple(w for w in words if not breaks or (isinstance(w, int) and w > breaks[-1]))


def _contrasts(token: Token) -> bool:
    return token.lower_ in listed("contrast", "marks")


def _without_edges(piece: Piece, words: tuple[Word, ...]) -> tuple[Word, ...]:
    kept = list(words)
    while kept and isinstance(kept[0], int) and piece.doc[kept[0]].is_punct:
        kept.pop(0)
    return tuple(kept)


def _relatives(piece: Piece, kept: set[int]) -> Iterator[Token]:
    """Relative clauses behind a comma."""
    for i in sorted(kept):
        token = piece.doc[i]
        if token.dep_ not in {"acl:relcl", "advcl:relcl"} or token == piece.head:
            continue
        edge = token.left_edge.i
        comma = edge > 0 and (piece.doc[edge].text == "," or piece.doc[edge - 1].text == ",")
        if comma and token.head.i in kept:
            yield token


def _tells(head: Token, kept: set[int]) -> bool:
    """A checkable thing of its own: it names, counts or dates, or tells what was done."""
    if head.lemma_.lower() in listed("sentential", "verbs") or head.dep_ == "advcl:relcl":
        return False
    pronoun = next((c for c in head.children if c.tag_ in {"WP", "WDT"}), None)
    if pronoun is None or pronoun.dep_ not in {"nsubj", "nsubj:pass"} or not is_finite(head):
        return False
    inside = [head.doc[i] for i in within(head, kept)]
    named = any(t.ent_type_ or t.pos_ in {"PROPN", "NUM"} for t in inside)
    past = head.tag_ == "VBD" or any(c.tag_ == "VBD" for c in children(head, "aux", "aux:pass"))
    return len(list(content_words(inside))) >= LEAST and (named or past)


def _is_comment(head: Token) -> bool:
    """ "..., which at least has the merit of modesty"."""
    return any(t.lemma_.lower() in listed("sorting", "judging") for t in head.subtree)


def _relative(piece: Piece, head: Token, kept: set[int]) -> Piece | None:
    noun = head.head
    pronoun = next(c for c in head.children if c.tag_ in {"WP", "WDT"})
    lead = tuple(i for i in phrase(noun) if i < head.left_edge.i)
    split = [c for c in children(noun.head, "nsubj", "nsubj:pass") if c.i == noun.i + 1]
    lead = tuple(sorted({*lead, *(c.i for c in split)}))  # a name that the parse split in two
    words = [i for i in within(head, kept) if i != pronoun.i]
    while words and piece.doc[words[0]].is_punct:
        words.pop(0)
    if not words or not lead:
        return None
    shut = _closed(piece, list(lead))
    return replace(piece, words=(*shut, *words), head=head, lead=len(shut))
