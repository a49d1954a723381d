"""Cue words: whole words, whatever their case, in the order of the text."""

from __future__ import annotations

import pytest

from warehouse.crosscheck.slots import cues
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
