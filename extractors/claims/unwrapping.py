"""A claim out of who says it: a Piece in, the piece of what is said out, its speakers noted.

Read off the parse: a clause under a cue ("X reported that P"), a quotation at second hand ("X
quoted Y as calling P Z"), a placing ("X puts the toll at P"), a ground ("X found no sign that P"),
a raised subject ("P is said to have"), and the author's own frame ("Calmer heads might recall
that P"). What the cue denies, asks or wishes stays as it is: its clause is not asserted.

Fires: "The BBC said that it rained." Must not fire: "The BBC asked whether it had rained."
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Token

from extractors.attribution import cue_certainty, factuality, is_denial
from extractors.claims.asides import is_cue
from extractors.claims.carriers import carrier_of, speakers_in
from extractors.claims.lists import listed
from extractors.claims.pieces import (
    Piece,
    Speaker,
    Word,
    doer,
    within,
)
from extractors.claims.reported import (
    FIRST_PERSON,
    clause_of,
    content_of,
    is_modal,
    is_negated,
    is_source,
    replaced,
    speakers_of,
)
from extractors.claims.secondhand import of_calling, of_placing, of_quoting, of_relayed
from extractors.grammar import children, first, is_passive, particle, preposition

DEPTH = 5  # "X said Y had told Z that ...": deeper nesting is a parse error
NAMES = frozenset({"ORG", "PERSON", "GPE"})
QUESTIONING = frozenset({"ask", "wonder", "question", "doubt", "hope", "wish", "fear"})
BELIEVING = frozenset({"believe", "think", "know", "understand", "reveal", "find", "discover"})
LEADING = frozenset({"want", "have", "lead", "let", "make", "ask", "expect", "get", "like", "take"})
RAISING = frozenset(
    {"say", "report", "believe", "think", "allege", "understand", "rumour", "rumor"}
)


def unwrapped(piece: Piece) -> Piece:
    """``piece`` without the acts of reporting around it."""
    for _ in range(DEPTH):
        for rule in RULES:
            made = rule(piece)
            if made is not None and any(isinstance(w, int) for w in made.words):
                left = () if made.framed else _left(piece, made)
                piece = replace(made, speakers=(*left, *made.speakers))
                break
        else:
            return piece
    return piece


def _left(before: Piece, after: Piece) -> tuple[Speaker, ...]:
    """Bodies named in what an unwrapping left out: "Thanks to NPR we know that P"."""
    heard = {i for who in after.speakers for i in range(who.start, who.end)}
    kept = {*after.own, *heard}
    lost = [
        before.doc[i]
        for i in before.own
        if i not in kept and before.doc[i].pos_ == "PROPN" and before.doc[i].ent_type_ == "ORG"
    ]
    if not lost:
        return ()
    first_name = [t for t in lost if t.i - lost[0].i < len(lost)]
    return speakers_in(before.doc, lost[0].i, first_name[-1].i + 1, before.head)


def _of_clause(piece: Piece) -> Piece | None:
    """ "X reported that P", "X told Y that P", "it was said that P"."""
    cue, kept = piece.head, set(piece.own)
    lemma = " ".join(filter(None, [cue.lemma_.lower(), particle(cue)]))
    lemma = lemma if is_cue(lemma) else cue.lemma_.lower()
    reports = is_cue(lemma) or lemma in listed("frame", "verbs")
    if cue.pos_ not in {"VERB", "AUX"} or not reports or lemma in QUESTIONING:
        return None
    clause = clause_of(cue, kept)
    if clause is not None and _is_undisputed(cue):
        return replace(replaced(piece, content_of(piece, cue, clause), clause, ()), framed=True)
    if clause is not None and _is_order(cue) and lemma in listed("frame", "unforgotten"):
        return replace(replaced(piece, content_of(piece, cue, clause), clause, ()), framed=True)
    if clause is None or is_denial(lemma) or is_negated(cue):
        return None
    who, undergoes = doer(cue)
    if undergoes:
        who = next((c for c in children(cue, "obl:agent", "obl") if preposition(c) == "by"), None)
    generic = who is None or not _is_somebody(who)
    if is_modal(cue) and not generic:
        return None
    if factuality(cue).modality in {"question", "conditional"}:
        return None
    if who is not None and who.lower_ in {"nobody", "no-one"}:
        return None
    if generic and (is_modal(cue) or _is_order(cue)) and lemma not in listed("frame", "verbs"):
        return None
    chain = () if generic and is_modal(cue) else speakers_of(who, cue, piece)
    told = first(cue, "nsubj:pass")  # "NPR was told that P"
    if undergoes and not chain and told is not None and _is_outlet(told):
        chain = speakers_of(told, cue, piece)
    outlet = next((c for c in children(cue, "iobj", "obj") if _is_outlet(c)), None)
    if outlet is not None and chain:
        chain = (*speakers_of(outlet, cue, piece), *chain)
    elif chain and (carrier := carrier_of(cue)):
        chain = (*carrier, *chain)
    if not chain:
        certainty = cue_certainty(lemma, "verbs") or "CERTAIN"
        chain = (Speaker(cue.i, cue.i, lemma, certainty),) if undergoes else ()
    made = replaced(piece, content_of(piece, cue, clause), clause, chain)
    return replace(made, framed=piece.framed or (generic and not undergoes))


def _is_undisputed(cue: Token) -> bool:
    """ "Nobody disputes that P", "no one denies that P": P."""
    who = first(cue, "nsubj")
    nobody = who is not None and (
        who.lower_ in {"nobody", "none"} or any(c.lower_ == "no" for c in who.children)
    )
    doubts = is_denial(cue.lemma_.lower()) or cue.lemma_.lower() in {"doubt", "question"}
    return nobody and doubts and not any(c.lower_ in {"not", "n't"} for c in cue.children)


def _is_somebody(token: Token) -> bool:
    """A name, or a definite or counted person or body that can speak."""
    if token.pos_ == "PROPN" or token.ent_type_ in NAMES:
        return True
    if token.pos_ == "PRON":
        return token.lower_ in {"he", "she", "they", "it", "who", *FIRST_PERSON}
    return token.pos_ in {"NOUN", "NUM", "ADJ"} and not is_modal(token.head)


def _is_order(cue: Token) -> bool:
    return cue.tag_ == "VB" and first(cue, "nsubj") is None


def _is_outlet(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.ent_type_ in {"ORG", ""}


def _of_ground(piece: Piece) -> Piece | None:
    """ "X found no sign that P": there is no sign that P, says X."""
    verb, kept = piece.head, set(piece.own)
    if verb.lemma_.lower() not in listed("cue", "finding") or verb.pos_ not in {"VERB", "AUX"}:
        return None
    ground = first(verb, "obj")
    who, undergoes = doer(verb)
    if ground is None or undergoes or not is_source(who) or is_modal(verb):
        return None
    if not _grounds(ground) or not _denies(ground):
        return None
    words: tuple[Word, ...] = ("There", "[is]", *within(ground, kept))
    strays = [
        i for c in verb.children if c.i > ground.i and not c.is_punct for i in within(c, kept)
    ]
    words = (*words, *(i for i in strays if i not in words))
    return replace(replaced(piece, words, ground, speakers_of(who, verb, piece)), negated=True)


def _grounds(token: Token) -> bool:
    return token.lemma_.lower() in listed("cue", "grounds")


def _denies(ground: Token) -> bool:
    return any(
        t.lower_ in {"no", "not", "little", "n't", "never", "scant", "any"}
        for t in (*children(ground, "det", "advmod", "amod"), *ground.head.children)
    )


def _of_raising(piece: Piece) -> Piece | None:
    """ "P is said to have sold": P has sold."""
    cue, kept = piece.head, set(piece.own)
    if cue.lemma_.lower() not in RAISING or not is_passive(cue) or is_negated(cue):
        return None
    act, who = first(cue, "xcomp"), first(cue, "nsubj:pass")
    to = first(act, "mark") if act is not None else None
    if act is None or who is None or to is None or to.lower_ != "to":
        return None
    plural = "Number=Plur" in str(who.morph) or any(True for _ in children(who, "conj"))
    words: list[Word] = list(within(who, kept))
    perfect = next((c for c in children(act, "aux") if c.lower_ == "have"), None)
    copula = next((c for c in children(act, "cop", "aux:pass") if c.lower_ == "be"), None)
    for i in within(act, kept):
        if i == to.i:
            continue
        if perfect is not None and i == perfect.i:
            words.append("[have]" if plural else "[has]")
        elif perfect is None and copula is not None and i == copula.i:
            words.append("[are]" if plural else "[is]")
        else:
            words.append(i)
    if perfect is None and copula is None:
        return None
    certainty = cue_certainty(cue.lemma_.lower(), "verbs") or "CERTAIN"
    agent = next((c for c in children(cue, "obl:agent", "obl") if preposition(c) == "by"), None)
    chain = speakers_of(agent, cue, piece) or (
        Speaker(cue.i, cue.i, cue.lemma_.lower(), certainty),
    )
    return replaced(piece, tuple(words), act, chain)


def _of_frame(piece: Piece) -> Piece | None:
    """ "It is true that P", "The fact is that P": P, in the author's own voice."""
    head, kept = piece.head, set(piece.own)
    if (outer := first(head, "nsubj:outer")) is not None:
        return _of_outer(piece, outer)
    urged = first(head, "xcomp", "ccomp") if head.lemma_ == "let" else None
    if urged is not None and urged.lemma_ in listed("frame", "unforgotten"):
        clause = clause_of(urged, kept)  # "Let us not forget that P"
        if clause is not None:
            made = replaced(piece, content_of(piece, urged, clause), clause, ())
            return replace(made, framed=True)
    if (saying := first(head, "xcomp")) is not None and first(head, "nsubj", "expl") is not None:
        clause = clause_of(saying, kept)  # "It bears repeating that P"
        who = first(head, "nsubj", "expl")
        framing = {head.lemma_.lower(), saying.lemma_.lower()} <= listed("frame", "verbs")
        if clause is not None and who is not None and who.lower_ == "it" and framing:
            made = replaced(piece, content_of(piece, saying, clause), clause, ())
            return replace(made, framed=True)
    if first(head, "cop") is None and head.lemma_ != "be":
        return None
    clause = clause_of(head, kept)
    who = first(head, "nsubj", "expl")
    if clause is None or is_negated(head) or factuality(head).modality in {"question"}:
        return None
    known = head.lemma_.lower() in listed("frame", "adjectives") and who is not None
    named = who is not None and who.lemma_.lower() in listed("frame", "nouns")
    if not (known and who is not None and who.lower_ == "it") and not named:
        return None
    made = replaced(piece, content_of(piece, head, clause), clause, ())
    return replace(made, framed=True)


