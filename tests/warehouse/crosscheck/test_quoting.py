"""Quoted words: on one line, cut where they are long."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.crosscheck.quoting import MOST, short


def test_words_come_on_one_line() -> None:
    assert short(" a\n\tb   c ") == "a b c"


def test_what_fits_stays_and_what_does_not_is_cut() -> None:
    assert short("x" * MOST) == "x" * MOST
    assert short("x" * (MOST + 1)) == "x" * (MOST - 1) + "…"
    assert short("ab cd", 4) == "ab…"


@settings(deadline=None)
@given(st.text(), st.integers(1, 200))
def test_it_is_never_longer_than_the_limit(text: str, limit: int) -> None:
    made = short(text, limit)
    assert len(made) <= limit
    assert made == " ".join(made.split())
    assert short(made, limit) == made
