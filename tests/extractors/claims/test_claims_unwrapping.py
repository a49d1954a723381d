"""A claim is freed of who says it, and who says it is kept."""

from __future__ import annotations

import pytest
from claiming import claim, claims, said_by


@pytest.mark.parametrize(
    ("text", "wording", "sources"),
    [
        ("The BBC reported that the dam had burst.", "The dam had burst.", ["The BBC"]),
        ("The dam, the Sun wrote, had burst.", "The dam had burst.", ["the Sun"]),
        ("The dam had burst, according to AFP.", "The dam had burst.", ["AFP"]),
        (
            "The agency was quoted as saying by AFP that the bridge had collapsed in Kisumu.",
            "The bridge had collapsed in Kisumu.",
            ["AFP", "The agency"],
        ),
        (
            "The dam, AFP quoted Poland's interior ministry as saying, had burst.",
            "The dam had burst.",
            ["AFP", "Poland's interior ministry"],
        ),
        (
            "Leaning on Seoul, the Sun says the missile flew 900 kilometres.",
            "The missile flew 900 kilometres.",
            ["the Sun", "Seoul"],
        ),
        (
            "In the Guardian's telling, the minister resigned.",
            "The minister resigned.",
            ["the Guardian"],
        ),
        (
            "The Telegraph has Boris Johnson calling the plan a triumph.",
            "The plan [is] a triumph.",
            ["The Telegraph", "Boris Johnson"],
        ),
        ("The Guardian put the number at 1,200.", "The number [is] 1,200.", ["The Guardian"]),
        ("The BBC dates the letter to May.", "The letter [was] [in] May [2023].", ["The BBC"]),
        (
            "Reuters, citing two officials, reported that Egypt would close the crossing.",
            "Egypt would close the crossing.",
            ["Reuters", "two officials"],
        ),
        (
            "A sailor interviewed by the BBC says the door was open.",
            "The door was open.",
            ["the BBC", "A sailor"],
        ),
        (
            "The smugglers are said to have sold their cargo.",
            "The smugglers [have] sold their cargo.",
            [""],
        ),
        ("Thanks to NPR we know that the senator sold 90 shares.", None, ["NPR"]),
        ("If the Sun is right, the bill came to 4 million pounds.", None, ["the Sun"]),
        ("Two men were arrested in Turin — BBC.", "Two men were arrested in Turin.", ["BBC"]),
        (
            "The BBC quotes a diplomat who says the gates were open.",
            "The gates were open.",
            ["The BBC", "a diplomat"],
        ),
        ("The BBC would have us believe that the dam held.", "The dam held.", ["The BBC"]),
    ],
)
def test_reports_are_unwrapped(text: str, wording: str | None, sources: list[str]) -> None:
    made = claim(text)
    assert said_by(made) == sources
    assert wording is None or made.wording == wording
    assert made.kind == "fact"


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("Calmer heads might recall that the ferry was overloaded.", "The ferry was overloaded."),
        ("Nobody disputes that the ferry was overloaded.", "The ferry was overloaded."),
        ("Let us not forget that the gate had been left open.", "The gate had been left open."),
        ("It bears repeating that the old bridge had a roof.", "The old bridge had a roof."),
        ("What they forgot is that the tunnel cost 3 billion.", "The tunnel cost 3 billion."),
        ("The army, it is true, left on 3 June.", "The army left on 3 June [2023]."),
    ],
)
def test_the_authors_own_frame_goes_without_a_source(text: str, wording: str) -> None:
    made = claim(text)
    assert (made.wording, said_by(made)) == (wording, [])


@pytest.mark.parametrize(
    "text",
    [
        "The BBC asked whether the dam had burst.",
        "The mayor denied that the city had bought the land.",
        "The BBC interviewed soldiers in Mali.",
        "He was known for theft but not for terrorism.",
    ],
)
def test_what_is_not_asserted_stays_in_its_clause(text: str) -> None:
    assert claim(text).wording == text


def test_no_ground_is_said_as_such() -> None:
    made = claim("HuffPost found no sign that wind had troubled the crew.")
    assert made.wording == "There [is] no sign that wind had troubled the crew."
    assert (made.polarity, said_by(made)) == ("NEG", ["HuffPost"])
    made = claim("There is not a shred of evidence that the vaccine harmed anyone.")
    assert (made.polarity, made.kind) == ("NEG", "fact")


def test_a_label_speaks_for_its_line_and_a_place_does_not() -> None:
    made = claim("China Daily: two tourists hurt, one of them badly", kind="list_item")
    assert (made.wording, said_by(made)) == (
        "Two tourists hurt, one of them badly.",
        ["China Daily"],
    )
    made = claim("Aleppo (2016): Retired generals criticised the truce.", kind="list_item")
    assert said_by(made) == []


def test_a_cue_is_uncertain_as_it_says() -> None:
    assert claim("Analysts believe that the dam will burst in May.").certainty == "PROBABLE"
    assert claim("The BBC reported that the dam burst.").certainty == "CERTAIN"


def test_relayed_words_keep_the_chain() -> None:
    found = claims("The BBC interviewed soldiers in Kursk, who said they had never seen tanks.")
    assert [said_by(c) for c in found] == [["The BBC", "soldiers"]]


def test_the_same_agency_is_the_one_named_last() -> None:
    found = claims("AFP reported that the dam burst.", "The same agency says 12 people drowned.")
    assert [said_by(c) for c in found] == [["AFP"], ["AFP"]]


def test_a_reason_stays_with_what_is_reported() -> None:
    made = claim("The Sun reported that the trial failed because the film was too poor.")
    assert made.wording == "The trial failed because the film was too poor."


def test_what_is_told_of_is_no_clause() -> None:
    made = claim("The doctor told of four bodies and 20 wounded brought in on Monday.")
    assert "four bodies and 20 wounded" in made.wording
