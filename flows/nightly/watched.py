"""The list of watched articles: a JSON file in the data folder, replaced whole at each change.

Touches that one file. Raises SettingsError when it is damaged or cannot be written.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from extractors.errors import SettingsError
from extractors.records import identity
from flows.verify import is_address


@dataclass(frozen=True, slots=True)
class Watched:
    """One article to check every night; ``outlets`` empty for those it cites."""

    article: str
    outlets: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """A folder name for its reports: the article's own words, and a hash to be unique."""
        stem = re.sub(r"[^a-z0-9]+", "-", Path(self.article).stem.lower()).strip("-")
        return f"{stem[:40] or 'article'}-{identity(self.article)[:8]}"


def place_of(article: str) -> str:
    """An article as it can be found from any working folder: an address, or a whole path."""
    return article if is_address(article) else str(Path(article).expanduser().resolve())


def read_watched(file: Path) -> tuple[Watched, ...]:
    """The watched articles in the order they were added; none when there is no file."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        return tuple(Watched(str(row["article"]), tuple(row["outlets"])) for row in rows)
    except FileNotFoundError:
        return ()
    except OSError as refusal:
        raise SettingsError(f"{file} cannot be read: {refusal.strerror}") from refusal
    except (ValueError, KeyError, TypeError) as damage:
        raise SettingsError(
            f"{file} is damaged ({damage}): mend it, or delete it and add the articles again"
        ) from damage


def replaced(file: Path, text: str) -> None:
    """Replace a file whole by ``text``. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as fresh:
        fresh.write(text)
        fresh.flush()
        os.fsync(fresh.fileno())
    Path(name).replace(file)


def write_watched(file: Path, watched: tuple[Watched, ...]) -> None:
    """Replace the list."""
    text = json.dumps([asdict(one) for one in watched], indent=2, ensure_ascii=False)
    try:
        replaced(file, text + "\n")
    except OSError as refusal:
        raise SettingsError(f"{file} cannot be written: {refusal.strerror}") from refusal
