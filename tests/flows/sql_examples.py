"""The SQL shown in the documents, with its answers: a Markdown text in, the same answered anew out.

    .venv/bin/python tests/flows/sql_examples.py README.md docs/sql.md

answers each ``sql`` block of the files from the warehouse of `make verify` and writes the answer
into the block behind it. The tests compare.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SHOWN = re.compile(r"```sql\n(.*?)```\n```\n(.*?)```", re.DOTALL)


def questions(markdown: str) -> list[tuple[str, str]]:
    """Each query with the answer that is printed behind it."""
    return [(query.strip(), plain(answer)) for query, answer in SHOWN.findall(markdown)]


def plain(answer: str) -> str:
    """An answer without the spaces at the ends of its lines."""
    return "\n".join(line.rstrip() for line in answer.strip("\n").splitlines())


def answered(markdown: str, ask: Callable[[str], str]) -> str:
    """The text with every answer as ``ask`` gives it."""

    def anew(block: re.Match[str]) -> str:
        return f"```sql\n{block[1]}```\n```\n{plain(ask(block[1].strip()))}\n```"

    return SHOWN.sub(anew, markdown)


def _ask(query: str) -> str:
    command = [str(Path(sys.executable).with_name("sourcecheck")), "sql", query]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    for name in sys.argv[1:]:
        Path(name).write_text(answered(Path(name).read_text("utf-8"), _ask), "utf-8")
