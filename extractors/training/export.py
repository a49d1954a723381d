# mypy: ignore-errors
"""Writes the trained network as ONNX graphs with 8-bit weights, and their `meta.json`.

Weights are stored as int8 with one scale an output channel. In `lower.onnx` and `upper.onnx`, which
make vectors, and in the heads they become float32 when the session loads (`Cast` and `Mul` of
constants are folded). `parse.onnx` multiplies its layers' matrices as integers, each window's
activations rounded to eight bits by their own range: twice as fast, and trained so
(`network.Rounded`). It holds the frozen layers too, whose weights it reads from `lower.onnx`.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import spacy
import torch
from onnx import TensorProto, compose, helper, numpy_helper
from onnx.external_data_helper import set_external_data

from extractors.language.features import FEATURE_VERSION, Vocabulary, read_vocabulary
from extractors.language.gazetteer import Gazetteer
from extractors.language.model import FORMAT_VERSION
from extractors.training.name_head import NameHead
from extractors.training.network import FROZEN, LAYERS, WIDTH, Annotator, load_encoder

OPSET = 17


class LowerGraph(torch.nn.Module):
    """Pieces [1, t] -> hidden [1, t, 384]."""

    def __init__(self, bottom):
        super().__init__()
        self.bottom = bottom

    def forward(self, pieces):
        return self.bottom(pieces, None)


class UpperGraph(torch.nn.Module):
    """Hidden [1, t, 384] -> the untouched encoder's output [1, t, 384]."""

    def __init__(self, top):
        super().__init__()
        self.top = top

    def forward(self, hidden):
        return self.top(hidden, None)


class ParseGraph(torch.nn.Module):
    """Hidden and token features of one window -> logits, without the batch axis."""

    def __init__(self, model, outputs):
        super().__init__()
        self.model = model
        self.outputs = outputs

    def forward(self, hidden, cases, gaps, first, last, shapes, suffixes, prefixes):
        columns = (cases, gaps, first, last, shapes, suffixes, prefixes)
        out = self.model(hidden, None, *(c[None] for c in columns))
        return tuple(out[name][0] for name in self.outputs)


class NameGraph(torch.nn.Module):
    """Word vectors [n, 384] and list flags [n, FLAGS] -> name logits [n, labels]."""

    def __init__(self, head):
        super().__init__()
        self.head = head

    def forward(self, words, flags):
        return self.head(words[None], flags[None])[0]


def to_int8(graph: onnx.ModelProto, least: int = 4096) -> None:
    """Replaces float matrices by int8 constants times per-channel scales, in place."""
    tables = {n.input[0] for n in graph.graph.node if n.op_type == "Gather"}
    kept, added = [], []
    for tensor in list(graph.graph.initializer):
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.ndim < 2 or array.size < least:
            kept.append(tensor)
            continue
        # One scale a row of a table, a column of a matrix, an output channel of a convolution.
        axes = 1 if tensor.name in tables else 0 if array.ndim == 2 else (1, 2)
        scale = np.abs(array).max(axis=axes, keepdims=True) / 127
        scale = np.where(scale == 0, 1, scale).astype(np.float32)
        packed = np.clip(np.rint(array / scale), -127, 127).astype(np.int8)
        name = tensor.name
        kept.append(numpy_helper.from_array(packed, name + ".int8"))
        kept.append(numpy_helper.from_array(scale, name + ".scale"))
        if name in tables:
            for node in [
                n for n in graph.graph.node if n.op_type == "Gather" and n.input[0] == name
            ]:
                target = node.output[0]
                rows, scales, wide = target + ".rows", target + ".scales", target + ".wide"
                made = [
                    helper.make_node("Gather", [name + ".int8", node.input[1]], [rows], axis=0),
                    helper.make_node("Cast", [rows], [wide], to=TensorProto.FLOAT),
                    helper.make_node("Gather", [name + ".scale", node.input[1]], [scales], axis=0),
                    helper.make_node("Mul", [wide, scales], [target]),
                ]
                where = list(graph.graph.node).index(node)
                graph.graph.node.remove(node)
                for offset, new in enumerate(made):
                    graph.graph.node.insert(where + offset, new)
        else:
            added.append(
                helper.make_node("Cast", [name + ".int8"], [name + ".wide"], to=TensorProto.FLOAT)
            )
            added.append(helper.make_node("Mul", [name + ".wide", name + ".scale"], [name]))
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(kept)
    for node in reversed(added):
        graph.graph.node.insert(0, node)


