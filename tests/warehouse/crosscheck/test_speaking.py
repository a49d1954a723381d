"""Who says it: the innermost named speaker of a claim, and the one a passage quotes."""

from __future__ import annotations

import pytest
from laid import claim_of, page, passage_of

from extractors.records import Passage, Source
from warehouse.crosscheck.speaking import compared_words, speaker_of, speaker_slot, spoken

SUN = Source("the Sun", "the sun", "reported")
POLICE = Source("police", "police", "said")
HOLLANDE = Source("Hollande", "françois hollande", "said")
HE = Source("he", "", "said")
ANNA = Source("Anna Brook", "anna brook", "said")
LEE = Source("Tom Lee", "tom lee", "said")


def passage(text: str, *sources: Source) -> Passage:
    return passage_of(page(text), sources)


@pytest.mark.parametrize(
    ("sources", "outlets", "expected"),
    [
        ((), (), None),
        ((POLICE,), (), POLICE),
        ((SUN, POLICE), ("the Sun",), POLICE),
        ((POLICE, SUN), ("the Sun",), POLICE),
        ((SUN,), ("Sun",), None),
        ((SUN,), ("The Sun",), None),
        ((SUN,), (), SUN),
        ((HE,), (), None),
        ((POLICE, HE), (), POLICE),
        ((SUN, HE), ("the Sun",), None),
        ((Source("", "", "said"),), (), None),
    ],
)
def test_the_innermost_who_is_named_and_no_outlet(
    sources: tuple[Source, ...], outlets: tuple[str, ...], expected: Source | None
) -> None:
    assert speaker_of(claim_of("It fell.", sources=sources), outlets) == expected


def test_a_claim_is_compared_with_its_speaker() -> None:
    claim = claim_of("it fell.")
    assert spoken(claim, None) == "it fell."
    assert spoken(claim, HOLLANDE) == "Hollande said that it fell."


def test_a_claim_without_a_speaker_has_no_slot() -> None:
    assert speaker_slot(None, passage("It fell.", POLICE)) is None


@pytest.mark.parametrize(
    ("sources", "text", "match", "words"),
    [
        ((HOLLANDE,), "It fell.", "same", "Hollande"),
        ((POLICE, HOLLANDE), "It fell.", "same", "Hollande"),
        ((HOLLANDE, POLICE), "It fell.", "same", "Hollande"),
        ((Source("The president", "françois hollande", "said"),), "It fell.", "same",
         "The president"),
        ((ANNA,), "It fell.", "different", "Anna Brook"),
        ((ANNA, LEE), "It fell.", "different", "Tom Lee"),
        ((), "It fell.", "unknown", ""),
        ((HE,), "It fell.", "unknown", ""),
        ((HE, ANNA), "It fell.", "different", "Anna Brook"),
        ((), "It fell, Mr Hollande added.", "same", "Hollande"),
        ((ANNA,), "It fell, she told Hollande.", "same", "Hollande"),
    ],
)  # fmt: skip
def test_the_slot_of_a_speaker(
    sources: tuple[Source, ...], text: str, match: str, words: str
) -> None:
    slot = speaker_slot(HOLLANDE, passage(text, *sources))
    assert slot is not None
    assert (slot.name, slot.match, slot.claim, slot.passage) == (
        "speaker",
        match,
        "Hollande",
        words,
    )


def test_a_state_and_its_government_speak_with_one_voice() -> None:
    kremlin, russia = Source("The Kremlin", "kremlin", "said"), Source("Russia", "russia", "said")
    slot = speaker_slot(kremlin, passage("It fell.", russia))
    assert slot is not None
    assert slot.match == "same"


def test_speakers_without_an_entity_are_compared_by_their_words() -> None:
    mayor, other = Source("The mayor", "", "said"), Source("the mayor", "", "said")
    slot = speaker_slot(mayor, passage("It fell.", other))
    assert slot is not None
    assert (slot.match, slot.passage) == ("same", "the mayor")


@pytest.mark.parametrize(
    ("ours", "theirs", "match"),
    [
        ("the Foreign Ministry's Geng Shuang", "Geng", "same"),
        ("Geng Shuang", "Mr Geng", "same"),
        ("Mr Cubillo himself", "Enio Cubillo", "same"),
        ("Mr Cubillo himself", "Captain Soto", "different"),
        ("John Brook", "John Lee", "different"),
    ],
)
def test_a_name_is_the_family_s_or_a_single_one(ours: str, theirs: str, match: str) -> None:
    slot = speaker_slot(Source(ours, "", "said"), passage("It fell.", Source(theirs, "", "said")))
    assert slot is not None
    assert slot.match == match


def test_what_is_said_stands_alone_where_its_speaker_is_heard_or_no_person() -> None:
    claim = claim_of("it fell.")
    quoted = passage("It fell, Hollande said.", HOLLANDE)
    assert compared_words(claim, HOLLANDE, quoted) == "it fell."
    assert compared_words(claim, HOLLANDE, passage("It fell.")) == "Hollande said that it fell."
    assert compared_words(claim, SUN, passage("It fell.")) == "it fell."
    assert compared_words(claim, None, passage("It fell.")) == "it fell."
