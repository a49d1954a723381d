"""What one night leaves for the next: a small JSON file in the data folder, replaced whole.

For each article: its last run, the pages that are gone and the outlets that give nothing, each with
the day since when. Touches that file. A file that is damaged is as good as none: then everything is
told as on a first night. Raises SettingsError where it cannot be written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from extractors.errors import SettingsError
from flows.nightly.watched import replaced


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered of an article: its last run, and days by address and by outlet."""

    run_id: str = ""
    gone: Mapping[str, str] = field(default_factory=dict)
    silent: Mapping[str, str] = field(default_factory=dict)


def read_memory(file: Path) -> dict[str, Remembered]:
    """What is remembered by article; nothing where there is no file, or none that can be read."""
    try:
        return {
            str(article): Remembered(str(row["run_id"]), dict(row["gone"]), dict(row["silent"]))
            for article, row in json.loads(file.read_text(encoding="utf-8")).items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_memory(file: Path, memory: Mapping[str, Remembered]) -> None:
    """Replace the file."""
    rows = {article: asdict(one) for article, one in sorted(memory.items())}
    try:
        replaced(file, json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    except OSError as refusal:
        raise SettingsError(f"{file} cannot be written: {refusal.strerror}") from refusal
