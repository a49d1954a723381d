"""The shipped entailment scorer: pairs in, log odds out; on onnxruntime, one pair a call.

A call holds one pair on one thread, without padding, so that what a pair gets depends on nothing
else; pairs are shared out to as many threads as there are processors. The products are integers
(`parse.onnx` says why): the same bits on every processor.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from extractors.entailment.pairing import PAIRING_VERSION, encode
from extractors.errors import ModelError
from extractors.language import Vocabulary, model_meta, open_graph, read_vocabulary, shipped_model

GRAPH: Final = "entailment.onnx"
#: Columns of what `score` gives.
SUPPORTS, CONTRADICTS, NEITHER = 0, 1, 2
#: The network's own order of the three.
_ORDER = [2, 0, 1]
#: What is said of a pair at the least: a score is read and compared at this many digits.
DIGITS: Final = 4

Evidence = str | tuple[str, str]


class Scorer:
    """The scorer of one model folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        meta = model_meta(folder)
        if GRAPH not in meta["files"] or meta.get("pairing") != PAIRING_VERSION:
            raise ModelError(
                f"the model in {folder} has no entailment scorer that fits this sourcecheck; "
                "reinstall sourcecheck or run `make model`"
            )
        self._vocabulary = Vocabulary(read_vocabulary(folder / "vocabulary.txt"))
        self._session = open_graph(folder / GRAPH)

    def score(self, pairs: Sequence[tuple[Evidence, str]]) -> NDArray[np.float64]:
        """The probabilities [n, 3] of supports, contradicts, neither for each (evidence, claim).

        Evidence is a sentence, or (context, sentence): the context (title, sentence before) helps
        to understand it and proves nothing by itself. Rounded to `DIGITS` digits.
        """
        known: dict[tuple[str, str, str], int] = {}
        for evidence, claim in pairs:
            context, sentence = ("", evidence) if isinstance(evidence, str) else evidence
            known.setdefault((context, sentence, claim), len(known))
        # the longest first, so that no thread is left with a long one at the end
        order = sorted(known, key=lambda key: -sum(map(len, key)))
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            rows = dict(zip(order, threads.map(self._one, order), strict=True))
        out = np.zeros((len(pairs), 3), dtype=np.float64)
        for at, (evidence, claim) in enumerate(pairs):
            context, sentence = ("", evidence) if isinstance(evidence, str) else evidence
            out[at] = rows[context, sentence, claim]
        return out

    def _one(self, key: tuple[str, str, str]) -> NDArray[np.float64]:
        # what is no Unicode text (a lone surrogate) is read as unknown signs
        texts = (text.encode("utf-8", "replace").decode("utf-8") for text in key)
        columns = encode(self._vocabulary, *texts)
        given = {
            "pieces": columns[0][None],
            "parts": columns[1][None],
            "codes": columns[2][None],
            "cases": columns[3][None],
        }
        logits = np.asarray(self._session.run(None, given)[0][0], dtype=np.float64)
        odds = np.exp(logits - logits.max())
        shares: NDArray[np.float64] = np.round((odds / odds.sum())[_ORDER], DIGITS)
        return shares


@cache
def _scorer(folder: Path) -> Scorer:
    return Scorer(folder)


def load_scorer(model: str | Path | None = None) -> Scorer:
    """The scorer of a model folder, or the shipped one; loaded once a process.

    Raises `ModelError` where the folder has none.
    """
    return _scorer((Path(model) if model is not None else shipped_model()).resolve())
