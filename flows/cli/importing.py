"""`sourcecheck import`: saved pages and archives, taken as captures of an outlet."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import settings_of


@click.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--outlet", metavar="ID", help="Whose pages these are [told by their hosts].")
@click.option("--url", metavar="ADDRESS", help="Where one saved page or text is from.")
@click.option("--at", metavar="DATE", help="When it was saved; else what the file says.")
@click.pass_context
def import_command(
    ctx: click.Context, paths: tuple[str, ...], outlet: str | None, url: str | None, at: str | None
) -> None:
    """Take WARC, WACZ, HTML or text files as captures of an outlet.

    They go into the archive in the data folder; the next `verify` reads them. A host that no
    outlet's file knows is made an outlet, with a file of its own in the outlets folder. What
    cannot be taken is left out and named."""
    from flows.cli.terminal import printable
    from flows.fetch import Archive, import_paths
    from flows.outlets import Directory, remember, site_name
    from flows.verify import known_outlets, outlet_named, read_instant

    settings = settings_of(ctx)
    directory = Directory(known_outlets(settings))
    whose = outlet_named(outlet, directory.registry) if outlet else None
    if whose is not None and whose.id not in directory.registry:
        directory.add(f"https://{whose.domains[0]}/")
    moment = read_instant(at) if at else None

    def owner(address: str, page: bytes) -> str:
        if whose is not None and whose.id in directory.registry:
            return whose.id
        found = directory.add(address, site_name(page))
        return whose.id if whose else found.id if found else "unknown"

    with Archive(settings.archive_folder) as archive:
        done = import_paths(
            [Path(path).expanduser() for path in paths],
            archive,
            outlet=owner,
            url=url,
            captured_at=moment,
            domains=whose.domains if whose else (),
        )
    told: dict[str, int] = {}
    for capture in done.captures:
        click.echo(printable(f"{capture.captured_at:%Y-%m-%d %H:%M}  {capture.url}"))
        told[capture.outlet or ""] = told.get(capture.outlet or "", 0) + 1
        if whose is not None and not whose.owns(capture.url):
            domains = ", ".join(whose.domains) or "none"
            line = f"its host is none of {whose.name}'s domains ({domains})"
            click.echo(printable(f"  warning: {capture.url}: {line}"), err=True)
    for line in done.left_out:
        click.echo(printable(f"  left out: {line}"), err=True)
    for name in sorted(set(told) & set(directory.made)):
        file = remember(settings.outlets_folder, directory.made[name], directory.registry)
        click.echo(printable(f"  {name} is a new outlet: correct its names in {file}"), err=True)
    for name, count in sorted(told.items()):
        who = directory.all[name].name if name in directory.all else name
        captures = "1 capture" if count == 1 else f"{count} captures"
        click.echo(f"{captures} of {printable(who)} archived in {settings.archive_folder}")
