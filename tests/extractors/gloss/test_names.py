"""Russian names in English: nominative, known names, the press's spelling."""

from __future__ import annotations

import pytest

from extractors.gloss.names import english_name, known_name, transliterated
from extractors.language import load_pipeline

NLP = load_pipeline("ru")


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("заречье", "zarechye"),
        ("каменный", "kamenny"),
        ("приозёрная", "priozyornaya"),
        ("шойгу", "shoigu"),
        ("щукин", "shchukin"),
        ("евгений", "yevgeny"),
        ("бурятия", "buryatia"),
        ("хабаровск", "khabarovsk"),
    ],
)
def test_letters_are_spelt_as_the_press_does(word: str, latin: str) -> None:
    assert transliterated(word) == latin


@pytest.mark.parametrize(
    ("text", "first", "last", "label", "english"),
    [
        ("Встреча с Сергеем Рябовым прошла вчера.", 2, 3, "PERSON", "Sergei Ryabov"),
        ("Это сказала Мария Ветрова.", 2, 3, "PERSON", "Maria Vetrova"),
        ("Дом стоит в Курской области.", 3, 4, "LOC", "Kursk region"),
        ("Он живёт в Белгородской области.", 3, 4, "LOC", "Belgorod region"),
        ("Делегация прибыла из Южной Кореи.", 3, 4, "LOC", "South Korea"),
        ("Самолёт летит из Пхеньяна.", 3, 3, "LOC", "Pyongyang"),
        ("Груз прибыл из Бразилии.", 3, 3, "LOC", "Brazil"),
    ],
)
def test_a_name_stands_in_the_nominative(
    text: str, first: int, last: int, label: str, english: str
) -> None:
    doc = NLP(text)
    assert english_name(list(doc[first : last + 1]), label) == english


def test_what_has_a_name_of_its_own_in_english_is_listed() -> None:
    assert known_name("ПХЕНЬЯН") == ("LOC", "Pyongyang")
    assert known_name("Артемовск") == ("LOC", "Bakhmut")
    assert known_name("несуществующее") is None
