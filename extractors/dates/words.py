"""The word lists of dates: the name of a list in, its words out. Reads `dates.toml`, once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from extractors.grammar import read_table


@cache
def lexicon() -> Mapping[str, Any]:
    """The tables of `dates.toml`."""
    return read_table("extractors.dates", "dates")


@cache
def words_of(table: str, key: str) -> frozenset[str]:
    """One word list of `dates.toml` as a set."""
    return frozenset(lexicon()[table][key])
