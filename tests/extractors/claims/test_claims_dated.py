"""What dates an article: its byline, its front matter, its address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.page.reading import read_page
from extractors.records import Document, DocumentRole

BODY = "\n\nThe dam burst on Friday.\n\nThe mayor had been warned three times, and did nothing."


def read(head: str, url: str = "file:a.md", role: DocumentRole = "article") -> Document:
    return read_page(
        (head + BODY).encode(), url=url, content_type="text/markdown; charset=utf-8", role=role
    )


@pytest.mark.parametrize(
    ("head", "url", "source"),
    [
        ("# The Dam\n\n*The Lower Valley Post, 17 October 2016*", "file:a.md", "byline date"),
        ("# The Dam\n\n*Post & Mail — October 17, 2016*", "file:a.md", "byline date"),
        ("---\ndate: 2016-10-17\n---\n\n# The Dam", "file:a.md", "front matter date"),
        ("# The Dam\n\n17 October 2016", "file:a.md", "date line"),
        ("# The Dam", "https://example.org/2016/10/17/the-dam", "address"),
        ("# The Dam", "file:2016-10-17-the-dam.md", "address"),
    ],
)
def test_an_article_is_dated(head: str, url: str, source: str) -> None:
    found = read(head, url).published
    assert (found.value, found.source) == (datetime(2016, 10, 17, tzinfo=UTC), source)


@pytest.mark.parametrize(
    "url", ["file:dam.md", "https://example.org/2016/40/99/x", "file:20161.md"]
)
def test_an_article_without_a_date_stays_without(url: str) -> None:
    assert read("# The Dam", url).published.value is None


def test_the_byline_is_no_part_of_the_text() -> None:
    assert "Valley Post" not in read("# The Dam\n\n*The Lower Valley Post, 17 October 2016*").text


def test_coverage_is_not_dated_by_its_address() -> None:
    found = read("# The Dam", "https://example.org/2016/10/17/the-dam", "coverage")
    assert found.published.value is None
