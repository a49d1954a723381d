"""Text in, structure out: pure functions; no network, no database, no clock.

from extractors import read_page, load_pipeline, extract

A package per stage, top floor first; an import only ever goes down:

    extraction    a document through every stage; single sentences for a comparison
    claims        what an article asserts: unwrapped, whole, worded, sorted; its citations
    assertions    dated, attributed assertions of a parsed document
    entailment    what a passage says to a claim, as a learned score
    gloss         a Russian text told in English words that know their places
    language      the spaCy pipeline: parse, names, vectors (`model/` is what is shipped)
    coreference   what pronouns and "the troops" stand for
    quantities    numbers with bounds, unit and role
    attribution   who says it, and how surely
    dates         English dates as TIMEX3 values and UTC bounds
    entities      names folded to ids
    page          a captured page to a `Document`
    grammar       clauses, frames, words and numbers: what several stages read
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from extractors.extraction import extract
    from extractors.language import load_pipeline
    from extractors.page import read_page

__all__ = ["extract", "load_pipeline", "read_page"]

__getattr__ = on_demand(
    __name__,
    {
        "extract": "extraction",
        "load_pipeline": "language",
        "read_page": "page",
    },
)
