"""Plain text and Markdown articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.page import PageHints, read_page
from extractors.page.text import is_heading
from extractors.records import Document

PLAIN = """The Bridge That Would Not Stand

Why the council changed its mind

By Ann Writer and Bo van Dyk

7 May 2024

The council voted on Tuesday to rebuild the bridge over the river.
It had been closed since March, when a lorry
damaged two of its pillars.

Three dates matter:

  • March 2024: The bridge is closed.
  • April 2024: A ferry begins
    to run.
  1. May 2024: The vote.

What comes next

Work begins in the autumn.
"""

MARKDOWN = """---
title: "The Bridge That Would Not Stand"
author: Ann Writer
date: 2024-05-07
url: https://herald.test/bridge
note: >-
  Not text, and not
  a claim.
---

<!-- a note to the editor: nobody
reads this -->

# The Bridge That Would Not Stand

The **council** voted on [Tuesday](https://herald.test/vote) to rebuild
the bridge, `closed` since March.

## Dates

- *March*: The bridge is closed.
- April: A ferry begins
  to run.

  It carries cars too.

1. May: The vote.

> It will be the same bridge.

| Year | Cost |
|------|------|
| 2025 | 4 million |

![A picture of the bridge](bridge.jpg)
"""


def read(text: str, url: str = "article.txt", **known: object) -> Document:
    return read_page(text, url=url, role="article", **known)  # type: ignore[arg-type]


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_plain_text_has_a_title_headings_paragraphs_and_bullets() -> None:
    document = read(PLAIN)
    assert blocks(document) == [
        ("title", "The Bridge That Would Not Stand"),
        ("heading", "Why the council changed its mind"),
        (
            "paragraph",
            "The council voted on Tuesday to rebuild the bridge over the river. It had been closed "
            "since March, when a lorry damaged two of its pillars.",
        ),
        ("paragraph", "Three dates matter:"),
        ("list_item", "March 2024: The bridge is closed."),
        ("list_item", "April 2024: A ferry begins to run."),
        ("list_item", "May 2024: The vote."),
        ("heading", "What comes next"),
        ("paragraph", "Work begins in the autumn."),
    ]
    assert (document.kind, document.language, document.problem) == ("text", "en", None)


def test_byline_and_date_line_are_read_and_are_no_text() -> None:
    document = read(PLAIN, hints=PageHints(timezone="Europe/Paris"))
    assert document.authors == ("Ann Writer", "Bo van Dyk")
    assert document.published.value == datetime(2024, 5, 6, 22, tzinfo=UTC)
    assert document.published.source == "date line"


@pytest.mark.parametrize("line", ["May 7, 2024", "Tuesday, 7 May 2024", "Published: 2024-05-07"])
def test_the_forms_of_a_date_line(line: str) -> None:
    document = read(f"A Title\n\n{line}\n\nThe council voted to rebuild the bridge.")
    assert document.published.value == datetime(2024, 5, 7, tzinfo=UTC)
    assert line not in document.text


@pytest.mark.parametrize("line", ["By the river it was quiet.", "31 February 2024", "99 May 2024"])
def test_what_only_looks_like_a_byline_or_date_stays(line: str) -> None:
    assert line in read(f"A Title\n\n{line}\n\nThe council voted to rebuild the bridge.").text


def test_markdown_keeps_words_and_drops_marks() -> None:
    document = read(MARKDOWN, "article.md")
    assert blocks(document) == [
        ("title", "The Bridge That Would Not Stand"),
        ("paragraph", "The council voted on Tuesday to rebuild the bridge, closed since March."),
        ("heading", "Dates"),
        ("list_item", "March: The bridge is closed."),
        ("list_item", "April: A ferry begins to run."),
        ("list_item", "It carries cars too."),
        ("list_item", "May: The vote."),
        ("quote", "It will be the same bridge."),
        ("table", "Year | Cost"),
        ("table", "2025 | 4 million"),
    ]


def test_front_matter_is_read_and_is_no_text() -> None:
    document = read(MARKDOWN, "article.md")
    assert document.authors == ("Ann Writer",)
    assert document.canonical_url == "https://herald.test/bridge"
    assert document.published.value == datetime(2024, 5, 7, tzinfo=UTC)
    assert "claim" not in document.text


def test_toml_front_matter_is_read_too() -> None:
    text = (
        '+++\ntitle = "A Title"\ndate = 2024-05-07T09:00:00Z\n+++\nThe council voted again today.'
    )
    document = read(text, "article.md")
    assert document.title == "A Title"
    assert document.published.value == datetime(2024, 5, 7, 9, tzinfo=UTC)


def test_prose_between_two_rules_is_no_front_matter() -> None:
    text = (
        "---\nThe council voted on Tuesday to rebuild the bridge over the river.\n---\nAnd so on.\n"
    )
    assert "The council voted" in read(text).text


def test_markdown_is_recognised_without_its_ending() -> None:
    assert (
        blocks(read("# A Title\n\nThe **council** voted.", "article"))[1][1] == "The council voted."
    )


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    long = "The council voted on Tuesday to rebuild the bridge over the river. " * 3
    document = read(f"A Title\n\n{long}\n{long.replace('Tuesday', 'Friday')}\n")
    assert [kind for kind, _ in blocks(document)] == ["title", "paragraph", "paragraph"]


def test_windows_line_ends_and_one_paragraph_are_read() -> None:
    text = "A Title\r\n\r\nThe council voted\r\nto rebuild.\r\n"
    assert blocks(read(text))[1:] == [("paragraph", "The council voted to rebuild.")]


def test_a_feeds_summary_takes_the_title_it_was_listed_under() -> None:
    hints = PageHints(title="Council votes to rebuild bridge")
    document = read_page(
        b"The council voted on Tuesday.",
        url="https://herald.test/bridge",
        content_type="text/plain; charset=utf-8",
        hints=hints,
    )
    assert document.title == "Council votes to rebuild bridge"
    assert document.problem is None


@pytest.mark.parametrize(
    ("text", "problem"), [("", "empty text"), (" \n\n ", "empty text"), ("Hm.", "tiny text")]
)
def test_an_empty_article_says_so(text: str, problem: str) -> None:
    assert read(text).problem == problem


@pytest.mark.parametrize(
    "line", ["Why Putin said yes", "2014: the first truce", "Who gains?", "“An old story”"]
)
def test_headings(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    ["Examples include:", "He left.", "and so it went on", "“We leave,” he said.", "Word " * 40],
)
def test_not_headings(line: str) -> None:
    assert not is_heading(line)
