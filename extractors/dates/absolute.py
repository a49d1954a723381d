"""Rules for dates that name a day, month, year, decade, century, quarter or season.

In: a `Scene` and a position. Out: a `Reading` or None. Each rule states what it reads; a rule
looks at a bounded number of words, so the whole stays linear.
"""

from __future__ import annotations

from datetime import date

from extractors.dates import calendar
from extractors.dates.calendar import Interval
from extractors.dates.scene import ByYear, Reading, Scene, in_some_year, safe
from extractors.dates.words import lexicon, words_of
from extractors.dates.years import year_at
from extractors.grammar import DASHES, Words, day_at, plain_int

CONNECTORS = frozenset({"to", "through", "until", "till", "thru"}) | DASHES


def month_at(words: Words, i: int) -> tuple[int, int] | None:
    """Month and the position behind it, with the full stop of an abbreviation."""
    number = lexicon()["months"].get(words.at(i))
    if number is None:
        return None
    end = i + 1
    short = len(words.at(i)) <= 4 and words.at(i) not in ("may", "june", "july")
    if short and words.at(end) == "." and words.joined(end):
        end += 1
    return number, end


def year_behind(words: Words, i: int) -> tuple[int, int] | None:
    """A year behind a day or month: ", 2024", "2024", "of 2024", "'24"."""
    for skip in ((",",), ("of",), ()):
        at = i + len(skip)
        if skip and words.at(i) != skip[0]:
            continue
        year = year_at(words, at)
        if year is not None and not (skip == (",",) and words.newline_before(at)):
            behind = words.at(at + 1)
            if skip == (",",) and behind in words_of("year_cues", "units_after"):
                return None
            return year, at + 1
    if words.at(i) == "-" and words.joined(i) and words.joined(i + 1):
        year = year_at(words, i + 1)
        if year is not None:
            return year, i + 2
    if words.at(i) in ("'", "’") and len(words.at(i + 1)) == 2:
        short = plain_int(words, i + 1, 99)
        if short is not None and words.joined(i + 1):
            return short + (2000 if short < 50 else 1900), i + 2
    return None


def iso_date(scene: Scene, i: int) -> Reading | None:
    """ "2024-11-12", "2024/11/12", "2024-11"."""
    words = scene.words
    year = year_at(words, i)
    sign = words.at(i + 1)
    if year is None or sign not in ("-", "/", "‑") or not words.joined(i + 2):
        return None
    if words.joined(i) and words.at(i - 1) in ("-", "/", "‑", "+", "."):
        return None
    month = plain_int(words, i + 2, 12)
    if not month or len(words.at(i + 2)) != 2 or not words.joined(i + 1):
        return None
    if words.at(i + 3) == sign and words.joined(i + 3) and words.joined(i + 4):
        number = plain_int(words, i + 4, 31)
        if not number or (words.joined(i + 5) and words.at(i + 5) == sign):
            return None
        value = safe(lambda y: calendar.day(date(y, month, number)), year)
        return Reading(i, i + 5, value) if value else None
    # "2004-05" is a season of two years; "2024-11" can only be a month
    if sign != "-" or month == (year + 1) % 100:
        return None
    return Reading(i, i + 3, calendar.month(year, month))


def numeric_date(scene: Scene, i: int) -> Reading | None:
    """ "13/11/2024", "12.11.2024"; "12/11/2024" only where the order of day and month is known."""
    words = scene.words
    if "." in words.at(i):
        parts, end, dotted = words.at(i).split("."), i + 1, True
    else:
        sign = words.at(i + 1)
        if sign not in ("/", "-") or words.at(i + 3) != sign:
            return None
        if not all(words.joined(i + k) for k in (1, 2, 3, 4)):
            return None
        parts, end, dotted = [words.at(i), words.at(i + 2), words.at(i + 4)], i + 5, False
    if len(parts) != 3 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    if len(parts[0]) > 2 or len(parts[1]) > 2 or len(parts[2]) not in (2, 4):
        return None
    if len(parts[2]) == 2 and (scene.day_first is None or dotted):
        return None
    if not dotted and words.joined(end) and words.at(end) == words.at(i + 1):
        return None
    first, second, year = (int(part) for part in parts)
    if len(parts[2]) == 2:
        year += 2000 if year < 50 else 1900
    elif not 1700 <= year <= 2199:
        return None
    day_first = scene.day_first
    if first > 12 or dotted:
        day_first = True
    elif second > 12 or first == second:
        day_first = False
    if day_first is None:
        return None
    day, month = (first, second) if day_first else (second, first)
    value = safe(lambda y: calendar.day(date(y, month, day)), year) if day and month else None
    return Reading(i, end, value) if value else None


