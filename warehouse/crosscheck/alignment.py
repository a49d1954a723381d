"""Do two phrases mean the same thing, and which of them is narrower? Concepts in, a word out.

The answer is what the evidence's phrase is to the claim's: "same", "narrower" (evidence speaks of
a part or kind of it), "wider", "different" or "unknown". Monotonicity does the rest: a denial of
the wider covers the narrower, an affirmation of the narrower supports the wider.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from extractors.entities import compatible, government_of, is_part_of
from extractors.grammar import antonyms, hypernyms, synonyms, wider_concepts
from extractors.records import Argument

Match = Literal["same", "narrower", "wider", "different", "unknown"]
# Words that point without saying at what: nothing may rest on them
POINTING = frozenset(
    [
        "it",
        "they",
        "them",
        "he",
        "she",
        "we",
        "i",
        "you",
        "this",
        "that",
        "these",
        "those",
        "one",
        "which",
        "who",
        "what",
        "there",
        "something",
        "someone",
        "thing",
        "other",
        "same",
        "such",
    ]
)


ORDINAL = re.compile(
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d+(st|nd|rd|th)"
)


def names(argument: Argument) -> frozenset[str]:
    return frozenset(c[1:] for c in argument.concepts if c.startswith("@"))


def kinds(argument: Argument) -> frozenset[str]:
    return frozenset(c for c in argument.concepts if c.startswith(("#", "=")))


def modifiers(argument: Argument) -> frozenset[str]:
    return frozenset(c[1:] for c in argument.concepts if c.startswith("~"))


def is_pointing(argument: Argument) -> bool:
    """True for a pronoun or "this" whose antecedent was not found."""
    return not names(argument) and all(k.removeprefix("=") in POINTING for k in kinds(argument))


def _unsaid_which(one: Argument, other: Argument) -> bool:
    """ "the troops" against "French troops": whether they are the same is not in the words."""
    bare = one.determiner == "the" and not names(one)
    return bare and bool(names(other))


def phrase_match(claim: Argument, evidence: Argument) -> Match:
    """What ``evidence`` is to ``claim``, by the names in them and the kind of thing they are."""
    if is_pointing(claim) or is_pointing(evidence):
        return "unknown"
    if _unsaid_which(claim, evidence) or _unsaid_which(evidence, claim):
        return "unknown"
    by_name = _name_match(names(claim), names(evidence))
    if kinds(claim) and kinds(evidence):
        by_kind = _kind_match(kinds(claim), kinds(evidence))
    elif names(claim) and names(evidence):
        by_kind = "same"  # a bare name against "the company X": the name decides
    else:
        by_kind = "unknown"  # whether "the firm" is X is not in the words
    if "different" in (by_kind, by_name):
        return "different"
    by_modifier = _modifier_match(modifiers(claim), modifiers(evidence))
    return _joined(_joined(by_kind, by_name), by_modifier)


def place_match(claim: Argument, evidence: Argument) -> Match:
    """The same for places: a town is narrower than its region."""
    ours, theirs = _finest(names(claim)), _finest(names(evidence))
    if not ours or not theirs:
        if _unsaid_which(claim, evidence) or _unsaid_which(evidence, claim):
            return "unknown"
        if not kinds(claim) or not kinds(evidence):
            return "unknown"
        shared = _kind_match(kinds(claim), kinds(evidence))
        return "unknown" if shared == "different" else shared
    if any(compatible(a, b) for a in ours for b in theirs):
        return "same"
    if any(is_part_of(b, a) for a in ours for b in theirs):
        return "narrower"
    if any(is_part_of(a, b) for a in ours for b in theirs):
        return "wider"
    return "different"


def _finest(places: frozenset[str]) -> frozenset[str]:
    """ "Russia's Kursk region" is the region: a place that holds another one named is dropped."""
    return frozenset(p for p in places if not any(o != p and is_part_of(o, p) for o in places))


def _joined(one: Match, other: Match) -> Match:
    if one == "same":
        return other
    if other in {"same", one}:
        return one
    return "unknown"


def _name_match(claim: frozenset[str], evidence: frozenset[str]) -> Match:
    if not claim and not evidence:
        return "same"
    if not claim:
        return "narrower"
    if not evidence:
        return "wider"
    ours = {a for a in claim if any(same_actor(a, b) for b in evidence)}
    theirs = {b for b in evidence if any(same_actor(a, b) for a in claim)}
    if not ours:
        return "different"
    if ours == claim and theirs == evidence:
        return "same"
    if ours == claim:
        return "narrower"
    return "wider" if theirs == evidence else "unknown"


def _modifier_match(claim: frozenset[str], evidence: frozenset[str]) -> Match:
    """ "young soldiers" are narrower than "soldiers"; "young" and "tired" ones do not compare."""
    ours = {a for a in claim if a not in evidence and not synonyms(a, "a") & evidence}
    theirs = {b for b in evidence if b not in claim and not synonyms(b, "a") & claim}
    if any(antonyms(a, "a") & theirs for a in ours):
        return "different"
    if any(ORDINAL.fullmatch(a) for a in ours) and any(ORDINAL.fullmatch(b) for b in theirs):
        return "different"  # the first is not the second
    if ours and theirs:
        return "unknown"
    if ours:
        return "wider"
    return "narrower" if theirs else "same"


def same_actor(one: str, other: str) -> bool:
    """The same entity, or a state and the government, capital or leader that stands for it."""
    if compatible(one, other):
        return True
    return government_of(one) == other or government_of(other) == one


def _kind_match(claim: frozenset[str], evidence: frozenset[str]) -> Match:
    results = {_kind(a, b) for a in claim for b in evidence}
    for answer in ("same", "narrower", "wider"):
        if answer in results:
            return answer
    return "different"


@cache
def _kind(claim: str, evidence: str) -> Match:
    if claim == evidence:
        return "same"
    if claim in wider_concepts(evidence):
        return "narrower"
    if evidence in wider_concepts(claim):
        return "wider"
    ours, theirs = claim[1:], evidence[1:]
    if claim.startswith("=") and evidence.startswith("="):
        if theirs in synonyms(ours, "n"):
            return "same"
        if ours in hypernyms(theirs, "n"):
            return "narrower"
        if theirs in hypernyms(ours, "n"):
            return "wider"
    return "different"
