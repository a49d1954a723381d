"""The cookies of one fetch: set and sent back within its redirects, host by host, then gone.

Some sites redirect in circles until they see their cookie again. More than that is not kept:
no cookie reaches another host, or the next fetch. Pure values.
"""

from __future__ import annotations

MAX_COOKIES = 50
MAX_LENGTH = 4096
"""Per host and per cookie, as RFC 6265, 6.1 asks of a browser at least."""


class FetchCookies:
    """What each host has set during one fetch."""

    def __init__(self) -> None:
        self._hosts: dict[str, dict[str, str]] = {}

    def take(self, host: str, set_cookie: list[str]) -> None:
        """Remember the Set-Cookie headers of an answer of ``host``; attributes are ignored."""
        jar = self._hosts.setdefault(host, {})
        for line in set_cookie:
            pair = line.partition(";")[0]
            name, found, value = pair.partition("=")
            text = f"{name.strip()}={value.strip()}"
            if not found or not name.strip() or not text.isascii() or not text.isprintable():
                continue
            if len(text) <= MAX_LENGTH and (len(jar) < MAX_COOKIES or name.strip() in jar):
                jar[name.strip()] = value.strip()

    def header(self, host: str) -> str:
        """The Cookie header for ``host``; "" when it has set none."""
        jar = self._hosts.get(host, {})
        return "; ".join(f"{name}={value}" for name, value in jar.items())
