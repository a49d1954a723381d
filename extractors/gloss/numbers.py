"""Russian numbers: tokens of a sentence in, spans with their value and how exact they are, out.

"12 тыс." is 12,000, "полторы тысячи" 1,500, "не менее восьми" at least 8, "человек двадцать" about
20, "с десяток" about 10, "15–20" from 15 to 20. Pure but for `russian/numbers.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from spacy.tokens import Token

_DIGITS = re.compile(r"\d+(?:[.,]\d+)?\Z")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)?)[–—-](\d+(?:[.,]\d+)?)\Z")
_ORDINAL = re.compile(r"(\d+)-?(?:го|й|ый|ий|я|ая|е|ое|му|м|х|ю)\Z")
_GROUP = re.compile(r"\d{3}\Z")
MILLION: Final = 1_000_000
BILLION: Final = 1_000_000_000
#: Words that the longest of `numbers.toml`'s modifiers may have.
LONGEST_MODIFIER: Final = 5


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens ``[first, last]`` that tell a number, as English writes it ("at least 1,500").

    ``core`` is where the number itself begins, ``value`` the number alone (the lower end of a
    range), ``english`` the number with its modifier.
    """

    first: int
    core: int
    last: int
    value: float
    english: str
    ordinal: bool = False


@cache
def _tables() -> dict[str, Any]:
    source = files("extractors.gloss").joinpath("russian").joinpath("numbers.toml")
    return tomllib.loads(source.read_text("utf-8"))


def find_numbers(tokens: Sequence[Token]) -> list[Number]:
    """The numbers of a sentence (its tokens without white space), in order, apart from each other.

    ``first`` and ``last`` are places in ``tokens``.
    """
    found: list[Number] = []
    place = 0
    while place < len(tokens):
        number = _number_at(tokens, place)
        if number is None:
            place += 1
            continue
        number = _modified(tokens, number, found[-1].last if found else -9)
        found.append(number)
        place = number.last + 1
    return found


def written(value: float) -> str:
    """ "12,000", "1.5", "4.8 million"."""
    for scale, name in ((BILLION, "billion"), (MILLION, "million")):
        if value >= scale and (value * 1000 / scale) % 1 == 0:
            return f"{value / scale:.10g} {name}"
    return f"{int(value):,}" if value == int(value) else f"{value:.10g}"


def _number_at(tokens: Sequence[Token], place: int) -> Number | None:
    text = tokens[place].text.lower()
    ranged = _RANGE.match(text)
    if ranged is not None:
        low, high = (float(part.replace(",", ".")) for part in ranged.groups())
        last, scale = _scaled(tokens, place)
        return Number(
            place, place, last, low * scale, f"{written(low * scale)} to {written(high * scale)}"
        )
    ordinal = _ORDINAL.match(text)
    if ordinal is not None:
        nth = int(ordinal.group(1))
        return Number(place, place, place, nth, _ordinal(nth), ordinal=True)
    if place and tokens[place - 1].text == "№":
        value, _ = _part(tokens, place, False)
        return Number(place, place, place, value, written(value)) if value is not None else None
    total, group, last = 0.0, 0.0, place - 1
    here = place
    while here < len(tokens):
        value, scale = _part(tokens, here, here > place and last == here - 1)
        if value is None:
            break
        if scale:
            if here == place and _is_short(tokens[here]):
                return None
            total += (group or 1.0) * value
            group = 0.0
        elif (
            _GROUP.match(tokens[here].text)
            and here > place
            and _DIGITS.match(tokens[here - 1].text)
        ):
            group = group * 1000 + value
        elif here > place and not _adds(group, value):
            break
        else:
            group += value
        last = here
        here += 1
        if (
            scale
            and here < len(tokens)
            and tokens[here].text == "."
            and _is_short(tokens[here - 1])
        ):
            last = here
            here += 1
    if last < place:
        return None
    whole = total + group
    if whole == 1 and tokens[place].lemma_ == "один":
        return None  # "один" is told by the grammar: "one", "alone", "a"
    return Number(place, place, last, whole, written(whole))


def _adds(group: float, value: float) -> bool:
    """Whether a smaller part follows a rounder one: "двадцать пять", never "5 6"."""
    if value >= group:
        return False
    size = 10 if value < 10 else 100 if value < 100 else 1000
    return group % size == 0


def _part(tokens: Sequence[Token], place: int, going_on: bool) -> tuple[float | None, bool]:
    """The value of one token of a number, and whether it multiplies what stands before it."""
    token = tokens[place]
    tables = _tables()
    text = token.text.lower()
    if _DIGITS.match(text):
        if going_on and not _GROUP.match(text):
            return None, False
        if going_on and not (
            _DIGITS.match(tokens[place - 1].text) and len(tokens[place - 1].text) <= 3
        ):
            return None, False
        return float(text.replace(",", ".")), False
    lemma = token.lemma_.lower()
    scale = tables["scales"].get(lemma) or tables["short_scales"].get(text.rstrip("."))
    if scale is not None:
        return float(scale), True
    value = tables["values"].get(lemma)
    if value is None:
        value = tables["values"].get(text.replace("ё", "е"))
    return (None, False) if value is None else (float(value), False)


def _is_short(token: Token) -> bool:
    return token.text.rstrip(".").lower() in _tables()["short_scales"]


def _scaled(tokens: Sequence[Token], place: int) -> tuple[int, float]:
    """The last token and the factor of a scale after a range: "10–12 тыс."."""
    if place + 1 >= len(tokens):
        return place, 1.0
    value, scale = _part(tokens, place + 1, True)
    if value is None or not scale:
        return place, 1.0
    last = place + 1
    if last + 1 < len(tokens) and tokens[last + 1].text == "." and _is_short(tokens[last]):
        last += 1
    return last, value


def _ordinal(value: int) -> str:
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _modified(tokens: Sequence[Token], number: Number, taken: int) -> Number:
    """The number with the words before it that say how exact it is."""
    if number.ordinal:
        return number
    before_it = tokens[max(0, number.first - LONGEST_MODIFIER) : number.first]
    near = [t.text.lower().replace("ё", "е") for t in before_it]
    for words, english in _tables()["modifiers"].items():
        parts = words.split()
        first = number.first - len(parts)
        if first > taken and near[-len(parts) :] == parts:
            return Number(
                first, number.core, number.last, number.value, f"{english} {number.english}".strip()
            )
    before = number.first - 1
    if (
        before >= 0
        and taken not in {before, before - 1}
        and (tokens[before].text.lower() in _tables()["inverted"])
    ):
        return Number(
            number.first, number.core, number.last, number.value, f"about {number.english}"
        )
    return number
