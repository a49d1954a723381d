"""Rules for times of day, alone or beside a date, with their zones; and parts of the day.

"18:00 UTC", "at 6 p.m.", "6:40 p.m. (GMT+8)", "noon on Tuesday", "Friday night". A time whose
zone is not named is in the anchor's zone; all values leave here as UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from extractors.dates import calendar
from extractors.dates.calendar import Interval
from extractors.dates.relative import part_of_day
from extractors.dates.scene import Reading, Scene
from extractors.dates.words import lexicon
from extractors.grammar import ones, plain_int

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


# A time of day belongs to the last day named within this many words.
NEAR = 40


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day: its words, hour, minute and second, and minutes east of UTC if named."""

    end: int
    hour: int
    minute: int
    second: int | None
    zone: int | None
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


def zone_at(scene: Scene, i: int) -> tuple[int | None, int]:
    """Minutes east of UTC named at `i` ("UTC", "(GMT+8)"), and the position behind."""
    words = scene.words
    at = i + 1 if words.at(i) == "(" else i
    zones: dict[str, int] = lexicon()["zones"]
    word = words.at(at)
    if words.at(at + 1) == "time" and word in (
        "local",
        "moscow",
        "kyiv",
        "london",
        "eastern",
        "beijing",
    ):
        return (180 if word == "moscow" else None), at + 2
    if word not in zones or not (words.raw[at].isupper() or word == "z"):
        return None, i
    if word == "z" and not words.joined(at):
        return None, i
    offset, end = zones[word], at + 1
    if words.at(end) in ("+", "-", "−") and plain_int(words, end + 1, 14) is not None:
        sign = 1 if words.at(end) == "+" else -1
        offset += sign * 60 * int(words.at(end + 1))
        end += 2
    if at > i:
        end = end + 1 if words.at(end) == ")" else end
    return offset, end


def _instant(scene: Scene, day: datetime, clock: Clock) -> Interval:
    moment = day + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second or 0)
    shift = scene.offset if clock.zone is None else timedelta(minutes=clock.zone)
    start = moment - shift
    step = timedelta(seconds=1) if clock.second is not None else timedelta(minutes=1)
    timex = f"{day:%Y-%m-%d}{clock.shown}"
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