def to_integers(graph: onnx.ModelProto) -> None:
    """Makes the layers' products with int8 constants products of integers, in place.

    onnxruntime's `DynamicQuantizeMatMul`: u8 activations with one scale and zero point a call.
    """
    given = {tensor.name: tensor for tensor in graph.graph.initializer}
    makers = {output: node for node in graph.graph.node for output in node.output}
    gone: set[str] = set()
    nodes = []
    for node in graph.graph.node:
        scaled = makers.get(node.input[1]) if node.op_type == "MatMul" else None
        cast = makers.get(scaled.input[0]) if scaled is not None else None
        if cast is None or cast.op_type != "Cast" or "layers." not in node.name:
            nodes.append(node)
            continue
        packed, scale = given[cast.input[0]], given[scaled.input[1]]
        flat = numpy_helper.from_array(numpy_helper.to_array(scale).reshape(-1), scale.name)
        scale.CopyFrom(flat)
        gone.update((*scaled.output, *cast.output))
        nodes.append(
            helper.make_node(
                "DynamicQuantizeMatMul",
                [node.input[0], packed.name, scale.name],
                list(node.output),
                name=node.name,
                domain="com.microsoft",
            )
        )
    if not gone:
        raise ValueError("no layer's product was found: the exporter names its nodes anew")
    del graph.graph.node[:]
    graph.graph.node.extend(n for n in nodes if not gone.intersection(n.output))


def share(graph: onnx.ModelProto, prefix: str, path: Path, least: int = 4096) -> None:
    """Lets the tensors named `prefix`... be read out of `path`, a graph that holds them already."""
    held = path.read_bytes()
    for tensor in graph.graph.initializer:
        if tensor.name.startswith(prefix) and len(tensor.raw_data) >= least:
            raw = tensor.raw_data
            set_external_data(tensor, path.name, held.index(raw), len(raw))
            tensor.ClearField("raw_data")


def join_lower(lower: Path, parse: Path) -> None:
    """Puts the frozen layers before the tuned ones, in one graph of integer products."""
    below = compose.add_prefix(
        onnx.load(str(lower)), "lower/", rename_inputs=False, rename_outputs=False
    )
    graph = compose.merge_models(below, onnx.load(str(parse)), [("hidden", "hidden")])
    to_integers(graph)
    del graph.opset_import[:]
    graph.opset_import.append(helper.make_opsetid("", OPSET))
    graph.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    share(graph, "lower/", lower)
    graph.producer_name, graph.producer_version, graph.doc_string = "sourcecheck", "1", ""
    parse.write_bytes(graph.SerializeToString())


def write_graph(module, given, inputs, outputs, axes, path: Path) -> None:
    """Traces a module and writes it with 8-bit weights."""
    module.eval()
    traced = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            given,
            traced,
            input_names=inputs,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
    graph = onnx.load_from_string(traced.getvalue())
    to_int8(graph)
    graph.producer_name, graph.producer_version, graph.doc_string = "sourcecheck", "1", ""
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(graph)
    if path.exists() and weights_of(onnx.load(str(path))) == weights_of(graph):
        # Only published weights, and names of nodes that a new torch chose: the repository need
        # not keep another copy.
        return
    onnx.save(graph, str(path))


def weights_of(graph: onnx.ModelProto) -> list[bytes]:
    """The digests of a graph's large tensors."""
    tensors = [t.raw_data for t in graph.graph.initializer if len(t.raw_data) > 1024]
    return sorted(hashlib.sha256(raw).digest() for raw in tensors)


