"""Expressions of one event: found whole, with words between, and not by one word of theirs."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from extractors.grammar import phrases_of


@pytest.fixture(scope="module")
def nlp() -> Any:
    from extractors.language import load_pipeline

    return load_pipeline()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The concert was called off.", "They cancelled the concert."),
        ("They called the whole concert off.", "They scrapped the concert."),
        ("Eighty people lost their lives.", "Eighty people were killed."),
        ("The ferry turned turtle.", "The ferry capsized."),
    ],
)
def test_two_ways_of_telling_share_a_class(one: str, other: str, nlp: Any) -> None:
    assert phrases_of(nlp(one)).keys() & phrases_of(nlp(other)).keys()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("She called him from the car.", "They cancelled the concert."),
        ("Eighty people were hurt.", "Eighty people were killed."),
        ("A court charged him.", "A court convicted him of it."),
    ],
)
def test_other_events_share_none(one: str, other: str, nlp: Any) -> None:
    assert not phrases_of(nlp(one)).keys() & phrases_of(nlp(other)).keys()


def test_the_words_that_tell_it_are_named(nlp: Any) -> None:
    text = "They called the whole concert off."
    told = set().union(*phrases_of(nlp(text)).values())
    assert {text.index("called"), text.index("off")} <= told
    assert text.index("They") not in told


def test_the_list_is_clean() -> None:
    lines = files("extractors.grammar").joinpath("phrases.txt").read_text("utf-8").splitlines()
    classes = [line for line in lines if line.strip() and not line.startswith("#")]
    assert len(classes) == len(set(classes))
    for line in classes:
        expressions = [e.strip() for e in line.split(";")]
        assert len(set(expressions)) == len(expressions) >= 2, line
        assert all(e and e == e.lower() for e in expressions), line