def numeric_order(words: Words) -> bool | None:
    """Whether the text's own unambiguous numeric dates put the day first; None: no telling."""
    votes: set[bool] = set()
    for i in range(len(words) - 4):
        if words.raw[i + 1] != "/" or words.raw[i + 3] != "/" or len(words.raw[i + 4]) != 4:
            continue
        first, second = plain_int(words, i, 31), plain_int(words, i + 2, 31)
        if first and second and (first > 12) != (second > 12):
            votes.add(first > 12)
    return votes.pop() if len(votes) == 1 else None


def day_month(scene: Scene, i: int) -> Reading | None:
    """ "19 June 2024", "19th of June", "8 to 10 May 2025", "12 and 13 November"."""
    words = scene.words
    start = day_at(words, i)
    if start is None:
        return None
    first, at = start
    last = first
    joint = words.at(at)
    if joint in CONNECTORS or joint in ("and", "or", "/", "&"):
        more = day_at(words, at + 2 if words.at(at + 1) == "the" else at + 1)
        if more is not None and more[0] > first:
            last, at = more
            if joint == "or":
                return None
    if words.at(at) == "day" and words.at(at + 1) == "of":
        at += 1
    if words.at(at) == "of" or (
        words.at(at) in DASHES and words.joined(at) and words.joined(at + 1)
    ):
        at += 1
    named = month_at(words, at)
    if named is None:
        return None
    verb = words.at(at) in ("may", "march", "mar") and words.raw[at].islower()
    if verb and year_behind(words, named[1]) is None:
        return None
    month, at = named
    if words.at(i).isdecimal() and words.joined(i) and words.at(i - 1) in ("$", "€", "£", "-", "."):
        return None
    return _day_in_month(scene, i, at, month, first, last)


def month_day(scene: Scene, i: int) -> Reading | None:
    """ "June 19, 2024", "Nov. 12", "May 8-10, 2025", "February twenty-second"."""
    words = scene.words
    named = month_at(words, i)
    if named is None or (words.raw[i].islower() and words.at(i) in ("may", "march", "mar", "dec")):
        return None
    month, at = named
    if words.at(at) == "the" or (
        words.at(at) in DASHES and words.joined(at) and words.joined(at + 1)
    ):
        at += 1
    start = day_at(words, at)
    if start is None or words.newline_before(at):
        return None
    first, at = start
    word = words.at(at)
    if word in words_of("year_cues", "units_after") or word in ("%", "million", "billion"):
        return None
    if word in DASHES or word in ("to", "through", "and", "&"):
        more = day_at(words, at + 2 if words.at(at + 1) == "the" else at + 1)
        behind = more[1] if more else 0
        # "May 8 and 10 soldiers" counts soldiers
        closed = word != "and" or words.ends_sentence(behind) or words.at(behind) == ","
        if more is not None and more[0] > first and closed and month_at(words, behind) is None:
            return _day_in_month(scene, i, behind, month, first, more[0])
    return _day_in_month(scene, i, at, month, first, first)


def _day_in_month(
    scene: Scene, first_word: int, at: int, month: int, first: int, last: int
) -> Reading | None:
    def make(year: int) -> Interval:
        if last > first:
            return calendar.days(date(year, month, first), date(year, month, last))
        return calendar.day(date(year, month, first))

    timex = f"XXXX-{month:02d}-{first:02d}"
    if last > first:
        timex += f"/XXXX-{month:02d}-{last:02d}"
    return with_year(scene, first_word, at, make, timex)


