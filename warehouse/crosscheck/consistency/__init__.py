"""Consistency inside one article: sums, orders of dates, the same thing told twice.

In: an article's claims, its text and the language pipeline. Out: `Consistency` records, each with
a sentence that an editor would write. Touches nothing but word lists.
"""

from __future__ import annotations

from warehouse.crosscheck.consistency.finding import find_consistency
from warehouse.crosscheck.consistency.polarity import belies
from warehouse.crosscheck.consistency.wordings import read_telling

__all__ = ["belies", "find_consistency", "read_telling"]
