"""Retrieval: for a claim the passages that speak of it, over all that the warehouse has read."""

from __future__ import annotations

from warehouse.retrieval.searching import EVERYWHERE, Limits, Retrieved, nearest_passages

__all__ = ["EVERYWHERE", "Limits", "Retrieved", "nearest_passages"]
