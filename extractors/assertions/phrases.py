"""Noun phrases: a head token in, an Argument with what it stands for out.

An argument's ``concepts`` mix four alphabets: ``@entity`` (a folded name), ``#class`` (a class of
``grammar/concepts.toml``), ``=lemma`` (a noun that stands for itself) and ``~lemma`` (an
adjective or noun that narrows it down).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from extractors.coreference import Antecedent
from extractors.grammar import Link, children, concept_of, conjuncts, preposition
from extractors.records import (
    Argument,
    Attribution,
    Block,
    DateSpan,
    Mention,
    Quantity,
)

# "a group of soldiers", "thousands of shells": the counted noun carries the meaning
CONTAINERS = frozenset(
    [
        "group",
        "number",
        "hundred",
        "thousand",
        "million",
        "billion",
        "dozen",
        "majority",
        "minority",
        "series",
        "lot",
        "handful",
        "most",
        "some",
        "all",
        "many",
        "several",
        "batch",
        "team",
        "squad",
        "crowd",
        "pair",
        "couple",
        "type",
        "kind",
        "sort",
        "part",
        "half",
        "third",
        "quarter",
        "percent",
        "%",
        "none",
        "one",
        "any",
        "both",
        "few",
        "rest",
        "bulk",
        "total",
    ]
)
QUANTIFIERS = frozenset(
    {"all", "every", "each", "most", "some", "many", "few", "several", "any", "both"}
)
# "about 11,000 of them": modifiers that name whose or what kind the head is
NAMING = ("amod", "compound", "nmod:poss", "flat", "nmod", "appos", "nmod:desc")
PEOPLE = "#person"
# Modifiers that narrow nothing down when two phrases are compared
LOOSE = frozenset(
    [
        "such",
        "same",
        "other",
        "own",
        "certain",
        "particular",
        "so-called",
        "alleged",
        "reported",
        "new",
        "recent",
        "latest",
        "various",
        "numerous",
        "more",
        "less",
        "further",
        "additional",
        "whole",
        "entire",
        "main",
        "single",
        "total",
    ]
)
POINTERS = frozenset(
    {"the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One block as read: where it starts in the document and what is known of its tokens.

    ``mentions`` and ``antecedents`` are keyed by character offset in ``Document.text``;
    ``governors`` says of each date and quantity, by its bounds there, the tokens it belongs to.
    """

    offset: int
    mentions: Mapping[int, Mention]
    antecedents: Mapping[int, Antecedent]
    heads: Mapping[int, tuple[str, ...]]
    governors: Mapping[tuple[int, int], frozenset[int]] = field(default_factory=dict)

    def position(self, token: Token) -> int:
        return self.offset + token.idx

    def mention(self, token: Token) -> Mention | None:
        return self.mentions.get(self.position(token))


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """A block of the document with its parse and what was found in it (document offsets)."""

    block: Block
    doc: Doc
    dates: tuple[DateSpan, ...]
    quantities: tuple[Quantity, ...]
    attributions: tuple[Attribution, ...]


def mention_index(mentions: Sequence[Mention]) -> dict[int, Mention]:
    """Every character offset inside a mention, to the mention."""
    return {at: mention for mention in mentions for at in range(mention.start, mention.end)}


def unwrapped(token: Token) -> Token:
    """The noun that is meant: "thousands of soldiers" -> soldiers."""
    for _ in range(4):
        if token.lemma_.lower() not in CONTAINERS and token.pos_ != "NUM":
            return token
        inner = next((c for c in children(token, "nmod") if preposition(c) == "of"), None)
        if inner is None:
            return token
        token = inner
    return token


def head_lemma(token: Token) -> str:
    """The head's lemma, with a compound modifier where the pair is one word ("front line")."""
    lemma = token.lemma_.lower()
    for child in children(token, "compound", "amod"):
        pair = f"{child.lower_} {lemma}"
        if child.i == token.i - 1 and concept_of(pair).startswith("#"):
            return pair
    return lemma


