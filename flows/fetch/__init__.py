"""Getting what an outlet published, politely, and keeping it as evidence.

In: addresses. Out: ``Fetched`` values, and WARC records that prove them. This is the only
part of the project that touches the network; with a ``ReplayTransport`` it does not either.
"""

from __future__ import annotations

from flows.fetch.archive import Archive
from flows.fetch.client import Fetcher
from flows.fetch.fetched import Accept, Fetched, Manners, Problem, Validator, Validators
from flows.fetch.replay import ReplayTransport
from flows.fetch.settings import FetchSettings
from flows.fetch.urls import canonical_url

__all__ = [
    "Accept",
    "Archive",
    "FetchSettings",
    "Fetched",
    "Fetcher",
    "Manners",
    "Problem",
    "ReplayTransport",
    "Validator",
    "Validators",
    "canonical_url",
]
