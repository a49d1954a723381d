"""Where a claim's time and its evidence's times stand beside each other, in percent of a width.

In: a claim. Out: marks and ticks, or None where there are not two dated things to compare.
Touches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warehouse.reports.model import ClaimView, FindingView, TimeWindow
from warehouse.reports.wording import bounds, day

# Eight rows are what a reader takes in at a glance; the cards below hold the rest.
MOST_MARKS = 8
NARROWEST = 0.9
PADDING = 0.06
# Labels are centred on their tick: outside these they would be cut off, or touch each other.
FIRST_TICK, LAST_TICK, TICK_GAP = 8.0, 92.0, 17.0
SHORTEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar: ``left`` and ``width`` in percent; ``hollow`` when only the page's date is known."""

    label: str
    time: str
    relation: str
    left: float
    width: float
    hollow: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A calendar date on the axis, at ``left`` percent."""

    label: str
    left: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars from top to bottom, the claim's own first."""

    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    relation: str
    earliest: datetime | None
    latest: datetime | None
    hollow: bool


def timeline(claim: ClaimView) -> Timeline | None:
    """The claim's time window against its evidence's; None where fewer than two are dated."""
    rows: list[_Row] = []
    if _is_told(claim.when):
        rows.append(_Row("the claim", "claim", claim.when.earliest, claim.when.latest, False))
    for finding in claim.findings:
        row = _evidence(finding)
        if row is not None and row not in rows and len(rows) < MOST_MARKS:
            rows.append(row)
    if len(rows) < 2 or all(row.hollow for row in rows):
        return None
    known = [t for row in rows for t in (row.earliest, row.latest) if t is not None]
    first, last = min(known), max(known)
    padding = max((last - first) * PADDING, SHORTEST)
    first, last = _shifted(first, -padding), _shifted(last, padding)
    return Timeline(
        marks=tuple(_mark(row, first, last) for row in rows),
        ticks=_ticks(first, last),
    )


def _is_told(when: TimeWindow) -> bool:
    return when.basis in ("stated", "context") and bool(when.earliest or when.latest)


def _evidence(finding: FindingView) -> _Row | None:
    passage = finding.passage
    if passage is None or finding.review == "reject":
        return None
    if _is_told(passage.when):
        when = passage.when
        return _Row(passage.outlet, finding.relation, when.earliest, when.latest, False)
    date = passage.published.value
    if date is None or not passage.published.sure:
        return None
    return _Row(passage.outlet, finding.relation, date, date, True)


def _shifted(value: datetime, by: timedelta) -> datetime:
    try:
        return value + by
    except OverflowError:
        return value


def _percent(value: datetime, first: datetime, last: datetime) -> float:
    return 100.0 * ((value - first) / (last - first))


def _mark(row: _Row, first: datetime, last: datetime) -> Mark:
    left = 0.0 if row.earliest is None else _percent(row.earliest, first, last)
    right = 100.0 if row.latest is None else _percent(row.latest, first, last)
    width = max(right - left, NARROWEST)
    when = "published " + day(row.earliest) if row.hollow and row.earliest else ""
    return Mark(
        label=row.label,
        time=when or bounds(row.earliest, row.latest),
        relation=row.relation,
        left=round(min(left, 100.0 - NARROWEST), 2),
        width=round(width, 2),
        hollow=row.hollow,
    )


def _ticks(first: datetime, last: datetime) -> tuple[Tick, ...]:
    """Up to six or so dates: years, months or days, whichever the span asks for."""
    span = (last - first).days
    if span > 3 * 365:
        step = max(1, -(-(last.year - first.year) // 6))
        dates = [datetime(y, 1, 1, tzinfo=UTC) for y in range(first.year + 1, last.year + 1, step)]
        labels = [f"{date.year}" for date in dates]
    elif span > 75:
        step = max(1, -(-(span // 30) // 6))
        start = first.year * 12 + first.month
        months = range(start, last.year * 12 + last.month, step)
        dates = [datetime(m // 12, m % 12 + 1, 1, tzinfo=UTC) for m in months]
        labels = [f"{date:%b %Y}" for date in dates]
    else:
        step = max(1, -(-span // 6))
        midnight = datetime(first.year, first.month, first.day, tzinfo=UTC)
        dates = [midnight + timedelta(days=n) for n in range(1, span + 1, step)]
        labels = [f"{date.day} {date:%b %Y}" for date in dates]
    ticks: list[Tick] = []
    for label, date in zip(labels, dates, strict=True):
        left = round(_percent(date, first, last), 2)
        if FIRST_TICK <= left <= LAST_TICK and (not ticks or left - ticks[-1].left >= TICK_GAP):
            ticks.append(Tick(label, left))
    return tuple(ticks)
