# mypy: ignore-errors
"""The entailment scorer: a cross-encoder on the shipped encoder's frozen layers.

all-MiniLM-L6-v2's embeddings and lowest layers stay as they are and are shared with the parse
(`lower.onnx`); four layers are tuned on pairs, told of each piece which part it belongs to, its
letter case, and whether its word stands on the other side (`extractors.entailment.pairing`).
The last stretch learns through the rounding of the shipped graph (`network.Rounded`).
"""

from __future__ import annotations

import hashlib
import json
import random
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from extractors.entailment.pairing import CLAIM, CODES, PAIRING_VERSION, PARTS, SENTENCE, encode
from extractors.language.features import CASES, Vocabulary, read_vocabulary
from extractors.training.export import join_lower, kept_pieces, write_graph
from extractors.training.network import FROZEN, LAYERS, WIDTH, Bottom, Layer, load_encoder
from extractors.training.pairs import SHARES, pools

BATCH = 32
RATE = 1.5e-4
#: Pairs over which the rate rises from 0; from `FALLS_FROM` (share of all pairs) on it falls to 0.
RISE = 3000
FALLS_FROM = 0.7
#: From here on (share of all pairs) the products are rounded as in the shipped graph.
ROUNDS_FROM = 0.93
#: How often a pair is shown without its context, for `compare` and the public sets have none.
BARE = 0.25
GRAPH = "entailment.onnx"


class Network(nn.Module):
    """From the frozen layers' output [b, t, 384] to three logits [b, 3]."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.parts = nn.Embedding(PARTS, WIDTH)
        self.codes = nn.Embedding(CODES, WIDTH)
        self.cases = nn.Embedding(CASES, WIDTH)
        nn.init.normal_(self.parts.weight, std=0.02)
        nn.init.normal_(self.codes.weight, std=0.02)
        nn.init.zeros_(self.cases.weight)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS - FROZEN))
        self.join = nn.Linear(3 * WIDTH, 256)
        self.out = nn.Linear(256, 3)
        self.drop = nn.Dropout(0.1)

    def forward(
        self, hidden: Tensor, mask: Tensor | None, parts: Tensor, codes: Tensor, cases: Tensor
    ) -> Tensor:
        x = hidden + self.parts(parts) + self.codes(codes) + self.cases(cases)
        for layer in self.layers:
            x = layer(x, mask)
        pooled = [x[:, 0]]
        for part in (SENTENCE, CLAIM):
            inside = (parts == part).to(x.dtype)[..., None]
            pooled.append((x * inside).sum(1) / inside.sum(1).clamp(min=1))
        joined = functional.gelu(self.join(self.drop(torch.cat(pooled, -1))))
        return self.out(self.drop(joined))


def frozen(encoder: Path) -> tuple[Bottom, nn.Module, Vocabulary]:
    """The shipped pieces' frozen layers, the layers to start from, and the vocabulary."""
    bottom, top = load_encoder(str(encoder / "model.safetensors"))
    published = read_vocabulary(encoder / "vocab.txt")
    kept = kept_pieces(published)
    rows = bottom.words.weight[[published[p] for p in kept]].clone()
    bottom.words = nn.Embedding(*rows.shape)
    bottom.words.weight.data.copy_(rows)
    bottom.words.requires_grad_(False)
    return bottom, top, Vocabulary({piece: number for number, piece in enumerate(kept)})


def logits(network: Network, bottom: Bottom, items) -> Tensor:
    """The network's answer [b, 3] to encoded pairs, padded to the longest."""
    longest = max(item.shape[1] for item in items)
    columns = np.zeros((4, len(items), longest), dtype=np.int64)
    mask = np.zeros((len(items), 1, 1, longest), dtype=np.float32)
    for number, item in enumerate(items):
        columns[:, number, : item.shape[1]] = item
        mask[number, ..., item.shape[1] :] = -1e4
    pieces, parts, codes, cases = torch.from_numpy(columns)
    hidden_by = torch.from_numpy(mask)
    with torch.no_grad():
        hidden = bottom(pieces, hidden_by)
    return network(hidden, hidden_by, parts, codes, cases)


