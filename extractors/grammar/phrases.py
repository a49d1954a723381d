"""Expressions that news uses for one event: "lose their lives", "be killed"; "call off", "scrap".

In: a parsed sentence. Out: which classes of `phrases.txt` it holds, and where. A class joins what
is told of one event from any side (verb, noun, passive), so it says that two sentences speak of the
same, never that they say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

#: Words that an expression may be interrupted by: "called the whole concert off".
GAP: Final = 3
#: Parts of speech that stand between the words of an expression and are none of it.
PASSED: Final = frozenset({"DET", "PRON", "PUNCT", "AUX", "SPACE", "SYM"})

Phrases = Mapping[int, frozenset[int]]


@cache
def _by_first() -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Expressions with their class by their first lemma."""
    table: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    lines = files("extractors.grammar").joinpath("phrases.txt").read_text("utf-8").splitlines()
    told = [line for line in lines if line.strip() and not line.startswith("#")]
    for number, line in enumerate(told):
        for expression in line.split(";"):
            lemmas = tuple(expression.replace("-", " ").split())
            if lemmas:
                table[lemmas[0]].append((lemmas, number))
    return dict(table)


def phrases_of(tokens: Iterable[Any]) -> Phrases:
    """The classes that spaCy ``tokens`` hold, each with the offsets of the words that tell it."""
    kept = [t for t in tokens if t.pos_ not in PASSED and any(c.isalnum() for c in t.text)]
    lemmas = [t.lemma_.lower() for t in kept]
    found: dict[int, set[int]] = defaultdict(set)
    for place, lemma in enumerate(lemmas):
        for expression, number in _by_first().get(lemma, ()):
            places = _matched(expression, lemmas, place)
            if places:
                found[number].update(kept[p].idx for p in places)
    return {number: frozenset(offsets) for number, offsets in found.items()}


def _matched(expression: tuple[str, ...], lemmas: list[str], start: int) -> list[int]:
    """Where an expression's words stand from ``start`` on, in order; [] if they do not."""
    places = [start]
    for lemma in expression[1:]:
        after = places[-1] + 1
        try:
            places.append(lemmas.index(lemma, after, after + GAP + 1))
        except ValueError:
            return []
    return places
