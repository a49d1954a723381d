"""How long and how often: durations and sets, which tell no time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.dates import find_dates, find_moments

ANCHOR = datetime(2024, 11, 13, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words", "timex", "precision"),
    [
        ("The war lasted three years.", "three years", "P3Y", "duration"),
        ("They signed a 27-year contract.", "27-year", "P27Y", "duration"),
        ("after a 12-hour flight", "12-hour", "PT12H", "duration"),
        ("two and a half years of war", "two and a half years", "P2.5Y", "duration"),
        ("It took half an hour.", "half an hour", "PT30M", "duration"),
        ("for several months", "several months", "PXM", "duration"),
        ("for a few days", "a few days", "PXD", "duration"),
        ("for a couple of weeks", "a couple of weeks", "P2W", "duration"),
        ("over the years", "the years", "PXY", "duration"),
        ("for decades", "decades", "PXDE", "duration"),
        ("two decades of talks", "two decades", "P2DE", "duration"),
        ("weeks after the vote", "weeks", "PXW", "duration"),
        ("It rained all day.", "all day", "P1D", "duration"),
        ("the 61-year-old mayor", "61-year-old", "P61Y", "duration"),
        ("He earns $5m a year.", "a year", "P1Y", "set"),
        ("They meet twice a week.", "twice a week", "P1W", "set"),
        ("They meet every Tuesday.", "every Tuesday", "XXXX-WXX-2", "set"),
        ("They meet every two years.", "every two years", "P2Y", "set"),
        ("the annual meeting", "annual", "P1Y", "set"),
        ("40 shells per day", "per day", "P1D", "set"),
        ("open on Sundays", "Sundays", "XXXX-WXX-7", "set"),
        ("a recent attack", "recent", "PAST_REF", "vague"),
        ("nobody knows the future.", "the future", "FUTURE_REF", "vague"),
    ],
)
def test_value(text: str, words: str, timex: str, precision: str) -> None:
    (span,) = find_dates(text, ANCHOR)
    assert (span.text, span.timex, span.precision) == (words, timex, precision)
    assert (span.earliest, span.latest) == (None, None)
    assert find_moments(text, ANCHOR) == []


@pytest.mark.parametrize(
    "text",
    ["the Daily Mail", "One day he will speak.", "It was a second defeat.", "in the early hours"],
)
def test_what_tells_no_length(text: str) -> None:
    assert find_dates(text, ANCHOR) == []


def test_dates_keep_their_order_among_durations() -> None:
    found = find_dates("After three years, on 5 May 2024, they met for two days.", ANCHOR)
    assert [d.timex for d in found] == ["P3Y", "2024-05-05", "P2D"]
