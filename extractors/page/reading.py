"""A captured page to a ``Document``: its readable text, and what it says about itself.

In: the bytes (or characters) of an HTML page, a plain text or a Markdown file, as received.
Out: ``Document``. Pure: no network, no clock, no files but the package's own word lists.

    document = read_page(payload, url="https://...", content_type="text/html")
    document.text[block.start:block.end]      # the words of a block
    document.problem                          # None, or why the text is not to be used

Nothing that a server can send makes it raise. What cannot be read is said in ``problem``:
"not text", "hostile mark-up", "empty text", "tiny text", "paywall", "consent wall", "blocked
page", "page not found", "region wall", "login wall", "index page", "video page", and for
Telegram the states of `telegram`. A page that calls itself one for payers is read like any other
where its text is in hand; ``may_be_cut`` says that there may be more of it. A page's problem
never goes with a silent empty text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from extractors.page.address import path_of
from extractors.page.assembly import Piece, assemble, without_furniture
from extractors.page.body import body_pieces
from extractors.page.decode import clean, decode
from extractors.page.facts import PageFacts, read_facts
from extractors.page.hostile import is_hostile
from extractors.page.kind import kind_of, problem_of, settled, shortness
from extractors.page.language import language_of
from extractors.page.live import lead_pieces, live_pieces, stated_pieces
from extractors.page.stamps import dated_by_address, guessed_day, judged, zone
from extractors.page.telegram import TelegramPost, is_telegram, read_telegram
from extractors.page.text import read_text
from extractors.page.tree import parse
from extractors.records import ABSENT, Document, DocumentRole, PageKind, Stamp

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_MARKDOWN_TYPES = ("text/markdown", "text/x-markdown")
_HTML_START = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|div|article|p)\b", re.I | re.S
)
_BINARY_STARTS = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
)
# JSON-LD's text has no headings or lists: it is taken only where the page shows much less.
STATED = 2
_POST_ADDRESS = re.compile(r"^/(?:s/)?([A-Za-z]\w+/\d+)/?$")


@dataclass(frozen=True, slots=True)
class PageHints:
    """What is known of a page before it is read: its outlet's layout, and its listing's words.

    ``body_selectors`` and ``drop_selectors`` are CSS selectors of the outlet's file;
    ``url_kinds`` maps "article", "live", "video", "index" to regular expressions searched in
    the address; ``timezone`` is the IANA zone of times that name none; ``published`` and
    ``title`` are what the feed or listing said.
    """

    published: Stamp = ABSENT
    title: str = ""
    body_selectors: tuple[str, ...] = ()
    drop_selectors: tuple[str, ...] = ()
    url_kinds: Mapping[str, str] = field(default_factory=dict)
    timezone: str = "UTC"


def read_page(
    content: bytes | str,
    *,
    url: str,
    content_type: str | None = None,
    role: DocumentRole = "coverage",
    outlet: str | None = None,
    capture_sha256: str = "",
    captured_at: datetime | None = None,
    hints: PageHints | None = None,
) -> Document:
    """Reads one capture.

    Args:
        content: the payload as received, after its content encoding is undone.
        url: the address it was received from, after redirects.
        content_type: the Content-Type header, or None where there is none (a file).
        role: "article" for the article being checked, "coverage" for a page of an outlet.
        outlet: the registry id of the page's outlet.
        capture_sha256: the payload's digest, kept with the document.
        captured_at: the time of the capture; a page cannot have been published after it.
        hints: what the outlet's file and the listing know.

    Returns:
        The document. Its ``problem`` is None where the text can be used.

    Raises:
        OutletError: a selector of the outlet's file is not understood.
    """
    known = hints or PageHints()
    empty = Document(
        url=url,
        canonical_url=url,
        title=clean(known.title),
        text="",
        blocks=(),
        role=role,
        outlet=outlet,
        published=known.published,
        capture_sha256=capture_sha256,
    )
    form = _form(content, url, content_type)
    if form == "binary":
        return replace(empty, kind="error", problem="not text")
    text = decode(content, content_type)
    if form == "html":
        return _read_html(text, empty, known, captured_at)
    return _read_text(
        text, empty, known, captured_at, markdown=True if form == "markdown" else None
    )


def read_posts(
    content: bytes | str,
    *,
    url: str,
    content_type: str | None = None,
    role: DocumentRole = "coverage",
    outlet: str | None = None,
    capture_sha256: str = "",
) -> list[Document]:
    """Each post of a Telegram preview page as a document of its own, oldest first.

    A post's address is ``https://t.me/channel/id``. Posts without words (pictures, polls) and
    service messages are left out. Where no post can be read the list holds one document whose
    ``problem`` says why.
    """
    empty = Document(url, url, "", "", (), role, outlet, capture_sha256=capture_sha256, kind="post")
    text = decode(content, content_type)
    if is_hostile(text):
        return [replace(empty, problem="hostile mark-up")]
    root = parse(text)
    if root is None:
        return [replace(empty, problem="empty text")]
    page = read_telegram(root)
    if page.state != "posts":
        return [replace(empty, title=page.title, problem=page.state)]
    return [_post(post, empty, page.title) for post in page.posts if post.pieces]


def text_fingerprint(document: Document) -> str:
    """SHA-256 (hex) of the words alone: the same for two versions that read the same.

    White space, letter case, punctuation's typography, captions and the page's furniture do
    not count; a changed, added or removed word, number or heading does.
    """
    words, position = [], 0
    for caption in (block for block in document.blocks if block.kind == "caption"):
        words.append(document.text[position : caption.start])
        position = caption.end
    words.append(document.text[position:])
    told = "".join(character for character in "".join(words).casefold() if character.isalnum())
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def _form(content: bytes | str, url: str, content_type: str | None) -> str:
    """ "html", "markdown", "text" or "binary", by the header, then the address, then the bytes."""
    media = (content_type or "").split(";")[0].strip().lower()
    start = content[:2_000] if isinstance(content, str) else content[:2_000].decode("latin-1")
    if isinstance(content, bytes) and _is_binary(content):
        return "binary"
    if media in _HTML_TYPES:
        return "html"
    if media and not media.startswith("text/"):
        return "html" if _HTML_START.match(start) else "binary"
    if _HTML_START.match(start.removeprefix("ï»¿").removeprefix("\ufeff")):
        return "html"
    path = path_of(url).lower() if "://" in url else url.lower()
    if media in _MARKDOWN_TYPES or path.endswith((".md", ".markdown")):
        return "markdown"
    return "html" if path.endswith((".html", ".htm", ".xhtml")) else "text"


def _is_binary(content: bytes) -> bool:
    head = content[:4_096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False  # UTF-16 with its mark: half of its bytes are NUL
    return head.startswith(_BINARY_STARTS) or head.count(0) > len(head) // 8


def _read_text(
    text: str,
    empty: Document,
    hints: PageHints,
    captured_at: datetime | None,
    markdown: bool | None,
) -> Document:
    page = read_text(text, zone(hints.timezone), markdown=markdown)
    title = page.title or empty.title
    joined, blocks = assemble(title, page.pieces)
    stated = [page.published, *_by_address(empty)]
    times = judged(stated, [], feed=hints.published, captured_at=captured_at)
    return replace(
        empty,
        canonical_url=page.url if page.url.startswith(("http://", "https://")) else empty.url,
        title=title,
        text=joined,
        blocks=blocks,
        language=language_of(joined, page.language),
        authors=page.authors,
        published=times.published,
        kind="text",
        problem=shortness(joined) if not page.pieces or empty.role == "article" else None,
    )


def _read_html(
    text: str, empty: Document, hints: PageHints, captured_at: datetime | None
) -> Document:
    if is_hostile(text):
        return replace(empty, kind="error", problem="hostile mark-up")
    root = parse(text)
    if root is None:
        return replace(empty, kind="error", problem="empty text")
    if is_telegram(root):
        return _read_telegram(root, empty)
    local = zone(hints.timezone)
    facts = read_facts(root, empty.url, local)
    kind = kind_of(empty.url, facts, hints.url_kinds)
    pieces, kind = _main_text(root, facts, kind, hints, local)
    title = facts.title or empty.title
    kind = settled(kind, facts, "\n".join(piece.text for piece in pieces))
    problem = problem_of(pieces, facts, kind)
    joined, blocks = assemble(title, [] if kind in ("index", "video") else pieces)
    stated = facts.published or _by_address(empty)
    if not stated and not hints.published.value and problem is None:
        stated = guessed_day(root, local, captured_at)
    times = judged(stated, facts.modified, feed=hints.published, captured_at=captured_at)
    return replace(
        empty,
        canonical_url=facts.canonical_url,
        title=title,
        text=joined,
        blocks=blocks,
        language=language_of(joined, facts.language),
        authors=facts.authors,
        published=times.published,
        modified=times.modified,
        kind=kind,
        problem=problem,
        may_be_cut=facts.free is False,
    )


def _by_address(document: Document) -> tuple[Stamp, ...]:
    """The day in an article's address; an outlet's addresses are judged by its own file."""
    stamp = dated_by_address(document.url) if document.role == "article" else ABSENT
    return (stamp,) if stamp.value else ()


def _main_text(
    root: Any, facts: PageFacts, kind: PageKind, hints: PageHints, local: tzinfo
) -> tuple[Sequence[Piece], PageKind]:
    """The page's pieces; a page that turns out to be a list of teasers is an index."""
    if kind == "index":
        return (), kind
    names = (*facts.authors, facts.site)
    stated_day = any(stamp.source != "address" for stamp in facts.published)
    body = body_pieces(
        root,
        hints.body_selectors,
        hints.drop_selectors,
        is_article=facts.is_article or stated_day or kind != "article",
    )
    if kind == "live":
        posts = live_pieces(root, facts, local)
        if posts:
            return without_furniture([*lead_pieces(body.pieces, posts), *posts], names), kind
    if body.is_teasers and not facts.is_article:
        return (), kind if kind == "video" else "index"
    pieces = without_furniture(body.pieces, names)
    stated = without_furniture(stated_pieces(facts.article_body), names)
    # Pages built by scripts may carry their text in JSON-LD only.
    return stated if _length(stated) > STATED * _length(pieces) else pieces, kind


