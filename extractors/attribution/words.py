"""Cue words and the spans around them: lemmas and tokens in, certainties and Spans out.

What `extractors.attribution` and `extractors.attribution.quotations` share. The words stand in
``cues.toml``; nothing else is touched.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from extractors.grammar import read_table
from extractors.records import Certainty, Span

CERTAINTIES: tuple[Certainty, ...] = ("CERTAIN", "PROBABLE", "POSSIBLE")
# Relative clauses and appositions belong to the source's phrase, but make it unreadable as a name
TRIMMED = frozenset(
    {"acl:relcl", "acl", "appos", "parataxis", "punct", "advcl", "case", "cop", "cc"}
)
DASHES = frozenset({"—", "–", "--"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@cache
def cue_certainty(lemma: str, kind: str) -> Certainty | None:
    """What a cue of ``kind`` ("verbs", "nouns") leaves of its content's certainty; None: no cue."""
    cues = read_table("extractors.attribution", "cues")
    if lemma in cues["denied"][kind]:
        return "CERTAIN"
    for certainty in CERTAINTIES:
        if lemma in cues[certainty.lower()][kind]:
            return certainty
    return None


@cache
def is_denial(lemma: str) -> bool:
    """True for a verb or noun that rejects what it reports."""
    denied = read_table("extractors.attribution", "cues")["denied"]
    return lemma in denied["verbs"] or lemma in denied["nouns"]


@cache
def cue_words(section: str, key: str) -> frozenset[str]:
    """The list ``key`` of ``section`` in ``cues.toml``."""
    return frozenset(read_table("extractors.attribution", "cues")[section][key])


def stretch(doc: Doc, first_token: int, last_token: int) -> Span:
    """The tokens from the first to the last, both included, without punctuation at the ends."""
    while first_token < last_token and (doc[first_token].is_punct or _introduces(doc[first_token])):
        first_token += 1
    while last_token > first_token and doc[last_token].is_punct:
        last_token -= 1
    piece = doc[first_token : last_token + 1]
    return Span(piece.start_char, piece.end_char, piece.text)


def _introduces(token: Token) -> bool:
    """The "that" before a clause."""
    return token.lower_ == "that" and token.dep_ == "mark"


def phrase_span(token: Token, trimmed: frozenset[str] = frozenset()) -> Span:
    """The phrase under ``token``, as one stretch, without the dependents in ``trimmed``."""
    kept = [token.i]
    for child in token.children:
        if child.dep_ not in trimmed:
            kept.extend(grandchild.i for grandchild in child.subtree)
    return stretch(token.doc, min(kept), max(kept))


def source_span(token: Token) -> Span:
    """The words that name a source: its phrase without case marker and relative clauses.

    A dateline ("ROME — The army says") and a clause that the parse drew in are cut off.
    """
    kept = [token.i]
    for child in token.children:
        if child.dep_ not in TRIMMED:
            kept.extend(grandchild.i for grandchild in child.subtree)
    start, end = min(kept), max(kept)
    for before in token.doc[start : token.i]:
        if before.text in DASHES or before.tag_ in FINITE:
            start = before.i + 1
    for after in token.doc[token.i + 1 : end + 1]:
        if after.tag_ in FINITE:
            end = token.i
    return stretch(token.doc, start, max(start, end))


def word(token: Token) -> Span:
    """The token alone."""
    return Span(token.idx, token.idx + len(token), token.text)


def noun_before(pronoun: Token) -> Token | None:
    """The noun right before a relative pronoun whose clause the parse did not hang on it."""
    before = [t for t in pronoun.doc[max(0, pronoun.i - 2) : pronoun.i] if not t.is_punct]
    if not before or before[-1].pos_ not in {"NOUN", "PROPN"}:
        return None
    return before[-1].head if before[-1].dep_ in {"flat", "compound"} else before[-1]
