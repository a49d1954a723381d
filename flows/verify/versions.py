"""What read and what judged, by name and version. Touches the rooms' own files, to read them.

A release number does not tell two checkouts apart, and a finding must name exactly what made
it; so the code and the word lists go by the hash of what is in them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import extractors
from extractors.records import identity
from flows.verify.extract import ModelCard

#: What can change a finding: code, grammars and word lists, SQL. The model has its own version.
COUNTED = (".py", ".toml", ".csv", ".gz", ".sql", ".tsv", ".txt")
NOT_COUNTED = ("__pycache__", "model", "training")


def versions(card: ModelCard) -> tuple[tuple[str, str], ...]:
    """(name, version) of ourselves, the pipeline, the extractors, retrieval and the rules."""
    try:
        own = version("sourcecheck")
    except PackageNotFoundError:  # run from a checkout that was never installed
        own = "0"
    return (
        ("sourcecheck", own),
        (card.name, card.version),
        ("extractors", fingerprint("extractors")),
        ("retrieval", fingerprint("warehouse.retrieval")),
        ("rules", fingerprint("warehouse.crosscheck")),
    )


@cache
def judges() -> str:
    """A name for all that judges and tells a run: the two lower rooms' code and the scorer."""
    scorer = shipped_card()
    return identity(
        fingerprint("extractors"), fingerprint("warehouse"), scorer.name, scorer.version
    )


def running(stored: Sequence[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """A run's versions as they are now, the shipped model's too: its scorer judges a replay."""
    ours = versions(shipped_card())
    now = {row["name"]: row["version"] for row in stored} | dict(ours)
    return tuple(now.items())


def shipped_card() -> ModelCard:
    """The shipped model by its name and the hash of its meta.json, which holds its files'."""
    override = os.environ.get("SOURCECHECK_MODEL")  # as `shipped_model` has it, without spaCy
    folder = Path(extractors.__file__).parent / "model"
    if override and not (folder / "meta.json").is_file():
        folder = Path(override)
    meta = (folder / "meta.json").read_bytes()
    return ModelCard(str(json.loads(meta)["name"]), hashlib.sha256(meta).hexdigest()[:12])


@cache
def fingerprint(package: str) -> str:
    """The first 12 hex digits of a SHA-256 over a package's names and contents."""
    digest = hashlib.sha256()
    for name, content in sorted(_contents(files(package), "")):
        digest.update(f"{name}\x1f{len(content)}\x1f".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def _contents(folder: Traversable, above: str) -> list[tuple[str, bytes]]:
    found = []
    for item in folder.iterdir():
        name = f"{above}{item.name}"
        if item.is_dir() and item.name not in NOT_COUNTED:
            found += _contents(item, f"{name}/")
        elif item.is_file() and item.name.endswith(COUNTED):
            found.append((name, item.read_bytes()))
    return found
