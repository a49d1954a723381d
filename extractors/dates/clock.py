"""Rules for times of day, alone or beside a date, with their zones; and parts of the day.

"18:00 UTC", "at 6 p.m.", "6:40 p.m. (GMT+8)", "noon on Tuesday", "Friday night". A time whose
zone is not named is in the anchor's zone; all values leave here as UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from extractors.dates import calendar
from extractors.dates.calendar import Interval
from extractors.dates.relative import part_of_day
from extractors.dates.scene import Reading, Scene
from extractors.dates.words import lexicon, words_of
from extractors.grammar import Words, ones, plain_int

TIME_CUES = frozenset(
    {
        "at",
        "by",
        "around",
        "about",
        "from",
        "until",
        "till",
        "since",
        "before",
        "after",
        "between",
        "to",
        "and",
        "past",
        "-",
        "–",
        "t",
        ",",
        "(",
    }
)


Zone = int | str | None

# How far from a time of day a word may stand that names its day, in words.
DAY_TOLD = 12
# A time of day belongs to the last day named within this many words.
NEAR = 40


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: its words, hour, minute and second, and its zone as `zone_at` tells it."""

    end: int
    hour: int
    minute: int
    second: int | None
    zone: Zone
    shown: str


def clock_at(scene: Scene, i: int, sure: bool = False) -> Clock | None:
    """A time of day at `i`; `sure` says that the words around already make it a time."""
    words = scene.words
    word = words.at(i)
    if word in ("noon", "midnight"):
        if words.raw[i][0].isupper() and not words.starts_sentence(i):
            return None
        zone, end = zone_at(scene, i + 1)
        hour = 12 if word == "noon" else 0
        return Clock(end, hour, 0, None, zone, f"T{hour:02d}:00")
    military = _military(scene, i)
    if military is not None:
        return military
    parts = word.replace(".", ":").split(":")
    if not all(part.isdecimal() and len(part) <= 2 for part in parts) or len(parts) > 3:
        return _spelled_hour(scene, i)
    hour = int(parts[0])
    minute = int(parts[1]) if len(parts) > 1 else 0
    second = int(parts[2]) if len(parts) > 2 else None
    if hour > 24 or minute > 59 or (second or 0) > 59 or (len(parts) > 1 and len(parts[1]) != 2):
        return None
    half, end = _half_of_day(scene, i + 1)
    if half and hour > 12:
        half = ""
    zone, end = zone_at(scene, end)
    colon = ":" in word
    cued = sure or words.at(i - 1) in TIME_CUES or words.at(end) in ("on", "local")
    if not half and zone is None and not (colon and cued):
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    shown = f"T{hour % 24:02d}:{minute:02d}" + (f":{second:02d}" if second is not None else "")
    return Clock(end, hour % 24, minute, second, zone, shown)


def _military(scene: Scene, i: int) -> Clock | None:
    """ "0800 GMT", "at 1430 hours", "0600 local time", "0330Z"; "1430 hours of work" is none."""
    words = scene.words
    word = words.at(i)
    if len(word) != 4 or not word.isdecimal() or int(word[:2]) > 24 or int(word[2:]) > 59:
        return None
    end = i + 1
    counted = words.at(end) in ("hours", "hrs", "hr") or (
        words.at(end) == "h" and words.joined(end)
    )
    cued = words.at(i - 1) in TIME_CUES - {",", "(", "past", "after", "before"} or word[0] == "0"
    if counted and (not cued or words.at(end + 1) == "of"):
        return None
    end += counted
    zone, end = zone_at(scene, end)
    if zone is None and not counted:
        return None
    hour = int(word[:2]) % 24
    return Clock(end, hour, int(word[2:]), None, zone, f"T{hour:02d}:{word[2:]}")


def _spelled_hour(scene: Scene, i: int) -> Clock | None:
    """ "six p.m.", "seven o'clock"."""
    words = scene.words
    hour = ones().get(words.at(i), 0)
    if not 0 < hour <= 12:
        return None
    half, end = _half_of_day(scene, i + 1)
    if not half:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0)
    zone, end = zone_at(scene, end)
    return Clock(end, hour, 0, None, zone, f"T{hour:02d}:00")


