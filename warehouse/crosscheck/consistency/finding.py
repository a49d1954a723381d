"""Whether an article agrees with itself: its claims, text and parse in, `Consistency` records out.

Each rule is a module with ``apply(article)``; `RULES` is their order, and of two rules that judge
one stated number the first decides. Deterministic, and touches nothing but word lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extractors.records import Claim, Consistency
from warehouse.crosscheck.consistency import (
    ages,
    changes,
    conversions,
    durations,
    figures,
    firsts,
    headline,
    moments,
    order,
    partitions,
    polarity,
    products,
    rates,
    shares,
    totals,
)
from warehouse.crosscheck.consistency.polarity import Score
from warehouse.crosscheck.consistency.reading import (
    Article,
    Judgement,
    Pipeline,
    Place,
    read_article,
)
from warehouse.crosscheck.consistency.wordings import Told, read_claims

RULES: tuple[Callable[[Article], Iterator[Judgement]], ...] = (
    shares.apply,
    rates.apply,
    conversions.apply,
    changes.apply,
    products.apply,
    partitions.apply,
    totals.apply,
    ages.apply,
    durations.apply,
    order.apply,
    headline.apply,
)
#: These hold claims against each other.
REPETITIONS: tuple[Callable[[Article, Sequence[Told]], Iterator[Judgement]], ...] = (
    polarity.apply,
    figures.apply,
    moments.apply,
    firsts.apply,
)


def find_consistency(
    claims: Sequence[Claim], article_text: str, nlp: Pipeline, score: Score | None = None
) -> tuple[Consistency, ...]:
    """All sums, orders and repetitions of an article that can be judged, in text order.

    ``score`` is a second opinion on two claims, as ``extractors.entailment`` gives it: what it
    takes for agreement is no contradiction, and where it is all but sure it needs no rule.
    """
    article = read_article(claims, article_text, nlp)
    judged: dict[tuple[str, Place | tuple[Place, ...]], Judgement] = {}
    for rule in RULES:
        for judgement in rule(article):
            judged.setdefault((judgement.kind, judgement.places[0]), judgement)
    told = read_claims(claims, nlp)
    repeated = [j for repetition in REPETITIONS for j in repetition(article, told)]
    if score is not None:
        repeated = polarity.agreed(repeated, article, score)
        repeated += polarity.second_opinions(article, told, score)
    for judgement in repeated:
        judged.setdefault((judgement.kind, judgement.places), judgement)
    ordered = sorted(judged.values(), key=lambda j: (min(j.places), j.kind, j.rule))
    records = [article.judged(judgement) for judgement in ordered]
    unique = {r.consistency_id: r for r in records if r is not None}
    return tuple(unique.values())
