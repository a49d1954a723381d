"""The reader's word lists and tables, loaded once from ``page.toml``.

In: that file. Out: compiled patterns and frozen tables. Touches nothing else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class PageWords:
    """What ``page.toml`` holds, ready for use.

    ``furniture`` matches a whole block that is not text, ``signups`` one that asks for a click;
    ``tails`` a heading below which a page only links elsewhere; ``refusals`` maps "paywall",
    "consent" and the others to the phrases of each, for text in lower case; ``scripts`` maps a
    language to a pattern of its characters; ``zones`` is a zone's name to its minutes east,
    ``regions`` to the region whose clock it is; ``comment_names`` and ``box_names`` are searched
    in an element's id and class; ``folders`` open the address of a section or list, ``variants``
    close that of another form of one page.
    """

    furniture: re.Pattern[str]
    signups: re.Pattern[str]
    tails: frozenset[str]
    refusals: Mapping[str, re.Pattern[str]]
    missing_titles: re.Pattern[str]
    charsets: Mapping[str, str]
    stopwords: Mapping[str, frozenset[str]]
    scripts: Mapping[str, re.Pattern[str]]
    months: Mapping[str, int]
    month_names: tuple[str, ...]
    zones: Mapping[str, int]
    regions: Mapping[str, str]
    comment_names: re.Pattern[str]
    box_names: re.Pattern[str]
    replies: re.Pattern[str]
    comment_headings: re.Pattern[str]
    folders: frozenset[str]
    variants: frozenset[str]


@cache
def page_words() -> PageWords:
    """The tables; read from the package's data on the first call."""
    source = files("extractors.page").joinpath("page.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    return PageWords(
        furniture=_any_of([*data["furniture"], *data["signups"]]),
        signups=_any_of(data["signups"]),
        tails=frozenset(data["tails"]),
        refusals={
            kind: re.compile("|".join(phrases)) for kind, phrases in data["refusals"].items()
        },
        missing_titles=_any_of(data["missing_titles"]),
        charsets=data["charsets"],
        stopwords={name: frozenset(words) for name, words in data["stopwords"].items()},
        scripts={name: _characters(ranges) for name, ranges in data["scripts"].items()},
        months={name[:3]: at for at, name in enumerate(data["months"], start=1)},
        month_names=tuple(
            form for name in data["months"] for form in dict.fromkeys((name, name[:3], name[:4]))
        ),
        zones={
            name: round(60 * float(hours))
            for hours, names in data["zones"].items()
            for name in names
        },
        regions=data["regions"],
        comment_names=_any_of(data["boxes"]["comments"]),
        box_names=_any_of(data["boxes"]["others"]),
        replies=_any_of(data["boxes"]["replies"]),
        comment_headings=_any_of(data["boxes"]["headings"]),
        folders=frozenset(data["addresses"]["folders"]),
        variants=frozenset(data["addresses"]["variants"]),
    )


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _characters(ranges: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    spans = "".join(f"{chr(int(low, 16))}-{chr(int(high, 16))}" for low, high in ranges)
    return re.compile(f"[{spans}]")
