"""What a parsed document asserts: blocks with their parse in, dated, attributed `Assertion`s out.

`find_assertions` gives them; `ParsedBlock`, `Reading`, `mention_index` are a block as read, which
claims and passages read too, and `sources`, `speakers`, `source_entity` who says it there. Touches
nothing but word lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from extractors.assertions.finding import find_assertions
    from extractors.assertions.phrases import ParsedBlock, Reading, mention_index
    from extractors.assertions.sourcing import source_entity, sources, speakers

__all__ = [
    "ParsedBlock",
    "Reading",
    "find_assertions",
    "mention_index",
    "source_entity",
    "sources",
    "speakers",
]

__getattr__ = on_demand(
    __name__,
    {
        "ParsedBlock": "phrases",
        "Reading": "phrases",
        "find_assertions": "finding",
        "mention_index": "phrases",
        "source_entity": "sourcing",
        "sources": "sourcing",
        "speakers": "sourcing",
    },
)
