"""A change that the article names should lie between the two numbers that it gives.

Fires on "rose by 20 percent from 50 to 60 dollars" (holds) and "doubled from 40 to 90" (80: does
not). Must not fire on "rose from 50 to 60 while exports doubled": what doubled has no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.grammar import read_table
from warehouse.crosscheck.consistency.numbers import PACKAGE, Amount, Interval, written
from warehouse.crosscheck.consistency.reading import Article, Judgement, Sentence, phrases
from warehouse.crosscheck.consistency.totals import judged

RULE = "change/1"
#: "doubled" is said of what nearly or somewhat more than doubled.
LOOSE = 0.12
_A, _B, _C = (rf"⟨(?P<{name}>\d+)⟩" for name in "abc")
_NOUN = r"(?:\s+(?:[\w'’-]+|⟪\d+⟫(?:['’]s)?)){0,3}?"
_UP = (
    r"(?P<up>rose|risen|rises|grew|grown|grows|increased|climbed|jumped|went up|gone up|gained|up"
    r"|increase|rise|soared|swelled)"
)
_DOWN = (
    r"(?P<down>fell|fallen|falls|dropped|drops|declined|shrank|shrunk|decreased|went down|down|lost"
    r"|cut|decrease|drop|fall|sank|reduced)"
)
_TIMES = rf"(?P<times>{phrases('changes')})"
_SPAN = rf"from\s+{_A}{_NOUN}\s+to\s+{_B}"
_PATTERNS = (
    # rose by 20 percent, from 50 to 60 · fell 10 percent from 50 to 45
    re.compile(rf"\b(?:{_UP}|{_DOWN})\s+(?:by\s+)?{_C}{_NOUN},?\s+{_SPAN}", re.I),
    # rose from 50 to 60, an increase of 20 percent · fell from 50 to 30, or by 20
    re.compile(
        rf"\b(?:{_UP}|{_DOWN})\s+{_SPAN}{_NOUN}\s*[,(—–]?\s*(?:or|a|an|that is)\s*(?:by\s+)?"
        rf"(?:(?:rise|increase|jump|gain|growth|drop|fall|decrease|decline|loss|cut|reduction"
        rf"|difference"
        rf"|change)\s+of\s+)?{_C}",
        re.I,
    ),
)
_MULTIPLIED = re.compile(rf"\b{_TIMES}\b,?\s*(?:\([^)]*\)\s*)?{_SPAN}", re.I)
_BACKWARDS = re.compile(rf"\b{_TIMES}\s+to\s+{_B}{_NOUN}\s+from\s+{_A}", re.I)
_AS_MANY = re.compile(
    rf"{_B}[^.;⟨]{{0,40}}?,?\s+(?:exactly\s+|almost\s+|nearly\s+)?{_TIMES}\s+(?:as \w+ as\s+)?(?:"
    rf"(?:[\w'’-]+|⟪\d+⟫(?:['’]s)?)\s+){{0,3}}?{_A}",
    re.I,
)
_MORE_THAN = re.compile(
    rf"{_B}(?P<gap>[^.;⟨]{{0,40}}?),?\s*[(—–]?\s*(?:or\s+)?{_C}{_NOUN}\s+(?:(?P<up>more than"
    rf"|higher than|above|up on)|(?P<down>fewer than|less than|lower than|below"
    rf"|down on))\s+(?:(?:[\w'’-]+|⟪\d+⟫(?:['’]s)?)\s+){{0,4}}?{_A}",
    re.I,
)
_SPLIT = re.compile(
    rf"{_A}{_NOUN},?\s+(?:(?:was|were|is|are)\s+)?(?:split|divided|shared)\s+(?:equally\s+"
    rf"|evenly\s+)?(?:among|between|by)\s+(?:the\s+)?{_B}"
    rf"[^.;⟨]{{0,40}}?{_C}(?P<tail>[^.;⟨]{{0,30}})",
    re.I,
)
_LEAVING = re.compile(
    rf"\bof\s+(?:the\s+|its\s+|their\s+|all\s+)?{_A}(?P<middle>[^.;⟨]*?){_B}(?P<end>[^.;⟨]*?)"
    rf"\b(?:leaving|the other|the remaining|the rest,|remaining)\s+(?:only\s+|just\s+)?{_C}",
    re.I,
)


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each change told with both of its ends."""
    for sentence in article.sentences:
        for pattern in _PATTERNS:
            for found in pattern.finditer(_split_ranges(sentence)):
                judgement = _changed(sentence, found)
                if judgement is not None:
                    yield judgement
        for pattern in (_MULTIPLIED, _BACKWARDS, _AS_MANY):
            for found in pattern.finditer(_split_ranges(sentence)):
                yield _multiplied(sentence, found)
        for found in _MORE_THAN.finditer(sentence.template):
            judgement = _changed(sentence, found)
            if judgement is not None:
                yield judgement
        for found in _SPLIT.finditer(sentence.template):
            judgement = _shared(sentence, found)
            if judgement is not None:
                yield judgement
        for found in _LEAVING.finditer(sentence.template):
            judgement = _left(sentence, found)
            if judgement is not None:
                yield judgement


