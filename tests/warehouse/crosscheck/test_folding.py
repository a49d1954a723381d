"""Near copies of one text are one finding; a claim's findings have an end, which is said."""

from __future__ import annotations

import random

from laid import claim_of, finding, page, passage_of

from extractors.records import Finding, Passage
from warehouse.crosscheck import roll_up
from warehouse.crosscheck.folding import COPIES, LEFT_OUT, MOST, folded

CLAIM = claim_of("14 people were killed when a ferry sank near the port of Velm on Tuesday.")
TEXT = (
    "Officials in Orlo {said} on Tuesday that {count} people were killed when a ferry sank "
    "{near} the port of Velm."
)


def near_copies(count: int, numbers: bool = False) -> tuple[list[Finding], dict[str, Passage]]:
    """Findings on as many papers' pages, a word or two changed in each."""
    rng = random.Random(1)
    passages = [
        passage_of(
            page(
                TEXT.format(
                    said=rng.choice(("said", "stated", "told us")),
                    near=rng.choice(("near", "off", "outside")),
                    count=100 + place if numbers else 12,
                ),
                outlet=f"paper{place}",
            )
        )
        for place in range(count)
    ]
    found = [finding(CLAIM, one, "contradicts", "quantity", 0.9) for one in passages]
    return found, {one.passage_id: one for one in passages}


def test_35_near_copies_are_one_finding_that_says_so() -> None:
    found, passages = near_copies(35)
    [kept] = folded(found, passages, ())
    assert kept.details[COPIES] == "34"
    assert LEFT_OUT not in kept.details
    assert folded(found[::-1], passages, ()) == (kept,)


def test_what_a_citation_rests_on_is_kept() -> None:
    found, passages = near_copies(35)
    kept = folded(found, passages, {found[3].finding_id, found[20].finding_id})
    assert {one.finding_id for one in kept} == {found[3].finding_id, found[20].finding_id}


def test_another_number_or_relation_is_no_copy() -> None:
    found, passages = near_copies(2)
    other = finding(CLAIM, found[1].passage_id, "supports")
    assert len(folded([found[0], other], passages, ())) == 2
    found, passages = near_copies(2, numbers=True)
    assert len(folded(found, passages, ())) == 2


def test_a_claims_findings_have_an_end_and_the_verdict_says_it() -> None:
    found, passages = near_copies(35, numbers=True)
    weak = finding(CLAIM, found[0].passage_id, "weaker", score=0.1)
    kept = folded([*found, weak], passages, ())
    assert len(kept) == MOST
    assert weak in kept, "the surest of each relation stays"
    judged = roll_up([CLAIM], kept, {}, passages)[CLAIM.claim_id]
    assert judged.reason.endswith(
        " 26 more findings on it were left out, less sure than those kept."
    )