def _length(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces)


def _read_telegram(root: Any, empty: Document) -> Document:
    page = read_telegram(root)
    if page.state != "posts":
        return replace(empty, kind="post", title=page.title or empty.title, problem=page.state)
    wanted = _POST_ADDRESS.match(path_of(empty.url))
    posts = [post for post in page.posts if post.pieces]
    own = [post for post in posts if wanted and post.name.casefold() == wanted[1].casefold()]
    if own or len(page.posts) == 1:
        return _post((own or posts)[0], empty, page.title)
    pieces = [piece for post in posts for piece in post.pieces]
    joined, blocks = assemble("", pieces)
    dates = [post.published for post in posts if post.published.value]
    return replace(
        empty,
        title=page.title,
        text=joined,
        blocks=blocks,
        language=language_of(joined),
        authors=tuple(dict.fromkeys(post.author for post in posts if post.author)),
        published=dates[0] if dates else ABSENT,
        modified=dates[-1] if dates else ABSENT,
        kind="post",
    )


def _post(post: TelegramPost, empty: Document, title: str) -> Document:
    joined, blocks = assemble("", post.pieces)
    return replace(
        empty,
        canonical_url=post.url,
        title=post.author or title or empty.title,
        text=joined,
        blocks=blocks,
        language=language_of(joined),
        authors=(post.author,) if post.author else (),
        published=post.published if post.published.value else empty.published,
        modified=Stamp(None, "edited, time not given", False) if post.edited else ABSENT,
        kind="post",
        forwarded_from=post.forwarded_from,
    )
