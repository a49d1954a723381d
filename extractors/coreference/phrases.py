"""The noun phrases and pronouns of a document, with what agreement needs to know of each.

In: parsed blocks with their offsets, and the document's mentions. Out: `Phrase`s in text order.
Reads Universal Dependencies parses, the noun classes of WordNet and the name tables; decides
nothing about what refers to what (see `coreference`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from spacy.tokens import Doc, Token

from extractors.entities import gender, gender_of_noun, is_office
from extractors.grammar import noun_classes
from extractors.records import Mention

Kind = Literal["pronoun", "name", "definite", "demonstrative", "possessed", "indefinite", "bare"]

PRONOUNS: Mapping[str, str] = {
    "he": "he",
    "him": "he",
    "his": "he",
    "himself": "he",
    "she": "she",
    "her": "she",
    "hers": "she",
    "herself": "she",
    "it": "it",
    "its": "it",
    "itself": "it",
    "they": "they",
    "them": "they",
    "their": "they",
    "theirs": "they",
    "themselves": "they",
}
RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
INNER = frozenset(
    {"compound", "nmod:desc", "flat", "fixed", "goeswith", "flat:foreign", "det", "case", "cc"}
)
# Dependents that describe a phrase without being part of what it is called
TRAILING = frozenset({"acl:relcl", "acl", "appos", "parataxis", "punct", "advcl", "dep", "list"})
# Dependents that may say what a named person is: "President Ruto", "his sister Kim Yo Jong"
TITLING = frozenset({"compound", "nmod:desc", "flat", "appos"})
DEMONSTRATIVES = frozenset({"this", "that", "these", "those", "such"})
PERSONS = frozenset({"person", "people", "individual", "someone", "somebody", "anyone", "everyone"})
PLURAL_GROUPS = frozenset(
    {"people", "police", "public", "staff", "crew", "family", "couple", "pair", "majority"}
)
PLACE_LABELS = frozenset({"GPE", "LOC", "FACILITY", "FAC"})
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
OBJECTS = frozenset({"obj", "iobj"})


@dataclass(frozen=True, eq=False)
class Phrase:
    """One noun phrase or pronoun; `offset` is the head token's, in `Document.text`."""

    order: int
    token: Token
    offset: int
    base: int
    sentence: int
    block: int
    kind: Kind
    mention: Mention | None
    coordinated: bool

    @property
    def lemma(self) -> str:
        return self.token.lemma_.lower()

    @property
    def pronoun(self) -> str | None:
        return PRONOUNS.get(self.token.lower_) if self.kind == "pronoun" else None

    @cached_property
    def role(self) -> str:
        """Its place in the clause: "subject", "object", "owner", "oblique", "noun" or "other"."""
        token = self.token
        while token.dep_ in {"conj", "appos"} and token.head != token:
            token = token.head
        if token.dep_ in SUBJECTS:
            return "subject"
        if token.dep_ in OBJECTS:
            return "object"
        if token.dep_ == "nmod:poss":
            return "owner"
        if token.dep_.startswith("obl"):
            return "oblique"
        return "noun" if token.dep_ in {"nmod", "appos"} else "other"

    @cached_property
    def number(self) -> str:
        """ "sing", "plur", or "" where it could be either."""
        if self.coordinated:
            return "plur"
        if self.kind == "pronoun":
            return "plur" if self.pronoun == "they" else "sing"
        if self.mention is not None and self.mention.label == "NORP":
            return "plur" if self.token.text.endswith("s") else ""
        if self.lemma in PLURAL_GROUPS:
            return "plur" if self.lemma in {"people", "police"} else ""
        found = self.token.morph.get("Number", [])
        if found:
            return "plur" if found[0] in {"Plur", "Ptan"} else "sing"
        return "plur" if self.token.tag_ in {"NNS", "NNPS"} else "sing"

    @cached_property
    def animacy(self) -> str:
        """ "person", "group", "place", "thing", or "mixed" where a noun has senses of several."""
        if self.pronoun is not None:
            return {"he": "person", "she": "person", "it": "thing"}.get(self.pronoun, "mixed")
        if self.mention is not None:
            label = self.mention.label
            if label in {"PERSON", "NORP"}:
                return "person"
            if label == "ORG":
                return "group"
            return "place" if label in PLACE_LABELS else "thing"
        if self.lemma in PERSONS:
            return "person"
        classes = noun_classes(self.lemma)
        if is_office(self.lemma) or classes == {"person"}:
            return "person"
        if "person" in classes:
            return "mixed"
        if "group" in classes:
            return "group"
        return "place" if classes == {"location"} else "thing"

    @cached_property
    def gender(self) -> str | None:
        if self.pronoun in {"he", "she"}:
            return "male" if self.pronoun == "he" else "female"
        if self.mention is not None and self.mention.label == "PERSON":
            described = [c for c in self.token.children if c.dep_ in TITLING]
            if self.token.dep_ in {"appos", "flat"}:
                described.append(self.token.head)
            told = [gender_of_noun(noun.lemma_) for noun in described]
            return gender(self.mention.text) or next(filter(None, told), None)
        return gender_of_noun(self.lemma)

    @cached_property
    def span(self) -> tuple[int, int]:
        """Character bounds in `Document.text`, without relative clauses and appositions."""
        doc, kept = self.token.doc, [self.token]
        edge = [self.token]
        while edge:
            token = edge.pop()
            for child in token.children:
                outer = child.dep_ in TRAILING and (child.dep_ != "punct" or child.i > token.i)
                outer = outer or (child.dep_ in {"det", "nmod:desc"} and child.i > token.i)
                joined = child.dep_ in {"conj", "cc"} and token == self.token
                if not outer and (not joined or self.coordinated):
                    kept.append(child)
                    edge.append(child)
        first, last = min(t.i for t in kept), max(t.i for t in kept)
        while first < self.token.i and (doc[first].is_punct or doc[first].dep_ == "case"):
            first += 1
        end = self.base + doc[last].idx + len(doc[last].text)
        if self.mention is not None and not self.coordinated:
            end = self.mention.end
        return self.base + doc[first].idx, end

    @cached_property
    def modifiers(self) -> frozenset[str]:
        """Lemmas of its adjectives, compounds and numbers."""
        return frozenset(
            child.lemma_.lower()
            for child in self.token.children
            if child.dep_ in {"amod", "compound", "nummod", "nmod:poss"}
            and child.lower_ not in PRONOUNS
        )

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(c.lemma_.lower() for c in self.token.children if c.dep_ == "nummod")

    @cached_property
    def clause(self) -> Token:
        """The verb or other predicate whose clause the phrase stands in."""
        token = self.token
        while token.head != token and not (
            token.pos_ in {"VERB", "AUX"}
            or any(c.dep_ in {"cop", *SUBJECTS} for c in token.children)
        ):
            token = token.head
        return token

    @property
    def text(self) -> str:
        """The words of `span`."""
        start, end = (at - self.base for at in self.span)
        doc = self.token.doc
        inside = doc.char_span(start, end, alignment_mode="expand")
        if inside is None:
            return doc.text[start:end]
        return inside.text[start - inside.start_char : end - inside.start_char]

    def within(self, other: Phrase) -> bool:
        """Whether this phrase stands inside the other."""
        return self.token.doc is other.token.doc and other.token.is_ancestor(self.token)


