"""The word lists of predicates and nouns: a lemma in, the classes it belongs to out.

Reads ``frames.toml`` and ``concepts.toml``, whose headers give their source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from extractors.grammar.tables import read_table

VERBAL = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One predicate class; the fields are explained at the top of ``frames.toml``."""

    name: str
    kind: str
    implies: frozenset[str]
    opposes: frozenset[str]
    present: frozenset[str]
    unique: frozenset[str]
    unaccusative: frozenset[str]
    selects: Mapping[str, tuple[str, ...]]
    recurs: bool
    cumulative: bool


@cache
def all_frames() -> Mapping[str, Frame]:
    """Every frame by name."""
    return {
        name: Frame(
            name=name,
            kind=row.get("kind", "event"),
            implies=frozenset(row.get("implies", ())),
            opposes=frozenset(row.get("opposes", ())),
            present=frozenset(row.get("present", ())),
            unique=frozenset(row.get("unique", ())),
            unaccusative=frozenset(row.get("unaccusative", ())),
            selects={role: tuple(kinds) for role, kinds in row.get("selects", {}).items()},
            recurs=bool(row.get("recurs", False)),
            cumulative=bool(row.get("cumulative", False)),
        )
        for name, row in read_table("extractors.grammar", "frames").items()
    }


@cache
def _index(field: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, row in read_table("extractors.grammar", "frames").items():
        for lemma in row.get(field, ()):
            found.setdefault(lemma, []).append(name)
    return {lemma: tuple(names) for lemma, names in found.items()}


@cache
def frames_of(lemma: str, pos: str, particle: str = "") -> tuple[str, ...]:
    """Names of the frames of ``lemma`` used as ``pos`` (Universal POS tag).

    A phrasal verb ("pull out") is looked up whole and, if it has no class of its own, has none:
    "take off" is not "take".
    """
    if pos in VERBAL:
        if particle:
            return _index("verbs").get(f"{lemma} {particle}", ())
        return _index("verbs").get(lemma, ())
    if pos == "ADJ":
        return _index("adjectives").get(lemma, ())
    return _index("nouns").get(lemma, ())


@cache
def is_event_noun(lemma: str) -> bool:
    """True when a noun names an event or state by itself ("deployment", "ceasefire")."""
    return lemma in _index("nouns")


@cache
def _concept_index() -> Mapping[str, str]:
    return {
        noun: name
        for name, row in read_table("extractors.grammar", "concepts").items()
        for noun in row.get("nouns", ())
    }


def concept_of(lemma: str) -> str:
    """The class of a noun as ``#class``, or ``=lemma`` where it stands for itself."""
    name = _concept_index().get(lemma)
    return f"#{name}" if name else f"={lemma}"


@cache
def wider_concepts(concept: str) -> frozenset[str]:
    """``concept`` and every wider class it is one of: "#mercenary" -> soldier, person."""
    found = {concept}
    table = read_table("extractors.grammar", "concepts")
    pending = [concept.removeprefix("#")] if concept.startswith("#") else []
    while pending:
        for parent in table.get(pending.pop(), {}).get("is", ()):
            if f"#{parent}" not in found:
                found.add(f"#{parent}")
                pending.append(parent)
    return frozenset(found)