def with_year(
    scene: Scene, first: int, at: int, make: ByYear, timex: str, cue: str = ""
) -> Reading | None:
    """The date in the year written behind it, else in the year the anchor tells."""
    written = year_behind(scene.words, at)
    if written is not None:
        value = safe(make, written[0])
        return Reading(first, written[1], value) if value else None
    k = at + 1 if scene.words.at(at) == "of" else at
    shift = {"this": 0, "last": -1, "next": 1}.get(scene.words.at(k))
    if shift is not None and scene.words.at(k + 1) == "year" and scene.today is not None:
        value = safe(make, scene.today.year + shift)
        return Reading(first, k + 2, value) if value else None
    return in_some_year(scene, first, at, make, timex, cue)


def month_alone(scene: Scene, i: int) -> Reading | None:
    """ "May 2024", "in May", "November"; "May" and "March" without a cue are not months."""
    words = scene.words
    named = month_at(words, i)
    if named is None:
        return None
    month, end = named

    def make(year: int) -> Interval:
        return calendar.month(year, month)

    written = year_behind(words, end)
    if (written is not None and words.at(end) != "of") or (written and words.raw[i][0].isupper()):
        return Reading(i, written[1], calendar.month(written[0], month)) if written else None
    if words.at(end) in DASHES and year_at(words, end + 1):
        return Reading(i, end + 2, calendar.month(int(words.at(end + 1)), month))
    if words.pos(i) in ("AUX", "VERB"):
        return None
    small = {*words_of("month_words", "plain"), "april", "june", "august"}
    if words.raw[i][0].islower() and words.low[i] not in small:
        return None
    if not _names_month(words, i, end):
        return None
    return with_year(scene, i, end, make, f"XXXX-{month:02d}")


def _names_month(words: Words, i: int, end: int) -> bool:
    word, before = words.low[i], words.at(i - 1)
    full = len(word) > 4 or word in ("may", "june", "july")
    cued = before in words_of("month_words", "cues")
    if before == "-" and words.at(i - 2) in ("mid", "early", "late"):
        cued = True
    if before in ("and", "or", ",") and (month_at(words, i - 2) is not None):
        cued = True
    if before in CONNECTORS and month_at(words, i - 2) is not None:
        cued = True
    follow = words.at(end)
    if (follow in CONNECTORS or follow in ("and", "or")) and month_at(words, end + 1) is not None:
        cued = cued or word not in ("may", "march")
    if not full:
        return (cued and word not in ("mar", "jan", "dec")) or (cued and words.at(end - 1) == ".")
    if word in words_of("month_words", "plain"):
        return cued or not _opens_name(words, i, end)
    if not cued:
        return False
    # "by June Smith", "of May Day", "for August Wilson", "in April O'Neil's team": a name goes on
    behind = words.raw[end] if end < len(words) else ""
    if behind in ("O", "Mc", "Mac") or _is_forename(words, i, end):
        return False
    name_goes_on = behind[:1].isupper() and behind.isalpha() and not words.starts_sentence(end)
    if (
        word in ("june", "april", "august", "may")
        and name_goes_on
        and before not in ("in", "since")
    ):
        return lexicon()["months"].get(words.at(end)) is not None
    return True


def _opens_name(words: Words, i: int, end: int) -> bool:
    """ "The actress January Jones": a capital behind the month, and nothing before that dates."""
    behind = words.raw[end] if end < len(words) else ""
    titled = behind[:1].isupper() and behind[1:].islower() and behind.isalpha()
    placed = words.at(i - 1) in ("the", "a", "an", "this", "that", "his", "her", "its", "their")
    if not titled or placed or words.newline_before(end) or words.starts_sentence(end):
        return False
    return behind.lower() not in lexicon()["weekdays"] and month_at(words, end) is None


def _is_forename(words: Words, i: int, end: int) -> bool:
    """Whether the parse joins the word to a name behind it: "April Jones", not "April Russia"."""
    token, behind = words.token(i), words.token(end)
    if token is None or behind is None or behind.pos_ != "PROPN":
        return False
    flat = behind.dep_ in ("flat", "flat:name") and behind.head.i == token.i
    return flat or (token.dep_ in ("flat", "compound") and token.head.i == behind.i)
