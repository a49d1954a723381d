"""Charsets as browsers have them, and characters that are no text."""

from __future__ import annotations

import pytest

from extractors.page.decode import MAX_BYTES, clean, decode

TEXT = "Zürich – “naïve” €5"


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (TEXT.encode(), None),
        (TEXT.encode(), "text/html; charset=UTF-8"),
        (TEXT.encode("utf-8-sig"), "text/html; charset=windows-1252"),
        (TEXT.encode("utf-16"), "text/html; charset=iso-8859-1"),
        (TEXT.encode("utf-16-be"), "text/html; charset=utf-16be"),
        (TEXT.encode("cp1252"), None),
        (TEXT.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (TEXT.encode("cp1252"), 'text/html;charset="latin1"'),
        (TEXT.encode("cp1252"), "text/html; charset=us-ascii"),
        (TEXT.encode("cp1252"), "text/html; charset=no-such-charset"),
        (TEXT.encode("cp1252"), "text/html; charset=rot13"),
    ],
)
def test_the_charset_is_found(content: bytes, content_type: str | None) -> None:
    assert decode(content, content_type) == TEXT


def test_the_meta_tag_counts_where_the_header_is_silent() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Москва</p>'
    assert "Москва" in decode(page.encode("koi8-r"), "text/html")
    assert "Москва" not in decode(page.encode("koi8-r"), "text/html; charset=windows-1251")


def test_a_meta_tag_that_says_utf_16_cannot_be_true() -> None:
    assert "naïve" in decode('<meta charset="utf-16"><p>naïve'.encode())


def test_what_cannot_be_decoded_is_marked_and_nothing_raised() -> None:
    assert decode(b"caf\xe9 \xff", "text/html; charset=utf-8") == "caf\ufffd \ufffd"


def test_no_more_than_the_cap_is_read_and_a_cut_character_is_no_other_charset() -> None:
    assert len(decode("é".encode() * MAX_BYTES)) == MAX_BYTES // 2
    assert decode("aé".encode() * MAX_BYTES).startswith("aéaé")


def test_cleaning_leaves_words_and_single_blanks() -> None:
    assert (
        clean(" A\u00a0line\u2028of\x00 te\u200bxt\r\n\tand \u202emore\ud800 ")
        == "A line of text and more"
    )
