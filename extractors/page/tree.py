"""HTML to a tree, and a tree to pieces of text. Pure; damaged or hostile HTML is expected.

In: characters of a page; or elements of a tree, HTML's own or trafilatura's. Out: an lxml
tree; or ``Piece`` values in reading order: paragraphs, headings, list items, quotes,
captions, table rows.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import Any

from lxml import etree, html

from extractors.page.assembly import MAX_BLOCKS, Piece
from extractors.page.decode import visible
from extractors.records import BlockKind

# The largest real article pages have some 20,000 elements; beyond this the rest is not read,
# as it costs trafilatura about 2 s of CPU already (50,000 table cells).
MAX_ELEMENTS = 50_000
# Browsers stop nesting at 512, real pages at about 60.
MAX_DEPTH = 400

# Left: HTML's names and those of trafilatura's own tree.
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "head")
_KINDS: dict[str, BlockKind] = dict.fromkeys(_HEADINGS, "heading")
_KINDS |= dict.fromkeys(("li", "item", "dt", "dd"), "list_item")
_KINDS |= dict.fromkeys(("blockquote", "quote"), "quote")
_KINDS |= dict.fromkeys(("figcaption", "caption"), "caption")
_KINDS |= {"tr": "table", "row": "table"}

_BREAKS = frozenset({"br", "lb"})
_CELLS = frozenset({"td", "th", "cell"})
# fmt: off
_PLAIN_BLOCKS = frozenset({
    "address", "article", "aside", "body", "center", "details", "div", "dl", "fieldset", "figure",
    "footer", "form", "header", "hgroup", "hr", "html", "list", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
})
SILENT = frozenset({
    "aside", "audio", "button", "canvas", "datalist", "dialog", "embed", "footer", "form",
    "graphic", "header", "iframe", "input", "map", "math", "nav", "noscript", "object", "option",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
})
# fmt: on
# What a footnote's mark looks like: "3", "[3]", "3,4", "a", "*".
_NOTE = re.compile(
    r"[\[(]?(?:\d{1,3}(?:\s?[,\u2013-]\s?\d{1,3}){0,6}|[a-z]|[*\u2020\u2021\u00a7]{1,3})[\])]?"
)
# After a unit or a power of ten or two the superscript is an exponent.
_POWER = re.compile(
    r"(?:(?:^|[\s\d/\u00d7(])(?:[kcdm]?m|mi|ft|in|yd|s|sq|nm)[23]|(?:^|[^\d.,])(?:10|2)[-\u2212]?\d{1,3})$"
)
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LINE, _PARAGRAPH = "\n", "\n\n"


def parse(text: str) -> Any | None:
    """The page's root element, or None where there is no page in it.

    Depth and size of text are bounded by libxml2 (``huge_tree`` off); nothing is fetched and
    no entity but HTML's own is expanded. Trees deeper than ``MAX_DEPTH`` are flattened.
    """
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    payload = visible(text).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(payload, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    _raise_scripts(root)
    return _bounded(root)


def _raise_scripts(root: Any) -> None:
    """Superscripts and subscripts that would be read as digits of the word before them.

    "1,200<sup>3</sup> soldiers" were 1,200: a note's number goes. "20 km<sup>2</sup>" and
    "10<sup>6</sup>" keep theirs, raised: "20 km²", "10⁶". "19<sup>th</sup>" is left as it is.
    """
    for element in list(root.iter("sup", "sub")):
        text = "".join(element.itertext()).strip()
        before = _text_before(element)
        if not text or not _NOTE.fullmatch(text):
            continue
        if element.tag == "sub":
            raised = "" if before[-1:].isdigit() else text
        else:
            raised = text.translate(_RAISED) if _POWER.search(before + text) else ""
        for child in list(element):
            element.remove(child)
        # Not taken out: that would copy the text before it, for each of thousands of them.
        element.tag, element.text = "span", raised


def _text_before(element: Any) -> str:
    """What stands right before the element in its parent, the last few characters."""
    sibling, parent = element.getprevious(), element.getparent()
    if sibling is not None:
        return (sibling.tail or "".join(sibling.itertext()))[-12:]
    return (parent.text or "")[-12:] if parent is not None else ""


def _bounded(root: Any) -> Any:
    """The tree with what lies too deep lifted up, and what lies too far along cut off."""
    depth = count = 0
    too_deep, too_far = [], []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        count += 1
        if count > MAX_ELEMENTS:
            too_far.append(element)
        elif depth > MAX_DEPTH:
            too_deep.append(element)
    for element in too_far:
        if element.getparent() is not None:
            element.getparent().remove(element)
    for element in reversed(too_deep):
        element.drop_tag()
    return root


def pieces_of(
    elements: Iterable[Any],
    *,
    skip: Container[Any] = frozenset(),
    every_break: bool = False,
    keep: Container[str] = frozenset(),
) -> Iterator[Piece]:
    """Text of the elements' subtrees as pieces, in reading order.

    Args:
        elements: disjoint subtrees.
        skip: elements whose subtree is not text (advertisements, related links).
        every_break: True where one line break ends a paragraph (chat posts), not two.
        keep: tags that are text here though they are furniture elsewhere ("aside", ...).
    """
    for element in elements:
        yield from _Walk(skip, every_break, keep).pieces(element)


class _Walk:
    """One pass over a subtree: text is gathered until a block begins or ends."""

    def __init__(self, skip: Container[Any], every_break: bool, keep: Container[str]) -> None:
        self.skip = skip
        self.paragraph_break = _LINE if every_break else _PARAGRAPH
        self.keep = keep
        self.kinds: list[BlockKind] = ["paragraph"]
        self.buffer: list[str] = []
        self.done: list[Piece] = []

    def pieces(self, top: Any) -> list[Piece]:
        walk = etree.iterwalk(top, events=("start", "end"))
        for event, element in walk:
            # A post of a live page may be an item of the page's list; its text is no list item.
            kind = None if element is top and top.tag == "li" else _KINDS.get(element.tag)
            if event == "start":
                if self._silent(element, top):
                    walk.skip_subtree()
                else:
                    self._open(element, kind)
            else:
                if not self._silent(element, top):
                    self._close(element, kind)
                if element is not top and element.tail:
                    self._add(element.tail)
            if len(self.done) >= MAX_BLOCKS:
                break
        self._flush()
        return self.done

    def _silent(self, element: Any, top: Any) -> bool:
        if element in self.skip or not isinstance(element.tag, str):
            return True
        return element is not top and element.tag in SILENT and element.tag not in self.keep

    def _open(self, element: Any, kind: BlockKind | None) -> None:
        tag = element.tag
        if tag in _BREAKS:
            self.buffer.append(_LINE)
            return
        if tag in _CELLS:
            self.buffer.append(" | " if "".join(self.buffer).strip() else "")
        elif kind:
            self._flush()
            self.kinds.append(kind)
        elif tag in _PLAIN_BLOCKS and self.kinds[-1] != "table":
            self._flush()
        if element.text:
            self._add(element.text)

    def _close(self, element: Any, kind: BlockKind | None) -> None:
        tag = element.tag
        if kind:
            self._flush()
            self.kinds.pop()
        elif tag in _PLAIN_BLOCKS and self.kinds[-1] != "table":
            self._flush()
        elif tag in _CELLS or tag in _PLAIN_BLOCKS:
            self.buffer.append(" ")

    def _add(self, text: str) -> None:
        # The source's own line ends are white space; only <br> breaks a line.
        self.buffer.append(" ".join(text.splitlines()) if "\n" in text or "\r" in text else text)

    def _flush(self) -> None:
        if not self.buffer:
            return
        text = "".join(self.buffer)
        self.buffer.clear()
        if _LINE in text:
            lines = [line.strip() for line in text.split(_LINE)]
            parts = _LINE.join(lines).split(self.paragraph_break)
        else:
            parts = [text]
        self.done.extend(Piece(self.kinds[-1], part) for part in parts if part.strip())
