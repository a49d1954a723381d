"""A small, common part of CSS selectors, compiled to XPath.

In: ``h1.entry-title``, ``#main > p``, ``[data-component=text-block]``, ``a[href*="/tag/"]``,
several with commas. Out: a compiled XPath. Pure. An outlet's file is where they come from, so
what is not understood is an ``OutletError`` that names the selector. Pseudo-classes and
sibling combinators are left out: no outlet has needed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lxml import etree

from extractors.errors import OutletError

_NAME = r"[A-Za-z_][\w-]*"
_PART = re.compile(
    rf"(?P<tag>{_NAME}|\*)"
    rf"|\.(?P<cls>{_NAME})"
    rf"|\#(?P<id>{_NAME})"
    rf"|\[\s*(?P<attr>[A-Za-z_][\w:-]*)\s*"
    r"(?:(?P<op>[*^$~|]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[\w-]+)\s*)?\]"
)
_COMBINATOR = re.compile(r"\s*(>)\s*|\s+")


def select(root: Any, selectors: Iterable[str]) -> list[Any]:
    """The elements that any selector matches, in the page's order, none inside another.

    Raises:
        OutletError: a selector is not understood.
    """
    selectors = tuple(selectors)
    if not selectors:
        return []
    found: list[Any] = _compiled(", ".join(selectors))(root)
    chosen = set(found)
    return [
        element
        for element in found
        if not any(ancestor in chosen for ancestor in element.iterancestors())
    ]


@lru_cache(maxsize=512)
def _compiled(selector: str) -> etree.XPath:
    return etree.XPath(" | ".join(_path(single.strip()) for single in _split(selector)))


def _split(selector: str) -> list[str]:
    """Parts between the commas that stand outside brackets and quotes."""
    return re.split(r",(?![^\[]*\])", selector)


def _path(selector: str) -> str:
    path, position = "", 0
    axis = ".//"
    while position < len(selector):
        step, position = _step(selector, position)
        path += axis + step
        gap = _COMBINATOR.match(selector, position)
        if position < len(selector) and not gap:
            raise _not_understood(selector)
        if gap:
            axis, position = ("/" if gap[1] else "//"), gap.end()
    if not path or selector.rstrip().endswith(">"):
        raise _not_understood(selector)
    # ".//" alone would miss the root itself.
    return path.replace(".//", "descendant-or-self::", 1)


def _step(selector: str, position: int) -> tuple[str, int]:
    tag, conditions, start = "*", [], position
    while match := _PART.match(selector, position):
        if match["tag"] and position != start:
            break
        if match["tag"]:
            tag = match["tag"].lower() if match["tag"] != "*" else "*"
        else:
            conditions.append(_condition(match))
        position = match.end()
    if position == start:
        raise _not_understood(selector)
    return tag + "".join(f"[{condition}]" for condition in conditions), position


def _condition(match: re.Match[str]) -> str:
    if match["cls"]:
        return _has_word("class", match["cls"])
    if match["id"]:
        return f"@id={_quoted(match['id'])}"
    name = match["attr"].lower()
    if match["op"] is None:
        return f"@{name}"
    value = _quoted(match["value"].strip("\"'"))
    conditions = {
        "=": f"@{name}={value}",
        "*=": f"contains(@{name}, {value})",
        "^=": f"starts-with(@{name}, {value})",
        "$=": f"substring(@{name}, string-length(@{name}) - string-length({value}) + 1) = {value}",
        "|=": f"(@{name}={value} or starts-with(@{name}, concat({value}, '-')))",
    }
    if match["op"] == "~=":
        return _has_word(name, match["value"].strip("\"'"))
    return conditions[match["op"]]


def _has_word(attribute: str, word: str) -> str:
    return f"contains(concat(' ', normalize-space(@{attribute}), ' '), {_quoted(f' {word} ')})"


def _quoted(value: str) -> str:
    return f'"{value}"' if '"' not in value else f"'{value}'"


def _not_understood(selector: str) -> OutletError:
    return OutletError(
        f"selector {selector!r} is not understood: use tags, .classes, #ids, [attributes], "
        "blanks, '>' and commas"
    )
