"""What a page says about itself: title, address, authors, times, kind, and who may read it.

In: the page's tree and its URL. Out: ``PageFacts``. Pure. Sources, the most trusted first:
JSON-LD (schema.org), Open Graph and article meta tags, the frozen state of Next.js pages,
the elements of the page, its address.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from extractors.page.address import believed_address, path_of
from extractors.page.decode import clean
from extractors.page.stamps import is_day_only, read_time, stamp_of
from extractors.records import Stamp

MAX_JSON = 2 * 1024 * 1024  # characters of one script; the BBC's are up to 0.5 MB
MAX_JSON_NODES = 5_000
MAX_TITLE = 400
MAX_AUTHORS = 12

# schema.org types whose text is an article's end in one of these words.
_ARTICLES = re.compile(
    r"(Article|BlogPosting|Report|Statement|LiveBlogPosting|OpinionNewsArticle)$"
)
_INDEXES = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage"})

_PUBLISHED_META = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "dc.date.issued", "dcterms.created", "sailthru.date", "pubdate", "publishdate", "date",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified",
    "dcterms.modified", "last-modified", "lastmod",
)  # fmt: skip
_NEXT_PUBLISHED = ("firstPublished", "datePublished", "publishedAt")
_NEXT_MODIFIED = ("lastUpdated", "lastPublished", "dateModified", "updatedAt")
_URL_DAY = re.compile(
    r"/(20\d{2}|19\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
)
_CDATA = re.compile(r"^(?:/\*|//)?\s*<!\[CDATA\[\s*(?:\*/)?|(?:/\*|//)?\s*\]\]>\s*(?:\*/)?$")
_CLOCK = re.compile(r"\s*(\d{1,2}:\d{2})\s*")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """``free`` is False where the page says it is for payers. ``updates`` are JSON-LD posts,
    ``article_body`` is its text of the article.
    """

    title: str = ""
    canonical_url: str = ""
    authors: tuple[str, ...] = ()
    language: str | None = None
    published: tuple[Stamp, ...] = ()
    modified: tuple[Stamp, ...] = ()
    types: frozenset[str] = frozenset()
    free: bool | None = None
    site: str = ""
    open_graph: str = ""
    updates: tuple[dict[str, Any], ...] = field(default=(), repr=False)
    article_body: str = field(default="", repr=False)

    @property
    def is_article(self) -> bool:
        """True where schema.org types say so; where they are silent, Open Graph does."""
        return any(_ARTICLES.search(name) for name in self.types) or (
            self.open_graph == "article" and not self.types & _INDEXES
        )

    @property
    def is_index(self) -> bool:
        return bool(self.types & _INDEXES) and not self.is_article


def read_facts(root: Any, url: str, local: tzinfo) -> PageFacts:
    """All that the page says about itself. Times without an offset are taken in ``local``."""
    meta = _meta(root)
    nodes = list(_json_ld(root))
    main = _main(nodes, url)
    site = meta.get("og:site_name", "")
    types = frozenset(name for node in nodes for name in _strings(node.get("@type")))
    return PageFacts(
        title=_title(root, meta, main, site),
        canonical_url=_canonical(root, meta, url),
        authors=_authors(meta, main),
        language=root.get("lang") or meta.get("og:locale") or meta.get("content-language"),
        published=tuple(_published(root, url, meta, main, local)),
        modified=tuple(_modified(root, meta, main, local)),
        types=types,
        free=_free(nodes),
        site=site,
        open_graph=meta.get("og:type", "").lower(),
        updates=tuple(_updates(main)),
        article_body="\n".join(_strings(main.get("articleBody")))[:MAX_JSON],
    )


def _canonical(root: Any, meta: dict[str, str], url: str) -> str:
    links = (link for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower())
    stated = [link.get("href") or "" for link in links]
    candidates = (believed_address(given, url) for given in (*stated[:1], meta.get("og:url", "")))
    return next((address for address in candidates if address), url)


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            found.setdefault(name.strip().lower(), content.strip())
    return found


def _json_ld(root: Any) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD scripts, graphs and lists opened, outermost first."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        data = read_json(script.text or "")
        queue: list[Any] = [data]
        count = 0
        while queue and count < MAX_JSON_NODES:
            node = queue.pop(0)
            count += 1
            if isinstance(node, list):
                queue.extend(node[:MAX_JSON_NODES])
            elif isinstance(node, dict):
                yield node
                queue.extend(node[key] for key in ("@graph", "mainEntity") if key in node)


def read_json(text: str) -> Any:
    """The value of a script's JSON, or None; a trailing comma or a CDATA wrapper is forgiven."""
    text = text.strip()[:MAX_JSON]
    text = re.sub(
        r"^(?:/\*|//)?\s*<!\[CDATA\[\s*(?:\*/)?|(?:/\*|//)?\s*\]\]>\s*(?:\*/)?$", "", text
    )
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _main(nodes: list[dict[str, Any]], url: str) -> dict[str, Any]:
    """The node that describes the article: one of an article's type that names this page's
    address before one that does not (related stories are listed too), else a dated one.
    """
    articles = [n for n in nodes if any(_ARTICLES.search(t) for t in _strings(n.get("@type")))]
    here = path_of(url).rstrip("/")
    own = (node for node in articles if here and here in _paths(node))
    dated = (node for node in nodes if "datePublished" in node)
    return next(own, None) or next(iter(articles), None) or next(dated, {})


