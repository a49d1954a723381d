"""The language pipeline: text in, a spaCy `Doc` with tags, parse, names and vectors out.

`load_pipeline` gives the shipped pipeline (named "ru", the Russian one), `embed` the vectors of a
doc it parsed, and `with_verbs` a doc whose sentences lost their verb, repaired. `Vocabulary`,
`model_meta` and `open_graph` are for what else runs on the shipped files. Reads `extractors/model`
once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from spacy.language import Language

    from extractors.language.features import CASES, Vocabulary, read_vocabulary
    from extractors.language.model import model_meta, open_graph
    from extractors.language.pipeline import (
        VECTOR_WIDTH,
        embed,
        load_embedder,
        load_pipeline,
        shipped_model,
    )
    from extractors.language.russian import russian_dictionary
    from extractors.language.verbless import with_verbs

__all__ = [
    "CASES",
    "VECTOR_WIDTH",
    "Language",
    "Vocabulary",
    "embed",
    "load_embedder",
    "load_pipeline",
    "model_meta",
    "open_graph",
    "read_vocabulary",
    "russian_dictionary",
    "shipped_model",
    "with_verbs",
]

__getattr__ = on_demand(
    __name__,
    {
        "CASES": "features",
        "VECTOR_WIDTH": "pipeline",
        "Language": "pipeline",
        "Vocabulary": "features",
        "embed": "pipeline",
        "load_embedder": "pipeline",
        "load_pipeline": "pipeline",
        "model_meta": "model",
        "open_graph": "model",
        "read_vocabulary": "features",
        "russian_dictionary": "russian",
        "shipped_model": "pipeline",
        "with_verbs": "verbless",
    },
)
