"""Kill -9 at random points of a night; then the same night again, to its end.

    python -m benchmarks.nights_killed [--kills N] [--minutes M] [--json]

A night (`sourcecheck nightly --once`, two articles against newspapers on loopback) is killed at a
random moment of the time that an undisturbed one takes, each time in a home of its own, and then
run again. Its warehouse must hold the undisturbed night's rows, but for the times of its captures
and where they lie; each page must be read once; readers must never have seen a run without its
verdicts; and no process of it may live on. `--data` is not needed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from benchmarks.pipeline_press import Press
from benchmarks.reliability import GRACE, ROOT, living, processor

#: Columns that hold when and where a capture was made, and what is named by it.
OF_CAPTURES = frozenset(
    {"capture_id", "captured_at", "warc_file", "warc_offset", "record_id", "first_seen",
     "content_sha256"}
)  # fmt: skip
#: Tables that are named by those alone.
LEFT_OUT = frozenset({"derivations", "captures", "run_captures"})


@dataclass(frozen=True, slots=True)
class Nights:
    """Kills of a night, and what was otherwise after the restart."""

    kills: int
    undisturbed_s: float
    at: tuple[float, ...]
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


def start(home: Path, articles: Sequence[Path]) -> subprocess.Popen[bytes]:
    """Begin a night in ``home``."""
    names = ("SOURCECHECK_", "PREFECT_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    data = home / ".local" / "share" / "sourcecheck"
    data.mkdir(parents=True, exist_ok=True)
    watched = [{"article": str(article), "outlets": []} for article in articles]
    (data / "watched.json").write_text(json.dumps(watched), encoding="utf-8")
    with (home / "said").open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "nightly", "--once"],
            cwd=ROOT,
            env={**kept, "HOME": str(home), "PREFECT_HOME": str(home / ".prefect")},
            stdout=said,
            stderr=said,
        )


def rows(home: Path) -> Mapping[str, Counter[str]]:
    """Each table's rows without what tells of captures."""
    found: dict[str, Counter[str]] = {}
    file = home / ".local" / "share" / "sourcecheck" / "warehouse.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        columns = connection.execute(
            "select table_name, list(column_name order by column_index) from duckdb_columns() "
            "join duckdb_tables() using (table_name) where not duckdb_tables.internal group by all"
        ).fetchall()
        for table, names in columns:
            kept = [f'"{name}"' for name in names if name not in OF_CAPTURES]
            if table not in LEFT_OUT:
                relation = connection.table(f'"{table}"').project(", ".join(kept))
                found[table] = Counter(map(str, relation.fetchall()))
    return found


def half_seen(home: Path) -> list[str]:
    """Runs that readers see without verdicts; none where nothing is published yet."""
    file = home / ".local" / "share" / "sourcecheck" / "warehouse.snapshot.duckdb"
    if not file.is_file():
        return []
    with duckdb.connect(str(file), read_only=True) as connection:
        missing = "select run_id from runs anti join verdicts using (run_id)"
        return [str(run) for (run,) in connection.execute(missing).fetchall()]


def read_twice(home: Path) -> list[str]:
    """Keys that stand in more than one part."""
    parts = home / ".local" / "share" / "sourcecheck" / "parts"
    files = [str(file) for file in parts.glob("*/*/pages.parquet")]
    counted = Counter(
        key for file in files for (key,) in duckdb.read_parquet(file).project("key").fetchall()
    )
    return [key for key, times in counted.items() if times > 1]


def kill_nights(
    folder: Path, kills: int, ends: float | None = None, papers: int = 2, pages: int = 4
) -> Nights:
    """Kill ``kills`` nights and run each again; ``ends`` (monotonic) begins no further one."""
    faults: list[str] = []
    at: list[float] = []
    with Press(papers, pages) as press:
        home = folder / "undisturbed"
        home.mkdir(parents=True)
        articles = press.open_for(home, 2)
        begun = time.monotonic()
        if start(home, articles).wait():
            raise RuntimeError(
                f"the undisturbed night failed: {(home / 'said').read_text()[-500:]}"
            )
        alone, right = time.monotonic() - begun, rows(home)
        for number in range(kills):
            if ends is not None and time.monotonic() > ends:
                break
            mine = folder / f"kill{number}"
            mine.mkdir()
            press.open_for(mine, 0)
            moment = random.Random(number).random()
            process = start(mine, articles)
            try:
                process.wait(moment * alone)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
            at.append(round(moment, 3))
            told = f"kill at {moment:.3f}: "
            faults += [f"{told}run {run} was seen without verdicts" for run in half_seen(mine)]
            if start(mine, articles).wait():
                faults.append(told + (mine / "said").read_text(errors="replace")[-300:])
                continue
            got = rows(mine)
            other = [name for name in right if got.get(name) != right[name]]
            faults += [f"{told}rows of {', '.join(other)}"] if other else []
            faults += [f"{told}{key} was read twice" for key in read_twice(mine)]
            over = time.monotonic() + GRACE
            while (left := living(mine)) and time.monotonic() < over:
                time.sleep(0.2)
            faults += [f"{told}processes left: {left}"] if left else []
    return Nights(len(at), round(alone, 1), tuple(sorted(at)), tuple(faults))


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 where something was otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nights_killed")
    parser.add_argument("--data", help="not needed")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--minutes", type=float, help="begin no further night after these")
    given = parser.parse_args(arguments)
    ends = None if given.minutes is None else time.monotonic() + 60 * given.minutes
    with tempfile.TemporaryDirectory() as place:
        found = kill_nights(Path(place), given.kills, ends)
    result = {"processor": processor(), **asdict(found), "met": found.passed}
    print(json.dumps(result, indent=None if given.json else 1))
    return 0 if found.passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
