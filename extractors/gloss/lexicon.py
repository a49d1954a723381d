"""The Russian lexicon: lemmas and set phrases with their English glosses, function words by kind.

`russian/lexicon.tsv` (lemma, part of speech, glosses, the usual one first) and `phrases.tsv` were
written for this project, the lemmas chosen by how often Russian news has them; `grammar.toml` has
the function words. Reads its files once a process.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

#: The lexicon's parts of speech for each of UD's, the likeliest first.
_KINDS: Final = {
    "NOUN": ("noun", "adj", "num"),
    "PROPN": ("noun", "adj"),
    "ADJ": ("adj", "noun", "adv", "num"),
    "DET": ("adj", "pron"),
    "PRON": ("pron", "noun", "adj"),
    "VERB": ("verb", "adv", "adj", "noun"),
    "AUX": ("verb",),
    "ADV": ("adv", "adj", "conj", "part", "noun"),
    "ADP": ("prep", "adv"),
    "CCONJ": ("conj", "part"),
    "SCONJ": ("conj", "part", "adv"),
    "PART": ("part", "conj", "adv"),
    "NUM": ("num", "noun", "adv"),
    "INTJ": ("part", "adv"),
}
#: What the lexicon writes for a word that English has none for.
NOTHING: Final = "-"


def _read(name: str) -> str:
    return files("extractors.gloss").joinpath("russian").joinpath(name).read_text("utf-8")


@cache
def _grammar() -> dict[str, Any]:
    return tomllib.loads(_read("grammar.toml"))


def grammar(table: str) -> dict[str, Any]:
    """A table of `grammar.toml`."""
    found: dict[str, Any] = _grammar()[table]
    return found


@cache
def _lexicon() -> dict[tuple[str, str], tuple[str, ...]]:
    made: dict[tuple[str, str], tuple[str, ...]] = {}
    for line in _read("lexicon.tsv").splitlines():
        if line and not line.startswith("#"):
            lemma, pos, glosses = line.split("\t")
            made[lemma, pos] = tuple(g.strip() for g in glosses.split(";") if g.strip())
    return made


@cache
def glosses(lemma: str, pos: str) -> tuple[str, ...]:
    """The English glosses of a lemma as UD's ``pos``, the usual one first; () where unknown."""
    known = _lexicon()
    for kind in _KINDS.get(pos, ("noun", "verb", "adj", "adv")):
        found = known.get((lemma, kind))
        if found:
            return found
    return ()


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Set phrases by their first word: words, part of speech, English; the longest first."""
    made: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for line in _read("phrases.tsv").splitlines():
        if line and not line.startswith("#"):
            words, pos, english = line.split("\t")
            parts = tuple(words.split())
            made.setdefault(parts[0], []).append((parts, pos, english))
    for rows in made.values():
        rows.sort(key=lambda row: -len(row[0]))
    return made


@cache
def light_verb(verb: str, noun: str) -> str | None:
    """The English of a verb with its object as one: "принимать" + "участие" -> "take part"."""
    rows = [*_phrases().get(verb, ()), *_phrases().get(noun, ())]
    for words, pos, english in rows:
        if pos == "verb" and len(words) == 2 and set(words) == {verb, noun}:
            return str(english)
    return None


def phrase_at(
    lemmas: Sequence[str], forms: Sequence[str], place: int
) -> tuple[int, str, str] | None:
    """The set phrase that begins at ``place``: its length, part of speech and English, or None.

    A word of a phrase is matched by its lemma or by the form in the text ("по словам").
    """
    for words, pos, english in _phrases().get(lemmas[place], ()) or _phrases().get(
        forms[place].replace("ё", "е"), ()
    ):
        if place + len(words) > len(lemmas):
            continue
        if all(
            word in {lemmas[place + n], forms[place + n].replace("ё", "е")}
            for n, word in enumerate(words)
        ):
            return len(words), pos, english
    return None
