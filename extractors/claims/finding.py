"""The claims of an article."""

from __future__ import annotations

from extractors.assertions import is_claim
from extractors.records import Claim, Extraction


def find_claims(extraction: Extraction) -> list[Claim]:
    """The claims of an article, in text order."""
    return list(extraction.claims or claims_of(extraction))


def claims_of(extraction: Extraction) -> tuple[Claim, ...]:
    """One claim for each sentence's first assertion that can be checked."""
    seen: set[int] = set()
    found: list[Claim] = []
    for a in extraction.assertions:
        if a.sentence_start in seen or not is_claim(a):
            continue
        seen.add(a.sentence_start)
        found.append(
            Claim(
                a.document_id,
                len(found) + 1,
                a.start,
                a.end,
                extraction.document.text[a.start : a.end],
                "fact",
                a.polarity,
                a.certainty,
                a.sources,
                a.sentence_start,
                a.sentence_end,
                a.block_kind,
                a.said_at,
                tuple(x.head for x in a.arguments),
                tuple(m.entity for m in extraction.mentions if a.start <= m.start < a.end),
            )
        )
    return tuple(found)
