"""A document through every stage, and what it asserts.

In: a `Document` and the language pipeline. Out: `extract` gives its `Extraction`: mentions,
dates, quantities, attributions and dated, attributed `Assertion`s; `find_citations` which of an
article's claims it puts in a named source's mouth. Touches nothing but word lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from extractors.assertions.citations import Topic, find_citations, is_claim, topic
    from extractors.assertions.extraction import extract
    from extractors.assertions.finding import find_assertions
    from extractors.assertions.sides import Side, Word, read_sides

__all__ = [
    "Side",
    "Topic",
    "Word",
    "extract",
    "find_assertions",
    "find_citations",
    "is_claim",
    "read_sides",
    "topic",
]

__getattr__ = on_demand(
    __name__,
    {
        "Topic": "citations",
        "find_citations": "citations",
        "is_claim": "citations",
        "topic": "citations",
        "extract": "extraction",
        "find_assertions": "finding",
        "Side": "sides",
        "Word": "sides",
        "read_sides": "sides",
    },
)
