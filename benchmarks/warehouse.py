"""How fast the warehouse loads, stays still, publishes, answers and reports.

In: a number of made-up pages (seeded, so that each run has the same). Out: a table, or one JSON
object with ``--json``. Touches a temporary folder only. ``--data`` is accepted and not read.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from extractors.records import (
    Argument,
    Assertion,
    Block,
    Capture,
    Claim,
    Document,
    EventTime,
    Extraction,
    Finding,
    Judgement,
    Mention,
    Nearest,
    Passage,
    Quantity,
    Run,
    Source,
    Stamp,
)
from warehouse import Warehouse
from warehouse.connection import reading, writing
from warehouse.load import store_derived, store_nearest
from warehouse.retrieval import Retrieved
from warehouse.rows import extraction_id
from warehouse.run_rows import in_order, read_rows

SEED = 20261123
START = datetime(2025, 1, 1, tzinfo=UTC)
SENTENCES_PER_PAGE = 25
WORDS = ("troops", "river", "treaty", "bridge", "ministry", "shells", "ceasefire", "vote", "court")
QUESTIONS = {
    "claims by verdict": "select verdict, count(*) from claims group by all",
    "contradictions": "from contradictions order by score desc limit 50",
    "who said": "from who_said('ministry') limit 50",
    "numbers over time": "from quantities_over_time('soldier', null) limit 50",
    "full scan": "select count(*) from assertions_dated where clause like '%treaty%'",
}


def page(number: int, dice: random.Random, role: str = "coverage") -> Extraction:
    """A made-up page of SENTENCES_PER_PAGE sentences, each with one assertion."""
    sentences = [" ".join(dice.choices(WORDS, k=14)) + "." for _ in range(SENTENCES_PER_PAGE)]
    text = "\n\n".join(sentences)
    published = START + timedelta(hours=number)
    url = f"https://outlet-{number % 12}.example/{number}"
    document = Document(
        url=url,
        canonical_url=url,
        title=f"Page {number}",
        text=text,
        blocks=tuple(_blocks(sentences)),
        role="article" if role == "article" else "coverage",
        outlet=f"outlet-{number % 12}",
        language="en",
        published=Stamp(published, "made up"),
        capture_sha256=f"{number:064x}",
    )
    document_id = document.document_id
    assertions = tuple(
        _assertion(document_id, ordinal, block, text, published)
        for ordinal, block in enumerate(document.blocks)
    )
    mentions = tuple(
        Mention(
            b.start, b.start + 6, text[b.start : b.start + 6], "ORG", text[b.start : b.start + 6]
        )
        for b in document.blocks
    )
    passages = tuple(
        Passage(
            document_id,
            ordinal,
            block.start,
            block.end,
            sentence,
            sentences[ordinal - 1] if ordinal else "",
            "paragraph",
            said_at=published,
            terms=tuple(sentence.rstrip(".").split()),
            vector=dice.randbytes(384),
        )
        for ordinal, (block, sentence) in enumerate(zip(document.blocks, sentences, strict=True))
    )
    claims = tuple(_claim(passage) for passage in passages) if role == "article" else ()
    return Extraction(
        document, mentions=mentions, assertions=assertions, passages=passages, claims=claims
    )


def _claim(passage: Passage) -> Claim:
    """The claim that a whole sentence of the article is."""
    return Claim(
        passage.document_id,
        passage.ordinal + 1,
        passage.start,
        passage.end,
        passage.text,
        "fact",
        "POS",
        "CERTAIN",
        sentence_start=passage.start,
        sentence_end=passage.end,
        terms=passage.terms,
        vector=passage.vector,
    )


def _blocks(sentences: list[str]) -> list[Block]:
    blocks, start = [], 0
    for sentence in sentences:
        blocks.append(Block(start, start + len(sentence), "paragraph"))
        start += len(sentence) + 2
    return blocks


def _assertion(
    document_id: str, ordinal: int, block: Block, text: str, published: datetime
) -> Assertion:
    words = text[block.start : block.end]
    first = words.split()[0]
    arguments = tuple(
        Argument(role, block.start, block.start + len(first), first, first, (first,))
        for role in ("agent", "theme")
    )
    numbers = (Quantity(block.start, block.start + 2, "12", 12.0, 12.0, "soldier"),)
    return Assertion(
        document_id=document_id,
        ordinal=ordinal,
        predicate=first,
        predicate_start=block.start,
        predicate_end=block.start + len(first),
        frames=(),
        arguments=arguments,
        polarity="POS",
        certainty="CERTAIN",
        modality="actual",
        sources=(Source("the ministry", "ministry", "said"),) if ordinal % 3 == 0 else (),
        event_time=EventTime(published, published, "2025", "day", "stated"),
        quantities=numbers if ordinal % 5 == 0 else (),
        start=block.start,
        end=block.end,
        sentence_start=block.start,
        sentence_end=block.end,
        text=words,
        said_at=published,
    )


def capture(extraction: Extraction, number: int) -> Capture:
    """The capture that the page was read from."""
    document = extraction.document
    return Capture(
        document.url,
        START,
        200,
        "text/html",
        document.capture_sha256,
        "made-up.warc.gz",
        number * 4096,
        f"<urn:uuid:{number}>",
        document.outlet,
    )


@dataclass(frozen=True, slots=True)
class Cost:
    """What a step took, in seconds; ``cpu`` counts every thread of this process."""

    wall: float
    cpu: float


def timed(step: Callable[[], object], repeat: int = 1) -> Cost:
    """Median cost of a step."""
    walls, cpus = [], []
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        step()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return Cost(round(statistics.median(walls), 3), round(statistics.median(cpus), 3))


def findings_between(article: Extraction, pages: list[Extraction]) -> list[Finding]:
    """Twenty findings for each claim, to give reports and views something to join."""
    return [
        Finding(
            claim.claim_id,
            page.passages[ordinal].passage_id,
            "contradicts" if number % 4 == 0 else "supports",
            "polarity",
            "made-up/1",
            "made up",
        )
        for ordinal, claim in enumerate(article.claims)
        for number, page in enumerate(pages[:20])
    ]


def nearest_between(article: Extraction, pages: list[Extraction]) -> dict[str, list[Retrieved]]:
    """The passages that those findings are about."""
    return {
        claim.claim_id: [
            Retrieved(
                Nearest(claim.claim_id, page.passages[ordinal].passage_id, rank, 1.0, "made up"),
                page.passages[ordinal],
                extraction_id(page),
                page.document.outlet,
                page.document.url,
                page.document.title,
            )
            for rank, page in enumerate(pages[:20], start=1)
        ]
        for ordinal, claim in enumerate(article.claims)
    }


def measure(pages: int) -> tuple[dict[str, float], dict[str, Cost]]:
    """Sizes (counts and MB) and the cost of each step."""
    dice = random.Random(SEED)
    article = page(0, dice, "article")
    read = [page(number, dice) for number in range(1, pages + 1)]
    captures = [capture(extraction, number) for number, extraction in enumerate(read)]
    run = Run(article.document.document_id, article.document.url, START, "replay", (), ())
    tomorrow = replace(run, as_of=START + timedelta(days=1))
    verdicts = {c.claim_id: Judgement("refuted", 1.0, "made up") for c in article.claims}
    derived = in_order(findings_between(article, read), verdicts, ())
    result: dict[str, Cost] = {}
    sizes: dict[str, float] = {"pages": pages, "assertions": pages * SENTENCES_PER_PAGE}
    with tempfile.TemporaryDirectory() as folder:
        store = Warehouse(Path(folder) / "desk.duckdb")
        result["first load"] = timed(lambda: store.load(run, captures, [article, *read]))
        result["same run again"] = timed(lambda: store.load(run, captures, [article, *read]))
        result["next night, nothing new"] = timed(
            lambda: store.load(tomorrow, captures, [article, *read])
        )
        with writing(store.path) as connection:
            for each in (run, tomorrow):
                store_nearest(connection, each.run_id, nearest_between(article, read))
                store_derived(connection, each.run_id, derived)
        result["publish"] = timed(store.publish, 3)
        sizes["file_mb"] = store.path.stat().st_size / 1e6
        with reading(store.publish()) as connection:
            result["read a run's rows back"] = timed(lambda: read_rows(connection, run.run_id))
        for name, question in QUESTIONS.items():
            result[f"sql: {name}"] = timed(lambda question=question: store.sql(question), 3)  # type: ignore[misc]
        result["report, five formats"] = timed(
            lambda: store.report(
                run.run_id, Path(folder) / "out", ("html", "md", "json", "csv", "claimreview")
            )
        )
    sizes["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return sizes, result


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.warehouse", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="made-up pages [2000]")
    parser.add_argument("--data", help="accepted like every benchmark's; not read")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    given = parser.parse_args(arguments)
    sizes, costs = measure(given.pages)
    if given.json:
        steps = {name: asdict(cost) for name, cost in costs.items()}
        print(json.dumps({"sizes": sizes, "seconds": steps}))
        return
    print(", ".join(f"{name} {value:,.0f}" for name, value in sizes.items()))
    print(f"{'step':28} {'wall s':>9} {'CPU s':>9}")
    for name, cost in costs.items():
        print(f"{name:28} {cost.wall:9.3f} {cost.cpu:9.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
