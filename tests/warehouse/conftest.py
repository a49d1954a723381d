"""A loaded and published warehouse that holds the Orlo dam's story."""

from __future__ import annotations

import pytest
from orlo import Story, story

from warehouse import Warehouse
from warehouse.connection import writing
from warehouse.load import store_derived, store_nearest


@pytest.fixture(scope="session")
def orlo() -> Story:
    return story()


def keep(warehouse: Warehouse, case: Story) -> None:
    """Load a story with the findings it says itself, as if the cross-check had found them."""
    warehouse.load(*case.load_arguments())
    with writing(warehouse.path) as connection:
        store_nearest(connection, case.run.run_id, case.nearest)
        store_derived(connection, case.run.run_id, case.derived)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, orlo: Story) -> Warehouse:
    """Read-only by custom: tests that write make their own."""
    warehouse = Warehouse(tmp_path_factory.mktemp("published") / "desk.duckdb")
    keep(warehouse, orlo)
    warehouse.publish()
    return warehouse
