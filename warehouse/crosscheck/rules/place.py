"""The same event at another place is shown beside the claim; it conflicts only if it happens once.

Fires on "She was born in Vienna" against "She was born in Graz" (a person has one birthplace).
Must not fire as a conflict on "Troops were stationed in the region" against "Troops fought at the
border": both can be so.
"""

from __future__ import annotations

from extractors.grammar import all_frames
from extractors.records import Finding
from warehouse.crosscheck.alignment import names
from warehouse.crosscheck.explaining import finding, quoted, who_says
from warehouse.crosscheck.matching import Matched
from warehouse.crosscheck.times import overlap

RULE = "place/1"


def apply(pair: Matched) -> Finding | None:
    """A conflict of places, "different scope", or None where the places agree or are unsaid."""
    if pair.link != "same" or pair.claim.polarity != pair.evidence.polarity:
        return None
    places = [a for a in pair.of("place", "goal") if a.match == "different"]
    if not places or places[0].evidence is None:
        return None
    if not overlap(pair.claim.event_time, pair.evidence.event_time):
        return None
    told = f"“{places[0].claim.text}” in the claim, “{places[0].evidence.text}” here"
    frame = all_frames().get(pair.ours.frame)
    themes = pair.of("theme")
    once = (
        frame is not None
        and "place" in frame.unique
        and pair.ours.frame == pair.theirs.frame
        and bool(themes)
        and all(a.match == "same" and names(a.claim) for a in themes)
        and all(a.match in {"same", "missing"} for a in pair.of("agent"))
        and pair.claim.polarity == "POS"
        and pair.evidence.certainty == "CERTAIN"
    )
    if once:
        return finding(
            pair,
            "contradicts",
            "place",
            RULE,
            f"Another place, according to {who_says(pair)}: {told}.",
        )
    return finding(
        pair,
        "different scope",
        "place",
        RULE,
        f"Of another place: {told} ({quoted(pair)}).",
    )
