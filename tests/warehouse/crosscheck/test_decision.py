"""The decision: what the weights say of it, and the rules that none of them overrules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from laid import reading, sure

from warehouse.crosscheck import Decision, decide, decision
from warehouse.crosscheck.decision import LEAST, Weights, weights
from warehouse.crosscheck.slots import Slot

Weighing = Callable[..., None]
OTHER_SPEAKER = Slot("speaker", "different", "Hollande", "the minister")
#: Scores (supports, contradicts, neither) that see a contradiction, and that see none.
SEES, SEES_NONE = (0.1, 0.7, 0.2), (0.3, 0.1, 0.6)
ALL_BUT_SURE = (0.02, 0.95, 0.03)


@pytest.fixture
def weighing(monkeypatch: pytest.MonkeyPatch) -> Weighing:
    """Sets the weights to `laid.sure`'s."""

    def put(**odds: float) -> None:
        made = sure(**odds)
        monkeypatch.setattr(decision, "weights", lambda: made)
        monkeypatch.setattr(decision, "HELD", 0.0)

    return put


def decided(
    claim: str, passage: str, scores: tuple[float, float, float] = SEES, **more: Any
) -> Decision | None:
    return decide(reading(claim, passage, scores=scores), **more)


def relation(claim: str, passage: str, **more: Any) -> str | None:
    made = decided(claim, passage, **more)
    return None if made is None else made.relation


# What the weights decide


def test_shipped_weights_are_weights() -> None:
    made = weights()
    assert set(made) >= {"supports", "contradicts"}
    known = reading("The bridge fell.", "The bridge fell.").features
    for side in made.values():
        assert set(side.features) <= set(known)
        assert 0 < side.threshold < 1
    assert 0 < made["contradicts"].threshold <= made["contradicts"].alone


def test_a_probability_is_one_whatever_the_odds() -> None:
    features: Mapping[str, float] = {"a": 1.0, "b": 0.5}
    assert Weights(0, {}, 0.5, 1).probability(features) == 0.5
    assert 0 < Weights(-1e9, {"a": 1}, 0.5, 1).probability(features) < 1e-9
    assert 1 - 1e-9 < Weights(1e9, {"b": -1}, 0.5, 1).probability(features) <= 1
    low, high = (Weights(0, {"a": w}, 0.5, 1).probability(features) for w in (1, 2))
    assert low < high


def test_what_neither_reaches_its_threshold_is_undecided(weighing: Weighing) -> None:
    weighing(supports=-0.1, contradicts=-0.2)
    assert decided("The bridge fell.", "At dawn the bridge fell.") is None


def test_the_surer_side_is_heard(weighing: Weighing) -> None:
    weighing(supports=3, contradicts=2)
    assert relation("Three people died.", "Five people died.") == "weaker"
    weighing(supports=2, contradicts=3)
    assert relation("Three people died.", "Five people died.") == "contradicts"


@pytest.mark.parametrize(
    ("claim", "passage", "unseen"),
    [
        ("The flood drowned a village in Orlo.", "A flood in Orlo hurt the farmers.", False),
        # where most words and the act agree the score may be low
        ("The bridge fell.", "The bridge fell at dawn.", True),
    ],
)
def test_support_must_be_seen_by_the_score_or_the_slots(
    weighing: Weighing, monkeypatch: pytest.MonkeyPatch, claim: str, passage: str, unseen: bool
) -> None:
    weighing(supports=9)
    monkeypatch.setattr(decision, "HELD", 0.2)
    assert relation(claim, passage, scores=(0.1, 0.7, 0.2)) == ("supports" if unseen else None)
    assert relation(claim, passage, scores=(0.3, 0.1, 0.6)) is not None


def test_what_sooner_contradicts_supports_nothing(weighing: Weighing) -> None:
    weighing(supports=2, contradicts=3)
    assert relation("The bridge fell.", "The bridge fell at dawn.") is None


# What is denied of every case


