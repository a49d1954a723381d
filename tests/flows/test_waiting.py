"""Waiting for what another has: it is said, it is bounded, and it ends as soon as it is free."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from extractors.errors import InUseError
from flows.waiting import Patience, Turn, opened, when_free


def test_one_has_the_turn_and_the_next_gets_it_when_it_is_free(tmp_path: Path) -> None:
    said: list[str] = []
    file = tmp_path / "new" / "desk.lock"
    first = Turn(file, "another check is running on desk")

    async def second() -> None:
        def say(text: str) -> None:
            said.append(text)
            first.close()

        with (
            await opened(lambda: Turn(file, "it runs"), Patience(60, say)),
            pytest.raises(InUseError, match="it runs: wait until it has ended"),
        ):
            Turn(file, "it runs")

    asyncio.run(second())
    assert said == ["it runs: waiting for it to end, 60 s at most"]
    Turn(file, "it runs").close()


@pytest.mark.parametrize(
    ("seconds", "message", "lines"),
    [(0.0, "it runs: wait until it has ended", 0), (0.3, r"waited 0\.3 s \(wait_seconds\)", 1)],
)
def test_the_waiting_is_bounded(tmp_path: Path, seconds: float, message: str, lines: int) -> None:
    said: list[str] = []
    patience = Patience(seconds, said.append)
    with Turn(tmp_path / "lock", "it runs"), pytest.raises(InUseError, match=message):
        asyncio.run(opened(lambda: Turn(tmp_path / "lock", "it runs"), patience))
    assert len(said) == lines


def test_what_is_not_in_use_is_not_tried_again() -> None:
    tries: list[int] = []

    async def fails() -> None:
        tries.append(1)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        asyncio.run(when_free(fails, Patience(60)))
    assert tries == [1]
