"""A live page to its dated posts.

In: the page's tree and facts. Out: ``Piece`` values that carry their post's date. Pure.
First the posts that the page lists for search engines (schema.org ``LiveBlogPosting``), then
the elements that each hold one time of their own. The main text above the first is the lead.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any

from extractors.page.assembly import Piece
from extractors.page.facts import PageFacts, first_time
from extractors.page.stamps import is_day_only, read_time
from extractors.page.tree import parse, pieces_of

FEWEST_POSTS = 2
_POST_TAGS = frozenset({"article", "li", "section"})
_POST_WORDS = ("post", "update", "entry", "block", "stream")


def live_pieces(root: Any, facts: PageFacts, local: tzinfo) -> list[Piece]:
    """The posts' headings and paragraphs in the page's order; empty if no post is found."""
    listed = list(_listed(facts, local))
    return listed or list(_shown(root, local))


def lead_pieces(body: Sequence[Piece], posts: Sequence[Piece]) -> list[Piece]:
    """What the page's main text holds before its first post: the article that leads the day.

    A body that holds none of the posts is the lead as a whole.
    """
    told = {_words(piece.text) for piece in posts}
    firsts = (at for at, piece in enumerate(body) if _words(piece.text) in told)
    return list(body[: next(firsts, len(body))])


def _words(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _listed(facts: PageFacts, local: tzinfo) -> Iterator[Piece]:
    for update in facts.updates:
        date = first_time(update, local)
        headline, body = update.get("headline"), update.get("articleBody")
        if not isinstance(body, str) or not body.strip():
            continue
        if isinstance(headline, str):
            yield Piece("heading", html.unescape(headline), date)
        for piece in stated_pieces(body):
            yield Piece(piece.kind, piece.text, date)


def stated_pieces(body: str) -> Iterator[Piece]:
    """A JSON-LD ``articleBody`` as pieces: some sites put HTML there, most text with line ends."""
    if "</" in body:
        root = parse(f"<div>{body}</div>")
        if root is not None:
            yield from pieces_of([root])
        return
    for line in body.splitlines():
        yield Piece("paragraph", html.unescape(line))


def _shown(root: Any, local: tzinfo) -> Iterator[Piece]:
    posts: dict[Any, datetime] = {}
    for element in root.iter("time"):
        stated = element.get("datetime") or ""
        date = None if is_day_only(stated) else read_time(stated, local)
        post = _post_of(element)
        if date is not None and post is not None:
            posts.setdefault(post, date)
    outermost = [post for post in posts if not any(a in posts for a in post.iterancestors())]
    if len(outermost) < FEWEST_POSTS and not _is_single(outermost):
        return
    for post in outermost:
        skip = set(post.iter("time"))
        for piece in pieces_of([post], skip=skip, keep={"header"}):
            yield Piece(piece.kind, piece.text, posts[post])


def _is_single(posts: list[Any]) -> bool:
    """True for the one post that a young live page has: named as one, below the page's title."""
    return len(posts) == 1 and _is_named(posts[0]) and posts[0].find(".//h1") is None


def _is_named(element: Any) -> bool:
    said = f"{element.get('class') or ''} {element.get('data-testid') or ''}".lower()
    return any(word in said for word in _POST_WORDS)


def _post_of(element: Any) -> Any | None:
    for ancestor in element.iterancestors():
        if ancestor.tag in ("body", "main", "ol", "ul"):
            return None
        if ancestor.tag in _POST_TAGS or _is_named(ancestor):
            return ancestor
    return None
