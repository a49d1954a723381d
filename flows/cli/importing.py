"""`sourcecheck import`: saved pages and archives, taken as captures of an outlet."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import settings_of


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--outlet", required=True, metavar="ID", help="Whose pages these are.")
@click.option("--url", metavar="ADDRESS", help="Where one saved page or text is from.")
@click.option("--at", metavar="DATE", help="When it was saved; else what the file says.")
@click.pass_context
def import_command(
    ctx: click.Context, paths: tuple[str, ...], outlet: str, url: str | None, at: str | None
) -> None:
    """Take WARC, WACZ, HTML or text files as captures of an outlet.

    They go into the archive in the data folder; the next `verify` reads them."""
    from flows.cli.terminal import printable
    from flows.fetch import Archive, import_paths
    from flows.verify import known_outlets, outlet_named, read_instant

    settings = settings_of(ctx)
    whose = outlet_named(outlet, known_outlets(settings))
    moment = read_instant(at) if at else None
    with Archive(settings.archive_folder) as archive:
        captures = import_paths(
            [Path(path).expanduser() for path in paths],
            archive,
            outlet=whose.id,
            url=url,
            captured_at=moment,
            domains=whose.domains,
        )
    for capture in captures:
        click.echo(printable(f"{capture.captured_at:%Y-%m-%d %H:%M}  {capture.url}"))
    click.echo(f"{len(captures)} captures of {whose.name} archived in {settings.archive_folder}")
