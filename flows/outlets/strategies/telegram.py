"""Telegram's preview pages. In: the outlet's channels. Out: their posts as candidates.

Requests, for each channel: ``https://t.me/s/CHANNEL?q=WORD`` for the topic's first words
(a search has no dates), each with its older pages; then, where the window has an end, the
page that holds the end of the window, found by bisecting on the post's id
(``?before=ID``, no date filter exists), and older pages until the window's start. At most
``door.pages`` requests for a search and as many for the walk back in time.

A post's text is in the page itself, so it is held, and needs no further request. Each of
these is told apart: no such channel, preview off, empty, only service posts, rate limited
(by the fetcher), mark-up changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import etree, html

from extractors.page import is_restricted
from extractors.records import ABSENT, Stamp, Unread
from flows.fetch import Fetched
from flows.outlets.markup import read_html, read_time, text_of
from flows.outlets.outlet import Channel
from flows.outlets.strategies.strategy import Asked, Candidate, Found, Held, Strategy, unchanged

State = Literal[
    "posts",
    "no such channel",
    "preview off",
    "restricted channel",
    "empty channel",
    "only service posts",
    "layout",
]
TITLE_LENGTH = 80
# 2**20 posts: the busiest channels hold some hundred thousand, so 20 halvings find any date.
MOST_HALVINGS = 20
SHUT = ("no such channel", "preview off", "restricted channel", "layout")
WHY: dict[State, str] = {
    "no such channel": "Telegram knows no such channel",
    "preview off": "the channel's owner has switched the public preview off",
    "restricted channel": "Telegram shows this channel to nobody, or not here: it is restricted",
    "empty channel": "the channel has no posts",
    "only service posts": "the page holds service messages only (joined, pinned, renamed)",
    "layout": "the page has neither a channel's head nor posts: its mark-up changed?",
}


@dataclass(frozen=True, slots=True)
class Post:
    """One message. ``number`` is its id in the channel; ``fragment`` its own HTML."""

    channel: str
    number: int
    text: str
    published: Stamp
    forwarded_from: str | None
    fragment: bytes

    @property
    def url(self) -> str:
        return f"https://t.me/{self.channel}/{self.number}"


@dataclass(frozen=True, slots=True)
class Preview:
    """One preview page: its posts in its order (oldest first), and where older ones start."""

    state: State
    posts: tuple[Post, ...] = ()
    older: int | None = None


class Telegram(Strategy):
    """Reads the public preview of each listed channel."""

    name = "telegram"
    reaches = "outlet"
    needs_urls = False

    async def find(self, asked: Asked) -> Found:
        base = asked.door.urls[0] if asked.door.urls else "https://t.me/s/"
        candidates: dict[str, Candidate] = {}
        unread: list[Unread] = []
        same = 0
        answered = False
        for channel in asked.outlet.channels:
            visit = _Visit(asked, channel, base)
            await visit.run()
            candidates |= {item.url: item for item in reversed(visit.candidates)}
            unread.extend(visit.unread)
            same += visit.same
            answered = answered or visit.answered
        return Found(tuple(candidates.values()), tuple(unread), answered, same)


class _Visit:
    """One channel: searched, then walked back from the end of the window."""

    def __init__(self, asked: Asked, channel: Channel, base: str) -> None:
        self.asked = asked
        self.channel = channel
        self.address = urljoin(base, channel.id)
        self.candidates: list[Candidate] = []
        self.unread: list[Unread] = []
        self.answered = False
        self.same = 0

    async def run(self) -> None:
        for word in self.asked.searches():
            if not await self._search(word):
                return
        if self.asked.until is not None or not self.asked.searches():
            await self._walk()

    async def _search(self, word: str) -> bool:
        """Pages of one search, newest first; False where the channel as a whole is shut."""
        before: int | None = None
        for _ in range(self.asked.door.pages):
            preview, answer = await self._page(before, word)
            if preview is None:
                return before is not None
            if preview.state == "only service posts" or not preview.posts:
                return True
            self._keep(preview, answer, word)
            before = preview.older
            if before is None or self._older_than_window(preview):
                return True
        return True

    async def _walk(self) -> None:
        preview, answer = await self._page(None)
        if preview is None or not preview.posts:
            return
        until = self.asked.until
        if until is not None and _starts_after(preview, until):
            preview, answer = await self._bisect(preview, until)
        for _ in range(self.asked.door.pages):
            if preview is None:
                return
            self._keep(preview, answer, "")
            if preview.older is None or self._older_than_window(preview):
                return
            preview, answer = await self._page(preview.older)
        self._note("window too wide", f"older posts of {self.channel.id} were not asked for")

    async def _bisect(self, first: Preview, until: datetime) -> tuple[Preview | None, Fetched]:
        """The page that holds the last posts not after ``until``, which ``first`` lies after.

        Ids grow with time; gaps (deleted posts) do no harm, as ``before=`` answers with the
        nearest older posts. Kept throughout: the page before ``low`` ends by ``until``, the
        page before ``high`` does not start after it or is not known yet.
        """
        low, high = 1, first.posts[0].number
        for _ in range(MOST_HALVINGS):
            if high - low <= 1:
                break
            middle = (low + high) // 2
            preview, answer = await self._page(middle)
            if preview is None:
                return None, answer
            if not preview.posts or _ends_before(preview, until):
                low = middle
            elif _starts_after(preview, until):
                high = min(preview.posts[0].number, middle)
            else:
                return preview, answer
        return await self._page(high)

    async def _page(self, before: int | None, word: str = "") -> tuple[Preview | None, Fetched]:
        """One preview page; None, with a note, where there is nothing to go on with."""
        url = page_address(self.address, before, word)
        answer = await self.asked.ask(url, "page")
        if trouble := self.asked.trouble(url, answer):
            self.unread.append(trouble)
            return None, answer
        self.answered = True
        if unchanged(answer) and answer.payload is None:
            self.same += 1
            return None, answer
        preview = read_preview(answer.payload or b"", answer.final_url or url)
        # A search without a match and a page before the first post are empty too.
        in_vain = preview.state == "empty channel" and bool(word or before)
        if preview.state != "posts" and not in_vain:
            self._note(preview.state, f"{WHY[preview.state]} ({self.channel.id})", url)
            if preview.state in SHUT:
                return None, answer
        return preview, answer

    def _keep(self, preview: Preview, answer: Fetched, word: str) -> None:
        self.candidates.extend(
            candidate_of(post, answer, word)
            for post in preview.posts
            if post.text and self.asked.in_window(post.published.value)
        )

    def _older_than_window(self, preview: Preview) -> bool:
        first = _first_time(preview)
        return first is not None and self.asked.since is not None and first < self.asked.since

    def _note(self, what: str, why: str, url: str = "") -> None:
        self.unread.append(self.asked.unread(url or self.address, what, why))


def page_address(channel: str, before: int | None, word: str = "") -> str:
    """``https://t.me/s/CHANNEL[?q=WORD][&before=ID]``."""
    query = ([("q", word)] if word else []) + ([("before", str(before))] if before else [])
    return f"{channel}?{urlencode(query)}" if query else channel


