"""The shipped network at run time: one window of tokens in, annotations out.

Reads `meta.json`, `vocabulary.txt` and the ONNX graphs from one folder; checks their SHA-256
before use. Runs each window by itself on one thread: no padding, no batch, so what a window gets
depends on that window alone, in any process.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np

# onnxruntime 1.32 looks up a telemetry host when it is imported; nothing here calls home.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime
from numpy.typing import NDArray
from packaging.specifiers import SpecifierSet

from extractors.errors import ModelError
from extractors.language.features import FEATURE_VERSION, Vocabulary, read_vocabulary
from extractors.language.gazetteer import Gazetteer
from extractors.language.inflection import lemma_of
from extractors.language.lemmas import apply_script
from extractors.language.names import best_labels, spans, whole_peoples
from extractors.language.trees import best_tree, sentence_bounds, within

FORMAT_VERSION: Final = 2
MAX_WORDS: Final = 160
# The encoder has 512 positions, two of them for [CLS] and [SEP].
MAX_PIECES: Final = 500

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Annotation:
    """Annotations of n tokens. `heads[i]` is a token number, its own for a sentence's root.

    `names` are (start, end, type) in tokens.
    """

    tags: tuple[str, ...]
    pos: tuple[str, ...]
    feats: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    names: tuple[tuple[int, int, str], ...]


def model_meta(folder: Path) -> dict[str, Any]:
    """The `meta.json` of a model folder, once every file it names is there and undamaged.

    Raises `ModelError`.
    """
    if not (folder / "meta.json").is_file():
        raise ModelError(
            f"no language model in {folder}: meta.json is missing; reinstall sourcecheck or run "
            "`make model`"
        )
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        made_for = (int(meta["format"]), int(meta["features"]))
        files, wanted = dict(meta["files"]), SpecifierSet(meta["spacy"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"the language model's {folder / 'meta.json'} is damaged ({type(error).__name__}); "
            "reinstall sourcecheck or run `make model`"
        ) from error
    if made_for != (FORMAT_VERSION, FEATURE_VERSION):
        raise ModelError(
            f"the language model in {folder} has format {made_for[0]}.{made_for[1]}, this "
            f"sourcecheck reads {FORMAT_VERSION}.{FEATURE_VERSION}; install the two together or "
            "run `make model`"
        )
    if version("spacy") not in wanted:
        raise ModelError(
            f"the language model in {folder} is made for spaCy {wanted}, installed is "
            f"{version('spacy')}; install the spaCy it names or run `make model`"
        )
    for name, digest in files.items():
        if not (folder / name).is_file():
            raise ModelError(
                f"the language model in {folder} is incomplete: {name} is missing; reinstall "
                "sourcecheck or run `make model`"
            )
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise ModelError(
                f"the language model's {folder / name} is damaged (its SHA-256 is not the one in "
                "meta.json); reinstall sourcecheck or run `make model`"
            )
    return meta


@cache
def _has_vnni() -> bool:
    """Whether the processor multiplies u8 by s8 exactly at full speed.

    On one that does not, onnxruntime's fast kernel cuts sums off at 16 bits; it is then asked for
    the exact one, whose results are the same to the bit, at half the speed.
    """
    try:
        return "vnni" in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def open_graph(path: Path) -> onnxruntime.InferenceSession:
    """An ONNX graph, ready to run on one thread with exact integer products."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    if not _has_vnni():
        options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own family without a public base class
        reason = str(error).splitlines()[0][:160]
        raise ModelError(
            f"onnxruntime {onnxruntime.__version__} cannot load {path}: {reason}; install "
            "onnxruntime>=1.20 or run `make model`"
        ) from error


