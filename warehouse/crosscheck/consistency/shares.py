"""A share or ratio that the article draws from two of its numbers should be theirs.

Fires on "a nation of 4.8 million took in nearly three million visitors, or about six for every ten
inhabitants" (0.63: holds) and "30 of the 90 houses, half of them, burned" (a third: does not).
Must not fire on "a third of voters": no two numbers are there to draw it from; nor on "40 of 50
seats, 20 percent more than before": more than before is a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.grammar import number_lexicon, ones
from warehouse.crosscheck.consistency.cues import related
from warehouse.crosscheck.consistency.numbers import Amount, Interval, written
from warehouse.crosscheck.consistency.reading import Article, Judgement, Sentence
from warehouse.crosscheck.consistency.totals import judged

RULE = "share/1"
#: Shares are rounded: "a third" is said of 0.30 to 0.37, "six in ten" of 0.55 to 0.65.
ROUNDED = 0.1
_FOR_EVERY = re.compile(r"\s+(?:[\w'’-]+\s+){0,2}?(?:for every|in every|out of every)\s+", re.I)
_IN = re.compile(r"\s+(?:[\w'’-]+\s+){0,2}?(?:in|out of)\s+", re.I)
_TOLD_ANEW = re.compile(
    r"[^.;:,()⟨]{0,30}?(?:,?\s*\(\s*|,?\s*or\s+|,?\s*that is,?\s+|\s*=\s*)(?:about\s+)?", re.I
)
_RATIO = re.compile(
    r"\b(?:(?P<times>twice|double|\d+(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten"
    r"|twelve|twenty)"
    r"(?:\s+times)?\s+(?:as \w+ as|the \w+ of|more than|\w+er than)"
    r"|(?:an?|one)\s+(?P<ordinal>half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth|twelfth"
    r"|twentieth)\s+of|(?P<half>half)\s+of)\b",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\s+(?:[\w'’-]+\s+){0,3}?(?:out\s+)?of\s+(?:(?:the|its|their|his|her|all)\s+)?", re.I
)
_DRAWN = re.compile(
    r"(?:[^,.;:()⟨]{0,40}),?\s*(?:[,(—–]|\bor\b|\bthat is\b|\bwhich is\b|\bis\b|\bare\b|\bmakes\b"
    r"|\bequals\b|\bamount(?:s|ing)? to\b)\s*(?:or|that is|which is)?,?\s*(?:only|just"
    r"|exactly)?\s*",
    re.I,
)
_CHANGE = re.compile(
    r"^\s*(?:[\w-]+\s+)?(?:more|less|fewer|higher|lower|up|down|above|below|increase|rise|drop"
    r"|fall)\b",
    re.I,
)


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each ratio, and for each share told beside its two numbers."""
    for sentence in article.sentences:
        yield from _for_every(sentence)
        yield from _of_two(sentence)
        yield from _of_one(sentence)
        yield from _twice(sentence)
        yield from _compared(sentence)


def _twice(sentence: Sentence) -> Iterator[Judgement]:
    """One share told in two ways: "three quarters, or 75 percent", "one in three (33 percent)"."""
    amounts = sentence.amounts
    shares: list[tuple[float, tuple[Amount, ...]]] = []
    i = 0
    while i < len(amounts):
        own, behind = _ratio(amounts[i]), amounts[i + 1] if i + 1 < len(amounts) else None
        if own is not None:
            shares.append((own, (amounts[i],)))
        elif behind is not None and _ratio(behind) is None and behind.value > amounts[i].value > 0:
            words = sentence.between(amounts[i].end, behind.start)
            if _IN.fullmatch(words) or _FOR_EVERY.fullmatch(words):
                shares.append((amounts[i].value / behind.value, (amounts[i], behind)))
                i += 1
        i += 1
    for (one, ours), (other, theirs) in pairwise(shares):
        words = sentence.between(ours[-1].end, theirs[0].start)
        if not _TOLD_ANEW.fullmatch(words) or _CHANGE.match(
            sentence.between(theirs[-1].end, sentence.end)
        ):
            continue
        slack = ROUNDED * max(one, other) + 0.012
        reckoned = (
            f"{' '.join(sentence.between(ours[0].start, ours[-1].end).split())} is {_share(one)}"
        )
        yield judged(RULE, (*theirs, *ours), abs(one - other) <= slack, reckoned, theirs[0])


def _for_every(sentence: Sentence) -> Iterator[Judgement]:
    """ "about six for every ten inhabitants", of two numbers told before."""
    amounts = sentence.amounts
    for i, (top, bottom) in enumerate(pairwise(amounts)):
        if not _FOR_EVERY.fullmatch(sentence.between(top.end, bottom.start)) or not bottom.value:
            continue
        before = [a for a in amounts[:i] if a.kind == "count" and a.per is None and a.value > 10]
        if len(before) != 2:
            continue
        ratio = top.value / bottom.value
        pairs = [(before[0], before[1]), (before[1], before[0])]
        over, under = min(pairs, key=lambda p: abs(p[0].value / p[1].value - ratio))
        yield _judged(over, under, ratio, (top, bottom), f"{top.text} for every {bottom.text}")


