"""The label is believed where it is specific, the bytes where it is not."""

from __future__ import annotations

import pytest

from flows.fetch import Accept
from flows.fetch.content import complaint, is_opaque, media_type

HTML = b"\n <!DOCTYPE html><html><body>text</body></html>"
FEED = b'<?xml version="1.0"?><rss version="2.0"></rss>'
XHTML = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>'


@pytest.mark.parametrize(
    ("accept", "label", "payload"),
    [
        ("page", "text/html; charset=windows-1251", HTML),
        ("page", "text/html", b"just words"),
        ("page", "text/plain", b"just words"),
        ("page", "", b"just words"),
        ("page", "application/octet-stream", HTML),
        ("page", "application/xml", XHTML),
        ("page", "text/html", "\ufeff<html>".encode("utf-16-le")),
        ("feed", "application/rss+xml", FEED),
        ("feed", "text/html", FEED),
        ("feed", "", b"\xef\xbb\xbf" + FEED),
        ("feed", "text/plain", b"<urlset></urlset>"),
        ("json", "application/json", b' {"a": 1}'),
        ("json", "text/html", b"[]"),
        ("text", "text/plain", b""),
        ("text", "text/html", HTML),
    ],
)
def test_taken(accept: Accept, label: str, payload: bytes) -> None:
    assert complaint(accept, label, payload) is None


@pytest.mark.parametrize(
    ("accept", "label", "payload", "words"),
    [
        ("page", "application/pdf", b"%PDF-1.7", "not text"),
        ("page", "text/html", b"%PDF-1.7", "not text"),
        ("page", "text/html", b"\x89PNG\r\n\x1a\n\0\0", "not text"),
        ("page", "application/json", b"{}", "application/json came"),
        ("page", "application/rss+xml", FEED, "application/rss+xml came"),
        ("page", "application/octet-stream", b"words", "octet-stream came"),
        ("feed", "text/html", HTML, "a feed was asked for"),
        ("feed", "text/xml", b"no mark-up", "a feed was asked for"),
        ("feed", "text/html", XHTML, "a feed was asked for"),
        ("json", "application/json", b"", "JSON was asked for"),
        ("json", "text/html", b"Your query was too short.", "Your query was too short"),
        ("text", "text/plain", b"\0\0\0", "not text"),
    ],
)
def test_refused(accept: Accept, label: str, payload: bytes, words: str) -> None:
    told = complaint(accept, label, payload)
    assert told is not None
    assert words in told
    assert "\n" not in told


def test_types() -> None:
    assert media_type(" Text/HTML ; charset=x") == "text/html"
    assert is_opaque("video/mp4")
    assert not is_opaque("text/html")
