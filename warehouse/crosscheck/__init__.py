"""The cross-check: claims and the passages nearest to them in, findings out.

from warehouse.crosscheck import compare
"""

from __future__ import annotations

from warehouse.crosscheck.checking import CrosscheckResult, compare, crosscheck, roll_up

__all__ = ["CrosscheckResult", "compare", "crosscheck", "roll_up"]
