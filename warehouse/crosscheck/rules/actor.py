"""The same event without the claim's actor, or with another, does not say what the claim says.

Fires on "The ministry forged the photos" against "Most of the photos are fake": weaker, for it
does not say who made them.
Must not fire on "The ministry forged the photos" against "The ministry forged them" (agreement).
"""

from __future__ import annotations

from extractors.records import Finding
from warehouse.crosscheck.explaining import finding, quoted
from warehouse.crosscheck.matching import Matched

RULE = "actor/1"


def apply(pair: Matched) -> Finding | None:
    """ "weaker" where the actor is missing, "different scope" where it is another; else None."""
    if pair.link != "same" or pair.claim.polarity != pair.evidence.polarity:
        return None
    actors = pair.of("agent")
    if not actors or pair.ours.frame == "presence":
        return None
    themes = pair.of("theme", "property")
    if not any(a.match in {"same", "narrower", "wider"} for a in themes):
        return None
    if any(a.match == "different" for a in actors):
        other = next(a for a in actors if a.match == "different")
        named = other.evidence.text if other.evidence is not None else ""
        return finding(
            pair,
            "different scope",
            "actor",
            RULE,
            f"Another actor: “{other.claim.text}” in the claim, “{named}” here ({quoted(pair)}).",
        )
    if all(a.match == "missing" for a in actors):
        return finding(
            pair,
            "weaker",
            "actor",
            RULE,
            f"Says as much, but not that it was “{actors[0].claim.text}” ({quoted(pair)}).",
        )
    return None
