"""A report is in its folder whole, or not at all; what else is there is left alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from extractors.errors import SettingsError, WarehouseError
from flows.verify import write_report
from warehouse import Warehouse


class Writes:
    """Stands where the warehouse would be; fails after the first file when told to."""

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails

    def report(
        self,
        run_id: str,
        folder: Path,
        formats: Sequence[str],
        since: str | None = None,
        publisher: object = None,
    ) -> dict[str, Path]:
        files = {}
        for name in formats:
            files[name] = folder / f"report.{name}"
            files[name].write_text(f"{run_id} since {since}")
            if self.fails:
                raise WarehouseError("the snapshot is gone")
        return files


def written(fails: bool, folder: Path) -> dict[str, Path]:
    return write_report(cast(Warehouse, Writes(fails)), "run", folder, ("html", "json"), "before")


def test_the_files_lie_in_the_folder_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    assert written(False, folder) == {
        "html": folder / "report.html",
        "json": folder / "report.json",
    }
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "report.json"]
    assert (folder / "report.json").read_text() == "run since before"


def test_a_report_that_fails_leaves_the_last_one(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("the last one")
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(WarehouseError):
        written(True, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "report.html"]
    assert (tmp_path / "report.html").read_text() == "the last one"


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    dead = tmp_path / ".report-999999999-abc"
    living = tmp_path / f".report-{os.getpid()}-abc"
    for folder in (dead, living):
        folder.mkdir()
        (folder / "report.html").write_text("half")
    written(False, tmp_path)
    assert not dead.exists()
    assert living.exists()


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsError, match=r"cannot be written .*choose another with --report"):
        written(False, tmp_path / "file" / "out")
