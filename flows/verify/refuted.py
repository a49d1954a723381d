"""The claims that are refuted: a published run's verdicts in, what the terminal names out.

Reads the published snapshot, and that only where there is such a claim.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractors.records import Claim, Judgement
from flows.verify.outcome import Refuted
from warehouse import Warehouse


def refuted(
    warehouse: Warehouse,
    run_id: str,
    claims: Sequence[Claim],
    verdicts: Mapping[str, Judgement],
) -> tuple[Refuted, ...]:
    """The refuted claims in the article's order, each with the reason that its report gives.

    Raises WarehouseError if the snapshot does not hold the run.
    """
    found = {name for name, judged in verdicts.items() if judged.verdict == "refuted"}
    reasons = warehouse.reasons(run_id) if found else {}
    return tuple(
        Refuted(claim.number, claim.wording, reasons.get(claim.claim_id, ""))
        for claim in claims
        if claim.claim_id in found
    )
