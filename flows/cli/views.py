"""`sourcecheck views`: what can be asked of the warehouse in SQL, by name."""

from __future__ import annotations

import click


@click.command("views")
@click.argument("name", required=False)
def views_command(name: str | None) -> None:
    """List the views and macros of the warehouse, or the columns of the one called NAME.

    The answer is the same whatever the warehouse holds; none is opened."""
    import difflib

    from extractors.errors import SettingsError
    from warehouse.vocabulary import vocabulary

    known = {entry.name: entry for entry in vocabulary()}
    if name is None:
        width = max(len(entry.call) for entry in known.values())
        for entry in known.values():
            click.echo(f"{entry.call:<{width}}  {entry.comment}")
        return
    wanted = name.partition("(")[0].strip().lower()
    if wanted not in known:
        near = difflib.get_close_matches(wanted, known, n=3)
        hint = (
            f": did you mean {' or '.join(near)}?" if near else ": `sourcecheck views` lists them"
        )
        raise SettingsError(f"there is no view or macro {name}{hint}")
    entry = known[wanted]
    click.echo(f"{entry.call}: {entry.comment}")
    width = max(len(column) for column, _, _ in entry.columns)
    kinds = max(len(kind) for _, kind, _ in entry.columns)
    for column, kind, comment in entry.columns:
        click.echo(f"  {column:<{width}}  {kind:<{kinds}}  {comment}".rstrip())
