"""The main text of an article's page.

In: the page's tree, and the outlet's selectors if it has any. Out: ``Body``. Pure.

Where the outlet's selectors find text, that text is taken; otherwise trafilatura finds it, in a
copy of the page without its comments, sign-up boxes and teasers (`boxes`).
Either way the pieces are cut here, so that headings, list items and quotes stay what they are.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

from extractors.page.assembly import Piece
from extractors.page.boxes import drop as remove
from extractors.page.boxes import remove_boxes, remove_teasers
from extractors.page.decode import clean
from extractors.page.kind import TINY
from extractors.page.selectors import select
from extractors.page.tree import SILENT, pieces_of

_LOG = logging.getLogger(__name__)
# trafilatura writes a line for every page that it finds nothing in; the document says it.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# A page with fewer teasers may be a short article; with more prose it is one, however many.
FEWEST_LISTED = 6
SHORTEST_ARTICLE = 200
# Links to other stories at a text's end: one may be the article's own last line.
FEWEST_LAST = 2
# Letters at either end by which a text is found again in its page.
GLUED = 40
DEEPEST = 40  # how far down it is looked for; real pages nest their text some 20 deep
# A teaser is a headline and at most a sentence. A page of nothing else lists other pages; a
# text with many among it was not cut out of its page.
LONGEST_TEASER = 160
FEWEST_TEASERS = 5
ONLY_TEASERS = 0.6
TEASERS_AMONG_TEXT = 0.3
# Teasers and captions are rarely longer, the paragraphs of a text mostly.
PARAGRAPH = 60
# With fewer, the selectors name containers of the text and not its paragraphs.
FEWEST_PARTS = 3
_CONTAINERS = ("ul", "ol", "div", "section", "p", "table")


@dataclass(frozen=True, slots=True)
class Body:
    """The main text's pieces; ``is_teasers`` where they are links to other pages."""

    pieces: Sequence[Piece]
    is_teasers: bool = False


def body_pieces(
    root: Any, body: Iterable[str] = (), drop: Iterable[str] = (), *, is_article: bool = True
) -> Body:
    """The pieces of the main text, in reading order.

    Args:
        root: the page; it is not changed.
        body: CSS selectors of the text's containers.
        drop: CSS selectors of what is not text inside them.
        is_article: False where the page does not say that it is one: it may be a list.

    Raises:
        OutletError: a selector is not understood.
    """
    skip = set(select(root, drop))
    chosen = list(pieces_of(_region(select(root, body)), skip=skip))
    if _characters(chosen) >= TINY:
        return Body(chosen)
    page = _without_boxes(root, drop)
    teasers = remove_teasers(page)
    found = _found(page)
    if teasers >= FEWEST_LISTED and not is_article and _prose(found) < SHORTEST_ARTICLE:
        return Body(list(pieces_of(root.iter("body"), skip=skip)), True)
    pieces = found or chosen or list(pieces_of(page.iter("body")))
    listed = len(pieces) >= FEWEST_TEASERS and _linked_share(pieces, root) > ONLY_TEASERS
    return Body(pieces if listed else without_teasers(pieces, _links(root)), listed)


def _without_boxes(root: Any, drop: Iterable[str]) -> Any:
    """A copy of the page without comments, sign-up boxes and what the outlet's file drops."""
    page = deepcopy(root)
    for element in select(page, drop):
        remove(element)
    remove_boxes(page)
    return page


def _found(page: Any) -> list[Piece]:
    """What trafilatura finds; the element with most of the paragraphs where it finds none.

    Where it finds no article it takes the page's whole text, links and all: then, too.
    """
    tree = _by_trafilatura(page)
    pieces = [] if tree is None else list(pieces_of([tree]))
    if len(pieces) == 1:
        pieces = _parted(pieces[0], page)
    if not pieces or _linked_share(pieces, page) > TEASERS_AMONG_TEXT:
        return _by_paragraphs(page) or pieces
    return pieces


def _parted(piece: Piece, page: Any) -> list[Piece]:
    """A text that came glued into one paragraph, cut as the page cuts it."""
    whole = _packed(piece.text)
    best = page.find("body")
    if best is None or not whole:
        return [piece]
    ends = (whole[:GLUED], whole[-GLUED:])
    below = best
    for _ in range(DEEPEST):
        if below is None:
            break
        best = below
        below = next((child for child in best if _holds(child, ends)), None)
    parts = list(pieces_of([best]))
    return parts if _characters(parts) <= 1.2 * len(piece.text) else [piece]


