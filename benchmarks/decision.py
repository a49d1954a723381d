"""Fits the decision's two regressions and shows what they are right on.

    python -m benchmarks.decision [--data DIR] [--write] [--limit N] [--json]

Fitted on pairs that the scorer was not trained on: the held-back clusters and events of our own
claims (`extractors/training/pairs.py`), and the development half of FEVER-Symmetric dev and
Fool-Me-Twice dev at a smaller weight. No story is fitted on. L2-penalised logistic regression
(Newton's method; the penalty is 2). `--write` puts the weights into
`warehouse/crosscheck/decision.toml`; its thresholds stay, for they are chosen on three stories.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.crosscheck import fever, fool_me_twice, half_of
from extractors.entailment import load_scorer
from extractors.extraction import signed_bytes
from extractors.language import load_pipeline
from warehouse.crosscheck import Statement, read_pairs

DATA = Path("../shared/data")
TABLE = Path(__file__).parents[1] / "warehouse" / "crosscheck" / "decision.toml"
PENALTY = 2.0
#: A pair of the public sets counts this much: they hold no pairs that decide nothing.
PUBLIC = 0.35
SIDES = {"supports": 2, "contradicts": 0}

Row = tuple[Statement, Statement, int, float]
Floats = NDArray[np.float64]


def own_rows(data: Path, limit: int) -> list[Row]:
    """(claim, passage, label, weight) of the held-back claims; the claim is said when they are."""
    from extractors.training.pairs import HELD, LABELS, news_sentences, own_claims

    facts, events = own_claims()
    placed = {(file, start): (c, text) for file, start, c, text in news_sentences(data)}
    rows: list[tuple[str, str, str, str, int]] = []
    for fact in facts:
        if fact["cluster"] not in HELD:
            continue
        for claim in fact["claims"]:
            for part, label in (("evidence", LABELS[claim["label"]]), ("near", 1)):
                for file, start, _ in fact[part]:
                    if (file, start) in placed:
                        rows.append((*placed[file, start], "", claim["text"], label))
    for event in events:
        if event["held"]:
            for claim in event["claims"]:
                for p, label in zip(event["passages"], claim["labels"], strict=True):
                    context = f"{p['title']}. {p['before']}".strip()
                    rows.append((context, p["text"], p["date"], claim["text"], LABELS[label]))
    random.Random(5).shuffle(rows)
    nlp = load_pipeline()
    vectors: dict[str, bytes] = {}

    def vector(text: str) -> bytes:
        if text not in vectors:
            vectors[text] = signed_bytes(nlp(text)[:])
        return vectors[text]

    return [
        (
            Statement(claim, _day(date), "", vector(claim)),
            Statement(text, _day(date), context, vector(text)),
            label,
            1.0,
        )
        for context, text, date, claim, label in rows[:limit]
    ]


def _day(date: str) -> datetime | None:
    return datetime.fromisoformat(date[:10]).replace(tzinfo=UTC) if date else None


def public_rows(data: Path, limit: int) -> list[Row]:
    """The same of the public sets' development halves."""
    nlp = load_pipeline()
    labels = {"supports": 2, "contradicts": 0}
    rows: list[Row] = []
    for source in (fever, fool_me_twice):
        mine = [p for p in source(data / "pairs") if half_of(p) == "dev"]
        for pair in mine[:limit]:
            one = Statement(pair.claim, None, "", signed_bytes(nlp(pair.claim)[:]))
            text = pair.evidence[0]
            other = Statement(text, None, pair.context, signed_bytes(nlp(text)[:]))
            rows.append((one, other, labels[pair.label], PUBLIC))
    return rows


def fitted(x: Floats, y: Floats, weight: Floats) -> Floats:
    """The coefficients [features + 1], the intercept last."""
    x = np.c_[x, np.ones(len(x))]
    beta = np.zeros(x.shape[1])
    ridge = PENALTY * np.eye(x.shape[1])
    ridge[-1, -1] = 1e-6
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (weight * (p - y)) + ridge @ beta
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + ridge
        beta = beta - np.linalg.solve(hessian, gradient)
    return beta


