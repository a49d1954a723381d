"""From name logits to entity spans with public labels.

The network knows eight types; a place becomes GPE (a state, region or town), FACILITY or LOC (land
and water) by its words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.entities import cities, countries

Floats = NDArray[np.float32]


@cache
def _place_words(kind: str) -> frozenset[str]:
    path = Path(__file__).parent / "language.toml"
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["places"][kind].split())


@cache
def _states() -> frozenset[str]:
    """Names of countries and capitals, as they are written."""
    return frozenset(
        name
        for country in countries().values()
        for name in (*country.names, *country.capitals)
        if len(name) > 1
    )


@cache
def _peoples() -> frozenset[str]:
    """Nationalities as adjectives and nouns that are not the country's own name."""
    words = {w for c in countries().values() for w in (*c.adjectives, *c.nationals)}
    return frozenset(words - _states())


@cache
def _cities() -> frozenset[str]:
    """Cities of more than 300,000: smaller ones share their names with too many firms."""
    return frozenset(name.title() for name, thousands in cities() if thousands > 300)


def best_labels(logits: Floats, labels: Sequence[str]) -> list[str]:
    """The best BIO sequence: I-X only after B-X or I-X (Viterbi; ties go to the lower number)."""
    count, size = logits.shape
    alone = [labels[i] for i in logits.argmax(axis=1).tolist()]
    if _follows(alone):
        return alone
    score = logits.astype(np.float64)
    score = score - score.max(axis=1, keepdims=True)
    allowed = np.zeros((size, size))
    for j, label in enumerate(labels):
        if label.startswith("I-"):
            for i, before in enumerate(labels):
                if before[2:] != label[2:]:
                    allowed[i, j] = -1e9
    best = score[0] + np.array([-1e9 if label.startswith("I-") else 0.0 for label in labels])
    back = np.zeros((count, size), dtype=np.int64)
    for i in range(1, count):
        paths = best[:, None] + allowed
        back[i] = paths.argmax(axis=0)
        best = paths.max(axis=0) + score[i]
    state = int(best.argmax())
    states = [state]
    for i in range(count - 1, 0, -1):
        state = int(back[i, state])
        states.append(state)
    return [labels[s] for s in reversed(states)]


def _follows(tags: Sequence[str]) -> bool:
    """Whether every I-X has a B-X or I-X before it."""
    return all(
        not tag.startswith("I-") or before[2:] == tag[2:]
        for before, tag in zip(("O", *tags), tags, strict=False)
    )


def spans(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """BIO tags -> (start, end, type) in tokens."""
    found: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((i, i + 1, tag[2:]))
        elif tag.startswith("I-") and found:
            start, _, kind = found[-1]
            found[-1] = (start, i + 1, kind)
    return found


def whole_peoples(
    words: Sequence[str], names: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """`names` with every listed nationality of two words ("North Korean") as one NORP.

    A longer name that it is part of ("North Korean People's Army") stays as it is. Here and not
    in training: a closed list knows these for certain, which a tagger learns only nearly.
    """
    found = list(names)
    for start in range(len(words) - 1):
        end = start + 2
        if _as_written(f"{words[start]} {words[start + 1]}") not in _peoples():
            continue
        touched = [n for n in found if n[0] < end and start < n[1]]
        if all(start <= n[0] and n[1] <= end and n[1] - n[0] == 1 for n in touched):
            found = sorted([n for n in found if n not in touched] + [(start, end, "NORP")])
    return found


def _as_written(name: str) -> str:
    """A name of a headline in capitals or a post without any, as lists have it."""
    # "US" and "us" are left alone.
    return name.title() if len(name) > 3 and (name.isupper() or name.islower()) else name


def public_label(kind: str, words: Sequence[str]) -> str:
    """The label that users see for a name of `kind` with these words.

    A country or capital that acts ("Ukraine said") is GPE too, as in OntoNotes; a listed
    nationality ("North Korean") is NORP, a big city that reads like an organisation GPE.
    """
    lowered = {word.lower() for word in words}
    if kind == "PLACE" and lowered & _place_words("built"):
        return "FACILITY"
    if kind == "PLACE" and lowered & _place_words("land"):
        return "LOC"
    if kind not in ("ORG", "EVENT", "PLACE"):
        return kind
    name = _as_written(" ".join(words))
    if name in _peoples():
        return "NORP"
    return "GPE" if kind == "PLACE" or name in _states() or name in _cities() else kind
