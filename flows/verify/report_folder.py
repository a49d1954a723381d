"""A report into its folder: a run's id in, whole files out, each moved into place when done.

Touches the folder it is given, and leaves alone what else is in it: it may be the user's own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from extractors.errors import SettingsError
from warehouse import Publisher, Warehouse


def write_report(
    warehouse: Warehouse,
    run_id: str,
    folder: Path,
    formats: Sequence[str],
    since: str | None = None,
    publisher: Publisher | None = None,
) -> dict[str, Path]:
    """The report's files by format, each whole or not there at all.

    ``since`` is an earlier run, to show what changed; ``publisher`` signs the ClaimReview.
    Raises SettingsError when the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        fresh = Path(tempfile.mkdtemp(dir=folder, prefix=f".report-{os.getpid()}-"))
        try:
            written = warehouse.report(run_id, fresh, formats, since, publisher)
            files = {name: folder / path.relative_to(fresh) for name, path in written.items()}
            for path in sorted(fresh.rglob("*")):
                place = folder / path.relative_to(fresh)
                if path.is_dir():
                    place.mkdir(exist_ok=True)
                else:
                    path.replace(place)
        finally:
            shutil.rmtree(fresh)
    except OSError as refusal:
        raise SettingsError(
            f"the report folder {folder} cannot be written ({refusal.strerror}): "
            "choose another with --report"
        ) from refusal
    return files


def _sweep(folder: Path) -> None:
    """Remove what a killed process was writing."""
    for left in folder.glob(".report-*"):
        owner = left.name.split("-")[1]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(left)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True
