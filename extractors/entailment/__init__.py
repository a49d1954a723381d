"""What a passage says to a claim, as a learned score: (evidence, claim) in, three odds out.

`load_scorer().score([(evidence, claim), ...])` gives supports, contradicts and neither for each
pair. The score is one of two witnesses (the other: the slots of `warehouse.crosscheck`); it rules
on nothing by itself. Reads `extractors/model` once, when the first pair is scored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from extractors.entailment.scorer import Scorer, load_scorer

__all__ = ["Scorer", "load_scorer"]

__getattr__ = on_demand(__name__, {"Scorer": "scorer", "load_scorer": "scorer"})
