"""What is a number only in look: names, codes, ordinals, scores, list marks, the pronoun "one".

In: `Words` and a number found in them. Out: whether it counts nothing.
"""

from __future__ import annotations

from extractors.grammar import DASHES, Number, Words, number_lexicon
from extractors.quantities.units import is_plural, measure_after, money_after, word_set


def is_name(words: Words, number: Number) -> bool:
    """Whether a number is part of a name, a code or an identifier."""
    i, end = number.first, number.end
    before = words.at(i - 1)
    if words.joined(i) and _glued_before(words, i, before, number.digits):
        return True
    if number.digits and words.joined(end) and _glued_behind(words, end):
        return True
    if before in word_set("names", "before") and not words.starts_sentence(i):
        plain = number.scale == 1 and "," not in words.raw[i]
        # "iPhone 4" has its capital inside
        capital = any(map(str.isupper, words.raw[i - 1]))
        if before in word_set("names", "small"):
            return plain
        return plain and capital
    if before == "." and words.joined(i - 1):
        return words.at(i - 2) in ("no", "nos", "vol", "art", "sec", "pp", "p")
    return _named_before(words, number)


def named_numbers(words: Words) -> frozenset[str]:
    """Numbers of three or four digits that the text once writes as a name ("Boeing 737").

    They stay names where they stand alone later ("its 737s", "the 737").
    """
    kinds = word_set("names", "before")
    return frozenset(
        word
        for i, word in enumerate(words.raw)
        if i
        and word.isdigit()
        and 3 <= len(word) <= 4
        and words.low[i - 1] in kinds
        and any(map(str.isupper, words.raw[i - 1]))
    )


def _glued_before(words: Words, i: int, before: str, digits: bool) -> bool:
    """ "A320", "Su-27", "#4", "x=3"; a minus or a dash alone is no glue."""
    if before.isalnum() or before in "_/#@\\=&*.,'’:":
        return True
    if before in DASHES and words.joined(i - 1):
        return words.at(i - 2).isalnum()
    return before == "+" and digits


def _glued_behind(words: Words, end: int) -> bool:
    """ "777s", "555-12-34", "24/7", "10:15"; a unit or a rate may touch the digits."""
    after, behind = words.at(end), words.at(end + 1)
    if after.isalpha():
        return measure_after(words, end) is None and money_after(words, end) is None
    if after in DASHES and words.joined(end + 1) and behind.isdigit():
        return words.at(end + 2) in DASHES
    if after in ("/", ":", "@", "_", "\\") and words.joined(end + 1) and behind[:1].isalnum():
        return not (after == "/" and behind in word_set("times", "units"))
    return False


def _named_before(words: Words, number: Number) -> bool:
    """A capitalised word right before a plain number makes a name, unless a plural follows."""
    i, end = number.first, number.end
    # "Chang’e 3" has its capital before the apostrophe
    k = i - 3 if words.at(i - 2) in ("'", "’") and words.joined(i - 1) else i - 1
    if k < 0 or words.starts_sentence(i) or not words.raw[k][0].isupper():
        return False
    if not number.digits and not words.raw[i][0].isupper():
        return False
    if number.scale != 1 or "," in words.raw[i] or "." in words.raw[i] or number.value >= 10_000:
        return False
    opens = words.low[i - 1] in word_set("stops", "words") | word_set("names", "openers")
    if words.starts_sentence(i - 1) and (opens or words.low[i - 1].endswith("ing")):
        return False  # "Killing 12 and wounding 40, the blast ..."
    if measure_after(words, end) is not None or money_after(words, end) is not None:
        return False
    follow = words.at(end)
    return not (end < len(words) and words.raw[end][0].islower() and is_plural(follow))


def not_counting(words: Words, number: Number) -> bool:
    """Ordinals, the pronoun "one", list marks, scores, dates' leftovers, versions."""
    i, end = number.first, number.end
    if words.at(end) in ("st", "nd", "rd", "th") and words.joined(end):
        return True
    if (
        words.at(end) == "-"
        and words.joined(end)
        and words.at(end + 1) in ("", "st", "nd", "rd", "th")
    ):
        return True
    if words.raw[i].isdigit() and len(words.raw[i]) > 1 and words.raw[i][0] == "0":
        return True
    if words.at(end) == "s" and words.joined(end):
        return True
    ordinals = number_lexicon()["ordinals"]
    if (
        words.at(end) == "-"
        and words.at(end + 1) in ordinals
        and words.at(end + 1) not in number_lexicon()["fractions"]
    ):
        return True
    if words.raw[i].lower() == "one" and end == i + 1 and _pronoun(words, i):
        return True
    if words.raw[i].isdigit() and len(words.raw[i]) <= 3 and _list_mark(words, i, end):
        return True
    if words.at(end) in DASHES and words.joined(end) and words.joined(end + 1):
        other = words.at(end + 1)
        if other.isdigit() and words.raw[i].isdigit() and len(other) <= 3:
            near = set(words.low[max(0, i - 5) : i]) | set(words.low[end + 2 : end + 5])
            if near & word_set("names", "before") & {"psalm", "verse"} or near & word_set(
                "names", "scores"
            ):
                return True
            return int(other) <= int(words.raw[i][:9])
    return False


def _pronoun(words: Words, i: int) -> bool:
    before, after = words.at(i - 1), words.at(i + 1)
    if before in word_set("one", "not_after"):
        return True
    if after == "-" and words.at(i + 2) in ("sided", "time", "off", "way", "on"):
        return True
    if words.pos(i) in ("PRON", "NOUN", "PROPN"):
        return True
    if after == "-":
        return False
    return (
        not after.isalpha()
        or after in word_set("one", "not_before")
        or after in word_set("stops", "words")
    )


def _list_mark(words: Words, i: int, end: int) -> bool:
    """ "1." or "2)" at the head of a line, "(3)"."""
    opens_line = i == 0 or words.newline_before(i)
    after = words.at(end)
    if (
        opens_line
        and after in (".", ")", "]", ":")
        and words.joined(end)
        and not words.joined(end + 1)
    ):
        return end + 1 < len(words)
    return words.at(i - 1) in ("(", "[") and after in (")", "]") and len(words.raw[i]) <= 2
