"""GDELT DOC 2.0. In: the outlet's domains and the topic. Out: addresses GDELT crawled.

Requests: ``doc?query=(WORDS) (DOMAINS) sourcelang:english&mode=artlist&format=json
&maxrecords=250&startdatetime=&enddatetime=``. There is no paging: a window that answers with
250 is cut in two and asked again, down to an hour, at most ``door.pages`` requests. Errors
come as HTTP 200 with a line of text. ``seendate`` is when GDELT saw the page: near its
publication, not the same, so it is marked not sure. The index may reach back three months
only; an older window is asked all the same, and an empty answer is told as such.
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from extractors.records import ABSENT, Stamp, Unread
from flows.outlets.markup import web_address
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Strategy, unchanged

MOST_RECORDS = 250
SHORTEST = timedelta(hours=1)
LANGUAGES = {"en": "english", "fr": "french", "ru": "russian", "ko": "korean", "ar": "arabic"}
# GDELT refuses shorter words ("phrase is too short").
SHORTEST_WORD = 3


@dataclass(frozen=True, slots=True)
class Article:
    """One row of an article list."""

    url: str
    title: str
    seen: Stamp


class Gdelt(Strategy):
    """Asks GDELT which pages of the outlet name the topic."""

    name = "gdelt"
    reaches = "elsewhere"

    async def find(self, asked: Asked) -> Found:
        if not asked.outlet.domains:
            why = "the outlet's file names no domain to ask for"
            return Found((), (asked.unread("", "no door", why),), False)
        words = [word for word in asked.searches() if len(word) >= SHORTEST_WORD]
        if not words:
            why = "the topic has no word that GDELT takes"
            return Found((), (asked.unread("", "no door", why),), False)
        return await _windows(asked, query_of(words, asked.outlet.domains, asked.outlet.languages))


async def _windows(asked: Asked, query: str) -> Found:
    """Ask for the window, halving it as long as it answers with a full list."""
    candidates: dict[str, Candidate] = {}
    unread: list[Unread] = []
    answered = same = 0
    # An open end is the present; the finder's own default is its last three months.
    until = asked.until if asked.since is None else asked.until or asked.now
    waiting = deque([(asked.since, until)])
    for _ in range(asked.door.pages):
        if not waiting:
            break
        since, until = waiting.popleft()
        url = address_of(asked.door.urls[0], query, since, until)
        answer = await asked.ask(url, "text")  # its complaints are plain text
        if trouble := asked.trouble(url, answer):
            unread.append(trouble)
            break
        answered += 1
        if unchanged(answer) and answer.payload is None:
            same += 1
            continue
        articles = read_articles(answer.payload or b"")
        if isinstance(articles, str):
            answered -= 1
            unread.append(asked.unread(url, "strategy failed", f"GDELT says: {articles}"))
            break
        halves = halves_of(since, until) if len(articles) >= MOST_RECORDS else ()
        waiting.extend(halves)
        if len(articles) >= MOST_RECORDS and not halves:
            unread.append(asked.unread(url, "window too wide", "250 rows, and no way to split"))
        for article in articles if not halves else ():
            candidate = _candidate(asked, article)
            candidates.setdefault(candidate.url, candidate)
    if waiting and not unread:
        why = f"{len(waiting)} windows not asked after {asked.door.pages} requests"
        unread.append(asked.unread(asked.door.urls[0], "window too wide", why))
    return Found(tuple(candidates.values()), tuple(unread), answered > 0, same)


def query_of(words: list[str], domains: tuple[str, ...], languages: tuple[str, ...] = ()) -> str:
    """``("north korea" OR kursk) (domainis:bbc.com OR domainis:bbc.co.uk) sourcelang:english``.

    Quotes are taken out of the words, as there is no way to write one inside a phrase.
    """
    clean = [" ".join(word.replace('"', " ").split()) for word in words]
    terms = [f'"{word}"' if " " in word or "-" in word else word for word in clean if word]
    parts = [_any_of(terms), _any_of([f"domainis:{domain}" for domain in domains])]
    if languages and languages[0] in LANGUAGES:
        parts.append(f"sourcelang:{LANGUAGES[languages[0]]}")
    return " ".join(parts)


def _any_of(terms: list[str]) -> str:
    """GDELT refuses brackets around a single term."""
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"


def address_of(base: str, query: str, since: datetime | None, until: datetime | None) -> str:
    """The request's address; keys always in this order."""
    fields = {
        "query": query,
        "mode": "artlist",
        "format": "json",
        "maxrecords": str(MOST_RECORDS),
    }
    if since is not None:
        fields["startdatetime"] = since.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    if until is not None:
        fields["enddatetime"] = until.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{base}?{urlencode(fields)}"


def read_articles(payload: bytes) -> list[Article] | str:
    """The rows of an answer, or GDELT's line of complaint (its first 200 characters)."""
    text = payload.decode("utf-8", "replace").strip()
    if not text or text == "{}":
        return []
    try:
        table = json.loads(text, strict=False)  # titles come with raw control characters
    except (ValueError, RecursionError):
        return " ".join(text.split())[:200]
    rows = table.get("articles", []) if isinstance(table, dict) else None
    if not isinstance(rows, list):
        return "an answer without a list of articles"
    return [article for row in rows if (article := _article(row)) is not None]


def _article(row: Any) -> Article | None:
    if not isinstance(row, dict) or not isinstance(row.get("url"), str):
        return None
    url = web_address(row["url"])
    if url is None:
        return None
    title = row.get("title")
    return Article(
        url,
        " ".join(title.split()) if isinstance(title, str) else "",
        _seen(row.get("seendate")),
    )


def _seen(text: Any) -> Stamp:
    """``20241202T121500Z``: the crawl's time, so not sure as a time of publication."""
    try:
        moment = datetime.strptime(str(text), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return ABSENT
    return Stamp(moment, "gdelt seendate", False)


def halves_of(
    since: datetime | None, until: datetime | None
) -> tuple[tuple[datetime, datetime], ...]:
    """The window cut in the middle, newer half first; () where it cannot be cut."""
    if since is None or until is None or until - since <= SHORTEST:
        return ()
    middle = since + (until - since) / 2
    middle = middle.replace(microsecond=0)
    return ((middle, until), (since, middle))


def _candidate(asked: Asked, article: Article) -> Candidate:
    return Candidate(
        url=asked.outlet.fold(article.url),
        address=asked.outlet.address(article.url),
        title=article.title,
        published=article.seen,
        strategy="gdelt",
        searched=" or ".join(asked.searches()),
    )
