"""What several commands share: the settings in force, and where they come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flows.settings import Settings
    from warehouse import Warehouse

warehouse_option = click.option(
    "--warehouse", metavar="FILE", help="The DuckDB file to keep or read."
)


def chosen(ctx: click.Context, **flags: Any) -> tuple[str | None, dict[str, str]]:
    """The settings file and the flags given, as plain text (what a flow takes)."""
    given = ctx.find_root().obj or {}
    named = {"warehouse": given.get("warehouse"), **{k: v for k, v in flags.items() if v}}
    return given.get("settings_file"), {k: str(v) for k, v in named.items() if v is not None}


def settings_of(ctx: click.Context, **flags: Any) -> Settings:
    """The settings in force for this command."""
    from flows.settings import load_settings

    file, given = chosen(ctx, **flags)
    return load_settings(Path(file) if file else None, given)


def warehouse_of(ctx: click.Context, **flags: Any) -> Warehouse:
    """The warehouse of the settings in force."""
    from warehouse import Warehouse

    return Warehouse(settings_of(ctx, **flags).warehouse)
