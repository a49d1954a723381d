"""Dates and amounts as entities, by rules, where no name stands.

Takes the spans of `find_moments` and `find_quantities` and adds them to `doc.ents` as DATE,
QUANTITY, MONEY, PERCENT and CARDINAL. A name always wins; of two values the earlier, then the
longer one.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extractors.dates import find_moments
from extractors.grammar import number_lexicon
from extractors.quantities import find_quantities

_PERCENT: Final = frozenset(("percent", "percentage point", "basis point"))


@cache
def _measures() -> frozenset[str]:
    return frozenset(str(name) for name in number_lexicon()["units"].values())


def value_label(unit: str) -> str:
    """The entity label of an amount in `unit`: an ISO 4217 code, a measure, a noun or "".

    "500 troops" is a CARDINAL (its span is "500"), "5 km" a QUANTITY.
    """
    if unit in _PERCENT:
        return "PERCENT"
    if len(unit) == 3 and unit.isupper():
        return "MONEY"
    return "QUANTITY" if unit in _measures() else "CARDINAL"


@Language.component("sourcecheck_values")
def values_component(doc: Doc) -> Doc:
    """Adds the values to `doc.ents`."""
    taken = [False] * len(doc)
    for ent in doc.ents:
        for i in range(ent.start, ent.end):
            taken[i] = True
    dates = [(d.start, d.end, "DATE") for d in find_moments(doc, None)]
    amounts = [(q.start, q.end, value_label(q.unit)) for q in find_quantities(doc)]
    added: list[Span] = []
    for group in (dates, amounts):
        spans: list[Span] = []
        for start, end, label in group:
            span = doc.char_span(start, end, label=label, alignment_mode="expand")
            if span is None:
                continue
            # A name inside "28 North Korean soldiers" cuts the value before it.
            free = span.start
            while free < span.end and not taken[free]:
                free += 1
            if free > span.start:
                spans.append(Span(doc, span.start, free, label=label))
        for span in filter_spans(spans):
            added.append(span)
            for i in range(span.start, span.end):
                taken[i] = True
    doc.set_ents(sorted([*doc.ents, *added], key=lambda s: s.start))
    return doc
