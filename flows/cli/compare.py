"""`sourcecheck compare`: a claim and a passage side by side, slot by slot, with the score."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import settings_of

if TYPE_CHECKING:
    from warehouse.crosscheck import Comparison


@click.command("compare")
@click.argument("claim")
@click.argument("evidence")
@click.option("--claim-date", metavar="DATE", help="When the claim was made.")
@click.option("--evidence-date", metavar="DATE", help="When the evidence was said.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@click.pass_context
def compare_command(
    ctx: click.Context,
    claim: str,
    evidence: str,
    claim_date: str | None,
    evidence_date: str | None,
    as_json: bool,
) -> None:
    """What EVIDENCE says to CLAIM, two sentences: slot by slot, with the score and what follows."""
    from extractors.errors import SettingsError
    from flows.cli.terminal import printable
    from flows.verify import read_instant
    from warehouse.crosscheck import read

    model = settings_of(ctx).model
    if model is not None:
        os.environ["SOURCECHECK_MODEL"] = model
    for name, text in (("CLAIM", claim), ("EVIDENCE", evidence)):
        if not text.strip():
            raise SettingsError(f"{name} is empty: give a sentence")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise SettingsError(f"{name} is not UTF-8 text: give it in UTF-8")
    found = read(
        claim,
        evidence,
        read_instant(claim_date) if claim_date else None,
        read_instant(evidence_date) if evidence_date else None,
    )
    if as_json:
        click.echo(json.dumps(_as_json(found), ensure_ascii=False))
        return
    for line in _lines(found):
        click.echo(printable(line))


def _as_json(found: Comparison) -> dict[str, Any]:
    supports, contradicts, neither = found.reading.scores
    return {
        "finding": asdict(found.finding) if found.finding is not None else None,
        "slots": [asdict(slot) for slot in found.reading.slots.slots],
        "score": {"supports": supports, "contradicts": contradicts, "neither": neither},
    }


def _lines(found: Comparison) -> list[str]:
    slots = [
        (slot.name, slot.match, slot.claim or "-", slot.passage or "-")
        for slot in found.reading.slots.slots
    ]
    width = max((len(claim) for _, _, claim, _ in slots), default=0)
    lines = [
        f"{name:9} {match:10} {claim:{width}}  |  {passage}"
        for name, match, claim, passage in slots
    ]
    supports, contradicts, neither = found.reading.scores
    lines.append(
        f"score     supports {supports:.2f}, contradicts {contradicts:.2f}, neither {neither:.2f}"
    )
    made = found.finding
    if made is None:
        lines.append("decides   nothing: it neither supports nor contradicts the claim for sure")
    else:
        lines.append(
            f"decides   {made.relation} ({made.kind}, {made.score:.2f}): {made.explanation}"
        )
    return lines
