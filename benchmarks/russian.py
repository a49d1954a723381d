"""Russian documents against English claims: what is read of them, and what they say to a claim.

    python -m benchmarks.russian [--data DIR] [--json] [--only stance,retrieval,values] [--list]

Gold (DIR defaults to ../shared/data): `russian/dev.jsonl`, 50 invented Telegram posts, transcripts,
agency items and briefings with names, dates, quantities and speakers, and 150 English claims with
the passage that decides each. A claim goes the product's way: it is a line of an English article,
unwrapped and worded as any, and judged by `crosscheck` with the deciding passage at hand; "compare"
is the same pair as two plain sentences. Retrieval asks among the passages of all 50 documents.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from extractors import extract, load_pipeline
from extractors.dates import find_dates
from extractors.gloss import gloss_of
from extractors.records import (
    Block,
    Claim,
    DateSpan,
    Document,
    Extraction,
    Nearest,
    Passage,
    Run,
    Stamp,
)
from warehouse.crosscheck import compare, crosscheck
from warehouse.load import batch, load
from warehouse.retrieval import Limits, nearest_passages
from warehouse.schema import migrate

PARTS = ("stance", "compare", "retrieval", "values", "speed")
BEST = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled claim: its document, text, stance, and the passages that decide it."""

    document: str
    claim: str
    stance: str
    kind: str
    deciding: tuple[Passage, ...]


def main(arguments: list[str] | None = None) -> int:
    """Prints the chosen parts' numbers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--list", action="store_true", help="print every claim's answer")
    options = parser.parse_args(arguments)
    chosen = options.only.split(",")
    gold = options.data / "russian" / "dev.jsonl"
    if not gold.is_file():
        print(f"{gold}: not there; give --data DIR", file=sys.stderr)
        return 2
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    nlp = load_pipeline()
    extract(document_of(rows[0]), nlp)  # the networks load
    begun = time.process_time()
    read = {row["id"]: extract(document_of(row), nlp) for row in rows}
    seconds = time.process_time() - begun
    labelled = [label for row in rows for label in labels_of(row, read[row["id"]])]
    result: dict[str, dict[str, float]] = {}
    if "stance" in chosen or "retrieval" in chosen:
        claims = claims_of(labelled, nlp)
        if "stance" in chosen:
            result["stance"] = stance_scores(labelled, claims, read, options.list)
        if "retrieval" in chosen:
            result["retrieval"] = retrieval_scores(labelled, claims, read)
    if "compare" in chosen:
        result["compare"] = compare_scores(labelled, read)
    if "values" in chosen:
        result |= value_scores(rows, read, options.list)
    if "speed" in chosen:
        words = sum(len(row["text"].split()) for row in rows)
        result["speed"] = {"words": words, "words a second of CPU": round(words / seconds)}
    if options.json:
        print(json.dumps(result, indent=1, ensure_ascii=False))
        return 0
    for part, scores in result.items():
        print(part)
        for name, value in scores.items():
            print(f"  {name:44}{value:>10}")
    return 0


def document_of(row: dict[str, Any]) -> Document:
    """A row as a document: a block a line."""
    text = "\n\n".join(line for line in row["text"].split("\n"))
    blocks: list[Block] = []
    at = 0
    for line in text.split("\n\n"):
        blocks.append(Block(at, at + len(line), "paragraph"))
        at += len(line) + 2
    published = Stamp(datetime.fromisoformat(row["published"]), "given", True)
    return Document(
        row["id"], row["id"], "", text, tuple(blocks), outlet=row["channel"], language="ru",
        published=published, forwarded_from=row["forwarded_from"],
    )  # fmt: skip


def labels_of(row: dict[str, Any], read: Extraction) -> list[Labelled]:
    """A row's claims, each with the passages that overlap its deciding words."""
    made: list[Labelled] = []
    text = read.document.text
    for claim in row["claims"]:
        words = claim["passage"].replace("\n", "\n\n")
        start = text.find(words)
        end = start + len(words)
        deciding = tuple(p for p in read.passages if start >= 0 and p.start < end and p.end > start)
        made.append(
            Labelled(row["id"], claim["claim"], claim["stance"], claim["kind"] or "", deciding)
        )
    return made


def claims_of(labelled: Sequence[Labelled], nlp: Any) -> list[tuple[Claim, ...]]:
    """The product's facts of each labelled claim, read as a line of one English article."""
    text = "\n\n".join(label.claim for label in labelled)
    blocks: list[Block] = []
    at = 0
    for label in labelled:
        blocks.append(Block(at, at + len(label.claim), "paragraph"))
        at += len(label.claim) + 2
    article = Document("a", "a", "", text, tuple(blocks), role="article", language="en")
    facts = [claim for claim in extract(article, nlp).claims if claim.kind == "fact"]
    return [tuple(c for c in facts if block.start <= c.start < block.end) for block in blocks]


def answer_of(relations: Iterable[str]) -> str:
    """What findings come to: a contradiction outweighs, then support."""
    found = set(relations)
    return next((r for r in ("contradicts", "supports") if r in found), "neither")


