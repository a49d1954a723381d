"""`sourcecheck outlets`: what is known of the outlets, their doors and their last coverage."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from flows.cli.options import settings_of, warehouse_option

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.outlets import Outlet
    from flows.settings import Settings


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
