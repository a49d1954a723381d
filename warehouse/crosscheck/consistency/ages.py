"""Years that pass between two dates should be the years that the article counts.

Fires on "born in 1950, he was 68 in 2018" (holds) and "opened in 1998; five years later, in 2001"
(1998 + 5 = 2003: does not). Must not fire on "born in 1950, he was a minister for 12 years": no
second year is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.grammar import number_lexicon
from extractors.records import DateSpan
from warehouse.crosscheck.consistency.reading import Article, Judgement, Place, Sentence

RULE = "age/1"
_WORDS = {word: int(n) for word, n in number_lexicon()["numbers"].items() if n > 0}
_NUMBER = r"(?P<count>\d{1,3}|" + "|".join(sorted(_WORDS, key=lambda w: (-len(w), w))) + ")"
_YEAR = r"(?P<{}>1[5-9]\d\d|20\d\d)"
_BORN = re.compile(r"\bborn\b[^.;]{0,40}?\b(?:in|on)\b[^.;,]{0,20}?" + _YEAR.format("born"), re.I)
_AGED = re.compile(
    r"\b(?:was|turned|is|aged|age of|at|at age)\s+" + _NUMBER
    + r"\b(?!\s*(?:percent|per cent|%|km|miles|[ap]m|times|:|\d|[a-z]+s\b(?<!years)))",
    re.I,
)  # fmt: skip
_COUNTED = re.compile(
    _NUMBER + r"[- ]years?\b(?!\s+(?:ago|old))(?:\s+(?P<way>later|after(?:wards)?|on)\b)?", re.I
)
OLDEST = 115
_LATER = re.compile(
    _NUMBER + r"\s+years?\s+(?P<way>later|after(?:wards)?|on|earlier|before)\b,?\s*(?:\(|in\s+)"
    r"(?:\w+\s+)?" + _YEAR.format("year"),
    re.I,
)
_AGO = re.compile(
    _NUMBER + r"\s+years\s+ago\b,?\s*(?:\(|in\s+|[—–-]\s*in\s+)(?:\w+\s+)?" + _YEAR.format("year"),
    re.I,
)
_IN_AGO = re.compile(
    r"\bin\s+(?:\w+\s+)?" + _YEAR.format("year") + r"\s*[,(—–]\s*" + _NUMBER + r"\s+years\s+ago\b",
    re.I,
)
_BORN_OLD = re.compile(
    r"\b"
    + _NUMBER
    + r"[- ]years?[- ]old\b[^.;]{0,60}?\bborn\b[^.;,]{0,30}?\bin\s+(?:\w+\s+)?"
    + _YEAR.format("year"),
    re.I,
)
_LASTED = re.compile(
    _NUMBER
    + r"\s+years\b(?!\s+(?:ago|later|earlier|after|before))[^.;\d]{0,20}?\b(?:from|between)\s+"
    r"(?:\w+\s+)?"
    + _YEAR.format("first")
    + r"\s+(?:to|until|till|and)\s+(?:\w+\s+)?"
    + _YEAR.format("last"),
    re.I,
)
_ANY_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_SPAN = re.compile(
    r"\b(?:from|between)\s+(?:\w+\s+)?" + _YEAR.format("first") + r"\s+(?:to|until|till|and)\s+"
    r"(?:\w+\s+)?"
    + _YEAR.format("last") + r"\s*[,(—–]\s*"
    r"(?:or\s+|that is,?\s+|a (?:span|period) of\s+|a total of\s+)?"
    + _NUMBER + r"\s+years\b(?!\s+(?:ago|later|earlier|after|before))",
    re.I,
)  # fmt: skip


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each age with both its years, and each "N years later, in Y"."""
    for position, sentence in enumerate(article.sentences):
        now = article.published.year if article.published is not None else None
        yield from _ages(sentence, now)
        before = article.sentences[position - 1] if position else None
        yield from _later(sentence, before)
        yield from _spans(sentence)
        yield from _passed(sentence)
        if article.published is not None:
            yield from _until_now(sentence, article.published.year)


def _until_now(sentence: Sentence, now: int) -> Iterator[Judgement]:
    """Years reckoned to the day of the article: "six years ago, in 2010"."""
    for pattern in (_AGO, _IN_AGO, _BORN_OLD):
        for found in pattern.finditer(sentence.text):
            count, first = _count(found["count"]), int(found["year"])
            if count is None or not 0 <= now - first <= 400:
                continue
            passed = now - first
            at = sentence.start
            places = (
                (at + found.start("count"), at + found.end("count")),
                (at + found.start("year"), at + found.end("year")),
            )
            allowed = (
                (passed, passed - 1) if pattern is _BORN_OLD else (passed - 1, passed, passed + 1)
            )
            yield _judged(places, count in allowed, f"{now} − {first} = {passed}", f"{count} years")