def _of_two(sentence: Sentence) -> Iterator[Judgement]:
    """ "30 of the 90 houses, a third": part, whole and share in this order."""
    amounts = sentence.amounts
    for part, whole, share in zip(amounts, amounts[1:], amounts[2:], strict=False):
        ratio = _ratio(share)
        if ratio is None or part.kind != "count" or whole.kind != "count":
            continue
        if not _OF.fullmatch(sentence.between(part.end, whole.start)) or part.value > whole.value:
            continue
        words = sentence.between(whole.end, share.start)
        behind = sentence.between(share.end, sentence.end)
        if not _DRAWN.fullmatch(words) or _CHANGE.match(behind) or not whole.value:
            continue
        yield _judged(part, whole, ratio, (share,), " ".join(share.text.split()))


def _of_one(sentence: Sentence) -> Iterator[Judgement]:
    """ "a third of 90 is 30", "20 percent of the 500 workers, or 100, left"."""
    amounts = sentence.amounts
    for share, whole, part in zip(amounts, amounts[1:], amounts[2:], strict=False):
        ratio = _ratio(share)
        if ratio is None or whole.kind != part.kind or whole.kind in ("percent", "fraction"):
            continue
        if not _OF.fullmatch(sentence.between(share.end, whole.start)):
            continue
        words = sentence.between(whole.end, part.start)
        behind = sentence.between(part.end, sentence.end)
        if not _DRAWN.fullmatch(words) or _CHANGE.match(behind) or not whole.value:
            continue
        if not (related(part, whole) or related(whole, part)):
            continue
        yield _judged(part, whole, ratio, (share,), " ".join(share.text.split()))
    for whole, share, part in zip(amounts, amounts[1:], amounts[2:], strict=False):
        ratio = _ratio(share)
        lead = sentence.between(sentence.start, whole.start)
        if ratio is None or whole.kind != "count" or part.kind != "count":
            continue
        if not re.search(r"\bof\s+(?:the\s+|its\s+|their\s+|all\s+)?$", lead, re.I):
            continue
        words = sentence.between(share.end, part.start)
        if re.fullmatch(r"\s*(?:[,(—–]|,?\s*or\b)\s*(?:or|that is,?)?\s*", words) and whole.value:
            yield _judged(part, whole, ratio, (share,), " ".join(share.text.split()))


def _compared(sentence: Sentence) -> Iterator[Judgement]:
    """ "Skylab weighed 77 tonnes, nine times as much as the 8.5 tonnes of this one"."""
    for found in _RATIO.finditer(sentence.text):
        count = _count(found)
        at = sentence.start + found.start()
        told = [
            a
            for a in sentence.amounts
            if a.kind != "percent"
            and a.unit not in ("fraction", "time")
            and a.value > 0
            and not (a.start < sentence.start + found.end() and at < a.end)
        ]
        if count is None or len(told) != 2 or told[0].unit != told[1].unit or not told[0].unit:
            continue
        first, second = told
        if first.kind == "time" or first.per != second.per:
            continue
        behind = sentence.between(sentence.start + found.end(), second.start)
        if second.start < at or len(behind) > 40 or "," in behind:
            continue
        big, small = (first, second) if count > 1 else (second, first)
        ratio = count if count > 1 else 1 / count
        value = big.value / small.value
        derived = big.interval.over(small.interval).widened(0.12)
        reckoned = (
            f"{written(big.value)} is {written(round(value, 1))} times {written(small.value)}"
        )
        holds = derived.low <= ratio <= derived.high
        place = (at, at + len(found.group()))
        verb, link = ("holds", "and") if holds else ("does not hold", "but")
        yield Judgement(
            "arithmetic",
            (place, (first.start, first.end), (second.start, second.end)),
            holds,
            RULE,
            f"The article's sum {verb}: {reckoned}, {link} it says “{found.group().strip()}”.",
        )


def _count(found: re.Match[str]) -> float | None:
    if found["half"]:
        return 0.5
    if found["ordinal"]:
        nth = found["ordinal"].lower()
        value = number_lexicon()["ordinals"].get(nth)
        return 0.5 if nth == "half" else 1 / float(value) if value else None
    word = found["times"].lower()
    if word in ("twice", "double"):
        return 2.0
    if word[0].isdigit():
        return float(word)
    return float(ones()[word]) if word in ones() else None


def _ratio(share: Amount) -> float | None:
    if share.unit == "fraction":
        return share.value
    if share.unit == "percent":
        return share.value / 100
    return None


def _judged(
    part: Amount, whole: Amount, ratio: float, told: tuple[Amount, ...], words: str
) -> Judgement:
    value = part.value / whole.value
    derived = part.interval.over(whole.interval)
    about = any(not a.exact for a in (part, whole, *told))
    percent = told[0].unit == "percent"
    slack = 0.012 if percent else ROUNDED * ratio
    if len(told) == 2:
        slack = 0.5 / max(told[1].value, 1.0) + 0.01
    if about:
        slack *= 1.5
    holds = derived.meets(Interval(ratio - slack, ratio + slack))
    reckoned = f"{written(part.value)} of {written(whole.value)} is {_share(value)}"
    found = judged(RULE, (told[0], *told[1:], part, whole), holds, reckoned, told[0])
    quoted = found.explanation.replace(f"“{' '.join(told[0].text.split())}”", f"“{words}”")
    return Judgement(found.kind, found.places, found.holds, found.rule, quoted)


def _share(value: float) -> str:
    return f"{written(round(100 * value, 1 if value > 0.002 else 4))} percent"
