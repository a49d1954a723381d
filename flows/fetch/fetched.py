"""What a fetch comes back with. Plain values; nothing is touched here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol

from extractors.records import Capture

Accept = Literal["page", "feed", "json", "text"]

Problem = Literal[
    "robots",  # robots.txt forbids the address
    "forbidden",  # 401, 402, 403, 407
    "not-found",  # 404
    "gone",  # 410
    "legal",  # 451
    "rate-limited",  # 429, or the host asked for a longer pause than we wait
    "bad-request",  # any other 4xx
    "server-error",  # 5xx
    "timeout",  # connecting, reading or the whole took too long
    "too-large",  # over the cap, on the wire or after decompression
    "bad-content",  # not the kind of content that was asked for
    "damaged",  # the body ended early, or cannot be decoded
    "out-of-time",  # the time for its outlet, or for the check, was over: never asked, or given up
    "not-captured",  # replay: none of the captures answers this address
    "not-modified",  # 304: the payload known from before still stands
    "bad-address",  # not http or https, no host, or a port we do not use
    "private-address",  # the name leads to a private, loopback or reserved address
    "redirect-loop",
    "too-many-redirects",
    "dns",
    "connection",
    "tls",
]


@dataclass(frozen=True, slots=True)
class Validator:
    """What is known of an address from an earlier fetch, to ask only for what changed.

    ``payload_sha256`` (hex), ``captured_at`` and ``record_id`` name the earlier record, to
    which a revisit record will point.
    """

    etag: str = ""
    last_modified: str = ""
    payload_sha256: str = ""
    captured_at: datetime | None = None
    record_id: str = ""


class Validators(Protocol):
    """Where earlier validators are looked up. A ``dict[str, Validator]`` is one."""

    def get(self, url: str, /) -> Validator | None:
        """The validator of ``url``, or None when it was never fetched."""


class Manners(Protocol):
    """What the fetcher needs to know of an outlet: whose pages, and how gently."""

    @property
    def id(self) -> str:
        """The outlet's id in the registry."""

    @property
    def rate_seconds(self) -> float:
        """Least number of seconds between two requests to one of its hosts."""

    @property
    def concurrency(self) -> int:
        """Most requests to one of its hosts at the same time."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One address, fetched or replayed, or the reason why not.

    ``payload`` is the body with content encodings (gzip, br, ...) undone, as bytes: the
    charset is the reader's affair, so ``content_type`` is the whole header, parameters
    included. It is None exactly when ``problem`` is set; ``why`` is then one clear sentence
    for the user. ``error_body`` holds the first bytes of an error answer, for strategies
    that must tell one refusal from another.

    ``earlier`` is set when the payload is the one known from before, and names it.

    ``headers`` has lower-case names. ``final_url`` is where the redirects led; ``hops`` are
    the addresses asked on the way, first one included.

    ``source_url`` and ``source_time`` are set when the answer is the Wayback Machine's copy:
    the address and the time that the payload speaks for.
    """

    capture: Capture
    payload: bytes | None
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    final_url: str = ""
    problem: Problem | None = None
    why: str = ""
    hops: tuple[str, ...] = ()
    error_body: bytes = b""
    earlier: Validator | None = None
    source_url: str = ""
    source_time: datetime | None = None

    @property
    def ok(self) -> bool:
        """True when there is a payload to read."""
        return self.problem is None

    @property
    def unchanged(self) -> bool:
        """True when the payload is the one that the validator named."""
        return self.earlier is not None

    @property
    def validator(self) -> Validator:
        """What to keep of this answer so that the next fetch asks only for changes.

        Of an unchanged payload the record that holds it is kept, and what a 304 left out.
        """
        if self.earlier is not None:
            return replace(
                self.earlier,
                etag=self.headers.get("etag", self.earlier.etag),
                last_modified=self.headers.get("last-modified", self.earlier.last_modified),
            )
        return Validator(
            etag=self.headers.get("etag", ""),
            last_modified=self.headers.get("last-modified", ""),
            payload_sha256=self.capture.payload_sha256,
            captured_at=self.capture.captured_at,
            record_id=self.capture.record_id,
        )
