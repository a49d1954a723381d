"""Plain text and Markdown articles to pieces.

In: the characters of a text file. Out: ``TextPage``: title, pieces, and what its front matter,
byline and date line say. Pure.

Markdown is read by markdown-it-py (CommonMark). In plain text a short line of its own without
a final full stop is a heading, "•", "-", "*" and "1." begin list items, and the lines of a
paragraph are joined.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from extractors.page.assembly import Piece
from extractors.page.decode import clean, visible
from extractors.page.stamps import read_time
from extractors.page.tree import parse, pieces_of
from extractors.records import ABSENT, BlockKind, Stamp

# Longest headline of the treebank's news part is 118 characters; longer lines are sentences.
MAX_HEADING = 140
# Lines this long are not wrapped by an editor: each is a paragraph.
WRAPPED_AT = 130
# Bylines and date lines stand above the text, never below its fifth paragraph.
HEAD_CHUNKS = 5

_FRONT_MATTER = re.compile(r"\A\s*(---|\+\+\+)[ \t]*\n(.*?)\n\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[•◦▪▫‣⁃●*+–—-]|\(?\d{1,3}[.)])\s+(?=\S)")
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|>\s|\[[^\]]+\]:|```)|\]\(|\*\*\S", re.MULTILINE)
_SENTENCE_END = re.compile(r"[.!?…:;,。]['\"’”»)\]]*$")
_BYLINE = re.compile(
    r"(?:[Bb]y|BY) (?P<names>[A-ZÀ-Þ][\w.'’-]*"
    r"(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|al|bin|and),?){0,8})"
)
_MONTHS = "january february march april may june july august september october november december"
_MONTH = {m[:3]: i for i, m in enumerate(_MONTHS.split(), start=1)}
_DATE_LINE = re.compile(
    r"(?P<paper>(?-i:[A-ZÀ-Þ])[\w.'’&!-]*(?: [\w.'’&!-]+){0,7}\s?[,·|—–-]\s?)?"
    r"(?:published|updated|date|posted)?(?: on)?:?\s*(?:[A-Za-z]+day,? )?"
    r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<m>[A-Za-z]{3,9})\.?,? (?P<y>\d{4})"
    r"|(?P<m2>[A-Za-z]{3,9})\.? (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>\d{4})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})(?:T[\d:+.Z-]+)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TextPage:
    """A text article: its pieces without the title, and what it says about itself."""

    title: str
    pieces: tuple[Piece, ...]
    authors: tuple[str, ...] = ()
    url: str = ""
    language: str | None = None
    published: Stamp = ABSENT


def read_text(text: str, local: tzinfo, *, markdown: bool | None = None) -> TextPage:
    """Reads a text article; ``markdown`` None means: judge by the text itself."""
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    fields, body = _front_matter(text)
    body = _COMMENT.sub("", body)
    if markdown is None:
        markdown = bool(fields) or _MARKDOWN.search(body) is not None
    pieces = list(_markdown(body) if markdown else _plain(body))
    pieces, byline, dated = _without_head_lines(pieces, local)
    title, pieces = _title(pieces, fields.get("title", ""))
    author = fields.get("author") or fields.get("authors", "")
    stated = read_time(fields.get("date") or fields.get("published"), local)
    return TextPage(
        title=title,
        pieces=tuple(pieces),
        authors=(author,) if author else byline,
        url=fields.get("url") or fields.get("canonical_url", ""),
        language=fields.get("lang") or fields.get("language"),
        published=Stamp(stated, "front matter date") if stated else dated,
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """The ``key: value`` lines (or TOML) between the first two rules, and what follows them."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    body = text[match.end() :]
    if match[1] == "+++":
        try:
            table = tomllib.loads(match[2])
        except tomllib.TOMLDecodeError:
            return {}, body
        return {k: str(v) for k, v in table.items() if not isinstance(v, dict)}, body
    fields: dict[str, str] = {}
    lines = match[2].splitlines()
    for line in lines:
        if field := _FIELD.match(line):
            fields[field[1].lower()] = clean(field[2]).strip("\"'")
        elif line.strip() and not line.startswith((" ", "\t", "#", "-")):
            return {}, text  # a rule, some prose, and another rule: not front matter
    return fields, body


