"""Fixtures of the outlets' tests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from doors import Doors, SomeTopic, TestClock, run

from flows.collect.asking import Asking
from flows.fetch import Fetcher
from flows.outlets import STRATEGIES, Asked, Door, Found, Outlet, load_outlets


@pytest.fixture(scope="session")
def outlets() -> dict[str, Outlet]:
    return load_outlets()


@pytest.fixture
def doors() -> Iterator[Doors]:
    server = Doors()
    yield server
    server.close()


@pytest.fixture
def visit(doors: Doors) -> Callable[..., Found]:
    """Send one strategy to one door over loopback; returns what it found."""

    def find(
        outlet: Outlet,
        door: Door,
        *,
        entities: tuple[str, ...] = ("harbour strike",),
        since: datetime | None = datetime(2025, 1, 1, tzinfo=UTC),
        until: datetime | None = datetime(2025, 2, 28, tzinfo=UTC),
    ) -> Found:
        async def work() -> Found:
            clock = TestClock()
            async with Fetcher(doors.settings(), clock=clock) as fetcher:
                asking = Asking(outlet, fetcher, clock)
                return await STRATEGIES[door.strategy].find(
                    Asked(
                        outlet=outlet,
                        door=door,
                        topic=SomeTopic(entities),
                        since=since,
                        until=until,
                        ask=asking.ask,
                        captures=asking.captures,
                        now=clock.now(),
                    )
                )

        return run(work())

    return find
