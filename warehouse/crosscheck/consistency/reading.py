"""The article as the rules of consistency see it: sentences with their numbers and dates, claims.

In: claims, the article's text, the language pipeline. Out: an `Article`. A rule works on the
article's own sentences, since "2,600 in all" is often another claim than the parts it adds up, and
names the claims that hold the words it used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal

from extractors.dates import find_moments
from extractors.grammar import read_table
from extractors.quantities import find_quantities
from extractors.records import Claim, Consistency, DateSpan, Quantity
from warehouse.crosscheck.consistency.numbers import PACKAGE, Amount, interval

Pipeline = Callable[[str], Any]
Kind = Literal["arithmetic", "order", "contradiction", "headline"]
#: "From 3 to 10 May" is eight days in any year; an undated article is read as if of this one.
UNDATED = datetime(2001, 12, 31, tzinfo=UTC)
#: A place of the article: its first and last character.
Place = tuple[int, int]
_UNIT_OF_ONE = re.compile(
    r"\b(?:(?P<modifier>more than|over|nearly|almost|about|around|under|less than|at least)\s+)?"
    r"(?P<one>an?)\s+(?P<unit>mile|kilometre|kilometer|metre|meter|foot|ton|tonne|hour|day|week"
    r"|month|year|decade|hectare|acre|pound|kilo|kilogram|gallon|litre|liter|inch|yard)\b(?!-)",
    re.IGNORECASE,
)
#: "one officer for every hundred visitors", "one in three": numbers, though "one" mostly is none
_ONE_IN = re.compile(
    r"\bone(?=\s+(?:[\w-]+\s+){0,2}(?:for|to|in|per|out of)\s+(?:every|each|\d|two|three|four"
    r"|five|six"
    r"|seven|eight|nine|ten|twenty|a hundred|hundred))",
    re.IGNORECASE,
)
_MODIFIERS = {
    "more than": "more than", "over": "more than", "nearly": "about", "almost": "about",
    "about": "about", "around": "about", "under": "less than", "less than": "less than",
    "at least": "at least",
}  # fmt: skip
_UNITS = {"kilometre": "km", "kilometer": "km", "metre": "m", "meter": "m", "kilo": "kg",
          "kilogram": "kg"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``tokens`` are its parsed words, ``offset`` the block's place in the article.

    ``template`` is the text with each amount as ⟨i⟩, each date as ⟪i⟫.
    """

    start: int
    end: int
    text: str
    block: int
    kind: str
    offset: int
    tokens: tuple[Any, ...]
    amounts: tuple[Amount, ...]
    dates: tuple[DateSpan, ...]
    template: str

    def between(self, one: int, other: int) -> str:
        """The words from one offset of the article to another."""
        return self.text[max(0, one - self.start) : max(0, other - self.start)]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule finds, and the places of the words that it used."""

    kind: Kind
    places: tuple[Place, ...]
    holds: bool
    rule: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Article:
    """Sentences in text order, the facts among the claims, and the day it was published."""

    text: str
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    published: datetime | None

    def holding(self, place: Place) -> tuple[Claim, ...]:
        """The claims that hold the words; where none does, those of their sentence."""
        inside = [c for c in self.claims if c.start <= place[0] and place[1] <= c.end]
        if not inside:
            inside = [c for c in self.claims if c.start < place[1] and place[0] < c.end]
        if not inside:
            inside = [c for c in self.claims if c.sentence_start <= place[0] < c.sentence_end]
        return tuple(inside)

    def judged(self, judgement: Judgement) -> Consistency | None:
        """The record of a judgement; None where no claim holds its words."""
        held = {c.number: c.claim_id for place in judgement.places for c in self.holding(place)}
        if not held:
            return None
        return Consistency(
            kind=judgement.kind,
            claim_ids=tuple(held[number] for number in sorted(held)),
            holds=judgement.holds,
            rule=judgement.rule,
            explanation=judgement.explanation,
        )


def read_article(claims: Sequence[Claim], text: str, nlp: Pipeline) -> Article:
    """Parses each block of the text (blocks are parted by a blank line) and finds its numbers."""
    published = next((c.said_at for c in claims if c.said_at is not None), None)
    anchor = published or UNDATED
    kinds = {c.sentence_start: c.block_kind for c in claims}
    sentences: list[Sentence] = []
    for number, block in enumerate(re.finditer(r"\S(?:(?!\n[ \t]*\n).)*", text, re.DOTALL)):
        words = block.group().rstrip()
        doc = nlp(words)
        at = block.start()
        amounts = tuple(_amounts(words, at, find_quantities(doc, parts=True)))
        dates = tuple(_moved(d, at) for d in find_moments(doc, anchor))
        for span in doc.sents:
            tokens = tuple(t for t in span if not t.is_space)
            if not tokens:
                continue
            start = at + tokens[0].idx
            end = at + tokens[-1].idx + len(tokens[-1].text)
            own = tuple(a for a in amounts if start <= a.start < end)
            days = tuple(d for d in dates if start <= d.start < end)
            sentences.append(
                Sentence(
                    start, end, text[start:end], number, kinds.get(start, "paragraph"), at, tokens,
                    own, days, _template(text, start, end, own, days),
                )
            )  # fmt: skip
    return Article(text, tuple(sentences), tuple(claims), published)


def _amounts(words: str, at: int, found: Sequence[Quantity]) -> Iterator[Amount]:
    """The quantities of a block, and measures of one that are written with an article."""
    taken = [(q.start, q.end) for q in found]
    ones = [
        Quantity(m.start(), m.end(), m.group(), 1.0, 1.0, "", None, "exact")
        for m in _ONE_IN.finditer(words)
        if not any(s < m.end() and m.start() < e for s, e in taken)
    ]
    more = [
        Quantity(
            m.start(), m.end(), m.group(),
            None if _MODIFIERS.get((m["modifier"] or "").lower()) == "less than" else 1.0,
            None if _MODIFIERS.get((m["modifier"] or "").lower()) in ("more than", "at least")
            else 1.0,
            _UNITS.get(m["unit"].lower(), m["unit"].lower()), None,
            _MODIFIERS.get((m["modifier"] or "").lower(), "exact"),
        )
        for m in _UNIT_OF_ONE.finditer(words)
        if not any(s < m.end() and m.start() < e for s, e in taken)
        and (m["modifier"] or words[m.end() : m.end() + 2].strip().startswith("("))
    ]  # fmt: skip
    for q in sorted([*found, *more, *ones], key=lambda q: q.start):
        value = q.low if q.low is not None else q.high
        if value is None:
            continue
        if q.low is not None and q.high is not None and q.modifier != "between":
            value = (q.low + q.high) / 2
        per, unit = q.per or _rate(words, q), q.unit
        if per is not None and unit == per:
            unit = ""
        yield Amount(
            at + q.start, at + q.end, q.text, value,
            interval(q.low, q.high, q.modifier, q.text), unit, per, q.modifier, q.role,
        )  # fmt: skip


def _rate(words: str, quantity: Quantity) -> str | None:
    """ "14,000 a day": the period right behind the number or its noun."""
    behind = words[quantity.end : quantity.end + 40]
    found = _period().match(behind)
    return str(read_table(PACKAGE, "consistency")["periods"][found[1].lower()]) if found else None


@cache
def _period() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:\w+\s+){{0,2}}?({phrases('periods')})\b", re.IGNORECASE)


@cache
def phrases(section: str, key: str = "") -> str:
    """The phrases of a list as an alternative of a pattern, longest first."""
    table = read_table(PACKAGE, "consistency")[section]
    words = sorted(table[key] if key else table, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w) for w in words)


def _template(
    text: str, start: int, end: int, amounts: Sequence[Amount], dates: Sequence[DateSpan]
) -> str:
    marks = [(a.start, a.end, f"⟨{i}⟩") for i, a in enumerate(amounts)]
    marks += [
        (d.start, d.end, f"⟪{i}⟫")
        for i, d in enumerate(dates)
        if not any(a.start < d.end and d.start < a.end for a in amounts)
    ]
    pieces, at = [], start
    for first, last, mark in sorted(marks):
        pieces += [text[at:first], mark]
        at = max(at, last)
    return "".join([*pieces, text[at:end]])


def _moved(date: DateSpan, by: int) -> DateSpan:
    return DateSpan(
        date.start + by, date.end + by, date.text, date.timex, date.earliest, date.latest,
        date.precision,
    )  # fmt: skip
