"""Archives and finders that are nobody's outlet: an outlet's own pace is not theirs.

In: ``manners.toml`` beside this file. Out: the manners for an address. Touches nothing else.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from flows.outlets.outlet import Outlet


@dataclass(frozen=True, slots=True)
class Manners:
    """Whose pages are asked for (``id``, kept with the capture), and how gently.

    A service's ``rate_seconds`` is 0: the fetcher knows its hosts' own pace. ``service`` is
    the start of a service's addresses, "" for the outlet's own. ``rest_seconds`` is how long
    a service rests us after a 429 that does not say.
    """

    id: str
    rate_seconds: float
    concurrency: int
    service: str = ""
    rest_seconds: float = 0.0


def manners_for(url: str, outlet: Outlet) -> Manners:
    """The service's manners where ``url`` is one's, else the outlet's own."""
    for row in _services():
        if url.startswith(row.service):
            return replace(row, id=outlet.id)
    return Manners(outlet.id, outlet.rate_seconds, outlet.concurrency)


@cache
def _services() -> tuple[Manners, ...]:
    text = files(__name__).joinpath("manners.toml").read_text(encoding="utf-8")
    return tuple(
        Manners("", 0.0, 1, row["start"], float(row["rest_seconds"]))
        for row in tomllib.loads(text)["service"]
    )
