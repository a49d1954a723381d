"""A cell of a CSV that a spreadsheet takes for text: a string in, a string out. Touches nothing.

A cell that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, "CSV Injection"),
full-width signs too: some spreadsheets fold them.
"""

from __future__ import annotations

from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Passed over by a spreadsheet before a cell's first sign, though Python takes them for no blanks.
_UNSEEN: Final = "\ufeff\u200b\u200c\u200d\u2060\0"


def as_text(cell: str) -> str:
    """The cell as text, even where blanks stand before its first sign."""
    rest = cell.lstrip()
    while rest[:1] and rest[0] in _UNSEEN:
        rest = rest.lstrip(_UNSEEN).lstrip()
    return "'" + cell if cell.startswith(FORMULA) or rest.startswith(FORMULA) else cell
