"""What is said of pairs of real sentences, and how rarely a contradiction is cried that is none.

    python -m benchmarks.crosscheck [--data DIR] [--half dev|held-out|all] [--limit N] [--json]

Pairs (../shared/data/pairs): FEVER-Symmetric dev and Fool-Me-Twice dev (claim, gold evidence),
negated MNLI, and WiCE dev, where every claim meets the ten nearest sentences of its cited page. A
pair is in the development half when the first hex digit of its text's SHA-256 is below 8.

false contradiction rate = pairs that are no contradiction on which the decision says "contradicts",
among all such pairs. It is the number that must stay near zero; recall comes second.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import lzma
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.entailment import load_scorer
from extractors.extraction import signed_bytes
from extractors.language import load_pipeline
from warehouse.crosscheck import Reading, Statement, decide, read_pairs

DATA = Path("../shared/data")
LABELS = {
    "SUPPORTS": "supports",
    "REFUTES": "contradicts",
    "entailment": "supports",
    "contradiction": "contradicts",
    "neutral": "neither",
    "supported": "supports",
    "partially_supported": "neither",
    "not_supported": "neither",
}
NEAREST = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim, the sentences it is read against, and what the annotators say of them all."""

    source: str
    claim: str
    evidence: tuple[str, ...]
    label: str
    context: str = ""


def fever(folder: Path) -> Iterator[Pair]:
    for row in _json_lines(folder / "fever-symmetric-dev.jsonl.xz"):
        yield Pair("fever-symmetric", row["claim"], (row["evidence"],), LABELS[row["label"]])


def fool_me_twice(folder: Path) -> Iterator[Pair]:
    for row in _json_lines(folder / "fool-me-twice-dev.jsonl.xz"):
        evidence = " ".join(piece["text"] for piece in row["gold_evidence"])
        # the page is named only by its title, which stands in for the pronouns' antecedent
        subject = row["wikipedia_page"].split(" (")[0]
        yield Pair("fool-me-twice", row["text"], (evidence,), LABELS[row["label"]], subject)


def negated_mnli(folder: Path) -> Iterator[Pair]:
    text = lzma.decompress((folder / "negated-mnli.txt.xz").read_bytes()).decode(
        "cp1252", "replace"
    )
    for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        label = LABELS[row["gold_label"]]
        yield Pair("negated-mnli", row["Hypothesis"], (row["Text"],), label)


def wice(folder: Path) -> Iterator[Pair]:
    for row in _json_lines(folder / "wice-claim-dev.jsonl.xz"):
        sentences = tuple(s for s in row["evidence"] if not s.startswith("(meta data)"))
        title = next((s for s in row["evidence"] if "TITLE:" in s), "")
        context = title.partition("TITLE:")[2].strip()
        yield Pair("wice", row["claim"], sentences, LABELS[row["label"]], context)


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def half_of(pair: Pair) -> str:
    """The half of a pair's own text; a page's claims by the claim alone."""
    told = pair.evidence[0] if len(pair.evidence) == 1 else ""
    digest = hashlib.sha256(f"{pair.claim}\n{told}".encode()).hexdigest()
    return "dev" if int(digest[0], 16) < 8 else "held-out"


def readings_of(pairs: Sequence[Pair]) -> list[list[Reading]]:
    """The readings of each pair's sentences, of a page's the nearest."""
    nlp, scorer = load_pipeline(), load_scorer()
    claims = [Statement(p.claim, None, "", signed_bytes(nlp(p.claim)[:])) for p in pairs]
    passages: list[Statement] = []
    wanted: list[tuple[int, int]] = []
    for number, (pair, claim) in enumerate(zip(pairs, claims, strict=True)):
        found = [
            Statement(text, None, pair.context, signed_bytes(nlp(text)[:]))
            for text in pair.evidence
        ]
        if len(found) > NEAREST:
            found.sort(key=lambda s: -_product(claim.vector, s.vector))
            found = found[:NEAREST]
        wanted += [(number, len(passages) + place) for place in range(len(found))]
        passages += found
    groups: list[list[Reading]] = [[] for _ in pairs]
    for (number, _), reading in zip(
        wanted, read_pairs(claims, passages, wanted, nlp, scorer), strict=True
    ):
        groups[number].append(reading)
    return groups


def _product(one: bytes, other: bytes) -> int:
    return sum(
        (a - 256 * (a > 127)) * (b - 256 * (b > 127)) for a, b in zip(one, other, strict=True)
    )


def judged(readings: Sequence[Reading]) -> str:
    """What the surest decision on any of the sentences says."""
    decisions = [d for d in map(decide, readings) if d is not None]
    decided = [d for d in decisions if d.relation in {"supports", "contradicts"}]
    return max(decided, key=lambda d: d.confidence).relation if decided else "neither"


def rates(table: Counter[tuple[str, str]]) -> dict[str, float]:
    """Precision, recall and the false contradiction rate of (gold, said) counts."""
    total = sum(table.values())
    others = sum(n for (gold, _), n in table.items() if gold != "contradicts")
    refuted = total - others
    supported = sum(n for (gold, _), n in table.items() if gold == "supports")
    said_no = sum(n for (_, said), n in table.items() if said == "contradicts")
    said_yes = sum(n for (_, said), n in table.items() if said == "supports")
    true_no, true_yes = table["contradicts", "contradicts"], table["supports", "supports"]
    return {
        "pairs": total,
        "contradiction precision": round(true_no / said_no, 3) if said_no else 1.0,
        "contradiction recall": round(true_no / refuted, 3) if refuted else 0.0,
        "false contradiction rate": round((said_no - true_no) / others, 4) if others else 0.0,
        "support precision": round(true_yes / said_yes, 3) if said_yes else 1.0,
        "support recall": round(true_yes / supported, 3) if supported else 0.0,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", choices=("dev", "held-out", "all"), default="held-out")
    parser.add_argument("--limit", type=int, default=0, help="pairs of each source (0: all)")
    parser.add_argument("--only", help="one source")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = options.data / "pairs"
    if not folder.is_dir():
        print(f"no {folder}: name the data folder with --data", file=sys.stderr)
        return 2
    pairs: list[Pair] = []
    for source in (fever, fool_me_twice, negated_mnli, wice):
        if options.only in (None, source.__name__):
            mine = [p for p in source(folder) if options.half in ("all", half_of(p))]
            pairs.extend(mine[: options.limit or None])
    began = time.process_time()
    groups = readings_of(pairs)
    spent = time.process_time() - began
    tables: dict[str, Counter[tuple[str, str]]] = {}
    for pair, readings in zip(pairs, groups, strict=True):
        tables.setdefault(pair.source, Counter())[pair.label, judged(readings)] += 1
    told = {source: rates(table) for source, table in sorted(tables.items())}
    each = round(1000 * spent / max(1, sum(map(len, groups))), 1)
    if options.json:
        print(json.dumps({"half": options.half, "rates": told, "cpu_ms_a_pair": each}, indent=2))
        return 0
    for name_of, row in told.items():
        print(name_of)
        for name, value in row.items():
            print(f"  {name:28} {value}")
    print(f"{each} ms of CPU a pair, parsing and vectors included")
    return 0


if __name__ == "__main__":
    sys.exit(main())
