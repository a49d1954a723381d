"""What an assertion says, and what follows from it: Assertion in, Propositions out.

"They fought in the region" also says that they were there: frames whose participants are at the
place of the event give a second proposition, presence. Nothing follows about presence from a
denial, so there it is marked ``entailed=False``: it may be set beside, never rest on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.grammar import all_frames
from extractors.records import Argument, Assertion

PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class Proposition:
    """A predicate class with its arguments. ``frame`` is "" where only the lemma is known.

    ``direct`` is what the assertion itself says; what follows from it is not. ``entailed`` is
    False for what neither says nor follows.
    """

    frame: str
    lemma: str
    arguments: tuple[Argument, ...]
    entailed: bool = True
    direct: bool = True


def propositions(assertion: Assertion) -> tuple[Proposition, ...]:
    """The asserted proposition for each frame first, then what it entails."""
    found = [
        Proposition(name, assertion.predicate, assertion.arguments)
        for name in assertion.frames or ("",)
    ]
    affirmed = assertion.polarity == "POS"
    for name in assertion.frames:
        frame = all_frames()[name]
        for implied in sorted(frame.implies):
            found.append(Proposition(implied, "", assertion.arguments, affirmed, False))
        if frame.present and name != PRESENCE:
            found.extend(_presences(assertion, frame.present))
    return tuple(found)


def _presences(assertion: Assertion, roles: frozenset[str]) -> list[Proposition]:
    places = [replace(a, role="place") for a in assertion.arguments if a.role in {"place", "goal"}]
    if not places:
        return []
    return [
        Proposition(
            PRESENCE, "", (_owned(a, assertion), *places), assertion.polarity == "POS", False
        )
        for a in assertion.arguments
        if a.role in roles
    ]


def _owned(argument: Argument, assertion: Assertion) -> Argument:
    """Whom a state sends somewhere are its own: "the state sent troops" are that state's troops."""
    names = {c for c in argument.concepts if c.startswith("@")}
    if not names and argument.role == "theme":
        for agent in assertion.arguments:
            if agent.role == "agent":
                names.update(c for c in agent.concepts if c.startswith("@"))
    return replace(argument, role="theme", concepts=tuple(sorted({*argument.concepts, *names})))
