"""`sourcecheck runs`: the checks that were made, when, for how long, and what came of them."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime

import click

from flows.cli.options import settings_of, warehouse_option


@click.command("runs")
@click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table")
@click.option("--limit", type=click.IntRange(1), default=20, help="Most runs to list. [20]")
@warehouse_option
@click.pass_context
def runs_command(ctx: click.Context, shape: str, limit: int, warehouse: str | None) -> None:
    """List past runs, the newest first: the run's id, its article, the day it judges from, when it
    was last made and how long that took, and what came of it.

    The same article over the same coverage is the same run, however often it is checked."""
    import pyarrow as pa

    from flows.cli.tables import write_table
    from flows.verify import history
    from warehouse import Warehouse

    settings = settings_of(ctx, warehouse=warehouse)
    made = history.made(settings.history_file)
    when = {one.run_id: one for one in made}
    times = Counter(one.run_id for one in made)
    rows = []
    for row in Warehouse(settings.warehouse).runs().to_pylist():
        last = when.get(row["run_id"])
        rows.append(
            {
                "run": row["run_id"],
                "article": row["title"] or row["article_url"],
                "as_of": row["as_of"].date(),
                "mode": row["mode"],
                "last_made": last.began.replace(microsecond=0) if last else None,
                "seconds": last.seconds if last else None,
                "made": times[row["run_id"]],
                "claims": row["claims"],
                "refuted": row["refuted"],
                "supported": row["supported"],
                "contradictions": row["contradictions"],
                "not_read": row["not_read"],
            }
        )
    never = datetime.min.replace(tzinfo=UTC)
    rows.sort(key=lambda row: row["last_made"] or never, reverse=True)
    write_table(pa.Table.from_pylist(rows[:limit]), shape, sys.stdout.buffer)
    sys.stdout.flush()
