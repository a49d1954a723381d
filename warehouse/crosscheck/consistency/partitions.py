"""Parts that an article tells of a whole, or lists behind a colon, should make up the whole.

Fires on "Of the four who died two were guards and three diplomats" (5 of 4: does not hold) and on
"two of the four were guards; the other two were diplomats" (holds). Must not fire on "Of the
twelve, five were children and two were pregnant": parts need not be all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warehouse.crosscheck.consistency.cues import addable, near, related
from warehouse.crosscheck.consistency.numbers import Amount, Interval, follows, total, written
from warehouse.crosscheck.consistency.reading import Article, Judgement, Sentence
from warehouse.crosscheck.consistency.totals import is_one, judged

RULE = "partition/1"
_A, _B, _C = (rf"⟨(?P<{name}>\d+)⟩" for name in "abc")
_THE = r"(?:the\s+|its\s+|their\s+|his\s+|those\s+|these\s+|all\s+)?"
#: whole first, then two parts; a clause that opens with "of", for "a family of five" is a size
_OF_WHOLE = re.compile(
    rf"(?:^|[,;:—–]\s*|\band\s+)of\s+{_THE}{_A}[^⟨;]*?{_B}[^⟨.;]*?(?:\band\b|,"
    rf"|;)[^⟨.;]{{0,40}}?{_C}",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    rf"{_A}[^⟨.;]*?[,:;(—–]\s*{_B}\s+(?:of\s+(?:them|these|those|which|whom|it)\b)[^⟨.;]*?"
    rf"(?:\band\b|,)[^⟨.;]{{0,40}}?{_C}",
    re.IGNORECASE,
)
#: a part of the whole, and all the others
_OTHERS = re.compile(
    rf"{_B}\s+(?:[\w-]+\s+)?of\s+{_THE}{_A}[^⟨.]*?\b(?:the\s+other|the\s+remaining|the\s+rest,?"
    rf"|leaving"
    rf"|remaining)\s+(?:only\s+|just\s+)?{_C}",
    re.IGNORECASE,
)
_COLON = re.compile(r"^(?P<head>[^:]*⟨(?P<whole>\d+)⟩[^:⟨]*):\s*(?P<list>[^.;:]*)[.!?]?\s*$")


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each whole with its parts, in one sentence."""
    for sentence in article.sentences:
        for pattern, complete in ((_OTHERS, True), (_OF_WHOLE, False), (_OF_THEM, False)):
            for found in pattern.finditer(sentence.template):
                judgement = _parted(sentence, found, complete)
                if judgement is not None:
                    yield judgement
        found_list = _COLON.match(sentence.template)
        if found_list is not None:
            judgement = _listed(sentence, found_list)
            if judgement is not None:
                yield judgement


def _parted(sentence: Sentence, found: re.Match[str], complete: bool) -> Judgement | None:
    whole, one, other = (sentence.amounts[int(found[name])] for name in "abc")
    if not (addable(one, whole) and addable(other, whole)) or whole.kind == "time":
        return None
    if not all(a.exact for a in (whole, one, other)) or not related(other, one):
        return None
    derived = one.interval + other.interval
    holds = derived.meets(whole.interval)
    exceeds = one.value <= whole.value and other.value <= whole.value < derived.low
    if (not holds and not (complete or exceeds)) or not near(one.value + other.value, whole.value):
        return None
    value = one.value + other.value
    reckoned = f"{written(one.value)} + {written(other.value)} = {written(value)}"
    return judged(RULE, (whole, one, other), holds, reckoned, whole)


def _listed(sentence: Sentence, found: re.Match[str]) -> Judgement | None:
    """ "Four died: the ambassador, an officer and two guards"."""
    whole = sentence.amounts[int(found["whole"])]
    if whole.kind != "count" or not whole.exact or whole.per is not None:
        return None
    pieces = [p.strip() for p in re.split(r",\s*(?:and\s+)?|\band\s+", found["list"])]
    pieces = [p for p in pieces if p]
    parts: list[Amount] = []
    singles = 0
    for piece in pieces:
        marks = re.findall(r"⟨(\d+)⟩", piece)
        if len(marks) == 1 and re.match(r"(?:an?other\s+)?⟨", piece):
            parts.append(sentence.amounts[int(marks[0])])
        elif not marks and is_one(sentence, piece):
            singles += 1
        else:
            return None
    if len(pieces) < 2 or " and " not in found["list"]:
        return None
    if not parts or not all(addable(p, whole) and related(p, whole) for p in parts):
        return None
    more = Interval(float(singles), float(singles))
    derived = total(p.interval for p in parts) + more
    value = sum(p.value for p in parts) + singles
    terms = " + ".join([*(written(p.value) for p in parts), *(["1"] * singles)])
    holds = follows(derived, whole)
    if not holds and not near(value, whole.value):
        return None
    return judged(RULE, (whole, *parts), holds, f"{terms} = {written(value)}", whole)
