"""Durations and sets: "three years" (P3Y), "over the years" (PXY), "every Tuesday", "a year" (P1Y).

In: `Words` and the positions that dates took. Out: `Reading`s without bounds, of precision
"duration" or "set": how long or how often, never when. TIMEX3 values after ISO-TimeML (ISO
24617-1:2012) and, for decades, centuries and unknown counts, TIDES 2005 (PXY, P2DE, P1CE).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from extractors.dates.calendar import Interval
from extractors.dates.relative import duration, unit_at
from extractors.dates.scene import Reading, Scene
from extractors.dates.words import lexicon, words_of
from extractors.grammar import DASHES, Words, number_at, ones, scales

Rule = Callable[[Scene, int], Reading | None]

VAGUE_COUNTS = frozenset({"several", "few", "many", "some", "couple", "dozens", "countless"})
MOST = 100_000


def durations(words: Words, dates: list[Reading]) -> list[Reading]:
    """The durations and sets of a text outside its dates, in its order."""
    scene = Scene(words, None)
    taken = bytearray(len(words))
    for date in dates:
        for i in range(date.first, date.end):
            taken[i] = 1
    found: list[Reading] = []
    i = 0
    opens = openers()
    while i < len(words):
        worth = words.low[i] in opens or words.raw[i][0].isdigit()
        reading = _longest(scene, i) if worth and not taken[i] else None
        if reading is None or any(taken[reading.first : reading.end]):
            i += 1
            continue
        found.append(reading)
        i = reading.end
    return found


@cache
def openers() -> frozenset[str]:
    """Every word that may open a duration or a set; the rest of a text is passed over."""
    data = lexicon()
    units = {form for unit in data["units"] for form in (unit, unit + "s")}
    days = {day + "s" for day in data["weekdays"]}
    return frozenset(
        {
            *units, *days, *ones(), *scales(), *VAGUE_COUNTS, *data["durations"]["words"],
            *data["sets"], *data["loose"], "a", "an", "half", "all", "the", "every", "each", "per",
            "centuries",
        }
    )  # fmt: skip


def _longest(scene: Scene, i: int) -> Reading | None:
    found = [reading for rule in RULES if (reading := rule(scene, i)) is not None]
    return max(found, key=lambda reading: reading.end, default=None)


def _lasting(first: int, end: int, timex: str) -> Reading:
    return Reading(first, end, Interval(None, None, timex, "duration"), kind="duration")


def _repeated(first: int, end: int, timex: str) -> Reading:
    return Reading(first, end, Interval(None, None, timex, "set"), kind="set")


def counted(scene: Scene, i: int) -> Reading | None:
    """ "three years", "27-year", "two and a half weeks", "a few days", "half an hour"."""
    words = scene.words
    told = _count(words, i)
    if told is None:
        return None
    count, at = told
    dashed = words.at(at) in DASHES
    at += dashed
    unit = unit_at(scene, at)
    if unit is None or words.newline_before(at):
        return None
    plural = words.at(at).endswith("s")
    second = unit == "TS" and not plural
    if (second and not dashed) or (count is None and not plural):
        return None
    end = at + 1
    if words.low[end : end + 3] == ["and", "a", "half"] and count is not None:
        count, end = count + 0.5, end + 3
    for _ in range(2):  # "year-old", "month-long"
        if words.at(end) in DASHES and words.at(end + 1) in ("old", "long"):
            end += 2
    if plural and words.at(end) == "old":
        end += 1
    if not plural and not dashed and words.at(i) in ("a", "an", "one"):
        return _single(words, i, end, unit)
    return _lasting(i, end, duration(unit, count))


def _count(words: Words, i: int) -> tuple[float | None, int] | None:
    """How many, and the position behind; None as count for "several", "a few"."""
    word = words.at(i)
    if words.joined(i) and words.at(i - 1) in ("$", "€", "£", ".", "/", "-"):
        return None
    if word in ("a", "an") and words.at(i + 1) in VAGUE_COUNTS:
        at = i + 2 + (words.at(i + 2) == "of")
        return (2.0 if words.at(i + 1) == "couple" else None), at
    if word in ("a", "an") and words.at(i + 1) in ("full", "whole", "single", "further", "good"):
        return 1.0, i + 2
    if word in VAGUE_COUNTS and word != "couple":
        at = i + 1 + (words.at(i + 1) == "of")
        nth = number_at(words, at)
        return (nth.value, nth.end) if nth is not None and word == "some" else (None, at)
    if word == "half" and words.at(i + 1) in ("a", "an"):
        return 0.5, i + 2
    if word == "a" and words.low[i + 1 : i + 3] == ["quarter", "of"]:
        return None if words.at(i + 4) != "century" else (0.25, i + 4)
    number = number_at(words, i)
    if number is not None:
        return (number.value, number.end) if 0 < number.value <= MOST else None
    return (1.0, i + 1) if word in ("a", "an") else None


def _single(words: Words, i: int, end: int, unit: str) -> Reading | None:
    """ "For a year" lasts; "$5 a year", "twice a week" repeats; "one day he" is neither."""
    before, behind = words.at(i - 1), words.at(end)
    if words.at(i) != "one" and _is_rate(words, i):
        first = i - 1 if before in ("once", "twice", "thrice") else i
        return _repeated(first, end, duration(unit, 1))
    if unit in ("D", "TS", "TM", "2W", "TH") and before not in words_of("durations", "before"):
        return None
    if words.at(i) != "one" and before not in words_of("durations", "before"):
        idle = behind not in ("of", "in", "to", "after", "before", "later", "earlier", "on", "for")
        if idle and not words.ends_sentence(end) and behind not in (",", ")"):
            return None
    return _lasting(i, end, duration(unit, 1))


def _is_rate(words: Words, i: int) -> bool:
    before = words.at(i - 1)
    if before in words_of("durations", "rates") or before == "%":
        return True
    near = words.low[max(0, i - 4) : i]
    if before in words_of("durations", "before"):
        return False
    number = any(word[:1].isdigit() or word in ("million", "billion", "hundreds") for word in near)
    return number and before not in (",", "and", "or", ".", ";", ":")


def bare(scene: Scene, i: int) -> Reading | None:
    """ "Over the years", "for decades", "days after the vote", "hours of talks", "years-long"."""
    words = scene.words
    unit = unit_at(scene, i)
    if unit is None or not words.at(i).endswith("s"):
        long = unit is not None and words.at(i + 1) in DASHES and words.at(i + 2) in ("long", "old")
        if long and unit is not None:
            return _lasting(i, i + 3, duration(unit, 1))
        return _bare_word(words, i)
    before, behind = words.at(i - 1), words.at(i + 1)
    if behind in DASHES and words.at(i + 2) in ("long", "old"):
        return _lasting(i, i + 3, duration(unit, None))
    if unit in ("TS", "Q", "TM") and before not in ("for", "within", "in", "after"):
        return None
    cued = before in words_of("durations", "plural_before") or behind in ("later", "earlier", "ago")
    if before == "early":
        return None  # "the early hours" are a time of day
    if before == "the" and words.at(i - 2) in ("over", "through", "throughout", "down"):
        return _lasting(i - 1, i + 1, duration(unit, None))
    cued = cued or (behind in ("after", "before", "of") and before not in ("the", "these", "those"))
    return _lasting(i, i + 1, duration(unit, None)) if cued else None


def _bare_word(words: Words, i: int) -> Reading | None:
    """ "Yearlong", "weeklong", "decadelong"."""
    known = lexicon()["durations"]["words"].get(words.at(i))
    return _lasting(i, i + 1, known) if known is not None else None


def whole(scene: Scene, i: int) -> Reading | None:
    """ "All day", "the whole week", "the entire year", "all year round"."""
    words = scene.words
    at = i + 1
    if words.at(i) == "the" and words.at(i + 1) in ("whole", "entire", "full"):
        at = i + 2
    elif words.at(i) != "all":
        return None
    unit = unit_at(scene, at)
    if unit is None or words.at(at).endswith("s") or unit == "TS":
        return None
    end = at + 1 + (words.at(at + 1) in ("long", "round"))
    return _lasting(i, end, duration(unit, 1))


def repeated(scene: Scene, i: int) -> Reading | None:
    """ "Every week", "each Monday", "every two years", "per day", "every other month"."""
    words = scene.words
    if words.at(i) not in ("every", "each", "per"):
        return None
    at, count = i + 1, 1.0
    if words.at(at) in ("other", "second"):
        at, count = at + 1, 2.0
    elif (number := number_at(words, at)) is not None and number.value <= MOST:
        at, count = number.end, number.value
    elif words.at(at) in ("few", "single"):
        at, count = at + 1, count
    weekday = lexicon()["weekdays"].get(words.at(at))
    if weekday is not None and words.raw[at][0].isupper():
        return _repeated(i, at + 1, f"XXXX-WXX-{weekday + 1}")
    month = lexicon()["months"].get(words.at(at))
    if month is not None and words.raw[at][0].isupper():
        return _repeated(i, at + 1, f"XXXX-{month:02d}")
    season = lexicon()["seasons"].get(words.at(at))
    if season is not None:
        return _repeated(i, at + 1, f"XXXX-{season}")
    part = lexicon()["parts_of_day"].get(words.at(at))
    if part is not None:
        return _repeated(i, at + 1, f"XXXX-XX-XXT{part[0]}")
    unit = unit_at(scene, at)
    if unit is None or (unit == "TS" and not words.at(at).endswith("s")):
        return None
    if unit == "WE":
        return _repeated(i, at + 1, "XXXX-WXX-WE")
    unknown = words.at(at - 1) == "few"
    return _repeated(i, at + 1, duration(unit, None if unknown else count))


def frequent(scene: Scene, i: int) -> Reading | None:
    """ "Daily", "annual", "on Sundays", "at weekends"; not the "Daily Mail"."""
    words = scene.words
    known = lexicon()["sets"].get(words.at(i))
    if known is not None:
        titled = words.raw[i][0].isupper()
        behind = words.raw[i + 1] if i + 1 < len(words) else ""
        return None if titled and behind[:1].isupper() else _repeated(i, i + 1, known)
    word = words.at(i)
    weekday = lexicon()["weekdays"].get(word[:-1]) if word.endswith("days") else None
    if weekday is not None and words.raw[i][0].isupper():
        return _repeated(i, i + 1, f"XXXX-WXX-{weekday + 1}")
    return None


def loose(scene: Scene, i: int) -> Reading | None:
    """ "Recent", "the past", "the future", "current": past, present or future and no more."""
    words = scene.words
    name = lexicon()["loose"].get(words.at(i))
    if name is None:
        return None
    before, behind = words.at(i - 1), words.at(i + 1)
    if words.at(i) in ("past", "future"):
        noun = before in ("the", "near", "distant", "recent", "its", "their", "our")
        if not noun or (behind.isalpha() and behind not in words_of("durations", "closing")):
            return None
        first = i - 1 if before == "the" else i
        return Reading(first, i + 1, Interval(None, None, name, "vague"))
    if words.raw[i][0].isupper() and not words.starts_sentence(i):
        return None
    return Reading(i, i + 1, Interval(None, None, name, "vague"))


RULES: tuple[Rule, ...] = (counted, bare, whole, repeated, frequent, loose)
