"""Parentheticals read off their commas: a Doc in, Attributions out.

"The bridge, the mayor said on Monday, is old." "It fell at noon, officials said." "It fell,
according to the mayor." Parsers hang these almost anywhere, so the commas, a noun phrase without
a verb and the cue are taken for evidence, and the parse only where they say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extractors.attribution.quotations import (
    PHRASE_START,
    is_finite_cue,
    phrase_between,
    phrase_from,
    reports_more,
)
from extractors.attribution.words import cue_certainty, cue_words, stretch, word
from extractors.records import Attribution, Span

REACH = 9  # tokens of a parenthetical on either side of its cue
VERBAL = frozenset({"VERB", "AUX", "SCONJ"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
WHEN = frozenset({"IN", "RB", "NNP"})
NEGATIONS = frozenset({"not", "n't", "never", "neither", "nor"})
END = frozenset({".", "?", "!", "…"})


def asides(token: Token) -> Iterator[Attribution]:
    """What a cue between commas, or between a comma and the full stop, says of its sentence."""
    doc, sentence = token.doc, token.sent
    lemma = token.lemma_.lower()
    certainty = cue_certainty(lemma, "verbs")
    if certainty is None or not is_finite_cue(token) or reports_more(token):
        return
    left = next((t for t in reversed(list(doc[sentence.start : token.i])) if t.text == ","), None)
    after = doc[token.i + 1 : sentence.end]
    right = next((t for t in after if t.text == "," or t.text in END), None)
    if left is None or right is None or max(token.i - left.i, right.i - token.i) > REACH:
        return
    if not _is_speaker(doc, left.i + 1, token.i) or not _is_adverbial(token, right.i):
        return
    ends = right.text in END
    if ends and (
        lemma in cue_words("weak", "verbs") or not _is_clause(doc, sentence.start, left.i)
    ):
        return
    source = phrase_between(doc, left.i + 1, token.i)
    if source is None:
        return
    for content in _parts(doc, (sentence.start, left.i), (right.i + 1, sentence.end)):
        yield Attribution(source, word(token), content, lemma, certainty=certainty)


def inverted(token: Token) -> Iterator[Attribution]:
    """ "The satellite entered its orbit, said the agency."."""
    doc, sentence = token.doc, token.sent
    lemma = token.lemma_.lower()
    if lemma not in cue_words("inverted", "verbs") or not is_finite_cue(token):
        return
    if token.i == sentence.start or token.nbor(-1).text != "," or reports_more(token):
        return
    if not _is_clause(doc, sentence.start, token.i - 1):
        return
    source = phrase_from(doc, token.i + 1)
    if source is not None:
        for content in _parts(doc, (sentence.start, token.i - 1)):
            yield Attribution(source, word(token), content, lemma)


def _is_speaker(doc: Doc, start: int, end: int) -> bool:
    who = doc[start:end]
    if len(who) == 0 or who[0].tag_ not in PHRASE_START:
        return False
    return not any(t.pos_ in VERBAL or (t.pos_ == "ADP" and t.lower_ != "of") for t in who)


def _is_adverbial(cue: Token, end: int) -> bool:
    """Nothing, "on Monday", "in a statement" or the one who was told: no object of its own."""
    words = cue.doc[cue.i + 1 : end]
    if len(words) == 0:
        return True
    told = cue.lemma_.lower() in cue_words("relay", "recipient")
    return (told or words[0].tag_ in WHEN) and not any(t.pos_ in VERBAL for t in words)


def _is_clause(doc: Doc, start: int, end: int) -> bool:
    """True for words that state something, not for a bare "when they came"."""
    words = doc[start:end]
    alone = all(t.text != "," for t in words)
    opens = len(words) > 0 and (words[0].pos_ == "SCONJ" or words[0].dep_ == "mark")
    return any(t.tag_ in FINITE for t in words) and not (alone and opens)


def _parts(doc: Doc, *stretches: tuple[int, int]) -> Iterator[Span]:
    for start, end in stretches:
        if start < end and any(not t.is_punct for t in doc[start:end]):
            yield stretch(doc, start, end - 1)


def according(token: Token) -> Iterator[Attribution]:
    """ "According to X, S", "S, according to X.", "S1, according to X, S2"."""
    doc, sentence = token.doc, token.sent
    if token.lower_ != "according" or token.i + 2 >= sentence.end:
        return
    if token.nbor(1).lower_ != "to":
        return
    start = end = token.i + 2
    while end < sentence.end and not doc[end].is_punct and doc[end].tag_ not in FINITE:
        end += 1
    before = (sentence.start, token.i)
    if start == end or (end < sentence.end and doc[end].tag_ in FINITE and before[0] == before[1]):
        return
    source = stretch(doc, start, end - 1)
    for content in _parts(doc, before, (end, sentence.end)):
        yield Attribution(source, word(token), content, "according to")


def says_nothing_else(token: Token) -> bool:
    """ "It fell; Moscow said little", "topic: X vows revenge": no neighbour is its content."""
    start = token.left_edge.i
    before = token.doc[start - 1].text if start > token.sent.start else ""
    if token.doc[start].text in {";", ":"} or before in {";", ":"}:
        return True
    if any(c.lower_ in NEGATIONS for c in token.children):
        return True
    said = [c for c in token.children if c.dep_ in {"obj", "advmod", "obl"} and c.i > token.i]
    return any(c.lower_ in cue_words("nothing", "words") for c in said)