def kept_pieces(vocabulary: dict[str, int]) -> list[str]:
    """The word pieces worth shipping: Latin script, digits, punctuation; no CJK, no [unused]."""

    def latin(piece: str) -> bool:
        return all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in piece)

    special = {"[UNK]", "[CLS]", "[SEP]", "[PAD]"}
    return [p for p in vocabulary if p in special or (latin(p) and not p.startswith("[unused"))]


def export(weights: Path, encoder: Path, out: Path) -> None:
    """The files of `train` and `names` in `weights` -> graphs, lists and meta.json in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    lists = json.loads((weights / "classes.json").read_text())
    bottom, top = load_encoder(str(encoder / "model.safetensors"))
    vocabulary = read_vocabulary(encoder / "vocab.txt")
    kept = kept_pieces(vocabulary)
    rows = bottom.words.weight[[vocabulary[p] for p in kept]].clone()
    bottom.words = torch.nn.Embedding(*rows.shape)
    bottom.words.weight.data.copy_(rows)
    (out / "vocabulary.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
    model = Annotator({k: len(v) for k, v in lists.items()})
    model.load_state_dict(torch.load(weights / "weights.pt"))
    model.eval()

    words = ["Kyiv", "said", "500", "troops", "had", "crossed", "the", "river", "."]
    made = Vocabulary({p: i for i, p in enumerate(kept)}).features(
        words, [3, 1, 1, 1, 1, 1, 1, 1, 0]
    )
    pieces = torch.from_numpy(made.pieces)[None]
    hidden = bottom(pieces, None)
    write_graph(
        LowerGraph(bottom), (pieces,), ["pieces"], ["hidden"],
        {"pieces": {1: "t"}, "hidden": {1: "t"}}, out / "lower.onnx",
    )  # fmt: skip
    write_graph(
        UpperGraph(top), (hidden,), ["hidden"], ["vectors"],
        {"hidden": {1: "t"}, "vectors": {1: "t"}}, out / "upper.onnx",
    )  # fmt: skip
    tags = [k for k in lists if k not in ("dep", "name")]
    outputs = [*tags, "words", "arcs", "label_query", "label_key"]
    columns = ["cases", "gaps", "first", "last", "shapes", "suffixes", "prefixes"]
    axes = {"hidden": {1: "t"}, "cases": {0: "t"}, "gaps": {0: "t"}}
    axes |= {k: {0: "n"} for k in [*columns[2:], *tags, "words", "label_query"]}
    axes |= {"arcs": {0: "n", 1: "m"}, "label_key": {0: "m"}}
    given = (hidden, *(torch.from_numpy(getattr(made, c)) for c in columns))
    write_graph(
        ParseGraph(model, outputs), given, ["hidden", *columns], outputs, axes, out / "parse.onnx"
    )
    join_lower(out / "lower.onnx", out / "parse.onnx")
    head = NameHead(len(lists["name"]))
    head.load_state_dict(torch.load(weights / "names.pt"))
    shutil.copy(weights / "gazetteer.txt", out / "gazetteer.txt")
    flags = torch.from_numpy(Gazetteer(out / "gazetteer.txt").flags(words))
    write_graph(
        NameGraph(head), (torch.zeros(len(words), WIDTH), flags), ["words", "flags"], ["name"],
        {"words": {0: "n"}, "flags": {0: "n"}, "name": {0: "n"}}, out / "names.onnx",
    )  # fmt: skip
    files = ["lower.onnx", "upper.onnx", "parse.onnx", "names.onnx", "vocabulary.txt"]
    files.append("gazetteer.txt")
    meta = {
        "name": "sourcecheck-en",
        "format": FORMAT_VERSION,
        "features": FEATURE_VERSION,
        "spacy": ">=3.8,<3.9",
        "made_with": {"spacy": spacy.__version__, "torch": torch.__version__.split("+")[0]},
        "encoder": "all-MiniLM-L6-v2",
        "layers": {"shared": FROZEN, "tuned": LAYERS - FROZEN},
        "vector_width": 384,
        "labels": lists,
        "files": {f: hashlib.sha256((out / f).read_bytes()).hexdigest() for f in files},
    }
    (out / "meta.json").write_text(
        json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
