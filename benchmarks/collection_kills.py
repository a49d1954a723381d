"""Kill -9 at random points of a collection, started again each time.

In: how many kills, how many pages. Out: what the archive holds at the end: each page once,
none missing, every file readable to its last byte by our reader and by warcio's.
"""

from __future__ import annotations

import asyncio
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from benchmarks.collection_server import HOST, link, serving
from flows.collect import collect
from flows.fetch import FetchSettings, records, warc_files
from flows.outlets import Door, Outlet, Patterns

OUTLET = Outlet(
    id="gazette",
    name="The Gazette",
    kind="newspaper",
    domains=(HOST,),
    strategies=(Door("sitemap", (f"http://{HOST}/sitemap.xml",), "V"),),
    patterns=Patterns(article=(r"gazette\.example/page/\d+$",)),
    pages_from=("outlet",),
)
ROOT = Path(__file__).parents[1]
READY = "collecting"
# Half of the kills fall into the start (opening, accounting, discovery), half into the pages.
EARLY, LATE = 0.15, 1.2


@dataclass(frozen=True)
class AnyTopic:
    """No topic: every page of the map counts."""

    entities: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kills:
    """``repeated`` and ``missing`` count pages; ``records`` all WARC records read."""

    kills: int
    pages: int
    runs: int
    repeated: int
    missing: int
    records: int

    @property
    def passed(self) -> bool:
        return self.repeated == 0 and self.missing == 0


def settings(port: int) -> FetchSettings:
    """A fetcher's settings that lead the newspaper's host to the loopback server."""
    return FetchSettings(politeness=False, resolver={HOST: ("127.0.0.1", port)})


def killed_at_random(folder: Path, kills: int, pages: int, seed: int = 1) -> Kills:
    """Kill ``kills`` collections, let one finish, and look at what was archived."""
    rng = random.Random(seed)
    done = runs = 0
    with serving(pages) as port:
        while True:
            runs += 1
            wait = rng.uniform(0, rng.choice((EARLY, LATE))) if done < kills else None
            if not _run(folder, port, pages, wait):
                done += 1
                continue
            if done >= kills:
                break
            if runs > 3 * kills + 3:
                break  # the collection is done and its runs end before they can be killed
    return _looked_at(folder, done, pages, runs)


def _run(folder: Path, port: int, pages: int, wait: float | None) -> bool:
    """One collection in a process of its own. False where it was killed."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.collection_kills",
        str(folder),
        str(port),
        str(pages),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        if wait is not None:
            time.sleep(wait)
            process.send_signal(signal.SIGKILL)
        process.wait()
    if process.returncode == -signal.SIGKILL:
        return False
    if process.returncode != 0:
        raise RuntimeError(f"a collection failed with status {process.returncode}")
    return True


def _looked_at(folder: Path, kills: int, pages: int, runs: int) -> Kills:
    responses: Counter[str] = Counter()
    count = 0
    for source in warc_files([folder]):
        for record in records(source):
            count += 1
            responses[record.url] += record.type == "response"
        with source.path.open("rb") as file:
            for other in ArchiveIterator(file, check_digests="raise"):
                other.content_stream().read()
    numbers = [responses[link(number)] for number in range(pages)]
    return Kills(
        kills=kills,
        pages=pages,
        runs=runs,
        repeated=sum(number > 1 for number in numbers),
        missing=sum(number == 0 for number in numbers),
        records=count,
    )


def _child(folder: Path, port: int, pages: int) -> None:
    print(READY, flush=True)
    work = collect([OUTLET], AnyTopic(), (None, None), folder, settings(port), limit=pages)
    asyncio.run(work)


if __name__ == "__main__":
    _child(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
