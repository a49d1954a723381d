"""Compare what was found with what the current rules find: two results in, differences out.

Touches nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractors.records import CitationResult, Conflict, Consistency, Finding, Judgement, Run
from warehouse.run_rows import Derived


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """Whether a run's findings were derived again exactly, and each difference as a sentence."""

    run_id: str
    findings: int
    verdicts: int
    citation_results: int
    differences: tuple[str, ...]
    version_changes: tuple[str, ...]

    @property
    def same(self) -> bool:
        """True when every finding, verdict and citation result came out again."""
        return not self.differences


def compare_derived(
    run: Run, stored: Derived, again: Derived, versions: Sequence[tuple[str, str]] | None = None
) -> ReplayResult:
    """Differences between what is stored for a run and what was derived again.

    ``versions`` are those of the running code (None: not compared).
    """
    differences = [
        *_differences("finding", map(_finding, stored.findings), map(_finding, again.findings)),
        *_verdict_differences(stored.verdicts, again.verdicts),
        *_differences(
            "citation result",
            map(_result, stored.citation_results),
            map(_result, again.citation_results),
        ),
        *_differences("consistency", map(_held, stored.consistency), map(_held, again.consistency)),
        *_differences(
            "conflict", map(_conflict, stored.conflicts), map(_conflict, again.conflicts)
        ),
    ]
    return ReplayResult(
        run_id=run.run_id,
        findings=len(again.findings),
        verdicts=len(again.verdicts),
        citation_results=len(again.citation_results),
        differences=tuple(differences),
        version_changes=_version_changes(run.versions, versions),
    )


def _finding(finding: Finding) -> tuple[Hashable, str]:
    words = f"{finding.finding_id}: {finding.relation} ({finding.kind}), rule {finding.rule}"
    content = (finding.explanation, finding.score, tuple(sorted(finding.details.items())))
    return ((finding.finding_id, content), words)


def _result(result: CitationResult) -> tuple[Hashable, str]:
    return (result, f"{result.citation_id} on claim {result.claim_id}: {result.fidelity}")


def _held(row: Consistency) -> tuple[Hashable, str]:
    words = "holds" if row.holds else "does not hold"
    return (row, f"{row.consistency_id}: {row.kind} {words}, rule {row.rule}")


def _conflict(row: Conflict) -> tuple[Hashable, str]:
    return (row, f"{row.conflict_id}: {row.relation} ({row.kind}), rule {row.rule}")


def _differences(
    what: str, before: Iterable[tuple[Hashable, str]], after: Iterable[tuple[Hashable, str]]
) -> list[str]:
    old, new = dict(before), dict(after)
    lost = [f"{what} no longer found: {words}" for key, words in old.items() if key not in new]
    found = [f"{what} newly found: {words}" for key, words in new.items() if key not in old]
    return lost + found


def _verdict_differences(
    before: Mapping[str, Judgement], after: Mapping[str, Judgement]
) -> list[str]:
    return [
        f"verdict on claim {claim}: was {_verdict(before.get(claim))}, "
        f"is {_verdict(after.get(claim))}"
        for claim in sorted({*before, *after})
        if before.get(claim) != after.get(claim)
    ]


def _verdict(judged: Judgement | None) -> str:
    return "none" if judged is None else f"{judged.verdict} ({judged.confidence:.2f})"


def _version_changes(
    stored: Sequence[tuple[str, str]], current: Sequence[tuple[str, str]] | None
) -> tuple[str, ...]:
    if current is None:
        return ()
    old, new = dict(stored), dict(current)
    return tuple(
        f"{name}: run made with {old.get(name, 'none')}, now {new.get(name, 'none')}"
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )
