"""The house's one rule: data walks flows -> warehouse -> extractors; imports never run back.

Inside a room the same: a package or module stands on those that `FLOORS` lists below it, and is
entered by its `__init__` alone.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "extractors": {"extractors"},
    "warehouse": {"warehouse", "extractors"},
    "flows": {"flows", "warehouse", "extractors"},
}
#: Each room from its top floor down, with the reason a floor stands where it does.
FLOORS = {
    "extractors": {
        "extraction": "it takes a document through every stage, so it stands on them all",
        "claims": "a claim is unwrapped from assertions and their speakers",
        "assertions": "they are made of what every stage below found",
        "entailment": "it scores pairs with the shipped encoder's files",
        "gloss": "it tells what the language's pipeline parsed in English words",
        "language": "its rules for values and names ask dates, quantities and entities",
        "coreference": "whether a name and a pronoun agree, entities tells",
        "quantities": "a date is no amount, so dates are found first",
        "attribution": "who says it is read off clauses and cue words, whatever was found there",
        "dates": "what is no date is not its affair; of numbers it asks the grammar",
        "entities": "a name is folded by lists alone, before anything is known of its sentence",
        "page": "it makes text of bytes, and knows nothing of what the text says",
        "grammar": "several stages read it, so it may know none of them",
        "records": "every floor hands them on",
        "errors": "every floor may raise them",
        "on_demand": "every package may use it",
    },
    "warehouse": {
        "store": "it is what the other rooms see",
        "deriving": "it retrieves and judges for a run",
        "replay": "it compares what was derived with what was kept",
        "changes": "it compares two runs as they are kept",
        "load": "it writes what was read and derived",
        "reports": "it tells what is kept",
        "crosscheck": "its rules see assertions, not how they are kept",
        "numbering": "it puts the rows of parts in order for the loader",
        "parts": "it keeps what was read as rows, for whoever loads them",
        "run_rows": "a run's rows are made of rows",
        "retrieval": "it looks among what is kept, whatever a run makes of it",
        "rows": "it turns records to tables and back, wherever they are kept",
        "snapshot": "it copies what a connection sees",
        "connection": "whoever opens a file checks its schema",
        "vocabulary": "it reads what the schema's views say of themselves",
        "schema": "it is migrated by statements",
        "views": "SQL alone",
        "statements": "SQL by name, for all",
        "cells": "whoever writes a CSV asks it, and it asks nobody",
    },
    "flows": {
        "cli": "the command starts every flow, and nothing starts the command",
        "nightly": "it is verify for each watched article",
        "verify": "it collects before it reads",
        "collect": "it asks an outlet's doors, and knows no article",
        "settings": "they hold the fetcher's own",
        "outlets": "a door is opened by fetching",
        "fetch": "it gets an address, whoever published it",
        "log": "any flow may start it",
        "waiting": "whoever shares a file may have to",
        "orchestration": "a server runs flows by name and knows none",
    },
}
#: The few who look into a package (what they read there), and why they may.
LOOKS_INSIDE = {
    ("benchmarks/language.py", "extractors.language.names"): "scores name tags as spans",
    ("benchmarks/values_gold.py", "extractors.quantities.units"): "folds a gold unit's phrase",
    ("benchmarks/verify.py", "flows.verify.steps"): "times each step of a check alone",
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


def imported_modules(path: Path) -> set[str]:
    """The dotted names that a module imports from; of `from PACKAGE import MODULE`, the module."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.module in FLOORS:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def home(parts: Sequence[str]) -> str:
    """The package or module of a room that a dotted name or a path is in; "" for the room."""
    return Path(parts[1]).stem if len(parts) > 1 and parts[1] != "__init__.py" else ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_inside_a_room_only_go_down(path: Path) -> None:
    room, *_ = parts = path.relative_to(ROOT).parts
    mine = home(parts)
    if not mine:
        return
    floors = list(FLOORS[room])
    assert mine in floors, f"{room}/{mine} is new: give it a floor, with its reason, in FLOORS"
    for name in imported_modules(path):
        other = home(name.split("."))
        if name.split(".")[0] != room or other not in floors or other == mine:
            continue
        assert floors.index(other) > floors.index(mine), (
            f"{path.relative_to(ROOT)} imports {name}, which stands above it: "
            f"{other} is up there because {FLOORS[room][other]}; "
            f"{mine} is down here because {FLOORS[room][mine]}"
        )


@pytest.mark.parametrize(
    "path",
    [*MODULES, *sorted((ROOT / "benchmarks").rglob("*.py"))],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_a_package_is_entered_by_its_init_alone(path: Path) -> None:
    parts = path.relative_to(ROOT).parts
    for name in imported_modules(path):
        room, *inner = name.split(".")
        if room not in FLOORS or len(inner) < 2 or inner[0] == "training":
            continue  # training makes what the packages hold: it and its scores look inside
        if (room, inner[0]) == (parts[0], home(parts)):
            continue
        assert (str(path.relative_to(ROOT)), name) in LOOKS_INSIDE, (
            f"{path.relative_to(ROOT)} imports {name}: only what {room}/{inner[0]}/__init__.py "
            "hands on may be used outside it, so that its inside can change without anybody asking"
        )


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
