"""WordPress REST. In: ``.../wp-json/wp/v2/posts``. Out: the posts its search names.

Requests: for each of the topic's first words, ``?search=WORD&after=&before=&per_page=100``
and pages 1, 2, ... until ``X-WP-TotalPages``, the 400 ``rest_post_invalid_page_number`` that
a page past the end answers, or ``door.pages``. Whether a host leaves this open shows only
when asked: the first answer is the probe, and a closed one ends the visit at once.
``date_gmt`` is the time to trust (``date`` is in the site's own zone).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from extractors.records import Stamp, Unread
from flows.fetch import Fetched
from flows.outlets.markup import plain, read_time, web_address
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Held, Strategy, unchanged

PER_PAGE = 100  # WordPress's own maximum
FIELDS = "id,date_gmt,modified_gmt,link,title,excerpt"
PAST_END = "rest_post_invalid_page_number"


@dataclass(frozen=True, slots=True)
class Post:
    """One post as the API names it."""

    link: str
    title: str
    published: Stamp
    modified: Stamp
    excerpt: str


class WordPress(Strategy):
    """Asks a WordPress site's own search, with dates."""

    name = "wordpress"
    reaches = "outlet"

    async def find(self, asked: Asked) -> Found:
        visit = _Visit(asked)
        for url in asked.door.urls:
            for word in asked.searches() or ("",):
                if not await visit.search(url, word):
                    break
        answered = visit.answered > 0
        return Found(tuple(visit.candidates), tuple(visit.unread), answered, visit.same)


class _Visit:
    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.candidates: list[Candidate] = []
        self.unread: list[Unread] = []
        self.answered = 0
        self.same = 0

    async def search(self, base: str, word: str) -> bool:
        """All pages of one search. False where the door is closed and asking on is useless."""
        asked = self.asked
        for page in range(1, asked.door.pages + 1):
            url = posts_address(base, word, asked.since, asked.until, page)
            answer = await asked.ask(url, "json")
            if unchanged(answer) and answer.payload is None:
                self.answered += 1
                self.same += 1
                return True
            if page > 1 and is_past_end(answer):
                return True
            posts = read_posts(answer.payload) if answer.payload is not None else None
            if posts is None:
                trouble = asked.trouble(url, answer) or asked.unread(
                    url, "strategy failed", "wp-json does not answer with posts: closed or moved"
                )
                self.unread.append(trouble)
                return page > 1
            self.answered += 1
            self.candidates.extend(_candidate(asked, post, word, answer) for post in posts)
            if page >= total_pages(answer.headers, posts):
                return True
        self.unread.append(
            asked.unread(
                base, "window too wide", f"more than {asked.door.pages} pages for {word!r}"
            )
        )
        return True


def posts_address(
    base: str, word: str, since: datetime | None, until: datetime | None, page: int
) -> str:
    """The address of one page of a search; keys always in this order."""
    query: dict[str, str] = {}
    if word:
        query["search"] = word
    if since is not None:
        query["after"] = _wordpress_time(since)
    if until is not None:
        query["before"] = _wordpress_time(until)
    query |= {"per_page": str(PER_PAGE), "page": str(page), "_fields": FIELDS}
    return f"{base}?{urlencode(query, safe=':,')}"


def read_posts(payload: bytes) -> list[Post] | None:
    """Posts of one page; None where the payload is not a list of posts."""
    try:
        rows = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(rows, list):
        return None
    return [post for row in rows if (post := _post(row)) is not None]


def is_past_end(answer: Fetched) -> bool:
    """True for WordPress's 400 to a page number beyond the last."""
    return answer.problem == "bad-request" and PAST_END.encode() in answer.error_body


def total_pages(headers: Mapping[str, str], posts: list[Post]) -> int:
    """``X-WP-TotalPages``, or, where a cache dropped it, 1 if the page was not full."""
    text = headers.get("x-wp-totalpages", "")
    if text.isascii() and text.isdigit() and len(text) < 7:
        return int(text)
    return 1 if len(posts) < PER_PAGE else 1_000_000


def _post(row: Any) -> Post | None:
    if not isinstance(row, dict) or not isinstance(row.get("link"), str):
        return None
    link = web_address(row["link"])
    if link is None:
        return None
    return Post(
        link,
        _rendered(row, "title"),
        _gmt(row, "date_gmt"),
        _gmt(row, "modified_gmt"),
        _rendered(row, "excerpt"),
    )


def _gmt(row: Mapping[str, Any], key: str) -> Stamp:
    """GMT by definition, though written without an offset."""
    text = row.get(key)
    stamp = read_time(text if isinstance(text, str) else "", f"wp-json {key}")
    return stamp if stamp.value is None else Stamp(stamp.value, stamp.source, True)


def _rendered(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    text = value.get("rendered") if isinstance(value, dict) else None
    return plain(text) if isinstance(text, str) else ""


def _wordpress_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _candidate(asked: Asked, post: Post, word: str, answer: Fetched) -> Candidate:
    text = f"{post.title}\n\n{post.excerpt}".strip()
    return Candidate(
        url=asked.outlet.fold(post.link),
        address=asked.outlet.address(post.link),
        title=post.title,
        published=post.published,
        modified=post.modified,
        summary=post.excerpt,
        strategy="wordpress",
        searched=word,
        held=Held(answer.capture, text.encode("utf-8"), "text/plain; charset=utf-8", False),
    )
