"""Turns, pauses and waits, on a clock that is wound by hand."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime

import pytest
from loopback import WoundClock

from flows.fetch import FetchSettings
from flows.fetch.guards import RefusedError
from flows.fetch.politeness import Politeness, retry_after

NOW = datetime(2025, 1, 22, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Wed, 22 Jan 2025 06:01:30 GMT", 90.0),
        ("Wed, 22 Jan 2025 07:01:30 +0100", 90.0),
        ("Wed Jan 22 06:01:30 2025", 90.0),
        ("Wed, 22 Jan 2025 05:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("9" * 40, 999999999999.0),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def _politeness(clock: WoundClock, **changes: object) -> Politeness:
    return Politeness(FetchSettings(**changes), clock, random.Random(7))  # type: ignore[arg-type]


def test_turns_at_one_host_are_spaced_and_other_hosts_do_not_wait() -> None:
    clock = WoundClock()
    politeness = _politeness(clock)
    times: dict[str, list[float]] = {"a": [], "b": []}

    async def ask(host: str) -> None:
        async with politeness.turn(host, 2.0, 4):
            times[host].append(clock.monotonic())

    async def scene() -> None:
        await asyncio.gather(*(ask("a") for _ in range(4)))
        before = clock.monotonic()
        await ask("b")
        assert clock.monotonic() == before

    asyncio.run(scene())
    assert times["a"] == [0.0, 2.0, 4.0, 6.0]


def test_no_more_than_the_concurrency_at_once() -> None:
    politeness = _politeness(WoundClock())
    most = now = 0

    async def ask() -> None:
        nonlocal most, now
        async with politeness.turn("a", 0.0, 3):
            now += 1
            most = max(most, now)
            for _ in range(5):
                await asyncio.sleep(0)
            now -= 1

    async def scene() -> None:
        await asyncio.gather(*(ask() for _ in range(40)))

    asyncio.run(scene())
    assert most == 3


def test_a_turn_that_fails_makes_room() -> None:
    politeness = _politeness(WoundClock())

    async def scene() -> None:
        for _ in range(3):
            with pytest.raises(ValueError, match="inside"):
                async with politeness.turn("a", 0.0, 1):
                    raise ValueError("inside")

    asyncio.run(scene())


def test_a_pause_holds_the_whole_host_but_one_too_long_closes_it() -> None:
    clock = WoundClock()
    politeness = _politeness(clock, max_retry_after=60.0)

    async def scene() -> None:
        assert politeness.pause("a", 30.0)
        async with politeness.turn("a", 0.0, 1):
            assert clock.monotonic() == 30.0
        assert not politeness.pause("a", 3600.0)
        with pytest.raises(RefusedError, match="another 3600 s") as refused:
            politeness.check("a")
        assert refused.value.problem == "rate-limited"
        politeness.check("b")
        await clock.sleep(3600.0)
        politeness.check("a")

    asyncio.run(scene())


def test_a_host_is_closed_after_failures_in_a_row_only() -> None:
    clock = WoundClock()
    politeness = _politeness(clock)
    for failure in ("timeout", "timeout", "timeout", "timeout", None, "timeout"):
        politeness.note("a", failure)  # type: ignore[arg-type]
    politeness.check("a")
    for _ in range(4):
        politeness.note("a", "connection")
    with pytest.raises(RefusedError, match="keeps failing") as refused:
        politeness.check("a")
    assert refused.value.problem == "connection"


def test_backoff_grows_with_full_jitter_up_to_its_ceiling() -> None:
    politeness = _politeness(WoundClock(), backoff_seconds=1.0, max_backoff_seconds=10.0)
    for attempt, ceiling in ((1, 1.0), (2, 2.0), (4, 8.0), (9, 10.0)):
        waits = [politeness.backoff(attempt) for _ in range(400)]
        assert 0.0 <= min(waits) < ceiling * 0.05
        assert ceiling * 0.95 < max(waits) <= ceiling
