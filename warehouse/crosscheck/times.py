"""When two assertions hold: event times in, how they stand to each other out."""

from __future__ import annotations

from datetime import datetime, timedelta

from extractors.records import Assertion, EventTime

KNOWN = frozenset({"stated", "context"})


def is_stated(time: EventTime) -> bool:
    """True when the text gives the date, rather than the document's own date bounding it."""
    return time.basis in KNOWN and (time.earliest is not None or time.latest is not None)


def overlap(one: EventTime, other: EventTime) -> bool:
    """True when the two intervals share an instant; open ends reach for ever."""
    starts = [t for t in (one.earliest, other.earliest) if t is not None]
    ends = [t for t in (one.latest, other.latest) if t is not None]
    return not starts or not ends or max(starts) <= min(ends)


def covers(wide: EventTime, narrow: EventTime) -> bool:
    """True when ``narrow`` lies wholly inside ``wide``."""
    begins = wide.earliest is None or (
        narrow.earliest is not None and wide.earliest <= narrow.earliest
    )
    ends = wide.latest is None or (narrow.latest is not None and narrow.latest <= wide.latest)
    return begins and ends


def moment(assertion: Assertion) -> datetime | None:
    """The latest instant by which what is asserted was so: its date, else when it was said."""
    if is_stated(assertion.event_time) and assertion.event_time.latest is not None:
        return assertion.event_time.latest
    return assertion.said_at


def apart(one: Assertion, other: Assertion) -> timedelta | None:
    """How far apart the two moments are; None where one is not known."""
    first, second = moment(one), moment(other)
    return abs(first - second) if first is not None and second is not None else None


def told(time: EventTime) -> str:
    """An interval for a reader: "2024-05", "up to 2025-05-12", "2025-05-08 to 2025-05-10"."""
    if time.earliest is None and time.latest is None:
        return "no date"
    if time.earliest is None and time.latest is not None:
        return f"up to {time.latest:%Y-%m-%d}"
    if time.latest is None and time.earliest is not None:
        return f"from {time.earliest:%Y-%m-%d}"
    first, last = f"{time.earliest:%Y-%m-%d}", f"{time.latest:%Y-%m-%d}"
    if first == last:
        return first
    if time.precision == "month" and first[:7] == last[:7]:
        return first[:7]
    if time.precision == "year" and first[:4] == last[:4]:
        return first[:4]
    return f"{first} to {last}"
