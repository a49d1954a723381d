"""Who says it, and how surely: a parsed doc or a predicate in, `Attribution`s or certainty out.

`find_attributions` gives source, cue and content as spans; `factuality` polarity, certainty and
modality of one predicate; the rest are the words both go by. Reads `cues.toml`, `certainty.toml`.
"""

from __future__ import annotations

from extractors.attribution.certainty import ORDER, Factuality, factuality, weaker
from extractors.attribution.finding import find_attributions
from extractors.attribution.printed import announced, in_first_person, is_label
from extractors.attribution.quotations import goes_on
from extractors.attribution.words import cue_certainty, cue_words, is_denial, source_span

__all__ = [
    "ORDER",
    "Factuality",
    "announced",
    "cue_certainty",
    "cue_words",
    "factuality",
    "find_attributions",
    "goes_on",
    "in_first_person",
    "is_denial",
    "is_label",
    "source_span",
    "weaker",
]