def precisions(p: Floats, y: Floats) -> dict[str, float]:
    """Recall where the precision is still at least so much."""
    order = np.argsort(-p, kind="stable")
    hits = y[order].cumsum()
    share = hits / np.arange(1, len(order) + 1)
    told = {}
    for least in (0.95, 0.9, 0.8, 0.7):
        good = np.flatnonzero(share >= least)
        told[f"recall at precision {least}"] = (
            round(float(hits[good[-1]] / y.sum()), 3) if len(good) else 0.0
        )
    return told


def written(names: Sequence[str], coefficients: Mapping[str, Floats]) -> str:
    """`decision.toml` with new weights and the thresholds it has."""
    known: dict[str, Any] = tomllib.loads(TABLE.read_text("utf-8"))
    head = TABLE.read_text("utf-8").split("[", 1)[0]
    parts = [head.rstrip() + "\n"]
    for side, beta in coefficients.items():
        row = known[side]
        parts.append(f"\n[{side}]\n")
        parts += [f"{k} = {json.dumps(v)}\n" for k, v in row.items() if k not in ("features",)]
        parts.append(f"[{side}.features]\n")
        parts += [f"{json.dumps(n)} = {b:.4f}\n" for n, b in zip(names, beta[:-1], strict=True)]
    text = "".join(parts)
    for side, beta in coefficients.items():
        start = text.index(f"[{side}]\n")
        end = text.index("intercept = ", start)
        stop = text.index("\n", end)
        text = f"{text[:end]}intercept = {beta[-1]:.4f}{text[stop:]}"
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--limit", type=int, default=9000, help="pairs of our own")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path, help="write the features here (npz)")
    options = parser.parse_args()
    if not (options.data / "pairs").is_dir():
        print(f"no {options.data}: name the data folder with --data", file=sys.stderr)
        return 2
    rows = own_rows(options.data, options.limit) + public_rows(options.data, options.limit)
    claims = list(dict.fromkeys(row[0] for row in rows))
    passages = list(dict.fromkeys(row[1] for row in rows))
    at, there = ({s: n for n, s in enumerate(side)} for side in (claims, passages))
    pairs = [(at[row[0]], there[row[1]]) for row in rows]
    readings = read_pairs(claims, passages, pairs, load_pipeline(), load_scorer())
    names = list(readings[0].features)
    x = np.array([[r.features[n] for n in names] for r in readings])
    labels = np.array([row[2] for row in rows])
    weight = np.array([row[3] for row in rows])
    if options.keep:
        np.savez(options.keep, x=x, y=labels, w=weight, names=np.array(names))
    coefficients, told = {}, {}
    for side, label in SIDES.items():
        y = (labels == label).astype(np.float64)
        # two halves, each judged by the other's weights; the whole makes what is shipped
        folds = np.array([hash_of(row[0].text) for row in rows])
        p = np.zeros(len(y))
        for fold in (0, 1):
            beta = fitted(x[folds != fold], y[folds != fold], weight[folds != fold])
            p[folds == fold] = 1 / (1 + np.exp(-np.c_[x, np.ones(len(x))][folds == fold] @ beta))
        own = weight == 1.0
        told[side] = {"own": precisions(p[own], y[own]), "public": precisions(p[~own], y[~own])}
        coefficients[side] = fitted(x, y, weight)
    print(json.dumps(told, indent=None if options.json else 2))
    if options.write:
        TABLE.write_text(written(names, coefficients), encoding="utf-8")
    return 0


def hash_of(text: str) -> int:
    """0 or 1, the same for all pairs of a claim."""
    return sum(text.encode()) % 2


if __name__ == "__main__":
    sys.exit(main())
