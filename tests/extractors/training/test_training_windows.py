"""Training windows: disguises keep the annotations whole, labelled text comes back as it went."""

from __future__ import annotations

import copy
import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from extractors.training.treebank import Sentence
from extractors.training.windows import Window, disguise, read_silver, window, write_silver

WORDS = ["“", "He", "said", "it", "'s", "--", "no", '"', "use", "."]


def sentence(number: int, words: list[str]) -> Sentence:
    """A sentence whose words all hang on the one before; `root` on the first."""
    size = len(words)
    return Sentence(
        id=f"s{number}",
        words=words,
        spaces=[True] * size,
        lemmas=[w.lower() for w in words],
        upos=["PUNCT" if w == "." else "X" for w in words],
        xpos=["."] * size,
        feats=["_"] * size,
        heads=list(range(size)),
        deps=["root", *["dep"] * (size - 1)],
    )


sentences = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1)


def columns(made: Window) -> list[list[object]]:
    """All columns that have one item a word."""
    return [
        made.words, made.gaps, made.sentence, made.upos, made.xpos, made.feats,
        made.lemmas, made.source, made.heads, made.deps, made.names,
    ]  # fmt: skip


@given(sentences, st.integers(0, 2**32))
def test_a_disguise_keeps_the_tree_and_one_item_a_word(texts: list[list[str]], seed: int) -> None:
    made = window([sentence(i, words) for i, words in enumerate(texts)], {})
    before = copy.deepcopy(made)
    disguise(made, random.Random(seed))
    assert len({len(column) for column in columns(made)}) == 1
    assert len(before.words) - 1 <= len(made.words) <= len(before.words)
    for word, head in enumerate(made.heads):
        assert head == 0 or made.sentence[head - 1] == made.sentence[word]
        assert head <= len(made.words)
    assert [made.sentence[i] for i, head in enumerate(made.heads) if head == 0] == sorted(
        set(made.sentence)
    )


def test_labelled_text_comes_back_as_it_was_written(tmp_path: Path) -> None:
    made = window([sentence(0, ["Kyiv", "said", "“", "no", "”"])], {})
    made.deps[3], made.origin, made.odds = "", "plain", [[(0, 0.9), (2, 0.1)]] * 5
    made.names = [("B-PLACE",), ("O",), ("O",), ("O",), ("O",)]
    write_silver([made], tmp_path / "silver.jsonl.xz")
    (back,) = read_silver(tmp_path / "silver.jsonl.xz")
    back.names = [tuple(labels) for labels in back.names]
    back.odds = [[(head, share) for head, share in word] for word in back.odds]
    assert back == made
