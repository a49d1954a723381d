"""Walks an outlet's doors in order. In: outlet, topic, window. Out: ranked candidates.

A door is passed by where the topic is not its subject, where the outlet's terms forbid it,
or where it is a fallback and enough was found already; what could not be done is noted, and
the next door tried. Touches the network only through ``Asking``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from extractors.errors import SourcecheckError, fault_line
from extractors.records import OUT_OF_TIME, Unread
from flows.collect.asking import Asking
from flows.outlets import STRATEGIES, Asked, Candidate, Door, Found, Outlet, Ranked, Topic, rank

_LOG = logging.getLogger(__name__)

Window = tuple[datetime | None, datetime | None]

# Fewer on-topic pages than this, and the fallback doors are asked too: a handful may all be
# the same day's wire story.
ENOUGH = 10
NOT_CAPTURED = "not captured"


@dataclass(frozen=True, slots=True)
class Discovery:
    """Candidates best first. ``doors`` were asked; ``unchanged`` listings held nothing new."""

    ranked: Ranked
    unread: tuple[Unread, ...]
    doors: tuple[str, ...]
    unchanged: int


async def discover(
    topic: Topic,
    window: Window,
    asking: Asking,
    limit: int,
    *,
    known: Iterable[Candidate] = (),
    on_door: Callable[[Door, Found], None] | None = None,
    everything: bool = False,
) -> Discovery:
    """Ask the outlet's doors until enough is found.

    With ``everything`` (a replay) each readable page of the captures is a candidate, and what the
    other doors could not do is passed by in silence: they were not there to be asked.

    ``known`` are candidates of earlier runs, for listings that have not changed since;
    ``on_door`` is told what each door gave as soon as it has.
    """
    outlet = asking.outlet
    since, until = window
    candidates = list(known)
    unread: list[Unread] = []
    doors: list[str] = []
    unchanged = 0
    for door in _doors(outlet, everything):
        if not about(door, topic):
            continue
        if forbidden(outlet, door):
            unread += [] if everything else [terms_note(outlet, door.strategy)]
            continue
        if door.fallback and len(rank(candidates, topic, since, until).kept) >= ENOUGH:
            continue
        captured = door.strategy == "captured"
        found = await _found(
            Asked(
                outlet=outlet,
                door=door,
                topic=topic,
                since=since,
                until=until,
                ask=asking.ask_supplied if captured else asking.ask,
                captures=asking.captures,
                now=asking.now,
                limit=limit,
                everything=everything,
            )
        )
        doors.append(door.strategy)
        candidates.extend(found.candidates)
        unread.extend(note for note in found.unread if not everything or captured)
        unchanged += found.unchanged
        if on_door is not None:
            on_door(door, found)
    ours = [item for item in candidates if item.given or outlet.owns(item.url)]
    if not everything:
        others = {item.url for item in candidates} - {item.url for item in ours}
        unread.extend(elsewhere_note(outlet, len(others)))
    ranked = rank(ours, topic, since, until)
    textless = {
        item.url: None if everything and item.given else textless_note(outlet, item)
        for item in ranked.kept
    }
    unread.extend(note for note in list(textless.values())[:limit] if note is not None)
    readable = tuple(item for item in ranked.kept if textless[item.url] is None)
    return Discovery(replace(ranked, kept=readable), tuple(unread), tuple(doors), unchanged)


def _doors(outlet: Outlet, everything: bool) -> tuple[Door, ...]:
    """The outlet's doors; what is captured of it is one of them wherever everything is read."""
    known = any(door.strategy == "captured" for door in outlet.strategies)
    added = () if known or not everything else (Door("captured", tag="V"),)
    return (*outlet.strategies, *added)


def elsewhere_note(outlet: Outlet, count: int) -> list[Unread]:
    """What is said of pages of other sites that the outlet's listings name."""
    if count == 0:
        return []
    why = f"{count} addresses of other sites that its listings name were left out"
    return [Unread(outlet.id, "", "elsewhere", why)]


def textless_note(outlet: Outlet, item: Candidate) -> Unread | None:
    """Why a page is not worth a request: its address says that it holds no text of its own."""
    kind = outlet.kind_of(item.url)
    if kind == "video":
        why = "the address is a video's, and a video has no text to read"
    elif kind == "index":
        why = "the address is a listing's, which glues other pages' teasers together"
    else:
        return None
    return Unread(outlet.id, item.url, kind, why, item.strategy)


async def _found(asked: Asked) -> Found:
    """What the door names; a fault of its strategy is a note, and the next door is asked.

    The project's own errors (a file of an outlet that is not understood, an archive that cannot
    be written) are for the user to see.
    """
    try:
        return await STRATEGIES[asked.door.strategy].find(asked)
    except SourcecheckError:
        raise
    except Exception as fault:
        _LOG.warning("%s: a listing could not be read", asked.outlet.id, exc_info=True)
        why = fault_line(fault, "on its listing")
        url = asked.door.urls[0] if asked.door.urls else ""
        return Found((), (asked.unread(url, "strategy failed", why),), False, 0)


def about(door: Door, topic: Topic) -> bool:
    """True where the door has no subject of its own, or the topic names it."""
    words = {word.lower() for word in (*topic.entities, *topic.terms)}
    return not door.about or any(
        subject in words or any(subject in word for word in words) for subject in door.about
    )


def forbidden(outlet: Outlet, door: Door) -> bool:
    """True where the outlet's terms close its own pages to programs. Feeds are made for them."""
    return outlet.terms.closed and STRATEGIES[door.strategy].reaches == "outlet"


def terms_note(outlet: Outlet, strategy: str) -> Unread:
    """What the report says of an outlet whose terms forbid automated reading."""
    why = (
        f"the terms of {outlet.name} forbid automated reading; its feeds, your own captures "
        "and public archives are read instead"
    )
    return Unread(outlet.id, outlet.terms.url, "terms", why, strategy)


def gathered(unread: Iterable[Unread]) -> tuple[Unread, ...]:
    """The same notes with each said once, and all that was not captured as one line.

    A replay asks every door; an archive that holds no GDELT would otherwise fill the report. So
    would what the end of an outlet's time cut off.
    """
    kept: dict[Unread, None] = {}
    missing: dict[str, list[Unread]] = {}
    late: dict[str, list[Unread]] = {}
    terms: set[str] = set()
    for note in unread:
        if note.what == NOT_CAPTURED:
            missing.setdefault(note.outlet, []).append(note)
        elif note.what == OUT_OF_TIME:
            late.setdefault(note.outlet, []).append(note)
        elif note.what != "terms" or note.outlet not in terms:
            kept[note] = None
            terms |= {note.outlet} if note.what == "terms" else set()
    for outlet, notes in missing.items():
        strategies = ", ".join(sorted({note.strategy for note in notes if note.strategy}))
        count = len({note.url for note in notes})
        asked = "1 address asked for" if count == 1 else f"{count} addresses asked for"
        why = f"{asked} ({strategies}) not in the archive given"
        kept[Unread(outlet, notes[0].url, NOT_CAPTURED, why)] = None
    for outlet, notes in late.items():
        count = len({note.url for note in notes})
        told = "1 address was" if count == 1 else f"{count} addresses were"
        why = f"{told} not asked for, or not to the end: {notes[0].why}"
        kept[Unread(outlet, notes[0].url, OUT_OF_TIME, why)] = None
    return tuple(kept)