@pytest.mark.parametrize(
    ("claim", "passage", "expected"),
    [
        (
            "Not once has Orlo promised to punish anyone for the leak.",
            "Orlo promises to deal severely with those behind the leak.",
            "contradicts",
        ),
        (
            "Nobody on the ferry was hurt.",
            "Two passengers of the ferry were taken to hospital with broken legs.",
            "contradicts",
        ),
        ("Nobody on the ferry was hurt.", "Nobody was hurt, the operator said.", None),
        ("Nobody on the ferry was hurt.", "Two passengers may have been hurt.", None),
    ],
)
def test_one_case_belies_a_denial_of_all(
    weighing: Weighing, claim: str, passage: str, expected: str | None
) -> None:
    weighing()
    made = decided(claim, passage, scores=(0.1, 0.2, 0.7))
    assert (made.relation if made else None) == expected
    assert made is None or made.kind == "polarity"


def test_what_the_score_takes_for_agreement_belies_nothing(weighing: Weighing) -> None:
    weighing()
    pair = ("Nobody on the ferry was hurt.", "Two passengers of the ferry were hurt.")
    assert relation(*pair, scores=(0.9, 0.05, 0.05)) is None


# What differs and is no contradiction


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("No talks between the two have been held since 2015.", "The two last held talks in 2015."),
        (
            "Never before had a woman led the bank of Orlo.",
            "She was the first woman to lead the bank of Orlo.",
        ),
        ("Ships are forbidden to dump oil in the bay.", "Ships must not dump oil in the bay."),
        ("The thing was not lost.", "Contact with it was lost on Monday."),
    ],
)
def test_a_denial_in_other_words_is_no_other_polarity(
    weighing: Weighing, claim: str, passage: str
) -> None:
    weighing(contradicts=3)
    assert relation(claim, passage, scores=ALL_BUT_SURE) is None


def test_our_own_brackets_refute_nothing(weighing: Weighing) -> None:
    weighing(contradicts=3)
    pair = (
        "That weekend [3 March 2024] the ferry sank off Orlo.",
        "The ferry sank off Orlo on Friday.",
    )
    assert relation(*pair, scores=ALL_BUT_SURE) is None


def test_the_confidence_is_the_probability(weighing: Weighing) -> None:
    weighing(supports=2)
    made = decided("The bridge fell.", "At dawn the bridge fell.")
    assert made is not None
    assert made.confidence == 0.8808
    assert made.kind == "entailment"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The bridge fell.", "The bridge fell."),
        (
            "Prices rose by 5 percent in March.",
            "Prices rose by 5 percent in March, officials said.",
        ),
    ],
)
def test_its_own_words_support_a_claim_whatever_the_score(
    claim: str, passage: str, weighing: Weighing
) -> None:
    weighing(supports=-9, contradicts=9)
    assert relation(claim, passage) == "supports"


def test_what_is_only_residue_free_is_not_contradicted(weighing: Weighing) -> None:
    weighing(contradicts=9, alone=0.9)
    assert decided("The bridge fell.", "At dawn the bridge fell.") is None


def test_equal_readings_are_decided_alike() -> None:
    pairs = [
        ("The bridge fell.", "The bridge did not fall."),
        ("Three people died.", "Five people died."),
        ("The bridge fell.", "Bananas are yellow."),
    ]
    for claim, passage in pairs:
        assert decided(claim, passage) == decided(claim, passage)


# Contradiction


