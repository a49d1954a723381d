"""Where a date is read: the words, the anchor, the last date named, and past or future.

In: `Words` and the anchor. Out: `Scene`, handed to every rule, and `Reading`, what a rule
returns. The rule of direction: a date without a year is the nearest past one, as news tells
what happened, unless the nearest verb or cue looks ahead ("will meet on Friday", "by June").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from extractors.dates import calendar
from extractors.dates.calendar import Interval
from extractors.dates.words import words_of
from extractors.grammar import Words

# How far a cue of direction may stand from its date, in words.
REACH_BACK = 22
REACH_AHEAD = 8
# Years outside are not dates of news or history texts, and keep arithmetic inside `datetime`.
FIRST_YEAR, LAST_YEAR = 1000, 2999

# See `_in_present`: how near the coming date, and how far the past one.
SOON, LONG_PAST = timedelta(days=60), timedelta(days=270)

ByYear = Callable[[int], Interval]


@dataclass(frozen=True, slots=True)
class Reading:
    """Words `first` to `end` (exclusive) stand for `value`.

    `by_year` is set where the year was not written: it gives the value in any year.
    `kind` is "date", "clock" (a time of day alone), "reference" (counted from another date).
    """

    first: int
    end: int
    value: Interval
    by_year: ByYear | None = None
    kind: str = "date"


# The rule that reads one simple date, handed to the rules that build on it.
Atom = Callable[["Scene", int], Reading | None]


@dataclass(slots=True)
class Scene:
    """What a rule may know. `now` is the anchor in its own zone, without the zone."""

    words: Words
    now: datetime | None
    offset: timedelta = timedelta(0)
    day_first: bool | None = None
    last: Interval | None = None
    last_end: int = -10_000

    @property
    def today(self) -> date | None:
        """The anchor's calendar day."""
        return self.now.date() if self.now is not None else None

    def reference(self, i: int) -> date | None:
        """First day of the last date named shortly before, else the anchor's day."""
        if self.last is not None and self.last.lower is not None and i - self.last_end < 120:
            return self.last.lower.date()
        return self.today


def scene_of(words: Words, anchor: datetime | None, day_first: bool | None) -> Scene:
    """The anchor's calendar is that of its own zone; one without a zone is read as UTC."""
    if anchor is None:
        return Scene(words, None, day_first=day_first)
    aware = anchor if anchor.tzinfo is not None else anchor.replace(tzinfo=UTC)
    offset = aware.utcoffset() or timedelta(0)
    if not FIRST_YEAR + 1 < aware.year < LAST_YEAR:
        return Scene(words, None, day_first=day_first)
    return Scene(words, aware.replace(tzinfo=None), offset, day_first)


