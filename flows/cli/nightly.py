"""`sourcecheck watch` and `sourcecheck nightly`: the articles checked every night."""

from __future__ import annotations

import click

from flows.cli.options import chosen, settings_of, warehouse_option


@click.group("watch")
def watch_command() -> None:
    """Keep the list of articles that are checked every night."""


@watch_command.command("add")
@click.argument("article")
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Ask only this outlet.")
@click.pass_context
def add(ctx: click.Context, article: str, outlets: tuple[str, ...]) -> None:
    """Watch ARTICLE, a file or an address."""
    from flows.nightly import Watched, place_of, read_watched, write_watched
    from flows.verify import is_address, known_outlets, outlet_named, read_article_file

    settings = settings_of(ctx)
    if not is_address(article):
        read_article_file(article)
    known = known_outlets(settings)
    one = Watched(place_of(article), tuple(outlet_named(name, known).id for name in outlets))
    others = tuple(w for w in read_watched(settings.watched_file) if w.article != one.article)
    write_watched(settings.watched_file, (*others, one))
    click.echo(f"watching {one.article}")


@watch_command.command("remove")
@click.argument("article")
@click.pass_context
def remove(ctx: click.Context, article: str) -> None:
    """Watch ARTICLE no more."""
    from extractors.errors import SettingsError
    from flows.nightly import place_of, read_watched, write_watched

    settings = settings_of(ctx)
    watched = read_watched(settings.watched_file)
    kept = tuple(one for one in watched if one.article not in (article, place_of(article)))
    if kept == watched:
        raise SettingsError(f"{article} is not watched: see `sourcecheck watch list`")
    write_watched(settings.watched_file, kept)
    click.echo(f"no longer watching {article}")


@watch_command.command("list")
@click.pass_context
def list_watched(ctx: click.Context) -> None:
    """Show the watched articles."""
    from flows.nightly import read_watched

    for one in read_watched(settings_of(ctx).watched_file):
        click.echo("\t".join((one.article, *one.outlets)))


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
    from flows.verify import Readers

    settings = settings_of(ctx, warehouse=warehouse)
    debug = bool(ctx.find_root().obj["debug"])
    server = PrefectServer(settings.prefect_log, api_url=settings.prefect_api_url)
    with server, Readers(settings.model, settings.processes) as readers:
        nights = run_nightly(server, readers, Console(stderr=True), debug=debug, **parameters)
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
        serve_nightly(cron, parameters, address)
    return 0
