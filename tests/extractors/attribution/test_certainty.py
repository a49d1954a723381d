"""Whether the text says that it happened, did not, may have, or is still to come."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import pipeline

from extractors.attribution import ORDER, factuality, weaker
from extractors.attribution.certainty import Factuality


def made(text: str, word: str) -> Factuality:
    """The factuality of the first token that reads ``word``."""
    return factuality(next(token for token in pipeline()(text) if token.text == word))


def shown(text: str, word: str) -> tuple[str, str, str]:
    facts = made(text, word)
    return facts.polarity, facts.certainty, facts.modality


@pytest.mark.parametrize(
    ("text", "word", "polarity"),
    [
        ("The army attacked the town.", "attacked", "POS"),
        ("The army did not attack the town.", "attack", "NEG"),
        ("The army no longer attacks the town.", "attacks", "NEG"),
        ("Neither the army nor the police attacked the town.", "attacked", "NEG"),
        ("Not a single soldier attacked.", "attacked", "NEG"),
        ("Nobody was killed.", "killed", "NEG"),
        ("The army attacked no one.", "attacked", "NEG"),
        ("The army attacked without losing a man.", "losing", "NEG"),
        ("The troops were stationed rather than deployed.", "deployed", "NEG"),
        ("The army refused to attack.", "attack", "NEG"),
        ("The army did not refuse to attack.", "attack", "POS"),
        ("The army has yet to leave.", "leave", "NEG"),
        ("They kept people from leaving.", "leaving", "NEG"),
        ("It is false that the army attacked the town.", "attacked", "NEG"),
        ("It is not true that the army attacked the town.", "attacked", "NEG"),
        ("It is true that the army attacked the town.", "attacked", "POS"),
        # what looks like a negation and is none
        ("The bridge is rather old.", "old", "POS"),
        ("The army was not only weak but tired.", "weak", "POS"),
        ("It does not compete but instead is aimed at Mali.", "aimed", "POS"),
        ("The soldiers did not fight and were sent home.", "sent", "POS"),
    ],
)
def test_polarity(text: str, word: str, polarity: str) -> None:
    assert made(text, word).polarity == polarity


@pytest.mark.parametrize(
    ("text", "word", "certainty"),
    [
        ("The army attacked.", "attacked", "CERTAIN"),
        ("The army could not attack.", "attack", "CERTAIN"),
        ("The army could not have attacked.", "attacked", "PROBABLE"),
        ("The army must have attacked.", "attacked", "PROBABLE"),
        ("The army seems to have attacked.", "attacked", "PROBABLE"),
        ("The army reportedly attacked.", "attacked", "PROBABLE"),
        ("The order is believed to be worth ten pounds.", "worth", "PROBABLE"),
        ("It is likely that the army attacked.", "attacked", "PROBABLE"),
        ("It is possible that the army attacked.", "attacked", "POSSIBLE"),
        ("The army may not have attacked.", "attacked", "POSSIBLE"),
        ("There is no evidence that the army attacked.", "attacked", "UNDERSPECIFIED"),
        ("Not all soldiers attacked.", "attacked", "UNDERSPECIFIED"),
        ("The army has to flee.", "flee", "UNDERSPECIFIED"),
        ("The army had to flee.", "flee", "CERTAIN"),
        ("It is unclear whether the army attacked.", "attacked", "UNDERSPECIFIED"),
    ],
)
def test_certainty(text: str, word: str, certainty: str) -> None:
    assert made(text, word).certainty == certainty


@pytest.mark.parametrize(
    ("text", "word", "facts"),
    [
        ("The trial is set to begin on Wednesday.", "begin", ("POS", "CERTAIN", "future")),
        ("The plane is about to land.", "land", ("POS", "CERTAIN", "future")),
        ("The company said the planes would leave.", "leave", ("POS", "CERTAIN", "future")),
        ("It will wear them when it arrives on Monday.", "arrives", ("POS", "CERTAIN", "future")),
        ("The army is expected to leave.", "leave", ("POS", "PROBABLE", "future")),
        ("The army is unlikely to leave.", "leave", ("NEG", "PROBABLE", "future")),
        ("The army should attack.", "attack", ("POS", "UNDERSPECIFIED", "wish")),
        ("The army would like to attack.", "attack", ("POS", "UNDERSPECIFIED", "wish")),
        ("They went there to attack the town.", "attack", ("POS", "UNDERSPECIFIED", "wish")),
        ("She was the first woman to win the prize.", "win", ("POS", "CERTAIN", "actual")),
        (
            "They would have attacked if it had rained.",
            "attacked",
            ("POS", "UNDERSPECIFIED", "conditional"),
        ),
        (
            "Had the army attacked, they would have fled.",
            "attacked",
            ("POS", "UNDERSPECIFIED", "conditional"),
        ),
    ],
)
def test_what_has_not_happened(text: str, word: str, facts: tuple[str, str, str]) -> None:
    assert shown(text, word) == facts


def test_a_headlines_infinitive_is_still_to_come() -> None:
    assert shown("Apple to give free cases to owners.", "give")[2] == "future"


@pytest.mark.parametrize("one", ORDER)
@pytest.mark.parametrize("other", ORDER)
def test_the_weaker_is_one_of_the_two_in_either_order(one: str, other: str) -> None:
    found = weaker(one, other)  # type: ignore[arg-type]
    assert found in {one, other}
    assert found == weaker(other, one)  # type: ignore[arg-type]


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for token in pipeline()(text):
        facts = factuality(token)
        assert facts.polarity in {"POS", "NEG"}
        assert facts.certainty in ORDER


@pytest.mark.parametrize(
    ("text", "word", "polarity"),
    [
        ("She was not elected mayor.", "mayor", "NEG"),
        ("She was elected mayor.", "mayor", "POS"),
        ("The army barely reached the town.", "reached", "POS"),
        ("The army almost reached the town.", "reached", "NEG"),
        ("The price nearly doubled.", "doubled", "POS"),
        ("Almost all soldiers left.", "left", "POS"),
        ("The convoy did not leave until Monday.", "leave", "POS"),
        ("The convoy will not leave until Monday.", "leave", "NEG"),
        ("Zero troops were sent.", "sent", "NEG"),
        ("With no warning, the troops left.", "left", "POS"),
        ("The general failed to take the town and lost 300 men.", "lost", "POS"),
        ("The general failed to take the town and lost 300 men.", "take", "NEG"),
        ("The minister did not hesitate to resign.", "resign", "POS"),
    ],
)
def test_words_that_turn_a_polarity_and_words_that_do_not(
    text: str, word: str, polarity: str
) -> None:
    assert made(text, word).polarity == polarity


def test_without_goes_with_its_governor() -> None:
    assert shown("They left without destroying it.", "destroying") == ("NEG", "CERTAIN", "actual")
    assert shown("They might leave without destroying it.", "destroying")[1] == "POSSIBLE"


def test_the_sentence_after_a_label_is_its_own() -> None:
    text = "CLAIM: Troops were sent to Kursk. FACT: No soldiers were deployed."
    assert made(text, "sent").certainty == "UNDERSPECIFIED"
    assert shown(text, "deployed")[:2] == ("NEG", "CERTAIN")
