"""How well and how fast the passages that speak of a claim are found.

    python -m benchmarks.retrieval [--data DIR] [--json] [--only stories,wice,speed]
                                   [--passages 10000,100000,1000000]

Gold (DIR defaults to ../shared/data): the deciding passages of the six labelled stories, asked
for with the labelled claim without its "says the Sun" (the weights were chosen on the first three
stories, the others are told apart), in a warehouse that holds all six; WiCE's supporting sentences
on their page. Speed: 200 claims over made-up passages whose words follow Zipf's law.
"""

from __future__ import annotations

import argparse
import json
import lzma
import multiprocessing
import re
import resource
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from spacy.language import Language

from extractors import extract, load_pipeline
from extractors.extraction import with_vectors
from extractors.records import Block, Claim, Document, Extraction, Run, Stamp
from warehouse.load import batch, load
from warehouse.retrieval import Limits, nearest_passages
from warehouse.schema import migrate

PARTS = ("stories", "wice", "speed")
CHOSEN_ON = ("truck_attack_in_nice", "north_korea_received_oil", "new_york_family")
WHEN = datetime(2018, 6, 1, tzinfo=UTC)

OUTLET = (
    r"(?:the )?(?:BBC|New York Times|Guardian|Express|Independent|Telegraph|Sun|Daily Mail|NPR|"
    r"Washington Post|Verge|HuffPost|RT|CNN|Denver Channel|China Daily|same (?:newspaper|paper|"
    r"daily)|Foreign Ministry's Geng Shuang)"
)
SAYS = (
    r"(?:reported|recalled|recalls|wrote|noted|says|said|quoted the president as saying|"
    r"helpfully explained|has established|quoted|reminded its readers)"
)
WRAPPERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^according to {OUTLET}, ",
        rf"^in {OUTLET}, on the other hand, ",
        rf"^{OUTLET} {SAYS} that ",
        rf"^{OUTLET} found no (?:evidence|sign whatsoever) that ",
        rf"^{OUTLET}: ",
        rf",? (?:as )?{OUTLET} {SAYS}(?=,|$)",
        rf",? says {OUTLET}(?=,|$)",
        rf",? according to {OUTLET}(?=,|:|$)",
        rf" \({OUTLET}\)$",
        rf",? quoted by {OUTLET},",
        rf",? (?:himself )?(?:was|is) quoted by {OUTLET} as (?:(?:say|promis|call)ing )?(?:that )?",
        r"^there is no evidence that ",
    )
)


@dataclass(frozen=True, slots=True)
class Story:
    """One labelled story: its labels, its pages' texts by path, and what was read of them."""

    name: str
    labels: dict[str, Any]
    pages: dict[str, dict[str, Any]]
    read: tuple[Extraction, ...]
    claims: tuple[Claim, ...]


def main(arguments: list[str] | None = None) -> int:
    """Runs the chosen parts and prints their numbers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--passages", default="10000,100000,1000000")
    options = parser.parse_args(arguments)
    chosen = options.only.split(",")
    if not (options.data / "stories").is_dir() and set(chosen) & {"stories", "wice"}:
        print(f"{options.data}: no stories/ there; give --data DIR", file=sys.stderr)
        return 2
    result: dict[str, dict[str, float]] = {}
    if "stories" in chosen:
        result |= story_scores(list(read_stories(options.data, load_pipeline())))
    if "wice" in chosen:
        result["WiCE dev"] = wice_scores(load_pipeline(), options.data / "pairs")
    if "speed" in chosen:
        for size in map(int, options.passages.split(",")):
            result[f"200 claims over {size:,} passages"] = speed(size)
    if options.json:
        print(json.dumps(result, indent=1))
        return 0
    for part, scores in result.items():
        print(part)
        for name, value in scores.items():
            print(f"  {name:44}{value:>12}")
    return 0


def unwrapped(text: str) -> str:
    """A labelled claim without who says it."""
    for wrapper in WRAPPERS:
        text = wrapper.sub(": " if "quoted" in wrapper.pattern[:40] else "", text)
    return text


def page_of(url: str, title: str, text: str, published: datetime | None, outlet: str) -> Document:
    """A page's text as a document: the title and its lines."""
    blocks: list[Block] = []
    whole = ""
    for line in (title, *text.split("\n")):
        if line.strip():
            whole += "\n\n" if whole else ""
            kind = "paragraph" if blocks else "title"
            blocks.append(Block(len(whole), len(whole) + len(line), kind))  # type: ignore[arg-type]
            whole += line
    stamp = Stamp(published, "given", True)
    return Document(url, url, title, whole, tuple(blocks), outlet=outlet, published=stamp)


