"""Names side by side: aliases, governments and capitals, places in places, and swaps."""

from __future__ import annotations

import pytest
from laid import slots, told


def names(claim: str, passage: str, context: str = "") -> list[tuple[str, str, str]]:
    return told(slots(claim, passage, context), "name")


@pytest.mark.parametrize(
    ("claim", "passage", "other"),
    [
        ("Moscow rejected the offer.", "Russia rejected the offer.", "Russia"),
        ("Moscow rejected the offer.", "The Kremlin rejected the offer.", "Kremlin"),
        ("The UN condemned the attack.", "The United Nations condemned it.", "United Nations"),
        ("British soldiers died.", "Soldiers from the UK died.", "UK"),
        ("Zelensky met the envoy.", "Volodymyr Zelenskyy met the envoy.", "Volodymyr Zelenskyy"),
        ("Kim Jong Un met the envoy.", "Kim met the envoy.", "Kim"),
    ],
)
def test_another_name_of_the_same(claim: str, passage: str, other: str) -> None:
    [(match, _, answer)] = names(claim, passage)
    assert (match, answer) == ("same", other)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The ship was seized in South Korea.", "The vessel was seized in Busan."),
        ("The protest was in Bavaria.", "The protest was in Munich."),
        ("The protest was in Ukraine.", "The protest was in Kharkiv region."),
    ],
)
def test_a_place_in_the_claims_place_is_narrower(claim: str, passage: str) -> None:
    assert [match for match, _, _ in names(claim, passage)] == ["narrower"]


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The ship was seized in Busan.", "The vessel was seized in South Korea."),
        ("The protest was in Munich.", "The protest was in Bavaria."),
        ("The protest was in Munich.", "The protest was loud."),
    ],
)
def test_a_wider_place_or_none_leaves_the_claims_open(claim: str, passage: str) -> None:
    """A region is no swap for a town that lies in it, and does not say the town."""
    assert [(match, answer) for match, _, answer in names(claim, passage)] == [("unknown", "")]


@pytest.mark.parametrize(
    ("claim", "passage", "ours", "theirs"),
    [
        ("The ship was seized in Busan.", "The ship was seized in Yeosu.", "Busan", "Yeosu"),
        ("The protest was in Munich.", "The protest was in Hamburg.", "Munich", "Hamburg"),
        ("Moscow rejected the offer.", "Ukraine rejected the offer.", "Moscow", "Ukraine"),
        ("NATO condemned the attack.", "The UN condemned the attack.", "NATO", "UN"),
        ("Angela Merkel resigned.", "Olaf Scholz resigned.", "Angela Merkel", "Olaf Scholz"),
        ("British soldiers died.", "French soldiers died.", "British", "French"),
    ],
)
def test_another_of_the_kind_instead_is_a_swap(
    claim: str, passage: str, ours: str, theirs: str
) -> None:
    assert names(claim, passage) == [("different", ours, theirs)]


def test_another_kind_of_name_is_no_swap() -> None:
    assert names("Angela Merkel resigned.", "Germany voted.") == [("unknown", "Angela Merkel", "")]


def test_only_the_swapped_one_differs() -> None:
    found = names("Zelensky met Macron in Paris.", "Zelensky met Macron in Berlin.")
    assert [(match, ours) for match, ours, _ in found] == [
        ("same", "Zelensky"),
        ("same", "Macron"),
        ("different", "Paris"),
    ]


def test_a_name_that_the_claim_itself_has_is_nobodys_swap() -> None:
    """Both sides name France; that Spain is not named is no swap for France."""
    found = names("France and Spain signed.", "France signed.")
    assert sorted((match, ours) for match, ours, _ in found) == [
        ("same", "France"),
        ("unknown", "Spain"),
    ]


def test_the_order_of_names_does_not_matter() -> None:
    found = names("Germany invaded Poland.", "Poland invaded Germany.")
    assert [match for match, _, _ in found] == ["same", "same"]


def test_a_name_of_the_context_is_wider_and_no_swap() -> None:
    claim, passage = "Macron was in Berlin.", "He was in Berlin."
    assert ("wider", "Macron", "") in names(claim, passage, "Macron visits Germany")
    assert ("unknown", "Macron", "") in names(claim, passage)


def test_a_name_is_told_once() -> None:
    found = names("Paris is Paris, said Macron of Paris.", "Macron was in Paris.")
    assert [ours for _, ours, _ in found].count("Paris") == 1


def test_without_names_there_are_no_slots() -> None:
    assert names("The plan passed.", "Berlin approved the plan.") == []