def _paths(node: dict[str, Any]) -> set[str]:
    page = node.get("mainEntityOfPage")
    stated = [node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return {path_of(address).rstrip("/") for address in stated if isinstance(address, str)}


def _strings(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def _title(root: Any, meta: dict[str, str], main: dict[str, Any], site: str) -> str:
    headings = [clean("".join(h.itertext())) for h in root.iter("h1")][:3]
    element = root.find(".//head/title")
    candidates = [
        *_strings(main.get("headline")),
        meta.get("og:title", ""),
        *headings[:1],
        element.text if element is not None and element.text else "",
    ]
    # Headlines in JSON-LD and meta tags are often escaped twice, and some are cut short.
    titles = [clean(html.unescape(candidate))[:MAX_TITLE] for candidate in candidates]
    whole = (title for title in titles if title and not title.endswith(("...", "…")))
    return _without_site(next(whole, None) or next(filter(None, titles), ""), site)


def _without_site(title: str, site: str) -> str:
    for mark in (" - ", " | ", " – ", " — ", " • "):
        head, _, tail = title.rpartition(mark)
        if head and site and clean(tail).casefold() == clean(site).casefold():
            return head.strip()
    return title


def _authors(meta: dict[str, str], main: dict[str, Any]) -> tuple[str, ...]:
    stated = main.get("author", main.get("creator"))
    entries = stated if isinstance(stated, list) else [stated]
    names = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries]
    flat = [name for value in names for name in _strings(value)]
    flat = flat or [meta.get("author", "") or meta.get("article:author", "")]
    cleaned = [clean(html.unescape(name))[:200] for name in flat]
    real = [name for name in cleaned if name and not name.startswith(("http:", "https:"))]
    return tuple(dict.fromkeys(real))[:MAX_AUTHORS]


def _published(
    root: Any, url: str, meta: dict[str, str], main: dict[str, Any], local: tzinfo
) -> Iterator[Stamp]:
    yield from _stamps([main.get("datePublished")], "json-ld datePublished", local)
    for name in _PUBLISHED_META:
        yield from _stamps([meta.get(name)], f"meta {name}", local)
    if not main.get("datePublished"):
        frozen = _next_metadata(root)
        yield from _stamps((frozen.get(k) for k in _NEXT_PUBLISHED), "__NEXT_DATA__", local)
    yield from _time_elements(root, ("publish", "pubdate", "entry-date", "dt-published"), local)
    if match := _URL_DAY.search(path_of(url)):
        moment = read_time("-".join(match.groups()), local)
        # France 24's slugs carry a day that is not the day of publication.
        yield Stamp(moment, "address", sure=False)


def _modified(
    root: Any, meta: dict[str, str], main: dict[str, Any], local: tzinfo
) -> Iterator[Stamp]:
    yield from _stamps([main.get("dateModified")], "json-ld dateModified", local)
    for name in _MODIFIED_META:
        yield from _stamps([meta.get(name)], f"meta {name}", local)
    if not main.get("dateModified"):
        frozen = _next_metadata(root)
        yield from _stamps((frozen.get(k) for k in _NEXT_MODIFIED), "__NEXT_DATA__", local)
    yield from _time_elements(root, ("modified", "updated"), local)


def _stamps(values: Iterable[Any], source: str, local: tzinfo) -> Iterator[Stamp]:
    for value in values:
        stamp = stamp_of(value, source, local)
        if stamp.value is not None:
            yield stamp
            return


def _next_metadata(root: Any) -> dict[str, Any]:
    """``props.pageProps.metadata`` of a Next.js page (the BBC's): epochs in milliseconds."""
    script = root.find(".//script[@id='__NEXT_DATA__']")
    data = read_json(script.text or "") if script is not None else None
    for key in ("props", "pageProps", "metadata"):
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _time_elements(root: Any, names: tuple[str, ...], local: tzinfo) -> Iterator[Stamp]:
    for element in root.iter("time"):
        stated = element.get("datetime")
        said = " ".join([element.get("class") or "", element.get("itemprop") or ""]).lower()
        marked = any(name in said for name in names) or (
            "pubdate" in names and element.get("pubdate") is not None
        )
        if not stated or not marked:
            continue
        source = f"time element {(element.get('class') or '').split(' ')[0]}".strip()
        stamp = stamp_of(_with_clock(element, stated), source, local)
        if stamp.value is not None:
            yield stamp
            return


def _with_clock(element: Any, stated: str) -> str:
    """A bare day with the clock that stands in the next element, if one does (Kremlin)."""
    beside = element.getnext()
    if is_day_only(stated) and beside is not None:
        clock = _CLOCK.fullmatch("".join(beside.itertext()))
        if clock:
            return f"{stated}T{clock[1].zfill(5)}"
    return stated


def _free(nodes: list[dict[str, Any]]) -> bool | None:
    said = [
        str(node["isAccessibleForFree"]).lower() for node in nodes if "isAccessibleForFree" in node
    ]
    return not any(value == "false" for value in said) if said else None


def _updates(main: dict[str, Any]) -> list[dict[str, Any]]:
    updates = main.get("liveBlogUpdate")
    updates = updates if isinstance(updates, list) else [updates]
    return [update for update in updates if isinstance(update, dict)]


def first_time(update: dict[str, Any], local: tzinfo) -> datetime | None:
    """When a JSON-LD post was published."""
    stated = (update.get(key) for key in ("datePublished", "dateCreated", "dateModified"))
    return next((moment for value in stated if (moment := read_time(value, local))), None)
