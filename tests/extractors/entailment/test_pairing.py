"""A pair as arrays: its frame, what each piece is told of its word, and the limits."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.entailment.pairing import (
    CLAIM,
    CODES,
    CONTEXT,
    LIMITS,
    PARTS,
    SENTENCE,
    compared,
    encode,
    stem,
)
from extractors.language import Vocabulary, read_vocabulary, shipped_model

NUMBER, NAME, CONTENT_WORD, FUNCTION = 3, 2, 1, 0
SHARED, IN_CONTEXT, ALONE = 0, 1, 2
LONGEST = sum(LIMITS) + 3
ODD = [
    "",
    " ",
    "\n\t",
    "\x00",
    "’’’ 's s'",
    "é" * 500,
    "a " * 200,
    "🙂👩‍👩‍👧",
    "１２，３４５",
    "١٢٣ ²",
]
EXAMPLES = settings(deadline=None, max_examples=60)
TEXTS = st.one_of(st.text(max_size=200), st.sampled_from(ODD))


@cache
def shipped() -> Vocabulary:
    return Vocabulary(read_vocabulary(shipped_model() / "vocabulary.txt"))


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return shipped()


def told(vocabulary: Vocabulary, context: str, sentence: str, claim: str, part: int) -> list[int]:
    """The codes of one part's pieces."""
    columns = encode(vocabulary, context, sentence, claim)
    return columns[2][columns[1] == part].tolist()


def code(kind: int, where: int) -> int:
    return 1 + 3 * kind + where


def test_the_frame_is_cls_context_sentence_sep_claim_sep(vocabulary: Vocabulary) -> None:
    columns = encode(vocabulary, "ferry", "ship sank", "ship")
    assert columns[1].tolist() == [0, CONTEXT, SENTENCE, SENTENCE, 0, CLAIM, 0]
    assert columns[0][[0, 4, 6]].tolist() == [vocabulary.cls, vocabulary.sep, vocabulary.sep]
    assert not columns[1:, [0, 4, 6]].any()


def test_nothing_is_left_but_the_frame_of_empty_texts(vocabulary: Vocabulary) -> None:
    columns = encode(vocabulary, "", "", "")
    assert columns[0].tolist() == [vocabulary.cls, vocabulary.sep, vocabulary.sep]


def test_without_a_context_the_sentence_comes_first(vocabulary: Vocabulary) -> None:
    assert encode(vocabulary, "", "ship", "ship")[1].tolist() == [0, SENTENCE, 0, CLAIM, 0]


@pytest.mark.parametrize(
    ("sentence", "claim", "expected"),
    [
        ("6,000", "6000", (NUMBER, SHARED)),
        ("6,000", "600", (NUMBER, ALONE)),
        ("twelve", "12", (NUMBER, SHARED)),
        ("12", "Twelve", (NUMBER, SHARED)),
        ("a dozen", "twelve", (NUMBER, SHARED)),
        ("both", "two", (NUMBER, SHARED)),
        ("3.5", "3.5", (NUMBER, SHARED)),
        ("3.5", "35", (NUMBER, ALONE)),
        ("ships", "ship", (CONTENT_WORD, SHARED)),
        ("seizing", "seized", (CONTENT_WORD, SHARED)),
        ("ship", "boat", (CONTENT_WORD, ALONE)),
        ("norway", "Norway", (NAME, SHARED)),
        ("Norway’s", "Norway", (NAME, SHARED)),
        ("Spain", "Norway", (NAME, ALONE)),
        ("the", "The", (FUNCTION, SHARED)),
        ("ship", "of", (FUNCTION, ALONE)),
        ("!", "!", (FUNCTION, SHARED)),
    ],
)
def test_a_word_of_the_claim_is_told_its_kind_and_partner(
    sentence: str, claim: str, expected: tuple[int, int], vocabulary: Vocabulary
) -> None:
    assert set(told(vocabulary, "", sentence, claim, CLAIM)) == {code(*expected)}


