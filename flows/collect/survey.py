"""Whose pages an archive holds, before any is read. In: captures. Out: outlets, with counts.

Reads the given captures; of an unknown host a few pages are opened, to see what it calls itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flows.fetch import ReplayTransport
from flows.outlets import Directory, Outlet, readable_address, site_name

#: Pages of an unknown host that are opened for its name: they nearly always agree.
OPENED = 5


@dataclass(frozen=True, slots=True)
class Survey:
    """The outlets of a check by an archive; ``pages`` counts its readable addresses by outlet."""

    directory: Directory
    pages: Mapping[str, int]


def survey(captures: ReplayTransport, registry: Mapping[str, Outlet]) -> Survey:
    """The outlets whose pages ``captures`` hold, and those of ``registry``.

    A page imported for an outlet of the registry is that outlet's, whatever its host.
    """
    directory = Directory(registry)
    addresses: dict[str, set[str]] = {}
    opened: Counter[str] = Counter()
    for capture in captures.captures():
        address = readable_address(capture)
        if address is None:
            continue
        outlet = directory.owner(address)
        if outlet is None and capture.outlet is not None:
            outlet = registry.get(capture.outlet)
        if outlet is None:
            outlet = directory.add(address)
            if outlet is not None and opened[outlet.id] < OPENED:
                opened[outlet.id] += 1
                payload = captures.record(capture).payload
                outlet = directory.add(address, site_name(payload or b""))
        if outlet is not None:
            addresses.setdefault(outlet.id, set()).add(outlet.fold(address))
    return Survey(directory, {name: len(urls) for name, urls in addresses.items()})
