"""Readings: the nearness of vectors, what is weighed, and the same pair always read alike."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laid import SAID, pipeline, slots

from warehouse.crosscheck import Statement, read_pairs, readings
from warehouse.crosscheck.readings import AHEAD, BEHIND, MOST, compared, nearness, weighed

VECTORS = st.lists(st.integers(-127, 127), min_size=8, max_size=8).map(
    lambda numbers: np.array(numbers, np.int8).tobytes()
)
SHARES = st.tuples(*[st.floats(0, 1)] * 3)


@pytest.fixture(autouse=True)
def one_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loaded once for all tests: it takes a third of a second."""
    monkeypatch.setattr(readings, "load_pipeline", pipeline)


def signed(*numbers: int) -> bytes:
    return np.array(numbers, np.int8).tobytes()


def test_nearness_is_the_cosine() -> None:
    assert nearness(signed(3, 4), signed(3, 4)) == 1
    assert nearness(signed(3, 4), signed(30, 40)) == 1
    assert nearness(signed(3, 4), signed(-3, -4)) == -1
    assert nearness(signed(1, 0), signed(0, 1)) == 0
    assert nearness(signed(1, 0), signed(1, 1)) == round(math.sqrt(0.5), 4)


def test_large_components_do_not_overflow() -> None:
    assert nearness(signed(*[-128] * 384), signed(*[127] * 384)) == -1


@pytest.mark.parametrize(
    ("one", "other"), [(b"", b""), (b"", signed(1)), (signed(1), b""), (signed(0), signed(1))]
)
def test_without_a_vector_nothing_is_near(one: bytes, other: bytes) -> None:
    assert nearness(one, other) == 0


@settings(deadline=None)
@given(VECTORS, VECTORS)
def test_nearness_does_not_depend_on_the_side(one: bytes, other: bytes) -> None:
    assert nearness(one, other) == nearness(other, one)
    assert -1 <= nearness(one, other) <= 1


@settings(deadline=None, max_examples=50)
@given(SHARES, st.floats(-1, 1))
def test_what_is_weighed_is_bounded(scores: tuple[float, float, float], near: float) -> None:
    made = weighed(slots("The plan passed.", "The plan failed.").features, scores, near)
    assert all(math.isfinite(value) for value in made.values())
    assert -MOST <= made["reads as"] <= MOST
    assert -MOST <= made["reads against"] <= MOST
    assert made["reads as, covered"] >= 0
    assert made["reads against, covered"] >= 0
    assert made["near"] == near


def test_the_slots_features_stay_as_they_are() -> None:
    features = slots("Three people died.", "Five people died.").features
    made = weighed(features, (0.2, 0.7, 0.1), 0.5)
    assert {name: made[name] for name in features} == dict(features)
    assert made["conflict"] == 1
    assert made["reads against"] == pytest.approx(math.log(0.7 / 0.2))
    assert made["reads as"] == pytest.approx(math.log(0.2 / 0.7))


def test_a_surer_score_weighs_more() -> None:
    features = slots("Three people died.", "Five people died.").features
    little = weighed(features, (0.3, 0.4, 0.3), 0)
    much = weighed(features, (0.1, 0.8, 0.1), 0)
    for name in ("reads against", "reads against, covered", "reads against, conflict"):
        assert much[name] > little[name]
    assert much["reads as"] < little["reads as"]


def test_where_nothing_differs_there_is_no_conflict() -> None:
    features = slots("Three people died.", "Three people died.").features
    made = weighed(features, (0.1, 0.8, 0.1), 0)
    assert made["conflict"] == made["covered, conflict"] == made["reads against, conflict"] == 0


CLAIMS = [Statement("The flood killed 40 people.", SAID), Statement("The bridge fell.", SAID)]
PASSAGES = [
    Statement("At least 45 people died in the flood.", SAID, "Flood in Varna.", signed(1, 2)),
    Statement("The bridge did not fall.", SAID, "Flood in Varna."),
    Statement("", None),
]
PAIRS = [(0, 0), (1, 1), (0, 2)]


def test_a_pair_is_read_the_same_in_any_company_but_its_claims_own() -> None:
    together = read_pairs(CLAIMS, PASSAGES, PAIRS)
    assert len(together) == len(PAIRS)
    for (i, j), one in zip(PAIRS, together, strict=True):
        assert one.claim.text == CLAIMS[i].text
        assert one.passage.text == PASSAGES[j].text
        [alone] = read_pairs([CLAIMS[i]], [PASSAGES[j]], [(0, 0)])
        assert one.scores == alone.scores
        assert one.slots.slots == alone.slots.slots
    for i in range(len(CLAIMS)):
        mine = [(0, j) for n, j in PAIRS if n == i]
        here = [one for (n, _), one in zip(PAIRS, together, strict=True) if n == i]
        apart = read_pairs([CLAIMS[i]], PASSAGES, mine)
        assert [one.features for one in here] == [one.features for one in apart]


def test_no_pairs_no_readings() -> None:
    assert read_pairs(CLAIMS, PASSAGES, []) == []
    assert read_pairs([], [], []) == []


def test_the_vectors_nearness_is_weighed() -> None:
    claim = Statement("The bridge fell.", SAID, "", signed(1, 2))
    [reading] = read_pairs([claim], PASSAGES, [(0, 0)])
    assert reading.features["near"] == 1
    [reading] = read_pairs([claim], PASSAGES, [(0, 1)])
    assert reading.features["near"] == 0


def test_a_passage_alone_is_behind_and_ahead_of_nothing() -> None:
    row = dict.fromkeys((*BEHIND, *AHEAD), 0.7)
    (made,) = compared([row])
    assert all(made[f"{name}, behind"] == 0 for name in BEHIND)
    assert all(made[f"{name}, ahead"] == 0 for name in AHEAD)


def test_a_passage_is_set_against_the_others_of_its_claim() -> None:
    rows = [dict.fromkeys((*BEHIND, *AHEAD), value) for value in (0.2, 0.8, 0.5)]
    first, second, third = compared(rows)
    assert first["near, behind"] == pytest.approx(0.6)
    assert second["near, behind"] == 0
    assert second["reads against, ahead"] == pytest.approx(0.3)
    assert third["reads against, ahead"] == pytest.approx(0.0)
    assert first["rank"] > second["rank"] > third["rank"]
    assert all(name in first for name in rows[0])
