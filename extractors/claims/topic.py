"""What an article is about, for finding coverage of it: an Extraction in, a Topic out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.records import Citation, Extraction

MAX_ENTITIES = 8
MAX_TERMS = 12


@dataclass(frozen=True, slots=True)
class Topic:
    """What to look for: folded entity names and content nouns, the weightiest first."""

    entities: tuple[str, ...]
    terms: tuple[str, ...]


def topic(extraction: Extraction, citations: Sequence[Citation] = ()) -> Topic:
    """The entities and nouns that the article's claims turn on, for finding coverage of them.

    The cited sources themselves are left out: every page of an outlet names the outlet.
    """
    cited = {c.entity for c in citations}
    entities: Counter[str] = Counter()
    terms: Counter[str] = Counter()
    for mention in extraction.mentions:
        if mention.entity not in cited:
            entities[mention.entity] += 1
    for assertion in extraction.assertions:
        for made in assertion.arguments:
            if (
                made.head.isalpha()
                and len(made.head) > 3
                and not any(c.startswith("@") and c[1:] == made.head for c in made.concepts)
            ):
                terms[made.head] += 1
    return Topic(
        tuple(name for name, _ in entities.most_common(MAX_ENTITIES)),
        tuple(name for name, count in terms.most_common(MAX_TERMS) if count > 1)
        or tuple(name for name, _ in terms.most_common(MAX_TERMS)),
    )
