"""The words that records use (DESIGN.md's), and how a row gets its stable name."""

from __future__ import annotations

import hashlib
from typing import Literal

Polarity = Literal["POS", "NEG"]


Certainty = Literal["CERTAIN", "PROBABLE", "POSSIBLE", "UNDERSPECIFIED"]


Precision = Literal[
    "second",
    "minute",
    "hour",
    "part_of_day",
    "day",
    "weekend",
    "week",
    "month",
    "season",
    "quarter",
    "half",
    "year",
    "decade",
    "century",
    "vague",
    "duration",
    "set",
]


BlockKind = Literal["title", "heading", "paragraph", "list_item", "quote", "caption", "table"]


DocumentRole = Literal["article", "coverage"]


PageKind = Literal["article", "live", "index", "video", "post", "text", "error"]


Relation = Literal["supports", "contradicts", "weaker", "superseded", "different scope"]


FindingKind = Literal[
    "polarity", "action", "quantity", "date", "place", "actor", "attribution", "entailment"
]


ClaimKind = Literal["fact", "opinion", "forecast", "question", "rhetoric"]


Verdict = Literal["supported", "refuted", "conflicting evidence", "not enough evidence"]


Fidelity = Literal[
    "says so",
    "says it more weakly",
    "different number",
    "different date",
    "different speaker",
    "says the opposite",
    "read, not decided",
    "not found in what was read",
    "not readable",
]


def identity(*parts: object) -> str:
    """Stable 20-hex-digit name of a row: SHA-256 over its parts, joined by U+001F."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:20]
