"""Word lists and tables: the package they lie in and their name in, their rows out.

A list lies beside the modules that read it. Each file is read once and touched by nobody.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_table(package: str, name: str) -> Mapping[str, Any]:
    """The TOML file ``NAME.toml`` of a package as a mapping."""
    return tomllib.loads(files(package).joinpath(f"{name}.toml").read_text("utf-8"))


def rows(package: str, name: str) -> Iterator[dict[str, str]]:
    """The rows of a package's ``NAME.csv`` by column name; lines that start with "#" are its
    header."""
    lines = files(package).joinpath(f"{name}.csv").read_text("utf-8").splitlines()
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))
