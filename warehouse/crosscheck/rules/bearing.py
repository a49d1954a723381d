"""An assertion about the same participants that neither confirms nor denies bears on the claim.

Fires on "They were kept away from the front" against "They fought beside the guards": neither
settles the other, and a reader wants both.
Must not fire on "They were kept away from the front" against "Prices rose": no shared participant.
"""

from __future__ import annotations

from extractors.records import Finding
from warehouse.crosscheck.explaining import finding, quoted
from warehouse.crosscheck.matching import Matched
from warehouse.crosscheck.rules.polarity import opposed

RULE = "bearing/1"
# Below this the two share too little for a reader to see why they stand together
ENOUGH = 0.45


def apply(pair: Matched) -> Finding | None:
    """ "different scope": set side by side, with what keeps them from settling each other."""
    if pair.score < ENOUGH or not pair.shares_name:
        return None
    if any(a.match == "different" for a in pair.of("agent", "theme", "property")):
        return None
    why = "; ".join(
        f"“{a.claim.text}”: {a.match if a.evidence is None else f'“{a.evidence.text}” ({a.match})'}"
        for a in pair.aligned
        if a.match != "same"
    )
    sides = "They point in opposite directions" if opposed(pair) else "They bear on each other"
    return finding(
        pair,
        "different scope",
        "polarity",
        RULE,
        f"{sides}, but neither settles the other ({quoted(pair)}{'; ' + why if why else ''}).",
    )
