"""Hostile XML and HTML into trees. In: bytes. Out: lxml elements, or None. Touches nothing.

No entity is expanded, nothing is loaded from elsewhere, and depth and text are bounded by
libxml2's own limits (``huge_tree`` off), after OWASP's XML External Entity cheat sheet.
"""

from __future__ import annotations

import re
import zlib
from html.entities import html5
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from extractors.page import is_hostile, read_stamp, zone
from extractors.records import Stamp

# The sitemap protocol's own limit for one uncompressed file.
MOST_XML_BYTES = 50 * 1024 * 1024
# Servers refuse longer ones, and nobody publishes them.
MOST_ADDRESS = 4_000
_XML_ENTITIES = (b"amp", b"lt", b"gt", b"quot", b"apos")
_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>"
    rb"|&(?:(?P<code>#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6}));|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?",
    re.DOTALL,
)
GZIP = b"\x1f\x8b"


def read_xml(payload: bytes) -> etree._Element | None:
    """Root of an XML document, or None where there is none; damaged ends are mended."""
    payload = unzipped(payload)
    if not payload.strip():
        return None
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(_mended(payload.lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _mended(payload: bytes) -> bytes:
    """The document with its stray ``&`` escaped, and HTML's entities as characters.

    libxml2's own repair drops the name behind a stray one: "?x=1&y=2" became "?x=1=2".
    """
    if b"&" not in payload or b"\0" in payload[:64]:
        return payload
    return _AMPERSAND.sub(_escaped, payload)


def _escaped(match: re.Match[bytes]) -> bytes:
    found = match[0]
    if not found.startswith(b"&") or match["code"] or match["name"] in _XML_ENTITIES:
        return found
    character = html5.get(f"{match['name'].decode('ascii')};") if match["name"] else None
    if character is None:
        return b"&amp;" + found[1:]
    return b"".join(b"&#%d;" % ord(one) for one in character)


def read_html(payload: bytes) -> html.HtmlElement | None:
    """Root of an HTML page, or None for an empty one and for one made to keep a parser busy."""
    if is_hostile(payload.decode("latin-1")):
        return None
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        return html.document_fromstring(payload, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def unzipped(payload: bytes) -> bytes:
    """The payload, or what a ``.xml.gz`` holds, cut off at ``MOST_XML_BYTES``."""
    if not payload.startswith(GZIP):
        return payload
    try:
        return zlib.decompressobj(wbits=31).decompress(payload, MOST_XML_BYTES)
    except zlib.error:
        return b""


def local_name(element: etree._Element) -> str:
    """The tag without its namespace, lower-case; "" for what is not an element."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element | None) -> str:
    """All the text below the element with runs of white space made one blank."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def plain(markup: str) -> str:
    """The text of a fragment of HTML (a feed's summary)."""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    root = read_html(b"<div>" + markup.encode("utf-8", "replace") + b"</div>")
    return text_of(root)


def web_address(link: str, base: str = "") -> str | None:
    """The absolute http or https address of a link, or None for what is none.

    An address over ``MOST_ADDRESS`` characters, or one that cannot be taken apart
    ("http://[x"), is none.
    """
    try:
        address = urljoin(base, link.strip()) if base else link.strip()
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        return None
    return address if usable and len(address) <= MOST_ADDRESS else None


def read_time(text: str, source: str, timezone: str = "UTC") -> Stamp:
    """A time as feeds, sitemaps and interfaces write it, as a UTC ``Stamp``.

    A bare day, or a time without an offset, is taken in ``timezone`` and marked not sure.
    What is no time is ``ABSENT``.
    """
    return read_stamp(text, source, zone(timezone))
