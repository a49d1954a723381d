"""One check: its inputs, what it read and what it could not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from extractors.records.vocabulary import identity

#: What is unread because the time for it was over.
OUT_OF_TIME = "out of time"


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was not read, and why; it stands in the report beside the findings.

    ``what`` is "robots", "forbidden", "not captured", "paywall", "empty text", "language",
    "date in doubt", "strategy failed", "item unread", "terms", "no door", ...; ``why`` is one
    clear sentence.
    """

    outlet: str
    url: str
    what: str
    why: str
    strategy: str = ""


@dataclass(frozen=True, slots=True)
class OutletCoverage:
    """How much of an outlet was asked for and read in one run (counts of pages)."""

    outlet: str
    name: str
    candidates: int
    captured: int
    read: int
    on_topic: int
    earliest: datetime | None = None
    latest: datetime | None = None
    terms_forbid: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One check of one article: its inputs decide its id, so the same run is the same row."""

    article_id: str
    article_url: str
    as_of: datetime
    mode: Literal["live", "replay"]
    outlets: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    inputs_sha256: str = ""

    @property
    def run_id(self) -> str:
        return identity(
            self.article_id,
            self.as_of.isoformat(),
            self.mode,
            ",".join(self.outlets),
            ";".join(f"{name}={version}" for name, version in self.versions),
            self.inputs_sha256,
        )
