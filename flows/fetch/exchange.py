"""One request and what came back, as received: the value between client, archive and replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Truncation = Literal["", "length", "time", "disconnect", "unspecified"]
"""WARC 1.1's words for why a body is not whole; "" when it is."""

RawHeaders = tuple[tuple[bytes, bytes], ...]


def header_text(value: str) -> str:
    """A header's value without control characters, which no header may have, on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its response.

    ``body`` is the entity as received: transfer encoding (chunks) undone, content encoding
    (gzip, ...) kept. ``request_head`` is the request as HTTP/1.1 text, empty when there was
    none (an import). ``protocol`` is "HTTP/1.1", "HTTP/2", ... as spoken on the wire.
    ``address`` is the IP address that answered, "" if unknown.
    """

    url: str
    at: datetime
    status: int
    reason: str
    headers: RawHeaders
    body: bytes
    request_head: bytes = b""
    protocol: str = "HTTP/1.1"
    address: str = ""
    truncated: Truncation = ""

    def header(self, name: str) -> str:
        """The values of header ``name`` (lower case), joined by commas; "" if absent."""
        wanted = name.encode("ascii")
        values = [value for key, value in self.headers if key.lower() == wanted]
        return header_text(b", ".join(values).decode("latin-1"))

    def header_map(self) -> dict[str, str]:
        """All headers with lower-case names, repeated ones joined by commas."""
        names = dict.fromkeys(key.lower().decode("latin-1") for key, _ in self.headers)
        return {name: self.header(name) for name in names if name.isascii()}
