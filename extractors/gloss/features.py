"""A token's morphology: one feature's value, as Universal Dependencies names it."""

from __future__ import annotations

from spacy.tokens import Token


def feature(token: Token, name: str) -> str:
    """The value of a feature ("Case" -> "Gen"), "" where the token has none."""
    found = token.morph.get(name, [])
    return str(found[0]) if found else ""
