"""A page that is there is used: what is not its text stays out, a refusal is said to be one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.page import read_page
from extractors.page.address import believed_address
from extractors.page.language import language_of
from extractors.records import Document

FLASH = [
    "Two drones were shot down over the port of Odesa on Tuesday evening, the governor said.",
    "No one was hurt and a warehouse was slightly damaged.",
]
PARAGRAPHS = [
    "The council voted on Tuesday to rebuild the bridge over the river, which was closed in "
    "March after a lorry had damaged two of its pillars.",
    "Work is to begin in the autumn and will cost about four million euros, the mayor said, of "
    "which the region will pay half.",
    "Residents of the eastern bank have had to make a detour of eleven kilometres since then, and "
    "several shops have closed.",
    "An engineer who examined the bridge for the council told reporters that it could not be saved "
    "without new foundations.",
    "The ferry that was started in April carries about two hundred people a day, according to the "
    "company that runs it.",
]
ARTICLE = '<meta property="og:type" content="article">'
NEWSLETTER = (
    "<div><h3>Our newsletter</h3><p>Subscribe to our daily newsletter and get the stories that "
    "matter in your inbox every morning.</p><p>By subscribing you accept the terms of use and "
    "the privacy policy of this site.</p></div>"
)
TEASERS = "".join(
    f'<a href="/{n}"><h3>Another story of the day, number {n}</h3>'
    "<p>What happened, told in one sentence that is not a link of its own, by our reporter.</p></a>"
    for n in range(3)
)
OPINION = (
    "I have lived in this town for years and I can tell you that nobody here believes a word of "
    "what the governor says any more, and he should resign at once because of it."
)
URL = "https://www.herald.test/2024/11/13/drones-over-odesa"


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, head: str = ARTICLE, title: str = "Drones shot down over Odesa") -> str:
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><nav>"
        f"<a href='/'>Home</a></nav><div class=wrap><h1>{title}</h1>{body}</div>"
        "<footer>All rights reserved</footer></body></html>"
    )


def read(html: str, url: str = URL) -> Document:
    return read_page(html, url=url, content_type="text/html")


def blocks(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind != "title"]


def ld(fields: str) -> str:
    return f'<script type="application/ld+json">{{{fields}}}</script>'


# K25: what is not the article's text


@pytest.mark.parametrize(
    "around",
    [
        NEWSLETTER + TEASERS,
        f'<div class="newsletter-signup"><p>{OPINION}</p></div>',
        f'<section id="comments">{paragraphs([OPINION] * 5)}</section>',
        f'<ol class="commentlist">{"".join(f"<li><p>{OPINION}</p></li>" for _ in range(5))}</ol>',
        "".join(f"<div><b>user{n}</b><p>{OPINION}</p><a>Reply</a></div>" for n in range(5)),
        '<div class="discussion-thread">' + paragraphs([OPINION] * 5) + "</div>",
        f"<div><h2>5 comments</h2>{paragraphs([OPINION] * 5)}</div>",
        f"<h3>Leave a comment</h3>{paragraphs([OPINION] * 5)}",
    ],
)
def test_a_flash_is_its_two_sentences(around: str) -> None:
    assert blocks(read(page(f"<div>{paragraphs(FLASH)}</div>{around}"))) == FLASH


def test_a_flash_parted_by_line_breaks_is_read() -> None:
    text = f"<div>{FLASH[0]}<br><br>{FLASH[1]}</div>"
    assert blocks(read(page(text + NEWSLETTER))) == FLASH


def test_a_text_that_speaks_of_newsletters_and_comments_stays() -> None:
    about = [*PARAGRAPHS, "The comments under the newsletter were read by two hundred people."]
    document = read(page(f'<div class="text has-comments">{paragraphs(about)}</div>'))
    assert blocks(document) == about


# K26: a film beside a text


@pytest.mark.parametrize("head", [ARTICLE, '<meta property="og:type" content="video.other">', ""])
def test_a_text_with_a_film_above_it_is_an_article(head: str) -> None:
    film = ld('"@graph": [{"@type": "WebPage"}, {"@type": "VideoObject", "name": "Film"}]')
    document = read(page(f"<article>{paragraphs(PARAGRAPHS)}</article>", head + film))
    assert (document.kind, document.problem) == ("article", None)
    assert blocks(document) == PARAGRAPHS


def test_a_film_with_a_line_below_it_is_a_video_page() -> None:
    document = read(page(f"<p>{FLASH[1]}</p>", ld('"@type": "VideoObject", "name": "Film"')))
    assert (document.kind, document.problem) == ("video", "video page")


# K27: said to be for payers


@pytest.mark.parametrize("value", ["false", '"False"'])
def test_a_text_in_hand_is_used_though_its_page_is_for_payers(value: str) -> None:
    free = ld(f'"@type": "NewsArticle", "isAccessibleForFree": {value}')
    document = read(page(paragraphs(PARAGRAPHS), free))
    assert (document.problem, document.may_be_cut) == (None, True)
    assert blocks(document) == PARAGRAPHS
    assert read(page("<p>Two drones.</p>", free)).problem == "paywall"
    assert not read(page(paragraphs(PARAGRAPHS))).may_be_cut


# K28: refusals that are answered with 200


@pytest.mark.parametrize(
    ("title", "text", "problem"),
    [
        ("Page not found", "Sorry, the page you are looking for is not here.", "page not found"),
        ("Herald", "We could not find that page. It may have been moved or deleted.",
         "page not found"),
        ("404", "Error 404. Please check the address, or go back to our home page to search.",
         "page not found"),
        ("Herald", "This article has been removed by the publisher. Other stories are on our "
         "front page.", "page not found"),
        ("Herald", "This content is not available in your region. We are sorry for that, and work "
         "on it.", "region wall"),
        ("Unavailable", "It appears you are accessing this site from a country belonging to the "
         "European Economic Area.", "region wall"),
        ("Log in", "Log in to continue. Enter your address and your password to go on.",
         "login wall"),
    ],
)  # fmt: skip
def test_a_refusal_is_no_article(title: str, text: str, problem: str) -> None:
    assert read(page(f"<p>{text}</p>", "", title)).problem == problem


def test_a_missing_page_full_of_other_texts_is_missing() -> None:
    document = read(page(paragraphs(PARAGRAPHS * 4), "", "Page not found | Herald"))
    assert document.problem == "page not found"


def test_an_article_about_a_region_is_read() -> None:
    text = ["The medicine is not available in rural regions, the minister said.", *PARAGRAPHS]
    assert read(page(paragraphs(text))).problem is None


# K29: live pages


@pytest.mark.parametrize("updates", [1, 3])
def test_a_live_page_keeps_its_lead_and_its_posts(updates: int) -> None:
    said = [f"Update {n}: the mayor has left the hall." for n in range(updates)]
    listed = ", ".join(
        f'{{"@type": "BlogPosting", "datePublished": "2024-11-13T1{n}:00:00Z", '
        f'"articleBody": "{text}"}}'
        for n, text in enumerate(said)
    )
    live = ld(f'"@type": "LiveBlogPosting", "headline": "Vote", "liveBlogUpdate": [{listed}]')
    document = read(page(f"<article>{paragraphs([*PARAGRAPHS, *said])}</article>", live))
    assert (document.kind, document.problem) == ("live", None)
    assert blocks(document) == [*PARAGRAPHS, *said]
    dates = [block.date for block in document.blocks[1:]]
    assert dates[: len(PARAGRAPHS)] == [None] * len(PARAGRAPHS)
    assert dates[len(PARAGRAPHS)] == datetime(2024, 11, 13, 10, tzinfo=UTC)


def test_a_young_live_pages_single_post_is_dated() -> None:
    said = "The mayor has left the hall after the vote of the council."
    time = "<time datetime='2024-11-13T10:00:00Z'>10:00</time>"
    post = f"<div class=live-post>{time}<p>{said}</p></div>"
    document = read(
        page(f"<article>{paragraphs(PARAGRAPHS)}{post}</article>", ld('"@type": "LiveBlogPosting"'))
    )
    assert blocks(document) == [*PARAGRAPHS, said]
    assert document.blocks[-1].date == datetime(2024, 11, 13, 10, tzinfo=UTC)


# K30: raised figures


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Some 1,200<sup>3</sup> soldiers were sent", "Some 1,200 soldiers were sent"),
        ("Some 1,200<sup><a href='#3'>[3]</a></sup> soldiers", "Some 1,200 soldiers"),
        ("1,200³ soldiers were sent", "1,200 soldiers were sent"),
        ("The army<sup>3,4</sup> said", "The army said"),
        ("in 2024<sub>1</sub> it rained", "in 2024 it rained"),
        ("an area of 20 km<sup>2</sup> burned", "an area of 20 km² burned"),
        ("10<sup>6</sup> people", "10⁶ people"),
        ("the 19<sup>th</sup> brigade", "the 19th brigade"),
        ("CO<sub>2</sub> rose", "CO2 rose"),
    ],
)
def test_a_raised_figure_is_no_digit_of_the_number_before_it(markup: str, text: str) -> None:
    document = read(page(f"<article>{paragraphs([markup, *PARAGRAPHS])}</article>"))
    assert blocks(document)[0] == text


# K31: canonical addresses


@pytest.mark.parametrize(
    ("stated", "url", "believed"),
    [
        ("/world", "https://h.test/world/2024/11/13/bridge", False),
        ("/world", "https://h.test/news/articles/c8x1234567", False),
        ("/world/", "https://h.test/bridge-is-rebuilt-at-last", False),
        ("/2024/11/13/", "https://h.test/2024/11/13/bridge", False),
        ("/2024/11/", "https://h.test/2024/11/13/bridge", False),
        ("/category/politics-news", "https://h.test/2024/bridge-is-rebuilt", False),
        ("/en", "https://h.test/en/bridge", False),
        ("/", "https://h.test/bridge", False),
        ("/article.php", "https://h.test/article.php?id=77", False),
        ("/article.php?id=77", "https://h.test/article.php?id=77&utm_source=x", True),
        ("/world/bridge", "https://h.test/world/bridge/amp", True),
        ("/world/bridge-is-rebuilt", "https://h.test/amp/c8x1234567", True),
        ("/bridge", "https://h.test/2024/11/13/bridge", True),
        ("/world/bridge", "https://h.test/world/bridge?at_medium=x", True),
    ],
)
def test_a_canonical_link_to_more_than_the_page_is_not_believed(
    stated: str, url: str, believed: bool
) -> None:
    assert (believed_address(stated, url) is not None) is believed


# K32: lists of stories


@pytest.mark.parametrize(
    "card",
    [
        "<article><h2><a href='/{n}'>A headline of this day: {n}</a></h2><p>{s}</p></article>",
        "<div class=c><a href='/{n}'><h3>A headline of this day: {n}</h3></a><p>{s}</p></div>",
        "<h3><a href='/{n}'>A headline of this day, number {n}</a></h3><p>{s}</p>",
        "<div><div><a href='/{n}'>A headline of this day, number {n}</a></div><div>{s}</div></div>",
        "<li><a href='/{n}'>A headline of this day, number {n}</a><p>{s}</p></li>",
        "<div><a href='/{n}'><h3>A headline of this day, number {n}</h3><p>{s}</p></a></div>",
    ],
)  # fmt: skip
def test_headlines_with_summaries_are_an_index(card: str) -> None:
    cards = "".join(card.format(n=n, s=PARAGRAPHS[n % 5]) for n in range(20))
    document = read(page(f"<main>{cards}</main>", "", "World"), "https://www.herald.test/world")
    assert (document.kind, document.problem) == ("index", "index page")
    # Below an article they are left out.
    below = read(page(f"<article>{paragraphs(PARAGRAPHS)}</article><div>{cards}</div>"))
    assert blocks(below) == PARAGRAPHS


def test_a_list_of_ten_things_is_an_article() -> None:
    items = "".join(
        f"<h2><a href='/{n}'>Thing number {n} to know</a></h2>"
        + paragraphs([f"{n}. {text}" for text in PARAGRAPHS])
        for n in range(10)
    )
    document = read(page(f"<article>{items}</article>", ""))
    assert (document.kind, document.problem) == ("article", None)
    assert len(blocks(document)) >= 50


# K34: languages of Africa


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("xh", "Amapolisa aseMzantsi Afrika abambe amadoda amathathu kwisikolo. Isithethi uthe la "
         "madoda aza kuvela enkundleni ngoMvulo, kwaye bacele uluntu ukuba luncede."),
        ("zu", "Umkhulumeli uthe amadoda azovela enkantolo ngoMsombuluko. Abazali bayajabula ngoba "
         "ubulungiswa buzokwenzeka futhi bacele umphakathi ukuthi usize."),
        ("sw", "Msemaji wa polisi alisema kuwa watu hao watafikishwa mahakamani siku ya Jumatatu "
         "kwa tuhuma za mauaji katika shule."),
        ("ha", "Shugaban ya ce gwamnatin sa za ta ci gaba da yaki da cin hanci da rashawa a kasar, "
         "kuma ya ce mutane sun amfana daga wannan shiri."),
    ],
)  # fmt: skip
def test_an_african_language_is_not_taken_for_english(language: str, text: str) -> None:
    assert language_of(text, "en-ZA") == language
    assert language_of(text) == language


def test_a_language_without_a_list_is_not_english() -> None:
    text = "Mapolesa Afrika Boroa tshwere banna bararo belaellwang bolaya moithuti sekolong " * 6
    assert language_of(text, "en-ZA") == "mis"
    assert language_of(text, "nso") == "nso"
