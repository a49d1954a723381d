"""Who speaks, as an editor needs it: printed words and folded entity in, a name out. Pure.

A pronoun is never a name: "he" becomes whom it stands for, where that is known. A speaker without
a name ("Western officials") is said to be one. Institutions and outlets are not anonymous.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from warehouse.reports.model import PassageView

PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "one"}
    | {"who", "which", "that", "this", "these", "those"}
)
SMALL = frozenset(
    {"a", "an", "and", "at", "by", "de", "der", "for", "in", "la", "of", "on", "the", "to", "von"}
)
#: Of a pronoun for which the text gives nobody: whom it means has to be read on the page.
NAMED_BEFORE = "someone named before"
UNNAMED = "an unnamed source"
#: The people of the view `anonymous_only`: a kind of person, and no name behind it.
NAMELESS = re.compile(
    r"^[^,]*\b(?:officials?|sources?|people|persons?|diplomats?|aides?|insiders?|witness(?:es)?"
    r"|experts?|analysts?|observers?|soldiers?|officers?|executives?|employees?|lawmakers?"
    r"|residents?|locals|others|some|many|one)\b[^A-ZÀ-ÖØ-Þ,]*$"
)
#: In a verdict's reason, a pronoun where a name should stand: "BBC, quoting he: ...".
QUOTING_NOBODY = re.compile(rf", quoting (?:{'|'.join(sorted(PRONOUNS))})(?=[:, .])", re.IGNORECASE)


def speaker(text: str, entity: str) -> str:
    """A source by its name: never "he", and said so where the text hides it."""
    words = " ".join(text.split())
    if words and words.lower() not in PRONOUNS:
        return words
    name = entity.strip()
    if name and name.lower() not in PRONOUNS:
        return " ".join(map(_capital, name.split())) if name.islower() else name
    return NAMED_BEFORE if words else UNNAMED


def _capital(word: str) -> str:
    return word if word in SMALL else word[:1].upper() + word[1:]


def anonymous(name: str) -> bool:
    """Whether a speaker is told by kind alone: "Western officials", not "the ministry"."""
    return name != UNNAMED and NAMELESS.match(name) is not None


def marked(name: str) -> str:
    """The speaker, said to be anonymous where it is: "Western officials (not named)"."""
    return f"{name} (not named)" if anonymous(name) else name


def inside(passage: PassageView) -> Sequence[str]:
    """The speakers of a passage, outermost first, without the outlet itself."""
    return [name for name in passage.said_by if name.lower() != passage.outlet.lower()]


def chain(passage: PassageView) -> str:
    """Who said it, from the outlet inwards: "BBC ← Seoul's spy agency"."""
    return " ← ".join((passage.outlet, *map(marked, inside(passage))))


def voice(passage: PassageView) -> str:
    """Who said it, within a sentence: "BBC, quoting Ukrainian officials (not named),"."""
    named = inside(passage)
    return f"{passage.outlet}, quoting {marked(named[-1])}," if named else passage.outlet


def without_pronouns(reason: str) -> str:
    """A verdict's reason with no pronoun for a speaker; that somebody is quoted stays said."""
    return QUOTING_NOBODY.sub(f", quoting {NAMED_BEFORE}", reason)
