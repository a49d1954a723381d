"""Whether two predicates assert the same kind of thing, its opposite, or neither."""

from __future__ import annotations

from typing import Final, Literal

from extractors.grammar import all_frames, antonyms, synonyms
from warehouse.crosscheck.propositions import Proposition

Link = Literal["same", "opposite"]
#: Roles that may stand for each other: "A fought with B", "signed between A and B".
ROLE_MATES: Final = {
    "agent": ("agent", "with"),
    "theme": ("theme",),
    "recipient": ("recipient", "goal"),
    "with": ("with", "agent", "theme"),
    "place": ("place", "goal"),
    "goal": ("goal", "place", "recipient"),
    "source": ("source",),
    "topic": ("topic", "theme"),
    "property": ("property",),
}


def predicate_link(ours: Proposition, theirs: Proposition) -> Link | None:
    """ "same" by frame, lemma or synonym; "opposite" by disjoint frames or antonyms; or None."""
    if ours.frame and ours.frame == theirs.frame:
        return "same"
    if ours.frame and theirs.frame:
        return "opposite" if theirs.frame in all_frames()[ours.frame].opposes else None
    if not ours.lemma or not theirs.lemma:
        return None
    if ours.lemma == theirs.lemma or theirs.lemma in synonyms(ours.lemma, "v"):
        return "same"
    if theirs.lemma in antonyms(ours.lemma, "v") or theirs.lemma in antonyms(ours.lemma, "a"):
        return "opposite"
    return None
