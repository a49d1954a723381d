"""Which pairs the rules look at, and what their findings add up to: the two SQL steps of the check.

Runs ``candidates.sql`` and ``rollup.sql`` on a DuckDB in memory over Arrow tables; touches no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

import duckdb
import pyarrow as pa

from extractors.entities import government_of
from extractors.grammar import all_frames, antonyms, concept_of, synonyms, wider_concepts
from extractors.records import Assertion, Finding, Verdict
from warehouse.crosscheck.propositions import propositions


def candidate_pairs(
    claims: Sequence[Assertion], evidence: Sequence[Assertion]
) -> list[tuple[int, int]]:
    """Indices (into ``claims``, into ``evidence``) of the pairs to compare, in order."""
    with _memory() as connection:
        for name, rows in (
            ("predicates", _predicates(claims, evidence)),
            ("concepts", _concepts(claims, evidence)),
            ("units", _units(claims, evidence)),
        ):
            connection.register(name, _table(rows, ("side", "assertion", "name")))
        return [(int(a), int(b)) for a, b in connection.execute(_sql("candidates")).fetchall()]


def roll_up(claims: Iterable[Assertion], findings: Iterable[Finding]) -> dict[str, Verdict]:
    """Each claim's verdict by its id."""
    ids = sorted({claim.assertion_id for claim in claims})
    rows = [(f.claim_id, f.evidence_id, f.relation) for f in findings]
    with _memory() as connection:
        connection.register("claims", _table([(i,) for i in ids], ("claim",)))
        connection.register("findings", _table(rows, ("claim", "evidence", "relation")))
        return dict(connection.execute(_sql("rollup")).fetchall())


def _memory() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"autoinstall_known_extensions": "false", "threads": "1"})


def _sql(name: str) -> str:
    return files("warehouse.crosscheck").joinpath(f"{name}.sql").read_text("utf-8")


def _table(rows: Iterable[tuple[object, ...]], names: tuple[str, ...]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [() for _ in names]
    kinds = {"assertion": pa.int64()}
    return pa.table(
        {
            n: pa.array(list(c), kinds.get(n, pa.string()))
            for n, c in zip(names, columns, strict=True)
        }
    )


Rows = Iterator[tuple[str, int, str]]


def _sides(
    claims: Sequence[Assertion], evidence: Sequence[Assertion]
) -> Iterator[tuple[str, int, Assertion]]:
    for side, assertions in (("claim", claims), ("evidence", evidence)):
        for index, assertion in enumerate(assertions):
            yield side, index, assertion


def _predicates(claims: Sequence[Assertion], evidence: Sequence[Assertion]) -> Rows:
    """Frames and lemmas; a claim also looks for what opposes it or means the same."""
    for side, index, assertion in _sides(claims, evidence):
        found = {f"frame {p.frame}" for p in propositions(assertion) if p.frame}
        found.add(f"lemma {assertion.predicate}")
        if side == "claim":
            for name in assertion.frames:
                found.update(f"frame {other}" for other in all_frames()[name].opposes)
            lemma = assertion.predicate
            near = synonyms(lemma, "v") | antonyms(lemma, "v") | antonyms(lemma, "a")
            found.update(f"lemma {other}" for other in near)
        for name in sorted(found):
            yield side, index, name


def _concepts(claims: Sequence[Assertion], evidence: Sequence[Assertion]) -> Rows:
    for side, index, assertion in _sides(claims, evidence):
        found = {concept_of(assertion.predicate)}  # an event noun is a kind of thing too
        for argument in assertion.arguments:
            for concept in argument.concepts:
                found.update(wider_concepts(concept))
                if concept.startswith("@"):
                    found.update(f"@{word}" for word in concept[1:].split() if len(word) > 2)
                    government = government_of(concept[1:])
                    if government:
                        found.add(f"@{government}")
                elif side == "claim" and concept.startswith("="):
                    found.update(f"={other}" for other in synonyms(concept[1:], "n"))
        found -= {"#person", "=it", "=they", "=this", "=that"}
        for name in sorted(found):
            yield side, index, name


def _units(claims: Sequence[Assertion], evidence: Sequence[Assertion]) -> Rows:
    for side, index, assertion in _sides(claims, evidence):
        for unit in sorted({concept_of(q.unit) for q in assertion.quantities if q.unit}):
            yield side, index, unit
