"""The words that say what happened to a counted thing, from `roles.toml`.

In: a word. Out: its role and kind of cue. The table is read once and touched by nobody.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from extractors.grammar import Words


@cache
def role_table() -> dict[str, Any]:
    """The tables of `roles.toml`."""
    path = Path(__file__).parent / "roles.toml"
    with path.open("rb") as file:
        return tomllib.load(file)


def forms_of(lemma: str) -> set[str]:
    """Inflections of an English verb by rule, with the irregular ones of the table."""
    forms = {lemma, *role_table()["irregular"].get(lemma, ())}
    if lemma.endswith("e"):
        return forms | {lemma + "d", lemma + "s", lemma[:-1] + "ing"}
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return forms | {lemma[:-1] + "ied", lemma[:-1] + "ies", lemma + "ing"}
    sibilant = lemma.endswith(("s", "sh", "ch", "x"))
    return forms | {lemma + "ed", lemma + ("es" if sibilant else "s"), lemma + "ing"}


@cache
def cue_table() -> dict[str, tuple[str, str]]:
    """Word form -> (role, kind): "verb", "agent" (the thing does it), "noun", "adjective"."""
    cues: dict[str, tuple[str, str]] = {}
    for role, entry in role_table()["roles"].items():
        for noun in entry.get("nouns", ()):
            plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
            if noun.endswith("ss"):
                plural = noun + "es"
            for form in (noun, plural):
                cues.setdefault(form, (role, "noun"))
        for word in entry.get("adjectives", ()):
            cues.setdefault(word, (role, "adjective"))
        for kind in ("agent", "verbs"):
            for lemma in entry.get(kind, ()):
                for form in forms_of(lemma):
                    cues.setdefault(form, (role, "agent" if kind == "agent" else "verb"))
    return cues


@cache
def cue_phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Cues of one or more words that stand for a verb ("shot down"), with their role."""
    return tuple(
        (tuple(phrase.split()), role)
        for role, entry in role_table()["roles"].items()
        for phrase in entry.get("phrases", ())
    )


@cache
def _phrase_openers() -> frozenset[str]:
    return frozenset(phrase[0] for phrase, _ in cue_phrases())


def cue_at(words: Words, i: int) -> tuple[str, str, int] | None:
    """Role, kind and number of words of a cue at word `i`."""
    word = words.low[i]
    if word in _phrase_openers():
        for phrase, role in cue_phrases():
            if tuple(words.low[i : i + len(phrase)]) == phrase:
                return role, "verb", len(phrase)
    found = cue_table().get(word)
    return (*found, 1) if found is not None else None


def cue_of(form: str) -> tuple[str, str] | None:
    """Role and kind of a word form, or None."""
    return cue_table().get(form)
