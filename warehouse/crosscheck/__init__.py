"""Claims against passages: slots and a learned score, each checking the other; findings out.

`crosscheck` judges a run's claims by the passages retrieved for them, `roll_up` makes verdicts of
findings, `compare` and `read` set two sentences side by side. Reads the shipped model; touches no
database, no network, no clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from warehouse.crosscheck.checking import CrosscheckResult, crosscheck
    from warehouse.crosscheck.comparing import Comparison, compare, read
    from warehouse.crosscheck.decision import Decision, decide
    from warehouse.crosscheck.readings import (
        Reading,
        Statement,
        nearness,
        read_pairs,
        statement_of,
    )
    from warehouse.crosscheck.speaking import compared_words, speaker_of
    from warehouse.crosscheck.verdicts import roll_up

__all__ = [
    "Comparison",
    "CrosscheckResult",
    "Decision",
    "Reading",
    "Statement",
    "compare",
    "compared_words",
    "crosscheck",
    "decide",
    "nearness",
    "read",
    "read_pairs",
    "roll_up",
    "speaker_of",
    "statement_of",
]

__getattr__ = on_demand(
    __name__,
    {
        "Comparison": "comparing",
        "CrosscheckResult": "checking",
        "Decision": "decision",
        "Reading": "readings",
        "Statement": "readings",
        "compare": "comparing",
        "compared_words": "speaking",
        "crosscheck": "checking",
        "decide": "decision",
        "nearness": "readings",
        "read": "comparing",
        "read_pairs": "readings",
        "roll_up": "verdicts",
        "speaker_of": "speaking",
        "statement_of": "readings",
    },
)
