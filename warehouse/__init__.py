"""The warehouse: DuckDB, and what is kept, compared and told."""

from warehouse.store import Warehouse

__all__ = ["Warehouse"]
