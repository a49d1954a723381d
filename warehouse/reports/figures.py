"""How each contested number moved: a claim's number and what sources had, with bounds, in percent.

In: a report. Out: one chart for each number, a bar for each count in the order of time, on a scale
that begins at nought. Only counts of the same thing told in the same way (unit, rate, what happened
to it) in the passages found for that claim are set side by side. Touches nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from warehouse.reports.model import ClaimView, NumberView, PassageView, ReportModel
from warehouse.reports.speakers import chain
from warehouse.reports.wording import dated

#: Bars that a reader compares at a glance; the table beside the chart has all.
MOST_BARS = 14
#: The largest bound stands here, so that an open bar can go on beyond it.
RIGHT = 88.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One count: from ``left`` to ``right`` percent; an open side ends in an arrow.

    ``low`` and ``high`` are the bounds in words ("none" where open); ``when`` is "" of the
    article's own.
    """

    who: str
    when: str
    text: str
    low: str
    high: str
    left: float
    right: float
    open_left: bool
    open_right: bool
    passage: PassageView | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A claim's number and the others, the article's own first; ``own`` is where that stands."""

    claim: ClaimView
    title: str
    bars: tuple[Bar, ...]
    left_out: int
    own: tuple[float, ...]

    @property
    def shown(self) -> tuple[Bar, ...]:
        """The bars that are drawn."""
        return self.bars[:MOST_BARS]


def charts(report: ReportModel) -> tuple[Chart, ...]:
    """A chart for each contested number of which at least one source has another count."""
    claims = {claim.claim_id: claim for claim in report.facts}
    grouped: dict[tuple[str, str, str], list[NumberView]] = defaultdict(list)
    for number in report.numbers:
        if number.claim_id in claims:
            grouped[number.claim_id, number.unit, number.per or ""].append(number)
    return tuple(
        _chart(claims[claim_id], numbers)
        for (claim_id, _, _), numbers in grouped.items()
        if any(number.passage is not None for number in numbers)
        and any(number.passage is None for number in numbers)
    )


def _chart(claim: ClaimView, numbers: list[NumberView]) -> Chart:
    largest = max((b for n in numbers for b in (n.low, n.high) if b is not None), default=0) or 1.0
    bars = tuple(_bar(number, largest) for number in numbers)
    first = numbers[0]
    rate = f" a {first.per}" if first.per else ""
    happened = f", {first.happened}" if first.happened else ""
    own = [bound for bar in bars if bar.passage is None for bound in (bar.left, bar.right)]
    return Chart(
        claim,
        f"{first.unit}{rate}{happened}",
        bars,
        max(0, len(bars) - MOST_BARS),
        tuple(dict.fromkeys(own)),
    )


def _bar(number: NumberView, largest: float) -> Bar:
    low, high = number.low, number.high
    place = [round(max(0.0, b) / largest * RIGHT, 2) for b in (low, high) if b is not None]
    return Bar(
        who=chain(number.passage) if number.passage else "the article",
        when=dated(number.passage) if number.passage else "",
        text=number.text,
        low=_plain(low),
        high=_plain(high),
        left=0.0 if low is None else place[0],
        right=100.0 if high is None else place[-1],
        open_left=low is None,
        open_right=high is None,
        passage=number.passage,
    )


def _plain(bound: float | None) -> str:
    return "none" if bound is None else f"{bound:,.10g}"
