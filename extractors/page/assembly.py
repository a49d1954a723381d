"""Pieces of text to a document's text and blocks, with offsets that slice to the words.

In: ``Piece`` values in reading order. Out: (text, blocks): the blocks in order, separated by
a blank line, never overlapping and never empty. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.page.decode import clean
from extractors.page.words import page_words
from extractors.records import Block, BlockKind

SEPARATOR = "\n\n"

# A day's live page has some 2,000 blocks; a page with more is a log or an attack.
MAX_BLOCKS = 5_000
# Longer than any paragraph; the parser's time grows with it.
MAX_BLOCK_CHARACTERS = 20_000

# What is as long and stands in the text for a second time is no refrain.
LONG = 240

# A "related stories" heading ends the article only near its end.
TAIL_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one kind, not yet placed. ``date`` is set for a dated post's text."""

    kind: BlockKind
    text: str
    date: datetime | None = None


def assemble(title: str, pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Text and blocks, the title first. Pieces that repeat the title or are empty are left out."""
    placed: list[Piece] = []
    told: set[str] = set()
    heading = clean(title)
    if heading:
        placed.append(Piece("title", heading))
    for piece in pieces:
        words = clean(piece.text)[:MAX_BLOCK_CHARACTERS].rstrip()
        repeats_title = len(placed) <= 2 and words.casefold() == heading.casefold()
        repeats_last = bool(placed) and words == placed[-1].text
        # Some pages carry their text twice, once for a script that shows it.
        repeats = piece.kind == "paragraph" and piece.date is None and len(words) >= LONG
        repeats = repeats and words in told
        told.add(words)
        if words and not repeats_title and not repeats_last and not repeats:
            placed.append(replace(piece, text=words))
        if len(placed) == MAX_BLOCKS:
            break
    return _place(placed)


def _place(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    blocks: list[Block] = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        blocks.append(Block(start, end, piece.kind, piece.date))
        start = end + len(SEPARATOR)
    return SEPARATOR.join(piece.text for piece in pieces), tuple(blocks)


def without_furniture(pieces: Iterable[Piece], names: Collection[str] = ()) -> list[Piece]:
    """The pieces that are text: dates of issue, advertising labels, "read more" lines, blocks
    without a letter (clocks, page numbers) and those that are only one of ``names`` (authors,
    the site) go.
    """
    furniture = page_words().furniture
    unwanted = {name.casefold() for name in names}
    kept = [
        piece
        for piece in pieces
        if (text := clean(piece.text))
        and not furniture.fullmatch(text)
        and text.casefold() not in unwanted
        and (piece.kind == "table" or any(map(str.isalpha, text)))
    ]
    return _without_tail(kept)


def _without_tail(pieces: list[Piece]) -> list[Piece]:
    lengths = [len(piece.text) for piece in pieces]
    whole = sum(lengths)
    for index, piece in enumerate(pieces):
        is_tail = piece.kind == "heading" and clean(piece.text).casefold() in page_words().tails
        if is_tail and sum(lengths[index:]) <= TAIL_SHARE * whole:
            return pieces[:index]
    return pieces