def read_stories(data: Path, nlp: Language) -> Iterator[Story]:
    """The six stories with their pages read and their labelled claims as wordings."""
    with tarfile.open(data / "news-clusters" / "dev.tar.xz") as tar:
        files = {m.name: tar.extractfile(m) for m in tar if m.name.endswith(".json")}
        texts = {name: json.load(file) for name, file in files.items() if file is not None}
    for folder in sorted((data / "stories").iterdir()):
        labels = json.loads((folder / "labels.json").read_text("utf-8"))
        pages = {entry["path"]: texts[entry["path"]] for entry in labels["cluster"]}
        documents = [
            page_of(
                page["url"],
                page["title"],
                page["text"] or "",
                datetime.fromisoformat(page["date_publish"]).replace(tzinfo=UTC),
                page["source_domain"],
            )
            for page in pages.values()
        ]
        claims = [
            Claim(
                folder.name,
                n,
                c["start"],
                c["end"],
                unwrapped(c["claim_text"]),
                "fact",
                "POS",
                "CERTAIN",
            )
            for n, c in enumerate(labels["claims"], start=1)
        ]
        read = tuple(extract(document, nlp) for document in documents)
        yield Story(folder.name, labels, pages, read, with_vectors(claims, (), nlp))


def load_story(connection: duckdb.DuckDBPyConnection, story: Story) -> None:
    """Loads a story's pages as one run of a made-up article."""
    article = Document(story.name, story.name, story.name, story.name, (), role="article")
    run = Run(article.document_id, story.name, WHEN, "replay", (), ())
    load(connection, batch(run, (), [Extraction(article), *story.read]))


def letters(text: str) -> str:
    """A text's letters and digits."""
    return "".join(c.lower() for c in text if c.isalnum())


def is_at(text: str, words: str) -> bool:
    """Whether a passage is (most of) the labelled words."""
    one, other = letters(text), letters(words)
    if not one or not other:
        return False
    if one in other or other in one:
        return True
    x, y = (set(re.findall(r"\w{3,}", t.lower())) for t in (text, words))
    return len(x & y) >= 0.75 * min(len(x), len(y)) > 2


def story_scores(stories: Sequence[Story]) -> dict[str, dict[str, float]]:
    """Deciding sentences among the best passages, over the chosen three, the others and all."""
    with duckdb.connect() as connection:
        migrate(connection)
        for story in stories:
            load_story(connection, story)
        counts = {story.name: _counts(connection, story) for story in stories}
    mine = [c for name, c in counts.items() if name.startswith(CHOSEN_ON)]
    others = [c for name, c in counts.items() if not name.startswith(CHOSEN_ON)]
    groups = {"stories: the chosen three": mine, "stories: the others": others}
    groups["stories: all"] = mine + others
    return {name: _shares(np.sum(group, axis=0)) for name, group in groups.items() if group}


def _counts(connection: duckdb.DuckDBPyConnection, story: Story) -> Any:
    """Claims that can be found, in 3, in 10; deciding sentences, in 10, at most possible in ten.

    A sentence counts as found where a copy of it stands for it.
    """
    found = nearest_passages(connection, story.claims, 10, Limits())
    texts = {
        passage.passage_id: (read.document.url, passage.text)
        for read in story.read
        for passage in read.passages
    }
    total = np.zeros(6)
    for label, claim in zip(story.labels["claims"], story.claims, strict=True):
        deciding = [
            (story.pages[e["path"]]["url"], story.pages[e["path"]]["text"][e["start"] : e["end"]])
            for e in label["evidence"]
            if e["stance"] != "context"
        ]
        if not deciding:
            continue
        best = [
            [texts[name] for name in (one.nearest.passage_id, *one.copies) if name in texts]
            for one in found[claim.claim_id]
        ]
        hits = [
            [
                place
                for place, group in enumerate(best)
                if any(at == url and is_at(text, words) for at, text in group)
            ]
            for url, words in deciding
        ]
        first = min((h[0] for h in hits if h), default=99)
        total += [1, first < 3, first < 10, len(hits), sum(map(bool, hits)), min(len(hits), 10)]
    return total


