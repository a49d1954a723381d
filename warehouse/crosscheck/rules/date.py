"""The same event with two dates that do not meet: a conflict if it happens once, else a doubt.

Fires on "The treaty was signed in May 2024" against "The treaty was signed on 19 June 2024".
Must not fire as a conflict on "The May 2024 ceasefire" against "a ceasefire on 8 May 2025": there
are many ceasefires; that the date is in doubt is said, and no more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from extractors.grammar import all_frames
from extractors.records import EventTime, Finding
from warehouse.crosscheck.alignment import names
from warehouse.crosscheck.explaining import finding, who_says
from warehouse.crosscheck.matching import Matched
from warehouse.crosscheck.times import is_stated, overlap, told

RULE = "date/1"
SLIP = timedelta(days=62)


def apply(pair: Matched) -> Finding | None:
    """A date conflict, or "different scope" with the date in doubt, or None where dates meet."""
    if pair.link != "same" or pair.claim.polarity != pair.evidence.polarity:
        return None
    if not (pair.ours.entailed and pair.theirs.entailed):
        return None
    ours, theirs = pair.claim.event_time, pair.evidence.event_time
    if not is_stated(ours) or not is_stated(theirs) or overlap(ours, theirs):
        return None
    dates = f"{told(ours)} in the claim, {told(theirs)} here"
    if _once(pair) and pair.evidence.certainty == "CERTAIN" and pair.evidence.modality == "actual":
        return finding(
            pair,
            "contradicts",
            "date",
            RULE,
            f"Dated differently by {who_says(pair)}: {dates}.",
        )
    if any(a.match == "different" for a in pair.of("agent", "theme", "place")):
        return None
    if _alike(ours, theirs):
        near = replace(pair, score=min(1.0, pair.score + 0.3))
        return finding(
            near,
            "different scope",
            "date",
            RULE,
            f"The date is in doubt: {dates}; it may be another event of the kind.",
        )
    return finding(
        pair,
        "different scope",
        "date",
        RULE,
        f"An event of the kind at another date: {dates}.",
    )


def _alike(ours: EventTime, theirs: EventTime) -> bool:
    """Near enough to be a slip: within two months, or the same month of a neighbouring year."""
    first, second = (t.earliest or t.latest for t in (ours, theirs))
    if first is None or second is None:
        return False
    same_month = first.month == second.month and abs(first.year - second.year) <= 1
    return same_month or abs(first - second) <= SLIP


def _once(pair: Matched) -> bool:
    """One event only: its frame has one time, and its named theme and agents are the same."""
    frame = all_frames().get(pair.ours.frame)
    if frame is None or "time" not in frame.unique or pair.ours.frame != pair.theirs.frame:
        return False
    core = pair.of("agent", "theme")
    if any(a.match not in {"same", "missing"} for a in core):
        return False
    return any(
        a.match == "same" and names(a.claim) and not a.claim.determiner for a in core
    ) and any(a.claim.role == "theme" and a.match == "same" for a in core)
