"""Bytes of a page to characters, as browsers decode them, and characters to clean text.

In: bytes and the Content-Type header. Out: str. Pure; never raises on any bytes.

The order is the WHATWG Encoding and HTML Standards': byte order mark, header, ``<meta>``
in the first 1,024 bytes, then windows-1252. One step is added before the last: bytes that
are valid UTF-8 are taken as UTF-8, which undeclared pages of today nearly always are.
"""

from __future__ import annotations

import codecs
import re

from extractors.page.words import page_words

# The largest news page among the BBC's live pages is about 4 MB; what is larger is no article.
MAX_BYTES = 8 * 1024 * 1024

FALLBACK = "cp1252"
META_WINDOW = 1024  # bytes that the HTML Standard looks through for a <meta charset>

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)

# Characters that carry no text: controls, soft hyphen, zero-width and bidirectional controls
# (which can make a quotation read differently from what it says), emoji variants, surrogates,
# noncharacters and the tag characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe0e\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


# A note's raised number behind a number or a word of some length: "1,200³ soldiers".
_NOTE_DIGITS = re.compile(r"(?<=\d{2})(?<!\b10)[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+")


def decode(content: bytes | str, content_type: str | None = None) -> str:
    """The page's characters; what its charset cannot decode becomes U+FFFD.

    Reads at most ``MAX_BYTES``. A str is returned as it is, cut to as many characters.
    """
    if isinstance(content, str):
        return content[:MAX_BYTES].removeprefix("\ufeff")
    content = content[:MAX_BYTES]
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(charset, errors="replace")
    return content.decode(_declared(content, content_type) or _guessed(content), errors="replace")


def _declared(content: bytes, content_type: str | None) -> str | None:
    header = _HEADER_CHARSET.search(content_type or "")
    if header and (charset := _known(header[1])):
        return charset
    meta = _META_CHARSET.search(content[:META_WINDOW])
    charset = _known(meta[1].decode("ascii", "replace")) if meta else None
    # A page whose <meta> could be read as ASCII is not UTF-16, whatever it says.
    return "utf-8" if charset and charset.startswith("utf-16") else charset


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    return page_words().charsets.get(name)


def _guessed(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        # A multi-byte character cut off by the size cap is still UTF-8.
        return "utf-8" if error.start >= len(content) - 3 and len(content) > 3 else FALLBACK
    return "utf-8"


def clean(text: str) -> str:
    """One line of visible text: no invisible characters, no raised digits behind a number; runs of
    white space are one blank.
    """
    return " ".join(_NOTE_DIGITS.sub("", _INVISIBLE.sub("", text)).split())


def visible(text: str) -> str:
    """The text without invisible characters; its white space and lines stay."""
    return _INVISIBLE.sub("", text)
