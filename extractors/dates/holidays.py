"""Rule for holidays that have a date: "Christmas Eve", "Thanksgiving 2023", "last Easter".

A name that is also an ordinary word ("Christmas shopping") needs a preposition or a year.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from extractors.dates import calendar
from extractors.dates.absolute import with_year
from extractors.dates.calendar import Interval
from extractors.dates.scene import Reading, Scene, direction
from extractors.dates.words import lexicon

LONGEST = 5
CUES = frozenset(
    {
        "at",
        "on",
        "by",
        "before",
        "after",
        "since",
        "until",
        "till",
        "last",
        "next",
        "this",
        "over",
        "around",
        "for",
    }
)


@cache
def _names() -> dict[str, list[str | int]]:
    return {
        " ".join(name.replace("'", " ' ").split()): rule
        for name, rule in lexicon()["holidays"].items()
    }


@cache
def holiday_openers() -> frozenset[str]:
    """The first word of every holiday, in lower case."""
    return frozenset(name.split()[0] for name in _names())


def holiday(scene: Scene, i: int) -> Reading | None:
    """A holiday at `i`, in the year written behind it or told by the anchor."""
    words = scene.words
    if words.at(i) not in holiday_openers() or not words.raw[i][0].isupper():
        return None
    for length in range(LONGEST, 0, -1):
        if i + length > len(words):
            continue
        rule = _names().get(" ".join(words.low[i : i + length]).replace("’", "'"))
        if rule is not None:
            break
    else:
        return None
    end = i + length

    def make(year: int) -> Interval:
        return calendar.day(_day(rule, year))

    found = with_year(scene, i, end, make, "XXXX-XX-XX", _cue(scene, i, end))
    alone = length == 1 and words.at(i - 1) not in CUES and words.at(end) not in (".", ",")
    if found is None or (alone and found.end == end):
        return None
    # "over Christmas sales" names the sales
    compound = length == 1 and found.end == end and words.at(end).isalpha()
    if compound and words.at(i - 1) not in ("at", "on", "since", "until", "last", "next", "this"):
        return None
    return found


def _cue(scene: Scene, i: int, end: int) -> str:
    """ "last Christmas", "this Easter"; else as the tense tells, else the nearest."""
    before = scene.words.at(i - 1)
    if before in ("last", "next", "this"):
        return before
    return "nearest" if direction(scene, i, end) is None else ""


def _day(rule: list[str | int], year: int) -> date:
    if rule[0] == "easter":
        return calendar.easter(year) + timedelta(days=int(rule[1]))
    if rule[0] == "nth":
        return calendar.nth_weekday(year, int(rule[1]), int(rule[2]), int(rule[3]))
    return date(year, int(rule[0]), int(rule[1]))
