"""So much for each of so many should come to the total that is stated.

Fires on "Tunisia and Algeria have each lost three people, which makes six dead" (2 × 3: holds).
Must not fire on "The two teams won three prizes, six of them cash": nothing is said of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from warehouse.crosscheck.consistency.cues import addable, near, stated_totals
from warehouse.crosscheck.consistency.numbers import Amount, Interval, follows, written
from warehouse.crosscheck.consistency.reading import Article, Judgement, Sentence, phrases
from warehouse.crosscheck.consistency.totals import judged

RULE = "product/1"
_EACH = re.compile(rf"\b(?:{phrases('totals', 'each')})\b", re.IGNORECASE)


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each total of which the sentence before it says "each"."""
    for position, sentence in enumerate(article.sentences):
        for stated in stated_totals(sentence):
            whole = sentence.amounts[stated.index]
            judgement = _multiplied(sentence, sentence, whole)
            if judgement is None and position and not sentence.amounts[: stated.index]:
                judgement = _multiplied(article.sentences[position - 1], sentence, whole)
            if judgement is not None:
                yield judgement


def _multiplied(source: Sentence, sentence: Sentence, whole: Amount) -> Judgement | None:
    """ "``source`` says each": its one number of each, by the number of those who have it."""
    until = whole.start if source is sentence else source.end
    marks = [m for m in _EACH.finditer(source.text) if source.start + m.start() < until]
    sized = _sizes(source, until)
    if not marks and sized is None:
        return None
    amounts = [a for a in source.amounts if a.start < until]
    if sized is not None and not marks:
        times, one = sized
        if not addable(one, whole):
            return None
        return _product(one, times.interval, written(times.value), (whole, times, one), whole)
    at = source.start + marks[0].start()
    mine = [a for a in amounts if addable(a, whole)]
    if not mine:
        return None
    one = min(mine, key=lambda a: min(abs(a.start - at), abs(at - a.end)))
    others = [a for a in amounts if a is not one and a.kind == "count" and a.per is None]
    if len(others) == 1:
        return _product(
            one, others[0].interval, written(others[0].value), (whole, others[0], one), whole
        )
    names = _named(source, at)
    if others or names < 2:
        return None
    count = Interval(float(names), float(names))
    return _product(one, count, str(names), (whole, one), whole)


def _sizes(source: Sentence, until: int) -> tuple[Amount, Amount] | None:
    """ "four teams of six": how many, and of how many."""
    amounts = [a for a in source.amounts if a.start < until]
    if len(amounts) != 2:
        return None
    many, one = amounts
    words = source.between(many.end, one.start)
    if re.fullmatch(r"\s+(?:[\w-]+\s+){1,3}of\s+", words) and many.value >= 2:
        return many, one
    return None


def _product(
    one: Amount, times: Interval, count: str, used: tuple[Amount, ...], whole: Amount
) -> Judgement | None:
    derived = one.interval.times(times)
    value = one.value * (times.low + times.high) / 2
    holds = follows(derived, whole)
    if not holds and not near(value, whole.value):
        return None
    return judged(RULE, used, holds, f"{count} × {written(one.value)} = {written(value)}", whole)


def _named(source: Sentence, at: int) -> int:
    """How many are named before "each": "Tunisia and Algeria"; not "he and his two sons"."""
    before = [t for t in source.tokens if source.offset + t.idx < at]
    subjects = [t for t in before if t.dep_.startswith("nsubj") or t.dep_ == "nsubjpass"]
    if not subjects:
        return 0
    subject = subjects[-1]
    members = [subject, *subject.conjuncts]
    members = [t for t in members if source.offset + t.idx < at]
    if any(t.tag_ in ("NNS", "NNPS") and t.pos_ != "PROPN" for t in members):
        return 0
    return len(members)
