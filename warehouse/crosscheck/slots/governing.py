"""Whether a cue word governs what two sides share: a parsed side and its answered words in.

"Apparently inspired by the speech, at least 84 died" doubts the motive and not the dead; "nobody
on the ground was hurt when the plane fell" denies nothing of the fall. A cue governs the subtree of
the word that it hangs on; an adjective only the noun beside it (de Marneffe et al. 2021, Universal
Dependencies, section 2: modifiers depend on what they modify).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from extractors.extraction import Side, Word
from warehouse.crosscheck.slots.cues import Kind, cue_starts

#: Share of the answered words that must stand under the cue.
SHARE: Final = 0.5
#: Relations, without their subtypes, by which a cue hangs on the word that it speaks of.
PRESUPPOSING: Final = frozenset(
    ["having", "because", "after", "although", "though", "while", "despite"]
)
HANGING: Final = frozenset(["aux", "advmod", "neg", "det", "mark", "cc", "case", "discourse"])


def governs(kind: Kind, side: Side, answered: Iterable[Word]) -> bool:
    """True where a cue of the kind stands above at least half of the words."""
    starts = {word.start for word in answered}
    if not starts:
        return bool(cue_starts(kind, side.text))
    return any(
        len(starts & _below(token)) >= SHARE * len(starts) for token in _cue_tokens(kind, side)
    )


def _cue_tokens(kind: Kind, side: Side) -> Iterator[Any]:
    wanted = set(cue_starts(kind, side.text))
    for token in side.doc:
        # "couldn't" is one cue and two tokens: the second stands inside it
        if token.idx in wanted or (kind == "negation" and token.lower_ in {"n't", "n’t"}):
            yield token


def _below(cue: Any) -> set[int]:
    """Where the words start that the cue, a spaCy token, speaks of."""
    relation = cue.dep_.split(":")[0]
    if relation == "amod":
        return {t.idx for t in (cue.head, *cue.head.lefts)}
    root = cue.head if relation in HANGING else cue
    if root.dep_ in {"amod", "advmod"}:
        root = root.head
    given = {t.idx for child in root.children if _is_given(child) for t in child.subtree}
    return {t.idx for t in root.subtree} - given


def _is_given(clause: Any) -> bool:
    """Whether what stands over a clause leaves it as it is: "never forgave them for having left".

    Perfect gerunds and the clauses of reason, time and concession are presupposed (Levinson 1983,
    "Pragmatics", section 4.2).
    """
    if clause.dep_ not in {"advcl", "acl", "acl:relcl"}:
        return False
    marks = {c.lower_ for c in clause.children if c.dep_ in {"mark", "advmod", "aux"}}
    return bool(marks & PRESUPPOSING)
