"""Kill -9 at random points of a check and of a collection; then the same again, to its end.

    python -m benchmarks.reliability [--verify N] [--collect N] [--lanes N] [--minutes M] [--json]

A check (`sourcecheck verify ... --replay` of the example) is killed at a random moment of the time
that an undisturbed one takes, each time in a home of its own, and then run again to its end: its
report.json and each table of its warehouse must be those of the undisturbed run, and no process of
it may live on. A collection from a loopback server (`benchmarks.collection_kills`) is killed again
and again in one archive; then the archive must hold the same pages as an undisturbed one's.
``--minutes`` ends the checks early: fewer kills are reported then. `--data` is not needed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from benchmarks.collection_kills import killed_at_random
from flows.fetch import records, warc_files

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "kursk"
#: Seconds that the processes of a killed check get to notice it.
GRACE = 20.0
#: How much longer a check takes with another beside it, on two cores.
BESIDE = 1.4


@dataclass(frozen=True, slots=True)
class Checks:
    """Kills of a check. ``other_*`` are restarts that came to something else; ``left`` are
    processes that lived on; ``at`` the kills' moments, in shares of a run's time (with several
    lanes, of ``BESIDE`` times an undisturbed one's)."""

    kills: int
    undisturbed_s: float
    failed: int
    other_reports: int
    other_rows: int
    left: int
    at: tuple[float, ...]
    faults: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not (self.failed or self.other_reports or self.other_rows or self.left)


@dataclass(frozen=True, slots=True)
class Collections:
    """Kills of a collection: pages archived twice, missing, or with another text."""

    kills: int
    pages: int
    repeated: int
    missing: int
    other: int

    @property
    def passed(self) -> bool:
        return not (self.repeated or self.missing or self.other)


def _start(home: Path) -> subprocess.Popen[bytes]:
    names = ("SOURCECHECK_", "PREFECT_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(names)}
    words = ["verify", str(EXAMPLE / "article.md"), "--report", str(home / "out")]
    words += ["--replay", str(EXAMPLE / "coverage.warc.gz")]
    with (home / "said").open("ab") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "flows.cli", *words],
            cwd=ROOT,
            env={**kept, "HOME": str(home), "PREFECT_HOME": str(home / ".prefect")},
            stdout=said,
            stderr=said,
        )


def living(home: Path) -> list[int]:
    """The processes that run in ``home``."""
    mark, found = f"HOME={home}".encode(), []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            words = (place / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        found += [int(place.name)] if mark in words else []
    return found


def _kept(home: Path) -> tuple[str, Mapping[str, tuple[int, int]]]:
    """The SHA-256 of report.json, and for each table how many rows it has and a hash of them."""
    report = hashlib.sha256((home / "out" / "report.json").read_bytes()).hexdigest()
    file = home / ".local" / "share" / "sourcecheck" / "warehouse.duckdb"
    tables: dict[str, tuple[int, int]] = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        names = connection.execute(
            "select table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        for (name,) in names:
            relation = connection.table(f'"{name}"').aggregate(
                f'count(*), coalesce(bit_xor(hash("{name}")), 0)'
            )
            [(count, digest)] = relation.fetchall()
            tables[name] = (count, digest)
    return report, tables


def kill_checks(folder: Path, kills: int, lanes: int = 1, ends: float | None = None) -> Checks:
    """Kill ``kills`` checks, start each again; ``ends`` (monotonic) begins no further one."""
    home = folder / "undisturbed"
    home.mkdir(parents=True)
    begun = time.monotonic()
    if _start(home).wait():
        raise RuntimeError(f"the undisturbed check failed: {(home / 'said').read_text()[-500:]}")
    alone = time.monotonic() - begun
    whole = alone * (BESIDE if lanes > 1 else 1)
    right = _kept(home)

    def kill_one(number: int) -> tuple[float, str, bool, bool, int] | None:
        if ends is not None and time.monotonic() > ends:
            return None
        rng = random.Random(number)
        mine = folder / f"kill{number}"
        mine.mkdir()
        while True:
            at = rng.random()
            process = _start(mine)
            try:
                process.wait(at * whole)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                break
            shutil.rmtree(mine)  # it was done before its moment came
            mine.mkdir()
        if _start(mine).wait():
            return at, (mine / "said").read_text(errors="replace")[-300:], True, True, 0
        report, tables = _kept(mine)
        over = time.monotonic() + GRACE
        while (left := living(mine)) and time.monotonic() < over:
            time.sleep(0.2)
        rows = [name for name in right[1] if tables.get(name) != right[1][name]]
        told = f"kill at {at:.3f}: rows of {', '.join(rows)}" if rows else ""
        if left:
            told += f" processes left: {left}"
        shutil.rmtree(mine)
        return at, told, report == right[0], not rows and set(tables) == set(right[1]), len(left)

    with ThreadPoolExecutor(lanes) as pool:
        done = [one for one in pool.map(kill_one, range(kills)) if one is not None]
    failed = [one for one in done if one[1] and one[2] and one[3] and not one[4]]
    return Checks(
        kills=len(done),
        undisturbed_s=round(alone, 1),
        failed=len(failed),
        other_reports=sum(not one[2] for one in done),
        other_rows=sum(not one[3] for one in done),
        left=sum(one[4] for one in done),
        at=tuple(sorted(round(one[0], 3) for one in done)),
        faults=tuple(one[1] for one in done if one[1]),
    )


def _pages(folder: Path) -> Counter[tuple[str, str]]:
    """(address, SHA-256 of its text) of each response in an archive."""
    return Counter(
        (record.url, record.payload_sha256)
        for source in warc_files([folder])
        for record in records(source)
        if record.type == "response" and "/page/" in record.url
    )


def kill_collections(folder: Path, kills: int, pages: int) -> Collections:
    """Kill ``kills`` collections of one archive, let one end, and look at what is archived."""
    killed_at_random(folder / "undisturbed", 0, pages)
    found = killed_at_random(folder / "killed", kills, pages)
    right, got = _pages(folder / "undisturbed"), _pages(folder / "killed")
    return Collections(
        kills=found.kills,
        pages=pages,
        repeated=found.repeated,
        missing=found.missing,
        other=len(set(got) ^ set(right)),
    )


def processor() -> str:
    """The processor's name, and how many of its cores there are."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else 'unknown'}, {os.cpu_count()} cores"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, help="not needed: the example is in the project")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--verify", type=int, default=50)
    parser.add_argument("--collect", type=int, default=30)
    parser.add_argument("--lanes", type=int, default=1, help="checks side by side")
    parser.add_argument("--minutes", type=float, help="begin no further check after these")
    chosen = parser.parse_args(arguments)
    ends = None if chosen.minutes is None else time.monotonic() + 60 * chosen.minutes
    found: list[Checks | Collections] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if chosen.collect:
            pages = max(400, chosen.collect * 130)
            found.append(kill_collections(folder / "collect", chosen.collect, pages))
        if chosen.verify:
            found.append(kill_checks(folder / "verify", chosen.verify, chosen.lanes, ends))
    result: dict[str, object] = {"processor": processor()}
    for one in found:
        result[type(one).__name__.lower()] = {**asdict(one), "met": one.passed}
    print(json.dumps(result, indent=None if chosen.json else 1))
    return 0 if all(one.passed for one in found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
