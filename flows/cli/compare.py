"""`sourcecheck compare`: the rules on two sentences."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from flows.cli.options import settings_of


@click.command("compare")
@click.argument("claim")
@click.argument("evidence")
@click.option("--claim-date", metavar="DATE", help="When the claim was made.")
@click.option("--evidence-date", metavar="DATE", help="When the evidence was said.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of lines.")
@click.pass_context
def compare_command(
    ctx: click.Context,
    claim: str,
    evidence: str,
    claim_date: str | None,
    evidence_date: str | None,
    as_json: bool,
) -> None:
    """How EVIDENCE bears on CLAIM, two sentences: each finding with its rule and reason."""
    from extractors.errors import SettingsError
    from flows.cli.terminal import printable
    from flows.verify import read_instant
    from warehouse.crosscheck import compare

    model = settings_of(ctx).model
    if model is not None:
        os.environ["SOURCECHECK_MODEL"] = model
    for name, text in (("CLAIM", claim), ("EVIDENCE", evidence)):
        if not text.strip():
            raise SettingsError(f"{name} is empty: give a sentence")
    findings = compare(
        claim,
        evidence,
        read_instant(claim_date) if claim_date else None,
        read_instant(evidence_date) if evidence_date else None,
    )
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
        return
    for finding in findings:
        line = f"{finding.relation} ({finding.kind}; {finding.rule}): {finding.explanation}"
        click.echo(printable(line))
    if not findings:
        click.echo("no rule finds that one bears on the other")
