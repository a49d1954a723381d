"""The Wayback Machine's index (CDX). In: the outlet's address prefixes. Out: its captures.

Requests, for each of the door's ``urls`` (a prefix such as ``https://example.org/news/``,
``matchType=prefix``): one page of the index, then one for each ``resumeKey``, at most
``door.pages``. Rows are HTTP 200 and HTML, one for each address (``collapse=urlkey``: the
earliest capture, the nearest to publication). A filter keeps the addresses that name the
topic; a door marked ``opaque`` has none to name it by, and goes without.

``from`` and ``to`` are *capture* times: a page is captured after it is published, often long
after, so ``to`` is the window's end and a month.

A page is then asked for as ``/web/{timestamp}id_/{url}``: without ``id_`` the archive
rewrites the page and its canonical address. ``memento_address`` and ``source_of`` turn one
into the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from extractors.records import Unread
from flows.outlets.markup import web_address
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Strategy, unchanged

CDX = "https://web.archive.org/cdx/search/cdx"
FIELDS = "timestamp,original,mimetype,statuscode,digest"
PAGE_ROWS = 1_000
FIRST_YEAR = 1996  # the archive's first captures
LATE = timedelta(days=31)  # most pages are first captured within days, nearly all in a month


@dataclass(frozen=True, slots=True)
class Row:
    """One capture in the index."""

    captured_at: datetime
    url: str
    mimetype: str
    status: str


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of the index and the key that asks for the next one."""

    rows: tuple[Row, ...]
    resume: str | None


class Wayback(Strategy):
    """Finds what a public archive kept of the outlet's pages."""

    name = "wayback"
    reaches = "elsewhere"

    async def find(self, asked: Asked) -> Found:
        candidates: dict[str, Candidate] = {}
        unread: list[Unread] = []
        answered = same = 0
        for prefix in asked.door.urls:
            resume: str | None = None
            for _ in range(asked.door.pages):
                url = index_address(prefix, asked, resume)
                answer = await asked.ask(url, "text")
                if trouble := asked.trouble(url, answer):
                    unread.append(trouble)
                    resume = None
                    break
                answered += 1
                if unchanged(answer) and answer.payload is None:
                    same += 1
                    break
                page = read_index(answer.payload or b"")
                if page is None:
                    answered -= 1
                    unread.append(asked.unread(url, "strategy failed", "is not an index page"))
                    break
                for row in page.rows:
                    candidate = _candidate(asked, row)
                    candidates.setdefault(candidate.url, candidate)
                resume = page.resume
                if resume is None:
                    break
            if resume is not None:
                why = f"more captures than {asked.door.pages} pages of the index"
                unread.append(asked.unread(prefix, "window too wide", why))
        return Found(tuple(candidates.values()), tuple(unread), answered > 0, same)


def index_address(prefix: str, asked: Asked, resume: str | None = None) -> str:
    """The address of one page of the index; keys always in this order."""
    parts = urlsplit(prefix)
    words = () if asked.door.opaque else asked.searches()
    fields = [("url", f"{parts.netloc}{parts.path}"), ("matchType", "prefix")]
    if asked.since is not None:
        fields.append(("from", asked.since.astimezone(UTC).strftime("%Y%m%d%H%M%S")))
    if asked.until is not None:
        fields.append(("to", (asked.until + LATE).astimezone(UTC).strftime("%Y%m%d%H%M%S")))
    fields += [("filter", "statuscode:200"), ("filter", "mimetype:text/html")]
    if words:
        fields.append(("filter", f"original:{words_pattern(words)}"))
    fields += [
        ("collapse", "urlkey"),
        ("fl", FIELDS),
        ("output", "json"),
        ("limit", str(PAGE_ROWS)),
        ("showResumeKey", "true"),
    ]
    if resume is not None:
        fields.append(("resumeKey", resume))
    return f"{CDX}?{urlencode(fields, safe=':,/')}"


def words_pattern(words: Sequence[str]) -> str:
    """A pattern for whole addresses that name one of the words ("north.?korea")."""
    names = [".?".join(re.findall(r"[^\W_]+", word.casefold())) for word in words]
    return f"(?i).*({'|'.join(name for name in names if name)}).*"


def read_index(payload: bytes) -> Page | None:
    """Rows of an answer: row 0 is the header; ``[]`` and ``["key"]`` end one with more to come."""
    text = payload.decode("utf-8", "replace").strip()
    if not text:
        return Page((), None)
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(table, list) or not all(isinstance(row, list) for row in table):
        return None
    resume: str | None = None
    if len(table) >= 2 and table[-2] == [] and len(table[-1]) == 1:
        resume = str(table[-1][0])
        table = table[:-2]
    if not table:
        return Page((), resume)
    header = [str(name) for name in table[0]]
    rows = (_row(dict(zip(header, row, strict=False))) for row in table[1:])
    return Page(tuple(row for row in rows if row is not None), resume)


def _row(fields: dict[str, Any]) -> Row | None:
    """A capture with a usable time and address; revisits (status "-") are left out."""
    url = web_address(str(fields.get("original", "")))
    status = str(fields.get("statuscode", ""))
    moment = read_timestamp(str(fields.get("timestamp", "")))
    if moment is None or url is None or status == "-":
        return None
    return Row(moment, url, str(fields.get("mimetype", "")), status)


def read_timestamp(text: str) -> datetime | None:
    """``YYYYMMDDhhmmss`` as an instant, None where it is none."""
    try:
        moment = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment if moment.year >= FIRST_YEAR else None


def memento_address(url: str, captured_at: datetime) -> str:
    """Address of the capture as it was received."""
    stamp = captured_at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"https://web.archive.org/web/{stamp}id_/{url}"


def _candidate(asked: Asked, row: Row) -> Candidate:
    return Candidate(
        url=asked.outlet.fold(row.url),
        address=memento_address(row.url, row.captured_at),
        strategy="wayback",
        seen_at=row.captured_at,
    )