def _split_ranges(sentence: Sentence) -> str:
    """The template, with the range "from 40 to 80" as two numbers (the second 1000 up)."""
    pieces = sentence.template
    for i, amount in enumerate(sentence.amounts):
        if re.search(r"\sto\s", amount.text) and amount.modifier == "between":
            pieces = pieces.replace(f"⟨{i}⟩", f"⟨{i}⟩ to ⟨{1000 + i}⟩")
    return re.sub(
        r"\bfrom\s+from\b", "from", re.sub(r"(?<!from )(⟨(\d+)⟩ to ⟨1\d{3}⟩)", r"from \1", pieces)
    )


def _value(sentence: Sentence, group: str) -> tuple[Amount, float, Interval]:
    """The amount of a mark, its value, and what it can stand for; of a range the asked end."""
    number = int(group)
    amount = sentence.amounts[number % 1000]
    if amount.modifier == "between":
        value = amount.interval.high if number >= 1000 else amount.interval.low
        return amount, value, Interval(value, value)
    return amount, amount.value, amount.interval


def _changed(sentence: Sentence, found: re.Match[str]) -> Judgement | None:
    first, before, ours = _value(sentence, found["a"])
    second, after, theirs = _value(sentence, found["b"])
    stated = sentence.amounts[int(found["c"]) % 1000]
    if not before or first.kind == "percent" or stated.kind not in ("percent", first.kind, "count"):
        return None
    moved = after - before if found["up"] else before - after
    if moved < 0:
        return None
    used = (stated, first, second)
    if stated.unit == "percent":
        share = 100 * moved / before
        slack = 0.6 + 0.05 * share * (not stated.exact)
        widest = (theirs - ours) if found["up"] else (ours - theirs)
        derived = Interval(100 * widest.low / before - slack, 100 * widest.high / before + slack)
        reckoned = (
            f"from {written(before)} to {written(after)} is {written(round(share, 1))} percent"
        )
        return judged(RULE, used, derived.meets(stated.interval), reckoned, stated)
    if stated.kind not in (first.kind, second.kind):
        return None
    widest = (theirs - ours) if found["up"] else (ours - theirs)
    high, low = (after, before) if found["up"] else (before, after)
    reckoned = f"{written(high)} − {written(low)} = {written(moved)}"
    return judged(RULE, used, widest.meets(stated.interval), reckoned, stated)


def _multiplied(sentence: Sentence, found: re.Match[str]) -> Judgement:
    first, before, ours = _value(sentence, found["a"])
    second, _, theirs = _value(sentence, found["b"])
    times = float(read_table(PACKAGE, "consistency")["changes"][found["times"].lower()])
    derived = ours.times(Interval(times, times)).widened(LOOSE)
    reckoned = f"{written(before)} × {written(times)} = {written(before * times)}"
    return judged(RULE, (second, first), derived.meets(theirs), reckoned, second)


def _left(sentence: Sentence, found: re.Match[str]) -> Judgement | None:
    whole, part, rest = (sentence.amounts[int(found[name])] for name in "abc")
    if not (whole.kind == part.kind == rest.kind == "count") or part.value > whole.value:
        return None
    derived = whole.interval - part.interval
    value = whole.value - part.value
    reckoned = f"{written(whole.value)} − {written(part.value)} = {written(value)}"
    return judged(RULE, (rest, whole, part), derived.meets(rest.interval), reckoned, rest)


def _shared(sentence: Sentence, found: re.Match[str]) -> Judgement | None:
    """ "3.5 million split among seven towns, half a million each"."""
    whole, among, one = (sentence.amounts[int(found[name])] for name in "abc")
    if among.kind != "count" or not among.value or one.kind not in (whole.kind, "count", "money"):
        return None
    value = whole.value / among.value
    derived = whole.interval.over(among.interval)
    reckoned = f"{written(whole.value)} ÷ {written(among.value)} = {written(value)}"
    return judged(RULE, (one, whole, among), derived.meets(one.interval), reckoned, one)