def _half_of_day(scene: Scene, i: int) -> tuple[str, int]:
    """ "am", "pm", "p.m." behind a time, or "in the morning"."""
    words = scene.words
    word = words.at(i)
    if word in ("am", "pm"):
        return word, i + 1
    if word in ("a", "p") and words.at(i + 1) == "." and words.at(i + 2) == "m":
        return word + "m", i + 4 if words.at(i + 3) == "." else i + 3
    if (
        word == "in"
        and words.at(i + 1) == "the"
        and words.at(i + 2) in ("morning", "afternoon", "evening")
    ):
        return ("am" if words.at(i + 2) == "morning" else "pm"), i + 3
    return "", i


def zone_at(scene: Scene, i: int) -> tuple[Zone, int]:
    """The zone named at `i` and the position behind: "UTC", "(GMT+8)", "ET", "Kyiv time".

    Minutes east of UTC; the IANA name of a place, whose offset hangs on the day; "" for a zone
    that is named and not known ("local time"); None where none is named.
    """
    words = scene.words
    at = i + 1 if words.at(i) == "(" else i
    zones: dict[str, int | str] = lexicon()["zones"]
    named = _place_time(scene, at)
    if named is not None:
        zone, end = named
        return zone, end + (at > i and words.at(end) == ")")
    word = words.at(at)
    if word not in zones or not (words.raw[at].isupper() or word == "z"):
        return None, i
    if word == "z" and not words.joined(at):
        return None, i
    offset, end = zones[word], at + 1
    signed = words.at(end) in ("+", "-", "−") and plain_int(words, end + 1, 14) is not None
    if isinstance(offset, int) and signed:
        sign = 1 if words.at(end) == "+" else -1
        offset += sign * 60 * int(words.at(end + 1))
        end += 2
    if at > i:
        end = end + 1 if words.at(end) == ")" else end
    return offset, end


def _place_time(scene: Scene, at: int) -> tuple[Zone, int] | None:
    """ "Kyiv time", "Eastern Standard Time", "local time"; a place no table knows is unknown."""
    words = scene.words
    places: dict[str, int | str] = lexicon()["zone_places"]
    for length in (3, 2, 1):
        if at + length > len(words):
            continue
        phrase = " ".join(words.low[at : at + length])
        timed = words.at(at + length) == "time"
        if phrase in places and (timed or phrase.endswith(" time")):
            return places[phrase], at + length + timed
    if words.at(at) in ("eastern", "pacific") and words.raw[at][0].isupper():
        return places[words.at(at)], at + 1
    for length in (1, 2):
        titled = all(word[0].isupper() for word in words.raw[at : at + length])
        if words.at(at + length) == "time" and (titled or words.at(at) == "local"):
            return "", at + length + 1
    return None


def _shift(scene: Scene, moment: datetime, zone: Zone) -> timedelta | None:
    """How far east of UTC a time of day is; None where its zone is not known."""
    if zone is None:
        return scene.offset
    if isinstance(zone, int):
        return timedelta(minutes=zone)
    return ZoneInfo(zone).utcoffset(moment) if zone else None


def _instant(scene: Scene, day: datetime, clock: Clock) -> Interval:
    moment = day + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second or 0)
    shift = _shift(scene, moment, clock.zone)
    timex = f"{day:%Y-%m-%d}{clock.shown}"
    if shift is None:
        return replace(calendar.day(day.date()), timex=timex)
    start = moment - shift
    step = timedelta(seconds=1) if clock.second is not None else timedelta(minutes=1)
    if clock.zone is not None:
        timex = (
            f"{start:%Y-%m-%dT%H:%M}" + (f":{start:%S}" if clock.second is not None else "") + "Z"
        )
    return Interval(start, start + step, timex, "second" if clock.second is not None else "minute")


def clock_alone(scene: Scene, i: int) -> Reading | None:
    """A time on the day of the anchor; without one only its TIMEX3 value is known."""
    clock = clock_at(scene, i)
    if clock is None:
        return None
    if scene.today is None:
        return Reading(i, clock.end, calendar.unresolved(clock.shown), kind="clock")
    if _beside_unread_date(scene, i, clock.end):
        return Reading(i, clock.end, calendar.unresolved(clock.shown), kind="clock")
    day = scene.today
    last = scene.last
    if last is not None:
        # beside a day it is a time of that day; far from every day no one knows of which
        near = i - scene.last_end < NEAR and last.precision in ("day", "part_of_day", "minute")
        if not near or last.lower is None:
            return Reading(i, clock.end, calendar.unresolved(clock.shown), kind="clock")
        day = last.lower.date()
    return Reading(
        i, clock.end, _instant(scene, datetime.combine(day, time()), clock), kind="clock"
    )