def _shares(total: Any) -> dict[str, float]:
    claims, three, ten, sentences, reached, reachable = total.tolist()
    return {
        "claims with a deciding sentence": claims,
        "one of them in the best 10, %": round(100 * ten / claims, 1),
        "one of them in the best 3, %": round(100 * three / claims, 1),
        "deciding sentences": sentences,
        "in the best 10, %": round(100 * reached / sentences, 1),
        "at most possible in ten, %": round(100 * reachable / sentences, 1),
    }


def wice_scores(nlp: Language, folder: Path, most: int = 100) -> dict[str, float]:
    """Share of WiCE's supporting sentences in the page's top 5 and 20 (see benchmarks.language)."""
    with lzma.open(folder / "wice-claim-dev.jsonl.xz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    records = [record for record in records if any(record["supporting_sentences"])][:most]
    shares: dict[int, list[float]] = {5: [], 20: []}
    read: dict[str, tuple[Extraction, dict[int, int]]] = {}
    for number, record in enumerate(records):
        claim = Claim("wice", number, 0, 0, record["claim"], "fact", "POS", "CERTAIN")
        (claim,) = with_vectors([claim], (), nlp)
        with duckdb.connect() as connection:
            migrate(connection)
            key = "\n".join(record["evidence"])
            if key not in read:
                document, at = _page_of_sentences(f"wice:{number}", record["evidence"])
                read[key] = (extract(document, nlp), at)
            page, places = read[key]
            article = Document("a", "a", "a", "a", (), role="article")
            run = Run(article.document_id, "a", WHEN, "replay", (), ())
            load(connection, batch(run, (), [Extraction(article), page]))
            best = nearest_passages(connection, [claim], 25)[claim.claim_id]
        starts = [found.passage.start for found in best if found.passage.start in places]
        order = list(dict.fromkeys(places[start] for start in starts))
        for top, found_shares in shares.items():
            first = set(order[:top])
            ways = [way for way in record["supporting_sentences"] if way]
            found_shares.append(max(len(first & set(way)) / len(way) for way in ways))
    return {
        "claims": len(records),
        "in the top 5, %": round(100 * sum(shares[5]) / len(records), 2),
        "in the top 20, %": round(100 * sum(shares[20]) / len(records), 2),
    }


def _page_of_sentences(url: str, sentences: Sequence[str]) -> tuple[Document, dict[int, int]]:
    """A page with a block per sentence; and the sentence's number for each offset in the text."""
    document = page_of(
        url, "WiCE", "\n".join(s.replace("\n", " ") for s in sentences), None, "wice"
    )
    filled = [number for number, sentence in enumerate(sentences) if sentence.strip()]
    blocks = document.blocks[1:]
    places = {
        at: number
        for number, block in zip(filled, blocks, strict=True)
        for at in range(block.start, block.end)
    }
    return document, places


PER_PAGE = 40
VOCABULARY = 200_000
CHUNK = 100_000


def speed(size: int, claims: int = 200) -> dict[str, float]:
    """Seconds and memory of one look-up for all claims, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.duckdb"
        postings = make_archive(path, size)
        asked = made_up_claims(claims)
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            seconds, cpu, megabytes, found = pool.submit(_timed, path, asked).result()
        return {
            "postings": postings,
            "megabytes on disk": round(path.stat().st_size / 1e6),
            "seconds": round(seconds, 2),
            "seconds of CPU, both cores": round(cpu, 2),
            "megabytes of memory at most": round(megabytes),
            "passages found": found,
        }


def _timed(path: Path, claims: list[Claim]) -> tuple[float, float, float, int]:
    with duckdb.connect(
        str(path), read_only=True, config={"threads": "2", "memory_limit": "1GB"}
    ) as connection:
        connection.execute("set enable_progress_bar = false")
        started, clock = time.perf_counter(), time.process_time()
        found = nearest_passages(connection, claims, 10)
        used, cpu = time.perf_counter() - started, time.process_time() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return used, cpu, peak, sum(map(len, found.values()))


def _words(chance: np.random.Generator, count: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Numbers of words drawn by Zipf's law."""
    ranks = chance.zipf(1.15, 2 * count)
    ranks = ranks[ranks <= VOCABULARY]
    return ranks[:count] if len(ranks) >= count else np.resize(ranks, count)


def made_up_claims(count: int) -> list[Claim]:
    """Claims of ten words, one name and a vector."""
    chance = np.random.default_rng(7)
    return [
        Claim(
            "article",
            n,
            n,
            n + 1,
            "",
            "fact",
            "POS",
            "CERTAIN",
            terms=tuple(f"w{w}" for w in _words(chance, 10)),
            names=(f"n{_words(chance, 1)[0]}",),
            vector=chance.integers(-30, 30, 384).astype(np.int8).tobytes(),
        )
        for n in range(count)
    ]


def make_archive(path: Path, size: int) -> int:
    """A warehouse of ``size`` passages with vectors, twelve words each; returns its postings."""
    chance = np.random.default_rng(11)
    with duckdb.connect(str(path), config={"threads": "2", "memory_limit": "1GB"}) as connection:
        migrate(connection)
        for first in range(1, size + 1, CHUNK):
            _add(connection, chance, first, min(CHUNK, size + 1 - first))
        ((postings,),) = connection.execute("select count(*) from passage_terms").fetchall()
    return int(postings)


def _add(
    connection: duckdb.DuckDBPyConnection, chance: np.random.Generator, first: int, count: int
) -> None:
    """One load: pages of forty sentences, and their postings sorted by word."""
    numbers = np.arange(first, first + count)
    pages = (numbers - 1) // PER_PAGE + 1
    drawn = _words(chance, 12 * count).reshape(count, 12)
    named = _words(chance, 2 * count).reshape(count, 2)
    vectors = chance.integers(-30, 30, (count, 384)).astype(np.int8)
    rows = pa.table(
        {
            "number": numbers,
            "document": pages,
            "terms": [[f"w{w}" for w in row] for row in drawn],
            "names": [[f"n{w}" for w in row] for row in named],
            "vector": [row.tobytes() for row in vectors],
        }
    )
    connection.register("made", rows)
    for statement in MAKE:
        connection.execute(statement)
    connection.unregister("made")


MAKE = (
    """
    insert into documents by name
    select distinct
        document as number, 'e' || document as extraction_id, 'd' || document as document_id,
        1 as version, 1 as reading, 'u' || document as url, 'u' || document as canonical_url,
        '' as title, '' as text, 'coverage' as role, 'o' || document % 50 as outlet,
        'en' as language, [] as authors,
        {value: timestamptz '2020-01-01 00:00:00+00', source: '', sure: true} as published,
        {value: null, source: '', sure: true} as modified,
        {value: null, source: '', sure: true} as first_seen,
        '' as capture_sha256, 'article' as kind, '' as text_sha256, '' as words_sha256
    from made
    """,
    """
    insert into passages by name
    select
        number, document, 'e' || document as extraction_id, 'p' || number as passage_id,
        'd' || document as document_id, number % 40 as ordinal, number as start,
        number + 1 as "end", array_to_string(terms, ' ') as text, '' as before,
        'paragraph' as block_kind, [] as sources, terms, names, vector
    from made
    """,
    """
    insert into passage_terms by name
    with words as (select number, document, unnest(terms) as term from made)
    select
        term, number as passage, document, count(*) as frequency, 14 as length
    from words
    group by all
    order by term, passage
    """,
    """
    insert into passage_names by name
    with words as (select number, document, unnest(names) as name from made)
    select distinct name, number as passage, document, 14 as length
    from words
    order by name, passage
    """,
)


if __name__ == "__main__":
    sys.exit(main())
