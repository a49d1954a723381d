"""Damaged and hostile pages: the reader never raises, and what it returns holds together."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.page import is_hostile, read_page, read_posts, text_fingerprint
from extractors.page.assembly import SEPARATOR
from extractors.records import Document

COVERAGE = Path(__file__).parents[3] / "examples" / "kursk" / "coverage"
PAGES = sorted(path for path in COVERAGE.rglob("*") if path.suffix in {".html", ".xml", ".json"})
URLS = [
    "https://www.bbc.com/news/articles/cdamaged0001",
    "https://t.me/s/damaged",
    "https://t.me/damaged/7",
    "http://[broken",
    "notes.md",
    "",
]
TYPES = [None, "text/html", "text/html; charset=utf-16", "text/plain", "application/json", "x" * 50]

# Fixed, so that a failing page can be made again: page number n is mutate(SEED + n).
SEED = 20_261_123
FRAGMENTS = [
    b"<div>", b"</div>", b"<p>", b"</article>", b"<!--", b"-->", b"<script>", b"</script>", b"\x00",
    b"<![CDATA[", b"\xff\xfe", b"\xed\xa0\x80", b"&#x110000;", b"&#0;", b"&bad;", b"<table><td>",
    b"<svg><math>", b"<template>", b"<br><br>", b"\xe2\x80\xae", b"<time datetime='99999-99-99'>",
    b'<script type="application/ld+json">{"@graph":[[[{"@type":["Article",7],"datePublished":1e400',
    b'<meta charset="utf-7">', b"<base href='//'>", b"<link rel=canonical href='http://[::1'>",
    b'<html lang="">', b"<li>" * 50, b"<blockquote>" * 300, b"\r\n\r\n---\r\n", b"1" * 400,
]  # fmt: skip


def mutate(number: int) -> bytes:
    """Page ``number``: one of the samples, damaged in one to eight places."""
    chance = random.Random(number)
    page = bytearray(chance.choice(PAGES).read_bytes())
    damages: list[Callable[[bytearray, int, int], None]] = [
        lambda p, a, b: p.__setitem__(slice(a, a + 1), bytes([chance.randrange(256)])),
        lambda p, a, b: p.__delitem__(slice(a, b)),
        lambda p, a, b: p.__setitem__(slice(a, a), p[a:b]),
        lambda p, a, b: p.__setitem__(slice(a, a), chance.choice(FRAGMENTS)),
        lambda p, a, b: p.__delitem__(slice(a, None)),
        lambda p, a, b: p.__setitem__(slice(a, b), bytes(reversed(p[a:b]))),
        lambda p, a, b: p.__setitem__(slice(a, b), bytes(byte ^ 0x80 for byte in p[a:b])),
    ]
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(page) + 1)
        stop = min(len(page), start + chance.choice([1, 3, 20, 400, 5_000]))
        chance.choice(damages)(page, start, stop)
    return bytes(page)


def assert_whole(document: Document) -> None:
    """Blocks in order, apart by the separator, never empty, and all of the text in blocks."""
    position = 0
    for block in document.blocks:
        assert block.start == position
        words = document.text[block.start : block.end]
        assert words == " ".join(words.split())
        assert words
        position = block.end + len(SEPARATOR)
    assert len(document.text) == max(0, position - len(SEPARATOR))
    assert document.text or document.problem
    document.text.encode("utf-8")
    for stamp in (document.published, document.modified):
        assert stamp.value is None or stamp.value.tzinfo is not None


def read_all(page: bytes, chance: random.Random) -> None:
    url, content_type = chance.choice(URLS), chance.choice(TYPES)
    document = read_page(page, url=url, content_type=content_type)
    assert_whole(document)
    assert len(text_fingerprint(document)) == 64


def test_two_hundred_damaged_pages_are_read_or_refused() -> None:
    for number in range(200):
        read_all(mutate(SEED + number), random.Random(number))


@pytest.mark.slow
def test_thousands_of_damaged_pages_are_read_or_refused() -> None:
    """2,000 of them, so that the suite ends in minutes; `DAMAGED_PAGES=10000` reads them all."""
    for number in range(int(os.environ.get("DAMAGED_PAGES", "2000"))):
        page = mutate(SEED + number)
        read_all(page, random.Random(number))
        for document in read_posts(page, url="https://t.me/s/damaged"):
            assert_whole(document)


@given(st.binary(max_size=2_000), st.sampled_from(URLS), st.sampled_from(TYPES))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes, url: str, content_type: str | None) -> None:
    assert_whole(read_page(content, url=url, content_type=content_type))


TAGS = st.sampled_from(
    ["p", "h1", "h2", "li", "blockquote", "br", "td", "tr", "table", "a", "div", "article", "time",
     "figcaption", "script", "aside"]
)  # fmt: skip
TREES = st.recursive(
    st.text(max_size=40),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=5)
    ),
    max_leaves=40,
)


@given(TREES)
@settings(max_examples=150, deadline=None)
def test_any_nesting_of_tags_keeps_blocks_in_order(body: str) -> None:
    page = f"<html><body><article>{body}</article></body></html>"
    assert_whole(read_page(page, url="https://news.test/a", content_type="text/html"))


@given(st.text(max_size=1_500))
@settings(max_examples=200, deadline=None)
def test_any_text_keeps_blocks_in_order(text: str) -> None:
    for url in ("article.txt", "article.md"):
        assert_whole(read_page(text, url=url, role="article"))


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 100_000 + "x" * 200,
        "<p>" + "<b>" * 50_000 + "word " * 40,
        "<blockquote>" * 20_000 + "deep words " * 20,
        "<ul><li>" * 30_000 + "item",
        "<p>" + "&amp;" * 200_000,
        "<a href='" + "x" * 1_000_000 + "'>link</a>",
        '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>text of the page",
        "<table>" + "<tr><td>cell</td></tr>" * 8_000,
        "<!doctype html><p>" + "word\u202e " * 100_000,
    ],
    ids=["div", "inline", "quote", "list", "entities", "attribute", "json", "table", "bidi"],
)
def test_bombs_cost_little_and_break_nothing(bomb: str) -> None:
    page = f"<html><body><h1>A title</h1>{bomb}</body></html>"
    document = read_page(page, url="https://news.test/bomb", content_type="text/html")
    assert_whole(document)
    assert "\u202e" not in document.text


@pytest.mark.parametrize("text", ["> " * 5_000 + "deep", "- " * 3_000, "[" * 5_000, "*_" * 5_000])
def test_markdown_bombs_cost_little_and_break_nothing(text: str) -> None:
    assert_whole(read_page(text, url="bomb.md", role="article"))


ATTRIBUTES = [f"a{number}" for number in range(40_000)]


@pytest.mark.parametrize(
    "tag",
    [
        "<div " + " ".join(f"{name}=1" for name in ATTRIBUTES) + ">",
        "<div " + " ".join(f"{name}='>'" for name in ATTRIBUTES) + ">",
        "<div " + "/".join(ATTRIBUTES) + ">",
        "<div\n" + "\n".join(f'{name} = "<p>"' for name in ATTRIBUTES) + " ",
    ],
    ids=["plain", "quoted", "slashes", "unfinished"],
)
def test_an_element_of_forty_thousand_attributes_is_not_parsed(tag: str) -> None:
    page = f"<html><body>{tag}<p>Dock workers ended their strike.</p></body></html>"
    document = read_page(page, url="https://news.test/bomb", content_type="text/html")
    assert (document.problem, document.text) == ("hostile mark-up", "")
    [post] = read_posts(page.encode(), url="https://t.me/s/bomb")
    assert post.problem == "hostile mark-up"


def test_many_attributes_of_many_elements_are_no_attack() -> None:
    image = "<img " + " ".join(f"data-{n}='{'x' * 90}'" for n in range(300)) + ">"
    odd = '<p title=John\'s class="a"b" data-x=\'' + "one two = three > " * 3_000 + "'>"
    assert not is_hostile(f"{image * 30}{odd}{'<p class=lead>It was said. ' * 3_000}")
