"""The pipeline's parts that need no model: trees, lemmas, features, name labels, values."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extractors.language.features import Vocabulary, bucket, case_class, shape
from extractors.language.lemmas import apply_script, edit_script
from extractors.language.names import best_labels, public_label, spans, whole_peoples
from extractors.language.trees import best_tree
from extractors.language.values import value_label, values_component
from extractors.language.weapons import find_weapons


def is_tree(heads: list[int]) -> bool:
    """One root, and every token reaches it."""
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return True


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_the_best_tree_is_the_best_of_all(size: int) -> None:
    random = np.random.default_rng(size)
    for _ in range(40):
        scores = random.normal(size=(size, size + 1)).astype(np.float32)
        heads = best_tree(scores)
        every = [list(h) for h in itertools.product(range(size + 1), repeat=size)]
        best = max(
            float(sum(scores[i, h] for i, h in enumerate(tree))) for tree in every if is_tree(tree)
        )
        assert is_tree(heads)
        assert sum(scores[i, h] for i, h in enumerate(heads)) == pytest.approx(best, abs=1e-5)


def test_a_long_sentence_of_equal_scores_still_gets_a_tree() -> None:
    assert is_tree(best_tree(np.zeros((60, 61), dtype=np.float32)))


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("were", "be"),
        ("Soldiers", "soldier"),
        ("Kyiv", "Kyiv"),
        ("n’t", "not"),
        ("KYIV", "Kyiv"),
        ("a", "an"),
        ("better", "good"),
    ],
)
def test_a_lemma_comes_back_from_its_script(word: str, lemma: str) -> None:
    assert apply_script(word, edit_script(word, lemma)) == lemma


def test_a_script_that_cannot_apply_leaves_the_word() -> None:
    assert apply_script("go", "l|4|ing") == "go"


def test_case_and_shape() -> None:
    words = ["500", ",", "T-72", "troops", "I", "NATO", "Kyiv", "McCain", "iPhone"]
    assert [case_class(w) for w in words] == [1, 2, 6, 4, 5, 6, 7, 8, 9]
    assert (shape("Zelensky"), shape("F-16"), shape("2024")) == ("Xxxx", "X-dd", "ddd")


def test_buckets_are_the_same_everywhere() -> None:
    assert (bucket("ing", 4096), bucket("", 4096)) == (2927, 0)


def test_features_frame_the_window_and_cut_endless_words() -> None:
    pieces = ["[UNK]", "[CLS]", "[SEP]", "a", "##a", "b", "."]
    made = Vocabulary({p: i for i, p in enumerate(pieces)}).features(
        ["A" * 30, "b", "."], [3, 1, 0]
    )
    assert made.pieces.tolist() == [1, 3, *[4] * 7, 5, 6, 2]
    assert (made.first.tolist(), made.last.tolist()) == ([1, 9, 10], [8, 9, 10])
    assert made.gaps.tolist() == [3, 3, *[0] * 7, 1, 0, 0]


@pytest.mark.parametrize("size", [1, 2, 4])
def test_the_best_labels_are_the_best_of_all(size: int) -> None:
    labels = ["O", "B-ORG", "I-ORG", "B-PERSON", "I-PERSON"]
    random = np.random.default_rng(size)
    for _ in range(40):
        logits = random.normal(size=(size, len(labels))).astype(np.float32)
        every = [
            tags
            for tags in itertools.product(labels, repeat=size)
            if all(b[0] != "I" or a[2:] == b[2:] for a, b in itertools.pairwise(("O", *tags)))
        ]
        best = max(every, key=lambda t: sum(logits[i, labels.index(x)] for i, x in enumerate(t)))
        assert best_labels(logits, labels) == list(best)


@pytest.mark.parametrize(
    ("text", "names", "whole"),
    [
        ("North Korean troops", [(0, 1, "EVENT"), (1, 2, "NORP")], [(0, 2, "NORP")]),
        ("the NORTH KOREANS left", [], [(1, 3, "NORP")]),
        ("a Sri Lankan town", [(2, 3, "NORP")], [(1, 3, "NORP")]),
        ("North Korean Army", [(0, 3, "ORG")], [(0, 3, "ORG")]),
        ("North Korean Army", [(1, 3, "ORG")], [(1, 3, "ORG")]),
        ("north Korea", [(0, 2, "PLACE")], [(0, 2, "PLACE")]),
    ],
)
def test_a_nationality_of_two_words_is_one_name(
    text: str, names: list[tuple[int, int, str]], whole: list[tuple[int, int, str]]
) -> None:
    assert whole_peoples(text.split(), names) == whole


def test_an_inside_label_needs_its_beginning() -> None:
    labels = ["O", "B-ORG", "I-ORG", "B-PERSON", "I-PERSON"]
    logits = np.array([[0, 1, 5, 0, 0], [0, 0, 4, 0, 5], [9, 0, 0, 0, 0]], dtype=np.float32)
    assert best_labels(logits, labels) == ["B-ORG", "I-ORG", "O"]
    assert spans(["B-ORG", "I-ORG", "O", "B-ORG", "B-ORG"]) == [
        (0, 2, "ORG"),
        (3, 4, "ORG"),
        (4, 5, "ORG"),
    ]


@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        ("PLACE", "Kursk", "GPE"),
        ("PLACE", "Black Sea", "LOC"),
        ("PLACE", "Boryspil Airport", "FACILITY"),
        ("ORG", "Ukraine", "GPE"),
        ("ORG", "North Korean", "NORP"),
        ("ORG", "PYONGYANG", "GPE"),
        ("ORG", "Dnipro", "GPE"),
        ("ORG", "BBC", "ORG"),
        ("PERSON", "Kim Jong Un", "PERSON"),
    ],
)
def test_the_public_label_of_a_name(kind: str, name: str, label: str) -> None:
    assert public_label(kind, name.split()) == label


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        ("percent", "PERCENT"),
        ("USD", "MONEY"),
        ("km", "QUANTITY"),
        ("soldier", "CARDINAL"),
        ("", "CARDINAL"),
    ],
)
def test_the_label_of_an_amount(unit: str, label: str) -> None:
    assert value_label(unit) == label


def test_a_name_wins_over_a_value() -> None:
    doc = Doc(Vocab(), words=["In", "May", "2024", ",", "Theresa", "May", "paid", "5", "km"])
    doc.set_ents([Span(doc, 4, 6, label="PERSON")])
    values_component(doc)
    assert [(e.text, e.label_) for e in doc.ents][:2] == [
        ("May 2024", "DATE"),
        ("Theresa May", "PERSON"),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("12 ballistic missiles landed", ["ballistic missiles"]),
        ("it sent rocket launchers and shells", ["rocket launchers", "shells"]),
        ("two armoured vehicles burned", ["armoured vehicles"]),
        ("Shell sold a refinery", []),
        ("the strike lasted a week", []),
    ],
)
def test_weapons_by_the_list(words: str, found: list[str]) -> None:
    nouns = {"missiles", "rocket", "launchers", "shells", "vehicles", "refinery", "strike"}
    tokens = words.split()
    doc = Doc(
        spacy.blank("en").vocab,
        words=tokens,
        pos=["NOUN" if t in nouns else "PROPN" if t.istitle() else "X" for t in tokens],
        lemmas=[t.removesuffix("s") for t in tokens],
        heads=[0] * len(tokens),
        deps=["dep"] * len(tokens),
    )
    doc[0].dep_ = "root"
    spans_found = [doc[start:end].text for start, end in find_weapons(doc)]
    assert spans_found == found
