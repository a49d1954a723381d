"""What several stages read: clauses of a parse, classes of predicates and nouns, words, numbers.

In: tokens, lemmas or text. Out: their relations. Touches nothing but word lists, each read once.
"""

from __future__ import annotations

from extractors.grammar.clauses import (
    CLAUSAL,
    MAX_CLIMB,
    RELATIVE_PRONOUNS,
    Link,
    antecedent_slot,
    children,
    conjuncts,
    excluded_by_rather,
    first,
    is_passive,
    links,
    particle,
    preposition,
    subject,
    undergoer,
)
from extractors.grammar.frames import (
    all_frames,
    concept_of,
    frames_of,
    is_event_noun,
    wider_concepts,
)
from extractors.grammar.lexicon import (
    antonyms,
    entails,
    hypernyms,
    noun_classes,
    related_noun,
    related_verb,
    synonyms,
)
from extractors.grammar.numbers import (
    Number,
    day_at,
    number_at,
    number_lexicon,
    ones,
    scales,
    share_of_scale,
)
from extractors.grammar.phrases import Phrases, phrases_of
from extractors.grammar.tables import read_table, rows
from extractors.grammar.words import DASHES, Words, cut, plain_int

__all__ = [
    "CLAUSAL",
    "DASHES",
    "MAX_CLIMB",
    "RELATIVE_PRONOUNS",
    "Link",
    "Number",
    "Phrases",
    "Words",
    "all_frames",
    "antecedent_slot",
    "antonyms",
    "children",
    "concept_of",
    "conjuncts",
    "cut",
    "day_at",
    "entails",
    "excluded_by_rather",
    "first",
    "frames_of",
    "hypernyms",
    "is_event_noun",
    "is_passive",
    "links",
    "noun_classes",
    "number_at",
    "number_lexicon",
    "ones",
    "particle",
    "phrases_of",
    "plain_int",
    "preposition",
    "read_table",
    "related_noun",
    "related_verb",
    "rows",
    "scales",
    "share_of_scale",
    "subject",
    "synonyms",
    "undergoer",
    "wider_concepts",
]
