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

import jsonschema
import pytest
from conftest import keep
from orlo import SEEN, Story, story

from extractors.errors import WarehouseError
from extractors.records import (
    Claim,
    ClaimKind,
    Fidelity,
    FindingKind,
    Judgement,
    Relation,
    Verdict,
)
from warehouse import Warehouse
from warehouse.connection import reading
from warehouse.reports import FORMATS, ReportModel, build, render, wording, write
from warehouse.reports.model import ClaimView, CoverageView, FindingView
from warehouse.run_rows import Derived
from warehouse.snapshot import snapshot_path

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"
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


def test_html_tells_of_every_claim_and_marks_it_in_the_article(model: ReportModel) -> None:
    ids = Page(render(model, "html")).all("id")
    for claim in model.claims:
        assert f"claim-{claim.number}" in ids
        assert f"text-{claim.number}" in ids


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


def test_innermost_claim_wins_where_claims_overlap_and_each_begins_once(
    tmp_path: Path, orlo: Story
) -> None:
    subject = orlo.extractions[0]
    outer = subject.claims[2]
    inner = replace(outer, number=12, start=outer.start + 4, end=outer.start + 12, wording="x")
    same = replace(outer, number=13, wording="y")
    nested = replace(subject, claims=(*subject.claims, inner, same))
    model = bare(tmp_path, orlo, nested.claims)
    pieces = [piece for block in model.blocks for piece in block.pieces]
    (middle,) = (p for p in pieces if p.claim and p.claim.claim_id == inner.claim_id)
    assert middle.text == subject.document.text[inner.start : inner.end]
    begun = [claim.number for piece in pieces for claim in piece.begun]
    assert sorted(begun) == [claim.number for claim in model.claims]


def bare(folder: Path, case: Story, claims: tuple[Claim, ...]) -> ReportModel:
    """The report of a run that found nothing for these claims."""
    store = Warehouse(folder / "bare.duckdb")
    store.load(case.run, (), (replace(case.extractions[0], claims=claims),))
    store.publish()
    return model_of(store, case.run.run_id)


