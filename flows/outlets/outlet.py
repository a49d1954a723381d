"""What is known of an outlet: names, doors, terms, page layout. Data only; reads nothing.

In: the values of one ``flows/outlets/*.toml`` file, already checked by ``registry``.
Out: frozen records, and three questions they answer about an address: is it ours, what
kind of page is it, and what is its one canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit, urlunsplit

from flows.fetch import canonical_url, in_domain

if TYPE_CHECKING:
    from extractors.page import PageHints

Tag = Literal["V", "P", "M"]
Kind = Literal["broadcaster", "newspaper", "agency", "government", "institute", "network", "site"]
Route = Literal["outlet", "archive"]

TAG_MEANING: Mapping[Tag, str] = MappingProxyType(
    {
        "V": "seen in real pages or a primary file",
        "P": "seen in several public code bases, untried",
        "M": "remembered, unproven",
    }
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The outlet's terms of use as far as they speak of automated reading.

    Where ``forbids_automated_reading`` is set and the user has not stated ``permission``,
    only feeds, the user's own captures and public archives are read.
    """

    text: str = ""
    url: str = ""
    tag: Tag = "M"
    forbids_automated_reading: bool = False
    permission: bool = False

    @property
    def closed(self) -> bool:
        return self.forbids_automated_reading and not self.permission


@dataclass(frozen=True, slots=True)
class Door:
    """One way to find addresses: a strategy, where it knocks, and how sure we are of it.

    ``fallback`` doors are asked only while the earlier ones found too little; ``about``
    limits a door to topics that name one of its words; ``pages`` caps its requests;
    ``opaque`` says that the addresses behind it carry no words to choose by.
    """

    strategy: str
    urls: tuple[str, ...] = ()
    tag: Tag = "M"
    fallback: bool = False
    about: tuple[str, ...] = ()
    pages: int = 6
    opaque: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A public channel of a network such as Telegram."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    language: str = "und"
    tag: Tag = "M"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Regular expressions, searched in the whole URL, for each kind of page."""

    article: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    video: tuple[str, ...] = ()
    index: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a page keeps its title, dates and text (CSS selectors), and what to leave out.

    ``continues`` says that long texts go on at ``/page/2``, ``/page/3``.
    """

    title: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    continues: bool = False
    tag: Tag = "M"


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet as its file tells it. ``names`` are those it goes by in prose.

    ``speaks_for`` are the people and offices whose own words it publishes. ``twins`` maps
    a domain to the one that stands for it; ``rewrites`` are (pattern, replacement) pairs
    for the outlet's other doubles, applied to canonical addresses. ``rate_seconds`` is
    the least time between two requests to one host. ``pages_from`` orders the places that a
    page's text is asked from.
    """

    id: str
    name: str
    kind: Kind
    names: tuple[str, ...] = ()
    speaks_for: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    twins: Mapping[str, str] = field(default_factory=dict)
    rewrites: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ()
    timezone: str = "UTC"
    rate_seconds: float = 5.0
    concurrency: int = 1
    robots: str = ""
    terms: Terms = Terms()
    strategies: tuple[Door, ...] = ()
    channels: tuple[Channel, ...] = ()
    patterns: Patterns = Patterns()
    layout: Layout = Layout()
    pages_from: tuple[Route, ...] = ("outlet", "archive")
    traps: tuple[str, ...] = ()
    notes: str = ""
    file: str = ""

    @property
    def body_selectors(self) -> tuple[str, ...]:
        return self.layout.body

    @property
    def drop_selectors(self) -> tuple[str, ...]:
        return self.layout.drop

    def owns(self, url: str) -> bool:
        """True where the URL's host is one of the outlet's domains or below one."""
        return any(in_domain(url, domain) for domain in self.domains)

    def kind_of(self, url: str) -> Literal["article", "live", "video", "index", "unknown"]:
        """Kind of page by its address alone; live, video and index win over article."""
        folded = self.fold(url)
        for kind in ("live", "video", "index", "article"):
            if any(_compiled(pattern).search(folded) for pattern in getattr(self.patterns, kind)):
                return kind
        return "unknown"

    def fold(self, url: str) -> str:
        """The one address for all the doubles of a page: twins, AMP, tracking parameters."""
        folded = canonical_url(url, self.twins)
        for pattern, replacement in self.rewrites:
            folded = _compiled(pattern).sub(replacement, folded)
        return folded

    def address(self, url: str) -> str:
        """The URL to ask for: as found, less the parameters that only track the reader."""
        plain = canonical_url(url)
        kept, found = urlsplit(plain).query, urlsplit(url)
        if kept.count("&") == found.query.count("&") and bool(kept) == bool(found.query):
            return url
        return urlunsplit(found._replace(query=kept, fragment=""))

    def hints(self) -> PageHints:
        """What the reader of pages wants to know of this outlet's layout."""
        from extractors.page import PageHints

        kinds = ("article", "live", "video", "index")
        return PageHints(
            body_selectors=self.layout.body,
            drop_selectors=self.layout.drop,
            url_kinds={
                kind: "|".join(f"(?:{pattern})" for pattern in getattr(self.patterns, kind))
                for kind in kinds
                if getattr(self.patterns, kind)
            },
            timezone=self.timezone,
        )


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
