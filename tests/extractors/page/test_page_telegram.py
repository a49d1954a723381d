"""Telegram's preview pages: posts of their own, and the reasons why there are none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.page import read_page, read_posts

COVERAGE = Path(__file__).parents[3] / "examples" / "kursk" / "coverage" / "telegram"
PAGE = (
    '<html><body class="widget_frame_base tgme_webpreview"><main class="tgme_main">'
    '<div class="tgme_channel_info"><div class="tgme_channel_info_header_title">Bridge News</div>'
    "</div>"
    "<section>{}</section></main></body></html>"
)


def post(text: str, extra: str = "", number: int = 7, meta: str = "", kind: str = "") -> str:
    return (
        f'<div class="tgme_widget_message {kind}" data-post="bridge_news/{number}">'
        f'<a class="tgme_widget_message_owner_name">Bridge News</a>{extra}'
        f'<div class="tgme_widget_message_text">{text}</div>'
        '<div class="tgme_widget_message_footer">'
        f'<span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date">'
        f'<time datetime="2024-05-0{number}T09:00:00+02:00">09:00</time></a></span></div></div>'
    )


def test_each_post_is_a_document_with_its_own_address_and_time() -> None:
    documents = read_posts(
        PAGE.format(post("The bridge is closed today.", number=3) + post("It is open.", number=4)),
        url="https://t.me/s/bridge_news",
        outlet="telegram",
    )
    assert [document.canonical_url for document in documents] == [
        "https://t.me/bridge_news/3",
        "https://t.me/bridge_news/4",
    ]
    first = documents[0]
    assert (first.text, first.kind, first.outlet) == (
        "The bridge is closed today.",
        "post",
        "telegram",
    )
    assert first.published.value == datetime(2024, 5, 3, 7, tzinfo=UTC)
    assert first.authors == ("Bridge News",)
    assert first.blocks[0].date == first.published.value


def test_lines_and_bullets_of_a_post_are_blocks() -> None:
    text = "Two things today:<br/>• the bridge<br/>▪️ the ferry<br/><br/>More <b>tomorrow</b>."
    document = read_posts(PAGE.format(post(text)), url="https://t.me/s/bridge_news")[0]
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("paragraph", "Two things today:"),
        ("list_item", "the bridge"),
        ("list_item", "the ferry"),
        ("paragraph", "More tomorrow."),
    ]


def test_a_forward_names_where_it_came_from() -> None:
    forwarded = (
        '<div class="tgme_widget_message_forwarded_from">Forwarded from <a>Ferry Diary</a></div>'
    )
    document = read_posts(PAGE.format(post("The ferry runs.", forwarded)), url="https://t.me/s/x")[
        0
    ]
    assert document.forwarded_from == "Ferry Diary"
    assert "Ferry Diary" not in document.text


def test_the_words_of_a_reply_are_the_posts_own() -> None:
    old = '<div class="tgme_widget_message_text">Old words.</div>'
    reply = f'<a class="tgme_widget_message_reply">{old}</a>'
    assert (
        read_posts(PAGE.format(post("New words.", reply)), url="https://t.me/s/x")[0].text
        == "New words."
    )


def test_an_edited_post_says_that_the_time_is_unknown() -> None:
    document = read_posts(PAGE.format(post("Words.", meta="edited ")), url="https://t.me/s/x")[0]
    assert document.modified.value is None
    assert "edited" in document.modified.source


def test_one_post_cut_out_of_its_page_is_read_as_that_post() -> None:
    document = read_page(
        post("The bridge is closed."),
        url="https://t.me/bridge_news/7",
        content_type="text/html; charset=utf-8",
    )
    assert (document.kind, document.text) == ("post", "The bridge is closed.")
    assert document.canonical_url == "https://t.me/bridge_news/7"
    assert document.published.value == datetime(2024, 5, 7, 7, tzinfo=UTC)


def test_a_posts_address_chooses_it_among_its_neighbours() -> None:
    page = PAGE.format(post("Third.", number=3) + post("Fourth.", number=4))
    document = read_page(page, url="https://t.me/s/bridge_news/4", content_type="text/html")
    assert document.text == "Fourth."


def test_a_preview_page_as_a_whole_has_dated_blocks() -> None:
    page = PAGE.format(post("Third.", number=3) + post("Fourth.", number=4))
    document = read_page(page, url="https://t.me/s/bridge_news", content_type="text/html")
    assert [block.date for block in document.blocks] == [
        datetime(2024, 5, 3, 7, tzinfo=UTC),
        datetime(2024, 5, 4, 7, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        (PAGE.format(""), "empty channel"),
        (PAGE.format(post("Channel created", kind="service_message")), "only service posts"),
        (PAGE.format(post("", '<a class="tgme_widget_message_photo_wrap"></a>')), "only media"),
        (PAGE.format(post("", '<a class="tgme_widget_message_location_wrap"></a>')), "only media"),
        (
            PAGE.format(
                post(
                    "",
                    '<div class="message_media_not_supported_wrap"><div>Open it in '
                    "Telegram</div></div>",
                )
            ),
            "only unsupported posts",
        ),
        (
            PAGE.format(
                '<div class="tgme_widget_message"><div class="tgme_widget_message_text">'
                "This channel can’t be displayed because it violated local laws.</div>"
                "</div>"
            ),
            "restricted channel",
        ),
        (
            '<div class="tgme_page"><div class="tgme_page_title">Harbour</div><div>This channel is '
            "unavailable due to copyright infringement.</div></div>",
            "restricted channel",
        ),
        (
            '<div class="tgme_page"><div class="tgme_page_title">Harbour</div></div>',
            "restricted channel",
        ),
        (PAGE.format('<div class="tgme_widget_message"><p>Words</p></div>'), "markup changed"),
        ('<body class="tgme_new"><div class="tgme_feed">Words</div></body>', "markup changed"),
        (
            '<div class="tgme_page"><div class="tgme_page_extra">12 subscribers</div></div>',
            "preview off",
        ),
        (
            '<body><div class="tgme_page"><div>Contact @x right away.</div></div></body>',
            "no such channel",
        ),
    ],
)
def test_a_page_without_posts_says_why(page: str, problem: str) -> None:
    assert [document.problem for document in read_posts(page, url="https://t.me/s/x")] == [problem]
    assert read_page(page, url="https://t.me/s/x", content_type="text/html").problem == problem


def test_the_sample_channels_are_read() -> None:
    documents = read_posts((COVERAGE / "sample_voenkor.html").read_bytes(), url="https://t.me/s/x")
    assert [(document.language, document.problem) for document in documents] == [("ru", None)]
    forwards = [
        document.forwarded_from
        for document in read_posts(
            (COVERAGE / "sample_front_notes-before-131.html").read_bytes(), url="https://t.me/s/x"
        )
    ]
    assert forwards == [None, None, "Sample Artillery Diary"]
