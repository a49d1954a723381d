"""HTML pages to documents: text in typed blocks, times with their sources, problems said."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractors.errors import OutletError
from extractors.page import PageHints, read_page, text_fingerprint
from extractors.records import Document, Stamp

COVERAGE = Path(__file__).parents[3] / "examples" / "kursk" / "coverage"
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
HEAD = (
    '<meta property="og:title" content="Council votes to rebuild bridge">'
    '<meta property="og:type" content="article">'
)


def page(body: str = "", head: str = HEAD, paragraphs: list[str] | None = None) -> str:
    text = "".join(
        f"<p>{words}</p>" for words in (PARAGRAPHS if paragraphs is None else paragraphs)
    )
    return (
        f"<!doctype html><html lang='en'><head>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<main><article><h1>Council votes to rebuild bridge</h1>{text}{body}</article></main>"
        "<footer><p>All rights reserved.</p></footer></body></html>"
    )


def read(
    html: str | bytes, url: str = "https://www.herald.test/2024/bridge", **known: object
) -> Document:
    return read_page(html, url=url, content_type="text/html", **known)  # type: ignore[arg-type]


def words(document: Document, kind: str) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


def ld(fields: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@context": "http://schema.org", {fields}}}</script>'
    )


# Text


def test_an_article_is_its_title_and_paragraphs() -> None:
    document = read(page())
    assert document.title == "Council votes to rebuild bridge"
    assert words(document, "title") == [document.title]
    assert words(document, "paragraph") == PARAGRAPHS
    assert (document.kind, document.problem, document.language) == ("article", None, "en")


def test_headings_lists_quotes_and_tables_stay_what_they_are() -> None:
    body = (
        "<h2>What happens next</h2><ul><li>Autumn: the pillars</li><li>Spring: the road</li></ul>"
        "<blockquote><p>It will be the same bridge, only safer.</p></blockquote>"
        "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2025</td><td>4 million</td></tr></table>"
        + "".join(f"<p>{text} Again.</p>" for text in PARAGRAPHS)
    )
    document = read(page(body))
    assert words(document, "heading") == ["What happens next"]
    assert words(document, "list_item") == ["Autumn: the pillars", "Spring: the road"]
    assert words(document, "quote") == ["It will be the same bridge, only safer."]
    assert words(document, "table") == ["Year | Cost", "2025 | 4 million"]


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    hints = PageHints(body_selectors=("article",))
    document = read(page("First line<br>goes on.<br><br>Second paragraph."), hints=hints)
    assert words(document, "paragraph")[-2:] == ["First line goes on.", "Second paragraph."]


def test_invisible_and_bidirectional_characters_are_removed() -> None:
    document = read(
        page(paragraphs=["\u202eHe\u200bsaid\u00ad nothing.\u2069 " + t for t in PARAGRAPHS])
    )
    assert words(document, "paragraph")[0].startswith("Hesaid nothing. The council")


def test_furniture_lines_are_not_text() -> None:
    furniture = (
        "<p>Issued on: 31/10/2024 - 17:47 Modified: 04/11/2024 - 10:12</p><p>Advertisement</p>"
        '<p>Read more<a href="/x">Ferry begins to run</a></p><p>4 min read</p>'
    )
    document = read(page(furniture))
    assert words(document, "paragraph") == PARAGRAPHS


def test_a_sentence_that_begins_like_furniture_is_text() -> None:
    sentence = "Read more than a hundred books, the teacher told her pupils, and you will see."
    assert sentence in words(read(page(f"<p>{sentence}</p>")), "paragraph")


def test_the_outlets_selectors_choose_the_text_and_what_stands_between() -> None:
    body = (
        '<section><div data-part="byline">By a reporter</div><div data-part="text"><p>'
        + PARAGRAPHS[0]
        + '</p></div><div data-part="list"><ul><li>One pillar</li></ul></div>'
        '<div class="promo"><p>Sign up for our letter.</p></div><div data-part="text"><p>'
        + PARAGRAPHS[1]
        + f'</p></div><div data-part="text"><p>{PARAGRAPHS[2]}</p></div>'
        "<p>Elsewhere on this site.</p></section>"
    )
    hints = PageHints(body_selectors=("[data-part=text]",), drop_selectors=(".promo",))
    document = read(page(body, paragraphs=[]), hints=hints)
    assert words(document, "paragraph") == PARAGRAPHS[:3]
    assert words(document, "list_item") == ["One pillar"]


def test_what_stands_between_a_lead_and_a_body_is_no_text() -> None:
    body = (
        f'<section><p class="lead">{PARAGRAPHS[0]}</p><div>12 people watch this</div>'
        f'<div class="body"><p>{PARAGRAPHS[1]}</p></div></section>'
    )
    hints = PageHints(body_selectors=(".lead", ".body"))
    assert words(read(page(body, paragraphs=[]), hints=hints), "paragraph") == PARAGRAPHS[:2]


def test_hints_can_be_handed_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(PageHints())) == PageHints()


def test_a_selector_that_is_not_understood_is_an_error_of_the_outlets_file() -> None:
    with pytest.raises(OutletError, match="p:hover"):
        read(page(), hints=PageHints(body_selectors=("p:hover",)))


def test_a_text_that_only_json_ld_holds_is_read_from_there() -> None:
    body = "\\n".join(PARAGRAPHS)
    head = HEAD + ld(f'"@type": "NewsArticle", "articleBody": "{body}"')
    document = read(page(head=head, paragraphs=["Please wait while the page loads."]))
    assert words(document, "paragraph") == PARAGRAPHS
    assert document.problem is None


# What the page says about itself


def test_times_come_with_their_source() -> None:
    head = HEAD + ld(
        '"@type": "NewsArticle", "headline": "Votes", "datePublished": "2024-05-07T09:00:00Z",'
        '"dateModified": "2024-05-07T12:30:00+02:00", "author": [{"name": "A. Writer"}, "B. Ed"]'
    )
    document = read(page(head=head))
    assert document.published == Stamp(datetime(2024, 5, 7, 9, tzinfo=UTC), "json-ld datePublished")
    assert document.modified == Stamp(
        datetime(2024, 5, 7, 10, 30, tzinfo=UTC), "json-ld dateModified"
    )
    assert document.authors == ("A. Writer", "B. Ed")


@pytest.mark.parametrize(
    ("head", "source", "value"),
    [
        ('<meta property="article:published_time" content="2024-05-07T09:00:00+00:00">',
         "meta article:published_time", datetime(2024, 5, 7, 9, tzinfo=UTC)),
        ('<script id="__NEXT_DATA__" type="application/json">{"props": {"pageProps": {"metadata": '
         '{"firstPublished": 1715072400000}}}}</script>',
         "__NEXT_DATA__", datetime(2024, 5, 7, 9, tzinfo=UTC)),
        ("", "address", datetime(2024, 5, 6, 22, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_where_the_best_source_is_silent_the_next_is_asked(
    head: str, source: str, value: datetime
) -> None:
    hints = PageHints(timezone="Europe/Paris")
    document = read(
        page(head=HEAD + head), url="https://www.herald.test/20240507-bridge", hints=hints
    )
    assert (document.published.source, document.published.value) == (source, value)
    assert document.published.sure is (source != "address")


def test_a_day_that_only_an_unmarked_element_tells_is_unsure() -> None:
    html = page('<div class="post-date">7 May 2024</div>')
    document = read(html, url="https://herald.test/bridge")
    assert document.published == Stamp(datetime(2024, 5, 7, tzinfo=UTC), "htmldate", False)


def test_the_guess_does_not_lie_after_the_capture() -> None:
    captured = datetime(2024, 5, 1, tzinfo=UTC)
    html = page('<div class="post-date">7 May 2024</div>')
    found = read(html, url="https://herald.test/bridge", captured_at=captured).published.value
    assert found is None or found <= captured


def test_a_bare_day_takes_the_clock_beside_it_in_the_outlets_zone() -> None:
    body = '<time class="read__published" datetime="2024-05-07">May 7</time><div>09:15</div>'
    document = read(page(body), hints=PageHints(timezone="Europe/Moscow"))
    assert document.published.value == datetime(2024, 5, 7, 6, 15, tzinfo=UTC)


def test_the_node_that_names_this_page_is_believed_before_related_ones() -> None:
    other = (
        '{"@type": "NewsArticle", "url": "https://herald.test/x", "datePublished": "2020-01-01"}'
    )
    own = (
        '{"@type": "NewsArticle", "mainEntityOfPage": {"@id": "https://herald.test/2024/bridge"}, '
        '"datePublished": "2024-05-07T09:00:00Z", "headline": "Council votes to re..."}'
    )
    document = read(page(head=HEAD + ld(f'"@graph": [{other}, {own}]')))
    assert document.published.value == datetime(2024, 5, 7, 9, tzinfo=UTC)
    assert document.title == "Council votes to rebuild bridge"


def test_a_reused_address_makes_its_first_date_unsure() -> None:
    times = '"datePublished": "2012-01-05T09:00:00Z", "dateModified": "2024-05-07T09:00:00Z"'
    document = read(page(head=HEAD + ld(f'"@type": "NewsArticle", {times}')))
    assert document.published.value == datetime(2012, 1, 5, 9, tzinfo=UTC)
    assert not document.published.sure
    assert document.modified.sure


def test_sources_that_disagree_make_the_date_unsure() -> None:
    head = HEAD + ld('"@type": "NewsArticle", "datePublished": "2024-05-07T09:00:00Z"')
    other = '<meta property="article:published_time" content="2024-03-01T09:00:00Z">'
    assert not read(page(head=head + other)).published.sure


def test_a_date_after_the_capture_is_unsure() -> None:
    head = HEAD + ld('"@type": "NewsArticle", "datePublished": "2024-05-07T09:00:00Z"')
    captured = datetime(2024, 5, 1, tzinfo=UTC)
    assert not read(page(head=head), captured_at=captured).published.sure


def test_the_feeds_date_fills_the_gap_and_is_doubted_where_it_disagrees() -> None:
    feed = PageHints(published=Stamp(datetime(2024, 5, 7, tzinfo=UTC), "feed pubDate"))
    assert read(page(), hints=feed).published == feed.published
    head = HEAD + ld('"@type": "NewsArticle", "datePublished": "2023-05-07T09:00:00Z"')
    assert not read(page(head=head), hints=feed).published.sure


@pytest.mark.parametrize(
    ("stated", "believed"),
    [
        ("https://herald.test/bridge", True),
        ("/2024/bridge-rebuilt", True),
        ("https://elsewhere.test/2024/bridge", False),
        ("https://www.herald.test/", False),
        ("javascript:alert(1)", False),
        ("http://[::1", False),
    ],
)
def test_a_canonical_address_is_believed_on_its_own_site_only(stated: str, believed: bool) -> None:
    url = "https://www.herald.test/2024/bridge?utm_source=x"
    document = read(page(head=f'{HEAD}<link rel="canonical" href="{stated}">'), url=url)
    assert (document.canonical_url != url) is believed


def test_the_second_part_of_a_text_keeps_its_own_address() -> None:
    url = "http://en.kremlin.test/news/7/page/2"
    head = f'{HEAD}<meta property="og:url" content="http://en.kremlin.test/news/7">'
    assert read(page(head=head), url=url).canonical_url == url


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("The council voted on Tuesday to rebuild the bridge. Subscribe to continue reading this "
         "article and all others.", "paywall"),
        ("Before you continue: we value your privacy. We and our 812 partners store information "
         "on your device.", "consent wall"),
        ("Checking your browser before you can go on to the site. Please enable JavaScript and "
         "cookies to continue.", "blocked page"),
        ("Short.", "tiny text"),
        ("", "empty text"),
    ],
)  # fmt: skip
def test_a_page_without_its_article_says_why(text: str, problem: str) -> None:
    assert read(page(head="<title>Herald</title>", paragraphs=[text])).problem in (
        problem,
        "tiny text" if problem == "empty text" else problem,
    )


def test_a_long_article_about_paywalls_is_no_paywall() -> None:
    about = "Many papers ask readers to subscribe to continue reading, a study found."
    assert read(page(paragraphs=[about, *PARAGRAPHS * 4])).problem is None


@pytest.mark.parametrize(
    ("content", "content_type"),
    [(b"%PDF-1.7 ...", None), (b"\x89PNG\r\n", "text/html"), (b'{"a": 1}', "application/json"),
     (b"\x00\x01\x02\x03" * 50, "text/html"), (b"%PDF-1.4", "text/html")],
)  # fmt: skip
def test_what_is_no_text_is_refused(content: bytes, content_type: str | None) -> None:
    document = read_page(content, url="https://herald.test/x", content_type=content_type)
    assert (document.kind, document.problem, document.text) == ("error", "not text", "")


def test_html_sent_as_plain_text_is_read_as_html() -> None:
    document = read_page(page(), url="https://herald.test/x", content_type="text/plain")
    assert words(document, "paragraph") == PARAGRAPHS


# Versions


def test_a_fingerprint_changes_with_the_words_and_with_nothing_else() -> None:
    first = read(page())
    spaced = read(page().replace("<p>", "\n\n  <p>\n").replace("4 min", "4  min"))
    furnished = read(page("<p>Advertisement</p><figure><figcaption>A bridge</figcaption></figure>"))
    curly = read(page(paragraphs=[text.replace("'", "’") for text in PARAGRAPHS]))
    assert len({text_fingerprint(d) for d in (first, spaced, furnished, curly)}) == 1
    changed = read(page(paragraphs=[PARAGRAPHS[0].replace("two", "three"), *PARAGRAPHS[1:]]))
    assert text_fingerprint(changed) != text_fingerprint(first)
    retitled = replace(first, text=first.text.replace("rebuild", "remove"))
    assert text_fingerprint(retitled) != text_fingerprint(first)


# The sample pages, whose blocks are known


def known_blocks(name: str) -> list[tuple[str, str]]:
    sections = (COVERAGE / "known_text.tsv").read_text("utf-8").split("\n## ")[1:]
    lines = next(s for s in sections if s.startswith(name + "\n")).splitlines()[1:]
    return [(kind, text) for kind, _, text in (line.partition("\t") for line in lines if line)]


@pytest.mark.parametrize(
    "name",
    ["bbc/csample1024b.html", "bbc/world-europe-00000017.html", "kremlin/99000101.html",
     "france24/20241031-sample-videos-north-korean-soldiers-russia.html",
     "asiatimes/sample-rice-prices-test-tokyo.html", "bbc/live-csamplelive1t.html"],
)  # fmt: skip
def test_without_knowing_the_outlet_a_sample_keeps_all_its_headings_and_paragraphs(
    name: str,
) -> None:
    document = read((COVERAGE / name).read_bytes(), url=f"https://sample.test/news/{name}")
    found = {(b.kind, document.text[b.start : b.end]) for b in document.blocks}
    missing = [
        block for block in known_blocks(name) if block not in found and block[0] != "caption"
    ]
    # trafilatura leaves out a lead that stands outside of the body.
    assert len(missing) <= 1
    assert all(kind == "paragraph" for kind, _ in missing)


def test_an_address_for_videos_may_hold_an_article() -> None:
    hints = PageHints(url_kinds={"video": r"example\.org/videos/"})
    url = "https://example.org/videos/2017/ship"
    text = "The tanker was boarded in the port after four weeks, its captain said. " * 3
    for kind, wanted in (("NewsArticle", "article"), ("VideoObject", "video")):
        data = f'<script type="application/ld+json">{{"@type": "{kind}", "headline": "A"}}</script>'
        page = (
            f"<html lang=en><head>{data}</head><body><article><p>{text}</p></article></body></html>"
        )
        assert read_page(page.encode(), url=url, hints=hints).kind == wanted
