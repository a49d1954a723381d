"""Who does it to whom: the same way round, turned round, or a converse of it."""

from __future__ import annotations

import pytest
from laid import matches, side, slots

from warehouse.crosscheck.slots import cues, turned_round, unshared


@pytest.mark.parametrize(
    ("claim", "passage", "turned"),
    [
        (
            "Norwegian ships supplied Russian ships at sea.",
            "Russian ships supplied Norwegian ships at sea.",
            True,
        ),
        (
            "Norwegian ships supplied Russian ships at sea.",
            "Norwegian ships refuelled Russian ships at sea.",
            False,
        ),
        ("Germany sold France the coal.", "France bought the coal from Germany.", False),
        ("The bridge fell.", "The bridge fell at dawn.", False),
    ],
)
def test_turned_round(claim: str, passage: str, turned: bool) -> None:
    assert turned_round(side(claim), side(passage)) is turned


def test_a_converse_is_no_opposite_act() -> None:
    made = slots(
        "Orlo may import a ton of oil.", "Nobody may export more than a ton of oil to Orlo."
    )
    assert "different" not in matches(made, "action")


def test_not_more_than_is_a_bound_and_no_denial() -> None:
    assert cues("negation", "They cannot export more than a ton.") == ()
    assert cues("negation", "They cannot export a ton.") == ("cannot",)


@pytest.mark.parametrize(
    ("claim", "passage", "left"),
    [
        ("It was the last stage.", "It was the final stage.", []),
        ("The biggest bank of Orlo fell.", "The largest bank of Orlo fell.", []),
        ("They march every week.", "They march weekly.", []),
        ("Only one was hurt.", "Seven were hurt.", ["only"]),
        (
            "He is a cousin of the sitting president.",
            "He is a cousin of a former president.",
            ["sitting"],
        ),
    ],
)
def test_strict_words_in_another_form(claim: str, passage: str, left: list[str]) -> None:
    assert unshared(claim, passage) == left
