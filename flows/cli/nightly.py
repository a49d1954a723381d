"""`sourcecheck nightly`: every watched article checked, now or on a schedule."""

from __future__ import annotations

import click

from flows.cli.options import chosen, settings_of, warehouse_option


@click.command("nightly")
@click.option("--once", is_flag=True, help="Check every watched article now, and end.")
@click.option("--cron", metavar="SCHEDULE", help='Keep running; "0 2 * * *" is every night at 2.')
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(["contradiction", "unread"]),
    help="With --once: exit with 1 on a contradiction, 3 when a cited source was not read.",
)
@warehouse_option
@click.pass_context
def nightly_command(
    ctx: click.Context,
    once: bool,
    cron: str | None,
    fail_on: tuple[str, ...],
    warehouse: str | None,
) -> int:
    """Check every watched article, now or on a schedule.

    Without a Prefect API (PREFECT_API_URL) it starts a local server of its own, whose UI shows
    every run."""
    if once == bool(cron):
        raise click.UsageError('say either --once or --cron "0 2 * * *"')
    from extractors.errors import SettingsError
    from flows.nightly import read_watched

    settings = settings_of(ctx, warehouse=warehouse)
    if cron is None and not read_watched(settings.watched_file):
        raise SettingsError("no article is watched: add one with `sourcecheck watch add ARTICLE`")
    file, flags = chosen(ctx, warehouse=warehouse)
    parameters: dict[str, object] = {"settings_file": file, "settings": flags}
    if cron is not None:
        return _on_schedule(ctx, cron, parameters, warehouse)
    return _once(ctx, parameters, fail_on, warehouse)


def _once(
    ctx: click.Context,
    parameters: dict[str, object],
    fail_on: tuple[str, ...],
    warehouse: str | None,
) -> int:
    from rich.console import Console

    from flows.cli.session import run_nightly
    from flows.orchestration import PrefectServer
    from flows.verify import Readers, warmed_where_new

    settings = settings_of(ctx, warehouse=warehouse)
    server = PrefectServer(settings.prefect_log, api_url=settings.prefect_api_url)
    with server, Readers(settings.model, settings.processes, settings.page_seconds) as readers:
        warmed_where_new(readers, settings.parts_folder, settings.model)
        nights = run_nightly(server, readers, Console(stderr=True), **parameters)
    codes = []
    for night in nights:
        if night.outcome is None:
            click.echo(f"{night.article}\tnot checked: {night.problem}")
            codes.append(2)
            continue
        outcome = night.outcome
        found = ", ".join(f"{count} {name}" for name, count in outcome.verdicts.most_common())
        click.echo(
            f"{night.article}\t{outcome.claims} claims: {found or 'none'}; "
            f"{outcome.contradictions} contradictions; {len(outcome.unread)} not read; "
            f"{outcome.files.get('html', '')}"
        )
        codes.append(outcome.exit_code(fail_on))
    return next((code for code in (2, 1, 3) if code in codes), 0)


def _on_schedule(
    ctx: click.Context, cron: str, parameters: dict[str, object], warehouse: str | None
) -> int:
    from extractors.errors import SettingsError
    from flows.nightly import checked_cron, serve_nightly
    from flows.orchestration import PrefectServer

    problem = checked_cron(cron)
    if problem:
        raise SettingsError(f'--cron {cron!r}: {problem}; every night at 2 is "0 2 * * *"')
    settings = settings_of(ctx, warehouse=warehouse)
    server = PrefectServer(settings.prefect_log, api_url=settings.prefect_api_url, full=True)
    with server:
        address = server.wait()
        click.echo(f"Prefect's UI: {address.removesuffix('/api')}", err=True)
        click.echo(f"checking the watched articles at {cron!r}; stop with Ctrl-C", err=True)
        serve_nightly(cron, parameters, address, server.stop, server.processes)
    return 0
