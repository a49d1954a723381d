"""Which tokens of a parse assert something: verbs, copular predicates, nouns that name events.

A Doc in, its predicate tokens out. Cues of reported speech are left to ``attribution``.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extractors.attribution import cue_certainty, is_denial
from extractors.grammar import first, frames_of, is_event_noun, is_passive, links

# Verbs that carry no assertion of their own when they govern an infinitive
LIGHT = frozenset(
    {
        "be",
        "have",
        "do",
        "seem",
        "appear",
        "begin",
        "start",
        "continue",
        "manage",
        "tend",
        "get",
        "go",
        "come",
        "happen",
        "fail",
        "try",
    }
)


def predicates(doc: Doc) -> Iterator[Token]:
    """The tokens of ``doc`` that assert something, in text order."""
    for token in doc:
        if asserts(token):
            yield token


def asserts(token: Token) -> bool:
    if token.dep_ in {"aux", "aux:pass", "cop", "fixed", "flat", "discourse"}:
        return False
    if token.pos_ == "VERB" or (
        token.pos_ == "AUX" and token.dep_ not in {"aux", "aux:pass", "cop"}
    ):
        return _verb_asserts(token)
    if _is_cleft(token):
        return False
    if first(token, "cop") is not None and token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "PRON"}:
        return first(token, "nsubj", "expl") is not None or token.dep_ in {"conj", "acl:relcl"}
    if token.pos_ == "NOUN" and is_event_noun(token.lemma_.lower()):
        return _noun_asserts(token)
    return token.pos_ == "ADJ" and token.dep_ == "conj" and first(token.head, "cop") is not None


def _is_cleft(token: Token) -> bool:
    """ "It was X who asked": only the relative clause asserts anything."""
    who = first(token, "nsubj", "expl")
    relative = first(token, "acl:relcl", "advcl:relcl", "ccomp", "csubj")
    clefts = first(token, "cop") is not None and who is not None and who.lower_ == "it"
    return clefts and relative is not None and token.pos_ in {"NOUN", "PROPN", "PRON"}


def _verb_asserts(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if token.dep_ in {"case", "mark", "compound"}:
        return False
    if token.dep_ == "amod":
        return bool(frames_of(lemma, "VERB"))
    if lemma in LIGHT and first(token, "xcomp") is not None and first(token, "obj") is None:
        return False
    says = cue_certainty(lemma, "verbs") is not None
    if says and not is_denial(lemma) and first(token, "ccomp") is not None:
        return False
    if says and token.dep_ == "parataxis" and first(token, "obj") is None:
        return False
    if says and is_passive(token) and first(token, "xcomp") is not None:
        return False
    return bool(links(token)) or first(token, "expl") is not None


def _noun_asserts(token: Token) -> bool:
    """An event noun asserts its event when something is said of it: who, what, where or when."""
    if token.dep_ in {"compound", "nmod:poss"}:
        return False
    if token.i > 0 and token.doc[token.i - 1].ent_type_ == "DATE":
        return True  # "the May 2024 ceasefire", wherever the parse hangs the month
    return any(
        child.dep_ in {"nmod:poss", "nmod", "nummod"}
        or (child.dep_ in {"compound", "amod"} and child.ent_type_ != "")
        for child in token.children
    )
