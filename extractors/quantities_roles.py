"""What happened to a counted thing: the role of a quantity.

In: `Words` and the words of one quantity with its counted noun. Out: a role of
`data/quantities_roles.toml`, or None. With a parse, the noun itself, its participle and the
verbs above it are asked; without one, or where the tree is silent, the nearest cue in the clause.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from extractors.dates_words import Words
from extractors.quantities_numbers import ones


@cache
def _table() -> dict[str, Any]:
    path = Path(__file__).resolve().parent / "data" / "quantities_roles.toml"
    with path.open("rb") as file:
        return tomllib.load(file)


def _forms(lemma: str) -> set[str]:
    """Inflections of an English verb by rule, with the irregular ones of the table."""
    forms = {lemma, *_table()["irregular"].get(lemma, ())}
    if lemma.endswith("e"):
        return forms | {lemma + "d", lemma + "s", lemma[:-1] + "ing"}
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return forms | {lemma[:-1] + "ied", lemma[:-1] + "ies", lemma + "ing"}
    sibilant = lemma.endswith(("s", "sh", "ch", "x"))
    return forms | {lemma + "ed", lemma + ("es" if sibilant else "s"), lemma + "ing"}


@cache
def _cues() -> dict[str, tuple[str, str]]:
    """Word form -> (role, kind): "verb", "agent" (the thing does it), "noun", "adjective"."""
    cues: dict[str, tuple[str, str]] = {}
    for role, entry in _table()["roles"].items():
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
                for form in _forms(lemma):
                    cues.setdefault(form, (role, "agent" if kind == "agent" else "verb"))
    return cues


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple(
        (tuple(phrase.split()), role)
        for role, entry in _table()["roles"].items()
        for phrase in entry.get("phrases", ())
    )


@cache
def _scope(key: str) -> frozenset[str]:
    return frozenset(_table()["scope"][key])


def cue_at(words: Words, i: int) -> tuple[str, str, int] | None:
    """Role, kind and number of words of a cue at word `i`."""
    for phrase, role in _phrases():
        if words.low[i] == phrase[0] and tuple(words.low[i : i + len(phrase)]) == phrase:
            return role, "verb", len(phrase)
    found = _cues().get(words.low[i])
    return (*found, 1) if found is not None else None


def role_of(words: Words, first: int, end: int, noun_end: int) -> str | None:
    """Role of the quantity at words `first` to `end`, whose counted noun ends at `noun_end`."""
    own = _inside(words, end, noun_end)
    if own is not None:
        return own
    token = words.token(end - 1)
    if token is not None:
        told = _in_tree(words, token)
        if told is not None:
            return _worker(words, end, noun_end, told)
    told = _nearest(words, first, noun_end, 5 if token is not None else None)
    return _worker(words, end, noun_end, told) if told is not None else None


def _worker(words: Words, end: int, noun_end: int, role: str) -> str:
    if role != "fired":
        return role
    nouns = frozenset(_table()["workers"]["nouns"])
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
    cue = _cues().get(words.at(i))
    return cue is not None and cue[1] == "adjective"


def _participle(words: Words, i: int) -> bool:
    """Whether "killed" behind a noun says what was done to it: no object follows."""
    after = words.at(i + 1)
    if after in (
        "by",
        "in",
        "on",
        "at",
        "near",
        "during",
        "and",
        "or",
        "since",
        "to",
        "for",
        "from",
        "with",
        "when",
        "as",
        "over",
        "after",
        "before",
        "into",
        "across",
        "along",
        "outside",
        "so",
        "last",
        "this",
        "yesterday",
        "today",
        "while",
        "including",
    ):
        return True
    return words.ends_sentence(i + 1) or after in (",", ")", ":", "-", "–", "—", "”", '"')


def _nearest(words: Words, first: int, noun_end: int, reach: int | None) -> str | None:
    """The nearest cue in the clause; crossing a comma, number or conjunction counts as distance."""
    limit = float(reach if reach is not None else _table()["scope"]["reach"])
    best: tuple[float, str] | None = None
    for step in (-1, 1):
        cost = 0.0
        i = first - 1 if step < 0 else noun_end
        while 0 <= i < len(words):
            cost += 1 + _crossing(words, i)
            if (
                cost > limit
                or words.low[i] in _scope("stops")
                or words.newline_before(i if step > 0 else i + 1)
            ):
                break
            cue = cue_at(words, i)
            if cue is not None and _fits(words, i, cue, step, noun_end):
                if best is None or cost < best[0]:
                    best = (cost, cue[0])
                break
            i += step
    return best[1] if best is not None else None


def _crossing(words: Words, i: int) -> float:
    scope = _table()["scope"]
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
    return (
        helped and not set(words.low[max(0, i - 2) : i]) <= {"have", "has", "had"}
    ) or _participle(words, i + length - 1)


def _lemma_role(token: Any, passive: bool | None) -> str | None:
    """Role a governing token gives; `passive` tells whether the thing is its passive subject."""
    low = token.lower_
    if any(
        child.dep_ == "compound:prt" and child.lower_ in ("down", "off") for child in token.children
    ):
        joined = f"{low} {'down' if any(c.lower_ == 'down' for c in token.children) else 'off'}"
        for phrase, role in _phrases():
            if " ".join(phrase) == joined:
                return role
    found = _cues().get(low) or _cues().get(str(token.lemma_).lower())
    if found is None:
        return None
    role, kind = found
    if kind == "verb" and passive is None:
        return None
    return role


def _in_tree(words: Words, token: Any) -> str | None:
    """Role by dependencies: participle of the noun, then verbs and nouns above it."""
    node = token
    for _ in range(4):
        if (
            node.dep_.split(":")[0] in ("nummod", "compound", "advmod", "flat", "det", "amod")
            and node.head.i != node.i
        ):
            node = node.head
        else:
            break
    for _ in range(2):
        of = [c for c in node.children if c.dep_.startswith("nmod") and c.i > node.i]
        if (
            (node.pos_ == "NUM" or node.lower_.endswith("s"))
            and of
            and any(c.lower_ == "of" for c in of[0].children)
        ):
            for child in of[0].children:
                told = _participle_role(child)
                if told is not None:
                    return told
        break
    own = _cues().get(node.lower_)
    if own is not None and own[1] in ("noun", "adjective"):
        return own[0]
    for child in node.children:
        told = _participle_role(child)
        if told is not None:
            return told
    return _above(node)


def _participle_role(child: Any) -> str | None:
    if child.dep_ in ("acl", "amod") and child.pos_ in ("VERB", "ADJ"):
        found = _cues().get(child.lower_)
        if found is not None and not any(c.dep_ in ("obj", "dobj") for c in child.children):
            return found[0]
    return None


def _above(node: Any) -> str | None:
    for _ in range(4):
        dep, head = node.dep_, node.head
        if head.i == node.i:
            return None
        base = dep.split(":")[0]
        if head.pos_ in ("VERB", "AUX", "ADJ"):
            if dep in ("nsubj:pass", "obj", "dobj", "nsubjpass", "attr") or base in (
                "obl",
                "xcomp",
                "ccomp",
            ):
                told = _lemma_role(head, passive=True)
            elif base in ("nsubj", "csubj"):
                told = _lemma_role(head, passive=None)
            else:
                told = _lemma_role(head, passive=True) if base in ("conj", "advcl", "acl") else None
            if told is not None or base not in ("conj", "appos", "xcomp", "nmod", "obl", "advcl"):
                return told
        elif head.pos_ in ("NOUN", "PROPN"):
            if base in ("nmod", "compound", "appos", "amod", "nummod", "acl"):
                found = _cues().get(head.lower_)
                if (
                    found is not None
                    and found[1] == "noun"
                    and base in ("nmod", "compound", "nummod")
                ):
                    return found[0]
            elif base != "conj":
                return None
        node = head
    return None
