"""Dates: what is read, what it is worth, and what must not be read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.dates import find_dates
from extractors.records import DateSpan

ANCHOR = datetime(2024, 11, 23, 12, tzinfo=UTC)  # a Saturday


def only(text: str, anchor: datetime | None = ANCHOR) -> DateSpan:
    found = find_dates(text, anchor)
    assert len(found) == 1, found
    assert text[found[0].start : found[0].end] == found[0].text
    return found[0]


def bounds(span: DateSpan) -> tuple[str, str]:
    first = span.earliest.date().isoformat() if span.earliest else ""
    last = span.latest.date().isoformat() if span.latest else ""
    return first, last


@pytest.mark.parametrize(
    ("text", "words", "timex", "first", "last", "precision"),
    [
        ("on 19 June 2024 they", "19 June 2024", "2024-06-19", "2024-06-19", "2024-06-19", "day"),
        ("on June 19, 2024.", "June 19, 2024", "2024-06-19", "2024-06-19", "2024-06-19", "day"),
        ("in May 2024", "May 2024", "2024-05", "2024-05-01", "2024-05-31", "month"),
        ("the 2016–17 season", "2016–17", "2016/2017", "2016-01-01", "2017-12-31", "year"),
        ("In 2016-2017", "2016-2017", "2016/2017", "2016-01-01", "2017-12-31", "year"),
        ("in 2022 it fell", "2022", "2022", "2022-01-01", "2022-12-31", "year"),
        ("in the 1950s", "the 1950s", "195", "1950-01-01", "1959-12-31", "decade"),
        (
            "12 to 13 November 2024",
            "12 to 13 November 2024",
            "2024-11-12/2024-11-13",
            "2024-11-12",
            "2024-11-13",
            "day",
        ),
        (
            "from 8 to 10 May 2025",
            "8 to 10 May 2025",
            "2025-05-08/2025-05-10",
            "2025-05-08",
            "2025-05-10",
            "day",
        ),
        ("on Nov. 12 he", "Nov. 12", "2024-11-12", "2024-11-12", "2024-11-12", "day"),
        ("at 2024-11-12", "2024-11-12", "2024-11-12", "2024-11-12", "2024-11-12", "day"),
        ("on 13/11/2024", "13/11/2024", "2024-11-13", "2024-11-13", "2024-11-13", "day"),
        ("yesterday", "yesterday", "2024-11-22", "2024-11-22", "2024-11-22", "day"),
        ("last week", "last week", "2024-W46", "2024-11-11", "2024-11-17", "week"),
        ("said on Tuesday", "Tuesday", "2024-11-19", "2024-11-19", "2024-11-19", "day"),
        ("will go on Tuesday", "Tuesday", "2024-11-26", "2024-11-26", "2024-11-26", "day"),
        ("three weeks ago", "three weeks ago", "2024-W44", "2024-10-28", "2024-11-03", "week"),
        ("in early 2025", "early 2025", "2025", "2025-01-01", "2025-07-02", "year"),
        ("by December", "December", "2024-12", "", "2024-12-31", "month"),
        ("since 2014", "2014", "2014", "2014-01-01", "", "year"),
        ("after 12 November", "12 November", "2024-11-12", "2024-11-13", "", "day"),
        ("next month", "next month", "2024-12", "2024-12-01", "2024-12-31", "month"),
        ("the past three weeks", "the past three weeks", "P3W", "2024-11-02", "2024-11-23", "week"),
        ("Q1 2024", "Q1 2024", "2024-Q1", "2024-01-01", "2024-03-31", "quarter"),
        (
            "the summer of 2024",
            "the summer of 2024",
            "2024-SU",
            "2024-06-01",
            "2024-08-31",
            "season",
        ),
        ("the 19th century", "the 19th century", "18", "1800-01-01", "1899-12-31", "century"),
    ],
)
def test_value(text: str, words: str, timex: str, first: str, last: str, precision: str) -> None:
    span = only(text)
    assert (span.text, span.timex, *bounds(span), span.precision) == (
        words,
        timex,
        first,
        last,
        precision,
    )


@pytest.mark.parametrize(
    "text",
    [
        "May I ask",
        "he may march on",
        "the Sunday Times",
        "a second time",
        "2024 soldiers",
        "some 1,500 men",
        "lives at 2024 Main Street",
        "version 2.0.2024",
        "call +1 202-555-2024",
        "they won 3-2",
        "Resolution 1973",
        "USA Today",
        "more than 2024 people",
        "12/11/2024",
        "he fell to the floor",
    ],
)
def test_no_date(text: str) -> None:
    assert find_dates(text, ANCHOR) == []


def test_locale_hint_and_the_texts_own_dates_decide_the_order() -> None:
    assert find_dates("12/11/2024", ANCHOR, day_first=True)[0].timex == "2024-11-12"
    assert find_dates("12/11/2024", ANCHOR, day_first=False)[0].timex == "2024-12-11"
    assert [d.timex for d in find_dates("12/11/2024, 25/11/2024", ANCHOR)] == [
        "2024-11-12",
        "2024-11-25",
    ]


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("yesterday", "PAST_REF"),
        ("tomorrow", "FUTURE_REF"),
        ("now", "PRESENT_REF"),
        ("on 12 November", "XXXX-11-12"),
        ("on Tuesday", "XXXX-WXX-2"),
    ],
)
def test_without_an_anchor_a_relative_date_is_vague(text: str, timex: str) -> None:
    span = only(text, None)
    assert (span.timex, span.earliest, span.latest, span.precision) == (timex, None, None, "vague")


def test_until_now_ends_at_the_anchor() -> None:
    span = only("until now")
    assert (span.timex, *bounds(span)) == ("PAST_REF", "", "2024-11-23")


def test_a_year_earlier_counts_from_the_date_named_before() -> None:
    found = find_dates("In 2022 it fell; a year earlier it rose.", ANCHOR)
    assert [d.timex for d in found] == ["2022", "2021"]


def test_a_time_of_day_is_converted_from_its_zone() -> None:
    span = only("at 6:40 p.m. (GMT+8) on 17 October 2007")
    assert span.earliest == datetime(2007, 10, 17, 10, 40, tzinfo=UTC)
    assert span.precision == "minute"


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("in the first week of July", "the first week of July", "2024-07-01", "2024-07-07"),
        ("the last two months of 2023", "the last two months of 2023", "2023-11-01", "2023-12-31"),
        ("two days after 12 November", "two days after 12 November", "2024-11-14", "2024-11-14"),
        ("the week of 18 November", "the week of 18 November", "2024-11-18", "2024-11-24"),
        ("arrived on the 18th.", "the 18th", "2024-11-18", "2024-11-18"),
        ("between January 22 and now", "January 22 and now", "2024-01-22", "2024-11-23"),
        ("from next Monday to Friday", "next Monday to Friday", "2024-11-25", "2024-11-29"),
        ("before the end of the year", "the end of the year", "", "2024-12-31"),
        ("the 2015 assaults", "2015", "2015-01-01", "2015-12-31"),
        ("• 2022 Negotiations: talks", "2022", "2022-01-01", "2022-12-31"),
        ("they met in the last year.", "the last year", "2023-11-23", "2024-11-23"),
        ("The race is on Nov 27.", "Nov 27", "2024-11-27", "2024-11-27"),
        ("at the Christmas Eve mass", "Christmas Eve", "2024-12-24", "2024-12-24"),
        ("in the winter of 2024-25", "the winter of 2024-25", "2024-12-01", "2025-02-28"),
        ("no later than 2020", "2020", "", "2020-12-31"),
        ("year 2012 or later.", "2012", "2012-01-01", ""),
    ],
)
def test_parts_and_ranges(text: str, words: str, first: str, last: str) -> None:
    span = only(text)
    assert (span.text, *bounds(span)) == (words, first, last)


def test_a_time_without_a_day_belongs_to_the_day_named_before() -> None:
    found = find_dates("On Tuesday he left at 7:33 pm.", ANCHOR)
    assert found[1].earliest == datetime(2024, 11, 19, 19, 33, tzinfo=UTC)


def test_a_quarter_of_a_match_is_no_date() -> None:
    assert find_dates("They scored twice in the second quarter to win.", ANCHOR) == []
    assert find_dates("Profit rose in the second quarter.", ANCHOR)[0].timex == "2024-Q2"
