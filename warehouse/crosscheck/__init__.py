"""The cross-check: claims and evidence in, findings out. One small module per rule.

from warehouse.crosscheck import compare
"""

from __future__ import annotations

from warehouse.crosscheck.checking import CrosscheckResult, compare, compare_assertions, crosscheck

__all__ = ["CrosscheckResult", "compare", "compare_assertions", "crosscheck"]
