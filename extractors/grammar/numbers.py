"""Numbers written in digits or words: one reader for dates and quantities.

In: `Words` and a position. Out: the value and the position behind it. Handles "12,000",
"12 000" (thin and no-break spaces), "2.5 million", "10k", "3bn", "three thousand",
"twenty-one", "a hundred", "half a million", "one and a half", "1/2", "3½", "two dozen".
Touches nothing but `quantities.toml`, once.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extractors.grammar.words import DASHES, Words, plain_int

# Longer runs of digits are identifiers (and `int` refuses beyond 4300).
MAX_DIGITS = 18


@cache
def number_lexicon() -> dict[str, Any]:
    """The tables of `quantities.toml`."""
    path = Path(__file__).parent / "quantities.toml"
    with path.open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class Number:
    """A value with the words it was read from; `scale` is its last multiplier (1, 1e3, 1e6)."""

    first: int
    end: int
    value: float
    scale: float
    digits: bool


@cache
def ones() -> dict[str, int]:
    """Number words below a hundred."""
    return dict(number_lexicon()["numbers"])


@cache
def scales() -> dict[str, float]:
    """Multipliers in words ("million")."""
    return {word: float(value) for word, value in number_lexicon()["scales"].items()}


@cache
def suffixes() -> dict[str, float]:
    """Multipliers written against digits ("bn")."""
    return {word: float(value) for word, value in number_lexicon()["suffixes"].items()}


@cache
def fractions() -> dict[str, float]:
    """Names of fractions ("thirds")."""
    return {word: float(value) for word, value in number_lexicon()["fractions"].items()}


def digits_value(word: str) -> float | None:
    """Value of a number in digits; None for a time, a version or an identifier."""
    if not word[:1].isdigit() or len(word) > 4 * MAX_DIGITS // 3:
        return None
    plain = word.replace(",", "")
    if ":" in plain or plain.count(".") > 1 or sum(map(str.isdigit, plain)) > MAX_DIGITS:
        return None
    try:
        return float(plain)
    except ValueError:
        return None


def number_at(words: Words, i: int) -> Number | None:
    """The longest number that starts at word `i`, or None."""
    if i >= len(words):
        return None
    if words.raw[i][0].isdigit():
        return _digits(words, i)
    share = share_of_scale(words, i)
    if share is not None:
        return share
    if words.low[i] in ("a", "an", "half", "quarter"):
        return _article(words, i)
    if words.low[i] in ones() or words.low[i] in scales():
        return _spelled(words, i)
    sign = words.raw[i]
    if len(sign) == 1 and unicodedata.category(sign) == "No" and sign in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞":
        return _scaled(words, i, i + 1, unicodedata.numeric(sign), True)
    return None


def _digits(words: Words, i: int) -> Number | None:
    european = _european(words, i)
    if european is not None:
        return _scaled(words, i, european[1], european[0], True)
    value = digits_value(words.raw[i])
    if value is None:
        return None
    end = i + 1
    grouped = words.raw[i]
    # "12 000" with a thin or no-break space, as European agencies set it
    while len(grouped) <= 3 and end - i < 5 and _thousands(words, end):
        value = value * 1000 + float(words.raw[end])
        end += 1
    if words.at(end) in ("/", "⁄") and words.joined(end) and words.joined(end + 1):
        below = digits_value(words.raw[end + 1]) if end + 1 < len(words) else None
        if below and value < below <= 10:
            return _scaled(words, i, end + 2, value / below, True)
        return None
    if end + 2 < len(words) and words.raw[end + 1] in ("/", "⁄") and not words.joined(end):
        above = digits_value(words.raw[end])
        below = digits_value(words.raw[end + 2])
        if above and below and above < below <= 16 and words.joined(end + 2):
            return _scaled(words, i, end + 3, value + above / below, True)
    if end < len(words) and words.raw[end] in "½⅓⅔¼¾⅛⅜⅝⅞":
        return _scaled(words, i, end + 1, value + unicodedata.numeric(words.raw[end]), True)
    more = _and_a_part(words, end)
    if more:
        return _scaled(words, i, end + 3, value + more, True)
    number = _scaled(words, i, end, value, True)
    if number.scale in (100.0, 1000.0) and words.at(number.end) == "and":
        # "3 hundred and 21"
        rest = number_at(words, number.end + 1)
        if rest is not None and rest.scale == 1 and rest.value < number.scale:
            return Number(i, rest.end, number.value + rest.value, 1.0, True)
    return number


def _and_a_part(words: Words, i: int) -> float:
    """ "and a half", "and a quarter" behind a number; 0 where there is none."""
    if words.at(i) != "and" or words.at(i + 1) != "a":
        return 0.0
    return {"half": 0.5, "quarter": 0.25}.get(words.at(i + 2), 0.0)


def _european(words: Words, i: int) -> tuple[float, int] | None:
    """ "1,5 million", "12,5 %", "12.000 soldiers", "2.500.000": the value and the end.

    A comma before one or two digits is a decimal where a scale or a percent sign stands behind;
    groups of three behind dots are thousands where there are two, or where a counted plural
    stands behind, of which nobody counts thousandths.
    """
    word = words.raw[i]
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+", word):
        behind = words.at(i + 1)
        measured = bool({behind, behind[:-1]} & number_lexicon()["units"].keys())
        counted = behind in number_lexicon()["nouns"] or (len(behind) > 3 and behind.endswith("s"))
        if word.count(".") > 1 or (counted and not measured and not words.joined(i + 1)):
            return float(word.replace(".", "")), i + 1
        return None
    below = words.at(i + 2)
    if not (word.isdecimal() and len(word) <= 3 and words.at(i + 1) == "," and below.isdecimal()):
        return None
    if len(below) > 2 or not (words.joined(i + 1) and words.joined(i + 2)):
        return None
    behind = words.at(i + 3)
    percent = behind == "%" or behind.startswith("percent")
    percent = percent or words.low[i + 3 : i + 5] == ["per", "cent"]
    suffix = behind in ("bn", "mn", "mln", "bln")
    if behind in scales() or suffix or percent:
        return float(f"{word}.{below}"), i + 3
    return None


def _thousands(words: Words, k: int) -> bool:
    """Whether word `k` is a further group of three digits.

    Behind a plain space only "000", or where a small word stands behind all groups.
    """
    group = words.raw[k] if k < len(words) else ""
    if not re.fullmatch(r"[0-9]{3}(?:\.[0-9]{1,4})?", group):
        return False
    gap = words.text[words.end[k - 1] : words.start[k]]
    if gap in ("\u00a0", "\u202f", "\u2009") or (gap == " " and group == "000"):
        return True
    if gap != " " or words.joined(k + 1) or words.raw[k - 1][0] == "0" or "," in words.raw[k - 1]:
        return False
    at = k + 1
    while at < k + 3 and at < len(words) and re.fullmatch(r"[0-9]{3}", words.raw[at]):
        at += 1
    if words.at(k - 2)[:1].isdigit() and len(words.raw[k - 1]) < 3:
        return False
    behind = words.raw[at] if at < len(words) else ""
    return behind.isalpha() and behind.islower() and len(behind) > 2


def _scaled(words: Words, first: int, end: int, value: float, digits: bool) -> Number:
    """Multiplies by what follows: "million", "k", "dozen", "hundred thousand"."""
    scale = 1.0
    for _ in range(3):
        at = end
        if words.at(at) == "-" and words.joined(at) and words.joined(at + 1):
            at += 1
        word = words.at(at)
        if word in scales():
            factor = scales()[word]
        elif digits and _suffixed(words, at, word):
            factor = suffixes()[word]
        else:
            break
        scale *= factor
        end = at + 1
    # 16.4 * 1e6 is not 16,400,000 in binary
    product = round(value * scale, 6) if scale > 1 else value
    return Number(first, end, product, scale, digits)


def _suffixed(words: Words, at: int, word: str) -> bool:
    """ "10k", "5m people", "3 bn"; "48m" alone is a length."""
    if word in ("bn", "mn", "tn", "mln", "bln", "trn"):
        return True
    if word not in suffixes() or not words.joined(at):
        return False
    if words.joined(at + 1) and words.at(at + 1)[:1].isalnum():
        return False
    if word == "k":
        return True
    if word == "mm" and words.raw[at] != "MM":
        return False
    signs = {words.at(at - 2), words.at(at - 4) if words.at(at - 2) in DASHES else ""}
    money = bool(signs & set("$€£¥₽₴₹"))
    after = words.at(at + 1)
    if word in ("b", "mm") or money:
        return money
    plural = after.isalpha() and len(after) > 3 and after.endswith(("s", "ople", "ren"))
    return words.raw[at] == "m" and plural


def share_of_scale(words: Words, i: int) -> Number | None:
    """ "three quarters of a million", "a quarter of a billion"; None where no such share stands."""
    if i >= len(words):
        return None
    top = 1.0 if words.low[i] in ("a", "an") else float(ones().get(words.low[i], 0))
    at = i + 1
    at += words.at(at) in DASHES
    share = fractions().get(words.at(at), 0.0)
    if not 0 < top < 10 or not 0 < share < 1 or words.at(at + 1) != "of":
        return None
    if words.at(at + 2) not in ("a", "one") or words.at(at + 3) not in scales():
        return None
    whole = _spelled(words, at + 3)
    if whole is None:
        return None
    value = round(top * share * whole.value, 6)
    return Number(i, whole.end, value, whole.scale, False)


def _article(words: Words, i: int) -> Number | None:
    """ "a hundred", "a dozen", "half a million", "a million and a half", "a quarter million"."""
    word, after = words.low[i], words.at(i + 1)
    if word in ("half", "quarter"):
        if after in ("a", "an") and words.at(i + 2) in scales():
            share = 0.5 if word == "half" else 0.25
            number = _spelled(words, i + 2)
            if number is not None:
                return Number(i, number.end, number.value * share, number.scale, False)
        if word == "half" and words.at(i + 1) in ("million", "billion", "trillion"):
            number = _spelled(words, i + 1)
            if number is not None:
                return Number(i, number.end, number.value * 0.5, number.scale, False)
        return None
    if after in ("half", "quarter") and words.at(i + 2) in (
        "million",
        "billion",
        "dozen",
        "trillion",
    ):
        number = _spelled(words, i + 2)
        if number is not None:
            share = 0.5 if after == "half" else 0.25
            return Number(i, number.end, number.value * share, number.scale, False)
    if after in scales():
        number = _spelled(words, i + 1)
        if number is not None:
            value, end = number.value, number.end
            if words.at(end) == "and" and words.at(end + 1) == "a" and words.at(end + 2) == "half":
                value, end = value + 0.5 * number.scale, end + 3
            return Number(i, end, value, number.scale, False)
    return None


def _spelled(words: Words, i: int) -> Number | None:
    """A cardinal in words; a list such as "one, two" is two numbers."""
    total, group, last = 0.0, 0.0, 0
    scale, end, at, seen = 1.0, i, i, False
    for _ in range(24):
        word = words.at(at)
        if word in ones():
            value = ones()[word]
            # "twenty one" but not "one twenty" or "five six"
            if seen and not ((20 <= last < 100 and value < 10) or (last >= 100 and value < 100)):
                break
            group += value
            last = value
        elif word in scales():
            factor = scales()[word]
            if factor < 1000:
                if last >= 100 and seen:
                    break
                group = (group or 1.0) * factor
                last = 100
            else:
                total += (group or 1.0) * factor
                if total > 1e18:
                    return None
                group = 0.0
                last = 1000
            scale = factor
        else:
            break
        seen = True
        at += 1
        end = at
        if (
            (words.at(at) == "-" and words.joined(at) and words.joined(at + 1))
            or (words.at(at) == "and" and last >= 100 and words.at(at + 1) in ones())
            or (words.at(at) == "," and last >= 1000 and words.at(at + 1) in ones())
        ):
            at += 1
    if not seen:
        return None
    amount = total + group
    more = _and_a_part(words, end)
    if more:
        return _scaled(words, i, end + 3, amount + more, False)
    if words.at(end) == "point":
        return _decimal(words, i, end, amount)
    return Number(i, end, amount, _last_scale(total, group, scale), False)


def _last_scale(total: float, group: float, scale: float) -> float:
    return scale if (group == 0.0 or (total == 0.0 and scale > 1)) else 1.0


def _decimal(words: Words, i: int, point: int, value: float) -> Number | None:
    """ "two point five million"."""
    at, factor = point + 1, 0.1
    while words.at(at) in ones() and ones()[words.at(at)] < 10 and factor > 1e-6:
        value += factor * ones()[words.at(at)]
        factor /= 10
        at += 1
    if at == point + 1:
        return Number(i, point, value, 1.0, False)
    return _scaled(words, i, at, value, False)


def day_at(words: Words, i: int) -> tuple[int, int] | None:
    """Day of the month and the position behind it: "12", "12th", "the twelfth", "twenty-first"."""
    value = plain_int(words, i, 31)
    if value is not None:
        if words.at(i + 1) in ("st", "nd", "rd", "th") and words.joined(i + 1):
            return (value, i + 2) if value else None
        return (value, i + 1) if value and len(words.at(i)) <= 2 else None
    ordinals: dict[str, int] = number_lexicon()["ordinals"]
    word = words.at(i)
    if word in ("twenty", "thirty"):
        at = i + 2 if words.at(i + 1) == "-" else i + 1
        more = ordinals.get(words.at(at), 0)
        if 0 < more < 10:
            return (20 if word == "twenty" else 30) + more, at + 1
        return None
    if 0 < ordinals.get(word, 0) <= 31:
        return ordinals[word], i + 1
    return None
