"""`sourcecheck verify`: one article, from text to report."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import chosen, settings_of, warehouse_option


@click.command("verify")
@click.argument("article")
@click.option(
    "--replay",
    multiple=True,
    metavar="WARC",
    help="Answer every request from this WARC, WACZ or folder; never touch the network.",
)
@click.option(
    "--outlet", "outlets", multiple=True, metavar="ID", help="Ask only this outlet or host."
)
@click.option("--as-of", metavar="DATE", help="Judge as of this date, by nothing later.")
@click.option("--report", metavar="DIR", help="Where the report goes [sourcecheck-out].")
@click.option("--format", "formats", multiple=True, help="html, md, json, csv or claimreview.")
@click.option("--limit", type=int, metavar="N", help="Most pages per outlet from the network [60].")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(["contradiction", "unread"]),
    help="Exit with 1 on a contradiction, with 3 when a cited source could not be read.",
)
@warehouse_option
@click.pass_context
def verify_command(
    ctx: click.Context,
    article: str,
    replay: tuple[str, ...],
    outlets: tuple[str, ...],
    as_of: str | None,
    report: str | None,
    formats: tuple[str, ...],
    limit: int | None,
    fail_on: tuple[str, ...],
    warehouse: str | None,
) -> int:
    """Check ARTICLE (a text, Markdown or HTML file, or an address) against what the outlets it
    cites really published, and write a report."""
    from flows.verify import DEFAULT_FORMATS, checked_request

    settings = settings_of(ctx, warehouse=warehouse, limit=limit)
    formats = formats or DEFAULT_FORMATS
    checked_request(settings, article, replay, outlets, as_of, report, formats)

    from rich.console import Console

    from flows.cli.session import run_verify
    from flows.cli.summary import print_summary
    from flows.orchestration import PrefectServer
    from flows.verify import Readers, warmed_where_new

    file, flags = chosen(ctx, warehouse=warehouse, limit=limit)
    server = PrefectServer(settings.prefect_log, api_url=settings.prefect_api_url)
    with server, Readers(settings.model, settings.processes, settings.page_seconds) as readers:
        warmed_where_new(readers, settings.parts_folder, settings.model)
        outcome = run_verify(
            server,
            readers,
            Console(stderr=True),
            article=article,
            replay=list(replay),
            outlets=list(outlets),
            as_of=as_of,
            report=str(Path(report)) if report else None,
            formats=list(formats),
            settings_file=file,
            settings=flags,
        )
    print_summary(outcome, Console())
    return outcome.exit_code(fail_on)
