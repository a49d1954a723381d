"""A stretch of a sentence on its way to a claim, and who is seen to say it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractors.grammar import subject
from extractors.records import Certainty

Word = int | str
QUOTES = frozenset({'"', "“", "”"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """One link of a chain of sources: the tokens that name it (``end`` exclusive) and its cue."""

    start: int
    end: int
    cue: str
    certainty: Certainty = "CERTAIN"
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A proposition as it is read off its sentence.

    ``words`` are what says it, in order: a token's number, or words put in for grammar's sake.
    ``lead`` counts how many of them, at the start, are a subject repeated from elsewhere in the
    sentence: they belong to the wording and not to the span. ``speakers`` is outermost first.
    ``negated`` marks a proposition for which nothing was found to speak, ``framed`` one that stood
    in the author's own frame, ``plain`` one whose verb was put in: what governs its head, a cue,
    says nothing of how sure it is.
    """

    doc: Doc
    words: tuple[Word, ...]
    head: Token
    speakers: tuple[Speaker, ...] = ()
    lead: int = 0
    negated: bool = False
    framed: bool = False
    plain: bool = False

    @property
    def own(self) -> list[int]:
        """The numbers of the piece's own tokens, a repeated subject left out."""
        return sorted(w for w in self.words[self.lead :] if isinstance(w, int))

    def tokens(self) -> list[Token]:
        return [self.doc[i] for i in self.own]


def within(token: Token, kept: Collection[int]) -> list[int]:
    """The numbers of a token's subtree that are in ``kept``, ascending."""
    return sorted(t.i for t in token.subtree if t.i in kept)


def head_of(doc: Doc, kept: Sequence[int]) -> Token:
    """The token that heads ``kept``: of those hung on something outside, the weightiest clause."""
    inside = set(kept)
    tops = [doc[i] for i in kept if doc[i].head.i not in inside or doc[i].head.i == i]
    tops = [t for t in tops if not t.is_punct] or tops
    best = max(tops, key=lambda t: (is_clause(t), len(within(t, inside)), -t.i))
    return best if is_clause(best) else _verb_beside(best, inside) or best


def _verb_beside(name: Token, kept: Collection[int]) -> Token | None:
    """The verb of "NPR, passing on Yonhap, named", which a parse may set beside its subject."""
    for child in name.children:
        bare = not any(c.dep_ in {"nsubj", "nsubj:pass", "expl"} for c in child.children)
        verb = child.pos_ == "VERB" and child.dep_ == "parataxis" and is_finite(child)
        if verb and bare and child.i in kept and name.i < child.i and name.pos_ == "PROPN":
            return child
    return None


def doer(verb: Token) -> tuple[Token | None, bool]:
    """The subject of a verb and whether it undergoes, also where the verb was set beside it."""
    who, undergoes = subject(verb)
    if who is None and _verb_beside(verb.head, {verb.i}) == verb:
        return verb.head, False
    return who, undergoes


def is_clause(token: Token) -> bool:
    """A verb, or what a copula makes a predicate of."""
    if token.pos_ == "VERB" or any(c.dep_ == "cop" for c in token.children):
        return True
    return token.pos_ == "AUX" and token.dep_ not in {"aux", "aux:pass", "cop"}


def is_finite(token: Token) -> bool:
    """A clause with tense: its verb, an auxiliary or its copula has one."""
    finite = {"VBD", "VBZ", "VBP", "MD"}
    if token.tag_ in finite and token.dep_ not in {"aux", "aux:pass", "cop"}:
        return True
    return any(c.tag_ in finite and c.dep_ in {"aux", "aux:pass", "cop"} for c in token.children)


def phrase(token: Token, kept: Collection[int] | None = None) -> list[int]:
    """The numbers of a noun phrase without its clauses after it, and without "and so did Y"."""
    out: set[int] = set()
    for child in token.children:
        clausal = child.dep_ in {"acl:relcl", "parataxis", "advcl", "ccomp", "cop", "nsubj"}
        opens = child.dep_ == "cc" and child.i < token.i
        if (
            clausal
            or opens
            or (child.dep_ in {"punct", "case", "mark"} and child.i < token.left_edge.i + 1)
        ):
            out.update(t.i for t in child.subtree if child.dep_ != "punct" or t.i == child.i)
    numbers = [t.i for t in token.subtree if t.i not in out]
    while numbers and token.doc[numbers[-1]].is_punct:
        numbers.pop()
    return [i for i in numbers if kept is None or i in kept]


def content_words(tokens: Iterable[Token]) -> Iterator[Token]:
    """Nouns, verbs, adjectives and numbers, auxiliaries left out."""
    for token in tokens:
        aux = token.dep_ in {"aux", "aux:pass", "cop"}
        if token.pos_ in {"NOUN", "PROPN", "VERB", "ADJ", "NUM"} and not aux:
            yield token
