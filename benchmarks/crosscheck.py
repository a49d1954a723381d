"""How often the rules are right on pairs of real sentences, and how rarely they cry wolf.

    python -m benchmarks.crosscheck [--data DIR] [--half dev|held-out] [--limit N] [--json]

Pairs (../shared/data/pairs): FEVER-Symmetric dev and Fool-Me-Twice dev (claim, evidence, supports
or refutes) and negated MNLI (entailment, neutral, contradiction). A pair is in the development half
when the first hex digit of its text's SHA-256 is below 8; rules may be tuned on that half only.

false contradiction rate = pairs that are not contradictions on which a rule says "contradicts",
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
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language

from extractors import extract, load_pipeline
from extractors.records import Assertion, Block, Document
from warehouse.crosscheck import crosscheck

DATA = Path("../shared/data")
LABELS = {
    "SUPPORTS": "supports",
    "REFUTES": "contradicts",
    "entailment": "supports",
    "contradiction": "contradicts",
    "neutral": "neither",
}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and what the annotators say of them: "supports", "contradicts" or "neither"."""

    source: str
    claim: str
    evidence: str
    label: str


def fever(folder: Path) -> Iterator[Pair]:
    for row in _json_lines(folder / "fever-symmetric-dev.jsonl.xz"):
        yield Pair("fever-symmetric", row["claim"], row["evidence"], LABELS[row["label"]])


def fool_me_twice(folder: Path) -> Iterator[Pair]:
    for row in _json_lines(folder / "fool-me-twice-dev.jsonl.xz"):
        evidence = " ".join(piece["text"] for piece in row["gold_evidence"])
        # the page is named only by its title, which stands in for the pronouns' antecedent
        subject = row["wikipedia_page"].split(" (")[0]
        text = f"{subject}. {evidence}"
        yield Pair("fool-me-twice", row["text"], text, LABELS[row["label"]])


def negated_mnli(folder: Path) -> Iterator[Pair]:
    text = lzma.decompress((folder / "negated-mnli.txt.xz").read_bytes()).decode(
        "cp1252", "replace"
    )
    for row in csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE):
        yield Pair("negated-mnli", row["Hypothesis"], row["Text"], LABELS[row["gold_label"]])


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def half_of(pair: Pair) -> str:
    digest = hashlib.sha256(f"{pair.claim}\n{pair.evidence}".encode()).hexdigest()
    return "dev" if int(digest[0], 16) < 8 else "held-out"


def assertions_of(text: str, nlp: Language) -> tuple[Assertion, ...]:
    document = Document(
        url="benchmark:",
        canonical_url="benchmark:",
        title="",
        text=text,
        blocks=(Block(0, len(text), "paragraph"),),
        language="en",
    )
    return extract(document, nlp).assertions


def judged(pair: Pair, nlp: Language) -> tuple[str, str]:
    """What the rules say of a pair, and the rule that said it."""
    found = crosscheck(
        assertions_of(pair.claim, nlp), assertions_of(pair.evidence, nlp), (), {}
    ).findings
    for relation in ("contradicts", "supports"):
        rules = [f for f in found if f.relation == relation and f.evidence_id != f.claim_id]
        if rules:
            return relation, rules[0].rule
    return "neither", ""


def measure(pairs: list[Pair], nlp: Language, show: bool) -> dict[str, dict[str, float]]:
    """Counts and rates by source."""
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for pair in pairs:
        said, rule = judged(pair, nlp)
        counts.setdefault(pair.source, Counter())[pair.label, said] += 1
        wrong = said == "contradicts" and pair.label != "contradicts"
        if show and (wrong or (said == "supports" and pair.label == "contradicts")):
            print(f"{said} [{rule}] (gold {pair.label})\n  C: {pair.claim}\n  E: {pair.evidence}")
    return {source: _rates(table) for source, table in sorted(counts.items())}


def _rates(table: Counter[tuple[str, str]]) -> dict[str, float]:
    total = sum(table.values())
    others = sum(n for (gold, _), n in table.items() if gold != "contradicts")
    refuted = total - others
    supported = sum(n for (gold, _), n in table.items() if gold == "supports")
    said_no = sum(n for (_, said), n in table.items() if said == "contradicts")
    said_yes = sum(n for (_, said), n in table.items() if said == "supports")
    true_no, true_yes = table["contradicts", "contradicts"], table["supports", "supports"]
    return {
        "pairs": total,
        "contradictions found": true_no,
        "contradiction precision": round(true_no / said_no, 3) if said_no else 1.0,
        "contradiction recall": round(true_no / refuted, 3) if refuted else 0.0,
        "false contradiction rate": round((said_no - true_no) / others, 4) if others else 0.0,
        "support precision": round(true_yes / said_yes, 3) if said_yes else 1.0,
        "support recall": round(true_yes / supported, 3) if supported else 0.0,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--half", choices=("dev", "held-out"), default="dev")
    parser.add_argument("--limit", type=int, default=0, help="pairs of each source (0: all)")
    parser.add_argument("--show", action="store_true", help="print the wrong ones (dev only)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = options.data / "pairs"
    if not folder.is_dir():
        print(f"no {folder}: name the data folder with --data", file=sys.stderr)
        return 2
    nlp = load_pipeline()
    pairs: list[Pair] = []
    for source in (fever, fool_me_twice, negated_mnli):
        mine = [pair for pair in source(folder) if half_of(pair) == options.half]
        pairs.extend(mine[: options.limit or None])
    rates = measure(pairs, nlp, options.show and options.half == "dev")
    if options.json:
        print(json.dumps({"half": options.half, "rates": rates}, indent=2))
        return 0
    for name_of, row in rates.items():
        print(name_of)
        for name, value in row.items():
            print(f"  {name:28} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
