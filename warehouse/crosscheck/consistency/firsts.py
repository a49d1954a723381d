"""What is the first of its kind cannot have one before it.

Fires on "It was the airline's first crash" against "Its earlier crash killed two".
Must not fire on "The first crash killed two" against "the second crash killed nine": the two are
counted, and neither is said to be without another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from warehouse.crosscheck.consistency.reading import Article, Judgement
from warehouse.crosscheck.consistency.wordings import Told
from warehouse.crosscheck.quoting import short

RULE = "repetition/first/1"
_FIRST = re.compile(
    r"\b(?:is|was|be|marked|mark|suffered|became)\b[^.;,]{0,30}?\b(?:(?:\w+['’]s|its|their|his"
    r"|her)\s+(?:very\s+)?first(?:\s+ever)?"
    r"|the\s+(?:very\s+)?first(?:\s+ever)?)\s+(?P<noun>(?:[\w-]+\s+){0,2}?[\w-]+)"
    r"(?=\s*(?:$|[.,;:)]|in\s+(?:its|their|his|her|the)\s+(?:history|life)|ever\b|of its kind))",
    re.IGNORECASE,
)
_AGAIN = (
    r"\b(?:second|third|fourth|fifth|earlier|previous|another|two earlier|two previous)\s+"
    r"(?:[\w-]+\s+)?{}s?\b"
)


def apply(article: Article, told: Sequence[Told]) -> Iterator[Judgement]:
    """One judgement for each first that another claim gives an earlier one."""
    for one in told:
        found = _FIRST.search(one.claim.wording)
        if found is None or one.denies:
            continue
        noun = found["noun"].split()[-1].lower()
        again = re.compile(_AGAIN.format(re.escape(noun)), re.IGNORECASE)
        for other in told:
            if other is one or other.denies or other.claim.kind != "fact":
                continue
            if one.voice and other.voice and one.voice != other.voice:
                continue
            if one.actors and other.actors and not one.actors & other.actors:
                continue
            if again.search(other.claim.wording) and one.claim.sentence_start != (
                other.claim.sentence_start
            ):
                yield Judgement(
                    "contradiction",
                    ((one.claim.start, one.claim.end), (other.claim.start, other.claim.end)),
                    False,
                    RULE,
                    f"The article calls it the first {noun} (“{short(one.claim.wording, 90)}”) and"
                    f" tells of another before it (“{short(other.claim.wording, 90)}”).",
                )
                break
