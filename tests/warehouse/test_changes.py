"""What is otherwise between two runs, told from the rows themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from orlo import SEEN, Story, story

from extractors.records import Extraction
from warehouse import Warehouse
from warehouse.changes import Changes, Rewritten, changes, rewritten
from warehouse.connection import writing
from warehouse.load import store_derived, store_nearest


def kept(store: Warehouse, case: Story, extractions: tuple[Extraction, ...]) -> None:
    run, captures, _, *rest = case.load_arguments()
    store.load(run, captures, extractions, *rest)
    with writing(store.path) as connection:
        store_nearest(connection, run.run_id, case.nearest)
        store_derived(connection, run.run_id, case.derived)


def test_sentences_that_are_alike_are_one_rewritten() -> None:
    found = rewritten(
        ["300 workers struck in Orlo.", "It rained."],
        ["310 workers struck in Orlo.", "Night fell."],
    )
    assert found == (
        Rewritten("300 workers struck in Orlo.", "310 workers struck in Orlo."),
        Rewritten("It rained.", ""),
        Rewritten("", "Night fell."),
    )


def test_a_changed_page_a_moved_verdict_and_a_new_contradiction_are_told(
    tmp_path: Path, orlo: Story
) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    against = next(f for f in orlo.derived.findings if f.relation == "contradicts")
    moved = replace(orlo.derived.verdicts[against.claim_id], verdict="supported")
    fewer = tuple(f for f in orlo.derived.findings if f != against)
    verdicts = {**orlo.derived.verdicts, against.claim_id: moved}
    before = replace(orlo, derived=replace(orlo.derived, findings=fewer, verdicts=verdicts))
    kept(store, before, orlo.extractions)
    later = story(SEEN + timedelta(days=1))
    page = orlo.extractions[1]
    first = page.passages[0]
    words = first.text[:-1] + ", it says now."
    document = replace(page.document, text=page.document.text.replace(first.text, words))
    passages = tuple(
        replace(p, document_id=document.document_id, text=words if p == first else p.text)
        for p in page.passages
    )
    edited = replace(page, document=document, passages=passages, assertions=())
    kept(store, later, (*later.extractions, edited))
    with writing(store.path) as connection:
        connection.execute(
            "delete from run_documents where run_id = ? and document_id = ?",
            [later.run.run_id, page.document.document_id],
        )
        found = changes(connection, orlo.run.run_id, later.run.run_id)
        assert not changes(connection, orlo.run.run_id, orlo.run.run_id)
    [changed] = found.pages
    assert changed.url == page.document.canonical_url
    assert Rewritten(first.text, words) in changed.sentences
    [verdict] = [row for row in found.verdicts if row.before == "supported"]
    assert verdict.after == orlo.derived.verdicts[against.claim_id].verdict
    assert against.explanation in [row.explanation for row in found.contradictions]
    assert found.new_pages == ()
    assert isinstance(found, Changes)
