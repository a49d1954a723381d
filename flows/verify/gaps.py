"""What collecting from an outlet came to, by name. Pure: an `OutletReport` in, words out."""

from __future__ import annotations

from flows.collect import OutletReport

#: What an outlet's notes say when the network, not the outlet, was the trouble.
NETWORK = frozenset({"timeout", "connection", "dns", "tls", "server error", "rate limited"})
#: What they say when nobody was let in.
REFUSED = frozenset({"robots", "forbidden", "legal"})
#: Most notes on an outlet that are told of its task.
MOST_TOLD = 5

WELL, GAPS, NOTHING = "Completed", "Completed with gaps", "Gave nothing"


def gave_nothing(found: OutletReport) -> str:
    """Why an outlet gave nothing this time; "" where it answered, or was not due.

    A feed that cannot be had while all its known pages rest is nothing: what was read of it is
    what earlier nights had fetched.
    """
    if found.new or found.changed or found.unchanged:
        return ""
    return next((note.why for note in found.unread if note.what in NETWORK | REFUSED), "")


def state_of(found: OutletReport) -> tuple[str, str]:
    """The name and the message of the state that an outlet's task ends in."""
    told = "; ".join(f"{note.what}: {note.why}" for note in found.unread[:MOST_TOLD])
    if gave_nothing(found):
        return NOTHING, told
    counts = f"{found.new} new, {found.changed} changed, {found.unchanged} unchanged"
    return (GAPS, f"{counts}; {told}") if found.unread else (WELL, counts)
