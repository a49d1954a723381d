"""Each rule on the pair it fires on and the pair it must not, as its docstring has them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors.records import Finding
from warehouse.crosscheck import compare

EARLY = datetime(2023, 3, 1, tzinfo=UTC)
LATE = datetime(2023, 9, 1, tzinfo=UTC)


def found(
    claim: str,
    evidence: str,
    claim_date: datetime | None = LATE,
    evidence_date: datetime | None = EARLY,
) -> list[Finding]:
    return compare(claim, evidence, claim_date, evidence_date)


def relations(findings: list[Finding]) -> set[str]:
    return {f"{finding.relation}/{finding.kind}" for finding in findings}


CONTRADICTIONS = [
    (
        "There were no Canadian soldiers in Mali.",
        "Canadian soldiers fought in Mali.",
        "polarity",
    ),
    (
        "There were no Canadian soldiers in Mali.",
        "About 300 Canadian soldiers were deployed to Mali, the army said.",
        "polarity",
    ),
    (
        "The treaty between France and Spain was signed in Paris in May 2021.",
        "The treaty between France and Spain was signed on 19 June 2021 in Paris.",
        "date",
    ),
    ("Anna Weber was born in Vienna.", "Anna Weber was born in Berlin.", "place"),
    (
        "Elon Musk bought Twitter for $54 billion in October 2022.",
        "Elon Musk acquired Twitter in October 2022 for about $44bn.",
        "quantity",
    ),
]


@pytest.mark.parametrize(("claim", "evidence", "kind"), CONTRADICTIONS)
def test_a_conflict_is_found_and_says_which_kind(claim: str, evidence: str, kind: str) -> None:
    findings = found(claim, evidence)
    assert f"contradicts/{kind}" in relations(findings)
    conflict = next(f for f in findings if f.relation == "contradicts")
    assert conflict.rule.startswith(kind)
    assert conflict.explanation.endswith(".")


NOT_CONTRADICTIONS = [
    # not seeing is the patrol's, being there is everyone's
    ("The patrol saw no Canadian soldiers in Mali.", "Canadian soldiers fought in Mali."),
    # a hedge asserts nothing firm
    ("There were no Canadian soldiers in Mali.", "Canadian soldiers may have fought in Mali."),
    # a wish and a condition are no facts
    ("There were no Canadian soldiers in Mali.", "Mali wanted Canadian soldiers to come to Mali."),
    ("There were no Canadian soldiers in Mali.", "If Canadian soldiers fight in Mali, it ends."),
    # another country's soldiers, another place
    ("There were no Canadian soldiers in Mali.", "French soldiers fought in Mali."),
    ("There were no Canadian soldiers in Mali.", "Canadian soldiers fought in Latvia."),
    # the narrower denial leaves room for the wider fact
    ("There were no young Canadian soldiers in Mali.", "Canadian soldiers fought in Mali."),
    # made is not shipped
    ("Ruritania makes 9 million shells a year.", "Ruritania shipped 9 million shells."),
    # a toll grows
    ("The flood killed 12 people in Kenya.", "The flood killed 30 people in Kenya."),
    # there are many ceasefires
    (
        "The May 2024 ceasefire in Sudan failed.",
        "The army announced a ceasefire in Sudan from 8 to 10 May 2023.",
    ),
    # opposite verbs of undated events that come and go
    ("The border with Chad was closed.", "The border with Chad was opened."),
    # a count of a month has many days' values
    (
        "Kenya sent 1,000 officers to Haiti in June 2023.",
        "Kenya sent 400 officers to Haiti in June 2023.",
    ),
    # a question and an order
    ("Kenya banned the film.", "Did Kenya not ban the film?"),
]


@pytest.mark.parametrize(("claim", "evidence"), NOT_CONTRADICTIONS)
def test_no_conflict_where_both_can_be_so(claim: str, evidence: str) -> None:
    assert not [f for f in found(claim, evidence) if f.relation == "contradicts"]


def test_a_denial_older_than_the_fact_is_superseded_not_contradicted() -> None:
    findings = found("Canadian soldiers fought in Mali.", "There are no Canadian soldiers in Mali.")
    assert "contradicts/polarity" not in relations(findings)
    assert "superseded/polarity" in relations(findings)


SUPPORTS = [
    ("Canadian soldiers were in Mali.", "About 300 Canadian soldiers were in Mali."),
    (
        "Emmanuel Macron signed the treaty in June 2021.",
        "The treaty was signed on 19 June 2021 by Emmanuel Macron.",
    ),
    ("The minister did not resign.", "The minister has not resigned."),
    ("North Korea sent troops to Russia.", "The DPRK dispatched soldiers to Russia."),
]


@pytest.mark.parametrize(("claim", "evidence"), SUPPORTS)
def test_the_same_in_other_words_supports(claim: str, evidence: str) -> None:
    assert "supports/polarity" in relations(found(claim, evidence))


WEAKER = [
    ("Kenya forged the photos.", "Most of the photos are fake.", "actor"),
    ("The photos are fake.", "Some of the photos may be fake.", "polarity"),
    ("Canadian soldiers fought in Mali.", "Canadian soldiers were deployed to Mali.", "polarity"),
]


@pytest.mark.parametrize(("claim", "evidence", "kind"), WEAKER)
def test_what_says_less_is_weaker(claim: str, evidence: str, kind: str) -> None:
    assert f"weaker/{kind}" in relations(found(claim, evidence))


def test_the_same_number_in_another_role_is_shown_beside() -> None:
    findings = found(
        "Ruritania's Norway plant makes 9 million shells a year.",
        "Norway shipped up to 9 million shells in 2022.",
    )
    beside = [f for f in findings if f.rule.startswith("role/")]
    assert beside
    assert beside[0].relation == "different scope"


def test_arithmetic_that_agrees_is_shown_and_proves_nothing() -> None:
    findings = found("Norway burns about 1,000 litres a day, or some 365,000 a year.", "It rained.")
    sums = [f for f in findings if f.rule.startswith("arithmetic/")]
    assert len(sums) == 1
    assert sums[0].evidence_id == sums[0].claim_id
    assert "agrees" in sums[0].explanation


def test_arithmetic_that_does_not_agree_is_no_contradiction() -> None:
    findings = found("Norway burns about 1,000 litres a day, or some 900,000 a year.", "It rained.")
    sums = [f for f in findings if f.rule.startswith("arithmetic/")]
    assert [f.relation for f in sums] == ["different scope"]


def test_the_date_of_a_recurring_event_is_put_in_doubt_only_near_by() -> None:
    near = found(
        "The army announced a ceasefire in Sudan in May 2022.",
        "The army announced a ceasefire in Sudan from 8 to 10 May 2023.",
    )
    assert any("in doubt" in f.explanation for f in near if f.kind == "date")
    far = found(
        "The army announced a ceasefire in Sudan in May 2012.",
        "The army announced a ceasefire in Sudan from 8 to 10 May 2023.",
    )
    assert not any("in doubt" in f.explanation for f in far)


def test_findings_are_the_same_every_time() -> None:
    pair = ("There were no Canadian soldiers in Mali.", "Canadian soldiers fought in Mali.")
    assert found(*pair) == found(*pair)


def test_denying_a_consequence_supports_the_denial_of_what_entails_it() -> None:
    findings = found(
        "Canada did not send soldiers to Mali.", "There are no Canadian soldiers in Mali."
    )
    assert "supports/polarity" in relations(findings)


def test_no_evidence_that_it_is_so_does_not_support_it() -> None:
    findings = found(
        "The vaccine causes autism.",
        "Researchers found no evidence that the vaccine causes autism.",
    )
    assert not {"supports", "weaker"} & {f.relation for f in findings}
