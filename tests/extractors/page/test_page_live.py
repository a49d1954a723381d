"""Live pages to dated posts."""

from __future__ import annotations

from datetime import UTC, datetime

from extractors.page import read_page
from extractors.records import Document

NINE, TEN = datetime(2024, 5, 7, 9, tzinfo=UTC), datetime(2024, 5, 7, 10, tzinfo=UTC)
LISTED = """<html><head><script type="application/ld+json">{"@type": "LiveBlogPosting",
"headline": "Bridge vote: live", "datePublished": "2024-05-07T08:00:00Z", "liveBlogUpdate": [
{"@type": "BlogPosting", "headline": "The vote", "datePublished": "2024-05-07T10:00:00Z",
 "articleBody": "The council has voted.\\nThe bridge will be rebuilt, by 14 votes to 3."},
{"@type": "BlogPosting", "datePublished": "2024-05-07T09:00:00Z",
 "articleBody": "<p>The session &amp; the day begin.</p>"},
{"@type": "BlogPosting", "datePublished": "2024-05-07T09:00:00Z", "articleBody": null}, 7]}</script>
</head><body><h1>Bridge vote: live</h1></body></html>"""
SHOWN = """<html><body><h1>Bridge vote: live</h1><ol>
<li class="stream-post"><header><h3>The vote</h3><time datetime="2024-05-07T10:00:00Z">10:00</time>
</header><p>The council has voted to rebuild the bridge over the river.</p>
<button>Share</button></li>
<li class="stream-post"><time datetime="2024-05-07T09:00:00Z">09:00</time>
<p>The session begins, and the mayor speaks first.</p></li></ol></body></html>"""


def read(page: str) -> Document:
    return read_page(page, url="https://herald.test/live/bridge", content_type="text/html")


def posts(document: Document) -> list[tuple[str, datetime | None, str]]:
    return [(b.kind, b.date, document.text[b.start : b.end]) for b in document.blocks]


def test_posts_listed_for_search_engines_are_dated_blocks() -> None:
    document = read(LISTED)
    assert document.kind == "live"
    assert posts(document) == [
        ("title", None, "Bridge vote: live"),
        ("heading", TEN, "The vote"),
        ("paragraph", TEN, "The council has voted."),
        ("paragraph", TEN, "The bridge will be rebuilt, by 14 votes to 3."),
        ("paragraph", NINE, "The session & the day begin."),
    ]


def test_posts_shown_on_the_page_are_dated_blocks() -> None:
    document = read(SHOWN)
    assert document.kind == "live"
    assert posts(document)[1:] == [
        ("heading", TEN, "The vote"),
        ("paragraph", TEN, "The council has voted to rebuild the bridge over the river."),
        ("paragraph", NINE, "The session begins, and the mayor speaks first."),
    ]


def test_a_live_page_without_posts_keeps_its_text_undated() -> None:
    text = "".join(
        f"<p>{n}. The council is to vote on the bridge in the afternoon.</p>" for n in range(12)
    )
    document = read(
        f"<html><body><main><article><h1>Live</h1>{text}</article></main></body></html>"
    )
    assert document.kind == "live"
    assert {block.date for block in document.blocks} == {None}
    assert document.problem is None
