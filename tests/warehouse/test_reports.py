"""Reports: complete, deterministic, safe against hostile text, and honest in their words.

The golden files are made anew by
``REGENERATE_GOLDEN=1 .venv/bin/pytest tests/warehouse/test_reports.py -k golden``; read the diff.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import keep
from orlo import SEEN, Story, story

from extractors.errors import WarehouseError
from extractors.records import Fidelity, Relation, Verdict
from warehouse import Warehouse
from warehouse.connection import reading
from warehouse.reports import FORMATS, ReportModel, build, render, write
from warehouse.run_rows import Derived
from warehouse.snapshot import snapshot_path

GOLDEN = Path(__file__).parent / "golden"
REGENERATE = bool(os.environ.get("REGENERATE_GOLDEN"))
HOSTILE = "<script>alert(1)</script>\"' onmouseover=x <img src=x onerror=y> ]]> [a](b) | `c` \x07"


def model_of(store: Warehouse, run_id: str, since: str | None = None) -> ReportModel:
    with reading(snapshot_path(store.path)) as connection:
        return build(connection, run_id, since)


@pytest.fixture(scope="module")
def model(published: Warehouse, orlo: Story) -> ReportModel:
    return model_of(published, orlo.run.run_id)


class Page(HTMLParser):
    """What a browser would see: tags, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]


@pytest.mark.parametrize("name", FORMATS)
def test_report_matches_its_golden_file(model: ReportModel, name: str) -> None:
    path = GOLDEN / FORMATS[name][0]
    text = render(model, name)
    if REGENERATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_report_is_the_same_bytes_from_another_warehouse(
    tmp_path: Path, published: Warehouse, orlo: Story
) -> None:
    other = Warehouse(tmp_path / "other.duckdb")
    keep(other, story(SEEN + timedelta(days=3)))
    shuffled = replace(orlo.derived, findings=orlo.derived.findings[::-1])
    keep(other, replace(orlo, derived=shuffled))
    other.publish()
    first = published.report(orlo.run.run_id, tmp_path / "first", tuple(FORMATS))
    second = other.report(orlo.run.run_id, tmp_path / "second", tuple(FORMATS))
    kept = first["json"].read_text("utf-8")
    assert "wall" in kept
    for name in FORMATS:
        assert first[name].read_bytes() == second[name].read_bytes()


def test_html_asks_for_nothing_and_runs_nothing(model: ReportModel) -> None:
    page = Page(render(model, "html"))
    assert {"script", "img", "link", "iframe", "form", "object"}.isdisjoint(t for t, _ in page.tags)
    policy = next(attrs for _, attrs in page.tags if "http-equiv" in attrs)["content"]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "url(" not in render(model, "html")


def test_html_anchors_all_lead_somewhere_and_ids_are_unique(model: ReportModel) -> None:
    page = Page(render(model, "html"))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.all("href") if href.startswith("#")} <= set(ids)


def test_html_marks_every_claim_in_the_article_and_tells_of_each(model: ReportModel) -> None:
    page = Page(render(model, "html"))
    marked = {
        attrs["href"] for t, attrs in page.tags if (attrs.get("class") or "").startswith("claim ")
    }
    assert marked == {f"#claim-{claim.number}" for claim in model.claims}
    assert {f"claim-{claim.number}" for claim in model.claims} <= set(page.all("id"))


