"""`sourcecheck report`: a run's report again, from what the warehouse holds."""

from __future__ import annotations

import click

from flows.cli.options import settings_of, warehouse_of, warehouse_option

UNSIGNED = (
    "claimreview.json is a draft without url, author and rating numbers: "
    "set review_author, review_author_url and review_url"
)


@click.command("report")
@click.argument("run", required=False)
@click.option("--format", "formats", multiple=True, help="html, md, json, csv or claimreview.")
@click.option("--report", "folder", metavar="DIR", help="Where it goes [sourcecheck-out].")
@click.option("--since-last", is_flag=True, help="Show what changed since the run before.")
@warehouse_option
@click.pass_context
def report_command(
    ctx: click.Context,
    run: str | None,
    formats: tuple[str, ...],
    folder: str | None,
    since_last: bool,
    warehouse: str | None,
) -> None:
    """Write the report of RUN (the start of its id; the latest run without) again."""
    from extractors.errors import SettingsError
    from flows.verify import DEFAULT_FORMATS, FORMATS, write_report

    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise SettingsError(f"there is no report format {unknown[0]!r}: use {', '.join(FORMATS)}")
    settings = settings_of(ctx, warehouse=warehouse, report_folder=folder)
    store = warehouse_of(ctx, warehouse=warehouse)
    run_id = store.find_run(run) if run else store.latest_run()
    before = store.previous_run(run_id) if since_last else None
    if since_last and before is None:
        click.echo(f"run {run_id} is the first of its article: nothing to compare with", err=True)
    if "claimreview" in formats and settings.publisher is None:
        click.echo(UNSIGNED, err=True)
    files = write_report(
        store,
        run_id,
        settings.report_folder,
        formats or DEFAULT_FORMATS,
        since=before,
        publisher=settings.publisher,
    )
    for name, path in files.items():
        click.echo(f"{name:>11}  {path}")
