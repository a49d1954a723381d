"""What claims ask for: their words as an Arrow table. Touches nothing.

A word is a term or a name of the claim's wording. It is telling where it is a name or a part of
one, a number, or a part of a date: what two reports of one event share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from extractors.records import Claim

MONTHS = frozenset(
    {"january", "february", "march", "april", "may", "june", "july", "august", "september"}
    | {"october", "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday"}
    | {"saturday", "sunday"}
)
ASKED = pa.schema(
    [("claim", pa.int64()), ("word", pa.string()), ("kind", pa.string()), ("telling", pa.bool_())]
)


def asked(claims: Sequence[Claim]) -> pa.Table:
    """Every word of every claim once; a claim goes by its place in ``claims``."""
    rows = [(place, *word) for place, claim in enumerate(claims) for word in _words(claim)]
    columns = list(zip(*rows, strict=True)) or [() for _ in ASKED]
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, ASKED, strict=True)],
        schema=ASKED,
    )


def _words(claim: Claim) -> Iterator[tuple[str, str, bool]]:
    for term in dict.fromkeys(claim.terms):
        yield term, "term", is_telling(term, claim)
    for name in dict.fromkeys(claim.names):
        yield name, "name", True


def is_telling(term: str, claim: Claim) -> bool:
    """True for a number, a part of a date and a word of one of the claim's names."""
    if term[:1].isdigit() or term in MONTHS:
        return True
    return any(term in name.split() for name in claim.names)
