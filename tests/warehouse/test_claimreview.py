"""A ClaimReview is complete where the settings say who publishes it, and a draft elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from orlo import Story
from test_reports import model_of

from warehouse import Publisher, Warehouse
from warehouse.reports import ReportModel, render

SCHEMA = json.loads(Path(__file__).with_name("claimreview.schema.json").read_text("utf-8"))
DESK = Publisher("The Desk", "https://desk.example/", "https://desk.example/checks/{run}.html")


@pytest.fixture(scope="module")
def model(published: Warehouse, orlo: Story) -> ReportModel:
    return model_of(published, orlo.run.run_id)


def reviews(model: ReportModel) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render(model, "claimreview"))["@graph"]
    return found


def test_a_signed_claimreview_has_every_field_that_schema_org_asks_for(model: ReportModel) -> None:
    content = json.loads(render(replace(model, publisher=DESK), "claimreview"))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(content, SCHEMA, jsonschema.Draft202012Validator)
    assert len(content["@graph"]) == 3


def test_the_test_would_see_a_field_that_is_missing(model: ReportModel) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(
            json.loads(render(model, "claimreview")), SCHEMA, jsonschema.Draft202012Validator
        )


def test_a_rating_is_of_agreement_with_what_was_read_and_says_so(model: ReportModel) -> None:
    rated = [one["reviewRating"] for one in reviews(replace(model, publisher=DESK))]
    assert [(r["ratingValue"], r["alternateName"]) for r in rated] == [
        (1, "contradicted"),
        (3, "the sources disagree"),
        (5, "supported"),
    ]
    assert all("not truth" in r["ratingExplanation"] for r in rated)


def test_a_review_leads_to_its_claim_in_the_published_report(model: ReportModel) -> None:
    first = reviews(replace(model, publisher=DESK))[0]
    number = next(c.number for c in model.claims if c.claim_id == first["identifier"])
    assert first["url"] == f"https://desk.example/checks/{model.run_id}.html#claim-{number}"
    assert first["author"] == {
        "@type": "Organization",
        "name": "The Desk",
        "url": "https://desk.example/",
    }


def test_a_claims_author_is_who_says_it_else_who_publishes_the_article(model: ReportModel) -> None:
    claim = next(c for c in model.facts if c.verdict == "refuted")

    def author(said_by: tuple[str, ...], *, person: bool = False, url: str = "") -> dict[str, str]:
        one = replace(claim, said_by=said_by, said_by_person=person)
        changed = replace(model, claims=(one,), article_url=url)
        found: dict[str, str] = reviews(changed)[0]["itemReviewed"]["author"]
        return found

    assert author(("BBC", "the Mayor"), person=True) == {"@type": "Person", "name": "the Mayor"}
    assert author(("NATO",)) == {"@type": "Organization", "name": "NATO"}
    known = author((), url="https://times.example/a")
    assert known == {"@type": "Organization", "name": "times.example"}
    assert author(())["name"] == f"the publisher of “{model.article_title}”"


def test_without_a_publisher_there_is_no_number(model: ReportModel) -> None:
    for one in reviews(model):
        assert "url" not in one
        assert set(one["reviewRating"]) == {"@type", "alternateName"}
