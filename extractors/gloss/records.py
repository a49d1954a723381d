"""A gloss: a text told in English words, each of which knows the words that it stands for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """An English word or phrase for ``source[start:end]`` of the text it glosses.

    What English adds ("the", "is", "that") spans the word it was added for.
    """

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece as it stands in a gloss: ``text[at:to]``, for ``source[start:end]``."""

    at: int
    to: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gloss:
    """``text`` in English for a source text; ``placed`` in the order of ``text``.

    ``sentences`` are the source's, each with where its gloss stands.
    """

    text: str
    placed: tuple[Placed, ...]
    sentences: tuple[Placed, ...] = ()

    def source_span(self, at: int, to: int) -> tuple[int, int] | None:
        """The stretch of the source that ``text[at:to]`` stands for; None if it is of no word."""
        inside = [p for p in self.placed if p.at < to and p.to > at]
        if not inside:
            return None
        return min(p.start for p in inside), max(p.end for p in inside)

    def sentence_span(self, at: int, to: int) -> tuple[int, int] | None:
        """The source's whole sentences that ``text[at:to]`` is of; None if it is of none."""
        inside = [s for s in self.sentences if s.at < to and s.to > at]
        if not inside:
            return None
        return min(s.start for s in inside), max(s.end for s in inside)
