"""The word lists of ``claims.toml``: a section and a key in, a set of words out."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = (files("extractors.claims") / "claims.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def listed(section: str, key: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_tables()[section][key])
