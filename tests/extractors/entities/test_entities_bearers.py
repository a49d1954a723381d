"""Who a surname stands for, where title, sex, order or the map speak against the only full name."""

from __future__ import annotations

import pytest
from reading import read

from extractors.records import Mention


def called(text: str, word: str) -> list[Mention]:
    return [m for m in read(text).mentions if word in m.text]


@pytest.mark.parametrize(
    ("text", "word", "entities"),
    [
        # another bearer stands in the same sentence, is a relative, or has another title
        (
            "Macron met Brigitte Macron. Mr Macron said yes. Mrs Macron said no.",
            "Macron",
            ["macron", "brigitte macron", "macron", "macron"],
        ),
        (
            "Peter Lindqvist and his wife, Karin Lindqvist, sued. Mrs Lindqvist won damages.",
            "Lindqvist",
            ["peter lindqvist", "karin lindqvist", "karin lindqvist"],
        ),
        (
            "Senator Whitlock voted no. Her son, Daniel Whitlock, watched. "
            "Senator Whitlock left early.",
            "Whitlock",
            ["whitlock", "daniel whitlock", "whitlock"],
        ),
        (
            "General Okafor advanced. Dr Amina Okafor, a surgeon, helped. "
            "General Okafor praised her.",
            "Okafor",
            ["okafor", "amina okafor", "okafor"],
        ),
        # nothing speaks against the one full name
        (
            "Joseph Biden spoke in Warsaw. Mr Biden then left. Biden said he was glad.",
            "Biden",
            ["joseph biden"] * 3,
        ),
        # particles and articles
        (
            "Robert De Niro testified. De Niro asked for privacy.",
            "Niro",
            ["robert de niro", "robert de niro"],
        ),
        (
            "Bashar al-Assad fled the palace. Assad had ruled for 24 years.",
            "Assad",
            ["bashar al-assad", "bashar al-assad"],
        ),
        # other spellings of another script
        (
            "Muammar Gaddafi spoke. Moammar Kadhafi left. Col Qaddafi came back.",
            "",
            ["muammar gaddafi"] * 3,
        ),
        (
            "Qasem Soleimani was killed in Baghdad. Ghassem Soleimani led the force.",
            "Soleimani",
            ["qasem soleimani", "qasem soleimani"],
        ),
    ],
)
def test_surnames(text: str, word: str, entities: list[str]) -> None:
    persons = [m.entity for m in called(text, word) if m.label == "PERSON"]
    assert persons == entities


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Washington denied the claim.", "united states"),
        ("London expelled two diplomats.", "united kingdom"),
        ("Jordan said it would not take part. Michael Jordan agreed.", "jordan"),
    ],
)
def test_a_government_is_no_person(text: str, entity: str) -> None:
    first = read(text).mentions[0]
    assert (first.entity, first.label) == (entity, "GPE")


def test_a_country_is_not_folded_into_a_person_of_that_name() -> None:
    text = "Jack London wrote of wolves. London expelled two diplomats on Friday."
    first, second = called(text, "London")
    assert first.entity == "jack london"
    assert second.entity != first.entity
