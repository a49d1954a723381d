"""When an asserted thing happened: the dates of a block and a predicate in, an EventTime out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from spacy.tokens import Doc, Token

from extractors.assertions.phrases import ParsedBlock, Reading
from extractors.assertions.predicates import asserts
from extractors.grammar import CLAUSAL, MAX_CLIMB, children, first
from extractors.records import DateSpan, EventTime, Quantity

# "The attack, which killed 20, took place on 3 May"
OCCURRING = frozenset({"take", "happen", "occur", "come", "begin", "start", "erupt", "be"})
MOVING_ON = frozenset({"later", "then", "subsequently", "afterwards", "eventually", "since", "now"})


def governors(parsed: ParsedBlock, offset: int) -> dict[tuple[int, int], frozenset[int]]:
    """The tokens whose own clause each date and quantity of a block belongs to, by its bounds."""
    bounds = [(date.start, date.end) for date in parsed.dates]
    bounds += [(quantity.start, quantity.end) for quantity in parsed.quantities]
    return {
        (start, end): frozenset(_governors(parsed.doc, start - offset, end - offset))
        for start, end in bounds
    }


def governs(reading: Reading, span: DateSpan | Quantity, token: Token) -> bool:
    """True when a date or quantity belongs to ``token``'s own clause."""
    return token.i in reading.governors.get((span.start, span.end), ())


def _governors(doc: Doc, start: int, end: int) -> Iterator[int]:
    """The words ``start:end`` and what is above them, up to the predicate that owns them."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return
    current = span.root
    while True:
        yield current.i
        # the nearest predicate owns it; only phrases of arguments are looked through
        if (
            current.dep_ in CLAUSAL
            or current.head.i == current.i
            or (current.i != span.root.i and asserts(current))
        ):
            return
        if current.dep_ == "conj" and current.pos_ in {"VERB", "AUX"}:
            return
        current = current.head


def event_time(
    parsed: ParsedBlock,
    reading: Reading,
    token: Token,
    modality: str,
    anchor: datetime | None,
) -> EventTime:
    at = reading.position(token)
    own = [d for d in parsed.dates if d.end == at - 1 or governs(reading, d, token)]
    own = [d for d in own if _is_bounded(d)]
    if own:
        date = min(own, key=lambda d: abs(d.start - reading.position(token)))
        return _at(date, "stated")
    if token.pos_ == "NOUN" and token.dep_ in {"obj", "nsubj:pass", "nsubj"}:
        # "announced a ceasefire from 8 to 10 May": the parse may hang the dates on the verb
        over = [d for d in parsed.dates if governs(reading, d, token.head)]
        over = [d for d in over if d.start >= reading.position(token) and _is_bounded(d)]
        if over:
            return _at(over[0], "context")
    shared = _shared_date(parsed, reading, token)
    if shared is not None:
        return _at(shared, "context")
    lead = _leading_date(parsed)
    if lead is not None:
        return _at(lead, "context")
    if anchor is None:
        return EventTime(None, None, "", "vague", "none")
    if modality in {"future", "wish", "conditional"}:
        return EventTime(anchor, None, "FUTURE_REF", "vague", "published")
    return EventTime(None, anchor, "PAST_REF", "vague", "published")


def _at(date: DateSpan, basis: str) -> EventTime:
    return EventTime(date.earliest, date.latest, date.timex, date.precision, basis)


def _shared_date(parsed: ParsedBlock, reading: Reading, token: Token) -> DateSpan | None:
    """The date of the predicate that this one is told with: "hit the town on Monday and killed 12".

    A coordinate, participial or resultative predicate happened when its governor did, and a
    governor when its elliptical coordinate did ("12 were killed and 40 wounded on Monday"). What
    somebody said on Monday did not happen on Monday: contents of reports share nothing.
    """
    for other in _told_with(token):
        own = [d for d in parsed.dates if governs(reading, d, other) and _is_bounded(d)]
        if own:
            return min(own, key=lambda d: abs(d.start - reading.position(other)))
    return None


def _told_with(token: Token) -> Iterator[Token]:
    """The predicates of the sentence that happened when ``token`` did, the nearest first."""
    current = token
    for _ in range(MAX_CLIMB):
        head = current.head
        if head.i == current.i:
            break
        joined = current.dep_ == "conj" and head.pos_ in {"VERB", "AUX", "ADJ"}
        joined = joined and not _moves_on(current)
        if not (joined or (current.dep_ in {"advcl", "xcomp"} and _is_participle(current))):
            break
        yield head
        current = head
    occurred = token.head.head if token.dep_ in {"acl", "acl:relcl"} else None
    subject = token.head.dep_ in {"nsubj", "nsubj:pass"}
    if occurred is not None and subject and occurred.lemma_ in OCCURRING:
        yield occurred
    for child in token.children:
        bare = first(child, "nsubj", "aux", "expl") is None
        if child.dep_ == "conj" and child.tag_ in {"VBN", "VBD"} and bare:
            yield child
        if child.dep_ == "advcl" and _is_participle(child):
            yield child


def _is_participle(verb: Token) -> bool:
    """ "Killing 12"; not "by killing 12"."""
    return verb.tag_ == "VBG" and first(verb, "mark", "case") is None


def _moves_on(verb: Token) -> bool:
    """ "Fell and later died", "and then fled": at another time."""
    return any(c.lower_ in MOVING_ON for c in verb.children) or any(
        c.lemma_.lower() in {"have", "will", "would"} for c in children(verb, "aux")
    )


def _is_bounded(date: DateSpan) -> bool:
    """ "now" and "recently" say nothing that the document's own date does not."""
    return (date.earliest is not None or date.latest is not None) and date.precision != "vague"


def _leading_date(parsed: ParsedBlock) -> DateSpan | None:
    """The date a list item or post opens with: "August 2014: ...", "Aleppo (2016-17): ..."."""
    if parsed.block.kind != "list_item":
        return None
    text = parsed.doc.text
    colon = text.find(":")
    if not 0 < colon < 60:
        return None
    for date in parsed.dates:
        if date.end - parsed.block.start <= colon + 1 and (date.earliest or date.latest):
            return date
    return None
