"""How long a whole check takes, how much memory it needs, and what of it is Prefect's share.

    python -m benchmarks.verify [--data DIR] [--json]

Checks the example in replay, each time in a process and homes of its own: first with a fresh
Prefect home, then again with the same, then the same steps without Prefect at all. Prefect's
share is the difference of the last two. CPU seconds count all processes and stay true on a
busy machine, where wall time does not. Memory is the sum of the processes' PSS at its highest
(shared pages counted once). `--data` is not used: the example is in the project.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "kursk"
ARTICLE, CAPTURES = str(EXAMPLE / "article.md"), str(EXAMPLE / "coverage.warc.gz")
#: Seconds between two looks at the memory of the processes.
LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """One run: seconds of wall and CPU, and the most memory its processes held, in MB."""

    name: str
    wall: float
    cpu: float
    memory: float


def measured(name: str, words: list[str], home: Path) -> Run:
    """Run a command in ``home`` and measure all its processes."""
    environment = {**os.environ, "HOME": str(home), "PREFECT_HOME": str(home / ".prefect")}
    environment.pop("PREFECT_API_URL", None)
    before = os.times()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = 0.0
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(LOOK)
        if process.returncode is not None:
            break
        most = max(most, held(process.pid))
    wall = time.perf_counter() - begun
    after = os.times()
    if process.returncode != 0:
        raise SystemExit(f"{name}: exit code {process.returncode}")
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Run(name, wall, cpu, most)


def held(pid: int) -> float:
    """MB that a process and its descendants hold, shared pages shared out."""
    total = 0.0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) / 1024
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            total += held(int(child))
    except (OSError, ValueError):  # it has just ended
        return total
    return total


def without_prefect(report: str) -> None:
    """The same steps over the same example, called one after the other."""
    import asyncio

    from flows.fetch import Fetcher, ReplayTransport
    from flows.settings import load_settings
    from flows.verify import Readers, Reporter, checked_request, known_outlets, read_article_file
    from flows.verify.steps import (
        Check,
        collect_captured,
        crosscheck,
        load,
        read_article,
        read_pages,
    )
    from flows.verify.steps import report as write

    settings = load_settings()
    request = checked_request(settings, ARTICLE, [CAPTURES], report=report)

    async def collected(check: Check) -> None:
        replay = ReplayTransport(request.replay)
        async with Fetcher(settings.fetch_settings(), replay=replay) as fetcher:
            for outlet in check.asked:
                await collect_captured(check, check.known[outlet], fetcher)

    from rich.console import Console

    with Readers(settings.model, settings.processes) as readers:
        readers.warm()
        check = Check(request, settings, known_outlets(settings), readers)
        check.look_over(ReplayTransport(request.replay))
        read_article(check, read_article_file(ARTICLE), None)
        asyncio.run(collected(check))
        with Reporter(Console(stderr=True)) as reporter, reporter.step("Reading") as step:
            read_pages(check, step)
        load(check)
        crosscheck(check)
        write(check)


def main() -> None:
    """Print the table, or one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verify")
    parser.add_argument("--data", help="not used")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--without-prefect", metavar="DIR", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.without_prefect:
        without_prefect(given.without_prefect)
        return
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        out = str(home / "out")
        words = ["-m", "flows.cli", "verify", ARTICLE, "--replay", CAPTURES, "--report", out]
        runs = [
            measured("fresh Prefect home", words, home),
            measured("second run", words, home),
            measured("without Prefect", ["-m", __spec__.name, "--without-prefect", out], home),
            measured("sourcecheck --help", ["-m", "flows.cli", "--help"], home),
        ]
    wall = runs[1].wall - runs[2].wall
    cpu = runs[1].cpu - runs[2].cpu
    if given.json:
        share = {"wall": wall, "cpu": cpu}
        print(json.dumps({"runs": [asdict(run) for run in runs], "prefects_share": share}))
        return
    print(f"{'':20} {'wall s':>8} {'CPU s':>8} {'MB':>8}")
    for run in runs:
        print(f"{run.name:20} {run.wall:8.2f} {run.cpu:8.2f} {run.memory:8.0f}")
    print(f"{'Prefects share':20} {wall:8.2f} {cpu:8.2f}")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
