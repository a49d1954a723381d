"""A document through every stage: a `Document` and the pipeline in, its `Extraction` out.

`extract` gives mentions, dates, quantities, attributions, assertions, passages and, of an article,
claims; `read_sides` reads single sentences for a comparison; `with_vectors` gives claims the terms,
names and vector of their wording, `signed_bytes` a span's vector as it is kept. Touches nothing but
word lists and the pipeline's model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from extractors.extraction.document import extract
    from extractors.extraction.foreign import GLOSSED, english_words
    from extractors.extraction.passages import signed_bytes, with_vectors
    from extractors.extraction.sides import Side, Word, read_sides

__all__ = [
    "GLOSSED",
    "Side",
    "Word",
    "english_words",
    "extract",
    "read_sides",
    "signed_bytes",
    "with_vectors",
]

__getattr__ = on_demand(
    __name__,
    {
        "GLOSSED": "foreign",
        "Side": "sides",
        "Word": "sides",
        "english_words": "foreign",
        "extract": "document",
        "read_sides": "sides",
        "signed_bytes": "passages",
        "with_vectors": "passages",
    },
)