@pytest.mark.parametrize(
    ("claim", "passage", "kind", "why"),
    [
        ("Three people died.", "Five people died.", "quantity",
         "Another number: “Three” in the claim, “Five” here."),
        ("It fell in 2019.", "It fell in 2017.", "date",
         "Another date: “2019” in the claim, “2017” here."),
        ("The bridge fell.", "The bridge did not fall.", "polarity",
         "What the claim has affirmed is denied here."),
        ("The minister is not a doctor.", "The minister is a doctor.", "polarity",
         "What the claim has denied is affirmed here."),
        ("The ship was seized in Busan.", "The ship was seized in Yeosu.", "actor",
         "Another name: “Busan” in the claim, “Yeosu” here."),
        ("The rebels attacked.", "The army attacked.", "actor",
         "Another actor: “The rebels” in the claim, “The army” here."),
        ("Prices rose.", "Prices fell.", "action",
         "Another act: “rise” in the claim, “fall” here."),
    ],
)  # fmt: skip
def test_a_contradiction_names_what_differs(
    claim: str, passage: str, kind: str, why: str, weighing: Weighing
) -> None:
    weighing(contradicts=2)
    made = decided(claim, passage)
    assert made is not None
    assert (made.relation, made.kind, made.explanation) == ("contradicts", kind, why)
    assert made.slots
    assert all(slot.match == "different" for slot in made.slots)


def test_a_number_is_named_before_a_name(weighing: Weighing) -> None:
    weighing(contradicts=2)
    made = decided("Three people died in Busan.", "Five people died in Yeosu.")
    assert made is not None
    assert made.kind == "quantity"
    assert {slot.name for slot in made.slots} >= {"number", "name"}


def test_a_cue_of_negation_is_named_where_no_predicate_is_kin(weighing: Weighing) -> None:
    weighing(contradicts=2)
    made = decided("The council approved the plan.", "The council never got to the plan.")
    assert made is not None
    assert (made.kind, made.explanation) == (
        "polarity",
        "What the claim has affirmed is denied here.",
    )


def test_a_denial_needs_the_scores_word_however_sure_the_weights(weighing: Weighing) -> None:
    pair = ("The bridge fell.", "The bridge did not fall.")
    for odds in (2, 9, 30):
        weighing(contradicts=odds)
        assert relation(*pair, scores=SEES) == "contradicts"
        assert relation(*pair, scores=SEES_NONE) is None


@pytest.mark.parametrize(
    "passage",
    [
        "Five buses burned in the suburbs, and later two people of the crew died.",
        "They had never met one.",
        "Spain won no gold in Yeosu.",
    ],
)
def test_a_slot_tells_against_a_claim_only_of_one_thing(passage: str, weighing: Weighing) -> None:
    for odds in (2, 9, 30):
        weighing(contradicts=odds, alone=1.1)
        claim = "Three soldiers from Busan captured a tank near the river."
        assert decided(claim, passage) is None


def test_without_a_slot_it_must_be_surer(weighing: Weighing) -> None:
    same = ("The bridge fell into the river.", "The bridge fell into the water at dawn.")
    weighing(contradicts=3, alone=0.99)
    assert decided(*same, scores=ALL_BUT_SURE) is None
    weighing(contradicts=9, alone=0.99)
    made = decided(*same, scores=ALL_BUT_SURE)
    assert decided(*same) is None
    assert made is not None
    assert (made.relation, made.kind, made.slots) == ("contradicts", "entailment", ())


@pytest.mark.parametrize(
    "passage",
    [
        "Five people may have died.",
        "Reportedly, five people died.",
        "Did five people die?",
        "Five people will die.",
        "If five people die, the mayor must go.",
    ],
)
def test_what_is_hedged_asked_or_to_come_does_not_contradict(
    passage: str, weighing: Weighing
) -> None:
    weighing(contradicts=4, alone=0.99)
    assert relation("Three people died.", "Five people died.") == "contradicts"
    assert decided("Three people died.", passage) is None


def test_one_date_of_several_that_agrees_is_no_conflict(weighing: Weighing) -> None:
    weighing(contradicts=2)
    assert decided("It fell in 2019.", "It fell in 2017, and again in 2019.") is None
    assert decided("It fell in 2017 and in 2019.", "It fell in 2017.") is None


# A count that grows


