"""Times, names and verdicts in words, and timelines in percent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from newsroom import month

from extractors.records import Verdict
from warehouse.reports.model import ClaimView, Dated, FindingView, PassageView
from warehouse.reports.timeline import MOST_ROWS, timeline
from warehouse.reports.wording import (
    Bearing,
    bounds,
    counted,
    dated,
    instant,
    link,
    listed,
    parted,
    published,
    reason,
    slots,
    verdict,
)

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


def test_counted_words() -> None:
    assert [counted(n, "claim") for n in (0, 1, 2)] == ["no claims", "1 claim", "2 claims"]
    assert counted(3, "address", "addresses") == "3 addresses"


def test_links_are_web_addresses_only() -> None:
    assert link("https://a.example/b?c=d#e") == "https://a.example/b?c=d#e"
    assert link("HTTP://a.example/") == "HTTP://a.example/"
    assert link("javascript:alert(1)") is None
    assert link(None) is None


def passage(
    said: datetime | None, outlet: str = "Post", said_by: tuple[str, ...] = (), sure: bool = True
) -> PassageView:
    published = Dated(said, "feed", sure)
    return PassageView(
        "p", "https://a.example/", outlet, "", 0, 1, "x", said_by, published, said, False, "", 1
    )


def finding(said: datetime | None, outlet: str = "Post", sure: bool = True) -> FindingView:
    told = passage(said, outlet, sure=sure)
    return FindingView("f", "contradicts", "date", "date/1", 0.9, "", (), told, None, "")


def claim(*findings: FindingView, verdict: Verdict | None = "refuted") -> ClaimView:
    return ClaimView(
        claim_id="c",
        number=1,
        start=0,
        end=1,
        sentence_start=0,
        sentence_end=1,
        wording="It happened.",
        kind="fact",
        polarity="POS",
        certainty="CERTAIN",
        said_by=(),
        verdict=verdict,
        confidence=0.9,
        reason="",
        findings=findings,
        nearest=(),
    )


def test_passages_tell_the_day_of_their_post() -> None:
    post = replace(passage(NOON), said_at=datetime(2025, 5, 9, tzinfo=UTC))
    assert dated(post) == "9 May 2025"
    assert dated(passage(NOON)) == "8 May 2025"
    assert dated(passage(NOON, sure=False)) == "8 May 2025 (date in doubt)"
    assert dated(passage(None)) == "no date given"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B", "A"], "A and B"),
        (["A", "B", "C"], "A, B and C"),
        (["A", "B", "C", "D", "E"], "A, B, C and 2 more"),
    ],
)
def test_names_in_a_line(words: list[str], line: str) -> None:
    assert listed(words) == line


def test_verdicts_are_words_and_name_who_says_so() -> None:
    assert verdict(claim(finding(NOON), finding(NOON, "BBC"))) == "contradicted by Post and BBC"
    assert verdict(claim(verdict="supported")) == "supported"
    assert verdict(claim(verdict="conflicting evidence")) == "the sources disagree"
    assert verdict(claim(verdict="not enough evidence")) == "not enough evidence"
    assert verdict(replace(claim(verdict=None), kind="opinion")) == "not checked: opinion"


def test_a_reason_is_not_told_twice() -> None:
    one = replace(finding(NOON), explanation="It was not so.")
    told = replace(claim(one), reason="Post: It was not so.")
    assert reason(told) == ""
    assert reason(replace(told, findings=(one, finding(NOON, "BBC")))) == ""
    other = replace(one, passage=replace(one.passage, text="other words"))
    assert reason(replace(told, findings=(one, other))) == "Post: It was not so."
    assert reason(replace(told, reason="Two deny it.")) == "Two deny it."


def test_both_sides_are_in_sight_where_there_are_two() -> None:
    one = finding(NOON)
    against = [Bearing(replace(one, finding_id=f"a{n}"), ()) for n in range(9)]
    backing = [Bearing(replace(one, finding_id=f"s{n}", relation="supports"), ()) for n in range(4)]
    shown, folded = parted([*against, *backing])
    assert [b.finding.finding_id for b in shown] == ["a0", "a1", "a2", "s0", "s1"]
    assert len(folded) == 8
    shown, folded = parted([against[0], *backing])
    assert (len(shown), folded) == (5, [])


def test_slots_are_told_from_other_details() -> None:
    details = (
        ("date", "different: in May | in June: the 3rd | 4th"),
        ("actor", "same: Seoul | Seoul"),
        ("actor 2", "unknown:  | Kyiv"),
        ("supports", "0.20"),
    )
    compared, others = slots(replace(finding(NOON), details=details))
    assert [(slot.name, slot.comparison) for slot in compared] == [
        ("actor", "same"),
        ("actor 2", "unknown"),
        ("date", "different"),
    ]
    assert others == [("supports", "0.20")]


def test_timeline_sets_what_was_said_beside_the_articles_day() -> None:
    later = NOON + timedelta(days=9)
    drawn = timeline(claim(finding(NOON), finding(later, "BBC")), NOON + timedelta(days=3))
    assert drawn is not None
    first, second = drawn.rows
    assert (first.label, first.time, first.relation) == ("Post", "8 May 2025", "contradicts")
    assert drawn.article is not None
    assert first.places[0] < drawn.article < second.places[0]
    assert all(0 <= tick.left <= 100 for tick in drawn.ticks)


def test_no_timeline_without_two_days_that_are_sure() -> None:
    later = NOON + timedelta(days=9)
    assert timeline(claim(finding(NOON), finding(NOON, "BBC")), MIDNIGHT) is None
    assert timeline(claim(finding(NOON), finding(None)), MIDNIGHT) is None
    assert timeline(claim(finding(NOON), finding(later, sure=False)), MIDNIGHT) is None
    rejected = replace(finding(later), review="reject")
    assert timeline(claim(finding(NOON), rejected), MIDNIGHT) is None


@pytest.mark.parametrize("days", [1, 20, 80, 400, 1500, 40000])
def test_timeline_of_any_span_has_a_few_ticks_apart(days: int) -> None:
    drawn = timeline(claim(finding(NOON), finding(NOON + timedelta(days=days))), None)
    assert drawn is not None
    places = [tick.left for tick in drawn.ticks]
    assert 1 <= len(places) <= 7
    assert all(after - before >= 16 for before, after in pairwise(places))


def test_days_of_one_source_share_a_row() -> None:
    drawn = timeline(claim(finding(NOON), finding(NOON), finding(NOON + timedelta(days=1))), None)
    assert drawn is not None
    (row,) = drawn.rows
    assert (row.time, len(row.places)) == ("2 dates", 2)


def test_timeline_stays_short_however_many_findings() -> None:
    many = [finding(NOON + timedelta(days=n), f"Post {n}") for n in range(1, 30)]
    drawn = timeline(claim(*many), None)
    assert drawn is not None
    assert len(drawn.rows) == MOST_ROWS
