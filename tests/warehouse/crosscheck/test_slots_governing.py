"""A cue word counts for what it governs, and for nothing else in its sentence."""

from __future__ import annotations

import pytest
from laid import side

from extractors.extraction import Side, Word
from warehouse.crosscheck.slots.governing import governs


def answered_by(one: Side, words: str) -> list[Word]:
    wanted = set(words.split())
    return [word for word in one.words if word.form in wanted]


@pytest.mark.parametrize(
    ("text", "shared", "expected"),
    [
        ("The bridge may have fallen.", "bridge fallen", True),
        ("Apparently angered by the speech, the mayor left the hall.", "mayor left hall", False),
        ("The mayor left the hall, and it may rain tomorrow.", "mayor left hall", False),
        ("The suspected arsonist was held in Lyon on Friday.", "held lyon friday", False),
        ("The mayor reportedly left the hall.", "mayor left hall", True),
    ],
)
def test_a_doubt_that_hangs_on_another_clause_leaves_this_one_certain(
    text: str, shared: str, expected: bool
) -> None:
    one = side(text)
    assert governs("doubt", one, answered_by(one, shared)) is expected


@pytest.mark.parametrize(
    ("text", "shared", "expected"),
    [
        ("The council did not approve the plan.", "council approve plan", True),
        ("The council approved the plan, which nobody had read.", "council approved plan", False),
        ("No fewer than six ships sank.", "six ships sank", False),
        ("Not only ships sank.", "ships sank", False),
    ],
)
def test_a_negation_denies_what_stands_below_it(text: str, shared: str, expected: bool) -> None:
    one = side(text)
    assert governs("negation", one, answered_by(one, shared)) is expected


def test_where_nothing_is_shared_any_cue_counts() -> None:
    assert governs("negation", side("Nobody came."), [])
    assert not governs("negation", side("Everybody came."), [])


def test_a_negation_leaves_what_is_presupposed_as_it_is() -> None:
    one = side("The voters did not forgive him because the party doubled the fees.")
    assert not governs("negation", one, answered_by(one, "party doubled fees"))
    assert governs("negation", one, answered_by(one, "voters forgive"))
