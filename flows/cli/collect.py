"""`sourcecheck collect`: what the outlets published, fetched and archived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flows.cli.options import settings_of

if TYPE_CHECKING:
    from extractors.claims import Topic
    from extractors.records import Unread


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
    from flows.log import keep_log
    from flows.verify import known_outlets, outlet_named, read_instant
    from flows.waiting import Patience

    settings = settings_of(ctx, limit=limit)
    keep_log(settings.log_file)
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
            seconds=settings.outlet_seconds,
            patience=Patience(settings.wait_seconds, lambda said: click.echo(said, err=True)),
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
    from extractors.claims import Topic

    words = dict.fromkeys(word.strip(".,;:!?\"'()") for word in text.split())
    names = tuple(word.lower() for word in words if word[:1].isupper())
    return Topic(names, tuple(word for word in words if len(word) > 3 and word.islower()))


def _tell_unread(notes: tuple[Unread, ...]) -> None:
    from flows.cli.terminal import printable

    for note in notes:
        where = f" {note.url}" if note.url else ""
        click.echo(printable(f"  not read ({note.what}){where}: {note.why}"))
