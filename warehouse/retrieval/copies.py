"""Near-identical sentences: agency copy that several outlets print is one origin.

In: the words of two sentences. Out: whether one is a copy of the other. Touches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

WORD = re.compile(r"\w+")
SHINGLE = 3
SAME = 0.7  # share of the shingles of both that both have
FEW = 5  # shorter sentences ("Police said so.") are copies only where every word is the same


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence's lower-cased words and its runs of three of them."""

    words: tuple[str, ...]
    shingles: frozenset[tuple[str, ...]]


def words_of(text: str) -> Words:
    """The words of a sentence, punctuation and case dropped."""
    words = tuple(WORD.findall(text.lower()))
    runs = (words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1))
    return Words(words, frozenset(runs))


def is_copy(one: Words, other: Words) -> bool:
    """True where both have the same words, or share most of their runs of three and all numbers."""
    if one.words == other.words:
        return True
    if min(len(one.words), len(other.words)) < FEW or _numbers(one) != _numbers(other):
        return False
    both = len(one.shingles & other.shingles)
    return both >= SAME * len(one.shingles | other.shingles)


def _numbers(words: Words) -> set[str]:
    """A copy with another number is an edit that matters."""
    return {word for word in words.words if word[0].isdigit()}


def grouped(texts: Sequence[str]) -> list[list[int]]:
    """Indices of ``texts`` in groups of copies, each led by its first, in order of the first."""
    known: list[tuple[Words, list[int]]] = []
    for place, text in enumerate(texts):
        words = words_of(text)
        for leader, members in known:
            if is_copy(leader, words):
                members.append(place)
                break
        else:
            known.append((words, [place]))
    return [members for _, members in known]
