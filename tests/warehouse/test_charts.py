"""Numbers that moved and claims against assertions: drawn to scale, and told in a table."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import jsonschema
import pytest
from orlo import Story
from test_reports import HOSTILE, SCHEMA, Page, hostile, model_of

from warehouse import Warehouse
from warehouse.reports import ReportModel, render
from warehouse.reports.figures import MOST_BARS, charts
from warehouse.reports.model import NumberView
from warehouse.reports.overview import MOST_CLAIMS, overview


@pytest.fixture(scope="module")
def model(published: Warehouse, orlo: Story) -> ReportModel:
    """The case with three counts of the dead beside the claim's own."""
    plain = model_of(published, orlo.run.run_id)
    claim = next(claim for claim in plain.facts if claim.number == 5)
    passage = claim.findings[0].passage

    def count(
        text: str, low: float | None, high: float | None, of_claim: bool = False
    ) -> NumberView:
        told = None if of_claim else passage
        return NumberView(claim.claim_id, text, low, high, "person", None, "killed", told)

    numbers = (
        count("120", 120, 120, of_claim=True),
        count("at least 86", 86, None),
        count("up to 200", None, 200),
        count("100 to 150", 100, 150),
    )
    return replace(plain, numbers=numbers)


def test_bars_stand_to_scale_from_nought_and_open_bounds_stay_open(model: ReportModel) -> None:
    (chart,) = charts(model)
    assert chart.title == "person, killed"
    ours, least, most, between = chart.bars
    assert (ours.who, ours.left, ours.right) == ("the article", 52.8, 52.8)  # 120 of 200, to 88
    assert chart.own == (52.8,)
    assert (least.left, least.right, least.open_right, least.high) == (37.84, 100.0, True, "none")
    assert (most.left, most.right, most.open_left, most.low) == (0.0, 88.0, True, "none")
    assert (between.left, between.right, between.low, between.high) == (44.0, 66.0, "100", "150")


def test_a_number_that_only_one_side_gives_is_not_drawn(model: ReportModel) -> None:
    assert charts(replace(model, numbers=model.numbers[:1])) == ()
    assert charts(replace(model, numbers=model.numbers[1:])) == ()
    apart = (model.numbers[0], replace(model.numbers[1], per="day"))
    assert charts(replace(model, numbers=apart)) == ()


def test_what_is_not_drawn_is_said(model: ReportModel) -> None:
    many = (*model.numbers, *(model.numbers[1] for _ in range(MOST_BARS)))
    (chart,) = charts(replace(model, numbers=many))
    assert (len(chart.shown), chart.left_out) == (MOST_BARS, 4)
    assert "4 later counts not drawn: at least 86" in render(replace(model, numbers=many), "html")


def test_numbers_of_nought_can_be_drawn(model: ReportModel) -> None:
    none = tuple(replace(n, low=0.0, high=0.0) for n in model.numbers)
    (chart,) = charts(replace(model, numbers=none))
    assert {(bar.left, bar.right) for bar in chart.bars} == {(0.0, 0.0)}


def test_the_overview_has_a_row_for_each_claim_with_a_day(model: ReportModel) -> None:
    drawn = overview(model)
    assert drawn is not None
    assert drawn.left_out == 0
    assert [row.claim.number for row in drawn.rows] == sorted(r.claim.number for r in drawn.rows)
    denied = next(row for row in drawn.rows if row.claim.verdict == "refuted")
    assert [(mark.relation, mark.day) for mark in denied.marks] == [
        ("contradicts", "22 March 2023")
    ]
    assert "the ministry of water" in denied.marks[0].who
    places = [mark.left for row in drawn.rows for mark in row.marks]
    assert all(0 < place < 100 for place in places)


def test_the_overview_names_no_more_claims_than_fit_and_says_how_many_more(
    model: ReportModel,
) -> None:
    claim = next(claim for claim in model.facts if claim.verdict == "refuted")
    many = tuple(replace(claim, claim_id=f"{n:020x}", number=n) for n in range(20))
    drawn = overview(replace(model, claims=many))
    assert drawn is not None
    assert (len(drawn.rows), drawn.left_out) == (MOST_CLAIMS, 20 - MOST_CLAIMS)
    silent = tuple(replace(c, findings=()) for c in model.claims)
    assert overview(replace(model, claims=silent)) is None


def test_every_drawing_is_hidden_from_a_screen_reader_that_has_a_table(model: ReportModel) -> None:
    text = render(model, "html")
    figures = re.findall(r"<figure class=.time.*?</figure>", text, re.DOTALL)
    assert len(figures) >= 2
    for figure in figures:
        drawing, table = figure.split('<table class="heard">')
        assert drawing.count('aria-hidden="true"') == 1
        assert drawing.index('aria-hidden="true"') < drawing.index("</svg>")
        assert "<svg" not in table
        assert figure.count("<caption>") == figure.count('<table class="heard">') == 1
    assert "<td>at least 86</td><td>86</td><td>none</td>" in text
    assert "fill=" not in text  # shapes and dashes tell the sides apart, not colours


def test_hostile_numbers_stay_text(model: ReportModel) -> None:
    page = Page(render(hostile(model), "html"))
    assert {"script", "img"}.isdisjoint(tag for tag, _ in page.tags)
    assert HOSTILE.split("\x07")[0] in page.words


def test_json_has_the_numbers_with_their_bounds(model: ReportModel) -> None:
    content = json.loads(render(model, "json"))
    jsonschema.validate(content, json.loads(SCHEMA.read_text("utf-8")))
    assert [(n["low"], n["high"]) for n in content["numbers"]] == [
        (120, 120),
        (86, None),
        (None, 200),
        (100, 150),
    ]
    assert content["numbers"][0]["passage"] is None
    assert content["numbers"][1]["passage"]["outlet"] == "Northern Post"
