"""One name for one page: URLs in, canonical names out. Pure; nothing is fetched.

A canonical URL is a *name* to compare and index by, not an address to request: it folds
http into https, drops "www." and AMP forms and sorts the query, and not every server
answers to that. Fetch the address as it was found.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from posixpath import normpath
from types import MappingProxyType
from urllib.parse import SplitResult, quote, unquote, urlsplit

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})?")
_AMP_CACHE = re.compile(r"^/(?:[cvir]/)?(s/)?(.+)$")
_GOOGLE_AMP = re.compile(r"^/amp/(s/)?(.+)$")
_MEMENTO = re.compile(r"^https?://web\.archive\.org/web/(\d{4,14})id_/(.+)$", re.DOTALL)
_NO_TWINS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Folding:
    """The tables of tracking.toml."""

    names: frozenset[str]
    prefixes: tuple[str, ...]
    amp: dict[str, tuple[str, ...]]
    hosts: tuple[str, ...]


@functools.cache
def _folding() -> _Folding:
    table = tomllib.loads(files("flows.fetch").joinpath("tracking.toml").read_text("utf-8"))
    return _Folding(
        names=frozenset(table["names"]),
        prefixes=tuple(table["prefixes"]),
        amp={name: tuple(values) for name, values in table["amp_parameters"].items()},
        hosts=tuple(f"{label}." for label in table["hosts"]["prefixes"]),
    )


def canonical_url(url: str, twins: Mapping[str, str] = _NO_TWINS) -> str:
    """The one name of the page at ``url``; equal for addresses that show the same page.

    Scheme and default port fold into https, the host is lower-cased and loses "www.", "m."
    and "amp.", AMP forms and AMP caches lead back to the page, tracking parameters and the
    fragment go, the query is sorted, a trailing slash is dropped. ``twins`` maps a domain
    to the one that stands for it (``{"bbc.co.uk": "bbc.com"}``), subdomains included.

    Idempotent. What is not an http(s) URL is returned as it is, stripped.
    """
    stripped = url.strip()
    try:
        parts = urlsplit(stripped)
        port = parts.port
    except ValueError:
        return stripped
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return stripped
    inner = _behind_amp_cache(parts)
    if inner is not None and inner != stripped:
        return canonical_url(inner, twins)
    host = _host(parts.hostname, twins)
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    query = _query(parts.query)
    return f"https://{place}{_path(parts.path)}" + (f"?{query}" if query else "")


def memento(url: str) -> tuple[str, datetime] | None:
    """(original address, capture time) of a Wayback Machine copy, None for any other address.

    Only the ``id_`` form counts: without it the page comes rewritten, and is not the original.
    """
    match = _MEMENTO.match(url)
    if match is None:
        return None
    digits, original = match.groups()
    original = re.sub(r"^(https?):/+", r"\1://", original)
    if not original.startswith(("http://", "https://")):
        original = f"http://{original}"
    padded = digits + "00000101000000"[len(digits) :]
    try:
        return original, datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:  # a month 13: not a time, so not a capture
        return None


def in_domain(url: str, domain: str) -> bool:
    """Whether the host of ``url`` is ``domain`` or lies below it."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return False
    return host == domain or host.endswith(f".{domain}")


def _behind_amp_cache(parts: SplitResult) -> str | None:
    """The page's own address when ``parts`` is a copy in an AMP cache, else None."""
    host = (parts.hostname or "").lower()
    if host.endswith(".cdn.ampproject.org"):
        match = _AMP_CACHE.match(parts.path)
    elif host in ("www.google.com", "google.com"):
        match = _GOOGLE_AMP.match(parts.path)
    else:
        return None
    if match is None or "." not in match[2].split("/", 1)[0]:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return f"{'https' if match[1] else 'http'}://{match[2]}{query}"


def _host(hostname: str, twins: Mapping[str, str]) -> str:
    """Lower-case, punycode, without folded first labels; the twin's domain if there is one."""
    host = hostname.lower().strip(".")
    if ":" in host:
        return f"[{host}]"
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host)
    host = _bare(host)
    seen = {host}
    while (domain := next((d for d in twins if host == d or host.endswith(f".{d}")), None)) and (
        other := _bare(host[: len(host) - len(domain)] + twins[domain])
    ) not in seen:
        host = other
        seen.add(host)
    return host


def _bare(host: str) -> str:
    """``host`` without the first labels that lead to the same pages."""
    while (prefix := next((p for p in _folding().hosts if host.startswith(p)), None)) and (
        "." in host[len(prefix) :].strip(".")
    ):
        host = host[len(prefix) :].strip(".")
    return host


def _path(path: str) -> str:
    """Dot segments resolved, percent signs uniform, AMP segments and suffixes dropped."""
    text = _percent(path, safe="/:@!$&'()*+,;=")
    segments = text.split("/")
    kept = [segment for segment in segments if segment != "amp"]
    if any(kept):
        text = "/".join(kept)
    while text.endswith((".amp", ".amp.html", ".amp.htm")):
        text = re.sub(r"\.amp(\.html?)?$", r"\1", text)
    if "/./" in text or "/../" in text or text.endswith(("/.", "/..")):
        # Double slashes carry meaning in archive addresses, so only dots are resolved.
        text = normpath(text.replace("//", "/\0/")).replace("/\0/", "//").replace("\0", "")
    text = "/" + text.lstrip("/") if not text.startswith("//") else text
    return text.rstrip("/") or "/"


def _query(query: str) -> str:
    """The parameters that choose the page, sorted; repeated ones stay."""
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if pair and not _is_noise(unquote(name).lower(), unquote(value).lower()):
            kept.append(_percent(pair, safe="/:@!$'()*+,;=?"))
    return "&".join(sorted(kept))


def _is_noise(name: str, value: str) -> bool:
    folding = _folding()
    if name in folding.names or name.startswith(folding.prefixes):
        return True
    values = folding.amp.get(name)
    return values is not None and ("*" in values or value in values)


def _percent(text: str, safe: str) -> str:
    """Percent-encoding made uniform: unreserved characters plain, the rest in upper-case hex."""

    def uniform(match: re.Match[str]) -> str:
        if match[1] is None:
            return "%25"
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else f"%{match[1].upper()}"

    return quote(_PERCENT.sub(uniform, text), safe=safe + "%~")