def phrases(docs: Sequence[tuple[int, Doc]], mentions: Sequence[Mention]) -> list[Phrase]:
    """Every noun phrase and third-person pronoun of a document, in text order."""
    covering = {at: mention for mention in mentions for at in range(mention.start, mention.end)}
    found: list[Phrase] = []
    sentence = 0
    for block, (base, doc) in enumerate(docs):
        for token in doc:
            sentence += token.i > 0 and bool(token.is_sent_start)
            kind = _kind(token, covering.get(base + token.idx))
            if kind is None:
                continue
            mention = covering.get(base + token.idx)
            coordinated = _coordinated(token)
            for joined in (False, True) if coordinated else (False,):
                found.append(
                    Phrase(
                        order=len(found),
                        token=token,
                        offset=base + token.idx,
                        base=base,
                        sentence=sentence,
                        block=block,
                        kind=kind,
                        mention=None if joined else mention,
                        coordinated=joined,
                    )
                )
        sentence += 1
    return found


def _coordinated(token: Token) -> bool:
    """Whether "and" joins another noun phrase to this one, the first of them."""
    parts = [child for child in token.children if child.dep_ == "conj"]
    words = {c.lower_ for part in parts for c in part.children if c.dep_ == "cc"}
    nominal = any(part.pos_ in {"NOUN", "PROPN", "PRON"} for part in parts)
    return nominal and "and" in words


def _kind(token: Token, mention: Mention | None) -> Kind | None:
    """What sort of phrase a token heads; None if it heads none that can be referred to."""
    if token.lower_ in PRONOUNS and token.pos_ in {"PRON", "DET"}:
        return None if token.dep_ == "expl" else "pronoun"
    if token.pos_ not in {"NOUN", "PROPN", "ADJ"} or token.dep_ in INNER:
        return None
    if token.pos_ == "ADJ" and (mention is None or token.dep_ in {"amod", "ROOT"}):
        return None
    if noun_classes(token.lemma_.lower()) == {"time"} and mention is None:
        return None
    if mention is not None and (mention.label != "NORP" or token.text[:1].isupper()):
        return "name"
    determiners = {child.lower_ for child in token.children if child.dep_ == "det"}
    if determiners & DEMONSTRATIVES:
        return "demonstrative"
    if "the" in determiners:
        return "definite"
    if any(child.dep_ == "nmod:poss" for child in token.children):
        return "possessed"
    return "indefinite" if determiners else "bare"