@pytest.mark.parametrize(
    ("claim", "passage", "later", "expected"),
    [
        ("The flood killed 40 people.", "The flood killed 45 people.", True, "superseded"),
        ("The flood killed 40 people.", "At least 45 people were killed.", True, "superseded"),
        ("The flood killed 40 people.", "The flood killed 45 people.", False, "contradicts"),
        ("The flood killed 40 people.", "The flood killed 25 people.", True, "contradicts"),
        ("The army deployed 300 soldiers.", "The army deployed 1,100 soldiers.", True,
         "superseded"),
        ("The police arrested 12 men.", "The police detained 16 men.", True, "superseded"),
        ("The hotel has 120 rooms.", "The hotel has 155 rooms.", True, "contradicts"),
        ("It cost $3 million.", "It cost $5 million.", True, "contradicts"),
        ("The boy was 12 years old.", "The boy was 14 years old.", True, "contradicts"),
    ],
)  # fmt: skip
def test_a_later_count_of_what_adds_up_supersedes(
    claim: str, passage: str, later: bool, expected: str, weighing: Weighing
) -> None:
    for odds in (2, 9, 30):
        weighing(contradicts=odds)
        made = decided(claim, passage, later=later)
        assert made is not None
        assert (made.relation, made.kind) == (expected, "quantity")


def test_an_update_says_what_came_after_what(weighing: Weighing) -> None:
    weighing(contradicts=2)
    made = decided("The flood killed 40 people.", "The flood killed 45 people.", later=True)
    assert made is not None
    assert made.explanation == "A later count: “45”, after “40”."


# Support


@pytest.mark.parametrize(
    ("claim", "passage", "why"),
    [
        ("The flood killed 40 people.", "The flood killed people.", "It does not say “40”."),
        ("The flood killed 40 people.", "The flood killed 25 people.",
         "Another number: “40” in the claim, “25” here."),
        ("It fell in 2019.", "It fell.", "It does not say “2019”."),
        ("Only two people survived.", "Two people survived.", "It does not say “only”."),
        ("He is still alive.", "He is alive.", "It does not say “still”."),
        ("It is the first bridge.", "It is a bridge.", "It does not say “first”."),
        ("All the hostages were freed.", "Some hostages were freed.", "It does not say “all”."),
        ("The bridge fell.", "The bridge did not fall.",
         "What the claim has affirmed is denied here."),
        ("The minister is not a doctor.", "The minister is a doctor.",
         "What the claim has denied is affirmed here."),
        ("The bridge fell.", "Reportedly, the bridge fell.", "It does not say it for certain."),
        ("The bridge fell.", "The bridge may have fallen.", "It does not say it for certain."),
        ("Only 40 died in 2019.", "Some died.", "It does not say “40”, “2019”, “only”."),
    ],
)  # fmt: skip
def test_support_that_lacks_something_is_weaker_however_sure(
    claim: str, passage: str, why: str, weighing: Weighing
) -> None:
    for odds in (1, 9, 30):
        weighing(supports=odds, contradicts=-30)
        made = decided(claim, passage)
        assert made is not None
        assert (made.relation, made.explanation) == ("weaker", why)


def test_the_same_on_another_day_contradicts(weighing: Weighing) -> None:
    weighing(supports=9, contradicts=-30)
    made = decided("It fell in 2019.", "It fell in 2017.")
    assert made is not None
    assert (made.relation, made.kind) == ("contradicts", "date")
    assert made.explanation == "Another date: “2019” in the claim, “2017” here."


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The flood killed 40 people.", "Forty people were killed in the flood."),
        ("It fell in 2019.", "It fell in June 2019."),
        ("Only two people survived.", "Just two people survived, only two."),
        ("The bridge may have fallen.", "The bridge may have fallen."),
        ("The bridge may have fallen.", "The bridge fell."),
        ("The minister is not a doctor.", "The minister is not a doctor."),
        ("The bridge fell.", "The bridge fell, and only one car was saved in 2019."),
        ("The runway is 2 km long.", "The runway is 2 kilometres long."),
    ],
)
def test_support_that_lacks_nothing_supports(claim: str, passage: str, weighing: Weighing) -> None:
    weighing(supports=9)
    made = decided(claim, passage)
    assert made is not None
    assert (made.relation, made.kind) == ("supports", "entailment")
    assert all(slot.match in {"same", "narrower"} for slot in made.slots)


