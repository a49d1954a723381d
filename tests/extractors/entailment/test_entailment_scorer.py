"""The shipped scorer: what any sane one keeps, whatever its weights."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from extractors.entailment import Scorer, load_scorer, scorer
from extractors.errors import ModelError

ROOT = Path(__file__).parents[3]
SUPPORTS, CONTRADICTS, NEITHER = scorer.SUPPORTS, scorer.CONTRADICTS, scorer.NEITHER
APPROVED = "The council approved the plan."
PAIRS: list[tuple[str | tuple[str, str], str]] = [
    ("The council approved the plan on Monday.", APPROVED),
    ("The council did not approve the plan.", APPROVED),
    ("Bananas are yellow.", APPROVED),
    (("Norway's coast guard speaks", "The ferry sank."), "A ferry sank off Norway."),
    ("The ferry sank.", "A ferry sank off Norway."),
    ("", ""),
    ("", APPROVED),
    (APPROVED, ""),
    ("word " * 5000, "word " * 5000),
    ("🙂👩‍👩‍👧 １２，３４５ \x00", "١٢٣ ² ﬁ 𝔘"),
]


@pytest.fixture(scope="module")
def shipped() -> Scorer:
    return load_scorer()


def odds(shipped: Scorer, evidence: str, claim: str) -> list[float]:
    return shipped.score([(evidence, claim)])[0].tolist()


def test_it_is_loaded_once(shipped: Scorer) -> None:
    assert load_scorer() is shipped


def test_no_pair_gives_no_row(shipped: Scorer) -> None:
    assert shipped.score([]).shape == (0, 3)


def test_three_odds_that_sum_to_one(shipped: Scorer) -> None:
    rows = shipped.score(PAIRS)
    assert rows.shape == (len(PAIRS), 3)
    assert rows.dtype == np.float64
    assert np.isfinite(rows).all()
    assert (rows >= 0).all()
    assert (rows <= 1).all()
    assert np.abs(rows.sum(axis=1) - 1).max() < 2 * 10**-scorer.DIGITS
    assert (np.round(rows, scorer.DIGITS) == rows).all()


def test_a_pair_gets_the_same_alone_and_in_company(shipped: Scorer) -> None:
    together = shipped.score(PAIRS)
    assert (together == np.concatenate([shipped.score([pair]) for pair in PAIRS])).all()
    assert (together[::-1] == shipped.score(PAIRS[::-1])).all()
    twice = shipped.score(PAIRS + PAIRS)
    assert (twice[: len(PAIRS)] == together).all()
    assert (twice[len(PAIRS) :] == together).all()


def test_threads_may_share_it(shipped: Scorer) -> None:
    expected = shipped.score(PAIRS)
    with ThreadPoolExecutor(4) as threads:
        for rows in threads.map(lambda _: shipped.score(PAIRS), range(8)):
            assert (rows == expected).all()


@pytest.mark.slow
def test_another_process_gives_the_same(shipped: Scorer) -> None:
    code = (
        "import json, sys\n"
        "from extractors.entailment import load_scorer\n"
        "pairs = [(e if isinstance(e, str) else tuple(e), c) for e, c in json.load(sys.stdin)]\n"
        "print(json.dumps(load_scorer(sys.argv[1]).score(pairs).tolist()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(scorer.shipped_model())],
        input=json.dumps(PAIRS),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert json.loads(done.stdout) == shipped.score(PAIRS).tolist()


def test_an_empty_context_is_none_and_a_full_one_is_read(shipped: Scorer) -> None:
    claim = "A ferry sank off Norway."
    bare, empty, full = shipped.score(
        [
            ("The ferry sank.", claim),
            (("", "The ferry sank."), claim),
            (("A ferry is in trouble off Norway.", "The ferry sank."), claim),
        ]
    )
    assert (bare == empty).all()
    assert (bare != full).any()


def test_words_beyond_the_limit_change_nothing_that_is_read(shipped: Scorer) -> None:
    long = "The council approved the plan. " * 50
    more = long + "The council approved the plan. " * 50
    assert odds(shipped, long, APPROVED) == odds(shipped, more, APPROVED)


#: (claim, what says the same, what says the opposite, what says nothing to it)
EASY = [
    (
        APPROVED,
        "The council approved the plan on Monday.",
        "The council did not approve the plan.",
        "Bananas are yellow.",
    ),
    (
        "Prices rose sharply in March.",
        "Prices rose sharply in March, the office said.",
        "Prices fell sharply in March.",
        "The orchestra plays in Vienna tonight.",
    ),
    (
        "The minister resigned.",
        "The minister resigned on Friday.",
        "The minister denied that he had resigned.",
        "The harbour froze over for a week.",
    ),
    (
        "The company employs 300 people.",
        "The company employs 300 people.",
        "The company employs 3,000 people.",
        "Two goals decided the match.",
    ),
]


@pytest.mark.parametrize(("claim", "same", "opposite", "other"), EASY)
def test_easy_pairs_come_in_the_right_order(
    claim: str, same: str, opposite: str, other: str, shipped: Scorer
) -> None:
    yes, no, open_ = (odds(shipped, evidence, claim) for evidence in (same, opposite, other))
    assert yes[SUPPORTS] > max(no[SUPPORTS], open_[SUPPORTS])
    assert no[CONTRADICTS] > max(yes[CONTRADICTS], open_[CONTRADICTS])
    assert open_[NEITHER] > max(yes[NEITHER], no[NEITHER])
    assert yes[SUPPORTS] == max(yes)
    assert no[CONTRADICTS] == max(no)


@pytest.mark.parametrize("lacking", ["the graph", "the pairing", "another pairing"])
def test_a_folder_without_a_fitting_scorer_is_refused(lacking: str, tmp_path: Path) -> None:
    source = scorer.shipped_model()
    meta = json.loads((source / "meta.json").read_text("utf-8"))
    if lacking == "the graph":
        meta["files"].pop(scorer.GRAPH)
    elif lacking == "the pairing":
        meta.pop("pairing")
    else:
        meta["pairing"] += 1
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    for name in meta["files"]:
        shutil.copy(source / name, tmp_path / name)
    with pytest.raises(ModelError, match="no entailment scorer that fits"):
        load_scorer(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        load_scorer(tmp_path)
