"""Waiting, for a bounded time and saying so, for what another process has.

`Turn` is a lock file; `when_free` tries again what is in use. A lock goes with the process that
has it, however that ends. Touches the lock files it is given, and the clock.
"""

from __future__ import annotations

import asyncio
import fcntl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, TypeVar

from extractors.errors import InUseError

T = TypeVar("T")
#: Seconds between two tries.
PAUSE = 0.2


def _silent(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, and who is told that it is being waited."""

    seconds: float = 0.0
    say: Callable[[str], None] = _silent


class Turn:
    """The one process at a time that may work on something; a context manager.

    Raises InUseError where another has the lock ``file``, OSError where it cannot be made.
    ``what`` is said of it: "another check is running on desk.duckdb".
    """

    def __init__(self, file: Path, what: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock: BinaryIO = file.open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            self._lock.close()
            raise InUseError(f"{what}: wait until it has ended") from taken
        except OSError:
            self._lock.close()
            raise

    def close(self) -> None:
        """Let others at it. Safe to call twice."""
        self._lock.close()

    def __enter__(self) -> Turn:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


async def when_free(attempt: Callable[[], Awaitable[T]], patience: Patience) -> T:
    """What ``attempt`` comes to, tried again while it raises InUseError.

    Raises the last InUseError, with how long it was waited, when the patience is over.
    """
    until = time.monotonic() + patience.seconds
    told = False
    while True:
        try:
            return await attempt()
        except InUseError as taken:
            what = str(taken).rpartition(": ")[0]
            if time.monotonic() >= until:
                if not told:
                    raise
                waited = f"waited {patience.seconds:g} s (wait_seconds), and it has not ended"
                raise InUseError(f"{what}: {waited}") from taken
            if not told:
                patience.say(f"{what}: waiting for it to end, {patience.seconds:g} s at most")
                told = True
        await asyncio.sleep(PAUSE)


async def opened(make: Callable[[], T], patience: Patience) -> T:
    """What ``make`` makes at once, or when it is free."""

    async def attempt() -> T:
        return make()

    return await when_free(attempt, patience)
