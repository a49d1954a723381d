"""An article's claims: unwrapped, whole, worded, sorted; and its citations.

    from extractors.claims import find_claims
    for claim in find_claims(extraction): ...

Word lists: ``claims.toml`` in this package, whose header names their source.
"""

from __future__ import annotations

from extractors.claims.citations import find_citations, named_outlets
from extractors.claims.finding import claims_of, find_claims
from extractors.claims.topic import Topic, topic

__all__ = ["Topic", "claims_of", "find_citations", "find_claims", "named_outlets", "topic"]
