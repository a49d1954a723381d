"""When a page was published and changed, each time with its source and how sure it is.

In: what the page's fields say. Out: aware UTC datetimes and ``Stamp``s. Pure: no clock.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from extractors.page.times import read_moment, zone
from extractors.records import ABSENT, Stamp

__all__ = ["PageTimes", "dated_by_address", "guessed_day", "is_day_only", "judged", "read_time"]
__all__ += ["stamp_of", "zone"]

_LOG = logging.getLogger(__name__)

# An address that has lived for more than a year has been reused: the BBC keeps explainers
# under one URL for a decade, and their first date says nothing of today's text.
REUSED_AFTER = timedelta(days=365)
# Two fields of one page may differ by a time zone and a day of grace.
AGREEMENT = timedelta(hours=36)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before the web: a default, not a date
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
# A page's clock may run ahead of the one that captured it.
AHEAD = timedelta(hours=26)

_ADDRESS_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})([/_-])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)"
)
_DAY_ONLY = re.compile(r"\d{4}-?\d{2}-?\d{2}")


def read_time(value: Any, local: tzinfo = UTC) -> datetime | None:
    """``read_moment``'s instant; None also for what lies before the web."""
    moment = read_moment(value, local)
    return moment.value if moment and moment.value >= EARLIEST else None


def stamp_of(value: Any, source: str, local: tzinfo = UTC) -> Stamp:
    """``read_time`` as a stamp, sure where the field names the zone, or the outlet's is known."""
    moment = read_moment(value, local)
    if moment is None or moment.value < EARLIEST:
        return ABSENT
    return Stamp(moment.value, source, moment.sure or str(local) != "UTC")


def dated_by_address(url: str) -> Stamp:
    """The day that an article's address names: "/2016/10/17/", "2016-10-17-the-dam.md"."""
    for match in _ADDRESS_DAY.finditer(url):
        moment = read_time(f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}")
        if moment is not None:
            return Stamp(moment, "address")
    return ABSENT


def guessed_day(root: Any, local: tzinfo, captured_at: datetime | None) -> tuple[Stamp, ...]:
    """The day that htmldate finds in a page without any dated field: never sure.

    ``captured_at`` bounds it; htmldate's own bound would be today, and the answer would change
    with the clock.
    """
    # Imported here: it is slow to load and few pages need it.
    import htmldate

    latest = captured_at or LATEST
    try:
        found = htmldate.find_date(
            root,
            original_date=True,
            extensive_search=False,  # it would take any year on the page for a date
            outputformat="%Y-%m-%d",
            min_date=EARLIEST.replace(tzinfo=None),
            max_date=latest.replace(tzinfo=None),
        )
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        _LOG.debug("htmldate failed on a page: %r", error)
        return ()
    moment = read_time(found, local) if found else None
    return (Stamp(moment, "htmldate", False),) if moment else ()


def is_day_only(value: str) -> bool:
    """True for a calendar date without a time of day."""
    return _DAY_ONLY.fullmatch(value.strip()) is not None


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Published and modified, as judged from all that the page and the feed say."""

    published: Stamp = ABSENT
    modified: Stamp = ABSENT


def judged(
    published: Sequence[Stamp],
    modified: Sequence[Stamp],
    *,
    feed: Stamp = ABSENT,
    captured_at: datetime | None = None,
) -> PageTimes:
    """The first stamp of each kind, marked unsure where there is reason to doubt it.

    Args:
        published: what the page's fields say, the most trusted first; ``sure`` as they are.
        modified: the same for the time of the last change.
        feed: what the listing that led here says.
        captured_at: no page was published after it was captured.
    """
    known = [stamp for stamp in published if stamp.value]
    changed = [stamp for stamp in modified if stamp.value]
    first = known[0] if known else (feed if feed.value else ABSENT)
    last = changed[0] if changed else ABSENT
    too_late = captured_at and first.value and first.value > captured_at + AHEAD
    apart = not _agree(known) or not _agree_with_feed(first, last, feed)
    doubts = apart or too_late or _reused(first, last)
    if first.value and doubts:
        first = replace(first, sure=False)
    if last.value and first.value and last.value < first.value:
        # Some systems write the time of the first draft here; it is not a later change.
        last = replace(last, sure=False)
    return PageTimes(first, last)


def _agree(stamps: Sequence[Stamp]) -> bool:
    values = [stamp.value for stamp in stamps if stamp.value and stamp.sure]
    return not values or max(values) - min(values) <= AGREEMENT


def _reused(first: Stamp, last: Stamp) -> bool:
    return bool(first.value and last.value and last.value - first.value > REUSED_AFTER)


def _agree_with_feed(first: Stamp, last: Stamp, feed: Stamp) -> bool:
    if feed.value is None or first.value is None:
        return True
    near = [stamp.value for stamp in (first, last) if stamp.value]
    return any(abs(value - feed.value) <= AGREEMENT for value in near)
