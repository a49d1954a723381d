"""What holds for dates whatever the text: offsets, order of bounds, one day in many spellings."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dates import find_dates

ANCHOR = datetime(2024, 11, 23, 12, tzinfo=UTC)
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
PIECES = [
    "the", "of", "on", "in", "by", "since", "until", "last", "next", "this", "early", "mid", "-",
    "–", ",", ".", "/", ":", "12", "2024", "31", "1950s", "May", "March", "Tuesday", "Nov.",
    "weeks", "ago", "three", "later", "end", "first", "quarter", "summer", "6pm", "18:00", "UTC",
    "yesterday", "now", "so far", "Christmas", "century", "19th", "'", "s", "to", "between", "and",
    "year", "half", "decade", "a", "few", "past", "XXXX", "\n", "(", ")", "in the", "before",
]  # fmt: skip

days = st.dates(date(1700, 1, 1), date(2199, 12, 31))
recent = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))  # noqa: DTZ001
anchors = (
    st.none()
    | st.datetimes(timezones=st.just(UTC))
    | recent.map(lambda moment: moment.replace(tzinfo=UTC))
)


def check(text: str, anchor: datetime | None) -> None:
    last = 0
    for span in find_dates(text, anchor):
        assert text[span.start : span.end] == span.text
        assert last <= span.start < span.end
        last = span.end
        assert span.timex
        for bound in (span.earliest, span.latest):
            assert bound is None or bound.utcoffset() == timedelta(0)
        if span.earliest is not None and span.latest is not None:
            assert span.earliest <= span.latest


@given(st.text(max_size=300), anchors)
def test_any_text_is_read_without_an_error(text: str, anchor: datetime | None) -> None:
    check(text, anchor)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), anchors)
@settings(max_examples=400)
def test_any_heap_of_temporal_words_keeps_offsets_and_order(
    text: str, anchor: datetime | None
) -> None:
    check(text, anchor)
    check(text.replace(" ", ""), anchor)


@given(days, st.sampled_from(["on {}.", "{}", "It began ({}) there.", "By then, on {}, he left"]))
def test_one_day_in_many_spellings(day: date, frame: str) -> None:
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    suffix = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    for words in (
        f"{day.day} {month} {day.year}",
        f"{day.day:02d} {month[:3]} {day.year}",
        f"{day.day}{suffix} {month} {day.year}",
        f"{day.day}{suffix} of {month}, {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month} {day.day}{suffix}, {day.year}",
        f"{weekday}, {day.day} {month} {day.year}",
        f"{weekday}, {month} {day.day}, {day.year}",
        f"{day.isoformat()}",
        f"{day.year}/{day.month:02d}/{day.day:02d}",
        f"{day.day:02d}.{day.month:02d}.{day.year}",
    ):
        text = frame.format(words)
        found = find_dates(text, ANCHOR)
        assert [span.timex for span in found] == [day.isoformat()], text
        assert found[0].text == words
        assert found[0].earliest == datetime(day.year, day.month, day.day, tzinfo=UTC)
        assert found[0].latest == found[0].earliest + timedelta(days=1, microseconds=-1)


@given(recent, st.integers(1, 300), st.sampled_from(["day", "week", "month", "year"]))
def test_so_long_ago_holds_the_day_so_long_ago(moment: datetime, count: int, unit: str) -> None:
    anchor = moment.replace(tzinfo=UTC)
    span = find_dates(f"It happened {count} {unit}s ago.", anchor)[0]
    assert span.earliest is not None
    assert span.latest is not None
    length = {"day": 1, "week": 7, "month": 30.44, "year": 365.24}[unit]
    near = anchor - timedelta(days=length * count)
    slack = timedelta(days=length + 5)
    assert span.earliest - slack <= near <= span.latest + slack


@given(recent)
def test_a_bare_weekday_in_the_past_is_within_a_week(moment: datetime) -> None:
    anchor = moment.replace(tzinfo=UTC)
    for name in WEEKDAYS:
        span = find_dates(f"He said on {name} that it fell.", anchor)[0]
        assert span.earliest is not None
        assert 0 <= (anchor.date() - span.earliest.date()).days < 7
        assert WEEKDAYS[span.earliest.weekday()] == name


def test_time_grows_with_the_length_and_no_faster() -> None:
    for piece in (
        "12 ",
        "2024-",
        "May ",
        "the ",
        "last ",
        "1/1/",
        "of the end of ",
        "three ",
        "–",
        "a",
    ):
        times = []
        for size in (3_000, 12_000):
            text = piece * (size // len(piece))
            begin = time.process_time()
            find_dates(text, ANCHOR)
            times.append(time.process_time() - begin)
        # four times the text in at most ten times the time, and never slow
        assert times[1] < max(10 * times[0], 0.3), (piece, times)
        assert times[1] < 3, (piece, times)
