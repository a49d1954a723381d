"""What happened to a counted thing: the role of a quantity.

In: `Words` and the words of one quantity with its counted noun. Out: a role of
`roles.toml`, or None. With a parse, the noun itself, its participle and the
verbs above it are asked; without one, or where the tree is silent, the nearest cue in the clause.
"""

from __future__ import annotations

from functools import cache

from extractors.grammar import Words, ones
from extractors.quantities.cues import cue_at, cue_of, forms_of, role_table
from extractors.quantities.trees import in_tree
from extractors.quantities.units import lemma_of

#: How far behind the counted people a hospital may stand.
HOSPITAL_REACH = 9


@cache
def _scope(key: str) -> frozenset[str]:
    return frozenset(role_table()["scope"][key])


def role_of(
    words: Words, first: int, end: int, noun_end: int, money: bool = False
) -> tuple[str | None, bool]:
    """Role of the quantity at words `first` to `end`, whose counted noun ends at `noun_end`.

    True beside it where the counted words themselves say so ("600 dead").
    """
    role, told = _single_role(words, first, end, noun_end, money)
    if role in ("killed", "wounded") and _killed_or_wounded(words, noun_end):
        role = "casualties"
    return role, told


def _killed_or_wounded(words: Words, noun_end: int) -> bool:
    """ "4,000 soldiers had been killed or wounded" counts both together."""
    harmed = {"killed", "dead", "wounded", "injured", "captured", "missing"}
    for i in range(noun_end, min(len(words) - 2, noun_end + 8)):
        if words.low[i] in _scope("stops"):
            return False
        if words.low[i] in harmed and words.low[i + 1] in ("or", "and"):
            return words.low[i + 2] in harmed
    return False


def _single_role(
    words: Words, first: int, end: int, noun_end: int, money: bool
) -> tuple[str | None, bool]:
    own = _inside(words, end, noun_end)
    if own is not None and lemma_of(words.at(noun_end - 1)) not in role_table()["persons"]["nouns"]:
        return own, True
    token = words.token(end - 1)
    if token is not None:
        told = in_tree(token, money)
        if told == "":
            return None, False
        if told is not None:
            return _worker(words, end, noun_end, told), False
    told = _nearest(words, first, noun_end, 5 if token is not None or own is not None else None)
    if told is None:
        return ("wounded" if _in_hospital(words, noun_end) else None), False
    return _worker(words, end, noun_end, told), False


def _in_hospital(words: Words, noun_end: int) -> bool:
    """ "54 children were taken to a nearby hospital": hurt, and not dead. Nurses work there."""
    for i in range(noun_end, min(len(words), noun_end + HOSPITAL_REACH)):
        if words.low[i] in _scope("stops") or words.low[i] in _scope("conjunctions"):
            return False
        if words.low[i] in _scope("hospitals"):
            between = set(words.low[noun_end:i])
            return bool(between & _scope("towards")) and not between & _scope("staying")
    return False


def _worker(words: Words, end: int, noun_end: int, role: str) -> str:
    if role != "fired":
        return role
    nouns = frozenset(role_table()["workers"]["nouns"])
    return "laid off" if {w.rstrip("s") for w in words.low[end:noun_end]} & nouns else role


def _inside(words: Words, end: int, noun_end: int) -> str | None:
    """A role told by the counted noun or its adjective: "4,700 casualties", "600 dead"."""
    for i in range(noun_end, end - 1, -1):
        if i >= len(words) or (
            i == noun_end and noun_end > end and not _adjective_behind(words, i)
        ):
            continue
        cue = cue_at(words, i)
        if cue is None:
            continue
        role, kind, _ = cue
        if kind in ("noun", "adjective") and i < noun_end:
            return role
        if kind == "adjective":
            return role
        form = kind == "verb" and words.low[i].endswith(("ed", "n", "t"))
        if form and (i < noun_end or (noun_end == end and _participle(words, i))):
            return role
    return None


def _adjective_behind(words: Words, i: int) -> bool:
    cue = cue_of(words.at(i))
    return cue is not None and cue[1] == "adjective"


