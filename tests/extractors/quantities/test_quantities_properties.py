"""What holds for quantities whatever the text: offsets, order of bounds, numbers read back."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.quantities import find_quantities
from extractors.records import Quantity

PIECES = [
    "up to", "at least", "about", "12", "3,000", "2.5", "million", "thousand", "hundreds", "of",
    "soldiers", "a", "dozen", "few", "half", "-", "–", "to", "between", "and", "%", "percent", "$",
    "€", "km", "per", "day", "annually", "killed", "were", "one", "two", "twenty", "k", "bn", "/",
    "(", ")", ",", ".", "Su", "Boeing", "more than", "or more", "+", "²", "½", "\u00a0", "000", "s",
    "tens of thousands of", "aged", "years", "old", "dead", "minus", "1/2", "x", "12th", "\n",
]  # fmt: skip
SMALL = {
    1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight",
    9: "nine", 10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen",
    15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen", 19: "nineteen",
}  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelled(number: int) -> str:
    """A number under a billion in English words."""
    for size, name in ((10**6, "million"), (1000, "thousand")):
        if number >= size:
            rest = f" {spelled(number % size)}" if number % size else ""
            return f"{spelled(number // size)} {name}{rest}"
    if number >= 100:
        rest = f" and {spelled(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    if number >= 20:
        return TENS[number // 10 - 2] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    return SMALL[number]


def check(text: str) -> None:
    last = 0
    for found in find_quantities(text):
        assert text[found.start : found.end] == found.text
        assert last <= found.start < found.end
        last = found.end
        assert found.low is not None or found.high is not None
        if found.low is not None and found.high is not None:
            assert found.low <= found.high


def only(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, (text, found)
    return found[0]


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@settings(max_examples=400)
def test_any_heap_of_numeric_words_keeps_offsets_and_order(pieces: list[str]) -> None:
    check(" ".join(pieces))
    check("".join(pieces))


@given(st.integers(2, 999_999_999))
def test_a_number_reads_back_from_digits_and_from_words(number: int) -> None:
    for written in (f"{number:,}", str(number), spelled(number)):
        found = only(f"They saw {written} soldiers there")
        assert (found.low, found.high, found.unit) == (number, number, "soldier"), written


@given(
    st.integers(2, 10**6),
    st.sampled_from(
        [
            ("about", "about"),
            ("some", "about"),
            ("up to", "up to"),
            ("as many as", "up to"),
            ("at least", "at least"),
            ("no fewer than", "at least"),
            ("more than", "more than"),
            ("over", "more than"),
            ("fewer than", "less than"),
        ]
    ),
)
def test_a_modifier_bounds_the_number(number: int, words: tuple[str, str]) -> None:
    phrase, modifier = words
    found = only(f"He counted {phrase} {number:,} rockets in all")
    assert found.modifier == modifier
    assert (found.low is None) == (modifier in ("up to", "less than"))
    assert (found.high is None) == (modifier in ("at least", "more than"))
    assert found.text == f"{phrase} {number:,}"


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_range_shares_its_scale(low: int, more: int) -> None:
    high = low + more
    for written in (f"{low}–{high} million", f"{low} to {high} million", f"${low}-{high}bn"):
        found = only(f"worth {written} in all")
        scale = 1e9 if "bn" in written else 1e6
        assert (found.low, found.high, found.modifier) == (low * scale, high * scale, "between")


def test_time_grows_with_the_length_and_no_faster() -> None:
    for piece in (
        "12 ",
        "12,",
        "one ",
        "thousand ",
        "$",
        "a few ",
        "5–",
        "killed ",
        "of the ",
        "½",
    ):
        times = []
        for size in (3_000, 12_000):
            text = piece * (size // len(piece))
            begin = time.process_time()
            find_quantities(text)
            times.append(time.process_time() - begin)
        # four times the text in at most ten times the time, and never slow
        assert times[1] < max(10 * times[0], 0.3), (piece, times)
        assert times[1] < 3, (piece, times)
