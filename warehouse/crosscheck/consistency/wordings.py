"""What a claim denies or affirms, read off the parse of its wording.

In: claims and the language pipeline. Out: `Told` values that the rules of contradiction compare.
Touches only ``denials.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from extractors.attribution import factuality
from extractors.dates import find_moments
from extractors.grammar import read_table, subject
from extractors.quantities import find_quantities
from extractors.records import Claim, DateSpan, Quantity
from warehouse.crosscheck.consistency.reading import UNDATED

PACKAGE = "warehouse.crosscheck.consistency"
#: A denial in the manner of rhetoric ("Not once did anyone warn us") is held against the facts.
ASSERTED = ("fact", "opinion", "forecast", "rhetoric")
#: Dependents that a predicate is denied of.
_OBJECTS = ("obj", "nsubj:pass", "nsubjpass", "dobj")
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "NUM"})
#: Verbs and nouns too general to tell two things apart.
LIGHT = frozenset(
    [
        "be",
        "have",
        "do",
        "make",
        "take",
        "go",
        "get",
        "give",
        "put",
        "say",
        "become",
        "use",
        "include",
        "hold",
        "come",
        "see",
        "there",
        "it",
        "one",
        "that",
        "this",
        "thing",
        "time",
        "way",
        "part",
        "lot",
        "year",
        "day",
    ]
)


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence's parse: ``lemmas`` in order, ``core`` the lemmas of what is denied or told.

    ``text`` is the sentence, ``names`` its proper nouns, ``subjects`` the lemmas of the main
    subject, ``actors`` the proper nouns in it; ``denies`` is True where it says that something is
    not so, ``focus`` is then the predicate and the thing that are denied.
    """

    text: str
    tokens: tuple[Any, ...]
    lemmas: str
    core: tuple[Any, ...]
    core_lemmas: str
    subjects: frozenset[str]
    actors: frozenset[str]
    names: frozenset[str]
    denies: bool
    focus: tuple[Any, ...]
    amounts: tuple[Quantity, ...]
    dates: tuple[DateSpan, ...]

    @property
    def content(self) -> frozenset[str]:
        return frozenset(
            t.lemma_.lower()
            for t in self.core
            if t.pos_ in CONTENT and t.lemma_.lower() not in LIGHT
        )

    @property
    def happened(self) -> frozenset[str]:
        """The content without verbs whose clause is open: "wanted to learn how a war is fought"."""
        verbs = [t for t in self.core if t.pos_ == "VERB"]
        firm = {
            t.lemma_.lower()
            for t in verbs
            if not any(
                factuality(above).certainty == "UNDERSPECIFIED"
                for above in (t, *t.ancestors)
                if above.pos_ == "VERB"
            )
        }
        return self.content - ({t.lemma_.lower() for t in verbs} - firm)


@dataclass(frozen=True, slots=True)
class Told(Telling):
    """A claim with the parse of its wording."""

    claim: Claim

    @property
    def voice(self) -> tuple[str, ...]:
        return tuple(s.entity or s.text.lower() for s in self.claim.sources if s.text)


@cache
def words(key: str) -> frozenset[str]:
    return frozenset(read_table(PACKAGE, "denials")["words"][key])


@cache
def kinds() -> dict[str, dict[str, re.Pattern[str] | None]]:
    """For each kind its denied, negative and affirmed phrases, each as one pattern of lemmas."""
    table: dict[str, dict[str, list[str]]] = read_table(PACKAGE, "denials")["kinds"]
    return {
        name: {key: _pattern(phrases) for key, phrases in row.items()}
        for name, row in table.items()
    }


def _pattern(phrases: Sequence[str]) -> re.Pattern[str] | None:
    if not phrases:
        return None
    longest = sorted(phrases, key=lambda p: (-len(p), p))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])")


def read_claims(claims: Sequence[Claim], nlp: Callable[[str], Any]) -> list[Told]:
    """The claims that assert, each with the parse of its wording."""
    asserted = [c for c in claims if c.kind in ASSERTED and c.wording]
    return [_told(c, read_telling(c.wording, nlp(c.wording), c.said_at)) for c in asserted]


