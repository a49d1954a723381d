"""Cue words of negation, doubt and exclusiveness in a sentence: text in, words out."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from extractors.grammar import read_table

Kind = Literal["negation", "hedge", "doubt", "strict"]


@cache
def _pattern(kind: Kind) -> re.Pattern[str]:
    words = read_table("warehouse.crosscheck.slots", "cues")[kind].split()
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def cues(kind: Kind, text: str) -> tuple[str, ...]:
    """The cue words of one kind in ``text``, in lower case, in order."""
    found = _pattern(kind).finditer(text)
    return tuple(m.group().lower() for m in found if not _is_month(m.group(), text, m.end()))


def _is_month(word: str, text: str, end: int) -> bool:
    """ "in May", "14 May", "May 2015": a capital inside a sentence, or a number beside it."""
    if word != "May":
        return False
    start = end - len(word)
    inside = start > 0 and text[:start].rstrip()[-1:] not in {"", ".", "!", "?", '"', "“"}
    return inside or text[end:].lstrip()[:1].isdigit()
