"""Numbers side by side: what each stands for, which compare, and which agree."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laid import matches, slots, told

from extractors.records import Quantity
from warehouse.crosscheck.slots.numbers import (
    ABOUT,
    CONVERSIONS,
    PER_YEAR,
    agree,
    bounds,
    comparable,
    number_slots,
    rounding,
)

EXAMPLES = settings(deadline=None)
MODIFIERS = ["exact", "about", "at least", "more than", "up to", "less than", "between"]


def number(
    low: float | None,
    unit: str = "shell",
    high: float | None = -1,
    per: str | None = None,
    modifier: str = "exact",
    role: str | None = None,
) -> Quantity:
    """A number of things; of one value where only ``low`` is given."""
    return Quantity(0, 1, f"{low}", low, low if high == -1 else high, unit, per, modifier, role)


def quantities() -> st.SearchStrategy[Quantity]:
    numbers = st.floats(0, 1e12) | st.integers(0, 10**12).map(float)
    ends = st.tuples(st.none() | numbers, st.none() | numbers).map(
        lambda pair: pair if None in pair else (min(pair), max(pair))  # type: ignore[type-var]
    )
    return st.builds(
        lambda low_high, unit, per, modifier, role: Quantity(
            0, 1, "n", low_high[0], low_high[1], unit, per, modifier, role
        ),
        ends,
        st.sampled_from(["", "shell", "soldier", "person", "percent", "USD", *CONVERSIONS]),
        st.sampled_from([None, *PER_YEAR]),
        st.sampled_from(MODIFIERS),
        st.sampled_from([None, "aged", "killed", "wounded"]),
    )


@EXAMPLES
@given(quantities())
def test_bounds_are_an_interval_that_holds_the_number(found: Quantity) -> None:
    low, high = bounds(found)
    assert not math.isnan(low)
    assert not math.isnan(high)
    assert low <= high
    assert agree(found, replace(found, low=None, high=None))


@EXAMPLES
@given(quantities(), quantities())
def test_agreement_and_comparison_do_not_depend_on_the_side(one: Quantity, other: Quantity) -> None:
    assert agree(one, one)
    assert agree(one, other) == agree(other, one)
    assert comparable(one, other) == comparable(other, one)


@EXAMPLES
@given(quantities())
def test_what_is_about_a_number_may_be_that_number(found: Quantity) -> None:
    assert agree(replace(found, modifier="about"), replace(found, modifier="exact"))


@EXAMPLES
@given(st.floats(allow_nan=False))
def test_rounding_is_never_more_than_half_of_a_number(value: float) -> None:
    assert 0 <= rounding(value) <= max(0.0, value) / 2 + 1e-9


@pytest.mark.parametrize(
    ("value", "half"),
    [(3000, 500), (3200, 50), (3210, 5), (3214, 0), (90, 0), (2.5, 0), (math.inf, 0)],
)
def test_a_round_number_may_be_rounded(value: float, half: float) -> None:
    assert rounding(value) == half


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (number(3000), number(3214)),
        (number(3000), number(2500)),
        (number(12), number(12)),
        (number(30, modifier="about"), number(32)),
        (number(20, high=None, modifier="at least"), number(45)),
        (number(None, high=60, modifier="up to"), number(12)),
        (number(200, high=300, modifier="between"), number(250)),
        (number(2, "km"), number(2000, "m")),
        (number(1, "mile"), number(1.6, "km")),
        (number(300, "foot"), number(91, "metre")),
        (number(10, "pound"), number(4.5, "kg")),
        (number(6000, "ton"), number(6000, "tonne")),
        (number(2, "week"), number(14, "day")),
        (number(90, "minute"), number(1.5, "hour")),
        (number(100, per="day"), number(36500, per="year")),
    ],
    ids=str,
)
def test_numbers_that_can_both_be_right(one: Quantity, other: Quantity) -> None:
    assert comparable(one, other)
    assert agree(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (number(6000), number(600)),
        (number(3000), number(3900)),
        (number(12), number(13)),
        (number(30, modifier="about"), number(40)),
        (number(45, high=None, modifier="at least"), number(40)),
        (number(None, high=60, modifier="up to"), number(75)),
        (number(200, high=300, modifier="between"), number(450)),
        (number(2, "km"), number(5, "mile")),
        (number(300, "foot"), number(300, "metre")),
        (number(10, "pound"), number(10, "kg")),
        (number(2, "week"), number(3, "day")),
        (number(100, per="day"), number(500, per="day")),
        (number(12, "year", role="aged"), number(14, "year", role="aged")),
    ],
    ids=str,
)
def test_numbers_of_which_one_is_wrong(one: Quantity, other: Quantity) -> None:
    assert comparable(one, other)
    assert not agree(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (number(12, "soldier"), number(12, "shell")),
        (number(12, "soldier", role="killed"), number(30, "soldier", role="wounded")),
        (number(3e6, "USD"), number(3e6, "EUR")),
        (number(100, per="day"), number(500)),
        (number(5, "percent"), number(5, "person")),
        (number(2, "km"), number(2, "kg")),
        (number(12, ""), number(14, "")),
        (number(12, "", role="killed"), number(14, "person", role="wounded")),
        (number(40, "year", role="aged"), number(40, "year", role="killed")),
        (number(2, "week"), number(2, "mile")),
    ],
    ids=str,
)
def test_numbers_that_do_not_compare(one: Quantity, other: Quantity) -> None:
    assert not comparable(one, other)
    assert not comparable(other, one)


def test_a_kind_compares_with_what_it_is_a_kind_of() -> None:
    assert comparable(number(3, "soldier"), number(5, "person"))
    assert comparable(number(3, "person", role="killed"), number(5, "soldier", role="killed"))


def test_an_age_is_not_converted() -> None:
    """A boy of 12 years is no boy of 4,380 days: ages are told in years alone."""
    assert bounds(number(12, "year", role="aged")) == (12, 12)
    assert bounds(number(12, "year")) != (12, 12)


def test_a_rate_is_counted_per_year() -> None:
    low, high = bounds(number(30, per="month"))
    assert low == high == 360


def test_about_is_a_tenth() -> None:
    assert bounds(number(11, modifier="about")) == (11 * (1 - ABOUT), 11 * (1 + ABOUT))


def test_one_agreeing_number_is_enough() -> None:
    """ "Three were hurt on Monday and five on Tuesday": the claim's five is one of them."""
    [slot] = number_slots((number(5),), (number(3), number(5)))
    assert (slot.match, slot.passage) == ("same", "5")


