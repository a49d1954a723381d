"""Rules for years, ranges of years, decades and centuries, and what makes four digits a year.

In: a `Scene` and a position. Out: a `Reading` or None. A bare "2024" needs a cue: a preposition,
a determiner with a noun, brackets, or the name of a yearly event.
"""

from __future__ import annotations

from extractors.dates import calendar
from extractors.dates.calendar import Interval
from extractors.dates.scene import FIRST_YEAR, LAST_YEAR, Reading, Scene
from extractors.dates.words import words_of
from extractors.grammar import DASHES, Words, day_at, number_at, number_lexicon, plain_int


def year_at(words: Words, i: int) -> int | None:
    """A bare four-digit year."""
    word = words.at(i)
    if len(word) != 4 or not word.isdecimal():
        return None
    value = int(word)
    glued = words.joined(i) and words.at(i - 1) in {"$", "€", "£", "¥", "#", "@", "_", "+", "%"}
    return value if FIRST_YEAR <= value <= 2199 and not glued else None


def decade(scene: Scene, i: int) -> Reading | None:
    """ "1950s", "the 1950s", "the '90s", "the nineties"."""
    words = scene.words
    year = year_at(words, i)
    if year is not None and words.at(i + 1) == "s" and words.joined(i + 1):
        if year % 100 == 0 and year % 1000 != 0 and year < 2000:
            return Reading(i, i + 2, calendar.century(year // 100 + 1))
        return Reading(i, i + 2, calendar.decade(year)) if year % 10 == 0 else None
    if year is not None and words.at(i + 1) in ("'", "’") and words.at(i + 2) == "s":
        if (
            year % 10 == 0
            and words.joined(i + 2)
            and words.at(i - 1) in ("the", "early", "late", "mid", "-")
        ):
            return Reading(i, i + 3, calendar.decade(year))
        return None
    tens: dict[str, int] = number_lexicon()["decades"]
    before = words.at(i - 1) in ("the", "early", "late", "mid", "-")
    if words.at(i) in ("'", "’", "‘") and words.at(i + 2) == "s" and words.joined(i + 2):
        short = plain_int(words, i + 1, 99)
        if short is not None and short % 10 == 0 and len(words.at(i + 1)) == 2:
            return Reading(i, i + 3, calendar.decade((1900 if short > 20 else 2000) + short))
    if words.at(i) in tens and before:
        # "in her nineties" is an age: only "the nineties"
        return Reading(i, i + 1, calendar.decade(1900 + tens[words.at(i)]))
    return None


def century(scene: Scene, i: int) -> Reading | None:
    """ "the 19th century", "the twentieth century"; "BC" is out of reach."""
    words = scene.words
    number = day_at(words, i)
    if number is None or not 0 < number[0] <= 25:
        return None
    at = number[1] + 1 if words.at(number[1]) == "-" else number[1]
    if words.at(at) not in ("century", "centuries") or words.at(at + 1) in ("bc", "bce", "b"):
        return None
    if plain_int(words, i, 99) is not None and number[1] == i + 1:
        return None
    return Reading(i, at + 1, calendar.century(number[0]))


def years_apart(scene: Scene, i: int) -> Reading | None:
    """ "2016–17", "2016-2017", "1914-18"."""
    words = scene.words
    first = year_at(words, i)
    if first is None or words.at(i + 1) not in DASHES or not first >= 1500:
        return None
    tight = words.joined(i + 1) and words.joined(i + 2)
    if words.joined(i) and words.at(i - 1) in DASHES:
        return None
    word = words.at(i + 2)
    if len(word) == 2 and word.isdecimal() and tight:
        last = first - first % 100 + int(word)
        if last < first and int(word) == (first + 1) % 100:
            last += 100
        if last != first + 1 and words.at(i + 1) == "-" and not cued_year(scene, i, i + 3):
            return None
    elif year_at(words, i + 2) is not None:
        last = int(word)
    else:
        return None
    if not first < last <= min(first + 150, 2199) or (
        words.joined(i + 3) and words.at(i + 3) in DASHES
    ):
        return None
    low, high = calendar.year(first), calendar.year(last)
    return Reading(i, i + 3, Interval(low.lower, high.upper, f"{low.timex}/{high.timex}", "year"))


def year_alone(scene: Scene, i: int) -> Reading | None:
    """A year with a cue: "in 2022", "the 1991 settlement", "Euro 2024", "(2019)"."""
    year = year_at(scene.words, i)
    if year is None or not cued_year(scene, i, i + 1):
        return None
    return Reading(i, i + 1, calendar.year(year))


def cued_year(scene: Scene, i: int, end: int) -> bool:
    """Whether the words around a four-digit number make it a year."""
    words = scene.words
    before, after = words.at(i - 1), words.at(end)
    if words.joined(i):
        if before not in words_of("year_cues", "touching") or before == "/":
            return False
        if before in DASHES and words.at(i - 2) not in words_of("year_cues", "prefixes"):
            return False
    if after == "/" and words.joined(end):
        return False
    if after in words_of("year_cues", "units_after") or after in words_of(
        "year_cues", "never_after"
    ):
        return False
    street = words_of("year_cues", "street")
    if after in street or (words.at(end + 1) in street and words.raw[end][0].isupper()):
        return False
    happening = after in words_of("year_cues", "plural_nouns")
    described = before in words_of("year_cues", "determiners")
    if not happening and not described and _counts_plural(words, i):
        return False
    plural = after.endswith("s") and after.isalpha() and words.raw[end].islower()
    plural = plural and not happening and len(after) > 2
    if before in words_of("year_cues", "before"):
        return _cue_holds(scene, i, before, plural)
    if before in DASHES:
        return True
    if before == "as" and words.at(i - 2) in ("early", "late", "recently"):
        return True
    if before == "least" and words.at(i - 3) in ("until", "till", "through"):
        return True
    if described:
        # "the 2015 assaults"; a counted 2,015 would have its comma, and people are in the list
        return after.isalpha()
    if before in ("(", "[") and (after in (")", "]", ",", ";") or after in DASHES):
        return True
    if before in words_of("year_cues", "events") and words.raw[i - 1][0].isupper():
        return True
    if words.starts_sentence(i) and _opens_entry(words, end):
        return True
    return before == "," and scene.last_end >= i - 3 and scene.last is not None and not plural


def _opens_entry(words: Words, end: int) -> bool:
    """ "2024 was ...", "2022: ...", "2022 Negotiations: ..." at the head of a line or sentence."""
    after = words.at(end)
    if after in words_of("year_cues", "verbs_after") or after in (":", "–", "—"):
        return True
    titled = end < len(words) and words.raw[end][0].isupper()
    return titled and ":" in words.low[end + 1 : end + 5]


def _counts_plural(words: Words, i: int) -> bool:
    """Whether the parse says that the number counts a plural noun behind it."""
    token = words.token(i)
    if token is None or token.dep_ != "nummod" or token.head.i <= token.i:
        return False
    return "Plur" in token.head.morph.get("Number", [])


def _cue_holds(scene: Scene, i: int, before: str, plural: bool) -> bool:
    words = scene.words
    if before in ("and", "or", "to"):
        # a year only beside another: "2014 and 2016", "from 2009 to 2011"
        return scene.last_end == i - 2 and year_at(words, i - 2) is not None
    if before in words_of("year_cues", "weak"):
        return not plural and words.at(i + 1) != "of"
    if before in ("in", "since", "during", "until", "till") and plural:
        # "in 2024 soldiers": the parse, where there is one, has had its say above
        return words.starts_sentence(i - 1) or before != "during"
    return True


def number_year_words(scene: Scene, i: int) -> Reading | None:
    """ "nineteen eighty-six" after a cue."""
    words = scene.words
    if words.at(i) not in ("nineteen", "eighteen", "twenty") or words.at(i - 1) not in (
        "in",
        "since",
        "of",
    ):
        return None
    rest = number_at(words, i + 1)
    if rest is None or rest.digits or not 10 <= rest.value < 100 or rest.scale != 1:
        return None
    high = {"nineteen": 1900, "eighteen": 1800, "twenty": 2000}[words.at(i)]
    value = high + int(rest.value)
    return Reading(i, rest.end, calendar.year(value)) if FIRST_YEAR <= value <= LAST_YEAR else None
