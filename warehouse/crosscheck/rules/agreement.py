"""An assertion that says the same, or something that entails it, supports the claim.

Fires on "Soldiers were in the city" against "About 300 soldiers fought in the city on 3 May".
Must not fire as support on "All the photos are fake" against "Most of the photos may be fake":
that is weaker, by its quantifier and by its hedge.
"""

from __future__ import annotations

from datetime import timedelta

from extractors.attribution import ORDER
from extractors.grammar import all_frames
from extractors.records import Finding
from warehouse.crosscheck.explaining import finding, quoted, who_says
from warehouse.crosscheck.matching import Aligned, Matched
from warehouse.crosscheck.rules.quantity import agree, comparable
from warehouse.crosscheck.times import covers, is_stated, overlap, told

RULE = "agreement/1"
FRESH = timedelta(days=31)  # news of an event that comes again and again is of the last weeks
PARTIAL = frozenset({"most", "some", "many", "few", "several", "any"})


def apply(pair: Matched) -> Finding | None:
    """ "supports" or "weaker", or None where the two do not say the same."""
    if pair.link != "same" or pair.claim.polarity != pair.evidence.polarity:
        return None
    if not (pair.ours.entailed and pair.theirs.entailed) and not _by_consequence(pair):
        return None
    if (
        not pair.aligned
        or not _same_time(pair)
        or pair.evidence.modality in {"question", "conditional", "imperative"}
    ):
        return None
    if pair.evidence.certainty == "UNDERSPECIFIED" != pair.claim.certainty:
        return None
    wanted = "wider" if pair.claim.polarity == "NEG" else "narrower"
    core = pair.of("agent", "theme", "property", "recipient", "with", "place", "goal")
    if any(a.match in {"different", "unknown"} for a in (*core, *pair.of("topic"))):
        return None
    missing = [a for a in core if a.match == "missing"]
    looser = [a for a in core if a.match in {"narrower", "wider"} and a.match != wanted]
    why = _weakness(pair, missing, looser)
    if why is None:
        extra = "; the numbers agree" if _numbers_agree(pair) else ""
        return finding(
            pair,
            "supports",
            "polarity",
            RULE,
            f"The same, according to {who_says(pair)}: {quoted(pair)}{extra}.",
        )
    if len(missing) + len(looser) > len(core) / 2:
        return None
    return finding(
        pair,
        "weaker",
        "polarity",
        RULE,
        f"More weakly ({why}), according to {who_says(pair)}: {quoted(pair)}.",
    )


def _by_consequence(pair: Matched) -> bool:
    """ "There are no soldiers in the city" denies what "soldiers were sent there" would entail."""
    denied = pair.claim.polarity == pair.evidence.polarity == "NEG"
    return denied and pair.theirs.direct and not pair.ours.direct


def _same_time(pair: Matched) -> bool:
    """Both dates meet; an undated page of the days after a dated event may well speak of it."""
    ours, theirs = pair.claim.event_time, pair.evidence.event_time
    if not is_stated(ours):
        return True
    if is_stated(theirs):
        return overlap(ours, theirs)
    frame = all_frames().get(pair.ours.frame)
    if frame is not None and not frame.recurs:
        return True
    said = pair.evidence.said_at
    begun = ours.earliest or ours.latest
    if said is None or ours.latest is None or begun is None:
        return False
    return begun <= said <= ours.latest + FRESH


def _weakness(pair: Matched, missing: list[Aligned], looser: list[Aligned]) -> str | None:
    """What makes the evidence say less than the claim, in words; None when nothing does."""
    if not pair.ours.direct and not _by_consequence(pair):
        return f"only the {pair.ours.frame.replace('_', ' ')}"
    if missing:
        return f"without “{missing[0].claim.text}”"
    if looser and looser[0].evidence is not None:
        return f"“{looser[0].evidence.text}” for “{looser[0].claim.text}”"
    if pair.claim.polarity == "POS":
        for row in pair.aligned:
            if (
                row.evidence is not None
                and row.evidence.determiner in PARTIAL
                and row.claim.determiner not in PARTIAL
                and row.claim.role in {"theme", "agent"}
            ):
                return f"only “{row.evidence.determiner}”"
    if ORDER.index(pair.evidence.certainty) > ORDER.index(pair.claim.certainty):
        return f"{pair.evidence.certainty.lower()}, not {pair.claim.certainty.lower()}"
    if pair.evidence.modality in {"future", "wish"} and pair.claim.modality == "actual":
        return "announced or wanted, not done"
    if pair.claim.quantities and not _numbers_agree(pair) and pair.ours.frame != "presence":
        return "without the number"
    ours, theirs = pair.claim.event_time, pair.evidence.event_time
    if is_stated(ours) and not is_stated(theirs):
        return "without the date"
    if pair.claim.polarity == "NEG" and is_stated(theirs) and not covers(theirs, ours):
        return f"only for {told(theirs)}"
    return None


def _numbers_agree(pair: Matched) -> bool:
    return any(
        comparable(ours, theirs) and agree(ours, theirs)
        for ours in pair.claim.quantities
        for theirs in pair.evidence.quantities
    )
