"""Addresses of pages: their path, and whether the address a page gives itself is believed.

In: URLs as they stand in captures and pages, broken ones among them. Out: str. Pure.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

MAX_ADDRESS = 2_000  # what servers and browsers agree to handle

_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.")
_PART = re.compile(r"/page/(\d+)/?$")


def path_of(url: str) -> str:
    """The URL's path; "" for what is no URL."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def believed_address(stated: str, url: str) -> str | None:
    """The address that a page at ``url`` gives itself, made absolute, or None.

    A page may name another site's address (a copied template, a mirror), by mistake the
    site's front page, or on page 2 of a long text page 1: none of these is believed.
    """
    if not stated or len(stated) > MAX_ADDRESS:
        return None
    try:
        given, address = urlsplit(url), urlsplit(urljoin(url, stated.strip()))
        same_site = _same_site(address.hostname, given.hostname)
    except ValueError:
        return None
    front_page = address.path in ("", "/") and given.path not in ("", "/")
    other_part = _PART.search(given.path) and not _PART.search(address.path)
    if address.scheme not in ("http", "https") or not same_site or front_page or other_part:
        return None
    return urlunsplit(SplitResult(*address[:4], fragment=""))


def _same_site(one: str | None, other: str | None) -> bool:
    a, b = (_HOST_PREFIX.sub("", (host or "").lower()) for host in (one, other))
    return (
        a != "" and (a == b or a.endswith("." + b) or b.endswith("." + a)) and "." in a and "." in b
    )
