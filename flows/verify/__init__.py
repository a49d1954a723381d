"""One article, from its text or address to a report folder and an `Outcome`.

`verify` is the flow. The rest is what the command and the nightly flow need around it: the
request checked, the reading workers, the progress shown. May touch what its steps do (`steps.py`).
Loaded on demand, because a reading worker that imports `extract.py` must not load Prefect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.on_demand import on_demand

if TYPE_CHECKING:
    from flows.verify import ambient, history
    from flows.verify.article import is_address, read_article_file
    from flows.verify.extract import Readers
    from flows.verify.flow import verify
    from flows.verify.outcome import Outcome, Refuted
    from flows.verify.progress import Reporter
    from flows.verify.reading import warmed_where_new
    from flows.verify.report_folder import write_report
    from flows.verify.request import (
        DEFAULT_FORMATS,
        FORMATS,
        checked_request,
        known_outlets,
        outlet_named,
        read_instant,
    )
    from flows.verify.versions import running

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "Outcome",
    "Readers",
    "Refuted",
    "Reporter",
    "ambient",
    "checked_request",
    "history",
    "is_address",
    "known_outlets",
    "outlet_named",
    "read_article_file",
    "read_instant",
    "running",
    "verify",
    "warmed_where_new",
    "write_report",
]

__getattr__ = on_demand(
    __name__,
    {
        "is_address": "article",
        "read_article_file": "article",
        "Readers": "extract",
        "verify": "flow",
        "Outcome": "outcome",
        "Refuted": "outcome",
        "Reporter": "progress",
        "warmed_where_new": "reading",
        "write_report": "report_folder",
        "DEFAULT_FORMATS": "request",
        "FORMATS": "request",
        "checked_request": "request",
        "known_outlets": "request",
        "outlet_named": "request",
        "read_instant": "request",
        "running": "versions",
    },
)
