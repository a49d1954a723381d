"""A number in the headline should be the body's.

Fires on the headline "Twelve die in mine fire" over "The fire in the mine killed 14 people".
Must not fire where the body has the headline's number too, nor on "Ten years after the fire" over
"a fire of two years": a time is no count.
"""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.crosscheck.consistency.cues import is_person
from warehouse.crosscheck.consistency.numbers import Amount
from warehouse.crosscheck.consistency.reading import Article, Judgement, Sentence

RULE = "headline/1"
HEADS = ("title",)


def apply(article: Article) -> Iterator[Judgement]:
    """One judgement for each number of the headline that the body counts otherwise."""
    heads = [s for s in article.sentences if s.block == 0 and s.kind in HEADS]
    body = [s for s in article.sentences if s.block > 0]
    for head in heads:
        for amount in head.amounts:
            if amount.kind != "count" or not amount.unit or amount.role is None:
                continue
            same = [a for s in body for a in s.amounts if _same_thing(amount, a)]
            values = {a.value for a in same}
            if any(amount.interval.meets(a.interval) for a in _all(body)) or len(values) != 1:
                continue
            told = same[0]
            yield Judgement(
                "headline",
                ((amount.start, amount.end), (told.start, told.end)),
                False,
                RULE,
                f"The headline says “{amount.text}” {amount.unit}, the article itself"
                f" “{told.text}” {told.unit}.",
            )


def _all(body: list[Sentence]) -> list[Amount]:
    return [a for s in body for a in s.amounts if a.kind == "count"]


def _same_thing(head: Amount, body: Amount) -> bool:
    if head.role != body.role or head.per != body.per:
        return False
    return head.unit == body.unit or (is_person(head.unit) and is_person(body.unit))
