"""Relative dates of two parts, fiscal years, times with their zones, holidays by their tense."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.dates import find_moments
from extractors.records import DateSpan

ANCHOR = datetime(2024, 11, 13, 9, tzinfo=UTC)  # a Wednesday


def only(text: str, anchor: datetime | None = ANCHOR) -> DateSpan:
    found = find_moments(text, anchor)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "timex"),
    [
        ("It was signed last week on Monday.", "last week on Monday", "2024-11-04"),
        ("They meet next week, on Friday.", "next week, on Friday", "2024-11-22"),
        ("A week ago on Monday it burned.", "A week ago on Monday", "2024-11-04"),
        ("Two weeks ago Friday it burned.", "Two weeks ago Friday", "2024-11-01"),
        ("It is due on Monday week.", "Monday week", "2024-11-25"),
        ("It is due a week on Tuesday.", "a week on Tuesday", "2024-11-26"),
        (
            "It opens on the first Friday of next month.",
            "the first Friday of next month",
            "2024-12-06",
        ),
        ("on the last Sunday in March 2025", "the last Sunday in March 2025", "2025-03-30"),
        ("Twenty years ago this month it fell.", "Twenty years ago this month", "2004-11"),
        ("A year ago today it fell.", "A year ago today", "2023-11-13"),
        ("Ten years ago, on 12 November, it fell.", "Ten years ago, on 12 November", "2014-11-12"),
        ("Three weeks ago today it fell.", "Three weeks ago today", "2024-10-23"),
        ("Exports are up on this time last year.", "this time last year", "2023-11"),
        ("It was sold by year-end.", "year-end", "2024"),
        ("Prices rose over the weekend.", "the weekend", "2024-W45-WE"),
        ("They will meet at the weekend.", "the weekend", "2024-W46-WE"),
    ],
)
def test_two_parts_are_one_date(text: str, words: str, timex: str) -> None:
    span = only(text)
    assert (span.text, span.timex) == (words, timex)


def test_no_fifth_friday_is_made_up() -> None:
    found = find_moments("on the fifth Friday of February 2023", ANCHOR)
    assert all(d.precision != "day" or d.text == "Friday" for d in found)


@pytest.mark.parametrize(
    ("text", "words", "timex"),
    [
        ("Output rose in FY2024.", "FY2024", "FY2024"),
        ("Output rose in FY24.", "FY24", "FY2024"),
        ("Output rose in fiscal 2024.", "fiscal 2024", "FY2024"),
        ("Output rose in 2022/23.", "2022/23", "FY2023"),
        ("in the fiscal year 2023-24", "the fiscal year 2023-24", "FY2024"),
        ("in the 2023-24 tax year", "2023-24 tax year", "FY2024"),
        ("in the 2023 financial year", "2023 financial year", "FY2023"),
    ],
)
def test_a_fiscal_year_is_no_calendar_year(text: str, words: str, timex: str) -> None:
    span = only(text)
    assert (span.text, span.timex) == (words, timex)
    assert span.earliest is not None
    assert span.earliest.month == 4


@pytest.mark.parametrize(
    ("text", "timex", "precision"),
    [
        ("at 0800 GMT on Tuesday", "2024-11-12T08:00Z", "minute"),
        ("at 1430 hours the train stopped", "2024-11-13T14:30", "minute"),
        ("at 08:00 Kyiv time on 12 November", "2024-11-12T06:00Z", "minute"),
        ("at 08:00 Kyiv time on 12 July 2024", "2024-07-12T05:00Z", "minute"),
        ("at 10:30 a.m. ET on Monday", "2024-11-11T15:30Z", "minute"),
        ("at 9am Eastern Standard Time on Monday", "2024-11-11T14:00Z", "minute"),
        ("at 7pm local time on Monday", "2024-11-11T19:00", "day"),
        ("at 7pm Port Moresby time on Monday", "2024-11-11T19:00", "day"),
        ("Stamped 02/08/2012 4:49 PM by the office.", "T16:49", "vague"),
        ("At 9:30 p.m. on the night of the coup, tanks came.", "T21:30", "vague"),
    ],
)
def test_a_time_has_its_day_and_its_zone(text: str, timex: str, precision: str) -> None:
    span = only(text)
    assert (span.timex, span.precision) == (timex, precision)


def test_hours_of_work_are_no_time_of_day() -> None:
    assert find_moments("It took 1430 hours of work.", ANCHOR) == []


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("On Christmas Day the pipeline was cut.", "2023-12-25"),
        ("The pipeline will open on Christmas Day.", "2024-12-25"),
        ("On Valentine's Day protesters blocked the road.", "2024-02-14"),
        ("They agreed to leave by 1 March.", "2025-03-01"),
        ("The ministry promised to finish on 5 December.", "2024-12-05"),
        ("The bonds are payable on 30 November.", "2024-11-30"),
        ("They may strike on 20 December.", "2024-12-20"),
        ("They crossed on 20 December.", "2023-12-20"),
    ],
)
def test_the_tense_tells_the_year(text: str, timex: str) -> None:
    assert only(text).timex == timex


@pytest.mark.parametrize(
    "text", ["in April O'Neil's team", "The actress January Jones spoke.", "with June Carter"]
)
def test_a_forename_is_no_month(text: str) -> None:
    assert find_moments(text, ANCHOR) == []