def test_the_first_comparable_number_is_the_one_that_differs() -> None:
    [slot] = number_slots((number(5),), (number(9, "km"), number(3), number(4)))
    assert (slot.match, slot.claim, slot.passage) == ("different", "5", "3")


def test_a_number_with_no_other_to_compare_is_unknown() -> None:
    [slot] = number_slots((number(5),), (number(9, "km"),))
    assert (slot.match, slot.passage) == ("unknown", "")
    assert number_slots((), (number(5),)) == ()
    assert [s.match for s in number_slots((number(5), number(6, "km")), ())] == ["unknown"] * 2


def test_a_number_without_bounds_is_none() -> None:
    assert number_slots((number(None),), (number(5),)) == ()


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("The town has 3,000 residents.", "The town has 3,214 residents.", "same"),
        ("The town has 3,000 residents.", "The town has 3,900 residents.", "different"),
        ("The runway is 2 km long.", "The runway is 2 kilometres long.", "same"),
        ("The runway is 2 km long.", "The runway is 5 miles long.", "different"),
        ("The tower is 300 feet tall.", "The tower is 91 metres tall.", "same"),
        ("The siege lasted two weeks.", "The siege lasted 14 days.", "same"),
        ("The siege lasted two weeks.", "The siege lasted three days.", "different"),
        ("Twelve people were wounded.", "A dozen people were injured.", "same"),
        ("Eight people are behind bars.", "Eight suspects are in detention.", "same"),
        ("Eight ships are in port.", "Eight suspects are in detention.", "unknown"),
        ("A pair of seats fetched $46.", "Seats were sold for $23 apiece.", "unknown"),
        ("The boy was 12 years old.", "The 12-year-old boy was found.", "same"),
        ("The boy was 12 years old.", "The 14-year-old boy was found.", "different"),
        ("One in three voters stayed at home.", "One in five voters stayed at home.", "different"),
        ("A third of the voters left.", "Two thirds of the voters left.", "different"),
        ("A third of the voters left.", "One in three voters left.", "same"),
        ("Unemployment fell to 5 percent.", "Unemployment fell to 7.5%.", "different"),
        ("The plant makes 100 shells a day.", "The plant makes 36,500 shells a year.", "same"),
        ("The plant makes 100 shells a day.", "The plant made 500 shells.", "unknown"),
        ("The company lost $3 million.", "The company lost $30 million.", "different"),
        ("The company lost $3 million.", "The company lost €3 million.", "unknown"),
        ("Police arrested 30 people.", "Officers detained 30 people.", "same"),
        ("Police arrested 30 people.", "Police killed 12 people.", "unknown"),
        ("The flood killed 40 people.", "At least 45 people died in the flood.", "different"),
        ("The flood killed more than 40 people.", "The flood killed 38 people.", "different"),
        ("Three soldiers were wounded.", "Five civilians were wounded.", "unknown"),
        ("Between 200 and 300 people died.", "Some 450 people died.", "different"),
        ("The hotel has 120 rooms.", "The hotel has 120 employees.", "unknown"),
        ("The hotel has 120 rooms.", "The hotel was built in 120 days.", "unknown"),
        ("The hotel has 120 rooms.", "The hotel has rooms.", "unknown"),
    ],
)
def test_numbers_of_sentences(claim: str, passage: str, expected: str) -> None:
    assert matches(slots(claim, passage), "number") == [expected]


