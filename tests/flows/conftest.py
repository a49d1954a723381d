"""Fixtures of the flows' tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from commandline import EXAMPLE, ROOT, CommandLine
from newspaper import Newspaper


@pytest.fixture
def sourcecheck(tmp_path: Path) -> CommandLine:
    """The command in homes of its own."""
    return CommandLine(tmp_path / "home")


@pytest.fixture(scope="session")
def checked_example(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandLine, Path, str]:
    """The example, checked once: the command in the home it was checked in, the report's
    folder, and what was printed. ``calls.txt`` beside the report has whom it looked up and called.
    """
    home = tmp_path_factory.mktemp("example")
    path = f"{Path(__file__).parent / 'watching'}{os.pathsep}{ROOT}"
    watched = {"WATCHED_CALLS": str(home / "calls.txt"), "PYTHONPATH": path}
    command = CommandLine(home, watched)
    done = command(*verify_example(home / "out"))
    return command, home / "out", done.stdout


def verify_example(report: Path) -> list[str]:
    """The words of a check of the example in replay."""
    words = ["verify", str(EXAMPLE / "article.md")]
    return [*words, "--replay", str(EXAMPLE / "coverage.warc.gz"), "--report", str(report)]


@pytest.fixture
def newspaper() -> Iterator[Newspaper]:
    paper = Newspaper()
    yield paper
    paper.close()
