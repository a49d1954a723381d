"""Derive a run's findings from its rows by the current rules: rows in, findings out.

`retrieve` reads an open connection; the rest is pure: the same rows and the same reviews give the
same result in the same order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

import duckdb

from extractors.records import Claim, identity
from warehouse.retrieval import Limits, Retrieved, nearest_passages
from warehouse.run_rows import Derived, RunRows, in_order
from warehouse.statements import statements

BEST = 10  # passages a claim gets from all that was read
OF_CITED = 5  # of these a cited outlet should have; else its own best follow


def retrieve(
    connection: duckdb.DuckDBPyConnection, rows: RunRows
) -> dict[str, tuple[Retrieved, ...]]:
    """The passages that come nearest to each fact of a run, over the whole warehouse.

    The best ten, and behind them the best of each outlet that is cited for the claim. Nothing of
    the article's own address counts, and nothing published after ``as_of`` that the run was not
    given itself.
    """
    facts = [claim for claim in rows.claims if claim.kind == "fact"]
    article = rows.documents.get(rows.run.article_id)
    # judged as of its own day, an article may still be set against what came later, marked so
    own_day = article is not None and article.published.value == rows.run.as_of
    limits = Limits(
        run_id=rows.run.run_id,
        as_of=None if own_day else rows.run.as_of,
        article_url=rows.run.article_url,
    )
    found = nearest_passages(connection, facts, BEST, limits)
    cited: dict[str, set[str]] = defaultdict(set)
    for citation in rows.citations:
        if citation.outlet is not None:
            cited[citation.outlet].add(citation.claim_id)
    for outlet, claim_ids in sorted(cited.items()):
        asked = [claim for claim in facts if claim.claim_id in claim_ids]
        own = nearest_passages(connection, asked, OF_CITED, replace(limits, outlets=(outlet,)))
        for claim_id, more in own.items():
            found[claim_id] = _followed(found[claim_id], more)
    return {claim_id: tuple(near) for claim_id, near in found.items()}


def _followed(best: list[Retrieved], more: Sequence[Retrieved]) -> list[Retrieved]:
    """``best`` with what it lacks of ``more`` behind it, ranked on."""
    known = {name for one in best for name in (one.nearest.passage_id, *one.copies)}
    new = [one for one in more if one.nearest.passage_id not in known]
    return best + [
        replace(
            one,
            nearest=replace(
                one.nearest, rank=rank, why=f"the cited outlet's own; {one.nearest.why}"
            ),
        )
        for rank, one in enumerate(new, start=len(best) + 1)
    ]


def derivation_key(
    connection: duckdb.DuckDBPyConnection, run_id: str, judged_by: str, rejected: Collection[str]
) -> str:
    """A name for all that a derivation depends on: the same key, the same findings.

    A run's rows go by its content; the passages found for it stay while that does. ``judged_by``
    names the rules and the model.
    """
    told = connection.execute(statements("read.sql")["run_content"], {"run_id": run_id}).fetchall()
    return identity(run_id, *(content for (content,) in told), judged_by, *sorted(rejected))


def derive(rows: RunRows, rejected: Collection[str] = ()) -> Derived:
    """Cross-check a run. A finding in ``rejected`` is kept, but no verdict rests on it."""
    from warehouse.crosscheck import crosscheck

    found = crosscheck(
        rows.claims,
        rows.nearest,
        rows.documents,
        rows.citations,
        rows.coverage,
        rows.run.as_of,
        rows.passages,
    )
    derived = in_order(
        found.findings,
        found.verdicts,
        found.citation_results,
        found.consistency,
        found.conflicts,
    )
    if any(finding.finding_id in rejected for finding in derived.findings):
        return reviewed(rows, derived, rejected)
    return derived


def reviewed(rows: RunRows, derived: Derived, rejected: Collection[str]) -> Derived:
    """The same findings, with verdicts that leave out those a reviewer rejected."""
    from warehouse.crosscheck import roll_up

    standing = [finding for finding in derived.findings if finding.finding_id not in rejected]
    facts: list[Claim] = [claim for claim in rows.claims if claim.claim_id in derived.verdicts]
    names = {row.outlet: row.name for row in rows.coverage}
    verdicts = roll_up(facts, standing, rows.documents, rows.passages, names)
    return replace(derived, verdicts=dict(sorted(verdicts.items())))
