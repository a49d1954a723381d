"""What is told to come after something else should not bear the earlier date.

Fires on "The treaty was signed in June 2022, after the ceasefire of May 2023" (does not hold).
Must not fire on "signed in June 2024, after talks that began in 2022" (2022 is before).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.records import DateSpan
from warehouse.crosscheck.consistency.reading import Article, Judgement, Sentence

RULE = "order/1"
_WAY = re.compile(
    r"(?<!\w)(?P<way>after|before|following|ahead of|prior to)\s+(?P<rest>[^,;.]*)$", re.I
)
_VAGUE = frozenset({"vague", "season", "century"})
#: Between "after" and its date these turn it into something else: "after which", "shortly after".
_NOT = re.compile(r"\b(?:until|since|by|from|that|who|which|to)\b", re.I)


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each pair of dates that a word of order joins in one sentence."""
    for sentence in article.sentences:
        for first, second in pairwise(sentence.dates):
            judgement = _ordered(sentence, first, second)
            if judgement is not None:
                yield judgement


def _ordered(sentence: Sentence, first: DateSpan, second: DateSpan) -> Judgement | None:
    if not (_sure(sentence, first) and _sure(sentence, second)):
        return None
    words = sentence.between(first.end, second.start)
    found = _WAY.search(words)
    if found is None or _NOT.search(found["rest"]) or len(words) > 120:
        return None
    later, earlier = (
        (first, second) if found["way"].lower() in ("after", "following") else (second, first)
    )
    if later.earliest is None or later.latest is None:
        return None
    if earlier.earliest is None or earlier.latest is None:
        return None
    holds = later.latest >= earlier.earliest
    ends = "" if holds else ", which comes first"
    return Judgement(
        "order",
        ((first.start, first.end), (second.start, second.end)),
        holds,
        RULE,
        f"The order of dates {'holds' if holds else 'does not hold'}: the article puts"
        f" “{later.text}” after “{earlier.text}”"
        + ends.replace("which comes", f"but “{later.text}” comes")
        + ".",
    )


def _sure(sentence: Sentence, date: DateSpan) -> bool:
    """A date that names its own day or year, so that no reading of "Monday" decides."""
    if date.precision in _VAGUE:
        return False
    return re.search(r"\b(?:1[5-9]|20)\d\d\b", date.text) is not None
