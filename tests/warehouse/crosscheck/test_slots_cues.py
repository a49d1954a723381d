"""Cue words: whole words, whatever their case, in the order of the text."""

from __future__ import annotations

import pytest

from warehouse.crosscheck.slots import cues, discredited, suspended
from warehouse.crosscheck.slots.cues import Kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No one came and nobody called.", ("no", "nobody")),
        ("He did not go.", ("not",)),
        ("He didn't go.", ("didn't",)),
        ("He didn’t go, and won’t.", ("didn’t", "won’t")),
        ("The minister DENIED it.", ("denied",)),
        ("The crew was unharmed.", ("unharmed",)),
        ("He noted the knot of nothingness.", ()),
        ("Nova Scotia now has a notion.", ()),
        ("", ()),
        # two that undo each other, and what only looks like a denial
        ("Nobody denies that it fell.", ()),
        ("It is no longer in doubt that it fell.", ()),
        ("It was not until May that it fell.", ()),
        ("Hardly had it fallen when they came.", ()),
        ("He had barely left when it fell.", ()),
        ("Zero troops were sent.", ("zero",)),
        ("It was zero degrees.", ()),
    ],
)
def test_negation(text: str, expected: tuple[str, ...]) -> None:
    assert cues("negation", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He may have been killed.", ("may",)),
        ("Reportedly, the dam broke.", ("reportedly",)),
        ("It could, perhaps, happen.", ("could", "perhaps")),
        ("The suspect was named, as was the suspected arsonist.", ("suspected",)),
        ("The mayor opened the mighty bridge.", ()),
        ("The dam broke.", ()),
    ],
)
def test_hedge(text: str, expected: tuple[str, ...]) -> None:
    assert cues("hedge", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Only two survived.", ("only",)),
        ("It was the first and largest dam.", ("first", "largest")),
        ("He is still alive.", ("still",)),
        ("She was standing alone.", ("alone",)),
        ("The ball fell; everyone lasted; a loner stilled.", ()),
    ],
)
def test_strict(text: str, expected: tuple[str, ...]) -> None:
    assert cues("strict", text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("strict", "Twelve in all.", ()),
        ("strict", "It fell last November.", ()),
        ("strict", "He was the last man.", ("last",)),
        ("strict", "Six for every ten.", ()),
        ("hedge", "The remains were to be identified.", ("were to",)),
        ("negation", "They cannot leave until Friday.", ()),
        ("negation", "They cannot leave on Friday.", ("cannot",)),
    ],
)
def test_words_that_only_look_like_cues(kind: Kind, text: str, expected: tuple[str, ...]) -> None:
    assert cues(kind, text) == expected


@pytest.mark.parametrize(
    ("claim", "passage", "discredits", "suspends"),
    [
        ("The dam burst.", "A doctored video shows the dam bursting.", True, True),
        ("The dam burst.", "The dam came within a whisker of bursting.", True, True),
        ("The dam burst.", "Contrary to rumours, the dam burst nowhere.", True, True),
        ("The dam burst.", "He is accused of having burst the dam.", False, True),
        ("The dam burst.", "The dam burst on Monday, the mayor said.", False, False),
        # the claim has the word itself
        ("He forged the letter.", "He forged the letter in 2019.", False, False),
    ],
)
def test_what_discredits_and_what_suspends(
    claim: str, passage: str, discredits: bool, suspends: bool
) -> None:
    assert discredited(claim, passage) is discredits
    assert suspended(claim, passage) is suspends
