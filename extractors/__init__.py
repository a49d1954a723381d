"""Text in, structure out: pure functions; no network, no database, no clock.

from extractors import read_page, load_pipeline, extract
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.extraction import extract
    from extractors.language import load_pipeline
    from extractors.page import read_page

__all__ = ["extract", "load_pipeline", "read_page"]


def __getattr__(name: str) -> Any:
    """Loads a public function on first use, so that reading a word list does not load spaCy."""
    from importlib import import_module

    homes = {
        "extract": "extractors.extraction",
        "load_pipeline": "extractors.language",
        "read_page": "extractors.page",
    }
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(homes[name]), name)
