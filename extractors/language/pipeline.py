"""The language pipeline: text in, a spaCy Doc with parse, names and vectors out.

    nlp = load_pipeline()
    doc = nlp("Seoul's spy agency said 600 North Korean soldiers were killed.")

A Doc carries `tag_` (Penn), `pos_`, `morph`, `lemma_`, `dep_` (Universal Dependencies with
subtypes: `nsubj:pass`, `aux:pass`, `acl:relcl`, `obl:agent`), heads, sentence starts, `ents`
(PERSON, ORG, GPE, LOC, FACILITY, NORP, EVENT, WEAPON, PRODUCT, WORK; by rules DATE, QUANTITY,
MONEY, PERCENT, CARDINAL and WEAPON for common nouns). `embed` makes vectors of its spans.

A blank line ends a block: no sentence crosses it, and what stands in one block never changes the
parse, the names or the vectors of another (dates alone look at the whole text). No network, no
clock, no randomness; the same text gives the same Doc in any batch and in any worker process.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span

import extractors.language.clearnlp
import extractors.language.values
import extractors.language.weapons  # noqa: F401  (all three register their components)
from extractors.errors import ModelError
from extractors.language.amounts import with_amounts
from extractors.language.features import GAP_LINE, GAP_NONE, GAP_SPACE, GAP_START
from extractors.language.model import Annotation, Model
from extractors.language.names import public_label
from extractors.language.tokens import adapt_tokenizer

__all__ = ["VECTOR_WIDTH", "ModelError", "embed", "load_embedder", "load_pipeline"]

SHIPPED: Final = Path(__file__).parent.parent / "model"
VECTOR_WIDTH: Final = 384
RUSSIAN: Final = "ru"

# Where a doc notes its encoder's folder, so that `embed` can find it after pickling too.
_FOLDER: Final = "sourcecheck_model"
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")

_models: dict[Path, Model] = {}


def _model(folder: Path) -> Model:
    """The model of a folder, loaded once a process."""
    found = _models.get(folder)
    if found is None:
        found = _models[folder] = Model(folder)
    return found


def load_pipeline(model: str | Path | None = None) -> Language:
    """The pipeline, ready to use.

    `model` is a folder made by `make model`, the name of an installed spaCy pipeline (its labels
    are then mapped to Universal Dependencies), "ru" for the Russian pipeline, or None for the
    shipped English model. Raises `ModelError`.
    """
    if model == RUSSIAN:
        from extractors.language.russian import load_russian  # its networks load by themselves

        return load_russian()
    if model is None:
        model = shipped_model()
    elif isinstance(model, str) and not Path(model).exists():
        return _other_pipeline(model)
    folder = Path(model).resolve()
    _model(folder)
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    nlp.add_pipe("sourcecheck_annotator", config={"folder": str(folder)})
    nlp.add_pipe("sourcecheck_values")
    nlp.add_pipe("sourcecheck_weapons")
    return nlp


def load_embedder(model: str | Path | None = None) -> Language:
    """A pipeline that only tokenises and gives vectors, for search queries: same vectors, faster.

    `model` is a model folder or None for the shipped one. Raises `ModelError`.
    """
    folder = shipped_model() if model is None else Path(model)
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    _model(folder.resolve())
    nlp.add_pipe("sourcecheck_vectors", config={"folder": str(folder.resolve())})
    return nlp


def shipped_model() -> Path:
    """The shipped model's folder; SOURCECHECK_MODEL names another while none is shipped."""
    override = os.environ.get("SOURCECHECK_MODEL")
    return Path(override) if override and not (SHIPPED / "meta.json").is_file() else SHIPPED


def _other_pipeline(name: str) -> Language:
    """An installed spaCy pipeline with its labels mapped, the shipped vectors, and the values."""
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise ModelError(
            f"{name!r} is neither a model folder nor an installed spaCy pipeline; install it "
            "with pip, or leave the model out to use the shipped one"
        ) from error
    except Exception as error:
        reason = str(error).splitlines()[0][:160]
        raise ModelError(
            f"the spaCy pipeline {name!r} does not load under spaCy {version('spacy')}: {reason}; "
            "install the version made for it, or leave the model out to use the shipped one"
        ) from error
    if "parser" not in nlp.pipe_names:
        raise ModelError(f"the spaCy pipeline {name!r} has no parser; name one that has")
    folder = shipped_model().resolve()
    _model(folder)
    nlp.add_pipe("sourcecheck_blank_lines", before="parser")
    labels = nlp.pipe_labels.get("parser", [])
    if "pobj" in labels or "dobj" in labels:
        nlp.add_pipe("sourcecheck_clearnlp")
    nlp.add_pipe("sourcecheck_vectors", config={"folder": str(folder)})
    nlp.add_pipe("sourcecheck_values")
    nlp.add_pipe("sourcecheck_weapons")
    return nlp


