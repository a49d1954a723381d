"""From pages to verdicts: the shipped pipeline, the warehouse and the cross-check, end to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from extractors import extract, load_pipeline
from extractors.extraction import with_vectors
from extractors.records import (
    Block,
    Citation,
    Claim,
    Document,
    Extraction,
    OutletCoverage,
    Run,
    Span,
    Stamp,
)
from warehouse import Warehouse
from warehouse.retrieval import Limits

DAY = datetime(2024, 3, 4, tzinfo=UTC)
SAYS = "The Courier reported that the ferry Lindis sank off Port Ellery. It was wrong."


def document(url: str, text: str, role: str, outlet: str | None = None) -> Document:
    return Document(
        url,
        url,
        text.split(".")[0],
        text,
        (Block(0, len(text), "paragraph"),),
        role=role,  # type: ignore[arg-type]
        outlet=outlet,
        language="en",
        published=Stamp(DAY, "given"),
    )


PAGES = (
    ("https://courier.example/1", "courier", "The ferry Lindis sank off Port Ellery on Friday."),
    (
        "https://herald.example/1",
        "herald",
        "A vessel named Lindis went down near the port, rescuers said.",
    ),
    ("https://herald.example/2", "herald", "Shares in tea companies rose again on Monday."),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, Run, Extraction]:
    nlp = load_pipeline()
    article = extract(document("file:///opinion.md", SAYS, "article"), nlp)
    start = SAYS.index("the ferry")
    claims = [
        Claim(
            article.document.document_id,
            1,
            start,
            SAYS.index("."),
            "The ferry Lindis sank off Port Ellery.",
            "fact",
            "POS",
            "CERTAIN",
        ),
        Claim(
            article.document.document_id,
            2,
            SAYS.index("It was"),
            len(SAYS),
            "The Courier was wrong.",
            "opinion",
            "POS",
            "CERTAIN",
        ),
    ]
    article = replace(article, claims=with_vectors(claims, article.mentions, nlp))
    pages = [extract(document(url, text, "coverage", outlet), nlp) for url, outlet, text in PAGES]
    fact = article.claims[0]
    citation = Citation(
        article.document.document_id,
        fact.claim_id,
        Span(0, 11, "The Courier"),
        "courier",
        "courier",
        Span(12, 20, "reported"),
        0,
        SAYS.index("."),
        SAYS[: SAYS.index(".")],
    )
    run = Run(article.document.document_id, "file:///opinion.md", DAY, "replay", ("courier",), ())
    store = Warehouse(tmp_path_factory.mktemp("chain") / "desk.duckdb")
    elsewhere = Run(article.document.document_id, "file:///other.md", DAY, "replay", (), ())
    store.load(elsewhere, (), [article, *pages[1:]])
    store.load(
        run,
        (),
        [article, pages[0]],
        [citation],
        (),
        [OutletCoverage("courier", "Courier", 1, 1, 1, 1)],
    )
    return store, run, article


def nearest_rows(warehouse: Warehouse, run: Run) -> list[dict[str, Any]]:
    told = warehouse.sql("from nearest_by_run order by rank").to_pylist()
    return [row for row in told if row["run_id"] == run.run_id]


def test_a_run_is_judged_by_the_whole_warehouse_and_replays_the_same(
    store: tuple[Warehouse, Run, Extraction],
) -> None:
    warehouse, run, article = store
    derived = warehouse.crosscheck(run.run_id)
    assert list(derived.verdicts) == [article.claims[0].claim_id]
    (result,) = derived.citation_results
    assert result.passage_id != ""
    warehouse.publish()
    near = nearest_rows(warehouse, run)
    assert [row["given"] for row in near[:2]] == [True, False]
    assert near[0]["passage"].startswith("The ferry Lindis")
    assert "Lindis went down" in near[1]["passage"]
    assert not any(row["passage"] in SAYS for row in near)
    assert warehouse.sql("from audit").num_rows == 0
    assert warehouse.crosscheck(run.run_id) == derived
    assert warehouse.replay(run.run_id, run.versions).same


def test_passages_are_looked_for_in_what_is_published(
    store: tuple[Warehouse, Run, Extraction],
) -> None:
    warehouse, _, article = store
    warehouse.publish()
    found = warehouse.passages(article.claims, 1, Limits(outlets=("herald",)))
    best = found[article.claims[0].claim_id][0]
    assert (best.outlet, best.url) == ("herald", "https://herald.example/1")
    assert best.nearest.why.startswith("shares 'Lindis'")


def test_a_page_read_later_does_not_change_what_a_run_rests_on(
    store: tuple[Warehouse, Run, Extraction], tmp_path: Path
) -> None:
    warehouse, run, article = store
    before = warehouse.crosscheck(run.run_id)
    late = extract(
        document("https://late.example/1", "The ferry Lindis never sank.", "coverage", "late"),
        load_pipeline(),
    )
    again = replace(run, as_of=datetime(2024, 4, 1, tzinfo=UTC))
    warehouse.load(again, (), [article, late])
    assert warehouse.crosscheck(run.run_id) == before
    warehouse.crosscheck(again.run_id)
    warehouse.publish()
    assert "late" in {row["outlet"] for row in nearest_rows(warehouse, again)}
