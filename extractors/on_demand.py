"""Packages that hand on names whose modules cost seconds to load: loaded on first use.

In: a package's name, and which of its modules each name is in. Out: the package's
``__getattr__`` (PEP 562). Reading a word list must not load spaCy, nor `sourcecheck --help`
Prefect. A name is looked up anew each time, so that a test may put another in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def on_demand(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` of ``package``: a name of ``homes`` from the module it is in."""

    def handed_on(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return handed_on
