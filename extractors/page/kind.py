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

# Below it the words under a film are its description.
FILMED = 600
# The names of `page.toml`'s refusals, in the order in which they are looked for.
_WALLS = {
    "blocked": "blocked page",
    "region": "region wall",
    "missing": "page not found",
    "consent": "consent wall",
    "paywall": "paywall",
    "login": "login wall",
}

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


def settled(kind: PageKind, facts: PageFacts, text: str) -> PageKind:
    """The kind, now that the text is known: a video page is one without a text.

    An article with a film above it names a VideoObject as well, and a film's page has a line or
    two below it. So a page with a film and next to no text is a video page, one with a text is
    not, whatever either says.
    """
    filmed = kind == "video" or "VideoObject" in facts.types
    if kind not in ("video", "article") or not filmed:
        return kind
    least = TINY if facts.is_article else FILMED
    return "video" if len(text) < least else "article"


def problem_of(pieces: Sequence[Piece], facts: PageFacts, kind: PageKind) -> str | None:
    """Why the text is not the article's, or None: "index page", "video page", "paywall",
    "consent wall", "blocked page", "page not found", "region wall", "login wall",
    "empty text", "tiny text".
    """
    if kind in ("index", "video"):
        return f"{kind} page"
    text = "\n".join(piece.text for piece in pieces)
    if page_words().missing_titles.match(facts.title):
        return "page not found"
    problem = wall_in(f"{facts.title}\n{text}") or shortness(text)
    # Next to nothing of a text that is said to be for payers.
    return "paywall" if facts.free is False and problem in ("tiny text", "empty text") else problem


def wall_in(text: str) -> str | None:
    """What stands in an article's place, as `problem_of` names it, or None."""
    refusals = page_words().refusals
    if len(text) > WALL:
        # A paywall's words stand at the end of what may be read.
        ending = text[-WALL // 3 :].lower()
        return "paywall" if refusals["paywall"].search(ending) else None
    text = text.lower().replace("’", "'")
    return next((name for key, name in _WALLS.items() if refusals[key].search(text)), None)


def shortness(text: str) -> str | None:
    """ "empty text", "tiny text" or None."""
    letters = sum(map(str.isalnum, text[: TINY * 4]))
    if not letters:
        return "empty text"
    return "tiny text" if len(text) < TINY else None
