"""Reports: a run's rows in, files out. `build` reads the views; `write` writes the folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from extractors.errors import WarehouseError
from warehouse.reports import claimreview, csv, html, json, markdown
from warehouse.reports.build import build
from warehouse.reports.model import Publisher, ReportModel

__all__ = ["FORMATS", "Publisher", "ReportModel", "build", "render", "write"]

FORMATS: Mapping[str, tuple[str, Callable[[ReportModel], str]]] = {
    "html": ("report.html", html.render),
    "md": ("report.md", markdown.render),
    "json": ("report.json", json.render),
    "csv": ("report.csv", csv.render),
    "claimreview": ("claimreview.json", claimreview.render),
}


def render(report: ReportModel, name: str) -> str:
    """The report in one format; WarehouseError if there is no such format."""
    if name not in FORMATS:
        raise WarehouseError(f"no report format {name!r}: choose of {', '.join(FORMATS)}")
    return FORMATS[name][1](report)


def write(report: ReportModel, folder: Path, formats: Sequence[str]) -> dict[str, Path]:
    """Write the report's files into ``folder``, each whole or not at all; paths by format.

    Raises WarehouseError if a format is unknown or the folder cannot be written; all formats
    are rendered before the first file is written.
    """
    texts = {name: render(report, name) for name in formats}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return {name: _replace(folder / FORMATS[name][0], text) for name, text in texts.items()}
    except OSError as error:
        raise WarehouseError(
            f"the report cannot be written to {folder} ({error.strerror}): choose another --report"
        ) from error


def _replace(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path
