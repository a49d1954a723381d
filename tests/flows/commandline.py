"""The command as a person runs it: a process of its own, in homes of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "kursk"
#: The longest that a whole check may take on a busy machine before a test gives up on it.
PATIENCE = 400


def _hear_ctrl_c() -> None:
    """A suite run in a shell's background ignores Ctrl-C, and its children would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@dataclass
class CommandLine:
    """`sourcecheck` with its own HOME and Prefect home; more environment in ``also``."""

    home: Path
    also: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
        return {
            **kept,
            "HOME": str(self.home),
            "PREFECT_HOME": str(self.home / ".prefect"),
            "PYTHONPATH": str(ROOT),
            **self.also,
        }

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.home / ".local" / "share" / "sourcecheck"

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start the command and return at once."""
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=self.environment,
            preexec_fn=_hear_ctrl_c,
        )

    def __call__(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run the command to its end; its exit code must be ``code``."""
        process = self.start(*words)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == code, f"exit {process.returncode}\n{out}\n{err}"
        return subprocess.CompletedProcess(words, process.returncode, out, err)
