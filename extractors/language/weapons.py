"""Arms as entities, by a list: WEAPON where no name or value stands.

A weapon is a listed head noun ("missiles") with the listed words that stand before it
("anti-tank guided missiles"), or a listed phrase ("armoured vehicles"). Fires on "12 ballistic
missiles", not on "Shell", "the bank's shell company" or "tanked".
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token


@dataclass(frozen=True)
class Arms:
    """The lists of `weapons.toml`; phrases as tuples of lower-cased words."""

    heads: frozenset[str]
    before: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    longest: int


@cache
def arms() -> Arms:
    """Reads the lists once."""
    path = Path(__file__).parent / "weapons.toml"
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    phrases = frozenset(tuple(p.split()) for p in lists["phrases"].split("|"))
    return Arms(
        frozenset(lists["heads"].split()),
        frozenset(lists["before"].split()),
        phrases,
        max(map(len, phrases)),
    )


def find_weapons(doc: Doc) -> list[tuple[int, int]]:
    """Token spans of weapons, in order, none overlapping."""
    found: list[tuple[int, int]] = []
    end = 0
    words = [token.lower_ for token in doc]
    for i, token in enumerate(doc):
        if i < end:
            continue
        stop = _phrase_end(words, i) or (i + 1 if _is_head(token) else 0)
        if not stop:
            continue
        start = i
        while start > end and _goes_before(doc[start - 1], doc[start]):
            start -= 1
        # "missile launchers": the head is the last of a row of heads.
        while stop < len(doc) and _is_head(doc[stop]) and doc[stop].sent == token.sent:
            stop += 1
        if found and found[-1][1] == start:
            start = found.pop()[0]
        found.append((start, stop))
        end = stop
    return found


def _phrase_end(words: list[str], start: int) -> int:
    for length in range(min(arms().longest, len(words) - start), 1, -1):
        if tuple(words[start : start + length]) in arms().phrases:
            return start + length
    return 0


def _is_head(token: Token) -> bool:
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    if token.pos_ == "PROPN" and not token.text.isupper():
        return False
    listed = arms().heads
    named = token.lemma_.lower() in listed or token.lower_ in listed
    # "shell company", "tank driver": there the word is only said of another noun.
    return named and not (token.dep_ == "compound" and token.head.i > token.i)


def _goes_before(word: Token, after: Token) -> bool:
    if word.is_space or word.sent != after.sent:
        return False
    if word.text == "-":
        return word.i > 0 and word.nbor(-1).lower_ in arms().before | {"anti"}
    if after.text == "-":
        return word.is_alpha
    return word.lower_ in arms().before


@Language.component("sourcecheck_weapons")
def weapons_component(doc: Doc) -> Doc:
    """Adds the weapons to `doc.ents`."""
    taken = [bool(token.ent_type_) for token in doc]
    added = [
        Span(doc, start, end, label="WEAPON")
        for start, end in find_weapons(doc)
        if not any(taken[start:end])
    ]
    doc.set_ents(sorted([*doc.ents, *added], key=lambda span: span.start))
    return doc
