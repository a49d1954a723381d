"""One event, told twice, should bear one date.

Fires on "The treaty was signed on 3 May 2019 in Geneva" against "signed in Geneva on 9 June 2019".
Must not fire on "Talks were held on 3 May" against "talks were held on 9 June": they can be held
again, and nothing says that they are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.grammar import all_frames, frames_of
from extractors.records import DateSpan
from warehouse.crosscheck.consistency.reading import Article, Judgement
from warehouse.crosscheck.consistency.wordings import LIGHT, Told
from warehouse.crosscheck.quoting import short

RULE = "repetition/date/1"
SHARED = 0.75
_SURE = ("day", "month", "year")


def apply(article: Article, told: Sequence[Told]) -> Iterator[Judgement]:
    """One judgement for each two claims that date one event differently."""
    facts = [t for t in told if t.claim.kind == "fact" and not t.denies and len(t.dates) == 1]
    for one, other in combinations(facts, 2):
        if one.claim.sentence_start == other.claim.sentence_start or not _same_event(one, other):
            continue
        first, second = one.dates[0], other.dates[0]
        if _apart(first, second):
            yield _judged(one, other, first, second)


def _same_event(one: Told, other: Told) -> bool:
    """The same verb, of what happens once, with the same named things."""
    if one.voice != other.voice and one.voice and other.voice:
        return False
    verbs = [
        {t.lemma_.lower() for t in told.tokens if t.pos_ == "VERB"} - LIGHT for told in (one, other)
    ]
    if not verbs[0] & verbs[1] or any(_recurs(v) for v in verbs[0] & verbs[1]):
        return False
    mine, theirs = _undated(one), _undated(other)
    shorter = min(len(mine), len(theirs))
    if shorter < 3 or len(mine & theirs) < SHARED * shorter:
        return False
    names = one.names - _month_names(one), other.names - _month_names(other)
    return not (names[0] and names[1]) or bool(names[0] & names[1])


def _recurs(verb: str) -> bool:
    frames = [all_frames()[name] for name in frames_of(verb, "VERB") if name in all_frames()]
    return any(frame.recurs for frame in frames)


def _undated(told: Told) -> frozenset[str]:
    dated = _month_names(told)
    return frozenset(w for w in told.content if w not in dated and not w.isdigit())


def _month_names(told: Told) -> frozenset[str]:
    return frozenset(w.lower() for d in told.dates for w in d.text.replace(",", " ").split())


def _apart(first: DateSpan, second: DateSpan) -> bool:
    if first.precision not in _SURE or second.precision not in _SURE:
        return False
    if first.earliest is None or first.latest is None:
        return False
    if second.earliest is None or second.latest is None:
        return False
    return first.latest < second.earliest or second.latest < first.earliest


def _judged(one: Told, other: Told, first: DateSpan, second: DateSpan) -> Judgement:
    return Judgement(
        "contradiction",
        ((one.claim.start, one.claim.end), (other.claim.start, other.claim.end)),
        False,
        RULE,
        f"The article dates one event twice: “{first.text}” in “{short(one.claim.wording, 90)}”,"
        f" “{second.text}” in “{short(other.claim.wording, 90)}”.",
    )
