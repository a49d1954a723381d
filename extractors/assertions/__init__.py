"""A document through every stage, and what it asserts.

In: a `Document` and the language pipeline. Out: `extract` gives its `Extraction`: mentions,
dates, quantities, attributions and dated, attributed `Assertion`s; `read_sides` reads single
sentences for a comparison. Touches nothing but word lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from extractors.assertions.extraction import extract
    from extractors.assertions.finding import find_assertions
    from extractors.assertions.sides import Side, Word, read_sides

__all__ = [
    "Side",
    "Word",
    "extract",
    "find_assertions",
    "read_sides",
]

__getattr__ = on_demand(
    __name__,
    {
        "extract": "extraction",
        "find_assertions": "finding",
        "Side": "sides",
        "Word": "sides",
        "read_sides": "sides",
    },
)
