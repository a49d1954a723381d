"""`sourcecheck doctor`: is this installation well, and what is to be done where it is not."""

from __future__ import annotations

import click

from flows.cli.options import settings_of, warehouse_option
from flows.cli.terminal import printable


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@warehouse_option
@click.pass_context
def doctor_command(ctx: click.Context, as_json: bool, warehouse: str | None) -> int:
    """Look at the model's files, the libraries, the disk, the warehouse and its snapshot, Prefect's
    server, each outlet's last success and what is left running; say what to do.

    Exits with 2 where something is bad: the next check would fail."""
    import json
    from dataclasses import asdict

    from flows.fetch import SystemClock
    from flows.nightly import examine

    settings = settings_of(ctx, warehouse=warehouse)
    checks = list(examine(settings, SystemClock().now()))
    if as_json:
        click.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False, indent=1))
    else:
        width = max(len(check.what) for check in checks)
        for check in checks:
            click.echo(printable(f"{check.state:4}  {check.what:{width}}  {check.found}"))
            if check.advice:
                click.echo(printable(f"{'':{width + 6}}  -> {check.advice}"))
    return 2 if any(check.state == "bad" for check in checks) else 0
