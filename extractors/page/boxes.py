"""What stands on an article's page and is not the article: comments, sign-up boxes, teasers.

In: a page's tree, which is changed. Out: the teasers that were taken out. Touches nothing else.

A box is known by the name its maker gave it (``[boxes]`` of ``page.toml``), comments also by
what stands under each ("Reply") or above all ("5 comments"). A teaser is a headline that is a
link, with at most a sentence or two beside it, among at least two others of its kind: a page
of those and nothing else is an index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from extractors.page.decode import clean
from extractors.page.words import page_words

# A sign-up box has a heading, two sentences and a line of terms; what is longer is a box only
# where most of the page's text stands outside of it.
SMALL_BOX = 1_200
LARGEST_SHARE = 0.4
FEWEST_COMMENTS = 2
FEWEST_TEASERS = 3
# The longest of a teaser with its summary; an item of a list of ten has more to say.
LONGEST_TEASER = 420
SHORTEST_HEADLINE = 15
# A link that is no heading is a headline only beside a summary.
SHORTEST_LINK, SHORTEST_SUMMARY = 25, 30

_BOX_TAGS = ("aside", "div", "footer", "form", "iframe", "ol", "p", "section", "ul")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LABELS = ("a", "button", "span", "div", "p", "li", "small")
_LABEL_LENGTH = 40
_LONGEST_LINE = 240


def remove_boxes(root: Any) -> None:
    """Take comments and sign-up boxes out of the tree."""
    for element in [*_named(root), *_commented(root), *_under_heading(root), *_asking(root)]:
        drop(element)


def remove_teasers(root: Any) -> int:
    """Take other stories' teasers out of the tree; how many they were."""
    found = list(_teasers(root))
    for element in (element for teaser in found for element in teaser):
        drop(element)
    return len(found)


def drop(element: Any) -> None:
    """Take the element out of its tree; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def _named(root: Any) -> Iterator[Any]:
    words = page_words()
    whole = 0
    for element in root.iter(*_BOX_TAGS):
        name = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
        if name == " " or _holds_title(element):
            continue
        if words.comment_names.search(name):
            yield element
        elif words.box_names.search(name):
            whole = whole or _length(root)
            length = _length(element)
            if length <= SMALL_BOX or length <= LARGEST_SHARE * whole:
                yield element


def _commented(root: Any) -> Iterator[Any]:
    """Each comment: the children of what holds them all, where a "Reply" stands in them."""
    labels = [e for e in root.iter(*_LABELS) if len(e) < 3 and _is_reply(e)]
    if len(labels) < FEWEST_COMMENTS:
        return
    count = Counter(ancestor for label in labels for ancestor in label.iterancestors())
    for label in labels:
        below = label
        for ancestor in label.iterancestors():
            if count[ancestor] >= FEWEST_COMMENTS:
                break
            below = ancestor
        if below is not label and not _holds_title(below):
            yield below


def _is_reply(element: Any) -> bool:
    text = clean("".join(element.itertext())[: _LABEL_LENGTH + 1])
    return len(text) <= _LABEL_LENGTH and page_words().replies.fullmatch(text) is not None


def _under_heading(root: Any) -> Iterator[Any]:
    """A heading of the comments and what follows it; with its parent, where it opens one."""
    for heading in root.iter(*_HEADINGS):
        text = clean("".join(heading.itertext()))
        if len(text) > _LABEL_LENGTH or not page_words().comment_headings.fullmatch(text):
            continue
        parent = heading.getparent()
        if parent is not None and _opens(heading, parent) and not _holds_title(parent):
            yield parent
        else:
            yield from [heading, *heading.itersiblings()]


def _opens(heading: Any, parent: Any) -> bool:
    first = parent.index(heading) == 0 and not clean(parent.text or "")
    return first and parent.tag not in ("body", "html")


def _asking(root: Any) -> Iterator[Any]:
    """Lines that ask a reader to sign up."""
    for element in root.iter("p", "label", "span", *_HEADINGS):
        text = clean("".join(element.itertext())[: _LONGEST_LINE + 1])
        if 0 < len(text) <= _LONGEST_LINE and page_words().signups.fullmatch(text):
            yield element


def _holds_title(element: Any) -> bool:
    return element.find(".//h1") is not None


def _length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _teasers(root: Any) -> Iterator[list[Any]]:
    """The elements of each teaser, those that stand among others of their kind."""
    headlines = list(_headlines(root))
    count = Counter(ancestor for headline in headlines for ancestor in headline.iterancestors())
    groups: dict[Any, list[Any]] = {}
    for headline in headlines:
        top = headline
        for ancestor in headline.iterancestors():
            if count[ancestor] > 1 or ancestor.tag in ("body", "html", "main"):
                break
            top = ancestor
        if top.getparent() is not None:
            groups.setdefault(top.getparent(), []).append(top)
    for tops in groups.values():
        if len(tops) < FEWEST_TEASERS:
            continue
        for teaser in (_with_summary(top, tops) for top in tops):
            if _is_teaser(teaser):
                yield teaser


def _with_summary(top: Any, tops: list[Any]) -> list[Any]:
    """A headline's card, or, where headlines and summaries lie side by side, what follows it."""
    if top.tag not in _HEADINGS:
        return [top]
    following = []
    for sibling in top.itersiblings():
        if sibling in tops or sibling.tag not in ("p", "div", "time", "span", "figure", "ul"):
            break
        following.append(sibling)
    return [top, *following]


def _is_teaser(elements: Iterable[Any]) -> bool:
    elements = list(elements)
    holds_title = any(e.tag == "h1" or _holds_title(e) for e in elements)
    return not holds_title and sum(map(_length, elements)) <= LONGEST_TEASER


def _headlines(root: Any) -> Iterator[Any]:
    """Headings that are links, or stand in one; links with a summary beside them."""
    seen = set()
    for link in root.iter("a"):
        if not link.get("href") or link.get("href", "").startswith("#"):
            continue
        text = clean("".join(link.itertext())[:LONGEST_TEASER])
        if len(text) < SHORTEST_HEADLINE:
            continue
        inside = next(link.iter(*_HEADINGS), None)
        around = next(link.iterancestors(*_HEADINGS), None)
        headline = around if around is not None else link
        if inside is None and around is None and not _has_summary(link, text):
            continue
        if headline not in seen:
            seen.add(headline)
            yield headline


def _has_summary(link: Any, text: str) -> bool:
    """True for "<li><a>Headline</a><p>Summary</p></li>"."""
    parent = link.getparent()
    if len(text) < SHORTEST_LINK or parent is None or parent.tag not in ("li", "div", "article"):
        return False
    first = parent.index(link) == 0 and not clean(parent.text or "")
    return first and any(
        sibling.tag in ("p", "div", "span") and _length(sibling) >= SHORTEST_SUMMARY
        for sibling in link.itersiblings()
    )
