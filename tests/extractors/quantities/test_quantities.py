"""Quantities: bounds, unit, rate, modifier and role; and what counts nothing."""

from __future__ import annotations

import pytest

from extractors.quantities import find_quantities
from extractors.records import Quantity


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    assert text[found[0].start : found[0].end] == found[0].text
    return found[0]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "modifier"),
    [
        ("three thousand soldiers", 3000, 3000, "soldier", "exact"),
        ("a dozen tanks", 12, 12, "tank", "exact"),
        ("a few hundred people", 200, 900, "person", "between"),
        ("3–5 million shells", 3e6, 5e6, "shell", "between"),
        ("4 to 6 million shells", 4e6, 6e6, "shell", "between"),
        ("between 300 and 400 men", 300, 400, "man", "between"),
        ("some 11,000 troops", 11000, 11000, "troop", "about"),
        ("up to 12,000 soldiers", None, 12000, "soldier", "up to"),
        ("at least 20 people", 20, None, "person", "at least"),
        ("more than 300 drones", 300, None, "drone", "more than"),
        ("as many as 60 jets", None, 60, "jet", "up to"),
        ("fewer than 10 planes", None, 10, "plane", "less than"),
        ("no fewer than 10 planes", 10, None, "plane", "at least"),
        ("2.5 million refugees", 2.5e6, 2.5e6, "refugee", "exact"),
        ("10k followers", 10000, 10000, "follower", "exact"),
        ("$3bn", 3e9, 3e9, "USD", "exact"),
        ("€5m", 5e6, 5e6, "EUR", "exact"),
        ("300 million rubles", 3e8, 3e8, "RUB", "exact"),
        ("15-20%", 15, 20, "percent", "between"),
        ("500km of wire", 500, 500, "km", "exact"),
        ("more than a mile of beach", 1, None, "mile", "more than"),
        ("weighed half a ton", 0.5, 0.5, "ton", "exact"),
        ("prolonged by a quarter of a year", 0.25, 0.25, "year", "exact"),
        ("waited half an hour", 0.5, 0.5, "hour", "exact"),
        ("40 hectares", 40, 40, "hectare", "exact"),
        ("12,000 North Korean soldiers", 12000, 12000, "soldier", "exact"),
    ],
)
def test_value(text: str, low: float | None, high: float | None, unit: str, modifier: str) -> None:
    found = only(text)
    assert (found.low, found.high, found.unit, found.modifier) == (low, high, unit, modifier)


@pytest.mark.parametrize(
    "text",
    [
        "one of them",
        "no one came",
        "a one-sided affair",
        "call +1 202-555-2024",
        "Su-27 jets",
        "the Boeing 737",
        "G7 leaders",
        "Article 4",
        "BBC One",
        "France 24 reported",
        "Channel 4",
        "on 12 November 2024",
        "the 12th brigade",
        "they won 3-2",
        "1. First of all",
        "several people",
    ],
)
def test_no_quantity(text: str) -> None:
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("12,000 soldiers were deployed", "deployed"),
        ("the ability to produce 28,000 shells", "produced"),
        ("production of 2 million shells", "produced"),
        ("it has shipped 9 million shells abroad", "shipped"),
        ("at least 20 people died", "killed"),
        ("Ukraine shot down 20 drones", "shot down"),
        ("sold 1.5 million cars", "sold"),
        ("the company fired 300 workers", "laid off"),
        ("aged 56", "aged"),
        ("5 million people voted", "voted"),
    ],
)
def test_role(text: str, role: str) -> None:
    assert only(text).role == role


def test_casualties_and_dead_stay_apart() -> None:
    text = "4,700 casualties including 600 dead"
    found = find_quantities(text)
    assert [(q.text, q.unit, q.role) for q in found] == [
        ("4,700", "casualty", "casualties"),
        ("600", "person", "killed"),
    ]


def test_a_rate_restated_keeps_unit_and_role() -> None:
    text = "can produce 28,000 artillery shells per day, amounting to about 10 million annually"
    first, second = find_quantities(text)
    assert (first.unit, first.per, first.role) == ("shell", "day", "produced")
    assert (second.low, second.unit, second.per, second.role) == (1e7, "shell", "year", "produced")


def test_who_kills_is_not_who_is_killed() -> None:
    assert [q.role for q in find_quantities("300 soldiers killed 20 civilians")] == [None, "killed"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("killed 10 U.S. citizens and two local pilots", ["killed", "killed"]),
        ("2,000 soldiers and 40 tanks were destroyed", ["destroyed", "destroyed"]),
        ("at least 84 people, including children, were killed", ["killed"]),
        ("he ran over 10 people, killing one man", [None, "killed"]),
        ("he bought a battery for $29", ["bought"]),
        ("he received a battery for $29", [None]),
        ("he spent six seasons there", [None]),
        ("bitcoin was down 22 percent", [None]),
    ],
)
def test_roles_of_a_sentence(text: str, expected: list[str | None]) -> None:
    assert [q.role for q in find_quantities(text)] == expected


