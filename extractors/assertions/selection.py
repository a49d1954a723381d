"""What a pronoun or "the troops" stands for when the coreference rules are silent.

Two precise last resorts. Selection: what is signed is a treaty, what is forged a picture (VerbNet's
selectional restrictions, ``selects`` in ``grammar/frames.toml``), so "signed it" means the nearest
such thing. One sense per discourse (Gale, Church and Yarowsky 1992): if every earlier "troops" of
the text that is named is North Korean, "the troops" is too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from extractors.grammar import all_frames
from extractors.records import Argument

SINGULAR = frozenset({"it", "this", "that", "which"})
PLURAL = frozenset({"they", "them", "these", "those", "which"})
# Two sentences of news; beyond that a pronoun has had other things to mean
REACH = 400


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase seen earlier: where, its noun, what it stands for, and its number."""

    offset: int
    text: str
    lemma: str
    concepts: tuple[str, ...]
    plural: bool


def noun_of(token: Token, offset: int, concepts: tuple[str, ...]) -> Noun:
    plural = "Number=Plur" in str(token.morph) or token.tag_ in {"NNS", "NNPS"}
    return Noun(offset, token.text, token.lemma_.lower(), concepts, plural)


def resolved(
    argument: Argument, frames: Sequence[str], nouns: Sequence[Noun], relative: bool = False
) -> Argument:
    """``argument`` with the concepts of what it points to, or as it is.

    ``nouns`` are all noun phrases of the document in text order. ``relative`` marks the noun that
    a relative clause was hung on: "photos of soldiers, which were forged" are forged photos.
    """
    word = argument.text.lower()
    if relative:
        return _reattached(argument, frames, nouns)
    if word in SINGULAR | PLURAL:
        return _by_selection(argument, frames, nouns, word)
    if any(concept.startswith("@") for concept in argument.concepts):
        return argument
    if argument.determiner == "the":
        return _by_discourse(argument, nouns)
    return argument


def _selected(frames: Sequence[str], role: str) -> set[str]:
    return {
        f"#{concept}" for name in frames for concept in all_frames()[name].selects.get(role, ())
    }


def _reattached(argument: Argument, frames: Sequence[str], nouns: Sequence[Noun]) -> Argument:
    wanted = _selected(frames, argument.role)
    if not wanted or wanted & set(argument.concepts):
        return argument
    for noun in reversed(nouns):
        if noun.offset < argument.start and wanted & set(noun.concepts):
            if argument.start - noun.offset > REACH:
                break
            end = noun.offset + len(noun.text)
            return replace(
                argument,
                start=noun.offset,
                end=end,
                text=noun.text,
                head=noun.lemma,
                concepts=noun.concepts,
            )
    return argument


def _by_selection(
    argument: Argument, frames: Sequence[str], nouns: Sequence[Noun], word: str
) -> Argument:
    wanted = _selected(frames, argument.role)
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
