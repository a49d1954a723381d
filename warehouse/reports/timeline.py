"""Where a claim's time and its evidence's times stand beside each other, in percent of a width.

In: a claim. Out: rows of bars and the ticks of the axis, or None where there are not two dated
things to compare. Touches nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warehouse.reports.model import ClaimView, FindingView, TimeWindow
from warehouse.reports.wording import bounds, counted, day

# Seven rows are what a reader takes in at a glance; the cards below hold the rest.
MOST_ROWS = 7
NARROWEST = 0.9
PADDING = 0.06
# Labels are centred on their tick: outside these they would be cut off, or touch each other.
FIRST_TICK, LAST_TICK, TICK_GAP = 8.0, 92.0, 17.0
SHORTEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Bar:
    """One time window; ``left`` and ``width`` in percent. ``hollow``: only the page's date."""

    left: float
    width: float
    hollow: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The bars of one source that bear on the claim in one way ("claim": the claim's own)."""

    label: str
    time: str
    relation: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A calendar date on the axis, at ``left`` percent."""

    label: str
    left: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows from top to bottom, the claim's own first."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class _Window:
    earliest: datetime | None
    latest: datetime | None
    hollow: bool

    @property
    def words(self) -> str:
        if self.hollow and self.earliest is not None:
            return f"published {day(self.earliest)}"
        return bounds(self.earliest, self.latest)


def timeline(claim: ClaimView) -> Timeline | None:
    """The claim's time window against its evidence's.

    None where neither the claim and something else, nor two pieces of evidence, tell a time.
    """
    groups: dict[tuple[str, str], list[_Window]] = defaultdict(list)
    if _is_told(claim.when):
        own = _Window(claim.when.earliest, claim.when.latest, False)
        groups["the claim", "claim"].append(own)
    for finding in claim.findings:
        found = _evidence(finding)
        if found is not None and finding.passage is not None:
            group = groups[finding.passage.outlet, finding.relation]
            if found not in group:
                group.append(found)
    rows = list(groups.items())[:MOST_ROWS]
    windows = [window for _, group in rows for window in group]
    told = sum(not window.hollow for window in windows)
    if len(windows) < 2 or told < (1 if _is_told(claim.when) else 2):
        return None
    known = [t for window in windows for t in (window.earliest, window.latest) if t is not None]
    padding = max((max(known) - min(known)) * PADDING, SHORTEST)
    first, last = _shifted(min(known), -padding), _shifted(max(known), padding)
    return Timeline(
        rows=tuple(_row(label, relation, group, first, last) for (label, relation), group in rows),
        ticks=_ticks(first, last),
    )


def _is_told(when: TimeWindow) -> bool:
    return when.basis in ("stated", "context") and bool(when.earliest or when.latest)


def _evidence(finding: FindingView) -> _Window | None:
    passage = finding.passage
    if passage is None or finding.review == "reject":
        return None
    if _is_told(passage.when):
        return _Window(passage.when.earliest, passage.when.latest, False)
    date = passage.published.value
    if date is None or not passage.published.sure:
        return None
    return _Window(date, date, True)


def _shifted(value: datetime, by: timedelta) -> datetime:
    try:
        return value + by
    except OverflowError:
        return value


def _percent(value: datetime, first: datetime, last: datetime) -> float:
    return 100.0 * ((value - first) / (last - first))


def _row(label: str, relation: str, windows: list[_Window], first: datetime, last: datetime) -> Row:
    words = windows[0].words if len(windows) == 1 else counted(len(windows), "date")
    return Row(label, words, relation, tuple(_bar(window, first, last) for window in windows))


def _bar(window: _Window, first: datetime, last: datetime) -> Bar:
    left = 0.0 if window.earliest is None else _percent(window.earliest, first, last)
    right = 100.0 if window.latest is None else _percent(window.latest, first, last)
    width = max(right - left, NARROWEST)
    return Bar(round(min(left, 100.0 - NARROWEST), 2), round(width, 2), window.hollow)


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
        left = round(_percent(date, first, last), 2)
        if FIRST_TICK <= left <= LAST_TICK and (not ticks or left - ticks[-1].left >= TICK_GAP):
            ticks.append(Tick(label, left))
    return tuple(ticks)