def read_preview(payload: bytes, final_url: str) -> Preview:
    """A preview page, or what stands in its place.

    Where there is no preview Telegram redirects to ``/CHANNEL`` without ``/s/``: a page that
    counts subscribers is a channel whose preview is off, one that does not is no channel.
    """
    root = read_html(payload)
    if root is None:
        return Preview("layout")
    if not urlsplit(final_url).path.startswith("/s/"):
        extra = text_of(_first(root, "tgme_page_extra")).lower()
        known = "subscriber" in extra or "member" in extra
        if known:
            return Preview("preview off")
        return Preview("restricted channel" if _restricted(root, extra) else "no such channel")
    messages = [m for m in _all(root, "tgme_widget_message") if m.get("data-post")]
    posts = [post for element in messages if (post := _post(element)) is not None]
    older = _older(root)
    if posts:
        return Preview("posts", tuple(posts), older)
    if messages:
        return Preview("only service posts", (), older)
    if is_restricted(text_of(root)):
        return Preview("restricted channel")
    head = _first(root, "tgme_channel_info") is not None or _first(root, "tgme_header") is not None
    return Preview("empty channel" if head else "layout")


def _restricted(root: html.HtmlElement, extra: str) -> bool:
    named = _first(root, "tgme_page_title") is not None and "@" not in extra
    return named or is_restricted(text_of(root))


def _post(element: html.HtmlElement) -> Post | None:
    """A message, or None for a service one or one without a usable name."""
    classes = element.get("class", "").split()
    channel, _, number = element.get("data-post", "").partition("/")
    if "service_message" in classes or not channel or not (number.isascii() and number.isdigit()):
        return None
    date_link = _first(element, "tgme_widget_message_date")
    times = [] if date_link is None else date_link.xpath(".//time[@datetime]")
    published = read_time(times[0].get("datetime"), "telegram time") if times else ABSENT
    forwarded = text_of(_first(element, "tgme_widget_message_forwarded_from")) or None
    return Post(
        channel=channel,
        number=int(number),
        text=_text(element),
        published=published,
        forwarded_from=_forwarder(forwarded),
        fragment=etree.tostring(element, encoding="utf-8", method="html", with_tail=False),
    )


def _text(element: html.HtmlElement) -> str:
    """The post's own words: the last text block, as a reply quotes the other's text first."""
    blocks = _all(element, "tgme_widget_message_text")
    return text_of(blocks[-1]) if blocks else ""


def _forwarder(text: str | None) -> str | None:
    """The name in "Forwarded from NAME"; the label is left out whatever its case."""
    if text is None:
        return None
    label = "forwarded from"
    return text[len(label) :].strip() if text.lower().startswith(label) else text


def _older(root: html.HtmlElement) -> int | None:
    for link in root.xpath("//a[@data-before]"):
        if "tme_messages_more" in link.get("class", "").split():
            number = link.get("data-before")
            return int(number) if number.isascii() and number.isdigit() else None
    return None


def _all(root: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    query = "descendant-or-self::*[contains(concat(' ', normalize-space(@class), ' '), $name)]"
    return list(root.xpath(query, name=f" {name} "))


def _first(root: html.HtmlElement, name: str) -> html.HtmlElement | None:
    found = _all(root, name)
    return found[0] if found else None


def _first_time(preview: Preview) -> datetime | None:
    times = [post.published.value for post in preview.posts if post.published.value is not None]
    return min(times) if times else None


def _starts_after(preview: Preview, until: datetime) -> bool:
    first = _first_time(preview)
    return first is not None and first > until


def _ends_before(preview: Preview, until: datetime) -> bool:
    times = [post.published.value for post in preview.posts if post.published.value is not None]
    return bool(times) and max(times) <= until


def candidate_of(post: Post, answer: Fetched, word: str = "") -> Candidate:
    """The post as a candidate that holds its own text."""
    title = post.text if len(post.text) <= TITLE_LENGTH else post.text[:TITLE_LENGTH] + "…"
    return Candidate(
        url=post.url,
        address=post.url,
        title=title,
        published=post.published,
        summary=post.text,
        strategy="telegram",
        searched=word,
        held=Held(answer.capture, post.fragment, "text/html; charset=utf-8", True),
        forwarded_from=post.forwarded_from,
    )
