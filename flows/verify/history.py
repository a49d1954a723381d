"""When each check was made: a line of JSON for each, appended to a file in the data folder.

The warehouse holds what a run found, the same whenever it is run; by whose clock and for how long
it ran stands here. Touches that file. A line that is damaged is passed by, and a file that cannot
be written costs nothing: the check stands.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Made:
    """One check as it was made. ``new_pages`` were read by a worker, the others were known."""

    run_id: str
    article: str
    began: datetime
    seconds: float
    new_pages: int
    new_rows: int


def append(file: Path, made: Made) -> None:
    """Note that a check was made, in one write, so that two at once do not mix."""
    row = asdict(made) | {"began": made.began.isoformat(), "seconds": round(made.seconds, 1)}
    line = json.dumps(row, ensure_ascii=False) + "\n"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(handle, line.encode("utf-8", "replace"))
        finally:
            os.close(handle)
    except OSError:
        return


def made(file: Path) -> list[Made]:
    """All checks that were noted, oldest first."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    found = []
    for line in lines:
        try:
            row = json.loads(line)
            row["began"] = datetime.fromisoformat(row["began"])
            found.append(Made(**row))
        except (ValueError, KeyError, TypeError):
            continue
    return found