def _participle(words: Words, i: int) -> bool:
    """Whether "killed" behind a noun says what was done to it: no object follows."""
    after = words.at(i + 1)
    if after in _scope("after_participle"):
        return True
    return words.ends_sentence(i + 1) or after in (",", ")", ":", "-", "–", "—", "”", '"')


def _nearest(words: Words, first: int, noun_end: int, reach: int | None) -> str | None:
    """The nearest cue in the clause; a comma, number or conjunction between adds to its cost."""
    limit = float(reach if reach is not None else role_table()["scope"]["reach"])
    before = _toward(words, first - 1, -1, limit, noun_end)
    behind = _toward(words, noun_end, 1, limit, noun_end)
    if before is None or behind is None:
        found = before or behind
        return found[1] if found is not None else None
    return before[1] if before[0] <= behind[0] else behind[1]


def _toward(
    words: Words, i: int, step: int, limit: float, noun_end: int
) -> tuple[float, str] | None:
    """Cost and role of the first fitting cue from word `i` in one direction."""
    cost = 0.0
    while 0 <= i < len(words):
        if step > 0 and i == noun_end and words.low[i] == ",":
            # ", including children, were killed"
            close = _closing(words, i)
            if close is not None:
                i, cost = close + 1, cost + 2
                continue
        cost += 1 + _crossing(words, i)
        if cost > limit or words.newline_before(i if step > 0 else i + 1):
            return None
        if words.low[i] in _scope("stops") and not _initial(words, i):
            return None
        cue = cue_at(words, i)
        if cue is not None:
            single = words.at(noun_end - 2) == "one" or words.at(noun_end - 1) == "one"
            far = single or cost > role_table()["scope"]["weak"]
            weak = words.low[i] in _weak() and far
            return (cost, cue[0]) if not weak and _fits(words, i, cue, step, noun_end) else None
        i += step
    return None


def _closing(words: Words, i: int) -> int | None:
    """The comma that ends an insertion opened by the comma at `i`."""
    if words.at(i + 1) not in _scope("insertions"):
        return None
    for k in range(i + 2, min(len(words), i + 12)):
        if words.low[k] == ",":
            return k
        if words.low[k] in _scope("stops"):
            return None
    return None


def _initial(words: Words, i: int) -> bool:
    """Whether a full stop belongs to an abbreviation such as "U.S."."""
    return words.low[i] == "." and i > 0 and len(words.raw[i - 1]) == 1 and words.joined(i)


@cache
def _weak() -> frozenset[str]:
    return frozenset(
        form for lemma in role_table()["scope"]["weak_verbs"] for form in forms_of(lemma)
    )


def _crossing(words: Words, i: int) -> float:
    scope = role_table()["scope"]
    word = words.low[i]
    if word == ",":
        return float(scope["comma"])
    if word[0].isdigit() or (word in ones() and word != "one"):
        return float(scope["number"])
    return float(scope["conjunction"]) if word in _scope("conjunctions") else 0.0


def _fits(words: Words, i: int, cue: tuple[str, str, int], step: int, noun_end: int) -> bool:
    _, kind, length = cue
    if kind == "adjective":
        return step > 0
    if kind == "noun":
        return step < 0 or words.low[i].endswith("s") is False or i <= noun_end + 2
    helped = bool(set(words.low[max(0, i - 3) : i]) & (_scope("helpers")))
    if step < 0:
        # "20 civilians were killed, 300 shells": a passive looks back to its own subject
        passive = bool(
            set(words.low[max(0, i - 2) : i]) & {"was", "were", "been", "being", "are", "is"}
        )
        return not passive or kind == "agent" or words.at(i + 1) in ("in", "with")
    if kind == "agent":
        return True
    if words.low[i].endswith("ing"):
        # "ran over 10 people, killing one": what follows is its object
        return False
    return (
        helped and not set(words.low[max(0, i - 2) : i]) <= {"have", "has", "had"}
    ) or _participle(words, i + length - 1)
