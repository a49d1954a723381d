"""An outlet's coverage of a topic, incrementally: outlets and a window in, archived captures out.

`collect` does it for the command line, `collect_outlet` and `collect_with` for the verify flow.
May touch the network through the fetcher, the archive folder, and its state file there.
"""

from __future__ import annotations

from flows.collect.discover import NOT_CAPTURED
from flows.collect.flow import (
    WORKERS,
    CollectReport,
    Coverage,
    OutletReport,
    collect,
    collect_outlet,
    collect_with,
)
from flows.collect.state import STATE_FILE, CollectState, last_successes
from flows.collect.survey import Survey, survey

__all__ = [
    "NOT_CAPTURED",
    "STATE_FILE",
    "WORKERS",
    "CollectReport",
    "CollectState",
    "Coverage",
    "OutletReport",
    "Survey",
    "collect",
    "collect_outlet",
    "collect_with",
    "last_successes",
    "survey",
]
