"""Fits the decision's two regressions and shows what they are right on.

    python -m benchmarks.decision [--data DIR] [--stories WORK] [--write] [--limit N] [--json]

Fitted on pairs that the scorer was not trained on: the held-back clusters and events of our own
claims (`extractors/training/pairs.py`), each claim with what retrieval would bring for it; the
stories of our own, as the real command retrieved for them (`--stories`: the folder that
`python -m benchmarks.stories --own --work` kept); and the development half of FEVER-Symmetric dev
and Fool-Me-Twice dev at a smaller weight. No story of the data folder is fitted on. L2-penalised
logistic regression (Newton's method) on features scaled to one deviation. `--write` puts the
weights into `warehouse/crosscheck/decision.toml`; its thresholds stay, for they are chosen on
stories.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.crosscheck import fever, fool_me_twice, half_of
from benchmarks.own_stories import rows_of
from extractors.entailment import load_scorer
from extractors.extraction import signed_bytes
from extractors.language import load_pipeline
from warehouse.crosscheck import Statement, nearness, read_pairs

DATA = Path("../shared/data")
TABLE = Path(__file__).parents[1] / "warehouse" / "crosscheck" / "decision.toml"
PENALTY = 8.0
#: What a pair counts: of our own claims, of a story, and of the public sets, which hold no pairs
#: that decide nothing.
OWN, STORY, PUBLIC = 0.5, 1.0, 0.2
#: Sentences of its cluster a held-back claim is set against, and words of the shortest.
BEST, SHORTEST = 11, 4
SIDES = {"supports": 2, "contradicts": 0}

Row = tuple[Statement, Statement, int, float]
Floats = NDArray[np.float64]


def own_rows(data: Path, limit: int) -> list[Row]:
    """(claim, passage, label, weight) of the held-back claims; the claim is said when they are.

    With each claim stand what retrieval would bring: all passages of its invented event, or the
    `BEST` sentences of its cluster nearest to it; the nearest first.
    """
    from extractors.training.pairs import (
        HELD,
        LABELS,
        neighbourhoods,
        news_sentences,
        own_claims,
    )

    facts, events = own_claims()
    nlp = load_pipeline()
    vectors: dict[str, bytes] = {}

    def made(text: str, date: str = "", context: str = "") -> Statement:
        if text not in vectors:
            vectors[text] = signed_bytes(nlp(text)[:])
        return Statement(text, _day(date), context, vectors[text])

    rows: list[Row] = []
    for event in events:
        if not event["held"]:
            continue
        told = [
            made(p["text"], p["date"], f"{p['title']}. {p['before']}".strip())
            for p in event["passages"]
        ]
        last = max(p["date"] for p in event["passages"])
        for claim in event["claims"]:
            said = made(claim["text"], last)
            labels = [LABELS[label] for label in claim["labels"]]
            rows += [(said, told[n], labels[n], OWN) for n in _nearest(said, told)]
    held = [fact for fact in facts if fact["cluster"] in HELD]
    for claim, ranked in neighbourhoods(data, news_sentences(data), held, SHORTEST):
        said = made(claim["text"])
        for (*_, context, text), standing in ranked[:BEST]:
            if standing != "copy":
                label = LABELS[claim["label"]] if standing == "evidence" else 1
                rows.append((said, made(text, "", context), label, OWN))
    return rows[:limit]


def _nearest(claim: Statement, told: Sequence[Statement]) -> list[int]:
    return sorted(range(len(told)), key=lambda n: -nearness(claim.vector, told[n].vector))


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
    """The coefficients [features + 1] for ``x`` as it is, the intercept last."""
    middle, deviation = x.mean(axis=0), x.std(axis=0) + 1e-6
    beta = _newton((x - middle) / deviation, y, weight)
    slopes = beta[:-1] / deviation
    found: Floats = np.r_[slopes, beta[-1] - slopes @ middle]
    return found


def _newton(x: Floats, y: Floats, weight: Floats) -> Floats:
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
    parser.add_argument("--limit", type=int, default=12000, help="pairs of our own")
    parser.add_argument("--stories", type=Path, help="the kept runs of our own stories")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path, help="write the features here (npz)")
    options = parser.parse_args()
    if not (options.data / "pairs").is_dir():
        print(f"no {options.data}: name the data folder with --data", file=sys.stderr)
        return 2
    rows = own_rows(options.data, options.limit) + public_rows(options.data, options.limit)
    if options.stories:
        rows += [(*row, STORY) for row in rows_of(options.stories)]
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
        parts = {"own": weight == OWN, "stories": weight == STORY, "public": weight == PUBLIC}
        told[side] = {name: precisions(p[m], y[m]) for name, m in parts.items() if y[m].any()}
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