def _holds(element: Any, ends: Iterable[str]) -> bool:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return False
    text = _packed("".join(element.itertext()))
    return all(end in text for end in ends)


def _packed(text: str) -> str:
    return "".join(clean(text).split())


def _prose(pieces: Iterable[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if len(piece.text) >= PARAGRAPH)


def without_teasers(pieces: Sequence[Piece], links: Collection[str]) -> Sequence[Piece]:
    """The pieces less other stories' teasers: lines in capitals that are links, and at the end
    lines that are links, each with its summary.
    """
    pieces = [p for p in pieces if not (p.text.isupper() and clean(p.text) in links)]
    first = end = len(pieces)
    linked = between = 0
    while end and between < 2:
        end -= 1
        text = clean(pieces[end].text)
        if len(text) <= LONGEST_TEASER and text in links:
            first, linked, between = end, linked + 1, 0
        else:
            between += 1
            if len(text) > LONGEST_TEASER:
                break
    return pieces[:first] if linked >= FEWEST_LAST and first else pieces


def _links(root: Any) -> set[str]:
    return {clean("".join(link.itertext())) for link in root.iter("a")} - {""}


def _characters(pieces: Iterable[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _linked_share(pieces: Sequence[Piece], root: Any) -> float:
    """Share of the text that stands in short lines inside the page's links."""
    lines = [clean(piece.text) for piece in pieces if len(piece.text) <= LONGEST_TEASER]
    whole = _characters(pieces)
    if sum(map(len, lines)) <= TEASERS_AMONG_TEXT * whole:
        return 0.0
    links = "\n".join(clean("".join(link.itertext())) for link in root.iter("a"))
    return sum(len(line) for line in lines if line in links) / whole


def _region(chosen: list[Any]) -> list[Any]:
    """The chosen elements; where several are children of one parent, all from first to last.

    The BBC's text blocks are chosen one by one, and the lists and quotes between them, which
    carry other names, belong to the text all the same. What stands between two containers (a
    lead and a body) does not.
    """
    parents = {element.getparent() for element in chosen}
    parent = next(iter(parents), None)
    if len(parents) != 1 or parent is None or len(chosen) < FEWEST_PARTS:
        return chosen
    first, last = parent.index(chosen[0]), parent.index(chosen[-1])
    return list(parent[first : last + 1])


def _by_paragraphs(root: Any) -> list[Piece]:
    """The text of the element that holds most of the page's paragraphs.

    As readability scores it: a paragraph counts whole for its parent and half for the
    parent's parent. Short ones do not count where there are longer ones.
    """
    lengths = {p: len(clean("".join(p.itertext()))) for p in root.iter("p") if _may_be_text(p)}
    least = min(PARAGRAPH, max(lengths.values(), default=0))
    scores: dict[Any, float] = {}
    for paragraph, length in lengths.items():
        weight = float(length) if length >= least else 0.0
        for ancestor in paragraph.iterancestors():
            if ancestor.tag in ("html", "body") or weight < 1:
                break
            scores[ancestor] = scores.get(ancestor, 0.0) + weight
            weight /= 2
    best = max(scores, key=lambda element: scores[element], default=None)
    if best is None:
        return []
    links = {element for element in best.iter(*_CONTAINERS) if _is_links(element)}
    return list(pieces_of([best], skip=links))


def _may_be_text(paragraph: Any) -> bool:
    """False inside a link, a menu, a footer and the like."""
    return not any(a.tag == "a" or a.tag in SILENT for a in paragraph.iterancestors())


def _is_links(element: Any) -> bool:
    """True where nearly all of the element's text stands inside links."""
    whole = len("".join(element.itertext()).strip())
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    return whole > 0 and linked >= 0.8 * whole


def _by_trafilatura(root: Any) -> Any | None:
    """trafilatura's own tree of the main text, or None where it finds none or fails."""
    # Imported here: it takes half a second, which a command that reads no page need not wait.
    import trafilatura

    try:
        # "xml" leaves out the rendering as text, which is done here anyway.
        document = trafilatura.bare_extraction(root, include_comments=False, with_metadata=False)
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError) as error:
        _LOG.debug("trafilatura failed on a page: %r", error)
        return None
    except etree.LxmlError as error:
        _LOG.debug("trafilatura failed on a page: %r", error)
        return None
    return getattr(document, "body", None)
