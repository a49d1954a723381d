"""Cue words of negation, doubt and exclusiveness in a sentence: text in, words out."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from extractors.grammar import read_table

Kind = Literal["negation", "hedge", "strict"]


@cache
def _pattern(kind: Kind) -> re.Pattern[str]:
    words = read_table("warehouse.crosscheck.slots", "cues")[kind].split()
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def cues(kind: Kind, text: str) -> tuple[str, ...]:
    """The cue words of one kind in ``text``, in lower case, in order."""
    return tuple(word.lower() for word in _pattern(kind).findall(text))