def _markdown(body: str) -> Iterator[Piece]:
    """Blocks of CommonMark with tables; link texts stay, addresses and images go."""
    tokens = MarkdownIt("commonmark", {"maxNesting": 50}).enable("table").parse(body)
    kinds: list[BlockKind] = []
    row: list[str] = []
    opening: dict[str, BlockKind] = {
        "heading_open": "heading",
        "list_item_open": "list_item",
        "blockquote_open": "quote",
        "tr_open": "table",
    }
    for token in tokens:
        if token.type in opening:
            kinds.append(opening[token.type])
        elif token.type.replace("_close", "_open") in opening:
            if kinds.pop() == "table" and row:
                yield Piece("table", " | ".join(row))
                row = []
        elif token.type == "inline":
            if kinds and kinds[-1] == "table":
                row.append(_inline(token))
            else:
                yield from _lines(_inline(token), kinds[-1] if kinds else None)
        elif token.type in ("fence", "code_block"):
            yield Piece("paragraph", token.content)
        elif token.type == "html_block":
            root = parse(token.content)
            yield from pieces_of([root]) if root is not None else ()


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return "".join(parts)


def _plain(body: str) -> Iterator[Piece]:
    for chunk in re.split(r"\n[ \t]*\n", body):
        lines = [line for line in chunk.split("\n") if line.strip()]
        if not lines:
            continue
        if sum(map(len, lines)) / len(lines) > WRAPPED_AT:
            for line in lines:
                yield from _lines(line, None)
        else:
            yield from _lines("\n".join(lines), None)


def _lines(text: str, kind: BlockKind | None) -> Iterator[Piece]:
    """Pieces of one chunk whose lines may be wrapped prose, list items, or a heading."""
    items: list[list[str]] = [[]]
    bullets = [False]
    for line in text.split("\n"):
        if kind in (None, "list_item") and _BULLET.match(line):
            items.append([_BULLET.sub("", line)])
            bullets.append(True)
        else:
            items[-1].append(line)
    for parts, bullet in zip(items, bullets, strict=True):
        words = clean(" ".join(parts))
        if not words:
            continue
        if bullet:
            yield Piece("list_item", words)
        elif kind is None and len(parts) == 1 and is_heading(words):
            yield Piece("heading", words)
        else:
            yield Piece(kind or "paragraph", words)


def is_heading(line: str) -> bool:
    """True for a short line that begins like a title and does not end like a sentence.

    "Why Putin said yes" is one, "Examples include:" and "He left." are not; a question may be.
    """
    begins = line[:1].isupper() or line[:1].isdigit() or line[:1] in "\"'“‘«"
    asks = line.endswith("?") and len(line) <= MAX_HEADING // 2
    return begins and len(line) <= MAX_HEADING and (asks or not _SENTENCE_END.search(line))


def _title(pieces: list[Piece], stated: str) -> tuple[str, list[Piece]]:
    """The stated title, or the first heading; that heading is then no piece of its own."""
    first = pieces[0] if pieces else None
    same = first is not None and clean(stated).casefold() in ("", first.text.casefold())
    if first is not None and first.kind == "heading" and same:
        return first.text, pieces[1:]
    return clean(stated), pieces


def _without_head_lines(
    pieces: list[Piece], local: tzinfo
) -> tuple[list[Piece], tuple[str, ...], Stamp]:
    """The pieces without a byline and a line that is only a date, and what those say."""
    authors: tuple[str, ...] = ()
    published = ABSENT
    kept = []
    for index, piece in enumerate(pieces):
        if 0 < index < HEAD_CHUNKS and piece.kind in ("heading", "paragraph"):
            if not authors and (byline := _BYLINE.fullmatch(piece.text)):
                names = re.split(r",| and ", byline["names"])
                authors = tuple(name.strip() for name in names if name.strip())
                continue
            if published is ABSENT and (date := _DATE_LINE.fullmatch(piece.text)):
                published = _stamp(date, local)
                if published is not ABSENT:
                    continue
        kept.append(replace(piece))
    return kept, authors, published


def _stamp(match: re.Match[str], local: tzinfo) -> Stamp:
    found: dict[str, Any] = match.groupdict()
    iso = found["iso"]
    if not iso:
        month = _MONTH.get((found["m"] or found["m2"])[:3].lower(), 0)
        iso = f"{found['y'] or found['y2']}-{month:02}-{int(found['d'] or found['d2']):02}"
    moment = read_time(iso, local)
    source = "byline date" if found["paper"] else "date line"
    return Stamp(moment, source) if moment else ABSENT
