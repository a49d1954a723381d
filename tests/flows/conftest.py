"""Fixtures of the flows' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from commandline import EXAMPLE, CommandLine
from newspaper import Newspaper


@pytest.fixture
def sourcecheck(tmp_path: Path) -> CommandLine:
    """The command in homes of its own."""
    return CommandLine(tmp_path / "home")


@pytest.fixture(scope="session")
def checked_example(tmp_path_factory: pytest.TempPathFactory) -> tuple[CommandLine, Path, str]:
    """The example, checked once: the command in the home it was checked in, the report's
    folder, and what was printed."""
    home = tmp_path_factory.mktemp("example")
    command = CommandLine(home)
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
