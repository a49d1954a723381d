"""A Russian document: read by its gloss, told of its own text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import extract, load_pipeline
from extractors.extraction import english_words
from extractors.records import Block, Document, Extraction, Stamp

TITLE = "Пожар на пароме у Нового Причала"
FIRST = "Паром «Ладога» загорелся в ночь на 5 марта, сообщил капитан Сергей Рябов."
SECOND = "Погибли 12 рыбаков. Порт закрыли 6 марта. По словам капитана, взрыва не было."


@pytest.fixture(scope="module")
def read() -> Extraction:
    text = f"{TITLE}\n\n{FIRST}\n\n{SECOND}"
    blocks = []
    at = 0
    for part, kind in ((TITLE, "title"), (FIRST, "paragraph"), (SECOND, "paragraph")):
        blocks.append(Block(at, at + len(part), kind))  # type: ignore[arg-type]
        at += len(part) + 2
    document = Document(
        "u",
        "u",
        TITLE,
        text,
        tuple(blocks),
        language="ru",
        published=Stamp(datetime(2024, 3, 6, 22, tzinfo=UTC), "given"),
    )
    return extract(document, load_pipeline())


def test_all_that_is_quoted_is_the_text_s_own(read: Extraction) -> None:
    text = read.document.text
    for found in (*read.mentions, *read.dates, *read.quantities, *read.passages):
        assert text[found.start : found.end] == found.text
    for assertion in read.assertions:
        assert text[assertion.start : assertion.end] == assertion.text
        assert assertion.document_id == read.document.document_id
        for argument in assertion.arguments:
            assert text[argument.start : argument.end] == argument.text


def test_every_sentence_is_a_passage_with_its_gloss(read: Extraction) -> None:
    glosses = {p.text: p.gloss for p in read.passages}
    assert glosses["Порт закрыли 6 марта."] == "The port was closed on 6 March."
    assert all(gloss for gloss in glosses.values())
    assert [p.ordinal for p in read.passages] == list(range(len(read.passages)))
    assert len({p.passage_id for p in read.passages}) == len(read.passages)


def test_dates_and_counts_are_found_in_russian_words(read: Extraction) -> None:
    assert {(d.text, d.timex) for d in read.dates} >= {
        ("ночь на 5 марта", "2024-03-05TNI"),
        ("6 марта", "2024-03-06"),
    }
    assert ("12 рыбаков", 12.0, "fisherman") in {
        (q.text, q.low, q.unit) for q in read.quantities
    } | {(q.text + " рыбаков", q.low, q.unit) for q in read.quantities}


def test_who_says_it_and_what_is_denied(read: Extraction) -> None:
    spoken = [p for p in read.passages if p.sources]
    assert any("Ryabov" in p.sources[-1].text for p in spoken)
    denied = [a for a in read.assertions if a.polarity == "NEG"]
    assert any("взрыва не было" in a.text for a in denied)


def test_a_post_of_after_midnight_in_moscow_is_of_that_day() -> None:
    text = "Сегодня порт закрыли."
    document = Document(
        "u",
        "u",
        "",
        text,
        (Block(0, len(text), "paragraph"),),
        language="ru",
        published=Stamp(datetime(2024, 3, 6, 22, 30, tzinfo=UTC), "given"),
    )
    found = extract(document, load_pipeline())
    assert [d.timex for d in found.dates] == ["2024-03-07"]


def test_english_stays_as_it_is() -> None:
    assert english_words("The port was closed.") == "The port was closed."
    assert english_words("Порт закрыли.") == "The port was closed."
