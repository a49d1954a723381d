"""Where an article states a total, and whether two counted things can be added.

In: a `Sentence`. Out: its totals with the strength of their cue. Touches ``consistency.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractors.grammar import concept_of, hypernyms, read_table, synonyms, wider_concepts
from warehouse.crosscheck.consistency.numbers import PACKAGE, Amount
from warehouse.crosscheck.consistency.reading import Sentence, phrases

#: A sum that is so far off is more likely to be misread than miscounted by the article.
FAR = 1.6


@dataclass(frozen=True, slots=True)
class Stated:
    """The index of a total among its sentence's amounts.

    ``strong`` where the words say "in all"; ``doubtful`` where only its place says that it is one.
    """

    index: int
    strong: bool
    doubtful: bool


def stated_totals(sentence: Sentence) -> Iterator[Stated]:
    """Each total once, the strongest cue first."""
    seen: set[int] = set()
    for pattern, strong in (
        (_behind(), True),
        (_before(), False),
        (_hence(), False),
        (_CLOSING, False),
        (_TRAILING, False),
    ):
        for found in pattern.finditer(sentence.template):
            index = int(found["total"])
            if pattern is _hence():
                clause = re.split(r"[.;:]", sentence.template[found.end("cue") :])[0]
                index = int(re.findall(r"⟨(\d+)⟩", clause)[-1])
            sure = strong or _is_strong(found)
            if index not in seen:
                seen.add(index)
                yield Stated(index, sure, pattern is _TRAILING)


def _is_strong(found: re.Match[str]) -> bool:
    cue = found["cue"].lower()
    if _OPENS.match(found.string) and found.string.count("⟨") == 1:
        return True
    return cue in read_table(PACKAGE, "consistency")["totals"]["behind"] or "total" in cue


#: "three in May, two in June: five arrests."
_CLOSING = re.compile(r"(?P<cue>[:—–=])\s*⟨(?P<total>\d+)⟩(?:\s+[\w-]+){0,3}\s*[.!?]?$")
_TRAILING = re.compile(
    r"(?P<cue>,)\s*⟨(?P<total>\d+)⟩\s+(?:people|persons|men|in number|lives|dead)\s*[.!?]?$"
)
#: "That makes 42": the sum of what went before.
_OPENS = re.compile(
    r"\W*(?:that|this|together|the (?:total|sum)|in all|all told|altogether|add)\b", re.I
)


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(
        rf"⟨(?P<total>\d+)⟩(?:\s+[^\s⟨⟩⟪,.;:()]+){{0,5}}?,?\s+"
        rf"(?P<cue>{phrases('totals', 'behind')})(?!\s+with\b)"
        r"(?=\s*(?:[,.;:)\]—–]|$|[a-z]+))",
        re.IGNORECASE,
    )


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?P<cue>{phrases('totals', 'before')}|br(?:ing(?:s|ing)?|ought)\s+"
        rf"(?:\w+\s+){{1,5}}to),?"
        r"\s+(?:of\s+|some\s+|a\s+)?⟨(?P<total>\d+)⟩",
        re.IGNORECASE,
    )


@cache
def _hence() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[,;:—–(]\s*|\band\s+)(?P<cue>{phrases('totals', 'hence')})\b(?!\s+with\b),?"
        r"[^⟨.;:]*⟨(?P<total>\d+)⟩",
        re.IGNORECASE,
    )


def is_group(noun: str) -> bool:
    return noun in read_table(PACKAGE, "consistency")["totals"]["groups"]


def is_general(noun: str) -> bool:
    return noun in read_table(PACKAGE, "consistency")["totals"]["general"]


def addable(part: Amount, whole: Amount) -> bool:
    """The same kind of number, at the same rate: counts with counts, dollars with dollars."""
    if part.kind != whole.kind and not (
        {part.kind, whole.kind} == {"count", "money"} and "" in (part.unit, whole.unit)
    ):
        return False
    if part.kind == "percent" or part.kind == "fraction":
        return part.unit == whole.unit
    if part.kind not in ("count", "money") and part.unit != whole.unit:
        return False
    return part.per == whole.per


def related(part: Amount, whole: Amount) -> bool:
    """Whether the total counts things of the part's kind: "crew" are "people"."""
    one, other = part.unit, whole.unit
    if not one or not other or one == other or other == "own" or one == "own":
        return True
    return (
        is_general(other)
        or (is_person(one) and is_person(other))
        or concept_of(other) in wider_concepts(concept_of(one))
        or other in hypernyms(one, "n")
        or other in synonyms(one, "n")
    )


def near(derived: float, stated: float) -> bool:
    return derived > 0 and stated > 0 and max(derived, stated) / min(derived, stated) <= FAR


@cache
def is_person(noun: str) -> bool:
    return (
        noun in ("people", "man", "woman", "men", "life", "dead", "police", "crew")
        or "#person" in wider_concepts(concept_of(noun))
        or "person" in hypernyms(noun, "n")
    )
