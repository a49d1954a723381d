"""Polarity, certainty and modality of a predicate: a parsed token in, three values out.

The scheme is MEANTIME's and FactBank's (Saurí and Pustejovsky 2009): POS/NEG;
CERTAIN/PROBABLE/POSSIBLE/UNDERSPECIFIED. Infinitives follow Karttunen's implicatives (2012):
"managed to" happened, "failed to" did not, "tried to" is open. Words: ``data/certainty.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from extractors.clauses import MAX_CLIMB, children, excluded_by_rather, first
from extractors.frames import read_table
from extractors.records import Certainty, Polarity

ORDER: tuple[Certainty, ...] = ("CERTAIN", "PROBABLE", "POSSIBLE", "UNDERSPECIFIED")


@dataclass(frozen=True, slots=True)
class Factuality:
    """``modality`` is "actual", "future", "conditional", "question", "imperative" or "wish"."""

    polarity: Polarity = "POS"
    certainty: Certainty = "CERTAIN"
    modality: str = "actual"


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """The less certain of the two."""
    return max(one, other, key=ORDER.index)


@cache
def _words(section: str, key: str) -> frozenset[str]:
    return frozenset(read_table("certainty").get(section, {}).get(key, ()))


@cache
def _implicative(lemma: str) -> str:
    for kind in ("false", "open", "true"):
        if lemma in read_table("certainty")["implicative"][kind]["verbs"]:
            return kind
    return ""


def factuality(token: Token) -> Factuality:
    """What the text makes of the event or state ``token`` names, its governors included."""
    negations, certainty, modality = _own(token)
    negations += _negated_arguments(token)
    current = token
    for _ in range(MAX_CLIMB):
        governor = current.head
        if governor.i == current.i:
            break
        if current.dep_ == "conj":
            if not _has_own_frame(current):
                shared = _own(governor)
                negations += shared[0] if _negation_reaches(current) else 0
                if current.tag_ == "VB" or current.tag_ == governor.tag_ != "VBD":
                    certainty = weaker(certainty, shared[1])
                    modality = shared[2] if modality == "actual" else modality
            current = governor
            continue
        if current.dep_ == "xcomp" or (current.dep_ == "acl" and current.tag_ == "VB"):
            kind = _implicative(governor.lemma_.lower())
            if not kind and governor.pos_ == "NOUN":
                kind = "open"  # an ability, plan or decision to act is not yet the act
            outer_negations, outer_certainty, outer_modality = _own(governor)
            if kind == "false":
                negations += 1 + outer_negations
            elif kind == "open":
                # "did not want to go": nothing follows about going, so the negation stays outside
                modality = "wish" if modality == "actual" else modality
                certainty = weaker(certainty, "UNDERSPECIFIED")
            else:
                negations += outer_negations
            certainty = weaker(certainty, outer_certainty)
            modality = outer_modality if modality == "actual" else modality
        elif current.dep_ in {"advcl", "ccomp"} and _is_condition(current):
            modality = "conditional"
        elif current.dep_ == "advcl" and _is_purpose(current):
            modality = "wish" if modality == "actual" else modality
            certainty = weaker(certainty, "UNDERSPECIFIED")
        else:
            break
        current = governor
    if _has_conditional_dependent(token):
        modality = "conditional" if modality in {"actual", "future"} else modality
    if modality in {"conditional", "question", "imperative"}:
        certainty = weaker(certainty, "UNDERSPECIFIED")
    return Factuality("NEG" if negations % 2 else "POS", certainty, modality)


def _own(token: Token) -> tuple[int, Certainty, str]:
    negations = 0
    certainty: Certainty = "CERTAIN"
    modality = "actual"
    if excluded_by_rather(token):
        negations += 1
    for child in token.children:
        word = child.lower_
        if child.dep_ in {"advmod", "advmod:neg", "neg", "cc:preconj", "aux"} and (
            word in _words("negation", "words") or (word == "longer" and _is_no(child))
        ):
            negations += 1
        if child.dep_ == "advmod":
            certainty = weaker(certainty, _adverb_certainty(word))
        elif child.dep_ == "aux":
            lemma = child.lemma_.lower()
            if word in _words("future", "modals"):
                modality = "future"
            elif word in _words("possible", "modals") or lemma in _words("possible", "modals"):
                certainty = weaker(certainty, _could(child, token))
            elif lemma in _words("probable", "modals") or word in _words("probable", "modals"):
                certainty = weaker(certainty, "PROBABLE")
    if token.pos_ in {"NOUN", "PROPN", "ADJ"}:
        for child in children(token, "amod", "det"):
            word = child.lower_
            if child.dep_ == "det" and word in _words("negation", "determiners"):
                negations += 1
            elif word in _words("possible", "adjectives"):
                certainty = weaker(certainty, "POSSIBLE")
            elif word in _words("probable", "adjectives"):
                certainty = weaker(certainty, "PROBABLE")
    if token.lemma_ in _words("probable", "verbs") and first(token, "xcomp", "ccomp") is not None:
        certainty = weaker(certainty, "PROBABLE")
    if token.dep_ == "xcomp" and token.head.lemma_ in _words("probable", "verbs"):
        certainty = weaker(certainty, "PROBABLE")
    if _is_question(token):
        modality = "question"
    elif _is_imperative(token):
        modality = "imperative"
    if any(c.dep_ in {"mark", "case"} and c.lower_ == "without" for c in token.children):
        negations += 1
    return negations, certainty, modality


def _could(auxiliary: Token, verb: Token) -> Certainty:
    """ "could" of past ability ("could not verify") states a fact; "could win" does not."""
    negated = any(child.lower_ in {"not", "n't"} for child in verb.children)
    return "CERTAIN" if auxiliary.lower_ == "could" and negated else "POSSIBLE"


def _is_no(token: Token) -> bool:
    return any(child.lower_ == "no" for child in token.children)


def _adverb_certainty(word: str) -> Certainty:
    if word in _words("possible", "adverbs"):
        return "POSSIBLE"
    if word in _words("probable", "adverbs"):
        return "PROBABLE"
    return "CERTAIN"


def _negated_arguments(token: Token) -> int:
    """ "No soldiers were there", "nobody saw it", "found nothing": the clause is negated."""
    if token.pos_ in {"NOUN", "PROPN"} and first(token, "cop") is None:
        return 0
    for child in children(token, "nsubj", "nsubj:pass", "obj", "expl", "obl"):
        if child.lower_ in {"none", "nobody", "nothing", "no-one", "neither"}:
            return 1
        if child.lower_ == "no" and any(c.lower_ == "one" for c in child.children):
            return 1
        for determiner in children(child, "det", "advmod"):
            if determiner.lower_ in _words("negation", "determiners"):
                return 1
        if child.dep_ != "obl" and _not_a_single(child):
            return 1
    return 0


def _not_a_single(token: Token) -> bool:
    return any(child.lower_ == "not" and child.i < token.i for child in token.children)


def _has_own_frame(token: Token) -> bool:
    """True for a coordinated verb with a subject or auxiliary of its own: it shares nothing."""
    return first(token, "aux", "nsubj", "nsubj:pass") is not None


def _negation_reaches(token: Token) -> bool:
    """ "had not seen or met anyone" denies both; "did not stop and fled" denies only the first."""
    joined = first(token, "cc")
    if joined is not None and joined.lower_ in {"or", "nor"}:
        return True
    return (
        token.tag_ == token.head.tag_
        and token.tag_ in {"VB", "VBN"}
        and not any(child.lower_ in {"but", "yet"} for child in token.children)
    )


def _is_condition(token: Token) -> bool:
    return any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in _words("condition", "marks")
        for child in token.children
    )


def _is_purpose(token: Token) -> bool:
    return token.tag_ == "VB" and any(
        child.dep_ == "mark" and child.lower_ == "to" for child in token.children
    )


def _has_conditional_dependent(token: Token) -> bool:
    would = any(child.lower_ in {"would", "could", "might", "will"} for child in token.children)
    return would and any(_is_condition(child) for child in children(token, "advcl"))


def _is_question(token: Token) -> bool:
    return token.head.i == token.i and len(token.sent) > 1 and token.sent[-1].text in {"?", '?"'}


def _is_imperative(token: Token) -> bool:
    return (
        token.head.i == token.i
        and token.tag_ == "VB"
        and "Mood=Imp" in str(token.morph)
        and first(token, "nsubj", "aux") is None
    )
