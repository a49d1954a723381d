"""Sums that hold, sums that do not, and pairs that an article may well say in one breath."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors.records import Claim, Consistency
from warehouse.crosscheck.consistency import find_consistency

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))
#: Between two claims, so that neither leans on the other.
BETWEEN = " The sea was calm. It was a long week. "


@pytest.fixture(scope="module")
def nlp() -> Any:
    from extractors.language import load_pipeline

    return load_pipeline()


def claim(text: str, number: int = 1, start: int = 0) -> Claim:
    end = start + len(text)
    return Claim(
        "d", number, start, end, text, "fact", "POS", "CERTAIN",
        sentence_start=start, sentence_end=end,
    )  # fmt: skip


def told(found: tuple[Consistency, ...]) -> set[str]:
    return {"holds" if f.holds else "fails" for f in found} or {"silent"}


@pytest.mark.parametrize("case", CASES["sums"], ids=lambda case: case["text"][:40])
def test_sums(case: dict[str, str], nlp: Any) -> None:
    found = find_consistency([claim(case["text"])], case["text"], nlp)
    assert told(found) == {case["expect"]}
    assert all(f.claim_ids == (claim(case["text"]).claim_id,) for f in found)


@pytest.mark.parametrize("case", CASES["contradictions"], ids=lambda case: case["first"][:40])
def test_contradictions(case: dict[str, str], nlp: Any) -> None:
    first, second = case["first"], case["second"]
    adjacent = second.startswith("But")
    text = first + (" " if adjacent else BETWEEN) + second
    claims = [claim(first), claim(second, 2, text.index(second))]
    found = find_consistency(claims, text, nlp)
    assert told(found) == {case["expect"]}
    if found:
        assert found[0].claim_ids == tuple(c.claim_id for c in claims)


def test_the_sum_is_written_out(nlp: Any) -> None:
    text = "Officers on patrol (1,600) and private guards (500): 2,600 in all."
    (found,) = find_consistency([claim(text)], text, nlp)
    assert found.explanation == (
        "The article's sum does not hold: 1,600 + 500 = 2,100, but it says “2,600”."
    )


def test_all_claims_that_hold_the_numbers_are_named(nlp: Any) -> None:
    first, second = "The first wave killed 30 men.", "The second killed 12 men."
    last = "Together they killed 48 men."
    text = f"{first} {second} {last}"
    claims = [claim(t, n, text.index(t)) for n, t in enumerate((first, second, last), 1)]
    (found,) = find_consistency(claims, text, nlp)
    assert not found.holds
    assert found.claim_ids == tuple(c.claim_id for c in claims)


def test_a_sure_score_needs_no_rule_and_agreement_stops_one(nlp: Any) -> None:
    first, second = "The bridge was never safe.", "Engineers called the bridge sound."
    text = first + BETWEEN + second
    claims = [claim(first), claim(second, 2, text.index(second))]
    sure = find_consistency(claims, text, nlp, score=lambda pairs: [[0.0, 0.99, 0.01]] * len(pairs))
    assert [f.rule for f in sure] == ["repetition/entailment/1"]
    first, second = "The council never approved the plan.", "The council approved the plan."
    text = first + BETWEEN + second
    claims = [claim(first), claim(second, 2, text.index(second))]
    assert find_consistency(claims, text, nlp)
    agreed = find_consistency(
        claims, text, nlp, score=lambda pairs: [[0.9, 0.05, 0.05]] * len(pairs)
    )
    assert agreed == ()


def test_headline_and_body(nlp: Any) -> None:
    head, body = "Twelve people killed in mine fire", "The fire in the mine killed 14 people."
    text = f"{head}\n\n{body}"
    title = Claim(
        "d", 1, 0, len(head), head, "rhetoric", "POS", "CERTAIN",
        sentence_start=0, sentence_end=len(head), block_kind="title",
    )  # fmt: skip
    found = find_consistency([title, claim(body, 2, text.index(body))], text, nlp)
    assert [(f.kind, f.holds) for f in found if f.kind == "headline"] == [("headline", False)]
