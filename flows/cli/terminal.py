"""Text from outside, made fit for a terminal. Pure.

An address or a page's title may hold control characters that would move a terminal's cursor,
hide what was said, or worse.
"""

from __future__ import annotations

import re

#: C0 and C1 controls but for tab and newline, and the marks that turn the writing direction.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The same text with nothing in it that a terminal would obey."""
    return _CONTROLS.sub("\ufffd", text)
