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
from itertools import islice
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
# Bounds on hostile pages: a long discussion shows some hundred comments, a front page as many
# headlines.
MOST = 2_000
MOST_MEASURED = 100
MOST_HEADINGS = 10
# A link that is no heading is a headline only beside a summary.
SHORTEST_LINK, SHORTEST_SUMMARY = 25, 30

_BOX_TAGS = ("aside", "div", "footer", "form", "iframe", "ol", "p", "section", "ul")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LABELS = ("a", "button", "span", "div", "p", "li", "small")
_LABEL_LENGTH = 40
_LONGEST_LINE = 240


def remove_boxes(root: Any) -> None:
    """Take comments and sign-up boxes out of the tree."""
    titled = _around(root.iter("h1"))
    found = [*_named(root, titled), *_commented(root, titled), *_under_heading(root, titled)]
    for element in [*found, *_asking(root)]:
        drop(element)


def remove_teasers(root: Any) -> int:
    """Take other stories' teasers out of the tree; how many they were."""
    found = list(_teasers(root, _around(root.iter("h1"))))
    for element in (element for teaser in found for element in teaser):
        drop(element)
    return len(found)


def drop(element: Any) -> None:
    """Take the element out of its tree; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def _around(elements: Iterable[Any]) -> set[Any]:
    """The elements themselves and all that hold one of them."""
    holders: set[Any] = set()
    for element in elements:
        while element is not None and element not in holders:
            holders.add(element)
            element = element.getparent()
    return holders


def short_text(element: Any, most: int) -> str:
    """The element's text on one line, or "" where it has more than about ``most`` characters.

    No more than that is looked at: a page may nest hundreds of elements around one long text.
    """
    parts, length = [], 0
    for part in element.itertext():
        parts.append(part)
        length += len(part.strip())
        if length > most:
            return ""
    text = clean("".join(parts))
    return text if len(text) <= most else ""


def _named(root: Any, titled: set[Any]) -> Iterator[Any]:
    words = page_words()
    whole = measured = 0
    for element in root.iter(*_BOX_TAGS):
        name = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
        if name == " " or element in titled:
            continue
        if words.comment_names.search(name):
            yield element
        elif measured < MOST_MEASURED and words.box_names.search(name):
            whole = whole or _length(root)
            measured += 1
            if _length(element) <= max(SMALL_BOX, LARGEST_SHARE * whole):
                yield element


def _commented(root: Any, titled: set[Any]) -> Iterator[Any]:
    """Each comment: the children of what holds them all, where a "Reply" stands in them."""
    labels = list(islice((e for e in root.iter(*_LABELS) if len(e) < 3 and _is_reply(e)), MOST))
    if len(labels) < FEWEST_COMMENTS:
        return
    count = Counter(ancestor for label in labels for ancestor in label.iterancestors())
    for label in labels:
        below = label
        for ancestor in label.iterancestors():
            if count[ancestor] >= FEWEST_COMMENTS:
                break
            below = ancestor
        if below is not label and below not in titled:
            yield below


def _is_reply(element: Any) -> bool:
    text = short_text(element, _LABEL_LENGTH)
    return text != "" and page_words().replies.fullmatch(text) is not None


def _under_heading(root: Any, titled: set[Any]) -> Iterator[Any]:
    """A heading of the comments and what follows it; with its parent, where it opens one."""
    words = page_words().comment_headings
    headings = (
        heading
        for heading in root.iter(*_HEADINGS)
        if words.fullmatch(short_text(heading, _LABEL_LENGTH))
    )
    for heading in islice(headings, MOST_HEADINGS):
        parent = heading.getparent()
        if parent is not None and _opens(heading, parent) and parent not in titled:
            yield parent
        else:
            yield from [heading, *heading.itersiblings()]


def _opens(heading: Any, parent: Any) -> bool:
    first = parent.index(heading) == 0 and not clean(parent.text or "")
    return first and parent.tag not in ("body", "html")


def _asking(root: Any) -> Iterator[Any]:
    """Lines that ask a reader to sign up."""
    for element in root.iter("p", "label", "span", *_HEADINGS):
        text = short_text(element, _LONGEST_LINE)
        if text and page_words().signups.fullmatch(text):
            yield element


def _length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _teasers(root: Any, titled: set[Any]) -> Iterator[list[Any]]:
    """The elements of each teaser, those that stand among others of their kind."""
    headlines = list(islice(_headlines(root), MOST))
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
        others = set(tops)
        for teaser in (_with_summary(top, others) for top in tops):
            if _is_teaser(teaser) and titled.isdisjoint(teaser):
                yield teaser


def _with_summary(top: Any, tops: set[Any]) -> list[Any]:
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
    left = LONGEST_TEASER
    for element in elements:
        for text in element.itertext():
            left -= len(text.strip())
            if left < 0:
                return False
    return True


def _headlines(root: Any) -> Iterator[Any]:
    """Headings that are links, or stand in one; links with a summary beside them."""
    seen = set()
    for link in root.iter("a"):
        if not link.get("href") or link.get("href", "").startswith("#"):
            continue
        text = short_text(link, LONGEST_TEASER)
        if len(text) < SHORTEST_HEADLINE:
            continue
        inside = next(link.iter(*_HEADINGS), None)
        around = next(link.iterancestors(*_HEADINGS), None)
        headline = around if around is not None else link
        if inside is None and around is None:
            headline = _alone(link)
            if not _has_summary(headline, text):
                continue
        if headline not in seen:
            seen.add(headline)
            yield headline


def _alone(link: Any) -> Any:
    """The link, or the outermost element that holds nothing else."""
    parent = link.getparent()
    while parent is not None and parent.tag in ("div", "span", "strong", "b", "p"):
        if len(parent) > 1 or clean(parent.text or "") or clean(link.tail or ""):
            break
        link, parent = parent, parent.getparent()
    return link


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
