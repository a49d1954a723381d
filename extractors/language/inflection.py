"""A lemma by the dictionary: a word, its tag and the model's guess in, a lemma out.

The model guesses how a word's ending changes without seeing its letters one by one, so that a
rare verb can lose one too many ("violat"). WordNet's exception lists and rules of detachment
(morphy: Fellbaum 1998, ch. 1; https://wordnet.princeton.edu/documentation/morphy7wn) settle what
they know; the guess stands for the rest. Table: `inflections.csv`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from importlib.resources import files

# Penn tag -> (ending, what replaces it), tried in this order
DETACHMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "VBZ": (("s", ""), ("ies", "y"), ("es", "e"), ("es", "")),
    "VBD": (("ed", "e"), ("ed", ""), ("ied", "y"), ("d", "")),
    "VBN": (("ed", "e"), ("ed", ""), ("ied", "y"), ("d", "")),
    "VBG": (("ing", "e"), ("ing", ""), ("ying", "ie")),
    "VB": (("", ""),),
    "VBP": (("", ""),),
}
NOUN_TAGS = frozenset({"NNS"})
DOUBLED = frozenset("bdfgklmnprstz")  # letters that double before an ending: "permitted"
AUXILIARY = frozenset({"be", "have", "do"})


@cache
def _table() -> dict[tuple[str, str], tuple[str, ...]]:
    text = files("extractors.language").joinpath("inflections.csv").read_text("utf-8")
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        found[row["form"], row["pos"]].append(row["lemma"])
    return {key: tuple(lemmas) for key, lemmas in found.items()}


@cache
def lemma_of(word: str, tag: str, guess: str) -> str:
    """The lemma of `word` tagged `tag` (Penn Treebank), `guess` where the dictionary is silent."""
    lowered = word.lower().replace("’", "'")
    if tag in DETACHMENTS:
        if guess in AUXILIARY:
            return guess
        known = _verb_lemmas(lowered, tag)
        return guess if guess in known or not known else known[0]
    if tag in NOUN_TAGS:
        known = _table().get((lowered, "n"), ())
        if known:
            return guess if guess in known else known[0]
        return guess if guess != lowered or not _ends_regularly(lowered) else lowered[:-1]
    return guess


def _ends_regularly(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ies"))


def _verb_lemmas(word: str, tag: str) -> tuple[str, ...]:
    """Every verb of the dictionary that `word` can be a form of, irregular ones first."""
    table = _table()
    found = [lemma for lemma in table.get((word, "v"), ()) if lemma != word or tag in {"VB", "VBP"}]
    if tag in {"VBD", "VBN"} and not found and (word, "v") in table and not word.endswith("ed"):
        found.append(word)  # "cut", "hit": past like present
    for ending, replacement in DETACHMENTS[tag]:
        if not word.endswith(ending) or len(word) <= len(ending) + 1:
            continue
        stem = word[: len(word) - len(ending)]
        doubled = len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] in DOUBLED
        for candidate in (stem + replacement, stem[:-1] if doubled else ""):
            if (candidate, "v") in table and candidate in table[candidate, "v"]:
                found.append(candidate)
    return tuple(dict.fromkeys(found))
