"""The house's one rule: data walks flows -> warehouse -> extractors; imports never run back."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "extractors": {"extractors"},
    "warehouse": {"warehouse", "extractors"},
    "flows": {"flows", "warehouse", "extractors"},
}
#: extractors are pure: no network, no database, no clock of the machine's processes.
FOREIGN_TO_EXTRACTORS = {
    "httpx", "requests", "urllib3", "aiohttp", "socket", "http", "duckdb", "sqlite3", "prefect",
    "subprocess", "asyncio", "time", "warcio", "pyarrow",
}  # fmt: skip
FOREIGN_TO_WAREHOUSE = {
    "httpx", "requests", "urllib3", "aiohttp", "socket", "http", "prefect", "spacy", "warcio",
}  # fmt: skip
#: Only the recipe that trains the model, and the benchmarks, may lean on what users never get.
TRAINING = "extractors/training"

MODULES = sorted(
    path
    for room in MAY_IMPORT
    for path in (ROOT / room).rglob("*.py")
    if not path.is_relative_to(ROOT / TRAINING)
)


def imported(path: Path) -> set[str]:
    """Top-level names that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.ImportFrom):
            names.add(path.relative_to(ROOT).parts[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_in_one_direction(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    names = imported(path)
    assert names & set(MAY_IMPORT) <= MAY_IMPORT[room]
    assert not names & {"tests", "benchmarks", "examples"}


@pytest.mark.parametrize(
    ("room", "foreign"),
    [("extractors", FOREIGN_TO_EXTRACTORS), ("warehouse", FOREIGN_TO_WAREHOUSE)],
)
def test_rooms_touch_only_what_is_theirs(room: str, foreign: set[str]) -> None:
    touched = {
        str(path.relative_to(ROOT)): imported(path) & foreign
        for path in MODULES
        if path.is_relative_to(ROOT / room)
    }
    assert {path: names for path, names in touched.items() if names} == {}


def test_reading_workers_never_load_prefect() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import flows.verify.extract, sys; print('prefect' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert found.stdout.strip() == "False"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is_for_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)) or not text.strip()
    assert text.count("\n") < 500
