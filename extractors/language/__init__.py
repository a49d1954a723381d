"""The language pipeline: text in, a spaCy `Doc` with tags, parse, names and vectors out.

`load_pipeline` gives the shipped pipeline, `embed` the vectors of a doc it parsed, and
`with_verbs` a doc whose sentences lost their verb, repaired. Reads `extractors/model` once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from extractors.language.pipeline import VECTOR_WIDTH, embed, load_embedder, load_pipeline
    from extractors.language.verbless import with_verbs

__all__ = ["VECTOR_WIDTH", "embed", "load_embedder", "load_pipeline", "with_verbs"]

__getattr__ = on_demand(
    __name__,
    {
        "VECTOR_WIDTH": "pipeline",
        "embed": "pipeline",
        "load_embedder": "pipeline",
        "load_pipeline": "pipeline",
        "with_verbs": "verbless",
    },
)