def safe(make: ByYear, year: int) -> Interval | None:
    """The value in a year, None where the calendar has no such day (30 February)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return make(year)
    except (ValueError, OverflowError):
        return None


def in_some_year(
    scene: Scene, first: int, end: int, make: ByYear, timex: str, cue: str = ""
) -> Reading | None:
    """A yearless date placed by the anchor: nearest past, or nearest future on a cue.

    `timex` stands where there is no anchor. `cue` overrides: "last", "next" or "this".
    """
    if all(safe(make, year) is None for year in (2023, 2024)):
        return None
    today = scene.today
    if today is None:
        return Reading(first, end, calendar.unresolved(timex), make)
    options = [safe(make, today.year + shift) for shift in (-5, -4, -3, -2, -1, 0, 1, 2, 3, 4)]
    placed = [option for option in options if option is not None and option.lower is not None]
    start = datetime.combine(today, time())
    after = start + timedelta(days=1)
    if cue == "this":
        chosen = safe(make, today.year)
    elif cue == "last":
        chosen = _last([o for o in placed if o.upper is not None and o.upper <= start])
    elif cue == "next":
        chosen = _first([o for o in placed if o.lower is not None and o.lower >= after])
    elif cue == "nearest":
        chosen = min(placed, key=lambda o: abs((o.lower or start) - start), default=None)
    elif (ahead := direction(scene, first, end)) is True:
        chosen = _first([o for o in placed if o.upper is not None and o.upper > start])
    else:
        chosen = _last([o for o in placed if o.lower is not None and o.lower < after])
        soon = _first([o for o in placed if o.lower is not None and o.lower >= after])
        if soon is not None and soon.lower is not None and soon.lower - start < SOON:
            far = chosen is None or chosen.upper is None or start - chosen.upper > LONG_PAST
            if far and (ahead is None or _in_present(scene, first, end)):
                chosen = soon
    return Reading(first, end, chosen, make) if chosen is not None else None


def _in_present(scene: Scene, first: int, end: int) -> bool:
    """Whether the sentence is in the present tense, as far as its words tell."""
    words = scene.words
    low = first
    while low > 0 and first - low < REACH_BACK and not words.starts_sentence(low):
        low -= 1
    near = words.low[low:first] + words.low[end : end + REACH_AHEAD]
    if any(word in words_of("direction", "past") or _past_form(word) for word in near):
        return False
    return any(word in words_of("direction", "present") for word in near)


def _past_form(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed")


def _last(options: list[Interval]) -> Interval | None:
    return options[-1] if options else None


def _first(options: list[Interval]) -> Interval | None:
    return options[0] if options else None


def looks_ahead(scene: Scene, first: int, end: int) -> bool:
    """Whether the nearest verb or cue in the sentence sends the date into the future."""
    return direction(scene, first, end) is True


def direction(scene: Scene, first: int, end: int) -> bool | None:
    """Whether the nearest verb or cue sends the date ahead; None where nothing tells."""
    words = scene.words
    token = words.token(first)
    if token is not None:
        told = _tense(token)
        if told is not None:
            return told
    prior = words.at(first - 1)
    for i in range(first - 1, max(-1, first - REACH_BACK), -1):
        told = _cue(words, i)
        if told is not None:
            return told
        if words.ends_sentence(i) and words.at(i + 1) and not words.joined(i + 1):
            break
        if words.newline_before(i):
            break
    if prior in ("by", "until", "till"):
        return True
    for i in range(end, min(len(words), end + REACH_AHEAD)):
        if words.ends_sentence(i):
            break
        told = _cue(words, i)
        if told is not None:
            return told
    return None


def _cue(words: Words, i: int) -> bool | None:
    word = words.low[i]
    if word in words_of("direction", "future"):
        return True
    if word in words_of("direction", "prospective") and "to" in words.low[i + 1 : i + 5]:
        return True
    if word == "may" and words.raw[i].islower() and words.at(i + 1).isalpha():
        return True
    if word in words_of("direction", "past"):
        # "was held", but "to be held", "will be held"
        return None if "be" in words.low[max(0, i - 2) : i] else False
    if _past_form(word):
        return None if {"be", "been"} & set(words.low[max(0, i - 2) : i]) else False
    return None


def _tense(token: Any) -> bool | None:
    """Past or future of the verb that governs a parsed token; None where it does not tell."""
    node = token
    for _ in range(12):
        if node.head is node or node.head.i == node.i:
            break
        node = node.head
        if node.pos_ in ("VERB", "AUX"):
            break
    if node.pos_ not in ("VERB", "AUX"):
        return None
    for _ in range(3):
        helpers = {child.lower_ for child in node.children if child.dep_.startswith("aux")}
        if helpers & {"will", "'ll", "’ll", "shall", "wo", "would", "may", "must"}:
            return True
        if node.morph.get("Tense") == ["Past"] and node.morph.get("VerbForm") != ["Part"]:
            return False
        if helpers & {"was", "were", "had", "has", "have", "did", "been"}:
            return False
        if node.lower_ in words_of("direction", "future"):
            return True
        if node.morph.get("VerbForm") not in (["Inf"], ["Ger"]) or node.head.i == node.i:
            return None
        if node.head.lower_ in words_of("direction", "prospective"):
            return True
        node = node.head
    return None