def _of_leading(piece: Piece) -> Piece | None:
    """ "X would have us believe that P", "it took X to reveal that P"."""
    head, kept = piece.head, set(piece.own)
    who, undergoes = doer(head)
    if head.lemma_.lower() not in LEADING or undergoes or who is None or is_negated(head):
        return None
    if head.lemma_ == "take":
        who = first(head, "obj", "iobj") if who.lower_ == "it" or who.dep_ == "expl" else None
    if not is_source(who):
        return None
    for verb in head.subtree:
        near = verb.head == head or verb.head.head == head
        if near and verb.i in kept and verb.i > head.i and verb.lemma_.lower() in BELIEVING:
            clause = clause_of(verb, kept)
            if clause is not None:
                chain = speakers_of(who, head, piece)
                return replaced(piece, content_of(piece, verb, clause), clause, chain)
    return None


def _of_outer(piece: Piece, outer: Token) -> Piece | None:
    """ "What they forgot is that P", "The fact is P"."""
    framing = outer.lower_ == "what" or outer.lemma_.lower() in listed("frame", "nouns")
    copula = next(
        (c for c in piece.head.children if c.lemma_ == "be" and c.i > outer.i and c.i in piece.own),
        None,
    )
    if outer.i not in piece.own or not framing or copula is None or is_negated(piece.head):
        return None
    rest = [i for i in piece.own if i > copula.i]
    while rest and (piece.doc[rest[0]].lower_ == "that" or piece.doc[rest[0]].is_punct):
        rest.pop(0)
    if not rest or piece.head.i not in rest:
        return None
    return replace(replaced(piece, tuple(rest), piece.head, ()), framed=True)


RULES: tuple[Callable[[Piece], Piece | None], ...] = (
    _of_clause,
    of_quoting,
    of_placing,
    _of_ground,
    _of_raising,
    of_calling,
    _of_leading,
    of_relayed,
    _of_frame,
)
