"""Times as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from extractors.page.stamps import judged, read_time, zone
from extractors.records import ABSENT, Stamp

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-05-07T09:00:00Z", datetime(2024, 5, 7, 9, tzinfo=UTC)),
        ("2024-05-07T09:00:00.000Z", datetime(2024, 5, 7, 9, tzinfo=UTC)),
        ("2024-05-07T09:00:00+0200", datetime(2024, 5, 7, 7, tzinfo=UTC)),
        ("2024-05-07 09:00:00 +02:00", datetime(2024, 5, 7, 7, tzinfo=UTC)),
        ("2024-05-07T09:00", datetime(2024, 5, 7, 7, tzinfo=UTC)),
        ("2024-05-07", datetime(2024, 5, 6, 22, tzinfo=UTC)),
        ("20240507", datetime(2024, 5, 6, 22, tzinfo=UTC)),
        ("Tue, 07 May 2024 09:00:00 GMT", datetime(2024, 5, 7, 9, tzinfo=UTC)),
        (1715072400000, datetime(2024, 5, 7, 9, tzinfo=UTC)),
        ("1715072400", datetime(2024, 5, 7, 9, tzinfo=UTC)),
    ],
)
def test_the_forms_of_a_time_are_read(value: object, expected: datetime) -> None:
    assert read_time(value, PARIS) == expected


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "soon",
        True,
        [],
        {},
        "2024-13-45",
        "1970-01-01",
        0,
        1e400,
        "9" * 60,
        -1,
        "0001-01-01",
    ],
)
def test_what_is_no_time_is_none(value: object) -> None:
    assert read_time(value, PARIS) is None


def test_an_unknown_zone_is_utc() -> None:
    assert zone("Nowhere/At/All") is UTC
    assert zone("../../etc/passwd") is UTC


def test_without_any_source_both_times_are_absent() -> None:
    times = judged([], [])
    assert (times.published, times.modified) == (ABSENT, ABSENT)


def test_a_change_before_the_publication_is_unsure() -> None:
    first = Stamp(datetime(2024, 5, 7, tzinfo=UTC), "a")
    draft = Stamp(datetime(2024, 5, 1, tzinfo=UTC), "b")
    assert not judged([first], [draft]).modified.sure