def stance_scores(
    labelled: Sequence[Labelled],
    claims: Sequence[tuple[Claim, ...]],
    read: dict[str, Extraction],
    listed: bool,
) -> dict[str, float]:
    """Every claim judged by its deciding passage alone."""
    answers: list[str] = []
    for label, facts in zip(labelled, claims, strict=True):
        document = read[label.document].document
        nearest = {
            c.claim_id: [
                Nearest(c.claim_id, p.passage_id, rank, 1.0, "deciding")
                for rank, p in enumerate(label.deciding, start=1)
            ]
            for c in facts
        }
        published = document.published.value
        result = crosscheck(
            facts,
            nearest,
            {document.document_id: document},
            [],
            [],
            published + timedelta(days=1) if published is not None else None,
            {p.passage_id: p for p in label.deciding},
        )
        answers.append(answer_of(f.relation for f in result.findings))
        if listed:
            mark = (
                "  " if answers[-1] == label.stance else "x " if answers[-1] != "neither" else "- "
            )
            print(f"{mark}{answers[-1]:12}{label.stance:12}{label.kind:10}{label.claim}")
            for fact in facts:
                print(f"      [{fact.wording}] by {[s.text for s in fact.sources]}")
            for passage in label.deciding:
                print(f"      {passage.text}\n      {passage.gloss}")
            for finding in result.findings:
                print(f"      => {finding.relation} {finding.kind} {finding.explanation}")
    return precision_recall(labelled, answers)


def compare_scores(labelled: Sequence[Labelled], read: dict[str, Extraction]) -> dict[str, float]:
    """Every claim as `compare` takes it: two sentences, the second in Russian."""
    answers = []
    for label in labelled:
        said = read[label.document].document.published.value
        words = " ".join(p.text for p in label.deciding)
        found = compare(label.claim, words, None, said) if words else []
        answers.append(answer_of(f.relation for f in found))
    return precision_recall(labelled, answers)


def precision_recall(labelled: Sequence[Labelled], answers: Sequence[str]) -> dict[str, float]:
    """Percentages of contradictions and supports, and neutral claims called a contradiction."""
    said = Counter(answers)
    right = Counter(a for a, label in zip(answers, labelled, strict=True) if a == label.stance)
    gold = Counter(label.stance for label in labelled)
    wrong = sum(
        a == "contradicts" and label.stance == "neither"
        for a, label in zip(answers, labelled, strict=True)
    )
    made: dict[str, float] = {"claims": len(labelled)}
    for name in ("contradicts", "supports"):
        made[f"{name}: said"] = said[name]
        made[f"{name}: right"] = right[name]
        made[f"{name} P, %"] = share(right[name], said[name])
        made[f"{name} R, %"] = share(right[name], gold[name])
    made["neutral called contradiction, %"] = share(wrong, gold["neither"])
    return made


def retrieval_scores(
    labelled: Sequence[Labelled], claims: Sequence[tuple[Claim, ...]], read: dict[str, Extraction]
) -> dict[str, float]:
    """Whether a deciding passage is among the best five of all documents' passages."""
    with duckdb.connect() as connection:
        migrate(connection)
        article = Document("a", "a", "a", "a", (), role="article")
        last = max(e.document.published.value for e in read.values() if e.document.published.value)
        run = Run(article.document_id, "a", last, "replay", (), ())
        load(connection, batch(run, (), [Extraction(article), *read.values()]))
        every = [claim for facts in claims for claim in facts]
        found = nearest_passages(connection, every, BEST, Limits())
    hits = 0
    for label, facts in zip(labelled, claims, strict=True):
        deciding = {p.passage_id for p in label.deciding}
        best = {
            name
            for claim in facts
            for one in found.get(claim.claim_id, ())
            for name in (one.nearest.passage_id, *one.copies)
        }
        hits += bool(deciding & best)
    return {
        "claims": len(labelled),
        "deciding passage in the best 5, %": share(hits, len(labelled)),
        "claims of which no fact was made": sum(not facts for facts in claims),
    }


def value_scores(
    rows: Sequence[dict[str, Any]], read: dict[str, Extraction], listed: bool
) -> dict[str, dict[str, float]]:
    """Names, dates, quantities and speakers against the gold of each document."""
    names, dates, quantities, speakers = (
        Counter[str](),
        Counter[str](),
        Counter[str](),
        Counter[str](),
    )
    for row in rows:
        made = read[row["id"]]
        text = made.document.text
        _names(row, made, text, names, listed)
        _dates(row, made, text, dates, listed)
        _quantities(row, made, text, quantities, listed)
        _speakers(row, made, text, speakers, listed)
    found, said, gold = names["found"], names["said"], names["gold"]
    precision, recall = found / said if said else 0.0, found / gold
    f1 = 2 * precision * recall / (precision + recall) if found else 0.0
    return {
        "names": {
            "gold": gold,
            "precision, %": share(found, said),
            "recall, %": share(found, gold),
            "F1, %": round(100 * f1, 1),
            "of these with the right English, %": share(names["english"], found),
        },
        "dates": {
            "gold": dates["gold"],
            "found, %": share(dates["found"], dates["gold"]),
            "right, %": share(dates["right"], dates["gold"]),
        },
        "quantities": {
            "gold": quantities["gold"],
            "found, %": share(quantities["found"], quantities["gold"]),
            "bounds right, %": share(quantities["right"], quantities["gold"]),
        },
        "speakers": {
            "gold": speakers["gold"],
            "found with their words, %": share(speakers["right"], speakers["gold"]),
        },
    }


