"""Reading pages: what is parsed, what is not and why; a page that fails costs only itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import extractors.extraction.document
from extractors import load_pipeline
from extractors.errors import ModelError
from flows.verify import Readers
from flows.verify import extract as verify_extract
from flows.verify.extract import Page, read_one

STORY = b"""<html lang="en"><head><title>Orlo</title></head><body><article><h1>Orlo</h1>
<p>Dock workers in the harbour of Orlo ended their strike on Monday, the port authority said.</p>
<p>About 300 workers had stopped work at the harbour for nine days because of their pay.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_pipeline()


def page(content: bytes = STORY, kind: str = "text/html") -> Page:
    return Page(content, "https://herald.test/news/strike", kind, outlet="herald")


def test_a_page_becomes_assertions(nlp: Language) -> None:
    reading = read_one(page(), nlp)
    assert reading.what == ""
    assert {"end", "stop"} <= {a.predicate for a in reading.extraction.assertions}
    assert reading.extraction.document.outlet == "herald"


@pytest.mark.parametrize(
    ("content", "kind", "what"),
    [
        (b"%PDF-1.7", "application/pdf", "not text"),
        (b"<html><body></body></html>", "text/html", "empty text"),
        (
            "Les dockers du port d'Orlo ont cessé leur grève lundi, a annoncé la direction. "
            "Quelque trois cents ouvriers n'avaient pas travaillé pendant neuf jours.".encode()
            * 3,
            "text/plain; charset=utf-8",
            "language",
        ),
    ],
)
def test_what_is_not_parsed_says_why(nlp: Language, content: bytes, kind: str, what: str) -> None:
    reading = read_one(page(content, kind), nlp)
    assert reading.what == what
    assert reading.why
    assert reading.extraction.assertions == ()


def test_a_russian_page_becomes_assertions_with_its_own_words(nlp: Language) -> None:
    text = (
        "Докеры порта Орло прекратили забастовку в понедельник, сообщила администрация порта. "
        "Около трёхсот рабочих не работали девять дней из-за зарплаты."
    )
    reading = read_one(page(text.encode(), "text/plain; charset=utf-8"), nlp)
    assert reading.what == ""
    assert reading.extraction.document.language == "ru"
    assert {"stop", "work"} <= {a.predicate for a in reading.extraction.assertions}
    assert all(p.text in text and p.gloss for p in reading.extraction.passages)


def test_a_text_too_long_is_not_parsed(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_extract, "MAX_TEXT", 100)
    assert read_one(page(), nlp).what == "too long"


@pytest.mark.parametrize("failure", [ValueError("no head"), RecursionError("too deep")])
def test_a_page_that_fails_costs_only_itself(
    nlp: Language, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(extractors.extraction.document, "extract", fail)
    reading = read_one(page(), nlp)
    assert reading.what == "not parsed"
    assert type(failure).__name__ in reading.why
    with pytest.raises(type(failure)):
        read_one(Page(STORY, "file:a.html", "text/html", role="article"), nlp)


def test_a_page_whose_reading_fails_costs_only_itself(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OverflowError("date value out of range\nat line 2")

    monkeypatch.setattr("extractors.page.read_page", fail)
    reading = read_one(page(), nlp)
    assert (reading.what, reading.extraction.document.url) == ("not parsed", page().url)
    assert reading.why == "OverflowError on this page: date value out of range at line 2"


def test_a_page_for_payers_is_read_and_says_so(nlp: Language) -> None:
    free = b'<script type="application/ld+json">{"@type": "NewsArticle", '
    free += b'"isAccessibleForFree": false}</script>'
    content = STORY.replace(b"<body>", free + b"<body>")
    reading = read_one(page(content), nlp)
    assert reading.what == verify_extract.TEXT_CUT
    assert reading.extraction.assertions


@pytest.mark.slow
def test_workers_keep_the_order_of_pages() -> None:
    pages = [
        Page(STORY.replace(b"300", str(300 + n).encode()), f"https://herald.test/{n}", "text/html")
        for n in range(20)
    ]
    with Readers(processes=2) as readers:
        read = [reading for batch in readers.read(pages) for reading in batch]
        card = readers.model_card()
    assert [r.extraction.document.url for r in read] == [p.url for p in pages]
    assert all(r.extraction.assertions for r in read)
    assert card.name
    assert len(card.version) >= 5


@pytest.mark.slow
def test_a_model_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with Readers(str(tmp_path)) as readers, pytest.raises(ModelError) as refusal:
        list(readers.read([page()]))
    assert str(tmp_path) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_text_read_in_part_is_read_and_says_so(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.page.assembly.MAX_BLOCKS", 2)
    monkeypatch.setattr("extractors.page.MAX_BLOCKS", 2)
    reading = read_one(page(), nlp)
    assert reading.what == verify_extract.TEXT_CUT
    assert reading.extraction.assertions
