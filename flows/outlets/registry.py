"""Reads the outlets' TOML files. In: folders. Out: outlets by id. Touches only those files.

The shipped files come first; a file in a later folder with the same ``id`` replaces the
earlier one, and one with ``extends = "ID"`` takes from it every field it does not give
itself (tables key by key), so that a user changes one setting with a three-line file.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from extractors.errors import OutletError
from flows.outlets.outlet import Channel, Door, Kind, Layout, Outlet, Patterns, Route, Tag, Terms
from flows.outlets.strategies import STRATEGIES

SHIPPED = Path(__file__).parent
MOST_BYTES = 1_000_000  # an outlet's file is a few kB; a larger one is a mistake
SAFE_ID = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*")  # it names files and SQL rows
MOST_ID = 63
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+")
CHANNEL_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")  # Telegram's own rule for usernames

# What each table may hold: key -> type. A list type means "list of that".
_OUTLET: Mapping[str, Any] = {
    "id": str,
    "extends": str,
    "name": str,
    "kind": str,
    "names": [str],
    "speaks_for": [str],
    "domains": [str],
    "twins": dict,
    "rewrites": [dict],
    "languages": [str],
    "timezone": str,
    "rate_seconds": float,
    "concurrency": int,
    "robots": str,
    "terms": dict,
    "door": [dict],
    "channel": [dict],
    "patterns": dict,
    "page": dict,
    "pages_from": [str],
    "traps": [str],
    "notes": str,
}
_TERMS: Mapping[str, Any] = {
    "text": str,
    "url": str,
    "tag": str,
    "forbids_automated_reading": bool,
    "permission": bool,
}
_DOOR: Mapping[str, Any] = {
    "strategy": str,
    "urls": [str],
    "tag": str,
    "fallback": bool,
    "about": [str],
    "pages": int,
    "opaque": bool,
    "note": str,
}
_CHANNEL: Mapping[str, Any] = {
    "id": str,
    "name": str,
    "names": [str],
    "language": str,
    "tag": str,
    "note": str,
}
_PATTERNS: Mapping[str, Any] = {"article": [str], "live": [str], "video": [str], "index": [str]}
_PAGE: Mapping[str, Any] = {
    "title": [str],
    "published": [str],
    "body": [str],
    "drop": [str],
    "continues": bool,
    "tag": str,
}
_REWRITE: Mapping[str, Any] = {"match": str, "with": str}


def load_outlets(*folders: Path) -> dict[str, Outlet]:
    """All outlets: the shipped ones, then each folder's, later ones winning; sorted by id.

    Raises ``OutletError`` naming the file and the field at the first thing wrong, or the
    folder that is not there.
    """
    tables: dict[str, tuple[dict[str, Any], str]] = {}
    for folder in (SHIPPED, *folders):
        if not folder.is_dir():
            raise OutletError(f"{folder}: no such folder of outlets; create it or drop the setting")
        seen: dict[str, str] = {}
        for path in sorted(folder.glob("*.toml")):
            table = _extended(_parsed(path), tables, path)
            name = _text_id(table, path)
            if name in seen:
                raise OutletError(f"{path}: id {name!r} is already taken by {seen[name]}")
            seen[name] = path.name
            tables[name] = (table, str(path))
    outlets = {name: _outlet(table, Path(file)) for name, (table, file) in sorted(tables.items())}
    _refuse_shared_names(outlets)
    return outlets


def prose_names(outlets: Mapping[str, Outlet], *, speakers: bool = True) -> dict[str, str]:
    """Every name in prose, of the outlet, its channels and whom it speaks for -> outlet id.

    Without ``speakers`` those are left out for whom it speaks: that an article names a president
    does not mean that it leans on what his office published. An outlet's own name wins over a
    channel's, and that over a ``speaks_for`` of another outlet. A name with an apostrophe stands
    in both of its spellings (' and \u2019).
    """
    names: dict[str, str] = {}
    for outlet in outlets.values() if speakers else ():
        names |= {spoken: names.get(spoken, outlet.id) for spoken in outlet.speaks_for}
    for outlet in outlets.values():
        names |= {name: outlet.id for row in outlet.channels for name in (row.name, *row.names)}
    for outlet in outlets.values():
        names |= dict.fromkeys((outlet.name, *outlet.names), outlet.id)
    return names | {name.replace("'", "\u2019"): whose for name, whose in names.items()}


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise OutletError(f"{path}: larger than {MOST_BYTES} bytes; not an outlet's file")
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OutletError(f"{path}: not valid TOML: {_one_line(error)}") from error
    except OSError as error:
        raise OutletError(f"{path}: cannot be read: {_one_line(error)}") from error


def _extended(
    table: dict[str, Any], known: Mapping[str, tuple[dict[str, Any], str]], path: Path
) -> dict[str, Any]:
    if "extends" not in table:
        return table
    base = table["extends"]
    if not isinstance(base, str) or base not in known:
        raise OutletError(f"{path}: extends: no outlet {base!r}; have {', '.join(sorted(known))}")
    merged = dict(known[base][0])
    for key, value in table.items():
        old = merged.get(key)
        both = isinstance(value, dict) and isinstance(old, dict)
        merged[key] = {**old, **value} if both else value  # type: ignore[dict-item]
    return merged


def _text_id(table: Mapping[str, Any], path: Path) -> str:
    name = table.get("id")
    if not isinstance(name, str) or len(name) > MOST_ID or not SAFE_ID.fullmatch(name):
        raise OutletError(
            f"{path}: id: must be 1 to {MOST_ID} lower-case letters, digits, '-', '_' or single "
            f"dots, not {name!r}"
        )
    return name


def _outlet(table: dict[str, Any], path: Path) -> Outlet:
    _check(table, _OUTLET, path, "")
    for needed in ("name", "kind"):
        if not table.get(needed, "").strip():
            raise OutletError(f"{path}: {needed}: is missing or empty")
    _one_of(table["kind"], get_args(Kind), path, "kind")
    routes = table.get("pages_from", ["outlet", "archive"])
    for route in routes:
        _one_of(route, get_args(Route), path, "pages_from")
    return Outlet(
        id=table["id"],
        name=table["name"].strip(),
        kind=table["kind"],
        names=_names(table.get("names", []), path, "names"),
        speaks_for=_names(table.get("speaks_for", []), path, "speaks_for"),
        domains=tuple(_host(domain, path, "domains") for domain in table.get("domains", [])),
        twins={
            _host(old, path, "twins"): _host(new, path, "twins")
            for old, new in table.get("twins", {}).items()
        },
        rewrites=tuple(_rewrite(row, path) for row in table.get("rewrites", [])),
        languages=tuple(table.get("languages", [])),
        timezone=_zone(table.get("timezone", "UTC"), path),
        rate_seconds=_between(table.get("rate_seconds", 5.0), 0, 3600, path, "rate_seconds"),
        concurrency=int(_between(table.get("concurrency", 1), 1, 16, path, "concurrency")),
        robots=table.get("robots", ""),
        terms=_terms(table.get("terms", {}), path),
        strategies=tuple(_door(row, path) for row in table.get("door", [])),
        channels=_channels(table.get("channel", []), path),
        patterns=_patterns(table.get("patterns", {}), path),
        layout=_layout(table.get("page", {}), path),
        pages_from=tuple(routes),
        traps=tuple(table.get("traps", [])),
        notes=table.get("notes", ""),
        file=str(path),
    )


def _terms(table: dict[str, Any], path: Path) -> Terms:
    _check(table, _TERMS, path, "terms.")
    _tag(table, path, "terms")
    return Terms(**table)


def _door(table: dict[str, Any], path: Path) -> Door:
    _check(table, _DOOR, path, "door.")
    _one_of(table.get("strategy"), STRATEGIES, path, "door.strategy")
    _tag(table, path, "door")
    for url in table.get("urls", []):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise OutletError(f"{path}: door.urls: not an http address: {url!r}")
    if problem := STRATEGIES[table["strategy"]].complaint(tuple(table.get("urls", []))):
        raise OutletError(f"{path}: door.urls: {problem}")
    pages = int(_between(table.get("pages", 6), 1, 1000, path, "door.pages"))
    return Door(
        strategy=table["strategy"],
        urls=tuple(table.get("urls", [])),
        tag=table.get("tag", "M"),
        fallback=table.get("fallback", False),
        about=tuple(word.lower() for word in table.get("about", [])),
        pages=pages,
        opaque=table.get("opaque", False),
        note=table.get("note", ""),
    )


def _channels(rows: list[dict[str, Any]], path: Path) -> tuple[Channel, ...]:
    channels: dict[str, Channel] = {}
    for row in rows:
        _check(row, _CHANNEL, path, "channel.")
        _tag(row, path, "channel")
        name = row.get("id", "")
        if not CHANNEL_ID.fullmatch(name):
            raise OutletError(f"{path}: channel.id: not a Telegram username: {name!r}")
        if name.lower() in channels:
            raise OutletError(f"{path}: channel.id: {name!r} is listed twice")
        channels[name.lower()] = Channel(
            id=name,
            name=row.get("name", name),
            names=_names(row.get("names", []), path, "channel.names"),
            language=row.get("language", "und"),
            tag=row.get("tag", "M"),
            note=row.get("note", ""),
        )
    return tuple(channels.values())


def _patterns(table: dict[str, Any], path: Path) -> Patterns:
    _check(table, _PATTERNS, path, "patterns.")
    for kind, patterns in table.items():
        for pattern in patterns:
            _regex(pattern, path, f"patterns.{kind}")
    return Patterns(**{kind: tuple(patterns) for kind, patterns in table.items()})


def _layout(table: dict[str, Any], path: Path) -> Layout:
    _check(table, _PAGE, path, "page.")
    _tag(table, path, "page")
    lists = {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    return Layout(**lists, continues=table.get("continues", False), tag=table.get("tag", "M"))


def _rewrite(row: dict[str, Any], path: Path) -> tuple[str, str]:
    _check(row, _REWRITE, path, "rewrites.")
    pattern, replacement = row.get("match", ""), row.get("with", "")
    groups = _regex(pattern, path, "rewrites.match").groups
    wanted = [int(number) for number in re.findall(r"\\(\d)", replacement)]
    if any(number > groups for number in wanted):
        raise OutletError(f"{path}: rewrites.with: {replacement!r} names a group that is not there")
    return pattern, replacement


def _check(table: Any, allowed: Mapping[str, Any], path: Path, prefix: str) -> None:
    """Raise at the first unknown key or value of the wrong type."""
    if not isinstance(table, dict):
        raise OutletError(f"{path}: {prefix.rstrip('.')}: must be a table")
    for key, value in table.items():
        if key not in allowed:
            near = difflib.get_close_matches(key, list(allowed), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; may be {', '.join(allowed)}"
            raise OutletError(f"{path}: {prefix}{key}: unknown key{hint}")
        if not _fits(value, allowed[key]):
            raise OutletError(f"{path}: {prefix}{key}: must be {_shape(allowed[key])}")


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(kind, list):
        return isinstance(value, list) and all(_fits(item, kind[0]) for item in value)
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _shape(kind: Any) -> str:
    words = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
    if isinstance(kind, list):
        return f"a list of {words.get(kind[0], 'tables')}"
    return words.get(kind, "a table")


def _names(values: list[str], path: Path, where: str) -> tuple[str, ...]:
    seen: set[str] = set()
    for value in values:
        if not value.strip():
            raise OutletError(f"{path}: {where}: holds an empty name")
        if value.strip() in seen:
            raise OutletError(f"{path}: {where}: {value!r} is listed twice")
        seen.add(value.strip())
    return tuple(value.strip() for value in values)


def _host(value: Any, path: Path, where: str) -> str:
    if not isinstance(value, str) or not HOST.fullmatch(value):
        raise OutletError(f"{path}: {where}: not a lower-case host name: {value!r}")
    return value


def _zone(value: str, path: Path) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise OutletError(f"{path}: timezone: no such time zone: {value!r}") from error
    return value


def _between(value: float, low: float, high: float, path: Path, where: str) -> float:
    if not low <= value <= high:
        raise OutletError(f"{path}: {where}: must be from {low} to {high}, not {value}")
    return value


def _one_of(value: Any, allowed: Any, path: Path, where: str) -> None:
    if value not in allowed:
        raise OutletError(f"{path}: {where}: {value!r} is not one of {', '.join(sorted(allowed))}")


def _tag(table: Mapping[str, Any], path: Path, where: str) -> None:
    if "tag" in table:
        _one_of(table["tag"], get_args(Tag), path, f"{where}.tag")


def _regex(pattern: str, path: Path, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise OutletError(f"{path}: {where}: bad pattern {pattern!r}: {error}") from error


def _refuse_shared_names(outlets: Mapping[str, Outlet]) -> None:
    """Two outlets with one prose name would send a citation to the wrong door."""
    owner: dict[str, Outlet] = {}
    for outlet in outlets.values():
        for name in {outlet.name.casefold(), *(name.casefold() for name in outlet.names)}:
            if name in owner:
                raise OutletError(
                    f"{outlet.file}: names: {name!r} is already a name of {owner[name].id!r}"
                )
            owner[name] = outlet


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
