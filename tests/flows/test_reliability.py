"""Kill -9 in the middle; ``benchmarks.reliability`` and ``nights_killed`` do fifty and more."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.nights_killed import kill_nights
from benchmarks.reliability import kill_checks, kill_collections

pytestmark = pytest.mark.slow


def test_a_killed_check_started_again_comes_to_the_same(tmp_path: Path) -> None:
    found = kill_checks(tmp_path, 1)
    assert found.kills == 1
    assert found.passed, found.faults


def test_kills_of_a_collection_lose_no_page_and_archive_none_twice(tmp_path: Path) -> None:
    found = kill_collections(tmp_path, 2, 200)
    assert found.kills == 2
    assert (found.missing, found.repeated, found.other) == (0, 0, 0)


def test_a_killed_night_run_again_holds_what_an_undisturbed_one_does(tmp_path: Path) -> None:
    found = kill_nights(tmp_path, 1)
    assert found.kills == 1
    assert found.passed, found.faults
