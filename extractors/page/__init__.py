"""A captured page to a `Document`: bytes in, readable text with offsets, stamps and kind out.

`read_page` reads one page, `read_posts` a channel's preview post by post, with what the outlet's
file says of its layout (`PageHints`); `read_stamp` reads a time as anybody writes it. Touches
nothing but `page.toml`.
"""

from __future__ import annotations

from extractors.page.assembly import MAX_BLOCK_CHARACTERS, MAX_BLOCKS
from extractors.page.hostile import is_hostile
from extractors.page.reading import PageHints, read_page, read_posts, text_fingerprint
from extractors.page.telegram import is_restricted
from extractors.page.times import read_stamp, zone

__all__ = [
    "MAX_BLOCKS",
    "MAX_BLOCK_CHARACTERS",
    "PageHints",
    "is_hostile",
    "is_restricted",
    "read_page",
    "read_posts",
    "read_stamp",
    "text_fingerprint",
    "zone",
]
