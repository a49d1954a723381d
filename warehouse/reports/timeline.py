"""When each source said what it says to a claim, beside the article's own day, in percent.

In: a claim and the article's date. Out: rows of dots and the ticks of the axis, or None where
there are not two days to compare. Touches nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warehouse.reports.model import ClaimView, PassageView
from warehouse.reports.wording import counted, day

# Seven rows are what a reader takes in at a glance; the cards below hold the rest.
MOST_ROWS = 7
PADDING = 0.06
# Labels are centred on their tick: outside these they would be cut off, or touch each other.
FIRST_TICK, LAST_TICK, TICK_GAP = 8.0, 92.0, 17.0
SHORTEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Row:
    """What one outlet said to the claim in one way; ``places`` of its ``days`` in percent."""

    label: str
    time: str
    relation: str
    places: tuple[float, ...]
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A calendar date on the axis, at ``left`` percent."""

    label: str
    left: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows from top to bottom; ``article`` is where the article's own day stands."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    article: float | None


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from left to right, with room at both ends."""

    first: datetime
    last: datetime
    ticks: tuple[Tick, ...]

    def place(self, value: datetime) -> float:
        """Where a day stands, in percent."""
        return round(100.0 * ((value - self.first) / (self.last - self.first)), 2)


def axis_of(days: Iterable[datetime]) -> Axis:
    """The axis on which all of ``days``, one at least, can be drawn."""
    known = list(days)
    padding = max((max(known) - min(known)) * PADDING, SHORTEST)
    first, last = _shifted(min(known), -padding), _shifted(max(known), padding)
    return Axis(first, last, _ticks(first, last))


def timeline(claim: ClaimView, article: datetime | None) -> Timeline | None:
    """The days of a claim's findings against the article's; None where they are less than two."""
    groups: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for finding in claim.findings:
        said = told_on(finding.passage)
        if said is not None and finding.review != "reject":
            days = groups[finding.passage.outlet, finding.relation]
            if said not in days:
                days.append(said)
    rows = list(groups.items())[:MOST_ROWS]
    told = {said for _, days in rows for said in days}
    if len(told) < 2:
        return None
    axis = axis_of(told | ({article} if article else set()))
    return Timeline(
        rows=tuple(
            Row(
                label,
                day(days[0]) if len(days) == 1 else counted(len(days), "date"),
                relation,
                tuple(map(axis.place, sorted(days))),
                tuple(map(day, sorted(days))),
            )
            for (label, relation), days in rows
        ),
        ticks=axis.ticks,
        article=axis.place(article) if article else None,
    )


def told_on(passage: PassageView) -> datetime | None:
    """The day on which it was said, where that can be relied on."""
    said = passage.said_at or passage.published.value
    if said is None or (said == passage.published.value and not passage.published.sure):
        return None
    return datetime(said.year, said.month, said.day, tzinfo=UTC)


def _shifted(value: datetime, by: timedelta) -> datetime:
    try:
        return value + by
    except OverflowError:
        return value


def _ticks(first: datetime, last: datetime) -> tuple[Tick, ...]:
    """A few dates: years, months or days, whichever the span asks for."""
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
        left = round(100.0 * ((date - first) / (last - first)), 2)
        if FIRST_TICK <= left <= LAST_TICK and (not ticks or left - ticks[-1].left >= TICK_GAP):
            ticks.append(Tick(label, left))
    return tuple(ticks)
