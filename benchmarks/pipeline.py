"""What a night costs: the first, one in which nothing changed, one in which 1% of the pages did.

    python -m benchmarks.pipeline [--papers N] [--pages N] [--articles N] [--json]

Each night is `sourcecheck nightly --once` in a process and a home of its own, against newspapers on
loopback (`benchmarks.pipeline_press`) that are asked for every page again: between two nights the
collection's memory of when it last looked is set back by a day. CPU seconds are those of all the
command's processes, Prefect's server included, and stay true on a busy machine; ratios are within
one run. `--data` is not used.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.pipeline_press import Press
from benchmarks.reliability import ROOT, processor

CHANGED = 0.01


@dataclass(frozen=True, slots=True)
class NightCost:
    """Seconds of one night, by the wall and of CPU, and its CPU as a share of the first's."""

    name: str
    wall: float
    cpu: float
    share: float


def sourcecheck(home: Path, *words: str) -> tuple[float, float]:
    """Run the command in ``home`` to its end; its wall and CPU seconds."""
    names = ("SOURCECHECK_", "PREFECT_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    before, begun = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *words],
        cwd=ROOT,
        env={**kept, "HOME": str(home), "PREFECT_HOME": str(home / ".prefect")},
        capture_output=True,
        text=True,
        check=False,
    )
    wall, after = time.perf_counter() - begun, os.times()
    (home / "said").open("a", encoding="utf-8").write(done.stdout + done.stderr)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: exit code {done.returncode}\n{done.stderr[-2000:]}")
    cpu = after.children_user + after.children_system
    return wall, cpu - before.children_user - before.children_system


def a_day_passes(home: Path) -> None:
    """Set the collection's memory of its last looks back by a day, so that pages are due."""
    state = home / ".local" / "share" / "sourcecheck" / "archive" / "collection.sqlite3"
    with sqlite3.connect(state) as database:
        rows = database.execute("SELECT outlet, url, checked_at FROM page").fetchall()
        for outlet, url, checked in rows:
            database.execute(
                "UPDATE page SET checked_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', ?, '-1 day') "
                "WHERE outlet = ? AND url = ?",
                (checked, outlet, url),
            )
    database.close()


def nights(home: Path, papers: int, pages: int, articles: int) -> list[NightCost]:
    """Three nights in ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    found: list[NightCost] = []
    with Press(papers, pages) as press:
        for article in press.open_for(home, articles):
            sourcecheck(home, "watch", "add", str(article))
        for name in ("first", "unchanged", f"{CHANGED:.0%} changed"):
            if found:
                a_day_passes(home)
            if name.endswith("% changed"):
                press.revise(CHANGED)
            wall, cpu = sourcecheck(home, "nightly", "--once")
            first = found[0].cpu if found else cpu
            found.append(NightCost(name, round(wall, 1), round(cpu, 1), round(cpu / first, 3)))
    return found


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pipeline")
    parser.add_argument("--data", help="not used")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--papers", type=int, default=12)
    parser.add_argument("--pages", type=int, default=50, help="of each paper")
    parser.add_argument("--articles", type=int, default=3)
    parser.add_argument("--home", type=Path, help="keep everything in this folder")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        home = given.home or Path(place)
        found = nights(home, given.papers, given.pages, given.articles)
    size = {"papers": given.papers, "pages": given.papers * given.pages, "articles": given.articles}
    if given.json:
        rows = [asdict(one) for one in found]
        print(json.dumps({"processor": processor(), **size, "nights": rows}))
        return 0
    print(f"{processor()}; {', '.join(f'{count} {name}' for name, count in size.items())}")
    print(f"{'night':12} {'wall s':>8} {'CPU s':>8} {'of the first':>13}")
    for one in found:
        print(f"{one.name:12} {one.wall:8.1f} {one.cpu:8.1f} {one.share:13.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
