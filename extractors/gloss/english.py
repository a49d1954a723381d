"""English forms: a base form and what is wanted of it in, the inflected form out.

Pure but for `irregular.txt`. Regular spelling by Quirk et al. 1985, sections 3.5 to 3.10 and 5.80.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

_VOWELS: Final = "aeiou"
_DOUBLES = re.compile(r"(?:^|[^aeiou])[aeiou][bdgklmnprtz]$")
#: Verbs of more syllables that double their last letter, for they are stressed on it.
_STRESSED: Final = frozenset(
    {"admit", "commit", "permit", "submit", "omit", "refer", "occur", "prefer", "transfer", "deter"}
    | {
        "control",
        "expel",
        "compel",
        "repel",
        "patrol",
        "equip",
        "regret",
        "begin",
        "forget",
        "rebel",
    }
    | {
        "dispel",
        "propel",
        "incur",
        "confer",
        "infer",
        "emit",
        "transmit",
        "outfit",
        "upset",
        "kidnap",
    }
)
_PLURALS: Final = {
    "child": "children", "person": "people", "foot": "feet",
    "tooth": "teeth", "mouse": "mice", "wife": "wives", "life": "lives", "knife": "knives",
    "half": "halves", "leaf": "leaves", "shelf": "shelves", "thief": "thieves", "wolf": "wolves",
    "crisis": "crises", "basis": "bases", "analysis": "analyses", "criterion": "criteria",
    "phenomenon": "phenomena", "datum": "data",
}  # fmt: skip
#: Nouns without a plural of their own.
_SAME: Final = frozenset(
    {"aircraft", "series", "species", "means", "police", "military", "news", "personnel", "data"}
    | {"information", "infantry", "artillery", "equipment", "ammunition", "evidence", "dead"}
    | {"wounded", "injured", "people", "troops", "weaponry", "aid", "help", "money", "manpower"}
    | {"staff", "work", "intelligence", "armor", "armour", "fighting", "shelling", "damage"}
    | {"traffic", "debris", "wreckage", "fire support", "air defence", "media", "missing"}
    | {"authorities", "losses", "talks", "funds", "clothes", "headquarters", "goods", "killed"}
)


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    text = files("extractors.gloss").joinpath("irregular.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {base: (past, participle) for base, past, participle in rows}


def _first(phrase: str) -> tuple[str, str]:
    """A verb and what follows it: "take part" -> ("take", " part")."""
    verb, gap, rest = phrase.partition(" ")
    return verb, gap + rest


def past(phrase: str) -> str:
    """ "take part" -> "took part"."""
    verb, rest = _first(phrase)
    known = _irregular().get(verb)
    return (known[0] if known else _ed(verb)) + rest


def participle(phrase: str) -> str:
    """ "take part" -> "taken part"."""
    verb, rest = _first(phrase)
    known = _irregular().get(verb)
    return (known[1] if known else _ed(verb)) + rest


def third(phrase: str) -> str:
    """ "carry out" -> "carries out"."""
    verb, rest = _first(phrase)
    irregular = {"be": "is", "have": "has", "do": "does", "go": "goes"}
    return irregular.get(verb, _s(verb)) + rest


def gerund(phrase: str) -> str:
    """ "lie" -> "lying", "run" -> "running"."""
    verb, rest = _first(phrase)
    if verb.endswith("ie"):
        made = verb[:-2] + "ying"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        made = verb[:-1] + "ing"
    elif _doubles(verb):
        made = verb + verb[-1] + "ing"
    else:
        made = verb + "ing"
    return made + rest


def plural(phrase: str) -> str:
    """ "fighting vehicle" -> "fighting vehicles", "head of state" -> "heads of state"."""
    head, of, rest = phrase.partition(" of ")
    before, gap, noun = head.rpartition(" ")
    if noun in _SAME or head in _SAME:
        made = noun
    elif noun.endswith("man") and noun not in {"human", "German", "Roman", "Ottoman"}:
        made = noun[:-2] + "en"
    elif noun in _PLURALS:
        made = _PLURALS[noun]
    elif noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        made = noun
    else:
        made = _s(noun)
    return before + gap + made + of + rest


def _ed(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _doubles(verb) else "") + "ed"


def _s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")) or word in {"hero", "potato", "veto", "echo"}:
        return word + "es"
    return word + "s"


def _doubles(verb: str) -> bool:
    if verb in _STRESSED:
        return True
    syllables = len(re.findall(r"[aeiouy]+", verb))
    return syllables == 1 and _DOUBLES.search(verb) is not None