def concepts(token: Token, reading: Reading) -> tuple[str, ...]:
    """What the phrase under ``token`` stands for, sorted; names inside it included."""
    token = unwrapped(token)
    found: set[str] = set()
    antecedent = reading.antecedents.get(reading.position(token))
    if antecedent is not None:
        found.update(f"@{entity}" for entity in antecedent.entities)
        if antecedent.head:
            found.add(concept_of(antecedent.head))
        found.update(reading.heads.get(antecedent.offset, ()))
        if token.pos_ == "PRON":
            return tuple(sorted(found))
    mention = reading.mention(token)
    if mention is not None:
        found.add(f"@{mention.entity}")
        if (mention.label == "NORP" and "Plur" in str(token.morph)) or token.tag_ == "NNPS":
            found.add(PEOPLE)
        if mention.label in {"GPE", "LOC"} and token.pos_ != "PROPN":
            found.add(concept_of(head_lemma(token)))
    elif token.pos_ == "PRON" and antecedent is None:
        found.add(f"={token.lower_}")
    elif token.lemma_.lower() != "%":
        found.add(concept_of(head_lemma(token)))
    found.update(_modifiers(token, reading))
    for child in children(token, *NAMING):
        if child.dep_ == "nmod" and preposition(child) not in {"of", "from", "between"}:
            continue
        for part in conjuncts(child):
            inner = reading.mention(part)
            if inner is not None:
                found.add(f"@{inner.entity}")
            elif child.dep_ == "nmod" and concept_of(part.lemma_.lower()) in found:
                # "units of the armed forces of X": one thing named twice over
                found.update(c for c in concepts(part, reading) if c.startswith("@"))
            elif child.dep_ == "nmod:poss" and reading.antecedents.get(reading.position(part)):
                owner = reading.antecedents[reading.position(part)]
                found.update(f"@{entity}" for entity in owner.entities)
    return tuple(sorted(found))


def _modifiers(token: Token, reading: Reading) -> set[str]:
    """``~lemma`` of each adjective or noun before the head that says which of its kind is meant."""
    head = head_lemma(token)
    found: set[str] = set()
    for child in children(token, "amod", "compound"):
        lemma = child.lemma_.lower()
        loose = lemma in LOOSE or lemma in QUANTIFIERS or lemma in CONTAINERS
        named = reading.mention(child) is not None or child.ent_type_ == "DATE"
        if not (loose or named) and lemma.isalnum() and lemma not in head.split():
            found.add(f"~{lemma}")
    return found


def determiner(token: Token) -> str:
    """How much of the kind is meant: "none", "all", "most", "some", ... or ""."""
    inner = unwrapped(token)
    for candidate in dict.fromkeys((token, inner)):
        if candidate.i != inner.i and candidate.lemma_.lower() in QUANTIFIERS:
            return candidate.lemma_.lower()
        for child in children(candidate, "det", "amod", "det:predet", "advmod", "cc:preconj"):
            word = child.lower_
            if word in {"no", "none", "neither"}:
                return "none"
            if word in QUANTIFIERS:
                return word
    if token.lower_ in {"none", "nobody", "nothing"}:
        return "none"
    return "the" if _is_bare_definite(inner) else ""


def _is_bare_definite(token: Token) -> bool:
    """ "the troops", "these men": which ones is said elsewhere, or not at all."""
    definite = any(child.lower_ in POINTERS for child in children(token, "det", "nmod:poss"))
    return definite and not any(
        child.dep_ in {"nmod", "acl", "acl:relcl", "amod", "compound", "appos", "nummod"}
        for child in token.children
    )


def argument(link: Link, reading: Reading) -> Argument:
    """The argument a link stands for; its span is the phrase without clauses and case marker."""
    token = link.token
    kept = [token.i]
    for child in token.children:
        if child.dep_ not in {
            "acl:relcl",
            "acl",
            "conj",
            "cc",
            "case",
            "appos",
            "parataxis",
            "cop",
            "nsubj",
            "nsubj:pass",
            "advcl",
            "mark",
            "punct",
            "obl",
            "aux",
            "csubj",
            "expl",
        }:
            kept.extend(piece.i for piece in child.subtree)
    inside = token.doc[min(kept) : max(kept) + 1]
    return Argument(
        role=link.role,
        start=reading.offset + inside.start_char,
        end=reading.offset + inside.end_char,
        text=inside.text,
        head=unwrapped(token).lemma_.lower(),
        concepts=concepts(token, reading),
        determiner=determiner(token),
    )
