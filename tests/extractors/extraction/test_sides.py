"""A sentence read for a comparison: its words, values and names, and what stands around it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from reading import pipeline

from extractors.extraction import Side, read_sides

SAID = datetime(2024, 3, 8, 12, tzinfo=UTC)


def side(text: str, context: str = "", said: datetime | None = SAID) -> Side:
    [made] = read_sides([(text, said, context)], pipeline())
    return made


def words(made: Side) -> list[str]:
    return [word.form for word in made.words]


def test_content_words_stay_and_empty_ones_go() -> None:
    made = side("The council also said that it had only just approved 12 new trams there.")
    assert words(made) == ["council", "approved", "12", "new", "trams"]
    assert [word.lemma for word in made.words] == ["council", "approve", "12", "new", "tram"]


def test_words_are_where_they_say() -> None:
    made = side("Twelve Soldiers were wounded near Port Ellery, the army said.")
    for word in made.words:
        assert made.text[word.start : word.end].lower() == word.form
    starts = [word.start for word in made.words]
    assert starts == sorted(starts)


def test_values_names_and_assertions_index_the_sentence() -> None:
    text = "The flood killed 40 people in Varna on 3 April 2023, Reuters reported."
    made = side(text)
    assert made.text == text
    assert [q.text for q in made.quantities] == ["40"]
    assert [d.text for d in made.dates] == ["3 April 2023"]
    assert {"varna", "reuters"} <= made.names
    for found in (*made.quantities, *made.dates, *made.mentions):
        assert text[found.start : found.end] == found.text
    assert "kill" in {a.predicate for a in made.assertions}


def test_when_it_was_said_anchors_its_dates() -> None:
    text = "The bridge fell yesterday."
    [date] = side(text).dates
    assert date.earliest is not None
    assert date.earliest.date() == datetime(2024, 3, 7).date()  # noqa: DTZ001
    later, earlier = side(text, said=datetime(2020, 1, 2, tzinfo=UTC)), side(text, said=None)
    assert later.dates[0].earliest != date.earliest
    assert all(d.earliest is None or d.earliest != date.earliest for d in earlier.dates)


def test_the_context_gives_names_and_words_that_are_not_the_sentences_own() -> None:
    made = side("He was in Berlin.", "Macron visits Germany. The president arrived early.")
    assert {"germany"} <= made.context_names
    assert any("macron" in name for name in made.context_names)
    assert {"visit", "president", "arrive"} <= made.context_words
    assert "germany" not in made.names
    assert words(made) == ["berlin"]


def test_without_a_context_there_is_none() -> None:
    made = side("He was in Berlin.")
    assert made.context_names == frozenset()
    assert made.context_words == frozenset()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "!!!", "🙂", "\x00", "the of and"])
def test_a_text_without_a_content_word_is_an_empty_side(text: str) -> None:
    made = side(text, text)
    assert made.text == text
    assert not made.quantities
    assert not made.dates
    assert made.context_words <= {"🙂"}


def test_odd_letters_are_read() -> None:
    made = side("Łukasz bought 12 kilos of crème brûlée for €5m 🙂 in São Paulo — “good”.")
    assert [q.text for q in made.quantities]
    assert any(word.form == "brûlée" for word in made.words)


def test_nothing_is_made_of_nothing() -> None:
    assert read_sides([], pipeline()) == []


def test_a_side_is_the_same_in_any_company() -> None:
    rows = [
        ("The flood killed 40 people in Varna.", SAID, "Flood in Varna"),
        ("", None, ""),
        ("He denied it on Monday.", SAID, "Anna Brook was there."),
        ("Prices rose by 5 percent.", None, "Flood in Varna"),
    ]
    together = read_sides(rows, pipeline())
    backwards = read_sides(rows[::-1], pipeline())[::-1]
    for row, one, other in zip(rows, together, backwards, strict=True):
        [alone] = read_sides([row], pipeline())
        assert facts(alone) == facts(one) == facts(other)


def facts(made: Side) -> tuple[object, ...]:
    extraction = made.extraction
    return (
        made.text, made.words, made.mentions, made.dates, made.quantities, made.assertions,
        extraction.attributions, made.context_names, made.context_words,
    )  # fmt: skip
