"""One parser of times for pages, feeds and archives."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from extractors.page.stamps import stamp_of
from extractors.page.times import read_moment

EVENING = datetime(2024, 11, 13, 21, 5, tzinfo=UTC)
FROM_MOSCOW = datetime(2024, 11, 13, 18, 5, tzinfo=UTC)
FROM_NEW_YORK = datetime(2024, 11, 14, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "value", "sure"),
    [
        ("Nov 13, 2024 9:05 PM", EVENING, False),
        ("Nov 13 2024 9:05PM", EVENING, False),
        ("13 November 2024, 9.05 p.m. GMT", EVENING, True),
        ("November 13th, 2024 at 9:05 p.m. GMT", EVENING, True),
        ("2024-11-13 09:05 PM", EVENING, False),
        ("Wed Nov 13 2024 21:05:00 GMT+0300 (MSK)", FROM_MOSCOW, True),
        ("Wed, 13 Nov 2024 21:05:00 +03:00", FROM_MOSCOW, True),
        ("2024-11-13T21:05:00+0300", FROM_MOSCOW, True),
        ("2024-11-13T21:05:00+03", FROM_MOSCOW, True),
        ("2024-11-13 21:05 MSK", FROM_MOSCOW, True),
        ("2024-11-13 21:05 Europe/Moscow", FROM_MOSCOW, True),
        ("Wed, 13 Nov 2024 21:05:00 EST", FROM_NEW_YORK, True),
        ("Nov. 13, 2024 9:05 p.m. ET", FROM_NEW_YORK, True),
        ("2024-11-13T21:05:00-05:00[America/New_York]", FROM_NEW_YORK, True),
        ("Wed, 13 Nov 24 21:05:00 GMT", EVENING, True),
        ("Wed Nov 13 21:05:00 2024", EVENING, False),
        ("20241113T210500Z", EVENING, True),
        ("13.11.2024 21:05", EVENING, False),
        ("11/13/2024 9:05 PM", EVENING, False),
        ("Nov 13, 2024, 21:05 IST", EVENING, False),
    ],
)
def test_the_forms_that_editors_and_programs_write(text: str, value: datetime, sure: bool) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert (moment.value, moment.sure) == (value, sure)


@pytest.mark.parametrize(
    ("clock", "hour"), [("12:30 AM", 0), ("12:30 PM", 12), ("1:30 PM", 13), ("11:30 am", 11)]
)
def test_noon_and_midnight_of_a_twelve_hour_clock(clock: str, hour: int) -> None:
    moment = read_moment(f"13 November 2024, {clock} UTC")
    assert moment is not None
    assert moment.value == datetime(2024, 11, 13, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00:00+14:00",
        "0001-01-01",
        "0999-12-31T23:00:00Z",
        "9999-12-31T23:59:59-05:00",
        "2201-06-01",
        "05/07/2024",  # the fifth of July, or the seventh of May
        "2024-11-13T25:00:00Z",
        "2024-11-13T21:05:00+99:00",
        "November 2024",
        "soon",
        "13" * 200,
    ],
)
def test_what_names_no_instant_is_no_date(text: str) -> None:
    assert read_moment(text) is None


def test_a_time_without_a_zone_is_unsure_unless_the_outlets_is_known() -> None:
    assert not stamp_of("Nov 13, 2024 9:05 PM", "meta pubdate").sure
    assert not stamp_of("2024-11-13", "meta pubdate", ZoneInfo("UTC")).sure
    assert stamp_of("2024-11-13T21:05", "meta pubdate", ZoneInfo("Europe/Moscow")).sure
    assert stamp_of("2024-11-13T21:05Z", "meta pubdate").sure
