"""Every watched article, night after night: the settings in, a `Night` for each article out.

`nightly` is the flow, `serve_nightly` keeps it on a schedule; the list of watched articles is a
file in the data folder. May touch what `flows.verify` does, and that file. Loaded on demand:
`sourcecheck watch` needs no Prefect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from flows.nightly.digest import Night
    from flows.nightly.flow import nightly
    from flows.nightly.health import examine
    from flows.nightly.schedule import checked_cron, serve_nightly
    from flows.nightly.watched import Watched, place_of, read_watched, write_watched

__all__ = [
    "Night",
    "Watched",
    "checked_cron",
    "examine",
    "nightly",
    "place_of",
    "read_watched",
    "serve_nightly",
    "write_watched",
]

__getattr__ = on_demand(
    __name__,
    {
        "Night": "digest",
        "nightly": "flow",
        "examine": "health",
        "checked_cron": "schedule",
        "serve_nightly": "schedule",
        "Watched": "watched",
        "place_of": "watched",
        "read_watched": "watched",
        "write_watched": "watched",
    },
)
