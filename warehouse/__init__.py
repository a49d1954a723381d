"""The warehouse: DuckDB, and what is kept, compared and told."""

from warehouse.reports import Publisher
from warehouse.store import Warehouse

__all__ = ["Publisher", "Warehouse"]
