"""Russian numbers: what a text counts, and how exactly."""

from __future__ import annotations

import pytest

from extractors.gloss.numbers import find_numbers, written
from extractors.language import load_pipeline

NLP = load_pipeline("ru")


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Погибли 12 человек.", ["12"]),
        ("Прибыло 12 тыс. солдат.", ["12,000"]),
        ("Потрачено 1,5 млн рублей.", ["1.5 million"]),
        ("Там лежало полторы тысячи снарядов.", ["1,500"]),
        ("Ранены двадцать пять рабочих.", ["25"]),
        ("Выдали триста сорок два пропуска.", ["342"]),
        ("В порту 13 009 контейнеров.", ["13,009"]),
        ("Погибло не менее восьми шахтёров.", ["at least 8"]),
        ("Собралось около 400 зрителей.", ["about 400"]),
        ("Приехало порядка 60 врачей.", ["about 60"]),
        ("Уехало более сорока семей.", ["more than 40"]),
        ("Пришло человек двадцать.", ["about 20"]),
        ("На складе 15–20 машин.", ["15 to 20"]),
        ("Спасли двоих рыбаков.", ["2"]),
        ("Один рыбак пропал.", []),
    ],
)
def test_a_number_is_told_with_how_exact_it_is(text: str, english: list[str]) -> None:
    tokens = [t for t in NLP(text) if not t.is_space]
    assert [number.english for number in find_numbers(tokens)] == english


def test_two_numbers_beside_each_other_stay_apart() -> None:
    tokens = [t for t in NLP("Счёт 3 5 в пользу гостей.") if not t.is_space]
    assert [number.value for number in find_numbers(tokens)] == [3, 5]


@pytest.mark.parametrize(
    ("value", "text"),
    [(12000, "12,000"), (1.5, "1.5"), (4_800_000, "4.8 million"), (3e9, "3 billion"), (246, "246")],
)
def test_a_value_is_written_as_english_does(value: float, text: str) -> None:
    assert written(value) == text
