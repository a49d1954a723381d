"""What a check came to: the numbers for the summary and the exit code. Touches nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from extractors.records import OutletCoverage, Unread

#: How the instant to judge from is known: by --as-of, by the article's own date, or not at all.
AsOfBasis = Literal["asked", "article", "captures", "today"]


@dataclass(frozen=True, slots=True)
class Refuted:
    """A claim that what was read contradicts: its number in the report, its wording, by whom."""

    number: int
    wording: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One finished check.

    ``verdicts`` counts the claims of fact by verdict, ``not_checked`` the others by their kind,
    ``fidelity`` cited claims by what their source said.
    ``inconsistent`` are places where the article does not agree with itself, ``conflicts``
    passages of the outlets that disagree among themselves. ``contradictions`` are findings and
    citations that contradict the article; a cited source stands in ``silent`` when nothing of
    it could be read. ``gave_nothing`` says why of each outlet that could not be reached or let
    nobody in this time, whatever earlier checks had fetched of it. ``refuted`` are the claims
    whose verdict that is, in the article's order.
    """

    run_id: str
    article: str
    title: str
    mode: str
    as_of: datetime
    citations: int
    verdicts: Counter[str]
    fidelity: Counter[str]
    contradictions: int
    silent: tuple[str, ...]
    unread: tuple[Unread, ...]
    coverage: tuple[OutletCoverage, ...]
    added: Mapping[str, int]
    files: Mapping[str, Path]
    as_of_basis: AsOfBasis = "article"
    not_checked: Counter[str] = field(default_factory=Counter)
    inconsistent: int = 0
    conflicts: int = 0
    gave_nothing: Mapping[str, str] = field(default_factory=dict)
    refuted: tuple[Refuted, ...] = ()

    @property
    def claims(self) -> int:
        """How many claims the article makes that can be checked."""
        return sum(self.verdicts.values())

    def exit_code(self, fail_on: tuple[str, ...] = ()) -> int:
        """0; 1 on a contradiction or 3 on a silent cited source, where asked to fail on it."""
        if "contradiction" in fail_on and self.contradictions:
            return 1
        if "unread" in fail_on and self.silent:
            return 3
        return 0
