"""The days from one date to another should be the days that the article counts.

Fires on "from 3 to 10 May, eight days" (both ends counted: holds) and "from 3 to 10 May, twelve
days" (does not). Must not fire on "On 3 May he left for eight days": one date has no length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from extractors.records import DateSpan
from warehouse.crosscheck.consistency.numbers import Amount, measured
from warehouse.crosscheck.consistency.reading import Article, Judgement, Sentence
from warehouse.crosscheck.consistency.totals import judged

RULE = "duration/1"
DAY = 86_400.0
_BESIDE = re.compile(
    r"[^.;⟨⟩]{0,12}?[,(—–]?\s*(?:or|that is|which is|a total of|in all|for|lasted|lasting"
    r"|made)?\s*",
    re.I,
)
_FROM = re.compile(r"\b(?:from|between)\s+(?:[\w']+\s+){0,2}?$", re.I)


def _clock(side: str) -> str:
    return (
        rf"(?P<{side}>(?:(?P<hour_{side}>\d{{1,2}})(?:[:.](?P<minute_{side}>\d\d))?\s*"
        rf"(?P<half_{side}>[ap]\.?m\.?)?"
        rf"|(?P<name_{side}>midnight|noon|midday)))"
    )


_CLOCK = re.compile(
    rf"\b(?:from|between)\s+{_clock('a')}\s*(?:to|until|till|and|-"
    rf"|–)\s*{_clock('b')}\b[.]?[^.;\d]{{0,12}}?"
    r"(?:[,(—–]\s*|\bor\s+|\bfor\s+)(?:a total of\s+|that is,?\s+|for\s+|or\s+|in all\s+"
    r"|some\s+)?$",
    re.I,
)


#: "began at 9.40 pm and ended at 2 am, four hours later"
_CLOCKS = re.compile(
    rf"\bat\s+{_clock('a')}\b[^;\d]{{3,60}}?\bat\s+{_clock('b')}[.]?\s*[,(—–]\s*(?:only\s+"
    rf"|some\s+|just\s+)?$",
    re.I,
)


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each count of days, weeks or months beside its two dates."""
    for sentence in article.sentences:
        yield from _hours(sentence)
        counts = [a for a in sentence.amounts if a.unit in ("day", "week", "month")]
        for count in counts:
            span = _span(sentence, count)
            if span is not None and count.exact and count.per is None:
                judgement = _judged(count, *span)
                if judgement is not None:
                    yield judgement


def _hours(sentence: Sentence) -> Iterator[Judgement]:
    """ "from 10 pm to 2 am, four hours"."""
    for count in (a for a in sentence.amounts if a.unit == "hour" and a.per is None):
        before = sentence.between(sentence.start, count.start)
        found = _CLOCK.search(before) or _CLOCKS.search(before)
        if found is None:
            continue
        first, last = _minutes(found, "a"), _minutes(found, "b")
        if first is None or last is None:
            continue
        passed = [((last - first) % 1440) / 60]
        if not found["half_a"] and not found["half_b"] and max(first, last) < 780:
            passed.append(((last - first) % 720) / 60)
        holds = any(
            count.interval.low - 0.5 <= hours <= count.interval.high + 0.5 for hours in passed
        )
        reckoned = (
            f"from {found['a'].strip()} to {found['b'].strip()} it is {_told(passed[0])} hours"
        )
        yield judged(RULE, (count,), holds, reckoned, count)


def _told(hours: float) -> str:
    return f"{hours:.1f}".removesuffix(".0")


def _minutes(found: re.Match[str], side: str) -> int | None:
    """Minutes since midnight."""
    name = found[f"name_{side}"]
    if name:
        return 0 if name.lower() == "midnight" else 720
    hour, minute = int(found[f"hour_{side}"]), int(found[f"minute_{side}"] or 0)
    half = (found[f"half_{side}"] or "").lower().replace(".", "")
    if hour > 24 or minute > 59:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + minute


def _span(sentence: Sentence, count: Amount) -> tuple[datetime, datetime] | None:
    """The two days beside the count: one range, or "from" the one "to" the other."""
    before = [d for d in sentence.dates if d.end <= count.start and _is_day(d)]
    after = [d for d in sentence.dates if d.start >= count.end and _is_day(d)]
    for dates, behind in ((before[-2:], False), (after[:2], True)):
        if not dates:
            continue
        lead = sentence.between(sentence.start, dates[0].start)
        last = dates[-1]
        words = (
            sentence.between(count.end, dates[0].start)
            if behind
            else sentence.between(last.end, count.start)
        )
        near = len(words) <= 30 and (behind or _BESIDE.fullmatch(words) is not None)
        if not near or not re.search(r"[,(:—–]|\bfrom\b|\bbetween\b", words + lead[-12:], re.I):
            continue
        if len(dates) == 1 and (span := _range(dates[0])) is not None:
            return span
        if len(dates) == 2 and _FROM.search(lead):
            between = sentence.between(dates[0].end, dates[1].start).strip().lower()
            one, other = dates[0].earliest, dates[1].earliest
            if between in ("to", "until", "and", "till", "through", "-", "–") and one and other:
                return one, other
    return None


def _is_day(date: DateSpan) -> bool:
    return date.earliest is not None and date.latest is not None and date.precision == "day"


def _range(date: DateSpan) -> tuple[datetime, datetime] | None:
    """The first and last day of "3 to 10 May"."""
    if date.earliest is None or date.latest is None:
        return None
    days = (date.latest - date.earliest).total_seconds() / DAY
    return (date.earliest, date.latest) if days > 1.5 else None


def _judged(count: Amount, first: datetime, last: datetime) -> Judgement | None:
    days = (last.date() - first.date()).days
    size = measured(count)
    if days <= 0 or size is None:
        return None
    stated = count.value * size[1] / DAY
    slack = {"day": 0.0, "week": 3.0, "month": 10.0}[count.unit]
    holds = days - slack <= stated <= days + 1 + slack
    reckoned = (
        f"from {first:%-d %B} to {last:%-d %B} it is {days} or, both counted, {days + 1} days"
    )
    return judged(RULE, (count,), holds, reckoned, count)
