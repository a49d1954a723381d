"""Kill -9 in the middle of a collection. ``python -m benchmarks.collection`` does thirty."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.collection_kills import killed_at_random


@pytest.mark.slow
def test_kills_lose_no_page_and_archive_none_twice(tmp_path: Path) -> None:
    found = killed_at_random(tmp_path, kills=4, pages=300, seed=7)
    assert found.kills == 4
    assert found.missing == 0
    assert found.repeated == 0