def test_the_dead_are_not_the_wounded() -> None:
    passage = "Two soldiers were killed and three wounded."
    same = slots("Two soldiers were killed.", passage)
    assert told(same, "number") == [("same", "Two", "Two")]
    other = slots("Three soldiers were killed.", passage)
    assert told(other, "number") == [("different", "Three", "Two")]


def test_a_share_in_words_is_a_share_in_percent() -> None:
    third = number(1 / 3, "fraction")
    assert [s.match for s in number_slots((third,), (number(33, "percent"),))] == ["same"]
    assert [s.match for s in number_slots((third,), (number(45, "percent"),))] == ["different"]


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        # one to one: the nine that were guests say nothing against twelve in all
        (
            "Nine guests and three guides were aboard, twelve guests in all.",
            "Aboard were nine guests.",
            ["same", "unknown", "unknown"],
        ),
        ("About 850 people came.", "Nearly 1,000 people came.", ["wider"]),
        ("At least 84 people died.", "Nearly 80 people died.", ["wider"]),
        ("The town lies 580 km away.", "The town is 930 km (580 miles) away.", ["different"]),
        ("The town lies 930 km away.", "The town is 930 km (580 miles) away.", ["same"]),
        (
            "They built more than 25,000 trucks.",
            "More than 2,500 have been built since.",
            ["different"],
        ),
        ("They built more than 2,500 trucks.", "More than 2,500 have been built since.", ["same"]),
    ],
)
def test_which_number_answers_which(claim: str, passage: str, expected: list[str]) -> None:
    assert matches(slots(claim, passage), "number") == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (
            number(60, modifier="at least", high=None),
            number(84, modifier="at least", high=None),
            True,
        ),
        (
            number(12, modifier="at least", high=None),
            number(84, modifier="at least", high=None),
            False,
        ),
        (number(25000, modifier="more than", high=None), number(30000), True),
    ],
)
def test_two_open_bounds_agree_where_they_are_near(
    ours: Quantity, theirs: Quantity, expected: bool
) -> None:
    assert agree(ours, theirs) is expected
    assert agree(theirs, ours) is expected