def _told(claim: Claim, telling: Telling) -> Told:
    parts: dict[str, Any] = {f.name: getattr(telling, f.name) for f in fields(telling)}
    return Told(claim=claim, **parts)


def read_telling(text: str, doc: Any, said_at: datetime | None) -> Telling:
    """What a parsed sentence denies or tells."""
    tokens = tuple(t for t in doc if not t.is_space)
    lemmas = lemma_string(tokens)
    negators = _negators(tokens, lemmas)
    core = _denied(tokens, negators[0]) if len(negators) == 1 else tokens
    main = next((t for t in core if t.dep_ in ("root", "ROOT")), None) or _top(core)
    who = subject(main)[0] if main is not None else None
    phrase = tuple(who.subtree) if who is not None else ()
    actors = frozenset(t.lemma_.lower() for t in phrase if t.pos_ == "PROPN")
    return Telling(
        text, tokens, lemmas, core, lemma_string(core),
        frozenset({who.lemma_.lower()} if who is not None else ()),
        actors, frozenset(t.text.lower() for t in tokens if t.pos_ == "PROPN"),
        len(negators) == 1, _focus(negators[0], core) if len(negators) == 1 else (),
        tuple(find_quantities(doc, parts=True)), tuple(find_moments(doc, said_at or UNDATED)),
    )  # fmt: skip


def _focus(negator: Any, core: Sequence[Any]) -> tuple[Any, ...]:
    """The predicate that is denied and what it is denied of: "damaged" and "aircraft"."""
    inside = {t.i for t in core}
    main = _top(core)
    found: list[Any] = []
    if negator.dep_ == "det" and negator.head.lemma_.lower() not in words("grounds"):
        found.append(negator.head)
    if main is not None:
        found += [main, *(c for c in main.children if c.dep_ in _OBJECTS)]
        for inner in (c for c in main.children if c.dep_ in ("xcomp", "ccomp")):
            found += [inner, *(c for c in inner.children if c.dep_ in _OBJECTS)]
    kept = {t.i: t for t in found if t.i in inside or t is negator.head}
    return tuple(
        t
        for t in kept.values()
        if t.pos_ in ("NOUN", "VERB", "PROPN", "ADJ")
        and t.lemma_.lower() not in LIGHT | words("negators") | words("anyone")
    )


def lemma_string(tokens: Iterable[Any]) -> str:
    return " ".join(t.lemma_.lower() for t in tokens if not t.is_punct)


def _negators(tokens: Sequence[Any], lemmas: str) -> list[Any]:
    """The words that deny; of "not once", "not a single" the first."""
    if any(re.search(rf"(?<!\w){re.escape(h)}(?!\w)", lemmas) for h in words("harmless")):
        return [t for t in tokens if t.lower_ in words("negators")] and [None, None]
    return [t for t in tokens if t.lower_ in words("negators")]


def _denied(tokens: Sequence[Any], negator: Any) -> tuple[Any, ...]:
    """What the negator denies: the clause of its verb, or what there is no evidence of."""
    head = negator
    if head.dep_ in ("det", "advmod", "neg", "amod", "case") and head.head is not None:
        head = head.head
    if head.lemma_ in words("grounds") or negator.head.lemma_ in words("grounds"):
        ground = head if head.lemma_ in words("grounds") else negator.head
        clause = next(
            (
                c
                for above in (ground, ground.head)
                for c in above.children
                if c.dep_.startswith(("acl", "ccomp")) and c.i > ground.i
            ),
            None,
        )
        if clause is not None:
            return tuple(t for t in clause.subtree if not t.is_space)
    while head.pos_ not in ("VERB", "AUX") and head.dep_ not in ("root", "ROOT"):
        if head.head.i == head.i:
            break
        head = head.head
    left_out = {
        t.i
        for inner in head.subtree
        if inner.dep_.startswith("advcl") and inner.i != head.i
        for t in inner.subtree
    }
    return tuple(
        t for t in head.subtree if t.i not in left_out and t.i != negator.i and not t.is_space
    )


def _top(core: Sequence[Any]) -> Any | None:
    inside = {t.i for t in core}
    return next((t for t in core if t.head.i not in inside or t.head.i == t.i), None)
