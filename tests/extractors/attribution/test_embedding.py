"""What a sentence embeds is asserted only where the sentence affirms it: ``embedding.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from reading import read

RIGHT = {
    "yes": {"yes"},
    "no": {"no"},
    "open": {"open", "none"},
    "rejected": {"no", "open", "none"},
}
REAL = frozenset({"actual", "future", "presupposed"})
OPEN = frozenset({"POSSIBLE", "UNDERSPECIFIED"})
TOLERATED = 0.01


def reading(marked: str) -> str:
    """How the event behind the star is read: yes, no, open, or "none" where nothing is asserted."""
    at = marked.index("*")
    made = [a for a in read(marked.replace("*", "", 1)).assertions if a.predicate_start == at]
    if not made:
        return "none"
    if made[0].certainty in OPEN or made[0].modality not in REAL:
        return "open"
    return "yes" if made[0].polarity == "POS" else "no"


def cases() -> Iterator[tuple[str, str, str]]:
    table = tomllib.loads(Path(__file__).with_name("embedding.toml").read_text("utf-8"))
    for group in table["group"]:
        for want in RIGHT:
            for text in group.get(want, ()):
                yield group["kind"], want, text


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in cases()}))
def test_every_embedding_has_its_right_reading(kind: str) -> None:
    wrong = [
        f"{want}, read {made}: {text}"
        for own, want, text in cases()
        if own == kind and (made := reading(text)) not in RIGHT[want]
    ]
    assert not wrong, "\n".join(wrong)


def test_enough_is_affirmed_and_enough_is_not() -> None:
    wants = [want for _, want, _ in cases()]
    assert len(wants) >= 300
    assert wants.count("yes") >= len(wants) / 3
