"""What the encoder is told of each token: word pieces, letter case, gap before it, shape, suffix.

In: the tokens of one block as strings, with the kind of white space that stands before each.
Out: integer arrays. Everything here is a pure function of one token and the gap before it, so a
token's features never depend on what else is in the batch.

The encoder (all-MiniLM-L6-v2) reads lower-cased pieces; case, shape and line breaks are therefore
given beside the pieces. The trainer and the shipped pipeline share this module: a change here
makes every trained model stale, so raise `FEATURE_VERSION` with it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

FEATURE_VERSION: Final = 1

GAP_NONE: Final = 0
GAP_SPACE: Final = 1
GAP_LINE: Final = 2
GAP_START: Final = 3
GAPS: Final = 4

CASES: Final = 10
SHAPES: Final = 1024
SUFFIXES: Final = 4096
PREFIXES: Final = 1024

# A token of more pieces than this is a URL, a hash or a line of dashes: its tail says nothing.
MAX_PIECES_PER_TOKEN: Final = 8

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Features:
    """One window of n tokens and t word pieces, with [CLS] first and [SEP] last.

    `pieces`, `cases` and `gaps` have length t; `first` and `last` (length n) are the positions of
    each token's first and last piece; `shapes`, `suffixes` and `prefixes` have length n.
    """

    pieces: Ints
    cases: Ints
    gaps: Ints
    first: Ints
    last: Ints
    shapes: Ints
    suffixes: Ints
    prefixes: Ints


def case_class(word: str) -> int:
    """The letter case of a word as one of `CASES` classes."""
    if word.isdigit():
        return 1
    if not any(c.isalnum() for c in word):
        return 2
    if not any(c.isalpha() for c in word):
        return 3
    if word.islower():
        return 4
    if word.isupper():
        return 5 if len(word) == 1 else 6
    if word[0].isupper():
        return 7 if word[1:].islower() else 8
    return 9


def shape(word: str) -> str:
    """The word with letters as X or x and digits as d, runs cut at three: `Kyiv` -> `Xxxx`."""
    out: list[str] = []
    run = 0
    for char in word[:24]:
        kind = "d" if char.isdigit() else "x" if char.islower() else "X" if char.isalpha() else char
        run = run + 1 if out and out[-1] == kind else 1
        if run <= 3:
            out.append(kind)
    return "".join(out)


def bucket(text: str, buckets: int) -> int:
    """A hash that is the same in every process and on every machine (unlike `hash`)."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass")) % buckets


def read_vocabulary(path: Path) -> dict[str, int]:
    """The word pieces of `path`, one a line, numbered from 0."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


class Vocabulary:
    """Word pieces of single tokens, remembered, because most tokens come again."""

    def __init__(self, vocabulary: dict[str, int]) -> None:
        tokenizer = Tokenizer(
            WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100)
        )
        tokenizer.normalizer = BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = BertPreTokenizer()
        self._tokenizer = tokenizer
        self._unknown = vocabulary["[UNK]"]
        self.cls = vocabulary["[CLS]"]
        self.sep = vocabulary["[SEP]"]
        self._seen: dict[str, tuple[tuple[int, ...], int, int, int, int]] = {}

    def text_pieces(self, text: str, limit: int) -> list[int]:
        """The pieces of a running text, framed by [CLS] and [SEP], as the encoder was trained."""
        pieces = self._tokenizer.encode(text, add_special_tokens=False).ids
        return [self.cls, *pieces[: limit - 2], self.sep]

    def word(self, word: str) -> tuple[tuple[int, ...], int, int, int, int]:
        """Pieces, case class, shape bucket, suffix bucket and prefix bucket of one token."""
        found = self._seen.get(word)
        if found is None:
            pieces = tuple(self._tokenizer.encode(word, add_special_tokens=False).ids)
            lower = word.lower()
            found = (
                pieces[:MAX_PIECES_PER_TOKEN] or (self._unknown,),
                case_class(word),
                bucket(shape(word), SHAPES),
                bucket(lower[-3:], SUFFIXES),
                bucket(lower[:3], PREFIXES),
            )
            if len(self._seen) > 200_000:
                self._seen.clear()
            self._seen[word] = found
        return found

    def features(self, words: Sequence[str], gaps: Sequence[int]) -> Features:
        """The features of one window. `gaps[i]` is the gap kind before `words[i]`."""
        pieces, cases, piece_gaps = [self.cls], [0], [GAP_START]
        first: list[int] = []
        last: list[int] = []
        shapes: list[int] = []
        suffixes: list[int] = []
        prefixes: list[int] = []
        for word, gap in zip(words, gaps, strict=True):
            ids, case, shape_, suffix, prefix = self.word(word)
            first.append(len(pieces))
            pieces.extend(ids)
            last.append(len(pieces) - 1)
            cases.extend([case] * len(ids))
            piece_gaps.append(gap)
            piece_gaps.extend([GAP_NONE] * (len(ids) - 1))
            shapes.append(shape_)
            suffixes.append(suffix)
            prefixes.append(prefix)
        pieces.append(self.sep)
        cases.append(0)
        piece_gaps.append(GAP_NONE)
        return Features(
            *(
                np.asarray(column, dtype=np.int64)
                for column in (pieces, cases, piece_gaps, first, last, shapes, suffixes, prefixes)
            )
        )
