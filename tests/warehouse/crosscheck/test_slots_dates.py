"""Dates side by side: one instant shared is agreement, an open end decides nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from laid import matches, slots

from extractors.records import DateSpan
from warehouse.crosscheck.slots.dates import date_slots

INSTANT = timedelta(microseconds=1)


def span(text: str, start: datetime | None, end: datetime | None) -> DateSpan:
    return DateSpan(0, len(text), text, "", start, end, "day")


def days(text: str, first: datetime, count: int = 1) -> DateSpan:
    return span(text, first, first + timedelta(days=count) - INSTANT)


MAY_3 = datetime(2022, 5, 3, tzinfo=UTC)
DAY = days("3 May", MAY_3)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (days("3 May 2022", MAY_3), "same"),
        (days("the week of 2 May", datetime(2022, 5, 2, tzinfo=UTC), 7), "same"),
        (days("4 May", datetime(2022, 5, 4, tzinfo=UTC)), "different"),
        (days("April", datetime(2022, 4, 1, tzinfo=UTC), 30), "different"),
        (days("2020", datetime(2020, 1, 1, tzinfo=UTC), 366), "different"),
        (days("the 2000s", datetime(2000, 1, 1, tzinfo=UTC), 3653), "unknown"),
        (span("since 2014", datetime(2014, 1, 1, tzinfo=UTC), None), "unknown"),
        (span("until 2014", None, datetime(2014, 1, 1, tzinfo=UTC)), "unknown"),
        (span("once", None, None), "unknown"),
    ],
    ids=lambda value: getattr(value, "text", value),
)
def test_a_day_against(other: DateSpan, expected: str) -> None:
    [slot] = date_slots((DAY,), (other,))
    assert slot.match == expected
    assert slot.passage == ("" if expected == "unknown" else other.text)


def test_one_instant_is_enough() -> None:
    end = days("to 4 May", datetime(2022, 4, 1, tzinfo=UTC), 34)
    assert end.latest == datetime(2022, 5, 5, tzinfo=UTC) - INSTANT
    starts = span("from then", end.latest, datetime(2022, 6, 1, tzinfo=UTC))
    assert [s.match for s in date_slots((end,), (starts,))] == ["same"]
    after = span("after", datetime(2022, 5, 5, tzinfo=UTC), datetime(2022, 6, 1, tzinfo=UTC))
    assert [s.match for s in date_slots((end,), (after,))] == ["different"]


def test_any_date_of_the_passage_may_agree() -> None:
    others = (days("4 May", datetime(2022, 5, 4, tzinfo=UTC)), DAY)
    [slot] = date_slots((DAY,), others)
    assert slot.match == "same"
    [slot] = date_slots((DAY,), (others[0], days("5 May", datetime(2022, 5, 5, tzinfo=UTC))))
    assert (slot.match, slot.passage) == ("different", "4 May")


def test_only_bounded_dates_of_the_claim_have_a_slot() -> None:
    since = span("since 2014", datetime(2014, 1, 1, tzinfo=UTC), None)
    assert date_slots((since,), (DAY,)) == ()
    assert date_slots((), (DAY,)) == ()
    assert [s.match for s in date_slots((DAY,), ())] == ["unknown"]


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        ("It fell on 15 September 2023.", "It fell on Sept. 15, 2023.", ["same"]),
        ("It fell on 15 September 2023.", "It fell on 5 September 2023.", ["different"]),
        ("It fell on 15 September 2023.", "It fell on 15 September 2021.", ["different"]),
        ("It fell in 2019.", "It fell in June 2019.", ["same"]),
        ("It fell in 2019.", "It fell in 2017.", ["different"]),
        ("It fell in the 1990s.", "It fell in 2003.", ["unknown"]),
        ("It fell in 2019.", "It fell.", ["unknown"]),
        ("It fell.", "It fell in 2019.", []),
        ("It fell on 7 March 2024.", "It fell yesterday.", ["same"]),
        ("It fell on 7 March 2024.", "It fell today.", ["different"]),
        # what a wording puts in brackets is one date with what stands before it
        ("It fell on 15 September [2023].", "It fell on Sept. 5, 2023.", ["different"]),
        ("It fell on 15 September [2023].", "It fell on Sept. 15, 2023.", ["same"]),
        ("It fell on Monday [4 March 2024].", "It fell on 4 March.", ["same"]),
        ("It fell at noon [3 March 2024].", "It fell around noon local time.", ["same"]),
        # "on 3 March" leaves noon open
        ("It fell at noon [3 March 2024].", "It fell on 3 March 2024.", ["wider"]),
        # when it was told is not when it happened
        (
            "The ship was seized in May 2023.",
            "Reports last week that the ship was seized.",
            ["unknown"],
        ),
        ("It opens on 9 March.", "She said on Tuesday that it opens on Sunday.", ["different"]),
        (
            "She said on Monday that it was open.",
            "She said on Tuesday that it was open.",
            ["different"],
        ),
        # a time of day without its day tells nothing of the day
        ("It fell on 3 March 2024.", "It fell around noon local time.", ["unknown"]),
        ("It fell at 12:13.", "It fell at 12:16.", ["same"]),
        ("It fell at 12:13.", "It fell at 2:40 p.m.", ["different"]),
    ],
)
def test_dates_of_sentences(claim: str, passage: str, expected: list[str]) -> None:
    """The passages are said on 8 March 2024."""
    assert matches(slots(claim, passage), "date") == expected


@pytest.mark.parametrize("passage", ["1 February", "yesterday, 1 February"])
def test_a_day_whose_year_was_guessed_for_each_is_no_other_day(passage: str) -> None:
    """An article of 2024 that says "on 1 February" and a page of 2025 may mean one day."""
    ours = days("1 February", datetime(2024, 2, 1, tzinfo=UTC))
    theirs = days(passage, datetime(2025, 2, 1, tzinfo=UTC))
    assert [s.match for s in date_slots((ours,), (theirs,))] == ["unknown"]
    told = days("1 February 2025", datetime(2025, 2, 1, tzinfo=UTC))
    assert [s.match for s in date_slots((ours,), (told,))] == ["different"]
    other = days("3 February", datetime(2025, 2, 3, tzinfo=UTC))
    assert [s.match for s in date_slots((ours,), (other,))] == ["different"]


def test_each_text_has_its_own_now() -> None:
    ours = DateSpan(0, 3, "now", "PRESENT_REF", MAY_3, MAY_3 + timedelta(hours=1), "day")
    theirs = DateSpan(
        0, 3, "now", "PRESENT_REF", MAY_3.replace(day=9), MAY_3.replace(day=10), "day"
    )
    assert date_slots((ours,), (theirs,)) == ()
    assert [s.match for s in date_slots((DAY,), (theirs,))] == ["unknown"]
