"""Mark-up made to keep a parser busy, seen before it is parsed. In: characters. Out: a verdict.

libxml2 compares each attribute of an element with all before it: 40,000 of them take half a minute,
and C code hears no alarm. Pure, and linear in the page.
"""

from __future__ import annotations

import re

#: Distinct attributes of one element, which libxml2 reads in 0.1 s. Counted as here, the most that
#: one tag of 138 real pages has are 572, where a quote is missing; others have some dozens.
MOST_ATTRIBUTES = 2_000
#: A tag of so many attributes has at least so many characters: " a=" for each.
_LONG = 2 * MOST_ATTRIBUTES
_VALUE = r"=\s*+(?:\"[^\"]*+\"|'[^']*+')"
#: A start tag with its attributes; a ">" in a quoted value does not end it.
_TAG = re.compile(rf"<[A-Za-z](?:[^>=]++|{_VALUE}|=)*+")
_QUOTED = re.compile(_VALUE)


def is_hostile(text: str) -> bool:
    """True where an element has more attributes than any page needs."""
    return any(
        len(_names(found.group())) > MOST_ATTRIBUTES
        for found in _TAG.finditer(text)
        if found.end() - found.start() > _LONG
    )


def _names(tag: str) -> set[str]:
    """The attributes' names, and some more where a value is not quoted."""
    bare = _QUOTED.sub(" ", tag)
    return {word.partition("=")[0] for word in re.split(r"[\s/]+", bare)}
