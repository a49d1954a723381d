"""`sourcecheck replay`: a run's findings derived again from what was kept, and compared."""

from __future__ import annotations

import click

from flows.cli.options import warehouse_of, warehouse_option


@click.command("replay")
@click.argument("run")
@warehouse_option
@click.pass_context
def replay_command(ctx: click.Context, run: str, warehouse: str | None) -> int:
    """Derive the findings of RUN again from what was kept, and compare.

    Exits with 1 where they differ."""
    from flows.verify import running

    store = warehouse_of(ctx, warehouse=warehouse)
    run_id = store.find_run(run)
    rows = store.sql("select run_id, versions from runs").to_pylist()
    made_with = next(row["versions"] for row in rows if row["run_id"] == run_id)
    result = store.replay(run_id, running(made_with))
    told = f"{result.findings} findings, {result.verdicts} verdicts, "
    told += f"{result.citation_results} citations"
    for line in (*result.version_changes, *result.differences):
        click.echo(line)
    click.echo(f"run {result.run_id}: {told}: {'the same again' if result.same else 'different'}")
    return 0 if result.same else 1
