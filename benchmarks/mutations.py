"""Ten thousand damaged real pages through the page reader: no exception, no page without an end.

    python -m benchmarks.mutations --data ../shared/data [--pages N] [--seed S] [--json]

In: the real pages of ``DATA/pages/html``, each damaged in one of the ways of `WAYS` by a generator
seeded with the page's number. Out: how many were read, how long the slowest took, and each
exception with the number that makes it again. The bound of a check for one page is 20 s
(``page_seconds``), kept by the parent; here nothing is bounded, so that the slow ones show.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from extractors.page import read_page

SLOW = 5.0  # seconds of one page that are worth a line
Way = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one damaged page."""

    number: int
    way: str
    seconds: float
    fault: str


def truncated(page: bytes, chance: random.Random) -> bytes:
    """Cut off somewhere."""
    return page[: chance.randrange(len(page))]


def flipped(page: bytes, chance: random.Random) -> bytes:
    """Bits turned over, one in ten thousand."""
    damaged = bytearray(page)
    for _ in range(max(1, len(page) // 10_000)):
        damaged[chance.randrange(len(page))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def holed(page: bytes, chance: random.Random) -> bytes:
    """Pieces left out."""
    for _ in range(chance.randrange(1, 8)):
        start = chance.randrange(len(page) + 1)
        page = page[:start] + page[start + chance.randrange(1, 2_000) :]
    return page or b" "


def stuttered(page: bytes, chance: random.Random) -> bytes:
    """A piece said many times over."""
    start = chance.randrange(len(page))
    piece = page[start : start + chance.randrange(1, 3_000)]
    return page[:start] + piece * chance.randrange(2, 30) + page[start:]


def unquoted(page: bytes, chance: random.Random) -> bytes:
    """Quotation marks and brackets of mark-up lost."""
    lost = chance.choice([b'"', b">", b"<", b"/", b"=", b"'"])
    parts = page.split(lost)
    return b"".join(p + (b"" if chance.random() < 0.05 else lost) for p in parts)


def misnamed(page: bytes, chance: random.Random) -> bytes:
    """Another character set in the head than in the text."""
    name = chance.choice([b"utf-16", b"utf-7", b"x-none", b"iso-2022-jp", b"cp037", b"latin-1"])
    return b'<meta charset="' + name + b'">' + page


def nulled(page: bytes, chance: random.Random) -> bytes:
    """Null bytes, controls and lone surrogates' bytes strewn in."""
    damaged = bytearray(page)
    for _ in range(200):
        at = chance.randrange(len(damaged))
        damaged[at:at] = chance.choice([b"\0", b"\x1b", b"\xed\xa0\x80", b"\xff\xfe", b"&#0;"])
    return bytes(damaged)


def deepened(page: bytes, chance: random.Random) -> bytes:
    """Thousands of elements inside each other."""
    depth = chance.randrange(100, 4_000)
    name = chance.choice([b"div", b"b", b"table", b"font", b"svg"])
    return b"<" + name + b">" + (b"<" + name + b">") * depth + page


def dressed(page: bytes, chance: random.Random) -> bytes:
    """An element with very many attributes."""
    many = b" ".join(b"a%d=1" % n for n in range(chance.randrange(100, 3_000)))
    return page.replace(b"<body", b"<body " + many, 1)


def misdated(page: bytes, chance: random.Random) -> bytes:
    """Dates that no calendar has."""
    dates = [b"0001-01-01", b"9999-12-31T23:59:60Z", b"-4713-01-01", b"2024-02-31", b"1e308"]
    for year in (b"2016", b"2017", b"2018", b"2019", b"2020", b"2021"):
        page = page.replace(year, chance.choice(dates), chance.randrange(1, 40))
    return page


def unjoined(page: bytes, chance: random.Random) -> bytes:
    """Structured data broken: braces and strings of JSON-LD lost or turned round."""
    lost = chance.choice([b"{", b"}", b"[", b"]", b":", b","])
    return page.replace(lost, chance.choice([b"", b"{", b'"', b"null"]), chance.randrange(1, 60))


def spliced(page: bytes, chance: random.Random) -> bytes:
    """Its second half before its first."""
    at = chance.randrange(len(page))
    return page[at:] + page[:at]


WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (
        truncated, flipped, holed, stuttered, unquoted, misnamed, nulled, deepened, dressed,
        misdated, unjoined, spliced,
    )
}  # fmt: skip


def damaged(pages: Sequence[bytes], number: int, seed: int) -> tuple[str, bytes]:
    """The way and the page of this number: the same on every machine."""
    chance = random.Random(f"{seed}:{number}")
    name = list(WAYS)[number % len(WAYS)]
    return name, WAYS[name](pages[chance.randrange(len(pages))], chance)


def read_some(work: tuple[Path, int, range]) -> list[Reading]:
    """The readings of some numbers, in a process of their own."""
    folder, seed, numbers = work
    pages = originals(folder)
    found = []
    for number in numbers:
        name, page = damaged(pages, number, seed)
        start, fault = time.perf_counter(), ""
        try:
            read_page(page, url=f"https://www.example.org/{number}", content_type="text/html")
        except Exception as error:  # what is looked for
            fault = f"{type(error).__name__}: {error}"[:200]
        found.append(Reading(number, name, time.perf_counter() - start, fault))
    return found


def originals(folder: Path) -> list[bytes]:
    """The real pages, in the order of their names."""
    files = sorted(p for p in (folder / "pages" / "html").iterdir() if p.is_file())
    return [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in files]


def main() -> None:
    """Print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    lots = [
        (options.data, options.seed, range(start, min(start + 250, options.pages)))
        for start in range(0, options.pages, 250)
    ]
    with ProcessPoolExecutor(2) as pool:
        readings = [reading for lot in pool.map(read_some, lots) for reading in lot]
    by_way = {name: [r.seconds for r in readings if r.way == name] for name in WAYS}
    result = {
        "pages": len(readings),
        "faults": [f"{r.number} ({r.way}): {r.fault}" for r in readings if r.fault],
        "slow": [f"{r.number} ({r.way}): {r.seconds:.1f} s" for r in readings if r.seconds > SLOW],
        "slowest": {name: round(max(s), 2) for name, s in by_way.items() if s},
        "mean": {name: round(sum(s) / len(s), 3) for name, s in by_way.items() if s},
    }
    print(json.dumps(result, indent=None if options.json else 1))


if __name__ == "__main__":
    main()
