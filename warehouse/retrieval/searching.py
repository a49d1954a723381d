"""The best passages for each claim: claims and an open connection in, passages with reasons out.

Reads the connection's database; makes temporary tables in it. Looked at are the best by words and
names (BM25 over the postings), by shared names, numbers and dates, and, in a small scope, by
vectors; then nearness, words and how well the page suits the whole article are added up. What is
read grows with the postings of the claims' rarest words, not with the archive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from extractors.records import Claim, Nearest, Passage
from warehouse.retrieval.asking import asked
from warehouse.retrieval.copies import grouped
from warehouse.retrieval.reasons import why
from warehouse.rows import from_table
from warehouse.statements import statements

WIDTH = 384
LISTED = 200  # passages a claim gets by each way of looking
POSTINGS = 20_000  # read for one claim, its rarest words first
SMALL = 50_000  # passages in scope up to which every vector is compared
PER_PASSAGE = 5  # looked at for one that is kept: the rest are copies
# A passage is said to be near in meaning up to this place, and from this cosine on
NEAR_RANK, NEAR = 20, 0.4
# Weights, where a cosine counts 1: chosen on three of the labelled stories, see
# benchmarks/retrieval.md. A flat optimum: half or twice of any one costs a claim in a hundred.
WEIGHTS = {"by_meaning": 1.0, "by_words": 0.25, "by_page": 0.3}


@dataclass(frozen=True, slots=True)
class Limits:
    """Where to look: all coverage, or only some outlets, what a run read, or up to a day.

    ``run_id`` names the run whose readings of its own documents count, ``only_run`` leaves out
    all others. ``as_of`` (aware) leaves out what was published later, except by the run's own
    documents. ``article_url`` is left out as evidence.
    """

    run_id: str | None = None
    only_run: bool = False
    outlets: tuple[str, ...] | None = None
    as_of: datetime | None = None
    article_url: str | None = None


EVERYWHERE = Limits()


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage retrieved for a claim.

    ``extraction_id`` is the reading it stands in; ``copies`` are the ids of near-identical
    passages that it stands for.
    """

    nearest: Nearest
    passage: Passage
    extraction_id: str
    outlet: str | None
    url: str
    title: str
    copies: tuple[str, ...] = ()


def nearest_passages(
    connection: duckdb.DuckDBPyConnection,
    claims: Sequence[Claim],
    k: int = 10,
    limits: Limits = EVERYWHERE,
) -> dict[str, list[Retrieved]]:
    """The ``k`` best passages for each claim by its id, the best first; ties by passage id."""
    unique = list({claim.claim_id: claim for claim in claims}.values())
    if not unique:
        return {}
    known = statements("retrieval.sql", __package__)
    connection.register("asked", asked(unique))
    connection.execute(
        known["scope"],
        {
            "run_id": limits.run_id,
            "only_run": limits.only_run,
            "outlets": list(limits.outlets) if limits.outlets is not None else None,
            "as_of": limits.as_of,
            "article_url": limits.article_url,
        },
    )
    connection.register("about", _about(unique))
    connection.execute(known["frequencies"])
    connection.execute(known["words"], {"most": POSTINGS})
    connection.execute(known["candidates"], {"limit": LISTED})
    connection.register("near", _near(connection, unique))
    limit = {"limit": k * PER_PASSAGE}
    fused = connection.sql(known["fused"], params=WEIGHTS | limit).to_arrow_table()
    connection.register("fused", fused)
    found = connection.sql(known["chosen"]).to_arrow_table()
    for name in ("asked", "about", "near", "fused"):
        connection.unregister(name)
    return _chosen(unique, found, k)


def _about(claims: Sequence[Claim]) -> pa.Table:
    """claim, article: which claims are of one article."""
    articles = pa.array([claim.document_id for claim in claims], pa.string())
    return pa.table({"claim": pa.array(range(len(claims)), pa.int64()), "article": articles})


def _near(connection: duckdb.DuckDBPyConnection, claims: Sequence[Claim]) -> pa.Table:
    """claim, passage, document, nearness: of each claim's candidates, and of the nearest of all.

    The nearest of all are looked for in a small scope only.
    """
    known = statements("retrieval.sql", __package__)
    ((size,),) = connection.execute(known["scope_size"]).fetchall()
    name = "scope_vectors" if size <= SMALL else "candidate_vectors"
    rows = connection.sql(known[name], params={"width": WIDTH}).to_arrow_table()
    numbers = rows.column("number").to_numpy()
    vectors = as_matrix(rows.column("vector"))
    asking = np.stack([_vector(claim) for claim in claims])
    candidates = _candidate_places(connection, numbers)
    everything = products(vectors, asking) if size <= SMALL else None
    found: list[tuple[NDArray[Any], NDArray[Any]]] = []
    for place in range(len(claims)):
        mine = candidates.get(place, _NONE)
        if everything is None:
            found.append((mine, products(vectors[mine], asking[[place]])[:, 0]))
        else:
            mine = np.union1d(mine, best(everything[:, place], LISTED))
            found.append((mine, everything[mine, place]))
    places = _joined([mine for mine, _ in found])
    return pa.table(
        {
            "claim": _joined([np.full(len(mine), n) for n, (mine, _) in enumerate(found)]),
            "passage": numbers[places],
            "document": rows.column("document").to_numpy()[places],
            "nearness": _joined([near for _, near in found]) * 1_000_000 // 127**2,
        }
    )