def _places(text: str, items: Sequence[dict[str, Any]], key: str) -> list[tuple[int, int]]:
    """Where each item's words stand, in the order of the text."""
    at = 0
    made: list[tuple[int, int]] = []
    for item in items:
        words = item[key].replace("\n", "\n\n")
        start = text.find(words, at)
        if start < 0:
            start = text.find(words)
        made.append((start, start + len(words)))
        at = start + 1 if start >= 0 else at
    return made


def _overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


_KINDS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FACILITY": "LOC"}


def _names(
    row: dict[str, Any], made: Extraction, text: str, counts: Counter[str], listed: bool
) -> None:
    gold = row["mentions"]
    places = _places(text, gold, "text")
    mine = [m for m in made.mentions if m.label in _KINDS]
    counts["gold"] += len(gold)
    counts["said"] += len(mine)
    for item, place in zip(gold, places, strict=True):
        hit = next(
            (
                m
                for m in mine
                if _overlaps((m.start, m.end), place) and _KINDS[m.label] == item["type"]
            ),
            None,
        )
        if hit is None:
            if listed:
                near = [(m.text, m.label) for m in mine if _overlaps((m.start, m.end), place)]
                print(f"name missed: {item} {near}")
            continue
        counts["found"] += 1
        same = _folded(hit.entity) == _folded(item["english"])
        last = _folded(hit.entity).split()[-1:] == _folded(item["english"]).split()[-1:]
        counts["english"] += same or (item["type"] == "PER" and last)
        if listed and not (same or last):
            print(f"name differs: {item['text']} {item['english']} | {hit.entity}")


def _folded(name: str) -> str:
    kept = re.sub(r"\b(?:the|armed|forces|of|russian|oblast|region)\b", " ", name.lower())
    return " ".join(re.findall(r"\w+", kept)) or name.lower()


def _dates(
    row: dict[str, Any], made: Extraction, text: str, counts: Counter[str], listed: bool
) -> None:
    spans = _dates_of(made.document)
    for item, place in zip(row["dates"], _places(text, row["dates"], "text"), strict=True):
        counts["gold"] += 1
        hits = [d for d in spans if _overlaps((d.start, d.end), place)]
        counts["found"] += bool(hits)
        right = any(_same_time(d.timex, item["value"]) for d in hits)
        counts["right"] += right
        if listed and not right:
            print(f"date: {item} | {[(d.text, d.timex) for d in hits]}")


def _dates_of(document: Document) -> list[DateSpan]:
    """All temporal expressions, durations too, which an extraction keeps apart from moments."""
    made: list[DateSpan] = []
    for block in document.blocks:
        gloss = gloss_of(document.text[block.start : block.end])
        for date in find_dates(gloss.text, document.published.value):
            at = gloss.source_span(date.start, date.end)
            if at is not None:
                start, end = block.start + at[0], block.start + at[1]
                made.append(replace(date, start=start, end=end, text=document.text[start:end]))
    return made


def _same_time(one: str, other: str) -> bool:
    return one == other or one.replace("TNI", "") == other.replace("TNI", "")


def _quantities(
    row: dict[str, Any], made: Extraction, text: str, counts: Counter[str], listed: bool
) -> None:
    gold = row["quantities"]
    for item, place in zip(gold, _places(text, gold, "text"), strict=True):
        counts["gold"] += 1
        hits = [q for q in made.quantities if _overlaps((q.start, q.end), place)]
        counts["found"] += bool(hits)
        right = any(
            _same_bound(q.low, item["low"]) and _same_bound(q.high, item["high"]) for q in hits
        )
        counts["right"] += right
        if listed and not right:
            print(f"quantity: {item} | {[(q.text, q.low, q.high, q.unit) for q in hits]}")


def _same_bound(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 0.01 * max(abs(one), abs(other))


def _speakers(
    row: dict[str, Any], made: Extraction, text: str, counts: Counter[str], listed: bool
) -> None:
    gold = row["speakers"]
    contents = _places(text, gold, "content")
    for item, place in zip(gold, contents, strict=True):
        counts["gold"] += 1
        hits = [a for a in made.attributions if _overlaps((a.content.start, a.content.end), place)]
        wanted = item["speaker"].lower().split()[-1][:4]
        right = any(a.source is not None and wanted in a.source.text.lower() for a in hits)
        counts["right"] += right
        if listed and not right:
            said = [(a.source and a.source.text, a.content.text[:40]) for a in hits]
            print(f"speaker: {item['speaker']}: {item['content'][:60]} | {said}")


def share(part: int, whole: int) -> float:
    """A percentage with one decimal; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


if __name__ == "__main__":
    sys.exit(main())
