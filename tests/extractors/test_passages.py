"""Passages: sentences with who speaks, what stands before, and what they are found by."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from extractors import extract, load_pipeline, read_page
from extractors.extraction import with_vectors
from extractors.records import Block, Claim, Document, Extraction, Passage, Stamp

POSTED = datetime(2024, 3, 2, 8, 0, tzinfo=UTC)
PARTS = (
    ("title", "Ferry sinks off Port Ellery"),
    (
        "paragraph",
        'The ferry Lindis sank off Port Ellery on Friday with 1,212 people aboard. "We saved six '
        'of them," Anna Brook told Reuters. She had seen the fire. OK.',
    ),
    ("paragraph", "According to the coast guard, the crew had left the ship."),
)


def document() -> Document:
    text, blocks = "", []
    for number, (kind, words) in enumerate(PARTS):
        text += "\n\n" if text else ""
        date = POSTED if number == 2 else None
        blocks.append(Block(len(text), len(text) + len(words), kind, date))  # type: ignore[arg-type]
        text += words
    published = Stamp(datetime(2024, 3, 1, tzinfo=UTC), "given")
    return Document("u", "u", PARTS[0][1], text, tuple(blocks), published=published)


@pytest.fixture(scope="module")
def read() -> Extraction:
    return extract(document(), load_pipeline())


def starting(read: Extraction, words: str) -> Passage:
    return next(p for p in read.passages if p.text.startswith(words))


def test_each_sentence_slices_exactly_and_knows_the_one_before(read: Extraction) -> None:
    text = read.document.text
    assert all(text[p.start : p.end] == p.text for p in read.passages)
    assert [p.ordinal for p in read.passages] == list(range(len(read.passages)))
    assert read.passages[0].block_kind == "title"
    assert read.passages[0].before == ""
    assert read.passages[1].before == PARTS[0][1]
    assert not any(p.text == "OK." for p in read.passages) or starting(read, "OK.").terms


def test_who_speaks_is_told_and_when(read: Extraction) -> None:
    assert starting(read, "The ferry").sources == ()
    assert "Anna Brook" in [s.text for s in starting(read, '"We saved').sources]
    guard = starting(read, "According")
    assert [s.text for s in guard.sources] == ["the coast guard"]
    assert (guard.said_at, read.passages[0].said_at) == (POSTED, read.document.published.value)


def test_terms_are_lemmas_with_numbers_in_digits(read: Extraction) -> None:
    assert {"ferry", "sink", "1212", "people"} <= set(starting(read, "The ferry").terms)
    assert {"save", "6"} <= set(starting(read, '"We saved').terms)


def test_names_hold_what_pronouns_mean(read: Extraction) -> None:
    assert "anna brook" in starting(read, '"We saved').names
    assert "anna brook" in starting(read, "She had").names


def test_wordings_get_the_same_kind_of_vector(read: Extraction) -> None:
    claims = [
        Claim("d", n, 0, 1, wording, "fact", "POS", "CERTAIN")
        for n, wording in enumerate(("A ferry sank near Port Ellery.", "Brook was fined."), start=1)
    ]
    ferry, brook = with_vectors(claims, read.mentions, load_pipeline())
    assert {"ferry", "sink"} <= set(ferry.terms)
    assert brook.names == ("anna brook",)

    def nearness(one: bytes, other: bytes) -> float:
        a, b = (np.frombuffer(v, np.int8).astype(int) for v in (one, other))
        return float(a @ b) / 127**2

    assert all(len(p.vector) == 384 for p in read.passages)
    near = starting(read, "The ferry").vector
    assert nearness(ferry.vector, near) > 0.5 > nearness(brook.vector, near)


@pytest.mark.parametrize("name", ["99000101", "99000105"])
def test_a_transcripts_speakers_stand_over_blocks(name: str) -> None:
    page = Path("examples/kursk/coverage/kremlin") / f"{name}.html"
    address = f"http://en.kremlin.ru/events/president/news/{name}"
    made = extract(read_page(page.read_bytes(), url=address), load_pipeline())
    assert made.passages
    assert all(made.document.text[p.start : p.end] == p.text for p in made.passages)
