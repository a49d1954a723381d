"""Named SQL statements: the file's name in, its statements by name out. Reads this folder only.

A statement starts at a line ``-- name: xyz`` and ends where the next one starts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


@cache
def statements(file: str, package: str = __name__) -> Mapping[str, str]:
    """The statements of ``file`` (such as "load.sql") by name.

    ``package`` is the dotted name of the package whose folder holds the file.
    """
    text = resources.files(package).joinpath(file).read_text("utf-8")
    parts = NAME.split(text)[1:]
    return MappingProxyType(dict(zip(parts[::2], map(str.strip, parts[1::2]), strict=True)))