def _vector(claim: Claim) -> NDArray[np.float32]:
    """A claim's vector; all zeros, near to nothing, where it has none."""
    if len(claim.vector) != WIDTH:
        return np.zeros(WIDTH, np.float32)
    return np.frombuffer(claim.vector, np.int8).astype(np.float32)


def products(vectors: NDArray[np.int8], asking: NDArray[np.float32]) -> NDArray[np.int32]:
    """The product of each row with each asking vector [rows, asking], exact on every processor.

    Products of signed bytes add up to less than 2 ** 24, where floats are whole in any order.
    """
    whole = np.zeros((len(vectors), len(asking)), dtype=np.int32)
    for start in range(0, len(vectors), 8192):
        whole[start : start + 8192] = vectors[start : start + 8192].astype(np.float32) @ asking.T
    return whole


def best(scores: NDArray[np.int32], most: int) -> NDArray[np.int64]:
    """Places of the best ``most`` scores, and of all that are equal to the last of them."""
    if len(scores) <= most:
        return np.arange(len(scores))
    return np.flatnonzero(scores >= np.partition(scores, -most)[-most])


_NONE: NDArray[np.int64] = np.zeros(0, dtype=np.int64)


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    return np.concatenate(parts).astype(np.int64) if parts else _NONE


def _candidate_places(
    connection: duckdb.DuckDBPyConnection, numbers: NDArray[Any]
) -> Mapping[int, NDArray[np.int64]]:
    """For each claim the rows of its candidates among ``numbers`` (ascending)."""
    known = statements("retrieval.sql", __package__)
    rows = connection.sql(known["candidate_pairs"]).to_arrow_table()
    claims, passages = rows.column("claim").to_numpy(), rows.column("passage").to_numpy()
    at = np.searchsorted(numbers, passages)
    there = at < len(numbers)
    there[there] = numbers[at[there]] == passages[there]
    claims, at = claims[there], at[there]
    bounds = np.flatnonzero(np.diff(claims)) + 1
    starts = [0, *bounds.tolist()] if len(claims) else []
    return dict(zip((int(claims[s]) for s in starts), np.split(at, bounds), strict=False))


def as_matrix(column: pa.ChunkedArray) -> NDArray[np.int8]:
    """A column of vectors, all of full width, as a matrix [rows, 384] of signed bytes."""
    parts = [_bytes_of(chunk.cast(pa.binary())) for chunk in column.chunks if len(chunk)]
    return (np.concatenate(parts) if parts else np.zeros(0, np.int8)).reshape(-1, WIDTH)


def _bytes_of(chunk: pa.Array) -> NDArray[np.int8]:
    """The values of a binary array one behind the other, without a Python object for each."""
    _, ends, data = chunk.buffers()
    bounds = np.frombuffer(ends, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    return np.frombuffer(data, np.int8)[bounds[0] : bounds[-1]]


def _chosen(claims: Sequence[Claim], found: pa.Table, k: int) -> dict[str, list[Retrieved]]:
    """Copies put together, the first ``k`` groups of each claim with their reasons."""
    passages = from_table(Passage, found)
    by_claim: dict[int, list[int]] = defaultdict(list)
    for row, claim in enumerate(found.column("claim").to_pylist()):
        by_claim[claim].append(row)
    about = {
        name: found.column(name).to_pylist()
        for name in ("extraction_id", "outlet", "url", "title", "score", "near_rank", "nearness")
    }
    chosen: dict[str, list[Retrieved]] = {}
    for place, claim in enumerate(claims):
        rows = by_claim.get(place, [])
        groups = first_groups(grouped([passages[row].text for row in rows]), rows, passages, k)
        chosen[claim.claim_id] = list(
            _retrieved(claim, [[rows[at] for at in group] for group in groups], passages, about)
        )
    return chosen


def first_groups(
    groups: Sequence[Sequence[int]], rows: Sequence[int], passages: Sequence[Passage], k: int
) -> list[Sequence[int]]:
    """The first ``k`` groups; a gloss comes beside those of the text's own words, at no one's cost.

    What is told in a gloss decides less: it may not push out what is told plainly.
    """
    made: list[Sequence[int]] = []
    plain = 0
    for group in groups:
        glossed = bool(passages[rows[group[0]]].gloss)
        if plain == k or (glossed and len(made) - plain == k):
            continue
        plain += not glossed
        made.append(group)
    return made


def _retrieved(
    claim: Claim,
    groups: Sequence[Sequence[int]],
    passages: Sequence[Passage],
    about: Mapping[str, Sequence[Any]],
) -> Iterator[Retrieved]:
    for rank, (row, *copies) in enumerate(groups, start=1):
        passage = passages[row]
        others = [about["outlet"][copy] or "" for copy in copies]
        is_near = about["near_rank"][row] <= NEAR_RANK and about["nearness"][row] >= NEAR
        reason = why(claim, passage, is_near, len(copies), others)
        yield Retrieved(
            Nearest(claim.claim_id, passage.passage_id, rank, about["score"][row], reason),
            passage,
            about["extraction_id"][row],
            about["outlet"][row],
            about["url"][row],
            about["title"][row],
            tuple(passages[copy].passage_id for copy in copies),
        )
