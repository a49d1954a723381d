"""The project's exceptions. Each message is one line that says what to do.

SourcecheckError            bad input or usage; the command exits with code 2
├── ArticleError            the article is missing, empty, or not text
├── ModelError              the language pipeline cannot be loaded
├── ArchiveError            a WARC is damaged or cannot be written
├── OutletError             an outlet's file is wrong, or there is no such outlet
├── SettingsError           a setting has a value that cannot be used
└── WarehouseError          the warehouse is damaged, or a query is refused
    └── InUseError          another process has it, or the archive: it may be free in a while
"""

from __future__ import annotations

#: Characters of a fault that stand in a report or a night's line.
LONGEST_FAULT = 300


def fault_line(fault: Exception, where: str = "", most: int = LONGEST_FAULT) -> str:
    """What an unforeseen exception comes to in a line: "KeyError on this page: 'a'".

    ``where`` is put behind its kind; at most ``most`` characters.
    """
    kind = " ".join(filter(None, (type(fault).__name__, where)))
    return " ".join(f"{kind}: {fault}".split())[:most]


class SourcecheckError(Exception):
    """Bad input or usage; ``str()`` is one line for the user."""


class ArticleError(SourcecheckError):
    """The article is missing, empty, or not text."""


class ModelError(SourcecheckError):
    """The language pipeline cannot be loaded."""


class ArchiveError(SourcecheckError):
    """A WARC is damaged or cannot be written."""


class OutletError(SourcecheckError):
    """An outlet's file is wrong, or there is no such outlet."""


class SettingsError(SourcecheckError):
    """A setting has a value that cannot be used."""


class WarehouseError(SourcecheckError):
    """The warehouse is locked, damaged, or a query is refused."""


class InUseError(WarehouseError, ArchiveError):
    """Another process has the warehouse or the archive; it may be free in a while."""
