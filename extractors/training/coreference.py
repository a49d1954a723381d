"""Trains `extractors/coreference/coreference.csv`, the weights of `extractors.coreference.scores`.

In: GUM's gold parses and coreference in the treebank's train part; the dev part to stop by.
Out: one weight a feature. The model is a log-linear ranking of an anaphor's candidates and
"none" (Denis & Baldridge 2008), fitted by maximising the summed probability of the candidates
that are in the anaphor's gold group, with an L2 penalty; full batches of Adam, no randomness.

    python -m extractors.training.coreference --data ../shared/data
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from extractors.coreference.phrases import phrases
from extractors.coreference.scores import nothing_features, pairs
from extractors.entities import find_mentions
from extractors.training.gum import GumDocument, read

STEPS = 400
RATE = 0.05
PENALTY = 0.3
MIN_COUNT = 3
HEADER = """# Weights of the coreference ranking, by extractors/training/coreference.py from the
# train part of GUM (Zeldes 2017, annotations CC BY 4.0, https://gucorpling.org/gum).
"""

Example = tuple[list[list[str]], list[bool]]


def examples(document: GumDocument) -> Iterator[Example]:
    """Each anaphor's options ("none" first) as features, and which of them are right."""
    found = phrases(document.blocks, find_mentions(document.blocks))
    groups: dict[int, set[str]] = {}
    for gold in document.gold:
        groups.setdefault(gold.head, set()).add(gold.group)
    for place, anaphor in enumerate(found):
        if anaphor.coordinated or anaphor.kind not in {"pronoun", "definite", "demonstrative"}:
            continue
        options = pairs(anaphor, found[:place])
        if not options:
            continue
        mine = groups.get(anaphor.offset, set())
        right = [_right(document, option, mine, groups) for option, _ in options]
        rows = [list(nothing_features(anaphor, len(options)))]
        rows.extend(names for _, names in options)
        yield rows, [not any(right), *right]


def _right(document: GumDocument, option, mine: set[str], groups: dict[int, set[str]]) -> bool:
    """Whether an option is in the anaphor's gold group; a coordination by its whole span."""
    if not option.coordinated:
        return bool(groups.get(option.offset, set()) & mine)
    _, end = option.span
    return any(
        gold.group in mine and gold.head == option.offset and gold.end >= end - 1
        for gold in document.gold
    )


def fit(data: list[Example], names: dict[str, int], dev: list[Example]) -> np.ndarray:
    """The weights, by Adam on the penalised log-likelihood."""
    rows, columns, owners, gold = _arrays(data, names)
    weights = np.zeros(len(names))
    first, second = np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        scores = np.bincount(rows, weights[columns], len(owners))
        own, expected = _softmax(scores, owners, None), _softmax(scores, owners, gold)
        slope = np.bincount(columns, (expected - own)[rows], len(names)) - PENALTY * weights
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        adjusted = first / (1 - 0.9**step), second / (1 - 0.999**step)
        weights += RATE * adjusted[0] / (np.sqrt(adjusted[1]) + 1e-8)
        if step % 100 == 0:
            right = [accuracy(part, names, weights) for part in (data, dev)]
            print(f"step {step}: train {right[0]:.3f}, dev {right[1]:.3f}")
    return weights


def _arrays(data: list[Example], names: dict[str, int]) -> tuple[np.ndarray, ...]:
    rows, columns, owners, gold = [], [], [], []
    for number, (options, right) in enumerate(data):
        for option, correct in zip(options, right, strict=True):
            for name in option:
                if name in names:
                    rows.append(len(owners))
                    columns.append(names[name])
            owners.append(number)
            gold.append(correct)
    return np.array(rows), np.array(columns), np.array(owners), np.array(gold)


def _softmax(scores: np.ndarray, owners: np.ndarray, kept: np.ndarray | None) -> np.ndarray:
    top = np.full(owners.max() + 1, -np.inf)
    np.maximum.at(top, owners, scores)
    powers = np.exp(scores - top[owners])
    if kept is not None:
        powers = powers * kept
    return powers / np.bincount(owners, powers)[owners]


def accuracy(data: list[Example], names: dict[str, int], weights: np.ndarray) -> float:
    rows, columns, owners, gold = _arrays(data, names)
    scores = np.bincount(rows, weights[columns], len(owners))
    best = np.full(owners.max() + 1, -1)
    for place in np.argsort(scores, kind="stable"):
        best[owners[place]] = place
    return float(gold[best].mean())


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    place = Path(__file__).resolve().parents[1] / "coreference" / "coreference.csv"
    arguments.add_argument("--out", type=Path, default=place)
    options = arguments.parse_args()
    parts = {
        part: [
            example
            for document in read(options.data / "treebank" / f"{part}.conllu.xz")
            for example in examples(document)
        ]
        for part in ("train", "dev")
    }
    counts = Counter(name for rows, _ in parts["train"] for row in rows for name in set(row))
    names = {n: at for at, n in enumerate(sorted(n for n in counts if counts[n] >= MIN_COUNT))}
    print(len(parts["train"]), "anaphors,", len(names), "features")
    weights = fit(parts["train"], names, parts["dev"])
    with options.out.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("feature", "weight"))
        table.writerows((name, f"{weights[at]:.3f}") for name, at in names.items())


if __name__ == "__main__":
    main()
