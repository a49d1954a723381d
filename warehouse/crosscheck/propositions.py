"""What an assertion says, and what follows from it: Assertion in, Propositions out.

"They fought in the region" also says that they were there: frames whose participants are at the
place of the event give a second proposition, presence. Nothing follows about presence from a
denial, so there it is marked ``entailed=False``: it may be set beside, never rest on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.frames import all_frames
from extractors.records import Argument, Assertion

PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class Proposition:
    """A predicate class with its arguments. ``frame`` is "" where only the lemma is known."""

    frame: str
    lemma: str
    arguments: tuple[Argument, ...]
    entailed: bool


def propositions(assertion: Assertion) -> tuple[Proposition, ...]:
    """The asserted proposition for each frame first, then what it entails."""
    found = [
        Proposition(name, assertion.predicate, assertion.arguments, True)
        for name in assertion.frames or ("",)
    ]
    for name in assertion.frames:
        frame = all_frames()[name]
        for implied in sorted(frame.implies):
            found.append(Proposition(implied, "", assertion.arguments, assertion.polarity == "POS"))
        if frame.present and name != PRESENCE:
            found.extend(_presences(assertion, frame.present))
    return tuple(found)


def _presences(assertion: Assertion, roles: frozenset[str]) -> list[Proposition]:
    places = [replace(a, role="place") for a in assertion.arguments if a.role in {"place", "goal"}]
    if not places:
        return []
    certain = assertion.polarity == "POS"
    return [
        Proposition(PRESENCE, "", (replace(a, role="theme"), *places), certain)
        for a in assertion.arguments
        if a.role in roles
    ]
