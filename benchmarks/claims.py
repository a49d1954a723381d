"""How well an article's claims are found: on labelled opinion articles, each with its claims.

    python -m benchmarks.claims [--data DIR] [--draft] [--json]

Data: ``../shared/data/stories`` (articles written for it, their claims with spans and the outlet
that each cites). A labelled claim is touched if a product claim of kind fact covers half of either
span; outside is a fact that lies by less than 30% of its length in any label; a cited outlet is
recognised if a citation on such a claim names it. Whether the wording carries the proposition was
read by eye: ``claims_judged.tsv`` beside this file; a row counts only while the product still
words it so. ``--draft`` prints the rows that are missing there, to be judged.

Rules were chosen on three stories (CHOSEN) and only counted on the others.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors import extract, load_pipeline, read_page
from extractors.claims import find_citations, find_claims
from extractors.records import Claim

DATA = Path("../shared/data")
JUDGED = Path(__file__).with_name("claims_judged.tsv")
CHOSEN = (
    "truck_attack_in_nice",
    "north_korea_received_oil_from_russia_in_violation_of_un_sanctions_report",
    "new_york_family_of_5_among_12_killed_in_costa_rica_plane_crash",
)
OUTSIDE = 0.3
# The outlets that the stories cite, by their name in prose; the registry knows only some of them
NAMES = {
    "New York Times": "nytimes.com",
    "Washington Post": "washingtonpost.com",
    "CNN": "cnn.com",
    "NPR": "npr.org",
    "RT": "rt.com",
    "BBC": "bbc.com",
    "Daily Mail": "dailymail.co.uk",
    "China Daily": "chinadaily.com.cn",
    "The Sun": "thesun.co.uk",
    "Fox News": "foxnews.com",
    "HuffPost": "huffingtonpost.com",
    "Denver Channel": "thedenverchannel.com",
    "Guardian": "theguardian.com",
    "Telegraph": "telegraph.co.uk",
    "Independent": "independent.co.uk",
    "Express": "express.co.uk",
    "Verge": "theverge.com",
    "JReasn": "jreasn.com",
}
Span = tuple[int, int]


class Letters:
    """A text as its letters and digits, to carry a span to another rendering of it."""

    def __init__(self, text: str) -> None:
        self.at = [i for i, c in enumerate(text) if c.isalnum()]
        self.letters = "".join(text[i].lower() for i in self.at)

    def nearest(self, words: str, near: int) -> Span | None:
        """The occurrence of ``words`` (letters only) that lies nearest to letter ``near``."""
        best, i = None, self.letters.find(words)
        while words and i >= 0:
            if best is None or abs(i - near) < abs(best - near):
                best = i
            i = self.letters.find(words, i + 1)
        return None if best is None else (self.at[best], self.at[best + len(words) - 1] + 1)


def carried(text: str, span: Span, other: Letters) -> Span | None:
    """``span`` of ``text`` in the other rendering."""
    words = Letters(text[span[0] : span[1]]).letters
    return other.nearest(words, sum(c.isalnum() for c in text[: span[0]]))


def lap(one: Span, other: Span) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def covers(one: Span, other: Span) -> bool:
    shorter = min(one[1] - one[0], other[1] - other[0])
    return 2 * lap(one, other) >= shorter > 0


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled claim and what the product makes of it."""

    story: str
    label: str
    text: str
    wording: str
    cited: bool | None


def wording_of(facts: Sequence[Claim]) -> str:
    return " | ".join(claim.wording for claim in facts)


def measure_story(folder: Path, nlp: Any) -> tuple[list[Row], Counter[str]]:
    """The labelled claims of one story, and the counts of its product claims."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    source = (folder / "article.md").read_text(encoding="utf-8")
    page = read_page(
        source.encode(), url="file:article.md", content_type="text/markdown", role="article"
    )
    extraction = extract(page, nlp)
    found = find_claims(extraction)
    citations = find_citations(extraction, found, NAMES)
    facts = [claim for claim in found if claim.kind == "fact"]
    letters = Letters(page.text)
    spans: list[Span] = []
    rows: list[Row] = []
    for label in labels["claims"]:
        span = carried(source, (label["start"], label["end"]), letters)
        mine = [c for c in facts if span is not None and covers((c.start, c.end), span)]
        outlet = label["cited_outlet"]
        cited: bool | None = None
        if outlet:
            ids = {claim.claim_id for claim in mine}
            cited = any(c.outlet == outlet and c.claim_id in ids for c in citations)
        rows.append(Row(folder.name, label["id"], label["claim_text"], wording_of(mine), cited))
        if span is not None:
            spans.append(span)
    counts: Counter[str] = Counter(claim.kind for claim in found)
    counts["outside"] = sum(
        all(lap((c.start, c.end), s) < OUTSIDE * (c.end - c.start) for s in spans) for c in facts
    )
    return rows, counts


def judged(path: Path = JUDGED) -> dict[tuple[str, str, str], bool]:
    """Story, label and wording of each row read by eye, and whether it carries the proposition."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(r["story"], r["label"], r["wording"]): r["carries"] == "yes" for r in rows}


def figures(
    rows: Sequence[Row], counts: Counter[str], known: Mapping[tuple[str, str, str], bool]
) -> dict[str, int]:
    """The table's row for some stories."""
    read = [known.get((r.story, r.label, r.wording)) for r in rows]
    return {
        "labelled": len(rows),
        "touched": sum(bool(r.wording) for r in rows),
        "judged": sum(answer is not None for answer in read),
        "carried": sum(answer is True for answer in read),
        "facts": counts["fact"],
        "outside": counts["outside"],
        "cited": sum(r.cited is not None for r in rows),
        "recognised": sum(r.cited is True for r in rows),
    }


def stories(folder: Path) -> Iterator[Path]:
    yield from sorted(p.parent for p in folder.glob("*/labels.json"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--draft", action="store_true", help="print the rows still to be judged")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = options.data / "stories"
    if not folder.is_dir():
        print(f"no {folder}: name the data folder with --data", file=sys.stderr)
        return 2
    nlp, known = load_pipeline(), judged()
    table: dict[str, dict[str, int]] = {}
    groups: dict[str, tuple[list[Row], Counter[str]]] = {
        name: ([], Counter()) for name in ("chosen on", "only counted", "all")
    }
    for story in stories(folder):
        rows, counts = measure_story(story, nlp)
        table[story.name] = figures(rows, counts, known)
        for name in ("chosen on" if story.name in CHOSEN else "only counted", "all"):
            groups[name][0].extend(rows)
            groups[name][1].update(counts)
        if options.draft:
            for row in rows:
                if row.wording and (row.story, row.label, row.wording) not in known:
                    print("\t".join((row.story, row.label, row.wording, "")), f"\t# {row.text}")
    table |= {name: figures(rows, counts, known) for name, (rows, counts) in groups.items()}
    if options.draft:
        return 0
    if options.json:
        print(json.dumps(table, indent=2))
        return 0
    head = list(table["all"])
    print(f"{'story':24}" + "".join(f"{name:>11}" for name in head))
    for name, shown in table.items():
        print(f"{name[:24]:24}" + "".join(f"{shown[column]:>11}" for column in head))
    return 0


if __name__ == "__main__":
    sys.exit(main())
