"""Addresses of pages: their path, and whether the address a page gives itself is believed.

In: URLs as they stand in captures and pages, broken ones among them. Out: str. Pure.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit, urlunsplit

from extractors.page.words import page_words

MAX_ADDRESS = 2_000  # what servers and browsers agree to handle

_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ID = re.compile(r"^(?:.*id|p|story|article|newsno|no|item)$", re.IGNORECASE)
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
    site's front page, its own section or the folder it lies in, or on page 2 of a long text
    page 1: none of these is believed, as many pages would become one.
    """
    if not stated or len(stated) > MAX_ADDRESS:
        return None
    try:
        given, address = urlsplit(url), urlsplit(urljoin(url, stated.strip()))
        same_site = _same_site(address.hostname, given.hostname)
    except ValueError:
        return None
    if address.scheme not in ("http", "https") or not same_site or _is_wider(address, given):
        return None
    return urlunsplit(SplitResult(*address[:4], fragment=""))


def _is_wider(address: SplitResult, given: SplitResult) -> bool:
    """Whether ``address`` stands for more than the one page that ``given`` names."""
    if _PART.search(given.path) and not _PART.search(address.path):
        return True
    stated, own = _parts(address.path), _parts(given.path)
    if stated == own:
        return bool(_names(given) - _names(address))
    if not own:
        return False  # what a front page calls itself is no matter
    if not stated or stated[0].lower() in page_words().folders or _is_day(stated):
        return True
    if own[: len(stated)] == stated:
        return own[len(stated)].lower() not in page_words().variants
    if stated[-1] == own[-1] or _is_story(stated[-1]):
        return False
    return _is_story(own[-1]) or len(stated) < len(own)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _names(address: SplitResult) -> set[str]:
    """The numbers and names by which a query tells one page from another: "id=77"."""
    return {f"{key.lower()}={value}" for key, value in parse_qsl(address.query) if _ID.search(key)}


def _is_day(parts: list[str]) -> bool:
    """True for "/2024/11/13" and "/news/2024/11": a folder of days, no story."""
    return bool(_YEAR.fullmatch(parts[0]) or (len(parts) > 1 and _YEAR.fullmatch(parts[-2]))) and (
        parts[-1].isdigit() and len(parts[-1]) <= 4
    )


def _is_story(part: str) -> bool:
    """True for "bridge-is-rebuilt" and "c8x1234567"; False for "world"."""
    return part.count("-") + part.count("_") >= 2 or sum(map(str.isdigit, part)) >= 3


def _same_site(one: str | None, other: str | None) -> bool:
    a, b = (_HOST_PREFIX.sub("", (host or "").lower()) for host in (one, other))
    return (
        a != "" and (a == b or a.endswith("." + b) or b.endswith("." + a)) and "." in a and "." in b
    )
