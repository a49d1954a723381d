"""All claims that were decided on against what was said of them, day by day, in percent.

In: a report. Out: a row of marks for each claim and the ticks of the axis, or None where nothing
has a day that can be relied on. Touches nothing. What one claim's card draws by outlet
(`timeline.py`), this draws by claim: what the article says, and when who said what to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from extractors.records import Relation
from warehouse.reports.model import ClaimView, ReportModel
from warehouse.reports.speakers import chain
from warehouse.reports.timeline import Tick, axis_of, told_on
from warehouse.reports.wording import RELATIONS, VERDICTS, day

#: More rows than this nobody compares; all of them stand in the cards.
MOST_CLAIMS = 12
#: A label's signs, for one line above its row on a phone.
LONGEST_LABEL = 46


@dataclass(frozen=True, slots=True)
class Mark:
    """One assertion of a source on a claim: its day at ``left`` percent, and the same in words."""

    left: float
    relation: Relation
    day: str
    who: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with the marks of what was said to it, the earliest first."""

    claim: ClaimView
    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The rows from top to bottom, and how many claims are left out; ``article`` is its own day."""

    rows: tuple[ClaimRow, ...]
    left_out: int
    ticks: tuple[Tick, ...]
    article: float | None


def overview(report: ReportModel) -> Overview | None:
    """The claims with dated findings, contested ones first; None where there is none."""
    dated = [(claim, found) for claim in report.facts if (found := _dated(claim))]
    if not dated:
        return None
    order = list(VERDICTS)
    dated.sort(key=lambda one: order.index(one[0].verdict) if one[0].verdict else len(order))
    shown = sorted(dated[:MOST_CLAIMS], key=lambda one: one[0].number)
    published = report.article_published.value
    own = [published] if published else []
    axis = axis_of([*(said for _, found in shown for said, _, _ in found), *own])
    rows = tuple(
        ClaimRow(
            claim,
            label(claim),
            tuple(
                Mark(axis.place(said), relation, day(said), who) for said, relation, who in found
            ),
        )
        for claim, found in shown
    )
    article = axis.place(published) if published else None
    return Overview(rows, len(dated) - len(shown), axis.ticks, article)


def label(claim: ClaimView) -> str:
    """The claim's number and the beginning of its wording."""
    words = f"{claim.number}. {claim.wording}"
    return words if len(words) <= LONGEST_LABEL else f"{words[:LONGEST_LABEL].rstrip()} …"


def _dated(claim: ClaimView) -> Sequence[tuple[datetime, Relation, str]]:
    """What was said to a claim on days that can be relied on, each once, the earliest first."""
    order = list(RELATIONS)
    found = {
        (said, finding.relation, chain(finding.passage))
        for finding in claim.findings
        if finding.review != "reject" and (said := told_on(finding.passage)) is not None
    }
    return sorted(found, key=lambda one: (one[0], order.index(one[1]), one[2]))
