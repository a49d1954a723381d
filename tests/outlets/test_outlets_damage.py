"""Damaged and hostile listings: every parser answers with a value, whatever the bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from doors import page, rss, urlset
from hypothesis import given, settings
from hypothesis import strategies as st
from test_strategy_kremlin import LISTING
from test_strategy_telegram import SERVICE, preview

from flows.outlets import continuation
from flows.outlets.strategies.feed import read_feed
from flows.outlets.strategies.gdelt import read_articles
from flows.outlets.strategies.kremlin import read_listing
from flows.outlets.strategies.sitemap import read_sitemap
from flows.outlets.strategies.telegram import read_preview
from flows.outlets.strategies.wayback import read_index
from flows.outlets.strategies.wordpress import read_posts

URL = "https://t.me/s/harbour_news"
PARSERS: dict[str, tuple[Callable[[bytes], object], str]] = {
    "feed": (
        lambda data: read_feed(data, URL),
        rss(("https://a.example/1", "A &amp; B", "Fri, 10 Jan 2025 10:00:00 GMT", "<p>x</p>")),
    ),
    "sitemap": (
        read_sitemap,
        urlset("<loc>https://a.example/1</loc><lastmod>2025-01-10</lastmod>"),
    ),
    "telegram": (lambda data: read_preview(data, URL), preview(SERVICE, older=9)),
    "kremlin": (lambda data: read_listing(data, URL, "Europe/Moscow"), LISTING),
    "continuation": (lambda data: continuation(data, URL), page("A", "B")),
    "gdelt": (
        read_articles,
        json.dumps({"articles": [{"url": "https://a.b/", "seendate": "20250110T000000Z"}]}),
    ),
    "wayback": (read_index, json.dumps([["timestamp"], ["2025"], [], ["key"]])),
    "wordpress": (read_posts, json.dumps([{"link": "https://a.b/", "date_gmt": "2025-01-10"}])),
}
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@pytest.mark.parametrize("name", PARSERS)
def test_mutated_listings(name: str) -> None:
    """Seeds 0 to 299, each with one to eight cuts, repeats or changed bytes."""
    parse, sample = PARSERS[name]
    for seed in range(300):
        rng = random.Random(seed)
        data = bytearray(sample.encode())
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(data) + 1)
            kind = rng.randrange(4)
            if kind == 0:
                del data[at : at + rng.randint(1, 40)]
            elif kind == 1:
                data[at:at] = data[at : at + 30] * rng.randint(1, 50)
            elif kind == 2:
                data[at:at] = rng.randbytes(rng.randint(1, 8))
            else:
                data[at:at] = rng.choice((b"<", b"&#0;", b"\x00", b"]]>", b'"', b"\xff\xfe"))
        parse(bytes(data))


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(name: str, data: bytes) -> None:
    PARSERS[name][0](data)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(JSON_VALUES)
def test_any_json(value: object) -> None:
    keys = ("articles", "url", "title", "seendate", "link", "rendered", "excerpt")
    shaped = dict.fromkeys(keys, value)
    for table in (value, shaped, [shaped], [value, [], [value]], {"articles": [shaped]}):
        for name in ("gdelt", "wayback", "wordpress"):
            PARSERS[name][0](json.dumps(table).encode())


def test_a_page_nested_too_deep() -> None:
    deep = b"<div>" * 50_000
    for parse, _ in PARSERS.values():
        parse(deep)
        parse(b"<rss>" + b"<item>" * 50_000)
