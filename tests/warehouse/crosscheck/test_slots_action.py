"""Who did what: the nearest pair of predicates, its arguments and its polarity."""

from __future__ import annotations

import pytest
from laid import matches, side, slots, told

from warehouse.crosscheck.slots.action import same_event


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The bridge is safe.", "The bridge is unsafe."),
        ("The strike was legal.", "The strike was illegal."),
        ("The talks were successful.", "The talks were unsuccessful."),
        ("The man was guilty.", "The man was innocent."),
        ("Turnout was high.", "Turnout was low."),
        ("The captain is alive.", "The captain is dead."),
        ("Prices rose.", "Prices fell."),
        ("Prices increased last year.", "Prices decreased last year."),
        ("The door was open.", "The door was closed."),
    ],
)
def test_opposites_are_another_act(claim: str, passage: str) -> None:
    made = slots(claim, passage)
    assert made.features["action opposite"] == 1
    assert "different" in matches(made, "action")
    assert matches(made, "polarity") == []


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("The minister is a doctor.", "The minister is a doctor.", "same"),
        ("The minister is not a doctor.", "The minister is a doctor.", "different"),
        ("The minister is a doctor.", "The minister is not a doctor.", "different"),
        ("The minister is not a doctor.", "The minister is not a doctor.", "same"),
        ("The council approved the plan.", "The council did not approve the plan.", "different"),
        ("The council never approved it.", "The council did not approve it.", "same"),
        ("Troops entered Kyiv.", "Troops never entered Kyiv.", "different"),
        ("Nobody was killed.", "Three people were killed.", "different"),
        ("No one was hurt.", "Nobody was hurt.", "same"),
        ("Canadian soldiers fought in Mali.", "There were no Canadian soldiers in Mali.",
         "different"),
        ("There were no Canadian soldiers in Mali.", "Canadian soldiers fought in Mali.",
         "different"),
    ],
)  # fmt: skip
def test_polarity(claim: str, passage: str, expected: str) -> None:
    made = slots(claim, passage)
    assert matches(made, "polarity") == [expected]
    assert made.features["polarity different"] == float(expected == "different")


def test_the_polarity_is_told_in_words() -> None:
    made = slots("The minister is not a doctor.", "The minister is a doctor.")
    assert told(made, "polarity") == [("different", "denied", "affirmed")]


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The rebels attacked the base.", "The base was attacked by the rebels."),
        ("The rebels attacked the base.", "The rebels attacked the base at dawn."),
        ("The council approved the plan.", "The plan was approved by the council."),
    ],
)
def test_active_and_passive_are_one(claim: str, passage: str) -> None:
    made = slots(claim, passage)
    assert matches(made, "action") == matches(made, "actor") == matches(made, "object") == ["same"]


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The rebels attacked the army.", "The army attacked the rebels."),
        ("Germany invaded Poland.", "Poland invaded Germany."),
    ],
)
def test_who_and_whom_are_not_to_be_swapped(claim: str, passage: str) -> None:
    made = slots(claim, passage)
    assert matches(made, "actor") == matches(made, "object") == ["different"]


@pytest.mark.parametrize(
    ("claim", "passage", "name", "expected"),
    [
        ("The council approved the plan.", "The mayor approved the plan.", "actor", "different"),
        ("The bridge was built by Siemens.", "The bridge was built by Hitachi.", "actor",
         "different"),
        ("Moscow rejected the offer.", "The Kremlin rejected the offer.", "actor", "same"),
        ("Moscow rejected the offer.", "Ukraine rejected the offer.", "actor", "different"),
        ("The council approved the plan.", "It approved the plan.", "actor", "unknown"),
        ("British soldiers died.", "French soldiers died.", "object", "different"),
        ("British soldiers died.", "Soldiers from the UK died.", "object", "same"),
        ("The ship was seized in Busan.", "The vessel was seized in Busan.", "object", "same"),
        ("The ship was seized in Busan.", "The vessel was seized in Yeosu.", "place",
         "different"),
        ("The ship was seized in Busan.", "The vessel was seized in South Korea.", "place",
         "wider"),
        ("The ship was seized in South Korea.", "The vessel was seized in Busan.", "place",
         "narrower"),
        ("The ship was seized in Busan.", "The vessel was seized in Busan.", "place", "same"),
        ("It was the first bridge.", "It was the second bridge.", "object", "different"),
    ],
)  # fmt: skip
def test_arguments(claim: str, passage: str, name: str, expected: str) -> None:
    assert expected in matches(slots(claim, passage), name)


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The ship sank.", "The orchestra plays tonight."),
        ("Police arrested 30 people.", "Police killed 12 people."),
        ("The plan passed.", ""),
        ("", "The plan passed."),
        ("", ""),
    ],
)
def test_predicates_that_are_no_kin_are_no_event(claim: str, passage: str) -> None:
    made = slots(claim, passage)
    assert made.event is None
    assert made.features["event"] == 0
    assert not {s.name for s in made.slots} & {"actor", "object", "place", "polarity"}


def test_the_best_of_several_predicates_is_taken() -> None:
    claim = side("The rebels attacked the base.")
    both = side("The army attacked a village, and the rebels attacked the base.")
    event = same_event(claim, both)
    assert event is not None
    assert "rebels" in event.passage.text
    one = same_event(claim, side("The army attacked a village."))
    assert one is not None
    assert one.score < event.score <= 1


def test_a_light_verb_weighs_less() -> None:
    light = same_event(side("The town has a bridge."), side("The town has a port."))
    full = same_event(side("The town built a bridge."), side("The town built a port."))
    assert light is not None
    assert full is not None
    assert light.score < full.score
