"""Quantities: numbers of a text with bounds, unit, rate, modifier and role.

In: a text or a parsed spaCy Doc. Out: `Quantity` records in the order of the text, none
overlapping; their words hold the modifier, the number and a currency, percent or measure, but
not the counted noun. Dates, ordinals, names and identifiers are no quantities. Touches only
`grammar/quantities.toml`, `roles.toml` and `dates/dates.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from extractors.dates import read_dates
from extractors.grammar import Number, Words, cut, number_lexicon, ones
from extractors.quantities.names import named_numbers
from extractors.quantities.roles import role_of
from extractors.quantities.scan import Amount, amount_at, modified, rejected, whole_of
from extractors.quantities.trees import PRICED
from extractors.quantities.units import (
    Unit,
    counted,
    is_plural,
    measure_after,
    money_after,
    rate,
    word_set,
)
from extractors.records import Quantity

# A number without a noun takes its neighbour's within this many words of the same sentence.
NEIGHBOUR = 25
# The words of an aside between two commas that parts a number from its noun, at most.
ASIDE = 9
CASUALTIES = frozenset(
    {
        "killed",
        "wounded",
        "casualties",
        "missing",
        "detained",
        "displaced",
        "evacuated",
        "rescued",
        "abducted",
        "infected",
        "hired",
        "laid off",
    }
)


# Only what is measured against a zero can lie below it; elsewhere a dash is a bullet.
SIGNED = frozenset({"°C", "°F", "degree", "percent", "percentage point"})


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    end: int
    noun_end: int
    amount: Amount
    unit: str
    kind: str
    per: str | None
    role: str | None
    own: bool


def find_quantities(text_or_doc: Any, *, parts: bool = False) -> list[Quantity]:
    """Quantities of a text (or parsed Doc), in its order. Never raises on a text.

    "53 out of 60 drones" is one quantity, of 53; with ``parts`` its total is one of its own.

    Only the first `dates_words.MAX_CHARS` characters are read.
    """
    words = cut(text_or_doc)
    found = _inherited(words, _read(words, parts))
    return [_record(words, item) for item in found]


def _record(words: Words, item: _Found) -> Quantity:
    start, end = words.start[item.first], words.end[item.end - 1]
    amount = item.amount
    return Quantity(
        start, end, words.text[start:end], amount.low, amount.high, item.unit, item.per,
        amount.modifier, item.role,
    )  # fmt: skip


@cache
def openers() -> frozenset[str]:
    """Words other than digits that may open an amount."""
    data = number_lexicon()
    few = {phrase.split()[0] for phrase in data["few"]}
    codes = {code.lower() for code in data["currency_codes"]["codes"]}
    return frozenset(
        {*ones(), *data["scales"], *data["vague_scales"], *few, *data["currency_signs"],
         *data["currency_prefixes"], *codes, "half", "quarter", "a", "an", *"½⅓⅔¼¾⅛⅜⅝⅞"}
    )  # fmt: skip


def _read(words: Words, parts: bool) -> list[_Found]:
    taken = bytearray(len(words))
    for reading in read_dates(words, None):
        taken[reading.first : reading.end] = b"\x01" * (reading.end - reading.first)
    found: list[_Found] = []
    starts, names = openers(), named_numbers(words)
    i = free = 0
    while i < len(words):
        if taken[i] or not (words.low[i] in starts or words.raw[i][0].isdigit()):
            i += 1
            continue
        amount = None if words.raw[i] in names else amount_at(words, i)
        if amount is None or any(taken[amount.first : amount.end]):
            i = _past(words, i)
            continue
        item = _measured(words, amount, free, parts)
        if item is not None and not rejected(words, amount):
            found.append(item)
        i = free = max(amount.end, item.end if item is not None else 0)
    return found


def _past(words: Words, i: int) -> int:
    """Behind a word that is no amount; digits joined to it by a sign go with it."""
    i += 1
    while (
        i < len(words)
        and words.raw[i - 1][0].isdigit()
        and words.joined(i)
        and words.raw[i] in "-–/:."
        and words.joined(i + 1)
        and i + 1 < len(words)
        and words.raw[i + 1][0].isdigit()
    ):
        i += 2
    return i


def _measured(words: Words, amount: Amount, free: int, parts: bool) -> _Found | None:
    """The amount with its unit, rate and role."""
    whole = modified(words, amount)
    if whole.first < free:
        whole = replace(whole, first=amount.first)
    end, unit = whole.end, None
    single = amount.sign is None and not parts
    total = whole_of(words, end, amount.value) if single else None
    if total is not None:
        whole, amount, end = _of_total(words, whole, amount, total)
    if amount.sign is None:
        unit = measure_after(words, end) or money_after(words, end)
        if unit is None and end != amount.end:
            unit = measure_after(words, amount.end)
    elif words.raw[end : end + 1] == ["USD"] or words.at(end) in (
        "dollar",
        "dollars",
        "euros",
        "euro",
    ):
        end += 1
    name, kind, noun_end = amount.sign or "", "money" if amount.sign else "", end
    if unit is not None:
        aged = unit.end < len(words) and unit.kind == "measure" and unit.name in ("mm", "cm")
        if not (aged and amount.value < 0):
            name, kind, end, noun_end = unit.name, unit.kind, max(end, unit.end), unit.end
    if name in SIGNED and _negative(words, amount.first):
        low, high = whole.low, whole.high
        whole = replace(
            whole,
            first=min(whole.first, amount.first - 1),
            low=-high if high is not None else None,
            high=-low if low is not None else None,
        )
    timely = words.at(end) in word_set("inherit", "timelike")  # "half an hour"
    fraction = not (amount.sign or unit or timely or amount.digits or total) and amount.value < 1
    thing: Unit | None = None
    if fraction:
        name, kind = "fraction", "measure"
    elif not name:
        thing = counted(words, end, amount.value) or _behind_aside(words, whole.first, end)
        if thing is not None:
            name, kind, noun_end = thing.name, thing.kind, thing.end
    elif kind == "measure" and words.at(end) == "of":
        behind = counted(words, end, None)
        noun_end = behind.end if behind is not None else noun_end
    if not name and (_bare(words, whole) or _record_of_games(words, whole)):
        return None
    per, _ = rate(words, whole.first, noun_end)
    aged_ = _age(words, whole, name, end)
    role, own = role_of(words, whole.first, amount.end, noun_end, kind == "money")
    if aged_:
        role, own = "aged", True
    elif _nothing_happens(words, whole, name, kind, role):
        role = None
    if aged_:
        name, per = "year", None
    if not name and role in CASUALTIES and words.at(end) not in ("per", "percent"):
        name = "person"
    return _Found(whole.first, end, noun_end, whole, name, kind, per, role, own)


def _behind_aside(words: Words, first: int, end: int) -> Unit | None:
    """ "At least 40, and possibly as many as 60, people": what both count, behind the commas."""
    if words.at(end) != ",":
        return None
    at = end + 1
    before = words.low[max(0, first - ASIDE) : first]
    if "," not in before or not words.at(at).isalpha():
        reach = range(end + 1, min(len(words), end + 1 + ASIDE))
        closing = next((k for k in reach if words.raw[k] in ",.;:!?"), None)
        if closing is None or words.at(closing) != ",":
            return None
        at = closing + 1
    named = is_plural(words.at(at)) or words.at(at) in word_set("person_words", "words")
    return counted(words, at, None) if named and words.at(at).isalpha() else None


def _of_total(
    words: Words, whole: Amount, amount: Amount, total: Number
) -> tuple[Amount, Amount, int]:
    """A part with its total as one quantity: "53 out of 60" is 53, "half of the 2m" is 1m."""
    end = total.end
    if not amount.digits and amount.value < 1:
        low, high = (
            None if bound is None else round(bound * total.value, 6)
            for bound in (whole.low, whole.high)
        )
        whole = replace(whole, low=low, high=high)
    return replace(whole, end=end), replace(amount, end=end), end


def _nothing_happens(words: Words, amount: Amount, unit: str, kind: str, role: str | None) -> bool:
    """ "spent six seasons", "a two-run homer", "for $29": a time, an attribute, a price."""
    if unit in word_set("inherit", "timelike"):
        return True
    if kind == "money" and words.at(amount.first - 1) in ("for", "at"):
        return role not in PRICED
    end = amount.end
    joined = words.at(end) == "-" and words.joined(end) and words.joined(end + 1)
    return joined and kind != "money" and unit != "person"


def _negative(words: Words, i: int) -> bool:
    """ "-5 °C", "minus 5 percent"; a dash between words is no minus."""
    if words.at(i - 1) in ("minus", "negative"):
        return True
    return words.at(i - 1) in ("-", "−") and words.joined(i) and not words.joined(i - 1)


def _age(words: Words, amount: Amount, unit: str, end: int) -> bool:
    """ "aged 56", "56-year-old", "56 years old", "age of 56"."""
    i = amount.first
    if words.at(i - 1) == "aged" or (words.at(i - 2) == "age" and words.at(i - 1) == "of"):
        return True
    if unit == "year" and "old" in words.low[end : end + 4]:
        return True
    if words.at(i - 1) == "age" and unit == "":
        return True
    # "Arians, 65, said"
    named = words.at(i - 1) == "," and words.at(i - 2).isalpha() and words.at(end) == ","
    whole = amount.low == amount.high and amount.modifier == "exact" and 0 < amount.value <= 110
    return named and whole and amount.end - i == 1 and not words.at(end + 1)[:1].isdigit()


def _bare(words: Words, amount: Amount) -> bool:
    """A number that counts nothing and stands in no sentence: "24" in a table, "one"."""
    if words.at(amount.end - 1) == "one" and amount.end - amount.first == 1:
        return True
    value = amount.value
    lone = words.at(amount.first - 1) == "" and words.at(amount.end) == ""
    return lone and value < 1


def _record_of_games(words: Words, amount: Amount) -> bool:
    """ "went 14-34", "a 34-6 win": two small numbers on a hyphen that count nothing."""
    if amount.modifier != "between" or (amount.high or 0) > 200:
        return False
    return words.at(amount.end - 2) == "-"


def _inherited(words: Words, found: list[_Found]) -> list[_Found]:
    """Gives a number that counts nothing itself the unit of the one before in its sentence."""
    result: list[_Found] = []
    source: _Found | None = None
    never = word_set("inherit", "never")
    previous: _Found | None = None
    for item in found:
        if previous is not None and item.role is None and _coordinated(words, previous, item):
            item = replace(item, role=previous.role)
        elif previous is not None and previous.role is None and _coordinated(words, item, previous):
            result[-1] = replace(result[-1], role=item.role)
        previous = item
        if source is not None and _sentence_between(words, source.end, item.first):
            source = None
        if (
            not item.unit
            and source is not None
            and item.first - source.noun_end <= NEIGHBOUR
            and item.kind == ""
        ):
            item = replace(item, unit=source.unit, role=item.role or _shared_role(item, source))
        elif item.kind == "count" and item.unit not in never and item.unit != "person":
            source = item
        result.append(item)
    return result


def _coordinated(words: Words, told: _Found, silent: _Found) -> bool:
    """ "killed 10 tourists and two pilots", "40 tanks and 2 guns were lost": one verb for both."""
    low, high = (told, silent) if told.first < silent.first else (silent, told)
    between = words.low[low.noun_end : high.first]
    shared = told.role is not None and not told.own and silent.kind == told.kind
    shared = shared and silent.unit not in word_set("inherit", "timelike")
    return shared and 0 < len(between) <= 2 and set(between) <= {"and", ",", "or"}


def _shared_role(item: _Found, source: _Found) -> str | None:
    """A rate restated ("28,000 a day, about 10 million annually") keeps its role."""
    return source.role if item.per is not None and source.per is not None else None


def _sentence_between(words: Words, end: int, first: int) -> bool:
    return (
        any(
            words.raw[k] in ".!?" or words.newline_before(k)
            for k in range(end, min(first, end + 60))
        )
        or first - end > 60
    )
