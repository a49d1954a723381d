"""Where numbers stand: value or range, modifier, and what is a number only in look.

In: `Words` and a position. Out: `Amount`, the bounds with their words; None where the digits
belong to a name ("Su-27", "France 24"), a telephone number, a score, a list mark or a version.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from extractors.grammar import (
    DASHES,
    Number,
    Words,
    number_at,
    number_lexicon,
    ones,
    scales,
    share_of_scale,
)
from extractors.quantities.names import is_name, not_counting
from extractors.quantities.units import (
    Unit,
    is_plural,
    measure_after,
    money_after,
    money_before,
    phrase_at,
    word_set,
)

# "One in twenty", "three in a hundred".
ROUND = frozenset({12, 20, 50, 100})


@dataclass(frozen=True, slots=True)
class Amount:
    """Words `first` to `end` hold a number or a range; `sign` is a currency written before it."""

    first: int
    end: int
    low: float | None
    high: float | None
    modifier: str
    sign: str | None
    digits: bool

    @property
    def value(self) -> float:
        """The bound that is there; the lower where both are."""
        return self.high if self.low is None else self.low  # type: ignore[return-value]


def amount_at(words: Words, i: int) -> Amount | None:
    """The number or range that starts at word `i`."""
    sign, at = None, i
    money = money_before(words, i)
    if money is not None:
        sign, at = money
    found = _vague(words, at) or _few(words, at)
    if found is not None:
        return replace(found, first=i, sign=sign)
    number = share_of_scale(words, at) or _of_a_unit(words, at) or _fraction(words, at)
    number = number or number_at(words, at)
    if number is None:
        return None
    if sign is None and (is_name(words, number) or not_counting(words, number)):
        return None
    amount = Amount(i, number.end, number.value, number.value, "exact", sign, number.digits)
    return _range(words, amount, number)


def _vague(words: Words, i: int) -> Amount | None:
    """ "hundreds of", "tens of thousands of"."""
    table = number_lexicon()["vague_scales"]
    bounds = table.get(words.at(i))
    if bounds is None:
        return None
    low, high, end = float(bounds[0]), float(bounds[1]), i + 1
    if (
        words.at(end) == "of"
        and words.at(end + 1) in table
        and words.at(end + 1) not in ("tens", "dozens", "scores")
    ):
        scale = scales().get(words.at(end + 1)[:-1])
        if scale is None:
            return None
        # "tens of thousands": 20 to 199 thousand; "hundreds of thousands": 200 to 1,999
        low, high = low * scale, (low * 10 - 1) * scale
        end += 2
    elif words.at(i) in ("tens", "scores") and words.at(end) != "of":
        return None
    follows = (
        words.at(end) == "of"
        or (end < len(words) and is_plural(words.at(end)))
        or words.at(end) == "more"
    )
    if (
        not follows
        and words.at(i - 1) not in ("in", "into", "by", "the", "killed", "many", "for", "of")
        and not words.ends_sentence(end)
    ):
        follows = words.at(i) in ("hundreds", "thousands", "dozens", "millions")
    if not follows:
        return None
    return Amount(i, end, low, high, "between", None, False)


def _few(words: Words, i: int) -> Amount | None:
    """ "a few hundred", "several thousand", "a couple of million"; "several" alone is no number."""
    found = phrase_at(words, i, "few")
    if found is None:
        return None
    low, high = (float(value) for value in found[0])
    scale = scales().get(words.at(found[1]))
    if scale is None:
        return None
    end = found[1] + 1
    if words.at(end) in scales():
        scale *= scales()[words.at(end)]
        end += 1
    return Amount(i, end, low * scale, high * scale, "between", None, False)


def _of_a_unit(words: Words, i: int) -> Number | None:
    """ "half a ton", "a quarter of a year", "more than a mile": of one measure."""
    if words.at(i) == "half" and words.at(i + 1) in ("a", "an"):
        return Number(i, i + 2, 0.5, 1.0, False) if _is_measure(words, i + 2) else None
    if words.at(i) not in ("a", "an"):
        return None
    share = number_lexicon()["fractions"].get(words.at(i + 1))
    if share is not None and words.low[i + 2 : i + 4] in (["of", "a"], ["of", "an"]):
        return Number(i, i + 4, share, 1.0, False) if _is_measure(words, i + 4) else None
    if words.at(i - 1) not in word_set("unit_notes", "bounding") or share is not None:
        return None
    return Number(i, i + 1, 1.0, 1.0, False) if _is_measure(words, i + 1) else None


def _is_measure(words: Words, i: int) -> bool:
    timelike = word_set("inherit", "timelike")
    return measure_after(words, i) is not None or words.at(i) in timelike


def _fraction(words: Words, i: int) -> Number | None:
    """ "half of", "two-thirds", "a quarter of"; the unit is a fraction of what follows."""
    shares: dict[str, float] = number_lexicon()["fractions"]
    if words.at(i) == "half" and words.at(i + 1) in ("of", "the", "its", "their", "all"):
        if words.at(i - 1) in ("second", "first", "the", "other"):
            return None
        return Number(i, i + 1, 0.5, 1.0, False)
    if words.at(i + 1) == "in" and (words.at(i) in ones() or words.at(i).isdecimal()):
        # "one in five voters", "six in ten people"
        above, below = number_at(words, i), number_at(words, i + 2)
        small = below is not None and below.scale == 1
        small = small and below is not None and (below.value <= 10 or below.value in ROUND)
        if above is not None and below is not None and small and above.value < below.value:
            counted = words.at(below.end).isalpha() and is_plural(words.at(below.end))
            if counted and words.at(below.end) not in word_set("inherit", "timelike_plural"):
                return Number(i, below.end, above.value / below.value, 1.0, False)
    at = i + 1
    if words.at(at) == "-":
        at += 1
    share = shares.get(words.at(at))
    if share is None or words.at(at + 1) != "of":
        return None
    top = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0}.get(words.at(i))
    if top is None or (words.at(at) == "half" and top > 1):
        return None
    return Number(i, at + 1, top * share, 1.0, False)


def _range(words: Words, amount: Amount, first: Number) -> Amount:
    """Extends a number to "3–5 million", "300 to 400", "between 1 and 2", "three or four"."""
    words_between = (
        words.at(first.first - 1) == "between" or words.at(amount.first - 1) == "between"
    )
    end = first.end
    early = measure_after(words, end) or (None if amount.sign else money_after(words, end))
    at = end
    if early is not None and words.at(early.end) in ("to", "and", *DASHES):
        at = early.end
    joint = words.at(at)
    if joint in DASHES or joint == "~":
        if words.joined(at) != words.joined(at + 1):
            return amount
    elif (joint == "and" and words_between) or joint == "or":
        pass
    elif joint != "to":
        return amount
    nxt = at + 1
    again = money_before(words, nxt)
    if again is not None:
        if again[0] != amount.sign and amount.sign is not None and again[0] != "USD":
            return amount
        nxt = again[1]
    second = number_at(words, nxt)
    if second is not None and early is not None and not _same_unit(words, early, second, again):
        return amount
    if second is None or (second.digits != first.digits and joint in DASHES):
        return amount
    if joint == "to" and _changes(words, amount.first):
        return amount
    low, high = first.value, second.value
    short = _is_elliptical(words, first, second)
    if joint == "or" and first.digits and not short:
        return amount
    if first.scale == 1 and second.scale > 1 and low < 1000:
        low = round(low * second.scale, 6)
    elif short:
        low *= 1000
    if joint == "or" and not (low < high <= low + max(2.0, low)):
        return amount
    if low >= high or (
        second.digits
        and words.joined(second.end)
        and words.at(second.end) in DASHES
        and words.at(second.end + 1).isdigit()
    ):
        return amount
    sign = amount.sign if amount.sign is not None else (again[0] if again else None)
    return Amount(amount.first, second.end, low, high, "between", sign, first.digits)


def _is_elliptical(words: Words, first: Number, second: Number) -> bool:
    """ "5-6,000", "20 to 30,000": the first number stands for thousands too."""
    if not (first.digits and second.digits) or first.scale != 1 or second.scale != 1:
        return False
    thousands = words.raw[second.first].endswith(",000") and "," not in words.raw[first.first]
    return thousands and first.value < second.value / 1000 <= 4 * first.value


def rejected(words: Words, amount: Amount) -> bool:
    """ "Not 300 but 30", "eight, not 80 as first reported", "16 rather than 60": not the number."""
    i = amount.first
    i -= words.at(i - 1) in ("the", "a", "some", "about")
    if words.low[i - 2 : i] in (["rather", "than"], ["instead", "of"], ["opposed", "to"]):
        return True
    if words.at(i - 1) != "not":
        return False
    noun = words.low[amount.end : amount.end + 4]
    return words.at(i - 2) in (",", "and", "(", "–", "—") or "but" in noun


def whole_of(words: Words, end: int, value: float) -> Number | None:
    """The total behind a part: the 60 of "53 out of 60 drones", "three of the fleet's five".

    None where the number behind is no larger, or a year.
    """
    at = end
    at += words.at(at) == "out"
    if words.at(at) != "of":
        return None
    at += 1
    if words.at(at) in ("the", "its", "their", "his", "her", "our", "those", "these", "all"):
        at += 1
    owner = at + 1
    if words.at(owner) in ("'", "’") and words.at(at).isalpha():
        at = owner + 1 + (words.at(owner + 1) == "s")
    number = number_at(words, at)
    if number is None or number.value <= value or words.at(number.end) in ("'", "’", "%"):
        return None
    year = number.end == at + 1 and words.raw[at].isdecimal() and 1900 <= number.value <= 2100
    return None if year or words.at(number.end).startswith("percent") else number


def _same_unit(words: Words, early: Unit, second: Number, sign: tuple[str, int] | None) -> bool:
    """ "5% to 7%" is a range; "rose 8% to $13 billion" is two numbers."""
    if sign is not None:
        return early.name == sign[0]
    late = measure_after(words, second.end) or money_after(words, second.end)
    return late is not None and late.name == early.name


def _changes(words: Words, i: int) -> bool:
    """ "rose from 300 to 400" tells two numbers, not a range."""
    if words.at(i - 1) != "from":
        return False
    return bool(set(words.low[max(0, i - 6) : i - 1]) & word_set("names", "changes"))


@cache
def _modifier_phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    table = (
        (tuple(phrase.split()), name) for phrase, name in number_lexicon()["modifiers"].items()
    )
    return tuple(sorted(table, key=lambda item: -len(item[0])))


def modified(words: Words, amount: Amount) -> Amount:
    """The amount with the words before and behind it that bound it: "up to", "or more", "+"."""
    for _ in range(2):
        changed = _modified_before(words, amount)
        if changed is amount:
            break
        amount = changed
    end = amount.end
    if words.at(end) == "+" and words.joined(end):
        return _bounded(replace(amount, end=end + 1), "at least")
    for phrase, name in number_lexicon()["modifiers_after"].items():
        split = phrase.split()
        if words.low[end : end + len(split)] == split and phrase != "plus":
            return _bounded(replace(amount, end=end + len(split)), name)
    return amount


def _modified_before(words: Words, amount: Amount) -> Amount:
    i = amount.first
    if words.at(i - 1) == "between" and amount.modifier == "between":
        return replace(amount, first=i - 1)
    for split, name in _modifier_phrases():
        first = i - len(split)
        if first < 0 or words.low[first] != split[0] or tuple(words.low[first:i]) != split:
            continue
        if words.newline_before(first + 1) or not _modifier_holds(words, first, split):
            return amount
        if name == "exact":
            return amount
        return _bounded(replace(amount, first=first), name)
    return amount


def _modifier_holds(words: Words, first: int, split: tuple[str, ...]) -> bool:
    before = words.at(first - 1)
    if split == ("over",) and before in (
        "win",
        "victory",
        "all",
        "control",
        "took",
        "handed",
        "flew",
        "take",
    ):
        return False
    if split == ("about",) and before in (
        "said",
        "what",
        "talked",
        "information",
        "complained",
        "think",
    ):
        return False
    if split == ("some",) and words.at(first + 1) == "one":
        return False
    return not (split == ("under",) and before in ("children", "aged", "the"))


def _bounded(amount: Amount, name: str) -> Amount:
    """Bounds as the modifier leaves them: "up to 60" has no lower, "at least 60" no upper."""
    low, high = amount.low, amount.high
    if amount.modifier == "between" and low is not None and high is not None and low < high:
        if name in ("up to", "less than"):
            return replace(amount, modifier=name, low=None)
        if name in ("at least", "more than"):
            return replace(amount, modifier=name, high=None)
        return amount
    if amount.modifier not in ("exact", "about"):
        return amount
    if name in ("at least", "more than"):
        return replace(amount, modifier=name, high=None)
    if name in ("up to", "less than"):
        return replace(amount, modifier=name, low=None)
    return replace(amount, modifier=name)