def test_support_quotes_what_is_shared(weighing: Weighing) -> None:
    weighing(supports=9)
    made = decided("Forty people died in Varna.", "In Varna, 40 people died.")
    assert made is not None
    assert made.explanation.startswith("It says the same: ")
    assert "“40”" in made.explanation
    assert "“Varna”" in made.explanation


# Who says it


def test_the_words_in_anothers_mouth_contradict_the_attribution(weighing: Weighing) -> None:
    for odds in (1, 9, 30):
        weighing(supports=odds)
        made = decided("The bridge fell.", "The bridge fell.", speaker=OTHER_SPEAKER)
        assert made is not None
        assert (made.relation, made.kind) == ("contradicts", "attribution")
        assert made.slots == (OTHER_SPEAKER,)
        assert made.explanation == (
            "Another speaker: “Hollande” in the claim, “the minister” here."
        )


@pytest.mark.parametrize("match", ["same", "unknown"])
def test_the_same_or_an_unknown_speaker_changes_nothing(match: Any, weighing: Weighing) -> None:
    weighing(supports=9)
    slot = Slot("speaker", match, "Hollande", "")
    made = decided("The bridge fell.", "The bridge fell.", speaker=slot)
    assert made is not None
    assert made.relation == "supports"


def test_anothers_words_on_another_matter_decide_nothing(weighing: Weighing) -> None:
    weighing()
    assert decided("The bridge fell.", "Bananas are yellow.", speaker=OTHER_SPEAKER) is None


def test_what_was_put_for_a_pronoun_refutes_nothing(weighing: Weighing) -> None:
    weighing(supports=-30, contradicts=9)
    passage = "Ada Byrne signed the treaty in June."
    told = decided("Ada Byrne signed the deployment in June.", passage, scores=(0.02, 0.95, 0.03))
    assert told is not None
    assert told.relation == "contradicts"
    assert told.slots
    guess = decided(
        "Ada Byrne signed [the deployment] in June.", passage, scores=(0.02, 0.95, 0.03)
    )
    assert guess is None or guess.slots == ()


def test_a_sure_score_lowers_the_bar_only_where_words_are_answered() -> None:
    side = Weights(0, {}, 0.5, 1.1, surely=0.8, lower=0.2)
    assert side.bar(0.9, LEAST) == 0.2
    assert side.bar(0.7, LEAST) == 0.5
    assert side.bar(0.9, LEAST - 0.01) == 0.5
    assert Weights(0, {}, 0.5, 1.1).bar(1.0, 1.0) == 0.5


# A claim inside a sentence that turns it


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("Troops were sent to Kursk.", "No troops were sent to Kursk."),
        ("Troops were sent to Kursk.", "Zero troops were sent to Kursk."),
        ("The reactor did not leak.", "The reactor did not leak until Monday."),
        ("60 drones were shot down.", "53 out of 60 drones were shot down."),
        ("Troops were sent to Kursk.", "It is a hoax that troops were sent to Kursk."),
    ],
)
def test_a_claim_whole_in_a_sentence_that_turns_it_is_no_support(
    claim: str, passage: str, weighing: Weighing
) -> None:
    weighing(supports=3, contradicts=2)
    assert relation(claim, passage) != "supports"


@pytest.mark.parametrize(
    "passage",
    [
        "A fake video shows troops being sent to Kursk.",
        "The novel has troops sent to Kursk, as if there had been a war.",
        "He is accused of having sent troops to Kursk.",
    ],
)
def test_a_denied_claim_is_not_contradicted_by_what_is_only_mentioned(
    passage: str, weighing: Weighing
) -> None:
    weighing(supports=2, contradicts=3)
    assert relation("No troops were sent to Kursk.", passage) != "contradicts"
