"""Text cut into words for the date and quantity grammars, with what each word may begin.

In: a string, or a spaCy Doc. Out: `Words`, parallel lists (one entry a word), so that a rule
asks `words.low[i]` and never slices the text.

A word is a number with its separators ("1,500", "18:00", "12.11.2024"), a run of letters, or
one sign. "12th", "1950s" and "10k" are therefore two words that touch (`words.joined(i)`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

# Longer texts are read to here: half a million characters are a book of 200 pages, and a page of
# an outlet that is longer is not an article. The worst text costs 30 microseconds a character.
MAX_CHARS = 500_000

_WORD = re.compile(r"\d+(?:,\d{3}(?!\d))*(?:[.:]\d+)*|[^\W\d_]+|[^\w\s]|_")
DASHES = frozenset("-–—‑−")
_SENTENCE_END = frozenset(".!?;…")


@dataclass(slots=True)
class Words:
    """The words of one text. `tokens` maps a character offset to a parsed token, or is empty."""

    text: str
    raw: list[str]
    low: list[str]
    start: list[int]
    end: list[int]
    tokens: dict[int, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.raw)

    def at(self, i: int) -> str:
        """The lower-cased word, or "" outside the text."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def joined(self, i: int) -> bool:
        """Whether nothing stands between the word and the one before it."""
        return 0 < i < len(self.start) and self.start[i] == self.end[i - 1]

    def newline_before(self, i: int) -> bool:
        """Whether a line ends between the word and the one before it."""
        return 0 < i < len(self.start) and "\n" in self.text[self.end[i - 1] : self.start[i]]

    def starts_sentence(self, i: int) -> bool:
        """Whether the word opens the text, a line, a sentence or a quotation."""
        if i <= 0 or self.newline_before(i):
            return True
        return self.raw[i - 1] in _SENTENCE_END or self.raw[i - 1] in '"“‘:•*'

    def ends_sentence(self, i: int) -> bool:
        """Whether the word at `i` is a mark that closes a sentence, or `i` is past the end."""
        return i >= len(self.raw) or self.raw[i] in _SENTENCE_END

    def pos(self, i: int) -> str:
        """Universal part of speech of the word, "" where the text was not parsed."""
        token = self.tokens.get(self.start[i]) if self.tokens else None
        return str(token.pos_) if token is not None else ""

    def token(self, i: int) -> Any | None:
        """The parsed token that starts where the word starts; None for plain text."""
        return self.tokens.get(self.start[i]) if 0 <= i < len(self.start) else None


def cut(text_or_doc: Any) -> Words:
    """Words of a string or of a spaCy Doc (with its tokens), up to `MAX_CHARS` characters."""
    text = text_or_doc if isinstance(text_or_doc, str) else str(text_or_doc.text)
    text = text[:MAX_CHARS]
    raw: list[str] = []
    start: list[int] = []
    end: list[int] = []
    for match in _WORD.finditer(text):
        raw.append(match.group())
        first, last = match.span()
        start.append(first)
        end.append(last)
    low = [word.lower() for word in raw]
    tokens: dict[int, Any] = {}
    if not isinstance(text_or_doc, str):
        tokens = {token.idx: token for token in text_or_doc}
    return Words(text, raw, low, start, end, tokens)


def plain_int(words: Words, i: int, most: int) -> int | None:
    """Value of a word of plain digits up to `most`; None for "1,500" or "1.5"."""
    word = words.at(i)
    if not word.isdecimal() or len(word) > 4:
        return None
    value = int(word)
    return value if value <= most else None
