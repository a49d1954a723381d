"""What kind of page this is, and why its text cannot be used, if it cannot.

In: the address, what the page says about itself, and the text read from it. Out: a page kind;
a problem in one or two words, or None. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from extractors.page.address import path_of
from extractors.page.assembly import Piece
from extractors.page.facts import PageFacts
from extractors.page.words import page_words
from extractors.records import PageKind

# The shortest item on the Kremlin's site is one sentence of about this length; below it what
# was read is a caption or a cookie notice, and the layout has probably changed.
TINY = 80
# Pages that stand in front of an article are short; a long text may well discuss cookies.
WALL = 1_500

_URL_KINDS: tuple[PageKind, ...] = ("live", "video", "index")
_LIVE_ADDRESS = re.compile(r"/live(?:blog)?/|-live-updates|/liveblog")


def kind_of(url: str, facts: PageFacts, patterns: Mapping[str, str]) -> PageKind:
    """Kind by the outlet's patterns for addresses first, then by what the page declares.

    ``patterns`` maps "article", "live", "video" and "index" to regular expressions searched
    in the whole address.
    """
    for kind in _URL_KINDS:
        if kind == "video" and facts.is_article and "VideoObject" not in facts.types:
            continue  # an old address for videos that holds an article's text
        if kind in patterns and _pattern(patterns[kind]).search(url):
            return kind
    if "LiveBlogPosting" in facts.types:
        return "live"
    if "article" in patterns and _pattern(patterns["article"]).search(url):
        return "article"
    if _LIVE_ADDRESS.search(path_of(url)) and not facts.is_article:
        return "live"
    if facts.is_article:
        return "article"
    if facts.is_index or path_of(url) in ("", "/"):
        return "index"
    if "VideoObject" in facts.types or facts.open_graph.startswith("video"):
        return "video"
    return "article"


@lru_cache(maxsize=512)
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def problem_of(pieces: Sequence[Piece], facts: PageFacts, kind: PageKind) -> str | None:
    """Why the text is not the article's, or None: "index page", "video page", "paywall",
    "consent wall", "blocked page", "empty text", "tiny text".
    """
    if kind in ("index", "video"):
        return f"{kind} page"
    if facts.free is False:
        # Some of the text may be here, but nobody can tell how much was left out.
        return "paywall"
    text = "\n".join(piece.text for piece in pieces)
    return wall_in(f"{facts.title}\n{text}") or shortness(text)


def wall_in(text: str) -> str | None:
    """The kind of wall a short text is: "paywall", "consent wall", "blocked page", or None."""
    refusals = page_words().refusals
    if len(text) > WALL:
        # A paywall's words stand at the end of what may be read.
        ending = text[-WALL // 3 :].lower()
        return "paywall" if refusals["paywall"].search(ending) else None
    names = {"blocked": "blocked page", "consent": "consent wall", "paywall": "paywall"}
    text = text.lower()
    return next((name for key, name in names.items() if refusals[key].search(text)), None)


def shortness(text: str) -> str | None:
    """ "empty text", "tiny text" or None."""
    letters = sum(map(str.isalnum, text[: TINY * 4]))
    if not letters:
        return "empty text"
    return "tiny text" if len(text) < TINY else None
