"""`sourcecheck review`: a finding accepted or rejected, for this and every later run."""

from __future__ import annotations

import click

from flows.cli.options import warehouse_of, warehouse_option


@click.command("review")
@click.argument("finding")
@click.argument("decision", type=click.Choice(["accept", "reject"]))
@click.option("--note", default="", metavar="TEXT", help="Why, in your own words.")
@warehouse_option
@click.pass_context
def review_command(
    ctx: click.Context, finding: str, decision: str, note: str, warehouse: str | None
) -> None:
    """Accept or reject a FINDING; it holds in every later run that finds the same."""
    store = warehouse_of(ctx, warehouse=warehouse)
    store.review(finding, "accept" if decision == "accept" else "reject", note)
    store.publish()
    click.echo(f"finding {finding}: {decision}ed")
