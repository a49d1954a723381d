"""`sourcecheck collect`, `import` and `outlets`: what the outlets published, and their doors."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import settings_of, warehouse_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractors.assertions import Topic
    from extractors.records import Unread
    from flows.outlets import Outlet
    from flows.settings import Settings


@click.command("collect")
@click.option("--outlet", "outlets", multiple=True, metavar="ID", help="Only this outlet [all].")
@click.option("--topic", default="", metavar="TEXT", help="What about, in a few words [anything].")
@click.option("--since", metavar="DATE", help="Published on or after this date.")
@click.option("--until", metavar="DATE", help="Published on or before this date.")
@click.option("--limit", type=int, metavar="N", help="Most pages per outlet [60].")
@click.pass_context
def collect_command(
    ctx: click.Context,
    outlets: tuple[str, ...],
    topic: str,
    since: str | None,
    until: str | None,
    limit: int | None,
) -> None:
    """Fetch and archive what outlets published, politely, asking only for what is new or due.

    The archive in the data folder grows; the next `verify` reads from it."""
    import asyncio

    from flows.collect import collect
    from flows.verify import known_outlets, outlet_named, read_instant

    settings = settings_of(ctx, limit=limit)
    known = known_outlets(settings)
    chosen = [outlet_named(name, known) for name in outlets] or list(known.values())
    window = (
        read_instant(since).replace(hour=0, minute=0, second=0, microsecond=0) if since else None,
        read_instant(until) if until else None,
    )
    report = asyncio.run(
        collect(
            chosen,
            _topic(topic),
            window,
            settings.archive_folder,
            settings.fetch_settings(),
            limit=settings.limit,
        )
    )
    for row in report.outlets:
        counts = f"{row.new} new, {row.changed} changed, {row.unchanged} unchanged"
        counts += f", {row.resting} not due, {row.failed} failed"
        click.echo(f"{known[row.outlet].name}: {counts}")
        _tell_unread(row.unread)
    if report.accounted_for:
        click.echo(f"taken in from a run that was cut off: {report.accounted_for} pages")
    click.echo(report.summary())


def _topic(text: str) -> Topic:
    """The words of a topic: those with a capital are names, the others what is said of them."""
    from extractors.assertions import Topic

    words = dict.fromkeys(word.strip(".,;:!?\"'()") for word in text.split())
    names = tuple(word.lower() for word in words if word[:1].isupper())
    return Topic(names, tuple(word for word in words if len(word) > 3 and word.islower()))


def _tell_unread(notes: tuple[Unread, ...]) -> None:
    from flows.cli.terminal import printable

    for note in notes:
        where = f" {note.url}" if note.url else ""
        click.echo(printable(f"  not read ({note.what}){where}: {note.why}"))


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


@click.command("outlets")
@click.argument("outlet", required=False, metavar="[ID]")
@warehouse_option
@click.pass_context
def outlets_command(ctx: click.Context, outlet: str | None, warehouse: str | None) -> None:
    """What is known of an outlet: names, doors, terms, and how much of it was last read.

    Without ID, all outlets, one a line. Every file is checked on the way."""
    from flows.verify import known_outlets, outlet_named

    settings = settings_of(ctx, warehouse=warehouse)
    known = known_outlets(settings)
    if outlet is None:
        _list_outlets(known)
        return
    whose = outlet_named(outlet, known)
    for line in _told(whose):
        click.echo(line)
    for line in _last_coverage(settings, whose.id):
        click.echo(line)


def _list_outlets(known: Mapping[str, Outlet]) -> None:
    width = max(map(len, known))
    named = max(len(outlet.name) for outlet in known.values())
    for name, outlet in known.items():
        doors = ", ".join(dict.fromkeys(door.strategy for door in outlet.strategies))
        closed = "; its terms forbid automated reading" if outlet.terms.closed else ""
        click.echo(f"{name:{width}}  {outlet.name:{named}}  {doors}{closed}")


def _told(outlet: Outlet) -> list[str]:
    """Everything its file says, with how sure we are of each door."""
    from flows.outlets import TAG_MEANING

    lines = [f"{outlet.name} ({outlet.id}), {outlet.kind}"]
    pairs = [
        ("called", ", ".join(outlet.names)),
        ("speaks for", ", ".join(outlet.speaks_for)),
        ("domains", ", ".join(outlet.domains)),
        ("languages", ", ".join(outlet.languages)),
        ("timezone", outlet.timezone),
        ("pace", f"{outlet.rate_seconds:g} s between requests, {outlet.concurrency} at a time"),
        ("robots.txt", outlet.robots),
        ("terms", " ".join(filter(None, (outlet.terms.text, outlet.terms.url)))),
        ("pages from", ", then ".join(outlet.pages_from)),
    ]
    lines += [f"  {name:11} {value}" for name, value in pairs if value]
    for door in outlet.strategies:
        sure = TAG_MEANING[door.tag]
        when = "; only when the others found little" if door.fallback else ""
        lines.append(f"  door        {door.strategy}: {sure}{when}")
        lines += [f"                {url}" for url in door.urls]
    for channel in outlet.channels:
        lines.append(f"  channel     {channel.id}: {channel.name} ({channel.language})")
    lines += [f"  trap        {trap}" for trap in outlet.traps]
    lines.append(f"  file        {outlet.file}")
    return lines


def _last_coverage(settings: Settings, outlet: str) -> list[str]:
    """How much of it the newest run of each article read."""
    from extractors.errors import WarehouseError
    from warehouse import Warehouse

    try:
        answer = Warehouse(settings.warehouse).sql("from outlet_coverage order by article_url")
    except WarehouseError as nothing:
        return [f"  coverage    none yet: {nothing}"]
    rows = [row for row in answer.to_pylist() if row["outlet"] == outlet]
    if not rows:
        return ["  coverage    no run has asked for it yet"]
    return [
        f"  coverage    {row['article_url']}: {row['candidates']} found, {row['captured']} "
        f"fetched, {row['read']} read, {row['on_topic']} on the subject"
        + _between(row["earliest"], row["latest"])
        for row in rows
    ]


def _between(earliest: datetime | None, latest: datetime | None) -> str:
    return f", {earliest:%Y-%m-%d} to {latest:%Y-%m-%d}" if earliest and latest else ""
