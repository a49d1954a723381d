"""Is it what was asked for? In: the declared type and the bytes. Out: a complaint, or none.

Servers mislabel: feeds come as text/html, pages as octet-stream, an API's complaint as a
page with status 200. So the label is believed where it is specific, and the first bytes are
looked at where it is not (after the WHATWG's MIME sniffing standard, much reduced). Pure.
"""

from __future__ import annotations

import re

from flows.fetch.fetched import Accept

ACCEPT_HEADERS: dict[Accept, str] = {
    "page": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    "feed": "application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5",
    "json": "application/json,*/*;q=0.5",
    "text": "text/plain,*/*;q=0.5",
}
_OPAQUE = ("image/", "video/", "audio/", "font/")
_VAGUE = ("", "application/octet-stream", "binary/octet-stream", "text/plain", "unknown/unknown")
_HTML = ("text/html", "application/xhtml+xml")
_TEXT = ("text/plain", "text/markdown", "text/x-markdown")
_SNIFFED = 1024
_HTML_START = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|h1|p|article|!--)", re.I
)
_XML_START = re.compile(rb"<(?:\?xml|rss|feed|urlset|sitemapindex|rdf:rdf)\b", re.I)
_CONTROLS = bytes(byte for byte in range(0x1B) if byte not in b"\t\n\f\r")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def media_type(content_type: str) -> str:
    """The type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def is_opaque(content_type: str) -> bool:
    """Whether the label alone says that there is nothing to read (a film, a picture)."""
    return media_type(content_type).startswith(_OPAQUE)


def complaint(accept: Accept, content_type: str, payload: bytes) -> str | None:
    """Why ``payload`` is not what ``accept`` asks for, in one sentence, or None if it is.

    Args:
        accept: "page" takes HTML and plain text, "feed" XML, "json" JSON, "text" any text.
        content_type: the Content-Type header, "" if there was none.
        payload: the body, content encodings undone.
    """
    label = media_type(content_type)
    start = _start(payload)
    shown = label or "nothing"
    if accept == "json":
        if start[:1] in (b"{", b"["):
            return None
        words = _first_words(payload)
        return f"JSON was asked for, and {shown} came: {words!r}"
    if accept == "feed":
        if label.endswith(("/xml", "+xml")) and label not in _HTML and start[:1] == b"<":
            return None
        if _XML_START.match(start) and not _is_html(start):
            return None
        return f"a feed was asked for, and {shown} came: {_first_words(payload)!r}"
    if _binary(payload):
        return f"text was asked for, and {shown} came that is not text"
    if accept == "text" or label in _HTML or label in _TEXT:
        return None
    if (label in _VAGUE or label.endswith(("/xml", "+xml"))) and _is_html(start):
        return None
    if label == "":
        return None
    return f"a page was asked for, and {shown} came"


def is_plain(payload: bytes) -> bool:
    """Whether the bytes begin as a page, a feed or JSON does: under no content encoding."""
    return _start(payload)[:1] in (b"<", b"{", b"[") and not _binary(payload)


def _start(payload: bytes) -> bytes:
    """The first bytes after byte order mark and white space."""
    head = payload[:_SNIFFED]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")
    for mark in _BOMS:
        head = head.removeprefix(mark)
    return head.lstrip()


def _is_html(start: bytes) -> bool:
    if _HTML_START.match(start):
        return True
    return bool(_XML_START.match(start)) and re.search(rb"<html\b", start, re.I) is not None


def _binary(payload: bytes) -> bool:
    """WHATWG's test for text or binary: control bytes that no text has, UTF-16 aside."""
    head = payload[:_SNIFFED]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    if head[:5] == b"%PDF-":
        return True
    return len(head.translate(None, _CONTROLS)) < len(head)


def _first_words(payload: bytes) -> str:
    return " ".join(payload[:200].decode("utf-8", "replace").split())[:80]