def train(data: Path, encoder: Path, out: Path, pairs: int, seed: int, start: Path | None) -> None:
    """Draws ``pairs`` pairs from the pools by their shares; `entailment.pt` into ``out``.

    With ``start`` it goes on from another run's `entailment.pt`, or from a model folder's graph.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    bottom, top, vocabulary = frozen(encoder)
    network = Network()
    for layer, published in zip(network.layers, top.layers, strict=True):
        layer.load_state_dict(published.state_dict())
    if start is not None:
        network.load_state_dict(started(start))
    drawn, held = pools(data)
    for pool in drawn.values():
        rng.shuffle(pool)
    at = dict.fromkeys(drawn, 0)
    optimiser = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.01)
    out.mkdir(parents=True, exist_ok=True)
    halves = torch.cpu._is_amx_tile_supported()
    seen, began, losses = 0, time.time(), []
    while seen < pairs:
        items = []
        for name in rng.choices(list(SHARES), list(SHARES.values()), k=BATCH * 16):
            context, *pair, label = drawn[name][at[name] % len(drawn[name])]
            at[name] += 1
            context = context if rng.random() >= BARE else ""
            items.append((encode(vocabulary, context, *pair), label))
        items.sort(key=lambda item: item[0].shape[1])
        batches = [items[i : i + BATCH] for i in range(0, len(items), BATCH)]
        rng.shuffle(batches)
        for layer in network.layers:
            layer.rounds = seen >= ROUNDS_FROM * pairs
        network.train()
        for batch in batches:
            left = (1 - seen / pairs) / (1 - FALLS_FROM)
            rate = RATE * min(1, (seen + BATCH) / RISE) * max(0.02, min(1, left))
            for group in optimiser.param_groups:
                group["lr"] = rate
            # half as long on a processor that multiplies in bfloat16; the weights stay float32
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=halves):
                answer = logits(network, bottom, [item for item, _ in batch]).float()
            wanted = torch.tensor([label for _, label in batch])
            loss = functional.cross_entropy(answer, wanted, label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            seen += len(batch)
            losses.append(loss.item())
        torch.save(network.state_dict(), out / "entailment.pt.part")
        (out / "entailment.pt.part").replace(out / "entailment.pt")
        if len(losses) % 160 == 0:
            speed = seen / (time.time() - began)
            print(f"{seen} pairs, {speed:.0f} a second, loss {np.mean(losses[-160:]):.3f}")
    print(f"held-back pairs right: {accuracy(network, bottom, vocabulary, held):.3f}")


def started(folder: Path) -> dict[str, Tensor]:
    """A network's weights by name: a run's `entailment.pt`, or what a shipped graph holds of them.

    The graph's matrices are 8-bit integers times a scale a column (`export.to_int8`); what was
    rounded away comes back within a few thousand pairs.
    """
    if (folder / "entailment.pt").exists():
        return torch.load(folder / "entailment.pt")
    graph = onnx.load(str(folder / GRAPH), load_external_data=False).graph
    held = {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in graph.initializer
        if tensor.data_location != TensorProto.EXTERNAL
    }
    found = {}
    for name, array in held.items():
        plain = name.removeprefix("network.")
        if plain == name:
            continue
        if plain.endswith(".int8"):
            plain = plain.removesuffix(".int8")
            array = array.astype(np.float32) * held[f"network.{plain}.scale"]
        if not plain.endswith(".scale"):
            found[plain] = array
    for node in graph.node:
        if node.op_type == "DynamicQuantizeMatMul" and node.input[1] in held:
            _, _, layer, product, _ = node.name.split("/")
            packed, scale = held[node.input[1]], held[node.input[2]]
            found[f"{layer}.{product}.weight"] = (packed.astype(np.float32) * scale).T
    return {name: torch.from_numpy(np.array(array)) for name, array in found.items()}


def accuracy(network: Network, bottom: Bottom, vocabulary: Vocabulary, pairs) -> float:
    """The share of pairs whose label is the likeliest."""
    network.eval()
    items = sorted(
        ((encode(vocabulary, *pair[:3]), pair[3]) for pair in pairs), key=lambda i: i[0].shape[1]
    )
    right = 0
    with torch.no_grad():
        for at in range(0, len(items), 64):
            batch = items[at : at + 64]
            best = logits(network, bottom, [item for item, _ in batch]).argmax(1)
            right += int((best == torch.tensor([label for _, label in batch])).sum())
    return right / max(1, len(items))


class Graph(nn.Module):
    """Hidden and the three columns of one pair -> logits [1, 3]."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, hidden, parts, codes, cases):
        return self.network(hidden, None, parts, codes, cases)


def export(weights: Path, encoder: Path, out: Path) -> None:
    """`entailment.pt` -> `entailment.onnx` beside the other graphs of ``out``, and its meta.json.

    The frozen layers' weights are read out of `lower.onnx`.
    """
    bottom, _, vocabulary = frozen(encoder)
    network = Network()
    network.load_state_dict(torch.load(weights / "entailment.pt"))
    network.eval()
    columns = torch.from_numpy(encode(vocabulary, "A title.", "Two men met.", "They met."))
    hidden = bottom(columns[0][None], None)
    names = ["hidden", "parts", "codes", "cases"]
    write_graph(
        Graph(network), (hidden, *(column[None] for column in columns[1:])), names, ["logits"],
        {name: {1: "t"} for name in names}, out / GRAPH,
    )  # fmt: skip
    join_lower(out / "lower.onnx", out / GRAPH)
    meta = json.loads((out / "meta.json").read_text(encoding="utf-8"))
    meta["files"][GRAPH] = hashlib.sha256((out / GRAPH).read_bytes()).hexdigest()
    meta["pairing"] = PAIRING_VERSION
    (out / "meta.json").write_text(
        json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
