"""A report that stands as it was written: its key and its folder in, its files or None out.

A report is a function of the published rows and of the code that tells them; where neither changed,
and its files are byte for byte those that were written, there is nothing to write. Touches a small
file in the data folder for each report folder, and reads the report's own files.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from extractors.records import identity


def standing(notes: Path, folder: Path, key: str) -> dict[str, Path] | None:
    """The files of the report in ``folder``, by format, where they are those written for ``key``.

    ``notes`` is the folder of what was noted by `remember`.
    """
    try:
        noted = json.loads(_note(notes, folder).read_text(encoding="utf-8"))
        files = {str(name): folder / place for name, place in noted["files"].items()}
        if not key or noted["key"] != key or noted["sha256"] != _digest(files):
            return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return files


def remember(notes: Path, folder: Path, key: str, files: Mapping[str, Path]) -> None:
    """Note what was written into ``folder``; a note that cannot be written costs nothing."""
    note = _note(notes, folder)
    told = {name: str(place.relative_to(folder)) for name, place in files.items()}
    arriving = note.with_name(f".{note.name}.{os.getpid()}")
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"key": key, "files": told, "sha256": _digest(files)})
        arriving.write_text(text, encoding="utf-8")
        arriving.replace(note)
    except OSError:
        arriving.unlink(missing_ok=True)


def _note(notes: Path, folder: Path) -> Path:
    return notes / f"{identity(str(folder.absolute()))[:20]}.json"


def _digest(files: Mapping[str, Path]) -> str:
    """SHA-256 over the files' names and contents; a format may be a folder of files."""
    digest = hashlib.sha256()
    for name, place in sorted(files.items()):
        every = sorted(path for path in place.rglob("*") if path.is_file())
        for file in every if place.is_dir() else [place]:
            digest.update(f"{name}\x1f{file.name}\x1f".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
