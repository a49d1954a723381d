"""The article being checked: a file or an address in, bytes that are text out.

Touches the named file. An address is fetched by the caller through the fetcher, so that it is
archived like everything else. Raises ArticleError, one line that says what to do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from extractors.errors import ArticleError

#: An article is some 10 kB; a book is 1 MB. Anything above this is not an article.
MOST_BYTES = 5_000_000
KINDS = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}
#: First bytes of what people most often hand over instead of text.
MAGIC = {
    b"%PDF-": "a PDF: save its text as .txt, .md or .html",
    b"\x89PNG": "a PNG image, not text",
    b"\xff\xd8\xff": "a JPEG image, not text",
    b"GIF8": "a GIF image, not text",
    b"PK\x03\x04": "a zip or office document: save its text as .txt, .md or .html",
    b"\xd0\xcf\x11\xe0": "an office document: save its text as .txt, .md or .html",
    b"{\\rtf": "an RTF document: save its text as .txt, .md or .html",
    b"\x1f\x8b": "a gzip file: unpack it, or use it with --replay if it is a WARC",
    b"WARC/": "a WARC: name the article, and give the WARC with --replay",
}
_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as it will be read: its address, bytes and kind of text."""

    url: str
    content: bytes
    content_type: str


def is_address(article: str) -> bool:
    """True for an http(s) address, False for what must be a file."""
    return article.lower().startswith(("http://", "https://"))


def read_article_file(article: str) -> ArticleText:
    """The article in a file, its text in UTF-8 (an HTML file is left as it is).

    Its address is the path as seen from the working folder, or its name alone where it lies
    outside, so that a report does not carry the reader's folders and is the same on every machine.
    """
    path = Path(article)
    if path.is_dir():
        raise ArticleError(f"{article} is a folder: name the article's file in it")
    if path.exists() and not path.is_file():
        # It is read twice, and a pipe that nobody writes to would be waited for without end.
        raise ArticleError(f"{article} is no file (a pipe or device): save what it gives first")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ArticleError(f"{article}: there is no such file") from None
    except OSError as refusal:
        raise ArticleError(f"{article} cannot be read: {refusal.strerror}") from refusal
    kind = KINDS.get(path.suffix.lower(), "text/plain")
    return checked_text(_address(path), content, kind)


def checked_text(url: str, content: bytes, content_type: str) -> ArticleText:
    """The same article if it can be one; plain text and Markdown recoded to UTF-8."""
    if len(content) > MOST_BYTES:
        raise ArticleError(
            f"{url} is larger than {MOST_BYTES // 1_000_000} MB: give one article, not a collection"
        )
    for magic, name in MAGIC.items():
        if content.startswith(magic):
            raise ArticleError(f"{url} is {name}")
    if not content.strip():
        raise ArticleError(f"{url} is empty: put the article's text in it")
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/plain" and _HTML.match(content[:4096]):
        kind = content_type = "text/html"
    if "html" in kind:
        if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise ArticleError(f"{url} is a binary file, not text")
        return ArticleText(url, content, content_type)
    text = _decoded(url, content)
    return ArticleText(url, text.encode("utf-8"), f"{kind}; charset=utf-8")


def _decoded(url: str, content: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in content:
            raise ArticleError(f"{url} is a binary file, not text") from None
        raise ArticleError(
            f"{url} is not UTF-8 text (byte {error.start}): save it as UTF-8 and try again"
        ) from None
    if len(_CONTROL.findall(text)) > len(text) // 1000:
        raise ArticleError(f"{url} is a binary file, not text")
    return text


def _address(path: Path) -> str:
    whole = path.resolve()
    here = Path.cwd()
    return f"file:{whole.relative_to(here) if whole.is_relative_to(here) else whole.name}"
