"""What is known of an outlet, as text for a person. An outlet in, lines out; touches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.outlets.outlet import TAG_MEANING, Door, Outlet


def describe_outlet(outlet: Outlet) -> str:
    """Names, terms, doors in the order they are asked, and traps, with each fact's doubt."""
    return "\n".join(_lines(outlet))


def list_outlets(outlets: Mapping[str, Outlet]) -> list[tuple[str, str, str, str]]:
    """Rows (id, name, kind, strategies) of all outlets, by id."""
    return [
        (
            outlet.id,
            outlet.name,
            outlet.kind,
            ", ".join(dict.fromkeys(door.strategy for door in outlet.strategies)),
        )
        for _, outlet in sorted(outlets.items())
    ]


def _lines(outlet: Outlet) -> Iterator[str]:
    yield f"{outlet.name} ({outlet.id}), {outlet.kind}"
    facts = {
        "File": outlet.file,
        "Goes by": ", ".join(outlet.names),
        "Speaks for": ", ".join(outlet.speaks_for),
        "Domains": ", ".join(outlet.domains),
        "Languages": ", ".join(outlet.languages),
        "Time zone": outlet.timezone,
        "Pace": f"one request in {outlet.rate_seconds:g} s to a host, {outlet.concurrency} at once",
        "Robots": outlet.robots,
        "Terms": _terms(outlet),
        "Pages from": ", then ".join(_route(route) for route in outlet.pages_from),
    }
    for name, value in facts.items():
        if value:
            yield f"  {name + ':':<12}{value}"
    yield "Doors, in the order they are asked:"
    for number, door in enumerate(outlet.strategies, 1):
        yield from _door(number, door)
    if outlet.channels:
        yield "Channels:"
        for channel in outlet.channels:
            doubt = TAG_MEANING[channel.tag]
            yield f"  https://t.me/s/{channel.id}  {channel.name} ({channel.language}; {doubt})"
    if outlet.traps:
        yield "Traps:"
        yield from (f"  - {trap}" for trap in outlet.traps)
    if outlet.notes:
        yield f"Note: {outlet.notes}"


def _terms(outlet: Outlet) -> str:
    terms = outlet.terms
    if not terms.text:
        return ""
    told = f"{terms.text} {terms.url} ({TAG_MEANING[terms.tag]})"
    if terms.forbids_automated_reading:
        told += (
            "; you have stated a permission" if terms.permission else "; its pages are left alone"
        )
    return told


def _route(route: str) -> str:
    return "the outlet itself" if route == "outlet" else "public archives"


def _door(number: int, door: Door) -> Iterator[str]:
    when = " (only if the doors above found too little)" if door.fallback else ""
    subject = f" (only for topics that name {', '.join(door.about)})" if door.about else ""
    yield f"  {number}. {door.strategy}{when}{subject}: {TAG_MEANING[door.tag]}"
    yield from (f"       {url}" for url in door.urls)
    if door.note:
        yield f"       {door.note}"
