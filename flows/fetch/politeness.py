"""How gently a host is asked: turns per host, pauses it asked for, and waits between tries.

All of it lives in the process and in the given clock; nothing else is touched.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from flows.fetch.clock import Clock
from flows.fetch.settings import FetchSettings


@dataclass(slots=True)
class _Host:
    """What is known of one host: when it may next be asked, and how many ask now."""

    room: asyncio.Condition = field(default_factory=asyncio.Condition)
    gate: asyncio.Lock = field(default_factory=asyncio.Lock)
    asking: int = 0
    ready_at: float = 0.0
    closed_until: float = 0.0


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
                    state.ready_at = self._clock.monotonic() + rate
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
            return False
        state.ready_at = max(state.ready_at, until)
        return True

    def closed_for(self, host: str) -> float:
        """Seconds for which ``host`` still wants to be left alone; 0.0 when it may be asked."""
        state = self._hosts.get(host)
        return max(0.0, state.closed_until - self._clock.monotonic()) if state else 0.0

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
