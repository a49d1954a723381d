"""What a pronoun or "the troops" stands for when the coreference rules are silent.

Two precise last resorts. Selection: what is signed is a treaty, what is forged a picture (VerbNet's
selectional restrictions, ``selects`` in ``data/frames.toml``), so "signed it" means the nearest
such thing. One sense per discourse (Gale, Church and Yarowsky 1992): if every earlier "troops" of
the text that is named is North Korean, "the troops" is too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from extractors.frames import all_frames
from extractors.records import Argument

SINGULAR = frozenset({"it", "this", "that", "which"})
PLURAL = frozenset({"they", "them", "these", "those", "which"})
# Two sentences of news; beyond that a pronoun has had other things to mean
REACH = 400


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase seen earlier: where, its lemma, what it stands for, and its number."""

    offset: int
    lemma: str
    concepts: tuple[str, ...]
    plural: bool


def noun_of(token: Token, offset: int, concepts: tuple[str, ...]) -> Noun:
    plural = "Number=Plur" in str(token.morph) or token.tag_ in {"NNS", "NNPS"}
    return Noun(offset, token.lemma_.lower(), concepts, plural)


def resolved(argument: Argument, frames: Sequence[str], nouns: Sequence[Noun]) -> Argument:
    """``argument`` with the concepts of what it points to, or as it is.

    ``nouns`` are all noun phrases of the document in text order.
    """
    word = argument.text.lower()
    if word in SINGULAR | PLURAL:
        return _by_selection(argument, frames, nouns, word)
    if any(concept.startswith("@") for concept in argument.concepts):
        return argument
    if argument.determiner == "the":
        return _by_discourse(argument, nouns)
    return argument


def _by_selection(
    argument: Argument, frames: Sequence[str], nouns: Sequence[Noun], word: str
) -> Argument:
    wanted = {
        f"#{concept}"
        for name in frames
        for concept in all_frames()[name].selects.get(argument.role, ())
    }
    if wanted & set(argument.concepts):
        return argument
    for noun in reversed(nouns):
        if noun.offset >= argument.start:
            continue
        if argument.start - noun.offset > REACH:
            break
        agrees = word == "which" or noun.plural == (word in PLURAL)
        if agrees and wanted & set(noun.concepts):
            return replace(argument, concepts=noun.concepts, head=noun.lemma)
    return argument


def _by_discourse(argument: Argument, nouns: Sequence[Noun]) -> Argument:
    senses = {
        tuple(c for c in noun.concepts if c.startswith("@"))
        for noun in nouns
        if noun.offset < argument.start and noun.lemma == argument.head
    } - {()}
    if len(senses) != 1:
        return argument
    return replace(argument, concepts=tuple(sorted({*argument.concepts, *senses.pop()})))
