"""What pronouns and definite phrases stand for: parsed blocks and mentions in, antecedents out.

Reads `coreference.csv`, the weights that `extractors.training.coreference` found.
"""

from __future__ import annotations

from extractors.coreference.phrases import DEMONSTRATIVES, PRONOUNS
from extractors.coreference.resolving import Antecedent, is_made, resolve

__all__ = ["DEMONSTRATIVES", "PRONOUNS", "Antecedent", "is_made", "resolve"]
