"""What the rest of a sentence, and the next, make of a clause: a parsed token in, yes or no out.

Where the grammar does not lead from a clause to what discredits it, the words still stand beside
it: "readers furious that X had missed the satire", "on paper X; in reality Y", "either X or Y", "X.
There has been no such thing." An embedded clause beside such a word is left open: a clause
missed costs less than one that the text rejects. Words: ``embedding.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from spacy.tokens import Span, Token

from extractors.attribution.rejection import NEGATIONS, listed
from extractors.grammar import MAX_CLIMB

EMBEDDING = frozenset({"ccomp", "xcomp", "acl", "acl:relcl", "advcl", "csubj", "csubj:pass"})


def is_discredited_around(token: Token) -> bool:
    """True for a clause that words around it reject, imagine or leave between two."""
    return (
        (_is_embedded(token) and (any(_outside(token)) or _is_void(token.sent)))
        or _is_contrasted(token)
        or _is_one_of_two(token)
        or _is_unsaid_behind(token.sent)
    )


def _is_embedded(token: Token) -> bool:
    """Under another clause; an aside of the writer's own ("Farrow, who retired") is not."""
    current = token
    for _ in range(MAX_CLIMB):
        if current.dep_ == "acl:relcl" and _is_aside(current):
            return False
        if current.dep_ in EMBEDDING:
            return True
        if current.head.i == current.i:
            return False
        current = current.head
    return False


def _is_aside(clause: Token) -> bool:
    """ "Judge Farrow, who retired in May, ..."."""
    who = next((c for c in clause.children if c.lower_ in {"who", "whose"}), None)
    return who is not None and who.i > 0 and who.nbor(-1).text == ","


def _outside(token: Token) -> Iterator[Token]:
    """The discrediting words of the sentence that do not stand in the token's own clause."""
    own = {t.i for t in token.subtree}
    for word in token.sent:
        told = {word.lower_, word.lemma_.lower()} & listed("surroundings", "words")
        if told and word.i not in own and not _is_negated(word):
            yield word


def _is_negated(word: Token) -> bool:
    """ "Was no hoax", "was not staged"."""
    around = (*word.children, *word.head.children) if word.pos_ == "NOUN" else word.children
    return any(c.lower_ in NEGATIONS or c.lower_ == "no" for c in around)


def _is_void(sentence: Span) -> bool:
    """ "Nothing could be further from the truth than", "could not be verified"."""
    return bool(_found("void", sentence.text.lower()))


def _is_contrasted(token: Token) -> bool:
    """ "On paper they shipped it; in reality", "within a whisker of falling", "contrary to"."""
    sentence = token.sent.text.lower()
    at = token.idx - token.sent.start_char
    if any(start > at for start, _ in _found("undoing", sentence)):
        return True
    for name, ends in (("unreal", ";"), ("foil", ",")):
        found = _found(name, sentence)
        if any(end <= at and ends not in sentence[end:at] for _, end in found):
            return True
    return any(end <= at and _is_next_verb(token, end) for _, end in _found("near", sentence))


def _is_next_verb(token: Token, at: int) -> bool:
    """Whether no other verb stands between an offset of the sentence and the token."""
    start = token.sent.start_char + at
    return not any(
        t.idx >= start and t.tag_.startswith("VB") for t in token.sent[: token.i - token.sent.start]
    )


def _is_one_of_two(token: Token) -> bool:
    """ "Either the pump failed or someone switched it off"."""
    sentence = token.sent
    either = next((t for t in sentence if t.lower_ == "either"), None)
    if either is None or either.i > token.i or either.head.pos_ not in {"VERB", "AUX", "ADJ"}:
        return False
    return any(t.lower_ == "or" for t in sentence if t.i > either.i)


def _is_unsaid_behind(sentence: Span) -> bool:
    """ "X. There has been no such recall.", "X. That could not be verified."."""
    doc = sentence.doc
    if sentence.end >= len(doc):
        return False
    return bool(_found("behind", doc[sentence.end].sent.text.lower()))


@lru_cache(maxsize=4096)
def _found(name: str, sentence: str) -> tuple[tuple[int, int], ...]:
    """Where the phrases of a list stand; kept, for every predicate of a sentence asks."""
    return tuple(match.span() for match in _pattern(name).finditer(sentence))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    phrases = sorted(listed("surroundings", name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")
