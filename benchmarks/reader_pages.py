"""The reader on real pages with known bodies, side by side with bare trafilatura.

    python -m benchmarks.reader_pages [--data DIR] [--json] [--worst N]

In: ``DIR`` (default: ``../shared/data/pages``) with ``ground-truth.json`` and ``html/``, half
of scrapinghub/article-extraction-benchmark. Out: a table, or one JSON object. Touches nothing.

The measure is that benchmark's: precision, recall and F1 over the 4-token shingles of the
body, the mean over pages. What the reader gives is the text's blocks without title and
captions, whatever ``problem`` it finds; ``unread`` counts the pages with a problem.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from extractors.page import read_page

PAGES = Path(__file__).parents[2] / "shared" / "data" / "pages"
SHINGLE = 4
# The two bars: the mean, and no page below the one where trafilatura is above the other.
BAR = 0.968
LOST, FOUND = 0.5, 0.8
_TOKEN = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one page, or their means."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: its id, the reader's score and problem, and trafilatura's score."""

    page: str
    ours: Score
    theirs: Score
    problem: str | None


def score(wanted: str, given: str) -> Score:
    """The benchmark's measure of ``given`` against the body that was wanted."""
    true, found = _shingles(wanted), _shingles(given)
    if not true and not found:
        return Score(1.0, 1.0, 1.0)
    common = (true & found).total()
    precision = common / found.total() if found else 1.0
    recall = common / true.total() if true else 1.0
    total = precision + recall
    return Score(precision, recall, 2 * precision * recall / total if total else 0.0)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    if not tokens:
        return Counter()
    spans = range(max(1, len(tokens) - SHINGLE + 1))
    return Counter(tuple(tokens[at : at + SHINGLE]) for at in spans)


def measured(folder: Path) -> list[Measured]:
    """Every page of the folder, in the order of the ids."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    rows = []
    for page, known in sorted(truth.items()):
        payload = gzip.decompress((folder / "html" / f"{page}.html.gz").read_bytes())
        document = read_page(payload, url=known["url"], content_type="text/html")
        ours = "\n".join(
            document.text[block.start : block.end]
            for block in document.blocks
            if block.kind not in ("title", "caption")
        )
        theirs = trafilatura.extract(payload, include_comments=False) or ""
        body = known["articleBody"]
        rows.append(Measured(page, score(body, ours), score(body, theirs), document.problem))
    return rows


def _mean(scores: list[Score]) -> dict[str, float]:
    return {
        name: round(sum(getattr(one, name) for one in scores) / len(scores), 4)
        for name in ("precision", "recall", "f1")
    }


def summary(rows: list[Measured]) -> dict[str, object]:
    """All that the benchmark tells, as one JSON-ready mapping."""
    lost = [row.page for row in rows if row.ours.f1 < LOST and row.theirs.f1 > FOUND]
    problems = Counter(row.problem for row in rows if row.problem)
    return {
        "pages": len(rows),
        "read_page": _mean([row.ours for row in rows]),
        "trafilatura": _mean([row.theirs for row in rows]),
        "bar": BAR,
        "lost where trafilatura is above 0.8": lost,
        "unread": dict(problems),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=PAGES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also the N worst pages")
    options = parser.parse_args()
    rows = measured(options.data)
    result = summary(rows)
    if options.json:
        json.dump(result, sys.stdout, indent=2)
        print()
        return
    for name, value in result.items():
        print(f"{name:36} {value}")
    for row in sorted(rows, key=lambda row: row.ours.f1 - row.theirs.f1)[: options.worst]:
        print(
            f"  {row.page[:12]}  ours {row.ours.f1:.3f} (p {row.ours.precision:.2f} r "
            f"{row.ours.recall:.2f})  trafilatura {row.theirs.f1:.3f}  {row.problem or ''}"
        )


if __name__ == "__main__":
    main()