def test_a_rise_from_one_number_to_another_is_no_range() -> None:
    assert [q.low for q in find_quantities("rose 8% to $13.18 billion")] == [8, 13.18e9]
    assert [q.low for q in find_quantities("rose from 300 to 400 tonnes")] == [300, 400]


def test_a_number_once_named_stays_a_name() -> None:
    assert find_quantities("Boeing 737 orders fell. The 737 is old.") == []


def test_below_zero_only_what_is_measured_from_zero() -> None:
    assert only("it was -5 °C").low == -5
    assert only("-5 tanks").low == 5


def test_killed_or_wounded_counts_both_together() -> None:
    both = find_quantities("About 4,000 soldiers had been killed or wounded there.")
    assert [q.role for q in both] == ["casualties"]
    apart = find_quantities("Some 300 soldiers were killed and another 2,700 wounded.")
    assert [q.role for q in apart] == ["killed", "wounded"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("More than 50 children were taken to hospital.", "wounded"),
        ("Six tourists were rushed to a nearby hospital with burns.", "wounded"),
        ("Two nurses work in a hospital.", None),
        ("Some 40 relatives visited the hospital.", None),
    ],
)
def test_people_in_hospital_are_hurt_and_not_dead(text: str, role: str | None) -> None:
    [found] = find_quantities(text)
    assert found.role == role


def test_a_price_apiece_is_no_price_of_all() -> None:
    [found] = find_quantities("The tickets sold for $23,000 apiece.")
    assert found.per == "piece"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a part and its total are one quantity, of the part
        ("53 out of 60 drones were shot down.", [("53 out of 60", 53, 53, "drone")]),
        ("Nine of the twelve hostages were freed.", [("Nine of the twelve", 9, 9, "hostage")]),
        (
            "Three of the fleet's five frigates sank.",
            [("Three of the fleet's five", 3, 3, "frigate")],
        ),
        ("Half of the 4 million shells came.", [("Half of the 4 million", 2e6, 2e6, "shell")]),
        ("Six in ten voters backed it.", [("Six in ten", 0.6, 0.6, "fraction")]),
        # a share of a scale
        (
            "Three quarters of a million people fled.",
            [("Three quarters of a million", 750000, 750000, "person")],
        ),
        (
            "It was fined a quarter of a billion dollars.",
            [("a quarter of a billion dollars", 25e7, 25e7, "USD")],
        ),
        (
            "Two and a quarter million people signed.",
            [("Two and a quarter million", 2.25e6, 2.25e6, "person")],
        ),
        # Europe's marks
        ("1,5 million people fled.", [("1,5 million", 1.5e6, 1.5e6, "person")]),
        ("2.500.000 people fled.", [("2.500.000", 2.5e6, 2.5e6, "person")]),
        ("12.000 soldiers left.", [("12.000", 12000, 12000, "soldier")]),
        ("It is 12.345 km long.", [("12.345 km", 12.345, 12.345, "km")]),
        ("13 009 million shells were made.", [("13 009 million", 13009e6, 13009e6, "shell")]),
        # the first of two stands for thousands too
        ("5-6,000 soldiers came.", [("5-6,000", 5000, 6000, "soldier")]),
        ("7 or 8,000 houses burned.", [("7 or 8,000", 7000, 8000, "house")]),
        ("900-1,200 people work there.", [("900-1,200", 900, 1200, "person")]),
        # a number far from its noun
        (
            "Killing 12 and wounding 40, the blast shook the town.",
            [("12", 12, 12, "person"), ("40", 40, 40, "person")],
        ),
        (
            "At least 40, and possibly as many as 60, people died.",
            [("At least 40", 40, None, "person"), ("as many as 60", None, 60, "person")],
        ),
        ("the $1MM fine", [("$1MM", 1e6, 1e6, "USD")]),
        # what a sentence takes back is no count
        ("It was not 300 but 30 soldiers.", [("30", 30, 30, "soldier")]),
        ("Eight people died, not 80 as first reported.", [("Eight", 8, 8, "person")]),
        ("Police held 16 people, rather than 60.", [("16", 16, 16, "person")]),
    ],
)
def test_parts_marks_and_corrections(
    text: str, expected: list[tuple[str, float | None, float | None, str]]
) -> None:
    assert [(q.text, q.low, q.high, q.unit) for q in find_quantities(text)] == expected
