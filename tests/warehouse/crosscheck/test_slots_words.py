"""Words and their partners: forms, synonyms, kinds, opposites, and what is left."""

from __future__ import annotations

import pytest
from laid import side, slots

from warehouse.crosscheck.slots.words import NEAR, NONE, OPPOSITE, SAME, cover, kinship, stem


@pytest.mark.parametrize(
    ("one", "pos", "other", "other_pos", "expected"),
    [
        ("ship", "NOUN", "ship", "NOUN", SAME),
        ("deploy", "VERB", "deployment", "NOUN", SAME),
        ("vessel", "NOUN", "ship", "NOUN", NEAR),
        ("soldier", "NOUN", "person", "NOUN", NEAR),
        ("safe", "ADJ", "unsafe", "ADJ", OPPOSITE),
        ("legal", "ADJ", "illegal", "ADJ", OPPOSITE),
        ("rise", "VERB", "fall", "VERB", OPPOSITE),
        ("alive", "ADJ", "dead", "ADJ", OPPOSITE),
        ("banana", "NOUN", "council", "NOUN", NONE),
        ("6,000", "NUM", "600", "NUM", NONE),
        ("war", "NOUN", "ware", "NOUN", NONE),
    ],
)
def test_kinship(one: str, pos: str, other: str, other_pos: str, expected: int) -> None:
    assert kinship(one, pos, other, other_pos) == expected
    assert kinship(other, other_pos, one, pos) == expected


@pytest.mark.parametrize(("lemma", "expected"), [("deployment", "deploy"), ("ten", "ten")])
def test_stems(lemma: str, expected: str) -> None:
    assert stem(lemma) == expected


def test_a_sentence_covers_itself() -> None:
    made = slots("The council approved the plan.", "The council approved the plan.")
    assert made.covered.direct == made.covering.direct == pytest.approx(1)
    assert made.covered.residue == made.covered.opposed == ()


def test_what_nothing_answers_is_left() -> None:
    made = cover(side("The ship sank off Norway."), side("The ship sank."))
    assert [word.form for word in made.residue] == ["norway"]
    assert 0 < made.direct < 1
    assert made.context == 0


def test_the_context_answers_apart() -> None:
    claim = side("The ship sank off Norway.")
    made = cover(claim, side("The ship sank.", "A storm off Norway."))
    bare = cover(claim, side("The ship sank."))
    assert made.direct == bare.direct
    assert made.context > bare.context
    assert made.residue == ()


def test_a_near_word_counts_less_than_the_same() -> None:
    claim = side("The ship sank.")
    near, same = cover(claim, side("The vessel sank.")), cover(claim, side("The ship sank."))
    assert near.direct < same.direct
    assert near.residue == ()


def test_opposites_are_told_as_they_are_written() -> None:
    made = cover(side("Prices rose."), side("Prices fell."))
    assert made.opposed == (("rose", "fell"),)


def test_a_word_that_is_there_itself_has_no_opposite() -> None:
    made = cover(side("Prices rose."), side("Prices fell and then rose."))
    assert made.opposed == ()


@pytest.mark.parametrize(("one", "other"), [("", "Prices rose."), ("Prices rose.", ""), ("", "")])
def test_nothing_covers_nothing(one: str, other: str) -> None:
    made = cover(side(one), side(other))
    assert made.direct == made.context == 0
    assert len(made.residue) == len(side(one).words)
