"""Cue words of negation, doubt and exclusiveness in a sentence: text in, words out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from extractors.grammar import read_table

Kind = Literal["negation", "implied", "hedge", "doubt", "strict", "discredits", "suspends"]


#: "No fewer than six" and "not only" deny nothing; "cannot leave until Friday" has them
#: leave, "cannot export more than a ton" lets them export.
_BOUND = re.compile(
    r"no\W+sooner\b|(?:hardly|scarcely)\W+(?:had|has|have|was|were)\b|no\W+(?:fewer|less|more|later|earlier)\W+than|not\W+(?:only|just|least)\b|no\W+doubt\b"
    r"|\w*(?:not|n't|n’t|never)\b(?:\W+\w+){0,8}?\W+(?:until|till)\b"
    r"|\w*(?:not|n't|n’t)\b(?:\W+\w+){1,4}?\W+more\W+than\b",
    re.IGNORECASE,
)


#: Two that undo each other: "nobody denies that it fell", "no longer in doubt".
_DOUBLE = re.compile(
    r"(?:nobody|no\W+one|none|not|n't|n’t|never|no\W+longer)\W+(?:\w+\W+){0,3}?"
    r"(?:den(?:y|ies|ied|ying)|disput\w+|doubt\w*|question\w*|rejects?|rejected|dismiss\w*)\b",
    re.IGNORECASE,
)


@cache
def _pattern(kind: Kind) -> re.Pattern[str]:
    words = read_table("warehouse.crosscheck.slots", "cues")[kind].split()
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def cues(kind: Kind, text: str) -> tuple[str, ...]:
    """The cue words of one kind in ``text``, in lower case, in order."""
    return tuple(m.group().lower() for m in _found(kind, text))


def unshared(claim: str, passage: str) -> list[str]:
    """The strict words of a claim that a passage has in no form: not "last" where it has "final".

    A passage that denies has "never".
    """
    found = set(cues("strict", passage))
    if cues("negation", passage):
        found.add("never")
    told = set(re.findall(r"\w+", passage.lower()))
    return [
        word
        for word in cues("strict", claim)
        if word not in found and not any(word in group and group & told for group in _alike())
    ]


def discredited(claim: str, passage: str) -> bool:
    """Whether a passage may tell an event only to reject, imagine or miss it.

    Not where the claim has the same words: "the forged letter" is told of "the forged letter".
    """
    return bool(set(cues("discredits", passage)) - set(cues("discredits", claim)))


def suspended(claim: str, passage: str) -> bool:
    """The same, or only to charge somebody with it, to foretell it or to set it beside another."""
    return discredited(claim, passage) or bool(
        set(cues("suspends", passage)) - set(cues("suspends", claim))
    )


@cache
def _alike() -> tuple[frozenset[str], ...]:
    groups = read_table("warehouse.crosscheck.slots", "cues")["alike"]
    return tuple(frozenset(group.split()) for group in groups)


def cue_starts(kind: Kind, text: str) -> tuple[int, ...]:
    """Where they start in ``text``, in order."""
    return tuple(m.start() for m in _found(kind, text))


def _found(kind: Kind, text: str) -> Iterator[re.Match[str]]:
    undone = [m.span() for m in _DOUBLE.finditer(text)] if kind == "negation" else []
    for match in _pattern(kind).finditer(text):
        if any(start <= match.start() < end for start, end in undone):
            continue
        bounds = kind == "negation" and _BOUND.match(text, match.start())
        if not bounds and not _is_month(match.group(), text, match.end()):
            yield match


def _is_month(word: str, text: str, end: int) -> bool:
    """ "in May", "14 May", "May 2015": a capital inside a sentence, or a number beside it."""
    if word != "May":
        return False
    start = end - len(word)
    inside = start > 0 and text[:start].rstrip()[-1:] not in {"", ".", "!", "?", '"', "“"}
    return inside or text[end:].lstrip()[:1].isdigit()