def test_negations_are_no_function_words(vocabulary: Vocabulary) -> None:
    for word in ("not", "no", "never", "nobody", "without"):
        assert told(vocabulary, "", "ship", word, CLAIM) == [code(CONTENT_WORD, ALONE)]


def test_a_partner_in_the_context_alone_is_told_apart(vocabulary: Vocabulary) -> None:
    assert told(vocabulary, "Norway", "ship", "Norway", CLAIM) == [code(NAME, IN_CONTEXT)]
    assert told(vocabulary, "Norway", "Norway", "Norway", CLAIM) == [code(NAME, SHARED)]
    assert told(vocabulary, "Norway", "ship", "Norway", CONTEXT) == [code(NAME, SHARED)]
    assert told(vocabulary, "Norway", "Norway", "ship", SENTENCE) == [code(NAME, ALONE)]


def test_of_what_is_long_the_nearest_words_stay(vocabulary: Vocabulary) -> None:
    context = "first " + "ship " * 100 + "norway"
    sentence = "first " + "ship " * 200 + "norway"
    columns = encode(vocabulary, context, sentence, sentence)
    parts, pieces = columns[1], columns[0]
    first, norway = (vocabulary.word(w)[0][0] for w in ("first", "norway"))
    assert tuple((parts == p).sum() for p in (CONTEXT, SENTENCE, CLAIM)) == LIMITS
    assert pieces[parts == CONTEXT][-1] == norway
    assert first not in pieces[parts == CONTEXT]
    for part in (SENTENCE, CLAIM):
        assert pieces[parts == part][0] == first
        assert norway not in pieces[parts == part]


def test_a_partner_that_the_limit_cut_off_still_counts(vocabulary: Vocabulary) -> None:
    """What is said at the end of a long sentence is said, though its pieces are not read."""
    sentence = "ship " * 200 + "Norway"
    assert told(vocabulary, "", sentence, "Norway", CLAIM) == [code(NAME, SHARED)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Seized", "seizing"), ("soldiers", "soldier"), ("army's", "army"), ("army’s", "army"),
        ("countries", "country"), ("stopped", "stopping"), ("closed", "close"),
        ("houses", "house"), ("officially", "official"),
    ],
)  # fmt: skip
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("sing", "s"), ("bus", "bu"), ("legal", "illegal")])
def test_words_that_are_no_forms_of_each_other_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_numbers_are_compared_without_their_commas() -> None:
    assert compared("2,500") == compared("2500") == "2500"
    assert compared("2.5") == "2.5"
    assert compared("Three") == compared("3")


@EXAMPLES
@given(TEXTS, TEXTS, TEXTS)
def test_any_text_makes_a_pair(context: str, sentence: str, claim: str) -> None:
    columns = encode(shipped(), context, sentence, claim)
    assert columns.dtype == np.int64
    assert columns.shape[0] == 4
    assert 3 <= columns.shape[1] <= LONGEST
    assert columns.flags.c_contiguous
    assert columns.min() >= 0
    _, parts, codes, _ = columns
    assert parts.max() < PARTS
    assert codes.max() < CODES
    frame = parts == 0
    assert frame.sum() == 3
    assert ((codes == 0) == frame).all()
    for part, limit in zip((CONTEXT, SENTENCE, CLAIM), LIMITS, strict=True):
        assert (parts == part).sum() <= limit


@EXAMPLES
@given(TEXTS)
def test_a_sentence_is_wholly_shared_with_itself(text: str) -> None:
    codes = encode(shipped(), "", text, text)[2]
    assert {int(c - 1) % 3 for c in codes if c} <= {SHARED}


@EXAMPLES
@given(TEXTS, TEXTS, TEXTS)
def test_a_pair_is_the_same_whenever_it_is_made(context: str, sentence: str, claim: str) -> None:
    first = encode(shipped(), context, sentence, claim)
    encode(shipped(), claim, context, sentence)
    assert (encode(shipped(), context, sentence, claim) == first).all()
