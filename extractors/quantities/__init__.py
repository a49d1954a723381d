"""Quantities: a text or a parsed doc in, `Quantity` values out, with bounds, unit, rate and role.

Touches nothing but word lists.
"""

from __future__ import annotations

from extractors.quantities.finding import find_quantities

__all__ = ["find_quantities"]