def _beside_unread_date(scene: Scene, first: int, end: int) -> bool:
    """Whether a day that no rule could read is told: "02/08/2012 4:49 PM", "the night of the coup".

    Such a time of day is of that day and not of the anchor's.
    """
    words = scene.words
    if scene.last_end >= first - 3:
        return False
    back = first - 1
    back -= words.at(back) in ("at", ",", "on", "around", "about")
    ahead = end + (words.at(end) == ",")
    ahead += words.at(ahead) in ("on", "of")
    slashed = words.raw[back - 1 : back] in (["/"], ["-"], ["."]) and words.at(back).isdecimal()
    dotted = words.at(back).count(".") >= 1 and words.at(back).replace(".", "").isdecimal()
    ordinal = words.at(back) in ("st", "nd", "rd", "th") and words.joined(back)
    behind = words.at(ahead)[:1].isdigit() and words.at(ahead + 1) in ("/", "st", "nd", "rd", "th")
    return slashed or dotted or ordinal or behind or _tells_a_day(words, first, end)


def _tells_a_day(words: Words, first: int, end: int) -> bool:
    """Whether the sentence names a day of its own: "the day the dam burst", "each morning"."""
    for step in (-1, 1):
        i = first - 1 if step < 0 else end
        while 0 <= i < len(words) and abs(i - first) < DAY_TOLD:
            if words.raw[i] in ".!?;" or (step < 0 and words.newline_before(i + 1)):
                break
            part = words.at(i) in lexicon()["parts_of_day"] and words.at(i + 1) == "of"
            if part or words.at(i) in words_of("unread_days", "words"):
                return True
            i += step
    return False


def with_time(scene: Scene, found: Reading) -> Reading:
    """A date with the time of day that stands right behind it: "Tuesday at 6pm", "Friday night"."""
    words = scene.words
    if found.value.precision != "day" and not found.value.timex.startswith("XXXX"):
        return found
    if "/" in found.value.timex:
        return found
    at = found.end
    if words.at(at) == "t" and words.joined(at) and words.joined(at + 1):
        clock = clock_at(scene, at + 1, sure=True)
    else:
        at += words.at(at) == ","
        at += words.at(at) in ("at", "around", "about", "by")
        clock = clock_at(scene, at, sure=words.at(at - 1) == "at" or at == found.end)
    if clock is None:
        named = words.at(found.end) in ("early", "late")
        part = words.at(found.end + 1 if named else found.end)
        if part not in lexicon()["parts_of_day"] or part == "overnight":
            return found
        end = found.end + (2 if named else 1)
        code, low, high = lexicon()["parts_of_day"][part]
        if found.value.lower is None:
            timex = f"{found.value.timex}T{code}"
            return replace(found, end=end, value=calendar.unresolved(timex), by_year=None)
        return replace(
            found,
            end=end,
            value=part_of_day(found.value.lower.date(), code, low, high),
            by_year=None,
        )
    if found.value.lower is None:
        value = calendar.unresolved(found.value.timex + clock.shown)
    else:
        value = _instant(scene, found.value.lower, clock)
    return replace(found, end=clock.end, value=value, by_year=None)


def before_date(scene: Scene, clock: Reading, found: Reading) -> Reading:
    """ "6pm on Tuesday": the time reads with the date behind it."""
    parsed = clock_at(scene, clock.first)
    value = found.value
    if parsed is None or value.lower is None or value.precision not in ("day", "part_of_day"):
        return clock
    day = datetime.combine(value.lower.date(), time())
    if value.timex.endswith("TNI") and parsed.hour < 12:
        # "2am last night" was this morning
        day += calendar.DAY
    words, end = scene.words, found.end
    # "11:36 Tuesday morning"
    end += words.at(end) in lexicon()["parts_of_day"]
    return replace(
        found, first=clock.first, end=end, value=_instant(scene, day, parsed), by_year=None
    )
