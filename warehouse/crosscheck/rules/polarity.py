"""A claim and an assertion of the same event with opposite polarity contradict each other.

Fires on "There were no foreign troops in Ruritania" against "Foreign troops fought in Ruritania".
Must not fire on "The patrol saw no foreign troops" against "Foreign troops fought in Ruritania":
not seeing is the patrol's, being there is everyone's.

The one that is denied must cover the one that is affirmed in every argument it names (natural-logic
monotonicity: MacCartney and Manning 2009, "An extended model of natural logic"), both must be
asserted as facts, and the affirmed event must lie in the time the denial speaks of.
"""

from __future__ import annotations

from extractors.records import Finding
from warehouse.crosscheck.alignment import is_pointing
from warehouse.crosscheck.explaining import finding, quoted, who_says
from warehouse.crosscheck.matching import Matched
from warehouse.crosscheck.times import is_stated, moment, overlap, told

RULE = "polarity/1"
SAYS = {"POS": "affirmed", "NEG": "denied"}


def apply(pair: Matched) -> Finding | None:
    """A contradiction, "superseded" where only time tells them apart, or None."""
    if not pair.aligned or not opposed(pair):
        return None
    if not (pair.ours.entailed and pair.theirs.entailed):
        return None
    if pair.claim.modality != "actual" or pair.evidence.modality != "actual":
        return None
    if not _denial_covers(pair) or not pair.shares_name:
        return None
    if _later(pair):
        return finding(
            pair,
            "superseded",
            "polarity",
            RULE,
            f"They differ, but speak of different times ({told(pair.claim.event_time)};"
            f" {told(pair.evidence.event_time)}): {quoted(pair)}.",
        )
    if pair.evidence.certainty != "CERTAIN" or pair.claim.certainty not in {"CERTAIN", "PROBABLE"}:
        return None
    return finding(
        pair,
        "contradicts",
        "polarity",
        RULE,
        f"{_sides(pair)}: {quoted(pair)}.",
    )


def opposed(pair: Matched) -> bool:
    """True when one side affirms what the other denies."""
    differ = pair.claim.polarity != pair.evidence.polarity
    return differ if pair.link == "same" else _opposites_hold(pair)


def _opposites_hold(pair: Matched) -> bool:
    """ "opened" against "closed": both affirmed, and both dated, for such events come and go."""
    both = pair.claim.polarity == pair.evidence.polarity == "POS"
    dated = is_stated(pair.claim.event_time) and is_stated(pair.evidence.event_time)
    state = pair.claim.event_time.basis != "stated" and pair.ours.frame in {
        "falsity",
        "authenticity",
    }
    return both and (dated or state)


def _sides(pair: Matched) -> str:
    if pair.claim.polarity == pair.evidence.polarity:
        return f"The opposite, according to {who_says(pair)}"
    ours, theirs = SAYS[pair.claim.polarity].capitalize(), SAYS[pair.evidence.polarity]
    return f"{ours} in the claim, {theirs} by {who_says(pair)}"


def _denial_covers(pair: Matched) -> bool:
    """Every argument of the denied side must be answered by a same or narrower affirmed one."""
    if pair.link == "opposite":
        return all(a.match == "same" for a in pair.aligned)
    if pair.claim.polarity == "NEG":
        return all(_covered(a.match, "narrower") for a in pair.aligned)
    answered = {id(a.evidence) for a in pair.aligned if a.evidence is not None}
    denied = [a for a in pair.theirs.arguments if not is_pointing(a)]
    if len(denied) < len(pair.theirs.arguments):
        return False
    held = all(_covered(a.match, "wider") for a in pair.aligned if a.evidence is not None)
    return held and all(id(a) in answered for a in denied) and _no_exclusive(pair)


def _covered(match: str, allowed: str) -> bool:
    return match in {"same", allowed}


def _no_exclusive(pair: Matched) -> bool:
    """ "Not all", "not most" denies the share, not the thing."""
    return not any(a.determiner in {"all", "every", "most", "each"} for a in pair.theirs.arguments)


def _later(pair: Matched) -> bool:
    """True when the affirmed event may lie outside the time the denial speaks of."""
    denial, fact = (
        (pair.claim, pair.evidence) if pair.claim.polarity == "NEG" else (pair.evidence, pair.claim)
    )
    if is_stated(denial.event_time) and not overlap(denial.event_time, fact.event_time):
        return True
    spoken, happened = moment(denial), moment(fact)
    if spoken is None or happened is None:
        # a denial of unknown date cannot be caught out by a dated fact, nor the other way round
        return (spoken is None) != (happened is None)
    return happened > spoken
