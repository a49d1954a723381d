"""`sourcecheck watch`: the list of articles that are checked every night."""

from __future__ import annotations

import click

from flows.cli.options import settings_of


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