def test_html_headings_descend_one_level_at_a_time(model: ReportModel) -> None:
    levels = [
        int(tag[1])
        for tag, _ in Page(render(model, "html")).tags
        if tag in ("h1", "h2", "h3", "h4")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_article_pieces_join_to_the_articles_own_text(model: ReportModel, orlo: Story) -> None:
    document = orlo.extractions[0].document
    told = ["".join(piece.text for piece in block.pieces) for block in model.blocks]
    assert told == [document.text[block.start : block.end] for block in document.blocks]


def test_innermost_claim_wins_where_claims_overlap(tmp_path: Path, orlo: Story) -> None:
    subject = orlo.extractions[0]
    outer = subject.assertions[1]
    inner = replace(outer, ordinal=9, start=outer.start + 4, end=outer.start + 12, text="x")
    nested = replace(subject, assertions=(*subject.assertions, inner))
    store = Warehouse(tmp_path / "desk.duckdb")
    ids = [assertion.assertion_id for assertion in nested.assertions]
    checked = Derived((), dict.fromkeys(ids, "not enough evidence"), ())
    case = replace(orlo, captures=(), extractions=(nested,), citations=(), derived=checked)
    keep(store, case)
    store.publish()
    model = model_of(store, orlo.run.run_id)
    pieces = [piece for block in model.blocks for piece in block.pieces if piece.claim_id]
    (middle,) = (piece for piece in pieces if piece.claim_id == inner.assertion_id)
    assert middle.text == subject.document.text[inner.start : inner.end]
    around = [piece for piece in pieces if piece.claim_id == outer.assertion_id]
    assert [piece.first for piece in around] == [True, False]


def hostile(value: Any) -> Any:
    """The same model with every free text replaced by hostile text."""
    if isinstance(value, tuple):
        return tuple(map(hostile, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: hostile(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return replace(value, **fields)
    words = (*get_args(Verdict), *get_args(Fidelity), *get_args(Relation), "replay", "heading")
    kinds = ("paragraph", "title", "list_item", "reject", "accept", "stated", "POS", "NEG")
    return HOSTILE if isinstance(value, str) and value not in (*words, *kinds) else value


def test_hostile_text_stays_text_in_html(model: ReportModel) -> None:
    text = render(hostile(model), "html")
    page = Page(text)
    tags = {tag for tag, _ in page.tags}
    assert {"script", "img"}.isdisjoint(tags)
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert all(href.startswith("#") for href in page.all("href"))
    assert "<script>alert(1)</script>" in page.words


def test_hostile_text_stays_text_in_markdown(model: ReportModel) -> None:
    text = render(hostile(model), "md")
    assert "<script>" not in text
    assert "\\<script\\>" in text
    assert "[a](b)" not in text


def test_hostile_text_survives_json_and_csv(model: ReportModel) -> None:
    bad = hostile(model)
    assert json.loads(render(bad, "json"))["article_title"] == HOSTILE
    rows = list(csv.DictReader(io.StringIO(render(bad, "csv"))))
    assert rows[0]["claim"] == HOSTILE


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_csv_cell_cannot_become_a_formula(model: ReportModel, cell: str) -> None:
    claim = replace(model.claims[0], quote=replace(model.claims[0].quote, clause=cell))
    text = render(replace(model, claims=(claim,)), "csv")
    assert next(csv.DictReader(io.StringIO(text)))["claim"] == "'" + cell


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        " https://a.b",
        "https://a.b/\nx",
        "http://[",
        "",
    ],
)
def test_only_web_addresses_become_links(model: ReportModel, url: str) -> None:
    page = Page(render(replace(model, article_url=url), "html"))
    assert url not in [href for href in page.all("href") if not href.startswith("#")]


def test_csv_has_a_row_for_each_finding_and_each_silent_claim(model: ReportModel) -> None:
    rows = list(csv.DictReader(io.StringIO(render(model, "csv"))))
    assert len(rows) == sum(max(1, len(claim.findings)) for claim in model.claims)
    first = rows[0]
    assert first["evidence_said_by"].startswith("Northern Post ← Northern Post's correspondent")
    assert first["published"] == "2023-03-22T09:05:00Z"


def test_claimreview_rates_in_words_and_leaves_out_claims_without_evidence(
    model: ReportModel,
) -> None:
    graph = json.loads(render(model, "claimreview"))["@graph"]
    ratings = [review["reviewRating"] for review in graph]
    assert ratings == [
        {"@type": "Rating", "alternateName": verdict}
        for verdict in ("refuted", "conflicting evidence", "supported")
    ]
    assert graph[0]["isBasedOn"][0]["url"].startswith("https://northern-post.example/")
    assert graph[0]["claimReviewed"].startswith("No engineers had inspected")


def test_report_tells_doubt_sources_and_what_was_not_read(model: ReportModel) -> None:
    for name in ("html", "md"):
        words = Page(render(model, name)).words if name == "html" else render(model, name)
        words = words.replace("\\", "")
        assert "date in doubt: og:published_time" in words
        assert "Northern Post ← the rescue service" in words
        assert "robots.txt of harbour-times.example forbids this address." in words
        assert "its terms forbid automated reading" in words
        assert "does not rule on what is true" in words
        assert f"sourcecheck replay {model.run_id}" in words


def test_empty_run_still_makes_a_whole_report(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    bare = replace(orlo.extractions[0], assertions=())
    store.load(orlo.run, (), (bare,))
    store.publish()
    files = store.report(orlo.run.run_id, tmp_path / "out", tuple(FORMATS))
    words = Page(files["html"].read_text("utf-8")).words
    assert "The article puts no claim in a named source's mouth." in words
    assert "Everything that was asked for was read." in words
    assert len(files["csv"].read_text("utf-8").splitlines()) == 1


def test_rejected_finding_is_shown_as_rejected_and_counts_no_more(
    tmp_path: Path, orlo: Story
) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    rejected = next(f for f in orlo.derived.findings if f.rule == "polarity/1")
    store.review(rejected.finding_id, "reject", "another dam")
    store.publish()
    model = model_of(store, orlo.run.run_id)
    assert dict(model.relation_counts)["contradicts"] == 1
    for name in ("html", "md"):
        text = store.report_text(orlo.run.run_id, name)
        assert "Rejected by a reviewer" in text
        assert "another dam" in text


def test_changes_since_an_earlier_run(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    later = story(SEEN + timedelta(days=1))
    gone, *rest = orlo.derived.findings
    turned = orlo.derived.verdicts | {gone.claim_id: "not enough evidence"}
    keep(store, orlo)
    keep(store, replace(later, derived=Derived(tuple(rest), turned, ())))
    store.publish()
    model = model_of(store, later.run.run_id, since=orlo.run.run_id)
    assert model.changes is not None
    assert {change.what for change in model.changes} >= {"finding gone"}
    assert "What changed since the earlier run" in render(model, "html")
    back = model_of(store, orlo.run.run_id, since=later.run.run_id)
    assert back.changes is not None
    assert {change.what for change in back.changes} >= {"new finding"}
    same = model_of(store, orlo.run.run_id, since=orlo.run.run_id)
    assert same.changes == ()
    assert "Nothing: the same findings" in render(same, "md")


def test_many_findings_fold_away(model: ReportModel) -> None:
    claim = model.claims[0]
    many = tuple(replace(claim.findings[0], finding_id=f"{n:020}") for n in range(9))
    page = render(replace(model, claims=(replace(claim, findings=many),)), "html")
    assert "5 more findings of this kind" in page


def test_unknown_run_format_and_unwritable_folder_say_so(
    tmp_path: Path, published: Warehouse, orlo: Story
) -> None:
    with pytest.raises(WarehouseError, match="no run feed in this snapshot"):
        published.report("feed", tmp_path)
    with pytest.raises(WarehouseError, match="no report format 'pdf': choose of html, md"):
        published.report(orlo.run.run_id, tmp_path / "out", ("html", "pdf"))
    assert not (tmp_path / "out").exists()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WarehouseError, match="choose another --report"):
        published.report(orlo.run.run_id, tmp_path / "file")


def test_report_replaces_its_own_files_and_leaves_no_others(
    tmp_path: Path, model: ReportModel
) -> None:
    write(model, tmp_path, ("html", "json"))
    write(model, tmp_path, ("html", "json"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "report.json"]
