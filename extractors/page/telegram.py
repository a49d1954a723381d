"""Telegram's public preview of a channel (``https://t.me/s/CHANNEL``) to its posts.

In: the tree of a preview page, of one post cut out of it, or of what stands in its place.
Out: ``TelegramPage``: the posts, or the reason why there are none. Pure.

A forwarded post is not its channel's own word: it carries ``forwarded_from``. Posts are
edited in place, and the page does not say when: ``edited`` only says that it happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from extractors.page.assembly import Piece
from extractors.page.decode import clean
from extractors.page.selectors import select
from extractors.page.stamps import read_time
from extractors.page.tree import pieces_of
from extractors.records import ABSENT, Stamp

State = Literal[
    "posts",
    "no such channel",
    "preview off",
    "empty channel",
    "only service posts",
    "only media",
    "only unsupported posts",
    "restricted channel",
    "markup changed",
]

_LONGEST_NOTICE = 2_000

_POST_NAME = re.compile(r"([A-Za-z]\w{2,40})/(\d{1,12})")
_BULLET = re.compile(r"^\s*[•◦▪▫‣⁃●■–-]\s*(?=\S)")
_FORWARDED = re.compile(r"^\s*forwarded from\s*", re.IGNORECASE)
_MEDIA = (
    ".tgme_widget_message_photo_wrap, .tgme_widget_message_video_player, "
    ".tgme_widget_message_document_wrap, .tgme_widget_message_sticker_wrap, "
    ".tgme_widget_message_voice_player, .tgme_widget_message_poll, "
    ".tgme_widget_message_roundvideo_player, .tgme_widget_message_roundvideo, "
    ".tgme_widget_message_location_wrap, .tgme_widget_message_location, "
    ".tgme_widget_message_venue_wrap, .tgme_widget_message_contact_wrap, "
    ".tgme_widget_message_contact, .tgme_widget_message_game, .tgme_widget_message_invoice, "
    ".tgme_widget_message_grouped_wrap, .tgme_widget_message_video_wrap, "
    ".tgme_widget_message_story, .tgme_widget_message_giveaway"
)
# What Telegram shows of a post that its web preview cannot show at all.
_UNSUPPORTED = ".message_media_not_supported_wrap, .message_media_not_supported"
# "This channel can't be displayed because it violated local laws", and the like.
_RESTRICTED = re.compile(
    r"(can['\u2019]?t|cannot|can not|could not) be (displayed|shown|viewed|accessed)"
    r"|(is|was|has been) (restricted|blocked|banned)|unavailable (due to|because of)"
    r"|violat(ed|es|ing) (telegram|local|the)|was used to spread",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TelegramPost:
    """One message: ``name`` is "channel/id", as in its address."""

    name: str
    author: str
    published: Stamp
    forwarded_from: str | None
    edited: bool
    pieces: tuple[Piece, ...]

    @property
    def url(self) -> str:
        return f"https://t.me/{self.name}"


@dataclass(frozen=True, slots=True)
class TelegramPage:
    """What a preview page holds, in its order (oldest first)."""

    state: State
    title: str = ""
    posts: tuple[TelegramPost, ...] = ()


def is_telegram(root: Any) -> bool:
    """True where the mark-up is that of Telegram's widgets, whatever the address."""
    body = root if root.get("class") else root.find(".//body")
    marked = [] if body is None else [body, *body.iter("div", "main", "section")][:12]
    classes = ((element.get("class") or "") for element in marked)
    return any(name.startswith(("tgme_", "widget_frame")) for name in classes)


def read_telegram(root: Any) -> TelegramPage:
    """The posts of a preview page, or why it shows none.

    Where there is no preview Telegram redirects to ``/CHANNEL`` without ``/s/``: a page with
    a count of subscribers is a channel whose preview is off, one without is no channel, or one
    that Telegram has restricted, where it says so or names the channel all the same.
    """
    title = _text(root, ".tgme_channel_info_header_title, .tgme_page_title")
    messages = select(root, [".tgme_widget_message"])
    messages = [m for m in messages if not _is_notice(m)]
    posts = tuple(post for m in messages if not _is_service(m) and (post := _post(m)) is not None)
    if any(post.pieces for post in posts):
        return TelegramPage("posts", title, posts)
    return TelegramPage(_why_none(root, messages, posts), title)


def _why_none(root: Any, messages: list[Any], posts: tuple[TelegramPost, ...]) -> State:
    if messages and all(_is_service(message) for message in messages):
        return "only service posts"
    if messages:
        if posts and select(root, [_MEDIA]):
            return "only media"
        return "only unsupported posts" if select(root, [_UNSUPPORTED]) else "markup changed"
    if is_restricted("".join(root.itertext())):
        return "restricted channel"
    if select(root, [".tgme_page"]):
        extra = _text(root, ".tgme_page_extra").lower()
        if "subscriber" in extra or "member" in extra:
            return "preview off"
        # A page with a channel's name and no count of its subscribers is of one that is shut.
        named = select(root, [".tgme_page_title"]) and "@" not in extra
        return "restricted channel" if named else "no such channel"
    # A channel's head without messages is an empty channel; anything else is not as we know it.
    return "empty channel" if select(root, [".tgme_channel_info"]) else "markup changed"


def is_restricted(text: str) -> bool:
    """Whether a page, or a notice in place of a post, says that its channel is not shown."""
    return len(text) <= _LONGEST_NOTICE and _RESTRICTED.search(clean(text)) is not None


def _is_notice(message: Any) -> bool:
    """Telegram's own word on a channel that it does not show, in place of its posts."""
    return "data-post" not in message.attrib and is_restricted("".join(message.itertext()))


def _is_service(message: Any) -> bool:
    return "service_message" in (message.get("class") or "").split()


def _post(message: Any) -> TelegramPost | None:
    name = _POST_NAME.fullmatch(message.get("data-post") or "")
    if name is None:
        return None
    quoted = [".tgme_widget_message_reply", ".tgme_widget_message_link_preview"]
    replies = set(select(message, quoted))
    texts = [
        element
        for element in select(message, [".tgme_widget_message_text"])
        if not any(ancestor in replies for ancestor in element.iterancestors())
    ]
    time = next(iter(select(message, [".tgme_widget_message_date time[datetime]"])), None)
    moment = read_time(time.get("datetime")) if time is not None else None
    forwarded = _text(message, ".tgme_widget_message_forwarded_from")
    return TelegramPost(
        name=name[0],
        author=_text(message, ".tgme_widget_message_owner_name"),
        published=Stamp(moment, "telegram time") if moment else ABSENT,
        forwarded_from=_FORWARDED.sub("", forwarded) or None,
        edited="edited" in _text(message, ".tgme_widget_message_meta").lower(),
        pieces=tuple(
            Piece("list_item" if _BULLET.match(p.text) else p.kind, _BULLET.sub("", p.text), moment)
            for p in pieces_of(texts, every_break=True)
        ),
    )


def _text(root: Any, selector: str) -> str:
    found = select(root, [selector])
    return clean("".join(found[0].itertext())) if found else ""
