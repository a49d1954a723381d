"""How gently a host is asked: turns per host, pauses it asked for, and waits between tries.

All of it lives in the process and in the given clock; nothing else is touched.
"""

from __future__ import annotations

import asyncio
import functools
import random
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files

from flows.fetch.clock import Clock
from flows.fetch.fetched import Problem
from flows.fetch.guards import RefusedError
from flows.fetch.settings import FetchSettings

MOST_FAILURES = 5
"""Addresses of one host that may fail one after the other before it is left alone."""
CLOSED_SECONDS = 600.0
"""... and for how long: a host in trouble is not helped by being asked."""


@functools.cache
def _asked_for_by_hosts() -> dict[str, float]:
    """hosts.toml: host -> least seconds between requests."""
    table = tomllib.loads(files("flows.fetch").joinpath("hosts.toml").read_text("utf-8"))
    return {host: float(rate) for host, rate in table["seconds_between_requests"].items()}


@dataclass(slots=True)
class _Host:
    """What is known of one host: when it may next be asked, and how many ask now."""

    room: asyncio.Condition = field(default_factory=asyncio.Condition)
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    asking: int = 0
    ready_at: float = 0.0
    closed_until: float = 0.0
    closed_for: Problem = "rate-limited"
    failures: int = 0


class Politeness:
    """Turns at each host.

    Between two requests to one host pass at least its ``rate`` seconds, and no more than
    ``concurrency`` requests to it are under way at once, however many tasks want to.
    """

    def __init__(self, settings: FetchSettings, clock: Clock, rng: random.Random) -> None:
        self._settings = settings
        self._clock = clock
        self._rng = rng
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, rate: float, concurrency: int) -> AsyncIterator[None]:
        """Wait for a turn at ``host`` and hold it for the length of the ``with`` block."""
        state = self._hosts.setdefault(host, _Host())
        polite = self._settings.politeness
        async with state.room:
            while polite and state.asking >= max(1, concurrency):
                await state.room.wait()
            state.asking += 1
        try:
            async with state.gate:
                # Checked again after each wait: a pause may have been asked for meanwhile.
                while (wait := state.ready_at - self._clock.monotonic()) > 0:
                    await self._clock.sleep(wait)
                if polite:
                    least = _asked_for_by_hosts().get(host, 0.0)
                    state.ready_at = self._clock.monotonic() + max(rate, least)
            yield
        finally:
            async with state.room:
                state.asking -= 1
                state.room.notify()

    def pause(self, host: str, seconds: float) -> bool:
        """Leave ``host`` alone for ``seconds``, as it asked.

        Returns False when that is longer than we wait: the host then counts as closed until
        that time has passed.
        """
        state = self._hosts.setdefault(host, _Host())
        until = self._clock.monotonic() + seconds
        if seconds > self._settings.max_retry_after:
            state.closed_until = max(state.closed_until, until)
            state.closed_for = "rate-limited"
            return False
        state.ready_at = max(state.ready_at, until)
        return True

    def note(self, host: str, failure: Problem | None) -> None:
        """Take note of how asking an address of ``host`` ended, after all its tries.

        A host that fails again and again is closed for a while.
        """
        state = self._hosts.setdefault(host, _Host())
        if failure is None:
            state.failures = 0
            return
        state.failures += 1
        if state.failures >= MOST_FAILURES:
            state.failures = 0
            state.closed_until = max(state.closed_until, self._clock.monotonic() + CLOSED_SECONDS)
            state.closed_for = failure

    def check(self, host: str) -> None:
        """Raises RefusedError, with the problem that closed it, while ``host`` is left alone."""
        state = self._hosts.get(host)
        left = state.closed_until - self._clock.monotonic() if state is not None else 0.0
        if state is not None and left > 0:
            told = "asked for a pause" if state.closed_for == "rate-limited" else "keeps failing"
            why = f"{host} {told}: it is left alone for another {left:.0f} s"
            raise RefusedError(state.closed_for, why)

    def backoff(self, attempt: int) -> float:
        """Seconds to wait after failed try ``attempt`` (1 is the first).

        Exponential with full jitter, so that many clients do not come back together
        (M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015).
        """
        ceiling = self._settings.backoff_seconds * 2.0 ** (attempt - 1)
        return self._rng.uniform(0.0, min(ceiling, self._settings.max_backoff_seconds))


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3), None if it says nothing.

    Args:
        value: whole seconds, or an HTTP date.
        now: the present, aware; a date in the past means 0.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
