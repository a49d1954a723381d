"""What a sentence embeds is asserted only where the sentence affirms it: ``embedding.toml``."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
TOLERATED = 0.01  # of the rejected frames that may assert
LEAKED = 0.04  # of the unaffirmed of the rounds that may be read as affirmed
KEPT = 0.8  # of the affirmed of the rounds that must be
AFFIRMED = 0.02  # of the affirming frames that may stay silent


def reading(marked: str) -> str:
    """How the event behind the star is read: yes, no, open, or "none" where nothing is asserted."""
    at = marked.index("*")
    made = [a for a in read(marked.replace("*", "", 1)).assertions if a.predicate_start == at]
    if not made:
        return "none"
    if made[0].certainty in OPEN or made[0].modality not in REAL:
        return "open"
    return "yes" if made[0].polarity == "POS" else "no"


def table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("embedding.toml").read_text("utf-8"))


def filled(want: str) -> Iterator[str]:
    """Each frame of this reading with each event in it."""
    for frame in table()["frames"][want]:
        for event in table()["frames"]["events"]:
            opens = frame.startswith(("{S}", "“{S}"))
            yield frame.format(S=event[0].upper() + event[1:] if opens else event)


def cases() -> Iterator[tuple[str, str, str]]:
    for group in table()["group"]:
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
    wants += [want for want in ("rejected", "yes") for _ in filled(want)]
    assert len(wants) >= 300
    assert wants.count("yes") >= len(wants) / 3


def test_at_most_one_in_a_hundred_rejected_frames_asserts() -> None:
    made = [(text, reading(text)) for text in filled("rejected")]
    wrong = [text for text, read_as in made if read_as not in RIGHT["rejected"]]
    assert len(wrong) <= TOLERATED * len(made), "\n".join(wrong)


def test_nearly_every_affirming_frame_asserts() -> None:
    made = [(text, reading(text)) for text in filled("yes")]
    silent = [text for text, read_as in made if read_as != "yes"]
    assert len(silent) <= AFFIRMED * len(made), "\n".join(silent)


def rounds() -> list[dict[str, str]]:
    """Six rounds of sentences by writers who saw neither the code nor the other rounds.

    Rules were mended after each round was counted once; benchmarks/assertions.md has the counts.
    """
    text = Path(__file__).with_name("embedding_rounds.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_of_six_rounds_few_leak_and_most_affirm() -> None:
    made = [(case, reading(case["text"])) for case in rounds()]
    unaffirmed = [(case, got) for case, got in made if case["want"] != "yes"]
    leaks = [case["text"] for case, got in unaffirmed if got == "yes"]
    assert len(leaks) <= LEAKED * len(unaffirmed), "\n".join(leaks)
    affirmed = [got for case, got in made if case["want"] == "yes"]
    assert affirmed.count("yes") >= KEPT * len(affirmed)
