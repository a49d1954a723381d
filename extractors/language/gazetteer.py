"""Known names as features: which tokens are part of a listed country, city, people or title.

In: the tokens of a window. Out: a float array [n, 2 * kinds] of 0 and 1: for each kind of list
whether the token begins, or goes on with, a listed name. The longest match wins within a kind. The
lists were frozen into the model's folder when it was trained (`gazetteer.txt`: `kind<TAB>name`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

KINDS: Final = (
    "country",
    "capital",
    "city",
    "region",
    "area",
    "people",
    "organisation",
    "office",
    "honorific",
    "calendar",
)
WIDTH: Final = 2 * len(KINDS)


class Gazetteer:
    """The lists of one `gazetteer.txt`, looked up without regard to case."""

    def __init__(self, path: Path) -> None:
        self._names: tuple[dict[tuple[str, ...], bool], ...] = tuple({} for _ in KINDS)
        self._longest: dict[str, int] = {}
        number = {kind: i for i, kind in enumerate(KINDS)}
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, _, name = line.partition("\t")
            words = tuple(name.split(" "))
            self._names[number[kind]][words] = True
            self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def flags(self, words: Sequence[str]) -> NDArray[np.float32]:
        """The features of `words`."""
        lowered = [word.lower().replace("’", "'") for word in words]
        found = np.zeros((len(words), WIDTH), dtype=np.float32)
        free = [0] * len(KINDS)
        for i, word in enumerate(lowered):
            for length in range(min(self._longest.get(word, 0), len(words) - i), 0, -1):
                stretch = tuple(lowered[i : i + length])
                for kind, names in enumerate(self._names):
                    if free[kind] <= i and stretch in names:
                        free[kind] = i + length
                        found[i, 2 * kind] = 1.0
                        found[i + 1 : i + length, 2 * kind + 1] = 1.0
        return found
