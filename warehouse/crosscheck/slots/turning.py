"""Who does it to whom, turned round: "the South supplied the North", "the North ... the South".

In: two sides. Out: whether the passage has as actor whom the claim has acted upon, and nowhere the
claim's own actor. Names alone are asked, whatever the verbs: two reports of one event share them.
Agents of a converse ("sold to", "bought from") would look turned; they are looked up first.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.extraction import Side
from extractors.grammar import read_table
from extractors.records import Argument, Assertion
from warehouse.crosscheck.alignment import same_actor

Names = frozenset[str]


def turned_round(claim: Side, passage: Side) -> bool:
    """True where the passage's actor is the claim's other party, and the claim's actor is none."""
    theirs = list(_parties(passage))
    for predicate, actors, others in _parties(claim):
        if not actors or not others or _share(actors, others):
            continue
        straight = any(_share(actors, doing) for _, doing, _ in theirs)
        turned = any(
            _share(others, doing) and not is_converse(predicate, other)
            for other, doing, _ in theirs
        )
        if turned and not straight:
            return True
    return False


def is_converse(one: str, other: str) -> bool:
    """Whether two predicates tell one event from its two ends: "import", "export"."""
    pairs = read_table("warehouse.crosscheck.slots", "cues")["converse"]
    return any({one, other} == set(pair.split()) for pair in pairs)


def _parties(side: Side) -> Iterator[tuple[str, Names, Names]]:
    """Predicate, names of its actor, and names of its other arguments."""
    for assertion in side.assertions:
        actors = _names(side, assertion, True)
        yield assertion.predicate, actors, _names(side, assertion, False) - actors


def _names(side: Side, assertion: Assertion, of_actor: bool) -> Names:
    spans = [a for a in assertion.arguments if (a.role == "agent") is of_actor and _is_party(a)]
    return frozenset(
        m.entity for m in side.mentions for a in spans if a.start <= m.start and m.end <= a.end
    )


def _is_party(argument: Argument) -> bool:
    return argument.role not in {"place", "topic", "property"}


def _share(ours: Names, theirs: Names) -> bool:
    return any(same_actor(one, other) for one in ours for other in theirs)
