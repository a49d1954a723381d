"""Collection against its bars: speed, memory, the cost of a night without news, kills.

    python -m benchmarks.collection [--data DIR] [--json] [--pages N] [--kills N]

In: nothing but a newspaper that it serves itself over loopback (``--data`` is taken for
uniformity and not read). Out: a table, or one JSON object. Touches a temporary folder.

- throughput: ``Fetcher`` with its archive, politeness off, against a bare httpx client that
  sends the same requests, taking turns; the ratio is of each one's best round.
- memory: resident size of a collection of N pages, after a fifth of them and at its end.
- night: CPU of a second run over the same N pages on which nothing is new, against the first
  run's collection alone (the bar), and against that with the reading of its pages (reader and
  language pipeline, measured on ``READ`` of them and scaled up). Then the same with every page
  asked again, conditionally. Each run is a process of its own.
- kills: see ``benchmarks.collection_kills``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from benchmarks.collection_kills import OUTLET, ROOT, AnyTopic, killed_at_random, settings
from benchmarks.collection_server import article, link, serving
from flows.collect import WORKERS, collect
from flows.fetch import Archive, Fetcher

ALL = "every page asked"
ROUNDS = 5
ROUND_PAGES = 400
READ = 15
THROUGHPUT_BAR, NIGHT_BAR = 0.50, 0.05
# What counts as flat: 8,000 more pages held at 30 kB would be 240 MB.
MEMORY_BAR_MB = 16.0


@dataclass(frozen=True, slots=True)
class Throughput:
    """Pages a second, and the ratio that the bar is about."""

    bare: float
    fetcher: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Night:
    """One collection in a process of its own: seconds of CPU, MB resident, what it did."""

    cpu: float
    early_mb: float
    final_mb: float
    requests: int
    conditional: int
    fresh: int


async def _bare(port: int, numbers: Sequence[int]) -> float:
    """Seconds that bare httpx takes, as many requests under way as the collection has."""
    waiting = iter(numbers)
    async with httpx.AsyncClient() as client:

        async def work() -> None:
            for number in waiting:
                response = await client.get(f"http://127.0.0.1:{port}/page/{number}")
                response.raise_for_status()
                assert response.content

        start = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(WORKERS)))
        return time.perf_counter() - start


async def _fetcher(port: int, numbers: Sequence[int], folder: Path) -> float:
    """Seconds that the fetcher takes for the same, each response archived."""
    waiting = iter(numbers)
    with Archive(folder) as archive:
        async with Fetcher(settings(port), archive=archive) as fetcher:

            async def work() -> None:
                for number in waiting:
                    answer = await fetcher.get(link(number), outlet=OUTLET)
                    assert answer.ok, answer.why

            start = time.perf_counter()
            await asyncio.gather(*(work() for _ in range(WORKERS)))
            return time.perf_counter() - start


def throughput(folder: Path) -> Throughput:
    """Both in turns, so that a busy machine hinders them alike."""
    bare: list[float] = []
    ours: list[float] = []
    numbers = range(ROUND_PAGES)
    with serving(ROUND_PAGES) as port:
        for number in range(ROUNDS):
            bare.append(asyncio.run(_bare(port, numbers)))
            ours.append(asyncio.run(_fetcher(port, numbers, folder / str(number))))
    fastest, own = ROUND_PAGES / min(bare), ROUND_PAGES / min(ours)
    return Throughput(fastest, own, own / fastest)


def nights(folder: Path, pages: int) -> tuple[Night, Night, Night]:
    """The first night, one on which nothing is new, and one that asks for every page again."""
    with serving(pages) as port:
        first, second, third = (
            _night(folder, port, pages, which) for which in ("first", "second", ALL)
        )
        return first, second, third


def _night(folder: Path, port: int, pages: int, which: str) -> Night:
    command = [sys.executable, "-m", "benchmarks.collection", "--child", which]
    command += [str(folder), str(port), str(pages)]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Night(**json.loads(told))


def _child(which: str, folder: Path, port: int, pages: int) -> None:
    """One night; tells its costs as JSON."""
    sizes: list[float] = []

    async def watch() -> None:
        while True:
            sizes.append(_resident_mb())
            await asyncio.sleep(0.2)

    async def work() -> tuple[int, int, int]:
        watching = asyncio.create_task(watch())
        report = await collect(
            [OUTLET],
            AnyTopic(),
            (None, None),
            folder,
            settings(port),
            limit=pages,
            recheck_all=which == ALL,
        )
        watching.cancel()
        return report.requests, report.conditional, len(report.fresh)

    before = _cpu()
    requests, conditional, fresh = asyncio.run(work())
    night = Night(
        cpu=_cpu() - before,
        early_mb=sizes[len(sizes) // 5],
        final_mb=_resident_mb(),
        requests=requests,
        conditional=conditional,
        fresh=fresh,
    )
    print(json.dumps(asdict(night)))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def reading_cpu(count: int) -> float:
    """Seconds of CPU to read and extract one page, the mean of ``count``."""
    from extractors import extract, load_pipeline, read_page

    nlp = load_pipeline()
    at = datetime(2025, 1, 11, tzinfo=UTC)

    def read(number: int) -> None:
        page = read_page(
            article(number), url=link(number), content_type="text/html", captured_at=at
        )
        extract(page, nlp)

    read(count)  # the first page pays for what is loaded once
    before = _cpu()
    for number in range(count):
        read(number)
    return (_cpu() - before) / count


def measured(pages: int, kills: int) -> dict[str, object]:
    """All measurements, with each bar and whether it is met."""
    one = reading_cpu(READ)  # first, as it is the one that a missing model would stop
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        speed = throughput(folder / "speed")
        first, second, every = nights(folder / "nights", pages)
        killed = killed_at_random(folder / "kills", kills, max(400, kills * 130)) if kills else None
    grown = first.final_mb - first.early_mb
    return {
        "throughput": {
            **asdict(speed),
            "bar": THROUGHPUT_BAR,
            "met": speed.ratio >= THROUGHPUT_BAR,
        },
        "memory": {
            "pages": pages,
            "early_mb": first.early_mb,
            "final_mb": first.final_mb,
            "bar_mb": MEMORY_BAR_MB,
            "met": grown <= MEMORY_BAR_MB,
        },
        "night": {
            "pages": pages,
            "first_cpu_s": first.cpu,
            "second_cpu_s": second.cpu,
            "second_requests": second.requests,
            "second_conditional": second.conditional,
            "share": second.cpu / first.cpu,
            "bar": NIGHT_BAR,
            "met": second.cpu / first.cpu <= NIGHT_BAR and second.fresh == every.fresh == 0,
            "reading_cpu_s_per_page": one,
            "share_with_reading": second.cpu / (first.cpu + one * pages),
            "all_asked_cpu_s": every.cpu,
            "all_asked_requests": every.requests,
            "all_asked_conditional": every.conditional,
            "all_asked_share_with_reading": every.cpu / (first.cpu + one * pages),
        },
        "kills": None if killed is None else {**asdict(killed), "met": killed.passed},
    }


def _table(result: dict[str, object]) -> str:
    lines = []
    for name, values in result.items():
        if not isinstance(values, dict):
            continue
        lines.append(f"{name}: {'met' if values['met'] else 'NOT met'}")
        for key, value in values.items():
            if key != "met":
                shown = f"{value:,.4g}" if isinstance(value, float) else f"{value:,}"
                lines.append(f"  {key:<24}{shown:>12}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    if arguments[:1] == ["--child"]:
        which, folder, port, pages = arguments[1:]
        _child(which, Path(folder), int(port), int(pages))
        return
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, help="not needed: the pages are made here")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=30)
    chosen = parser.parse_args(arguments)
    result = measured(chosen.pages, chosen.kills)
    print(json.dumps(result) if chosen.json else _table(result))


if __name__ == "__main__":
    main(sys.argv[1:])