def embed(target: Span | Doc) -> NDArray[np.float32]:
    """The vector of a span or doc: float32 [384], unit length (all zeros for an empty span).

    The mean over the span's word pieces of all-MiniLM-L6-v2's output, read in the context of the
    block; the dot product of two vectors is their cosine. The first call on a doc computes
    `doc.tensor` for all its tokens, the next ones only add up. Raises `ModelError`.
    """
    doc = target.doc
    if doc.tensor.shape != (len(doc), VECTOR_WIDTH):
        _set_tensor(doc)
    start, end = (target.start, target.end) if isinstance(target, Span) else (0, len(doc))
    total = np.asarray(doc.tensor[start:end], dtype=np.float64).sum(axis=0)
    norm = float(np.sqrt((total * total).sum()))
    vector: NDArray[np.float32] = (total / norm if norm else total).astype(np.float32)
    return vector


def _set_tensor(doc: Doc) -> None:
    """Gives `doc.tensor` [tokens, 384] to a doc of this module's pipelines."""
    folder = doc.user_data.get(_FOLDER)
    if folder is None:
        raise ModelError(
            "this doc carries no vectors: it was not made by load_pipeline(); parse it again"
        )
    model = _model(Path(folder))
    tensor: Any = np.zeros((len(doc), VECTOR_WIDTH), dtype=np.float32)
    for tokens, gaps in blocks(doc):
        tensor[tokens] = model.vectors([doc[i].text for i in tokens], gaps)
    doc.tensor = tensor


class AnnotatorComponent:
    """Runs the network over a doc, block by block. Pickles as the model's folder."""

    def __init__(self, nlp: Language, folder: str) -> None:
        self._folder = Path(folder)
        self._vocab = nlp.vocab

    def __call__(self, doc: Doc) -> Doc:
        """Annotates `doc` in place."""
        model = _model(self._folder)
        parts: list[tuple[list[int], Annotation]] = []
        for tokens, gaps in blocks(doc):
            words = [doc[i].text for i in tokens]
            parts.append((tokens, with_amounts(words, model.annotate(words, gaps))))
        _write(doc, parts)
        doc.user_data[_FOLDER] = str(self._folder)
        return doc


@Language.factory("sourcecheck_annotator")
def make_annotator(nlp: Language, name: str, folder: str) -> AnnotatorComponent:
    """The component for one model folder."""
    return AnnotatorComponent(nlp, folder)


class VectorComponent:
    """Tells `embed` which encoder reads a doc that the annotator did not make."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __call__(self, doc: Doc) -> Doc:
        """Notes the model's folder in `doc.user_data`."""
        doc.tensor = np.zeros((0,))
        doc.user_data[_FOLDER] = self._folder
        return doc


@Language.factory("sourcecheck_vectors")
def make_vectors(nlp: Language, name: str, folder: str) -> VectorComponent:
    """The vector component for one model folder."""
    return VectorComponent(folder)


def blocks(doc: Doc) -> Iterator[tuple[list[int], list[int]]]:
    """The doc's blocks: token numbers (white space left out) and the gap kind before each."""
    text = doc.text
    tokens: list[int] = []
    gaps: list[int] = []
    previous_end = 0
    for token in doc:
        if token.is_space:
            continue
        between = text[previous_end : token.idx]
        if tokens and _BLANK_LINE.search(between):
            yield tokens, gaps
            tokens, gaps = [], []
        kind = GAP_LINE if "\n" in between else GAP_SPACE if between else GAP_NONE
        gaps.append(kind if tokens else GAP_START)
        tokens.append(token.i)
        previous_end = token.idx + len(token.text)
    if tokens:
        yield tokens, gaps


def _write(doc: Doc, parts: list[tuple[list[int], Annotation]]) -> None:
    """Puts the blocks' annotations into the doc; white space hangs on the token before it."""
    count = len(doc)
    strings = doc.vocab.strings
    space = [strings.add("_SP"), strings.add("SPACE"), doc.vocab.morphology.add(""), 0]
    columns: Any = np.zeros((count, 6), dtype=np.uint64)  # the stub wants thinc's own type
    heads = np.zeros(count, dtype=np.int64)
    first = next((tokens[0] for tokens, _ in parts if tokens), None)
    last = first
    seen = {i for tokens, _ in parts for i in tokens}
    for i in range(count):
        if i in seen:
            last = i
            continue
        columns[i, :4] = space
        columns[i, 3] = strings.add(doc[i].text)
        columns[i, 4] = strings.add("dep")
        heads[i] = 0 if last is None else last - i
    ents: list[Span] = []
    for tokens, made in parts:
        for n, i in enumerate(tokens):
            feats = made.feats[n]
            columns[i, 0] = strings.add(made.tags[n])
            columns[i, 1] = strings.add(made.pos[n])
            columns[i, 2] = doc.vocab.morphology.add("" if feats == "_" else feats)
            columns[i, 3] = strings.add(made.lemmas[n])
            columns[i, 4] = strings.add(made.deps[n])
            heads[i] = tokens[made.heads[n]] - i
        for start, end, kind in made.names:
            words = [doc[i].text for i in tokens[start:end]]
            label = public_label(kind, words)
            ents.append(Span(doc, tokens[start], tokens[end - 1] + 1, label=label))
    columns[:, 5] = heads.astype(np.uint64)
    if count:
        doc.from_array(["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD"], columns)
    doc.set_ents(ents)
