"""A passage and a claim as the scorer reads them: texts in, integer arrays out.

One row of pieces: [CLS] context, sentence [SEP] claim [SEP]. Beside each piece: which part it
belongs to, its letter case (the encoder reads lower case), and whether its word also stands on the
other side. The last is what a small encoder learns too slowly by itself: that "6,000" has no
partner and "600" none either.

The trainer and the shipped scorer share this module: raise `PAIRING_VERSION` with any change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractors.grammar import read_table
from extractors.language import Vocabulary

PAIRING_VERSION: Final = 1

CONTEXT, SENTENCE, CLAIM = 1, 2, 3
PARTS: Final = 4
#: 0 for frames, then 1 + 3 * kind (function word, content word, name, number) + where it stands
#: (on the other side, in the context alone, nowhere).
CODES: Final = 13
#: Word pieces kept of the context (its end), the sentence and the claim (their beginnings).
LIMITS: Final = (40, 80, 40)

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]{1,2}\b)?|[^\w\s]|_|\w")
_SUFFIXES = (
    ("ies", "y"),
    ("ied", "y"),
    ("sses", "ss"),
    ("ing", ""),
    ("edly", ""),
    ("ed", ""),
    ("ly", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
)


@cache
def _function_words() -> frozenset[str]:
    return frozenset(read_table("extractors.entailment", "words")["function"].split())


@cache
def _number_words() -> dict[str, str]:
    return dict(read_table("extractors.entailment", "words")["numbers"])


def stem(word: str) -> str:
    """A word without its commonest endings, in lower case: "Seized" -> "seiz"."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    if len(word) > 4:
        for suffix, put in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= 3:
                word = word[: -len(suffix)] + put
                break
        if len(word) > 4 and word[-1] == word[-2]:
            word = word[:-1]
        word = word.removesuffix("e")
    return word


@cache
def compared(word: str) -> str:
    """The form in which a word is looked for on the other side: "2,500" -> "2500"."""
    if word[0].isdigit():
        return word.replace(",", "").rstrip(".")
    return _number_words().get(word.lower()) or stem(word)


def _kind(word: str, form: str) -> int:
    if form[:1].isdigit() or form in ("m", "bn"):
        return 3
    if not word[0].isalnum() or word.lower() in _function_words():
        return 0
    return 2 if word[0].isupper() else 1


def encode(vocabulary: Vocabulary, context: str, sentence: str, claim: str) -> NDArray[np.int64]:
    """The pair as int64 [4, t]: pieces, parts, codes, letter cases."""
    told = [
        [(word, compared(word)) for word in _WORD.findall(text)]
        for text in (context, sentence, claim)
    ]
    forms = [{form for _, form in words} for words in told]
    columns = [(vocabulary.cls, 0, 0, 0)]
    if told[0]:
        columns += _pieces(vocabulary, told[0], CONTEXT, forms[2], set())[-LIMITS[0] :]
    columns += _pieces(vocabulary, told[1], SENTENCE, forms[2], set())[: LIMITS[1]]
    columns.append((vocabulary.sep, 0, 0, 0))
    columns += _pieces(vocabulary, told[2], CLAIM, forms[1], forms[0])[: LIMITS[2]]
    columns.append((vocabulary.sep, 0, 0, 0))
    return np.asarray(columns, dtype=np.int64).T.copy()


def _pieces(
    vocabulary: Vocabulary,
    words: Sequence[tuple[str, str]],
    part: int,
    near: set[str],
    far: set[str],
) -> list[tuple[int, int, int, int]]:
    found: list[tuple[int, int, int, int]] = []
    for word, form in words:
        pieces, case, *_ = vocabulary.word(word)
        where = 0 if form in near else 1 if form in far else 2
        code = 1 + 3 * _kind(word, form) + where
        found += [(piece, part, code, case) for piece in pieces]
    return found
