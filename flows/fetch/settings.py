"""How the fetcher behaves: values in, nothing touched.

In: the user's settings, as plain values. Out: one frozen ``FetchSettings``.
Raises ``SettingsError`` for a value that cannot be used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extractors.errors import SettingsError

PRODUCT = "sourcecheck"


def _own_version() -> str:
    try:
        return version(PRODUCT)
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Manners, limits and routes of one fetcher.

    Times are seconds, sizes are bytes. ``user_agent`` is sent as it stands, with ``contact``
    (an address or a page that tells who runs this) added in brackets when it is set; the
    token looked up in robots.txt is always ``sourcecheck``.

    ``allow_private`` names hosts that may resolve to private, loopback or link-local
    addresses and may use any port. ``resolver`` maps a host to the (address, port) that
    answers for it, without TLS, whatever scheme and port the URL has: a test server or a
    mirror. Both are the user's own decision; a redirect cannot add to them.

    ``politeness`` False drops the delay between requests to one host and its limit on
    simultaneous requests (for a mirror of one's own); robots.txt is honoured all the same.
    """

    user_agent: str = f"{PRODUCT}/{_own_version()}"
    contact: str = ""
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_wire_bytes: int = 10 * 1024 * 1024
    max_decoded_bytes: int = 25 * 1024 * 1024
    max_redirects: int = 10
    max_tries: int = 3
    backoff_seconds: float = 1.0
    max_backoff_seconds: float = 30.0
    max_retry_after: float = 120.0
    rate_seconds: float = 1.0
    concurrency: int = 2
    max_connections: int = 16
    politeness: bool = True
    allow_private: frozenset[str] = frozenset()
    resolver: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        """Refuse values with which no fetch could end, or none could start."""
        positive = {
            "connect_timeout": self.connect_timeout,
            "read_timeout": self.read_timeout,
            "total_timeout": self.total_timeout,
            "max_wire_bytes": self.max_wire_bytes,
            "max_decoded_bytes": self.max_decoded_bytes,
            "max_tries": self.max_tries,
            "concurrency": self.concurrency,
            "max_connections": self.max_connections,
        }
        for name, value in positive.items():
            if not value > 0:
                raise SettingsError(f"{name} is {value}: set it to more than 0")
        for name in ("rate_seconds", "backoff_seconds", "max_retry_after", "max_redirects"):
            if getattr(self, name) < 0:
                raise SettingsError(f"{name} is {getattr(self, name)}: set it to 0 or more")
        for text in (self.user_agent, self.contact):
            if not text.isascii() or not text.isprintable():
                raise SettingsError(f"{text!r} cannot be sent as a User-Agent: use plain ASCII")
        if not self.user_agent.strip():
            raise SettingsError("user_agent is empty: name who is asking")

    @property
    def agent(self) -> str:
        """The User-Agent header as sent."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent
