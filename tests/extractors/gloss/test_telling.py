"""Russian sentences in English words: order, denial, time, speakers; and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.gloss import gloss_of


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("Никто из рыбаков не видел парома.", "Nobody from fishermen saw the ferry."),
        ("Парома у причала нет.", "There is no ferry at the pier."),
        ("Ни один рыбак не пострадал.", "No fisherman was injured."),
        ("Порт закрыли 4 марта 2024 года.", "The port was closed on 4 March 2024."),
        ("По его словам, пожара не было.", "There was no fire, according to him."),
        ("Пожар начался в ночь на 5 марта.", "Fire began in the night of 5 March."),
        ("Число погибших возросло до девяти.", "The number of dead rose to 9."),
        ("Если шторм утихнет, порт откроют.", "If the storm subsides, the port will be opened."),
        ("Неделю назад паром вышел из строя.", "A week ago the ferry broke down."),
        ("Капитан не стал отвечать на вопросы.", "The captain did not answer to questions."),
        (
            "Паром перевозит до 300 пассажиров в сутки.",
            "The ferry transports up to 300 passengers per day.",
        ),
    ],
)
def test_a_sentence_is_told_in_english_order(russian: str, english: str) -> None:
    assert gloss_of(russian).text == english


def test_what_an_agency_or_office_says_has_it_as_subject() -> None:
    gloss = gloss_of("В министерстве транспорта сообщили о 12 погибших.").text
    assert gloss == "The ministry of the transport reported about 12 dead."


def test_a_quotation_keeps_its_marks_and_its_speaker() -> None:
    gloss = gloss_of("«Паром цел», — заявил капитан Сергей Рябов.").text
    assert gloss == "“the ferry is whole”, the captain Sergei Ryabov said."


def test_a_transcript_keeps_its_label() -> None:
    assert gloss_of("С.Рябов: Паром прибыл в порт.").text.startswith("S. Ryabov: ")
    assert gloss_of("Вопрос: Паром прибыл в порт?").text.startswith("Question: ")


@pytest.mark.parametrize(
    "russian",
    [
        "Якобы паром затонул.",
        "По неподтверждённым данным, паром затонул.",
        "Если паром затонет, порт закроют.",
        "Паром бы затонул.",
    ],
)
def test_what_is_not_asserted_is_not_asserted_in_english(russian: str) -> None:
    gloss = gloss_of(russian).text.lower()
    assert any(word in gloss for word in ("allegedly", "reportedly", "if ", "would"))


def test_a_denial_that_no_word_of_the_gloss_tells_asserts_nothing() -> None:
    """Wherever the parser hangs it, "не" never gets lost in silence."""
    for text in ("Не паром, а баржа.", "Нельзя не признать, что паром был старый."):
        gloss = gloss_of(text).text.lower()
        assert any(word in gloss for word in ("not ", "necessary", "impossible"))


def test_every_english_word_knows_its_russian_words() -> None:
    text = "Порт закрыли 4 марта 2024 года.\n\nКапитан Сергей Рябов опроверг сообщения о пожаре."
    gloss = gloss_of(text)
    at = gloss.text.index("4 March 2024")
    start, end = gloss.source_span(at, at + len("4 March 2024")) or (0, 0)
    assert text[start:end] == "4 марта 2024 года"
    at = gloss.text.index("Sergei Ryabov")
    start, end = gloss.source_span(at, at + len("Sergei Ryabov")) or (0, 0)
    assert text[start:end] == "Сергей Рябов"
    assert gloss.text.count("\n\n") == 1
    for placed in gloss.placed:
        assert 0 <= placed.start <= placed.end <= len(text)
        assert gloss.text[placed.at : placed.to].strip()


@pytest.mark.parametrize(
    "text",
    ["дом " + "дома брата друга соседа " * 200, "«" * 500, "он сказал, что " * 150, "1 " * 700],
    ids=["a chain", "quotation marks", "clauses", "numbers"],
)
def test_a_text_made_to_hurt_is_told_all_the_same(text: str) -> None:
    gloss = gloss_of(text)
    assert gloss.text
    assert all(0 <= p.start <= p.end <= len(text) for p in gloss.placed)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="абвнетпорт НЕ,.!?«»—:;№%0123456789\n-ё", max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    gloss = gloss_of(text)
    assert all(0 <= p.start <= p.end <= len(text) for p in gloss.placed)
    assert gloss == gloss_of(text)
