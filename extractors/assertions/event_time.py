"""When an asserted thing happened: the dates of a block and a predicate in, an EventTime out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from spacy.tokens import Doc, Token

from extractors.assertions.phrases import ParsedBlock, Reading
from extractors.assertions.predicates import asserts
from extractors.grammar import CLAUSAL
from extractors.records import DateSpan, EventTime, Quantity


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
        return EventTime(date.earliest, date.latest, date.timex, date.precision, "stated")
    if token.pos_ == "NOUN" and token.dep_ in {"obj", "nsubj:pass", "nsubj"}:
        # "announced a ceasefire from 8 to 10 May": the parse may hang the dates on the verb
        over = [d for d in parsed.dates if governs(reading, d, token.head)]
        over = [d for d in over if d.start >= reading.position(token) and _is_bounded(d)]
        if over:
            date = over[0]
            return EventTime(date.earliest, date.latest, date.timex, date.precision, "context")
    lead = _leading_date(parsed)
    if lead is not None:
        return EventTime(lead.earliest, lead.latest, lead.timex, lead.precision, "context")
    if anchor is None:
        return EventTime(None, None, "", "vague", "none")
    if modality in {"future", "wish", "conditional"}:
        return EventTime(anchor, None, "FUTURE_REF", "vague", "published")
    return EventTime(None, anchor, "PAST_REF", "vague", "published")


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
