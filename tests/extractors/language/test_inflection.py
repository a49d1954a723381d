"""Lemmas by the dictionary, and the model's guess where it is silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.language.inflection import lemma_of


@pytest.mark.parametrize(
    ("word", "tag", "guess", "lemma"),
    [
        ("fought", "VBD", "foug", "fight"),
        ("violated", "VBD", "violat", "violate"),
        ("permitted", "VBN", "permitt", "permit"),
        ("making", "VBG", "mak", "make"),
        ("Seen", "VBN", "se", "see"),
        ("left", "VBD", "leave", "leave"),
        ("was", "VBD", "be", "be"),
        ("cut", "VBD", "cut", "cut"),
        ("children", "NNS", "children", "child"),
        ("objectives", "NNS", "objectives", "objective"),
        ("troops", "NNS", "troop", "troop"),
        ("Kursk", "NNP", "Kursk", "Kursk"),
        ("xqzzed", "VBD", "xqzz", "xqzz"),
    ],
)
def test_the_dictionary_settles_what_it_knows(word: str, tag: str, guess: str, lemma: str) -> None:
    assert lemma_of(word, tag, guess) == lemma


@given(st.text(max_size=30), st.sampled_from(["VBD", "VBZ", "VBG", "NNS", "NN", "JJ"]))
def test_any_word_has_a_lemma(word: str, tag: str) -> None:
    assert isinstance(lemma_of(word, tag, word), str)
