"""All slots of a pair together, and what they come to as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laid import side, slots

from warehouse.crosscheck.slots import read_slots

PIECES = [
    "", "The council", "approved", "did not approve", "the plan", "in Paris", "on 3 May 2022",
    "40 people", "about 30 km", "only", "reportedly", "Nobody", "rejected", "he", ".", "\x00", "🙂",
]  # fmt: skip
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join)


@settings(deadline=None, max_examples=20)
@given(SENTENCES, SENTENCES)
def test_any_two_sentences_can_be_laid_side_by_side(one: str, other: str) -> None:
    made = slots(one, other)
    assert all(0 <= value <= 1.5 for value in made.features.values())
    assert set(made.features) == set(slots("", "").features)
    for slot in made.slots:
        assert slot in made.of(slot.name)
        assert slot in made.of(slot.name, slot.match)


@settings(deadline=None, max_examples=20)
@given(SENTENCES)
def test_a_sentence_never_differs_from_itself(text: str) -> None:
    made = slots(text, text)
    numbers = ("number", "date", "name", "polarity")
    assert [s for s in made.slots if s.name in numbers and s.match == "different"] == []
    assert made.features["negation differs"] == made.features["strict word unshared"] == 0
    assert made.covered == made.covering


def test_what_is_read_depends_on_nothing_else() -> None:
    one, other = side("The flood killed 40 people."), side("At least 45 people died.")
    assert read_slots(one, other) == read_slots(one, other)


@pytest.mark.parametrize(
    ("claim", "passage", "raised"),
    [
        ("Three people died.", "Five people died.", "number different"),
        ("Three people died.", "Three people died.", "number same"),
        ("Three people died.", "People died.", "number unknown"),
        ("It fell in 2019.", "It fell in 2017.", "date different"),
        ("It fell in 2019.", "It fell in 2019.", "date same"),
        ("It fell in 2019.", "It fell.", "date unknown"),
        ("It fell in Busan.", "It fell in Yeosu.", "name different"),
        ("It fell in Busan.", "It fell in Yeosu.", "place different"),
        ("The bridge fell.", "The bridge did not fall.", "polarity different"),
        ("The bridge fell.", "The bridge did not fall.", "negation differs"),
        ("The bridge fell.", "The bridge did not fall.", "negated passage"),
        ("No bridge fell.", "A bridge fell.", "negated claim"),
        ("Prices rose.", "Prices fell.", "opposed words"),
        ("Prices rose.", "Prices fell.", "action opposite"),
        ("The bridge fell.", "The bridge fell.", "action same"),
        ("The bridge fell.", "The bridge may have fallen.", "hedged passage"),
        ("The bridge may have fallen.", "The bridge fell.", "hedged claim"),
        ("The bridge fell.", "The bridge may have fallen.", "passage unsure"),
        ("The bridge fell.", "The bridge will fall.", "passage unsure"),
        ("The bridge fell.", "Did the bridge fall?", "passage unsure"),
        ("Only the bridge fell.", "The bridge fell.", "strict word unshared"),
        ("The rebels attacked.", "The army attacked.", "actor or object different"),
        ("The rebels attacked.", "The rebels attacked.", "actor or object same"),
    ],
)
def test_a_feature_and_the_pair_that_has_it(claim: str, passage: str, raised: str) -> None:
    assert slots(claim, passage).features[raised] == 1


@pytest.mark.parametrize(
    ("claim", "passage", "absent"),
    [
        ("Three people died.", "Five buses burned.", "number different"),
        ("It fell in 2019.", "It fell in 2017, and again in 2019.", "date different"),
        ("It fell in Busan.", "It fell in South Korea.", "name different"),
        ("The bridge did not fall.", "No bridge fell.", "negation differs"),
        ("The bridge fell.", "The bridge fell, and no car was lost.", "polarity different"),
        ("The bridge fell.", "Only the bridge fell.", "strict word unshared"),
        ("Only the bridge fell.", "The bridge only fell.", "strict word unshared"),
        ("The bridge fell.", "The bridge fell at dawn.", "passage unsure"),
        ("It rose.", "It rose and fell.", "opposed words"),
    ],
)
def test_a_feature_and_the_pair_that_has_it_not(claim: str, passage: str, absent: str) -> None:
    assert slots(claim, passage).features[absent] == 0