def _ages(sentence: Sentence, now: int | None) -> Iterator[Judgement]:
    """An age, the year of birth, and the one other year of the sentence, or the article's own."""
    born, aged = _BORN.search(sentence.text), _AGED.search(sentence.text)
    if born is None or aged is None:
        return
    others = [
        (place, year)
        for place, year in _years(sentence, len(sentence.text))
        if place[0] != sentence.start + born.start("born")
    ]
    first, count = int(born["born"]), _count(aged["count"])
    if count is None or count > OLDEST or len({year for _, year in others}) > 1:
        return
    if not others and (now is None or re.search(r"\b(?:when|then|at the time)\b", sentence.text)):
        return
    last = others[0][1] if others else int(now or 0)
    passed = last - first
    if not 0 <= passed <= OLDEST:
        return
    at = sentence.start
    places = [
        (at + aged.start("count"), at + aged.end("count")),
        (at + born.start("born"), at + born.end("born")),
        *(place for place, _ in others),
    ]
    yield _judged(
        tuple(places),
        count in (passed, passed - 1),
        f"{last} − {first} = {passed}",
        f"{count} years old",
    )


def _passed(sentence: Sentence) -> Iterator[Judgement]:
    """ "began in 2011 and ended in 2016, five years later"; "for two years, until 2013"."""
    years = list(_years(sentence, len(sentence.text)))
    counts = list(_COUNTED.finditer(sentence.text))
    if len(years) != 2 or len(counts) != 1 or "born" in sentence.text:
        return
    (one, first), (other, last) = years
    count, at = _count(counts[0]["count"]), sentence.start
    if count is None or last <= first:
        return
    place = (at + counts[0].start("count"), at + counts[0].end("count"))
    holds = last - first == count
    beside = sentence.text[other[1] - at : place[0] - at]
    told = counts[0]["way"] and re.fullmatch(r"\W*(?:some|about|just|only)?\W*", beside)
    if holds or (told and count not in (last - first - 1, last - first + 1)):
        yield _judged(
            (place, one, other), holds, f"{last} − {first} = {last - first}", f"{count} years"
        )


def _later(sentence: Sentence, before: Sentence | None) -> Iterator[Judgement]:
    for found in _LATER.finditer(sentence.text):
        count = _count(found["count"])
        earlier = [*_years(sentence, found.start())]
        if not earlier and before is not None:
            earlier = [*_years(before, len(before.text))]
        if count is None or not earlier:
            continue
        place, first = earlier[-1]
        last = int(found["year"])
        sign = -1 if found["way"].lower() in ("earlier", "before") else 1
        if len({year for _, year in earlier}) > 1 and first + sign * count != last:
            # which of several years is meant cannot be told
            continue
        at = sentence.start
        places = (
            (at + found.start("year"), at + found.end("year")),
            place,
            (at + found.start("count"), at + found.end("count")),
        )
        mark = "−" if sign < 0 else "+"
        yield _judged(
            places,
            first + sign * count == last,
            f"{first} {mark} {count} = {first + sign * count}",
            str(last),
        )


def _spans(sentence: Sentence) -> Iterator[Judgement]:
    for found in (*_SPAN.finditer(sentence.text), *_LASTED.finditer(sentence.text)):
        count = _count(found["count"])
        if count is None:
            continue
        first, last = int(found["first"]), int(found["last"])
        at = sentence.start
        places = tuple(
            (at + found.start(name), at + found.end(name)) for name in ("count", "first", "last")
        )
        yield _judged(
            places,
            count in (last - first, last - first + 1),
            f"{last} − {first} = {last - first}",
            f"{count} years",
        )


def _years(sentence: Sentence, until: int) -> Iterator[tuple[Place, int]]:
    for found in _ANY_YEAR.finditer(sentence.text[:until]):
        start = sentence.start + found.start()
        if any(_is_year(d, start) for d in sentence.dates):
            yield (start, start + 4), int(found[1])


def _is_year(date: DateSpan, at: int) -> bool:
    return date.start <= at < date.end


def _count(word: str) -> int | None:
    return int(word) if word.isdigit() else _WORDS.get(word.lower())


def _judged(places: tuple[Place, ...], holds: bool, reckoned: str, said: str) -> Judgement:
    verb, link = ("hold", "and") if holds else ("do not hold", "but")
    return Judgement(
        "arithmetic",
        places,
        holds,
        RULE,
        f"The article's years {verb}: {reckoned}, {link} it says “{said}”.",
    )
