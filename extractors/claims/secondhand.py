"""What somebody is quoted as saying, calling or counting: a Piece in, the proposition out.

Fires: "X quoted Y as saying P", "X calls Z W" (Z is W), "X puts the toll at 12" (the toll is 12).
Must not fire: "X put the book on the table", where X is no source.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from extractors.attribution import cue_words, is_denial
from extractors.claims.asides import is_cue
from extractors.claims.carriers import speakers_in
from extractors.claims.lists import listed
from extractors.claims.pieces import Piece, Speaker, Word, doer, within
from extractors.claims.reported import (
    clause_of,
    content_of,
    is_modal,
    is_negated,
    is_source,
    replaced,
    speakers_of,
    words_of,
)
from extractors.grammar import children, first, preposition


def of_quoting(piece: Piece) -> Piece | None:
    """ "X quoted Y as saying that P", "Y was quoted by X as calling Z W", "X has Y calling Z W"."""
    cue, kept = piece.head, set(piece.own)
    lemma = cue.lemma_.lower()
    if lemma not in {"quote", "cite", "have", "report", "describe"} or cue.pos_ != "VERB":
        return None
    who, undergoes = doer(cue)
    if undergoes:
        inner = who
        outer = next(
            (c for c in children(cue, "obl:agent", "obl") if preposition(c) in {"by", "in"}), None
        )
    else:
        inner, outer = first(cue, "obj"), who
    saying = next(
        (
            t
            for t in cue.subtree
            if t.tag_ == "VBG"
            and t.i > cue.i
            and t.i in kept
            and _hangs_near(t, cue)
            and (t.nbor(-1).lower_ == "as" or lemma == "have")
        ),
        None,
    )
    if saying is None or (inner is None and lemma != "have"):
        return None
    if inner is None:
        inner = first(saying, "nsubj") or (saying.head if saying.dep_ == "acl" else None)
    if outer is None:  # "was quoted as saying by AFP"
        outer = next(
            (c for c in children(saying, "obl", "obl:agent") if preposition(c) == "by"), None
        )
    chain = (*speakers_of(outer, cue, piece), *speakers_of(inner, saying, piece))
    if (clause := clause_of(saying, kept)) is not None:
        return replaced(piece, content_of(piece, saying, clause), clause, chain)
    return _placed(piece, saying, chain) or _called(piece, saying, chain)


def _hangs_near(token: Token, cue: Token) -> bool:
    return token.head == cue or token.head.head == cue


def _called(piece: Piece, verb: Token, chain: tuple[Speaker, ...]) -> Piece | None:
    """ "calling Z W": Z is W."""
    if verb.lemma_.lower() not in listed("cue", "calling"):
        return None
    thing = first(verb, "obj")
    what = first(verb, "xcomp") or _quoted_beside(thing)
    if what is None:  # "calling the plan a triumph", parsed as two objects
        what = next((c for c in children(verb, "obj") if thing is not None and c.i > thing.i), None)
    marker = ""
    if what is None:
        what = next((c for c in children(verb, "obl", "advcl") if preposition(c) == "as"), None)
        marker = "as"
    if thing is None or what is None or what.i < thing.i:
        return None
    kept = set(piece.own)
    last_words = words_of(piece, what)
    first_words = tuple(i for i in words_of(piece, thing) if i not in last_words)
    if what.head == thing:  # the marks of a quotation hang on the noun in it
        opening = int(min(int(i) for i in last_words))
        first_words = tuple(i for i in first_words if int(i) < opening)
    between = [
        i
        for c in verb.children
        if thing.i < c.i < what.left_edge.i and c.dep_ in {"obl", "nmod", "acl", "acl:relcl"}
        for i in within(c, kept)
    ]
    first_words = (*first_words, *(i for i in between if i not in first_words))
    if marker:
        last_words = tuple(i for i in last_words if piece.doc[int(i)].lower_ != "as")
    rest = [
        i
        for c in verb.children
        if c not in {thing, what} and c.i > what.i and c.dep_ in {"obl", "advcl", "nmod"}
        for i in within(c, kept)
    ]
    if what.pos_ == "VERB" and what.tag_ in {"VBN", "VBG", "VB"}:
        return None
    word = "[are]" if "Number=Plur" in str(thing.morph) else "[is]"
    words: tuple[Word, ...] = (*first_words, word, *last_words, *rest)
    return replace(replaced(piece, words, what, chain), plain=True)


def _quoted_beside(thing: Token | None) -> Token | None:
    """ "called the change "creative accounting"", parsed as one noun phrase."""
    if thing is None:
        return None
    for child in children(thing, "appos", "nmod"):
        opening = child.doc[child.left_edge.i]
        if opening.text in {'"', "“"} or child.doc[max(opening.i - 1, 0)].text in {'"', "“"}:
            return child
    return None


def of_calling(piece: Piece) -> Piece | None:
    """ "X called Z W", where somebody named does."""
    verb = piece.head
    who, undergoes = doer(verb)
    if verb.pos_ != "VERB" or undergoes or not is_source(who) or is_modal(verb):
        return None
    if is_negated(verb):
        return None
    return _called(piece, verb, speakers_of(who, verb, piece))


def of_placing(piece: Piece) -> Piece | None:
    """ "X puts the toll at 12": the toll is 12; "X dates it to May": it was in May."""
    verb = piece.head
    who, undergoes = doer(verb)
    if undergoes or who is None or is_negated(verb) or is_modal(verb):
        return None
    if (
        not is_source(who)
        and who.lower_ != "it"
        and not (who.pos_ == "NOUN" and verb.lemma_ in {"put", "estimate"})
    ):
        return None
    return _placed(piece, verb, speakers_of(who, verb, piece))


def _placed(piece: Piece, verb: Token, chain: tuple[Speaker, ...]) -> Piece | None:
    """ "putting the toll at 12": the toll is 12."""
    thing = first(verb, "obj")
    if verb.lemma_.lower() not in listed("cue", "placing") or thing is None:
        return None
    kept = set(piece.own)
    where = [c for c in children(verb, "obl", "obl:unmarked", "advmod") if c.i > thing.i]
    where = where or [c for c in children(thing, "nmod") if preposition(c) in {"at", "to"}]
    marker = preposition(where[0]) if where else ""
    if marker not in {"at", "to", "in", "on", "near", "around", "before", "after", "between"}:
        return None
    words = [i for i in within(thing, kept) if not where or i < where[0].left_edge.i]
    rest = [
        i
        for c in verb.children
        if c.i >= where[0].left_edge.i and not c.is_punct
        for i in within(c, kept)
        if i > thing.i and i not in words
    ]
    rest = sorted({*rest, *(i for i in within(where[0], kept) if where)})
    if not rest:
        return None
    case = min(rest)
    timed = where[0].ent_type_ in {"TIME", "DATE"} or where[0].lemma_ in {
        "noon",
        "midnight",
        "dawn",
    }
    counted = any(piece.doc[i].like_num for i in rest) and not timed
    put: list[Word] = list(rest)
    link = "[was]"
    if marker == "at" and counted:
        put, link = list(rest[1:]), "[is]"
    elif marker == "to":
        day = piece.doc[case + 1].like_num
        put = ["[on]" if day else "[in]", *rest[1:]]
    made: tuple[Word, ...] = (*words, link, *put)
    return replace(replaced(piece, made, thing, chain), plain=True)


def of_relayed(piece: Piece) -> Piece | None:
    """ "X quotes a diplomat who says that P"."""
    head, kept = piece.head, set(piece.own)
    who, undergoes = doer(head)
    inner = first(head, "obj")
    if head.lemma_.lower() not in cue_words("relay", "gather") or undergoes or inner is None:
        return None
    if not is_source(who) or is_negated(head) or is_modal(head):
        return None
    for verb in children(inner, "acl:relcl", "acl"):
        clause = clause_of(verb, kept) if is_cue(verb.lemma_.lower()) else None
        if clause is not None and not is_denial(verb.lemma_.lower()):
            numbers = [i for i in within(inner, kept) if i < verb.left_edge.i]
            if not numbers:
                return None
            chain = (
                *speakers_of(who, head, piece),
                *speakers_in(piece.doc, min(numbers), max(numbers) + 1, verb),
            )
            return replaced(piece, content_of(piece, verb, clause), clause, chain)
    return None
