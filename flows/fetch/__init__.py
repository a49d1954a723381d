"""Getting what an outlet published, politely, and keeping it as evidence.

In: addresses. Out: ``Fetched`` values, and WARC records that prove them. This is the only
part of the project that touches the network; with a ``ReplayTransport`` it does not either.
"""

from __future__ import annotations

from flows.fetch.archive import Archive
from flows.fetch.client import Fetcher
from flows.fetch.clock import Clock, SystemClock
from flows.fetch.fetched import Accept, Fetched, Manners, Problem, Validator, Validators
from flows.fetch.importing import Imported, import_paths
from flows.fetch.replay import ReplayTransport, warc_files
from flows.fetch.settings import FetchSettings
from flows.fetch.urls import canonical_url, in_domain, memento
from flows.fetch.warc import Record, WarcFile, record_at, records

__all__ = [
    "Accept",
    "Archive",
    "Clock",
    "FetchSettings",
    "Fetched",
    "Fetcher",
    "Imported",
    "Manners",
    "Problem",
    "Record",
    "ReplayTransport",
    "SystemClock",
    "Validator",
    "Validators",
    "WarcFile",
    "canonical_url",
    "import_paths",
    "in_domain",
    "memento",
    "record_at",
    "records",
    "warc_files",
]
