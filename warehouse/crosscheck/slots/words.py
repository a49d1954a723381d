"""Which words of one side have a partner on the other: Sides in, what is covered and what not out.

"The vessel was seized in Yeosu" covers "the ship was impounded" by a synonym and a class; what no
word answers to is the residue. Two words are kin by form ("deploy", "deployment"), by WordNet's
synonyms, hypernyms and derivations (`extractors.grammar`), or by a class of our own tables; several
words by an expression of one class ("lost their lives", "were killed").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from extractors.extraction import Side, Word
from extractors.grammar import (
    antonyms,
    concept_of,
    entails,
    hypernyms,
    related_noun,
    related_verb,
    synonyms,
    wider_concepts,
)
from warehouse.crosscheck.slots.turning import is_converse

SAME, NEAR, NONE, OPPOSITE = 2, 1, 0, -1
#: What a word weighs when coverage is counted, by its tag; others weigh less than a noun or verb.
WEIGHTS: Final = {"NOUN": 1.0, "VERB": 1.0, "PROPN": 1.0, "NUM": 1.0}
LIGHT: Final = 0.6
#: What a word counts that only a near one answers to.
BY_KIN: Final = 0.7
#: Endings that make another word more often than another form of one.
DERIVING: Final = ("ion", "ment", "er", "ers")
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("ation", ""), ("ion", ""), ("ment", ""),
    ("ers", ""), ("er", ""), ("ly", ""), ("es", ""), ("s", ""), ("e", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cover:
    """How much of one side's words the other answers (shares in [0, 1]), and what it leaves.

    ``context`` is the share that only the passage's title or the sentence before answers;
    ``opposed`` holds the pairs of words that exclude each other.
    """

    direct: float
    context: float
    residue: tuple[Word, ...]
    opposed: tuple[tuple[str, str], ...]


@cache
def stem(lemma: str) -> str:
    """A lemma without its commonest ending, so that "deployment" and "deploy" meet."""
    for ending, put in _ENDINGS:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= 4:
            return lemma[: -len(ending)] + put
    return lemma


@cache
def kinship(one: str, one_pos: str, other: str, other_pos: str) -> int:
    """`SAME`, `NEAR`, `NONE` or `OPPOSITE` for two lemmas with their tags."""
    if one == other or (stem(one) == stem(other) and _of_one_root(one, other)):
        return SAME
    if other in antonyms(one, one_pos):
        return NEAR if is_converse(one, other) else OPPOSITE
    if other in synonyms(one, one_pos) or one in synonyms(other, other_pos):
        return NEAR
    if other in hypernyms(one, one_pos) or one in hypernyms(other, other_pos):
        return NEAR
    if one_pos == "VERB" and other_pos == "NOUN" and other in related_noun(one):
        return NEAR
    if one_pos == "NOUN" and other_pos == "VERB" and other in related_verb(one):
        return NEAR
    if one_pos == other_pos == "VERB" and (other in entails(one) or one in entails(other)):
        return NEAR
    ours, theirs = concept_of(one), concept_of(other)
    classes = ours.startswith("#") and theirs.startswith("#")
    if classes and (ours in wider_concepts(theirs) or theirs in wider_concepts(ours)):
        return NEAR
    return NONE


def _of_one_root(one: str, other: str) -> bool:
    """ "deploy" and "deployment" by WordNet's derivations; "state" and "station" only look so."""
    if not (one.endswith(DERIVING) or other.endswith(DERIVING)):
        return True
    return (
        other in related_noun(one)
        or one in related_noun(other)
        or other in related_verb(one)
        or one in related_verb(other)
    )


def cover(side: Side, other: Side) -> Cover:
    """What ``other`` answers of the words of ``side``; dates are for their own slot to judge."""
    whole = direct = context = 0.0
    residue: list[Word] = []
    opposed: list[tuple[str, str]] = []
    shared = side.phrases.keys() & other.phrases.keys()
    paraphrased = {offset for number in shared for offset in side.phrases[number]}
    for word in side.undated:
        weight = WEIGHTS.get(word.pos, LIGHT)
        whole += weight
        best, against = _best(word, other.words)
        if best == NONE and word.start in paraphrased:
            best = NEAR
        if best == SAME:
            direct += weight
        elif best == NEAR:
            direct += BY_KIN * weight
        elif word.lemma in other.context_words:
            context += weight
        else:
            residue.append(word)
            if against:
                opposed.append((word.form, against))
    whole = max(whole, 1.0)
    return Cover(direct / whole, context / whole, tuple(residue), tuple(opposed))


def _best(word: Word, others: Iterable[Word]) -> tuple[int, str]:
    """The closest kinship among ``others``, and the first of them that is an opposite."""
    best, against = NONE, ""
    for other in others:
        found = kinship(word.lemma, word.pos, other.lemma, other.pos)
        if found == SAME:
            return SAME, ""
        if found == OPPOSITE:
            against = against or other.form
        else:
            best = max(best, found)
    return best, against