def hostile(value: Any) -> Any:
    """The same model with every free text replaced by hostile text."""
    if isinstance(value, tuple):
        return tuple(map(hostile, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: hostile(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return replace(value, **fields)
    terms = (Verdict, Fidelity, Relation, ClaimKind, FindingKind)
    words = {word for term in terms for word in get_args(term)}
    words |= {"replay", "heading", "paragraph", "title", "list_item", "reject", "accept"}
    words |= {"POS", "NEG", "CERTAIN", "PROBABLE", "update", "arithmetic", "order"}
    return HOSTILE if isinstance(value, str) and value not in words else value


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
    assert json.loads(render(bad, "json"))["article"]["title"] == HOSTILE
    rows = list(csv.DictReader(io.StringIO(render(bad, "csv"))))
    assert rows[0]["claim"] == HOSTILE


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1+1", "＋1", "－1", "＠SUM(A1)", "  =1+1"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_csv_cell_cannot_become_a_formula(model: ReportModel, cell: str) -> None:
    text = render(replace(model, claims=(replace(model.claims[0], wording=cell),)), "csv")
    assert next(csv.DictReader(io.StringIO(text)))["claim"] == "'" + cell


def test_claimreview_may_stand_inside_a_script(model: ReportModel) -> None:
    text = render(hostile(model), "claimreview")
    assert "<" not in text
    assert json.loads(text)["@graph"][0]["claimReviewed"] == HOSTILE


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
    found = next(row for row in rows if row["relation"] == "contradicts")
    assert found["said_by"] == "Northern Post's correspondent ← the ministry of water"
    assert found["published"] == "2023-03-22T09:05:00Z"


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


def told(model: ReportModel, name: str) -> str:
    """The words of a report, as a reader sees them."""
    text = render(model, name)
    return Page(text).words if name == "html" else text.replace("\\", "").replace("**", "")


@pytest.mark.parametrize("name", ["html", "md"])
def test_report_tells_doubt_sources_and_what_was_not_read(model: ReportModel, name: str) -> None:
    words = told(model, name)
    assert "date in doubt: og:published_time" in words
    assert "Northern Post ← the rescue service" in words
    assert "robots.txt of harbour-times.example forbids this address." in words
    assert "its terms forbid automated reading" in words
    assert "does not rule on what is true" in words
    assert f"sourcecheck replay {model.run_id}" in words


@pytest.mark.parametrize("name", ["html", "md"])
def test_report_says_no_more_than_was_looked_at(model: ReportModel, name: str) -> None:
    words = told(model, name)
    silent = [claim.number for claim in model.facts if not claim.nearest]
    assert words.count("Nothing that was read speaks of it.") == len(silent) == 2
    undecided = [claim for claim in model.facts if claim.nearest and not claim.findings]
    assert words.count("Read, not decided.") == len(undecided) == 2
    assert "Everything that was asked for was read." not in words
    assert "4 pages read, of 3 of the 4 outlets asked" in words.lower()
    assert "Cited, but no page of it was read" in words


@pytest.mark.parametrize("name", ["html", "md"])
def test_report_names_who_speaks_and_when(model: ReportModel, name: str) -> None:
    words = told(model, name)
    assert "Coast Wire ← the Mayor of Varn" in words
    assert "← she" not in words
    assert "31 August 2023" in words
    assert "later than the article" in words
    assert "contradicted by Northern Post" in words
    assert "the sources disagree" in words
    assert "not checked: opinion" in words
    assert "110 dead, where 120 are claimed" in words
    assert "repeated by 1 more passage" in words


def test_same_words_on_two_pages_are_told_once(model: ReportModel) -> None:
    page = Page(render(model, "html"))
    claim = next(claim for claim in model.claims if claim.verdict == "conflicting evidence")
    shown = {f"finding-{f.finding_id}" for f in claim.findings} & set(page.all("id"))
    assert (len(claim.findings), len(shown)) == (3, 2)


def test_slots_stand_side_by_side(model: ReportModel) -> None:
    text = render(model, "html")
    row = '<tr class="opposite"><th scope="row">who did it</th><td>No engineers</td>'
    assert f"{row}<td>Two engineers</td><td>the opposite</td></tr>" in text
    assert "<td>not said</td><td>in Varn</td><td>not said</td>" in text


def test_a_source_cited_twice_for_a_claim_is_told_once(model: ReportModel) -> None:
    again = replace(model.citations[1], citation_id="0" * 20, fidelity="not readable")
    doubled = replace(model, citations=(again, *model.citations))
    rows = [i for i in Page(render(doubled, "html")).all("id") if i.startswith("citation-")]
    assert sorted(rows) == sorted(f"citation-{c.citation_id}" for c in model.citations)


def test_coverage_table_adds_up(model: ReportModel) -> None:
    odd = CoverageView("x", "X", 1, 2, 3, 1, 0, 0, None, None, False)
    for outlet in (*model.coverage, odd):
        row = wording.counts(outlet)
        assert row.asked == row.missing + row.received
        assert row.received == row.empty + row.read
    assert wording.total(model.coverage).read == model.pages_read == len(model.pages)


@pytest.mark.parametrize("changes", [False, True])
def test_json_keeps_to_its_schema(model: ReportModel, changes: bool) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    reviewed = tuple(map(_reviewed, model.claims))
    full = replace(model, claims=reviewed, changes=()) if changes else model
    content = json.loads(render(full, "json"))
    jsonschema.validate(content, schema, jsonschema.Draft202012Validator)
    content["claims"][0]["verdict"] = "supported"  # of rhetoric
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content, schema, jsonschema.Draft202012Validator)


def _reviewed(claim: ClaimView) -> ClaimView:
    findings = tuple(replace(f, review="accept", review_note="yes") for f in claim.findings)
    return replace(claim, findings=findings)


def test_json_offsets_slice_the_texts_they_index(model: ReportModel, orlo: Story) -> None:
    content = json.loads(render(model, "json"))
    pages = {e.document.url: e.document.text for e in orlo.extractions}
    for claim in content["claims"]:
        assert content["article"]["text"][claim["start"] : claim["end"]].strip()
        for told in (*claim["findings"], *claim["nearest"]):
            passage = told["passage"]
            text = pages[passage["document_url"]]
            assert text[passage["start"] : passage["end"]] == passage["text"]
    assert content["claims"][5]["nearest"][0]["why"] == "same words: villages"


def test_an_article_without_a_date_says_as_of_when_it_was_judged(
    tmp_path: Path, orlo: Story
) -> None:
    model = bare(tmp_path, orlo, orlo.extractions[0].claims)
    undated = replace(model, article_published=replace(model.article_published, value=None))
    for name in ("html", "md"):
        assert "no date found: judged as of 1 September 2023" in told(undated, name)


def test_empty_run_still_makes_a_whole_report(tmp_path: Path, orlo: Story) -> None:
    model = bare(tmp_path, orlo, ())
    for name in ("html", "md"):
        words = told(model, name)
        assert "The article puts no claim in a named source's mouth." in words
        assert "The article makes no claim of fact." in words
        assert "Everything that was asked for was read." not in words  # nothing was
    assert len(render(model, "csv").splitlines()) == 1
    jsonschema.validate(json.loads(render(model, "json")), json.loads(SCHEMA.read_text("utf-8")))


def test_everything_is_said_to_be_read_only_where_it_was(model: ReportModel) -> None:
    coverage = CoverageView("x", "X", 3, 3, 3, 1, 0, 0, None, None, False)
    whole = replace(model, coverage=(coverage,), not_read=(), citations=())
    assert "Everything that was asked for was read." in told(whole, "html")
    cited = replace(whole, citations=model.citations[:1])
    assert "Everything that was asked for was read." not in told(cited, "html")
    missed = replace(whole, coverage=(replace(coverage, read=2),))
    assert "Everything that was asked for was read." not in told(missed, "md")


def test_rejected_finding_is_shown_as_rejected_and_counts_no_more(
    tmp_path: Path, orlo: Story
) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    keep(store, orlo)
    rejected = next(f for f in orlo.derived.findings if f.rule == "polarity/1")
    store.review(rejected.finding_id, "reject", "another dam")
    store.publish()
    model = model_of(store, orlo.run.run_id)
    (contested,) = (claim for claim in model.facts if wording.outlets(claim, "contradicts"))
    assert contested.number == 5
    for name in ("html", "md"):
        text = store.report_text(orlo.run.run_id, name)
        assert "Rejected by a reviewer" in text
        assert "another dam" in text


def test_changes_since_an_earlier_run(tmp_path: Path, orlo: Story) -> None:
    store = Warehouse(tmp_path / "desk.duckdb")
    later = story(SEEN + timedelta(days=1))
    gone, *rest = orlo.derived.findings
    open_ = Judgement("not enough evidence", 0.0, "")
    turned = dict(orlo.derived.verdicts) | {gone.claim_id: open_}
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
    claim = model.claims[1]
    many = tuple(_numbered(claim.findings[0], n) for n in range(9))
    folded = replace(claim, findings=many)
    sentences = (replace(model.sentences[1], claims=(folded,)),)
    full = replace(model, claims=(folded,), sentences=sentences, citations=())
    assert "4 more findings" in render(full, "html")
    assert "4 more findings" in render(full, "md")


def _numbered(finding: FindingView, number: int) -> FindingView:
    passage = replace(finding.passage, text=f"{finding.passage.text} {number}")
    return replace(finding, finding_id=f"{number:020}", passage=passage)


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


def crowded(model: ReportModel, count: int) -> tuple[ReportModel, ClaimView]:
    """The report with ``count`` findings of different words on its disputed claim."""
    claim = next(claim for claim in model.facts if claim.number == 5)
    first = claim.findings[0]
    many = tuple(
        replace(first, finding_id=f"{n:020x}", passage=replace(first.passage, text=f"No {n}."))
        for n in range(count)
    )
    full = replace(claim, findings=many)
    sentences = tuple(
        replace(s, claims=tuple(full if c.claim_id == full.claim_id else c for c in s.claims))
        for s in model.sentences
    )
    return replace(model, sentences=sentences), full


def test_at_most_five_findings_of_a_claim_are_in_sight_and_the_rest_is_one_fold(
    model: ReportModel,
) -> None:
    text = render(crowded(model, 9)[0], "html")
    card = text.split('id="claim-5"')[1].split("</section>")[0]
    sight, fold = card.split('<details class="more">')
    assert (sight.count('id="finding-'), fold.count('id="finding-')) == (5, 4)
    assert "<summary>4 more findings</summary>" in fold
    assert '<p class="printed small soft">4 more findings on claim 5: in report.html.</p>' in fold


def test_markdown_says_how_many_findings_are_left_and_where(model: ReportModel) -> None:
    text = told(crowded(model, 9)[0], "md")
    ids = ", ".join(f"{n:020x}" for n in range(5, 9))
    assert f"- 4 more findings on claim 5, told in report.html and report.json: {ids}" in text
    assert "“No 4.”" in text
    assert "“No 5.”" not in text