class Model:
    """The network of one folder. Safe to share between threads; not picklable (pass the folder)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = model_meta(folder)
        self.labels: dict[str, list[str]] = self.meta["labels"]
        self._vocabulary = Vocabulary(read_vocabulary(folder / "vocabulary.txt"))
        self._parse = open_graph(folder / "parse.onnx")
        self._names: onnxruntime.InferenceSession | None = None
        if "names.onnx" in self.meta["files"]:
            self._names = open_graph(folder / "names.onnx")
            self._gazetteer = Gazetteer(folder / "gazetteer.txt")
        self._outputs = [output.name for output in self._parse.get_outputs()]
        self.width = int(self.meta["vector_width"])

    @cached_property
    def _encoder(self) -> tuple[onnxruntime.InferenceSession, onnxruntime.InferenceSession]:
        """The untouched encoder's two halves, loaded when the first vector is asked for."""
        return open_graph(self.folder / "lower.onnx"), open_graph(self.folder / "upper.onnx")

    def annotate(self, words: Sequence[str], gaps: Sequence[int]) -> Annotation:
        """Annotates one block. A block longer than a window is read sentence by sentence on."""
        parts: list[Annotation] = []
        start = 0
        while start < len(words):
            end = self._window_end(words, start)
            first_gap = [3, *gaps[start + 1 : end]]
            part, last_sentence = self._window(words[start:end], first_gap)
            if end < len(words) and last_sentence:
                # The last sentence may go on: read it again at the head of the next window.
                part = _cut(part, last_sentence)
                end = start + last_sentence
            parts.append(part)
            start = end
        return _joined(parts)

    def vectors(self, words: Sequence[str], gaps: Sequence[int]) -> Floats:
        """Only the untouched encoder's vectors [n, 384] of a block."""
        made: list[Floats] = [np.zeros((0, self.width), dtype=np.float32)]
        start = 0
        while start < len(words):
            end = self._window_end(words, start)
            features = self._vocabulary.features(words[start:end], [3, *gaps[start + 1 : end]])
            lower, upper = self._encoder
            hidden = lower.run(None, {"pieces": features.pieces[None]})[0]
            vectors = upper.run(None, {"hidden": hidden})[0][0]
            made.append(_token_sums(vectors, features.first, features.last))
            start = end
        return np.concatenate(made)

    def _window_end(self, words: Sequence[str], start: int) -> int:
        end, pieces = start, 0
        while end < len(words) and end - start < MAX_WORDS:
            pieces += len(self._vocabulary.word(words[end])[0])
            if pieces > MAX_PIECES and end > start:
                break
            end += 1
        return end

    def _window(self, words: Sequence[str], gaps: Sequence[int]) -> tuple[Annotation, int]:
        """The annotations of one window, and where its last sentence starts."""
        features = self._vocabulary.features(words, gaps)
        given = {
            "pieces": features.pieces[None],
            "cases": features.cases,
            "gaps": features.gaps,
            "first": features.first,
            "last": features.last,
            "shapes": features.shapes,
            "suffixes": features.suffixes,
            "prefixes": features.prefixes,
        }
        out: dict[str, Floats] = dict(zip(self._outputs, self._parse.run(None, given), strict=True))
        count = len(words)
        best = {
            name: [self.labels[name][int(i)] for i in out[name].argmax(axis=1)]
            for name in ("upos", "xpos", "feats", "lemma")
        }
        sentences = sentence_bounds(out["start"])
        heads: list[int] = []
        keys = np.zeros(count, dtype=np.int64)
        for start, end in sentences:
            for i, head in enumerate(best_tree(within(out["arcs"], start, end)), start):
                heads.append(start + head - 1 if head else i)
                keys[i] = start + head if head else 0
        deps = self._deps(out["label_query"], out["label_key"][keys], keys)
        if self._names is not None:
            flags = self._gazetteer.flags(words)
            out["name"] = self._names.run(None, {"words": out["words"], "flags": flags})[0]
        # No name goes on over a sentence's end: signatures and headings run into the next line.
        tags: list[str] = []
        for start, end in sentences:
            tags.extend(best_labels(out["name"][start:end], self.labels["name"]))
        names = whole_peoples(words, spans(tags))
        annotation = Annotation(
            tuple(best["xpos"]),
            tuple(best["upos"]),
            tuple(best["feats"]),
            tuple(
                lemma_of(word, tag, apply_script(word, script))
                for word, tag, script in zip(words, best["xpos"], best["lemma"], strict=True)
            ),
            tuple(heads),
            tuple(deps),
            tuple(names),
        )
        return annotation, sentences[-1][0]

    def _deps(self, query: Floats, key: Floats, heads: NDArray[np.int64]) -> list[str]:
        """The label of each arc: `root` exactly where the head is the root."""
        scores = np.einsum("nlk,nk->nl", query, key)
        root = self.labels["dep"].index("root")
        scores[heads != 0, root] = -np.inf
        return [
            "root" if head == 0 else self.labels["dep"][int(best)]
            for head, best in zip(heads, scores.argmax(axis=1), strict=True)
        ]


def _token_sums(vectors: Floats, first: NDArray[np.int64], last: NDArray[np.int64]) -> Floats:
    """The sum over a token's pieces, so that a span's sum is the encoder's own mean pooling."""
    sums = np.zeros((vectors.shape[0] + 1, vectors.shape[1]), dtype=np.float64)
    np.cumsum(vectors, axis=0, out=sums[1:])
    return (sums[last + 1] - sums[first]).astype(np.float32)


def _cut(part: Annotation, end: int) -> Annotation:
    return Annotation(
        part.tags[:end],
        part.pos[:end],
        part.feats[:end],
        part.lemmas[:end],
        part.heads[:end],
        part.deps[:end],
        tuple((start, min(stop, end), kind) for start, stop, kind in part.names if start < end),
    )


def _joined(parts: Sequence[Annotation]) -> Annotation:
    heads: list[int] = []
    names: list[tuple[int, int, str]] = []
    for part in parts:
        base = len(heads)
        names.extend((start + base, end + base, kind) for start, end, kind in part.names)
        heads.extend(head + base for head in part.heads)
    return Annotation(
        tuple(t for p in parts for t in p.tags),
        tuple(t for p in parts for t in p.pos),
        tuple(t for p in parts for t in p.feats),
        tuple(t for p in parts for t in p.lemmas),
        tuple(heads),
        tuple(t for p in parts for t in p.deps),
        tuple(names),
    )
