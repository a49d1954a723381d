"""Times in words, and timelines in percent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from newsroom import day, month

from extractors.records import EventTime
from warehouse.reports.model import (
    Archived,
    ClaimView,
    Dated,
    FindingView,
    Passage,
    Quote,
    TimeWindow,
)
from warehouse.reports.timeline import MOST_ROWS, timeline
from warehouse.reports.wording import bounds, counted, instant, link, published, window

STEP = timedelta(microseconds=1)
NOON = datetime(2025, 5, 8, 12, 0, tzinfo=UTC)
MIDNIGHT = datetime(2025, 5, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        (MIDNIGHT, MIDNIGHT + timedelta(days=1) - STEP, "8 May 2025"),
        (MIDNIGHT, MIDNIGHT + timedelta(days=3) - STEP, "from 8 May 2025 to 10 May 2025"),
        (month(2025, 5).earliest, month(2025, 5).latest, "May 2025"),
        (month(2024, 12).earliest, month(2024, 12).latest, "December 2024"),
        (month(2024, 1).earliest, month(2024, 12).latest, "2024"),
        (month(2016, 1).earliest, month(2017, 12).latest, "2016 to 2017"),
        (NOON, NOON, "8 May 2025"),
        (NOON, None, "from 8 May 2025"),
        (None, NOON, "until 8 May 2025"),
        (None, None, ""),
        (MIDNIGHT, datetime.max.replace(tzinfo=UTC), "from 8 May 2025 to 31 December 9999"),
    ],
)
def test_bounds_in_the_fewest_words(
    earliest: datetime | None, latest: datetime | None, words: str
) -> None:
    assert bounds(earliest, latest) == words


def test_publication_dates_tell_their_doubt() -> None:
    assert published(Dated(NOON, "feed pubDate", True)) == "8 May 2025, 12:00 UTC"
    assert published(Dated(MIDNIGHT, "url", False)) == "8 May 2025 (date in doubt: url)"
    assert published(Dated(None, "absent", False)) == "no date given"
    assert instant(MIDNIGHT) == "8 May 2025"


def test_window_tells_how_a_time_is_known() -> None:
    known = TimeWindow(NOON, NOON, "published")
    assert window(known) == "8 May 2025 (bounded only by the publication date)"
    assert window(TimeWindow(None, None, "published")) == ""


def test_counted_words() -> None:
    assert [counted(n, "claim") for n in (0, 1, 2)] == ["no claims", "1 claim", "2 claims"]
    assert counted(3, "address", "addresses") == "3 addresses"


def test_links_are_web_addresses_only() -> None:
    assert link("https://a.example/b?c=d#e") == "https://a.example/b?c=d#e"
    assert link("HTTP://a.example/") == "HTTP://a.example/"
    assert link("javascript:alert(1)") is None
    assert link(None) is None


def claim(when: EventTime | None, *findings: FindingView) -> ClaimView:
    time = TimeWindow(None, None, "none")
    if when is not None:
        time = TimeWindow(when.earliest, when.latest, when.basis)
    quote = Quote("", "it happened", "")
    return ClaimView(
        "c", 1, "refuted", quote, (), "POS", "CERTAIN", "actual", time, tuple(findings)
    )


def finding(
    when: EventTime | None, date: datetime | None = None, outlet: str = "Post"
) -> FindingView:
    time = (
        TimeWindow(when.earliest, when.latest, when.basis)
        if when
        else TimeWindow(None, None, "none")
    )
    passage = Passage(
        Quote("", "it did not", ""),
        (outlet,),
        outlet,
        "title",
        "https://a.example/",
        Dated(date, "feed", True),
        time,
        Archived("", None, None, None),
    )
    return FindingView("f", "contradicts", "date", "date/1", "", (), passage, None, "")


def test_timeline_sets_the_claims_window_beside_the_evidences() -> None:
    drawn = timeline(claim(month(2025, 5), finding(day(2025, 5, 8))))
    assert drawn is not None
    claimed, told = drawn.rows
    assert (claimed.label, claimed.time, claimed.relation) == ("the claim", "May 2025", "claim")
    assert (told.label, told.time) == ("Post", "8 May 2025")
    (own,), (other,) = claimed.bars, told.bars
    assert own.left < other.left < other.left + other.width < own.left + own.width
    assert all(0 <= tick.left <= 100 for tick in drawn.ticks)


def test_timeline_shows_only_a_publication_date_as_hollow() -> None:
    drawn = timeline(claim(month(2025, 5), finding(None, NOON)))
    assert drawn is not None
    assert drawn.rows[1].bars[0].hollow
    assert drawn.rows[1].time == "published 8 May 2025"


def test_no_timeline_without_two_dated_things() -> None:
    assert timeline(claim(month(2025, 5))) is None
    assert timeline(claim(None, finding(None, NOON), finding(None, MIDNIGHT))) is None
    assert timeline(claim(month(2025, 5), finding(None))) is None
    rejected = replace(finding(day(2025, 5, 8)), review="reject")
    assert timeline(claim(month(2025, 5), rejected)) is None
    bounded = replace(day(2025, 5, 8), basis="published")
    assert timeline(claim(bounded, finding(day(2025, 5, 9)))) is None


def test_open_windows_reach_the_edge() -> None:
    since = EventTime(MIDNIGHT, None, "2025-05-08", "day", "stated")
    until = EventTime(None, MIDNIGHT, "2025-05-08", "day", "stated")
    drawn = timeline(claim(since, finding(until), finding(day(2025, 6, 1))))
    assert drawn is not None
    (own,), (first, _) = (row.bars for row in drawn.rows)
    assert own.left + own.width == pytest.approx(100.0, abs=0.01)
    assert first.left == 0.0


@pytest.mark.parametrize("days", [0, 1, 20, 80, 400, 1500, 40000])
def test_timeline_of_any_span_has_a_few_ticks_apart(days: int) -> None:
    later = NOON + timedelta(days=days)
    other = EventTime(later, later, "", "second", "stated")
    drawn = timeline(claim(day(2025, 5, 8), finding(other)))
    assert drawn is not None
    places = [tick.left for tick in drawn.ticks]
    assert 1 <= len(places) <= 7
    assert all(after - before >= 16 for before, after in pairwise(places))


def test_dates_of_one_source_share_a_row_and_equal_ones_a_bar() -> None:
    same = finding(day(2025, 5, 8))
    drawn = timeline(claim(None, same, same, finding(day(2025, 5, 9)), finding(None, NOON)))
    assert drawn is not None
    (row,) = drawn.rows
    assert (row.time, len(row.bars)) == ("3 dates", 3)


def test_timeline_stays_short_however_many_findings() -> None:
    findings = [finding(day(2025, 5, n), outlet=f"Post {n}") for n in range(1, 30)]
    drawn = timeline(claim(month(2025, 5), *findings))
    assert drawn is not None
    assert len(drawn.rows) == MOST_ROWS
