# mypy: ignore-errors
"""The network: a frozen sentence encoder below, tuned layers above, one head per annotation.

all-MiniLM-L6-v2 has six layers. The lowest `FROZEN` stay untouched and are shared; the upper ones
are tuned for parse and names. Untouched copies of the upper layers give sentence embeddings.

The teacher (`extractors.training.teacher`) is the same network, twice as wide.
"""

from __future__ import annotations

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from extractors.language.features import CASES, GAPS, PREFIXES, SHAPES, SUFFIXES

WIDTH = 384
HEADS = 12
LAYERS = 6
FROZEN = 2
ARC = 320
LABEL = 64


class Dropout(nn.Module):
    """Drops whole dimensions of a window [b, t, d]: as good a noise, at a tenth of the time."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.share:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[-1]) >= self.share
        return x * (kept / (1 - self.share))


class Rounded(torch.autograd.Function):
    """Rounds a window's activations [b, t, d] to 255 steps of its own range; gradients pass.

    What onnxruntime's `DynamicQuantizeLinear` does in the shipped graph; learning through the
    rounding is Jacob et al. 2018, "Quantization and Training of Neural Networks", section 3.
    """

    @staticmethod
    def forward(context, x: Tensor) -> Tensor:
        low = x.amin((1, 2), keepdim=True).clamp(max=0)
        high = x.amax((1, 2), keepdim=True).clamp(min=0)
        step = ((high - low) / 255).clamp(min=1e-12)
        return torch.mul(x, 1 / step).round_().mul_(step)

    @staticmethod
    def backward(context, gradient: Tensor) -> Tensor:
        return gradient


class Layer(nn.Module):
    """One post-norm BERT layer. With `rounds`, its products are those of the shipped graph."""

    def __init__(self, dropout: float = 0.0, width: int = WIDTH, eps: float = 1e-12) -> None:
        super().__init__()
        self.width = width
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=eps)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.norm2 = nn.LayerNorm(width, eps=eps)
        self.drop = Dropout(dropout)
        self.rounds = False

    def _as_multiplied(self, x: Tensor) -> Tensor:
        return Rounded.apply(x) if self.rounds else x

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        width = self.width
        given = self._as_multiplied(x)
        q, k, v = (
            self.qkv(given).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        )
        # No dropout on the attention itself: torch's fast CPU kernel has none.
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.drop(self.out(self._as_multiplied(mixed))))
        hidden = functional.gelu(self.up(self._as_multiplied(x)))
        hidden = self.down(self._as_multiplied(hidden))
        return self.norm2(x + self.drop(hidden))


class Bottom(nn.Module):
    """Piece embeddings and the frozen layers."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(FROZEN))

    def bias(self, mask: Tensor) -> Tensor:
        """The additive attention mask: nothing but what hides the padding."""
        return mask

    def forward(self, pieces: Tensor, mask: Tensor | None) -> Tensor:
        x = self.norm(self.words(pieces) + self.positions.weight[: pieces.shape[-1]])
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Top(nn.Module):
    """Untouched upper layers: for sentence embeddings."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS - FROZEN))

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        for layer in self.layers:
            x = layer(x, mask)
        return x


def head(width: int, hidden: int, out: int, dropout: float = 0.33) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(width, hidden), nn.GELU(), Dropout(dropout), nn.Linear(hidden, out)
    )


class Annotator(nn.Module):
    """From the frozen layers' output to all annotations of a window.

    `sizes` gives the number of classes of each tag head, by name.
    """

    def __init__(
        self,
        sizes: dict[str, int],
        dropout: float = 0.1,
        tuned: int = LAYERS - FROZEN,
        width: int = WIDTH,
        eps: float = 1e-12,
    ) -> None:
        super().__init__()
        self.width = width
        self.cases = nn.Embedding(CASES, width)
        self.gaps = nn.Embedding(GAPS, width)
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.gaps.weight)
        self.layers = nn.ModuleList(Layer(dropout, width, eps) for _ in range(tuned))
        self.mix = nn.Parameter(torch.tensor([0.0] * tuned + [1.0]))
        self.shapes = nn.Embedding(SHAPES, 32)
        self.suffixes = nn.Embedding(SUFFIXES, 48)
        self.prefixes = nn.Embedding(PREFIXES, 16)
        self.join = nn.Linear(2 * width + 96, width)
        self.join_norm = nn.LayerNorm(width)
        self.dropout = Dropout(0.2)
        self.tags = nn.ModuleDict(
            {name: head(width, 256, size) for name, size in sizes.items() if name != "dep"}
        )
        self.arc_dep = nn.Linear(width, ARC)
        self.arc_head = nn.Linear(width, ARC)
        self.arc_weight = nn.Parameter(torch.zeros(ARC, ARC))
        nn.init.orthogonal_(self.arc_weight, gain=0.5)
        self.arc_bias = nn.Linear(ARC, 1)
        self.label_dep = nn.Linear(width, LABEL)
        self.label_head = nn.Linear(width, LABEL)
        self.labels = sizes["dep"]
        self.label_weight = nn.Parameter(torch.randn(LABEL + 1, self.labels * (LABEL + 1)) * 0.01)
        self.root = nn.Parameter(torch.randn(width) * 0.1)
        self.act = nn.GELU()
        self.mlp_dropout = Dropout(0.33)

    def forward(
        self,
        hidden: Tensor,
        mask: Tensor | None,
        cases: Tensor,
        gaps: Tensor,
        first: Tensor,
        last: Tensor,
        shapes: Tensor,
        suffixes: Tensor,
        prefixes: Tensor,
    ) -> dict[str, Tensor]:
        """Padded batches [b, t, width] and [b, n]; `first`, `last` index pieces.

        Gives tag logits by head name, `words` [b, n, width], `arcs` [b, n, n + 1], `label_query`
        [b, n, labels, LABEL + 1] and `label_key` [b, n + 1, LABEL + 1].
        """
        x = hidden + self.cases(cases) + self.gaps(gaps)
        weights = torch.softmax(self.mix * 2, dim=0)
        mixed = weights[0] * x
        for weight, layer in zip(weights[1:], self.layers, strict=True):
            x = layer(x, mask)
            mixed = mixed + weight * x
        batch = torch.arange(mixed.shape[0])[:, None]
        pooled = [mixed[batch, first], mixed[batch, last]]
        words = torch.cat(
            [*pooled, self.shapes(shapes), self.suffixes(suffixes), self.prefixes(prefixes)], dim=-1
        )
        words = self.dropout(self.join_norm(functional.gelu(self.join(words))))
        out = {name: tagger(words) for name, tagger in self.tags.items()}
        out["words"] = words
        rooted = torch.cat([self.root.expand(words.shape[0], 1, self.width), words], dim=1)
        arc_dep = self.mlp_dropout(self.act(self.arc_dep(words)))
        arc_head = self.mlp_dropout(self.act(self.arc_head(rooted)))
        out["arcs"] = (arc_dep @ self.arc_weight) @ arc_head.transpose(1, 2) + self.arc_bias(
            arc_head
        ).transpose(1, 2)
        label_dep = self.mlp_dropout(self.act(self.label_dep(words)))
        label_head = self.mlp_dropout(self.act(self.label_head(rooted)))
        label_dep = functional.pad(label_dep, (0, 1), value=1.0)
        out["label_key"] = functional.pad(label_head, (0, 1), value=1.0)
        query = label_dep @ self.label_weight
        out["label_query"] = query.view(*query.shape[:2], self.labels, LABEL + 1)
        return out


# What a published layer calls its parts: the attention's three inputs, its output, and its norm.
BERT = (
    *(f"attention.self.{name}" for name in ("query", "key", "value")),
    "attention.output.dense",
    "attention.output.LayerNorm",
)


def load_layer(
    layer: Layer, weights: dict[str, Tensor], number: int, names: tuple[str, ...] = BERT
) -> None:
    """Fills one layer from the published weights."""
    *inputs, output, norm = names
    base = f"encoder.layer.{number}."
    state = {}
    for part in ("weight", "bias"):
        state[f"qkv.{part}"] = torch.cat([weights[f"{base}{name}.{part}"] for name in inputs])
        state[f"out.{part}"] = weights[f"{base}{output}.{part}"]
        state[f"norm1.{part}"] = weights[f"{base}{norm}.{part}"]
        state[f"up.{part}"] = weights[f"{base}intermediate.dense.{part}"]
        state[f"down.{part}"] = weights[f"{base}output.dense.{part}"]
        state[f"norm2.{part}"] = weights[f"{base}output.LayerNorm.{part}"]
    layer.load_state_dict(state)


def load_encoder(path: str) -> tuple[Bottom, Top]:
    """The published encoder, split after `FROZEN` layers."""
    weights = load_file(path)
    bottom = Bottom(weights["embeddings.word_embeddings.weight"].shape[0])
    top = Top()
    with torch.no_grad():
        bottom.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        bottom.positions.weight.copy_(
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        bottom.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
        bottom.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
    for number, layer in enumerate([*bottom.layers, *top.layers]):
        load_layer(layer, weights, number)
    for module in (bottom, top):
        module.eval()
        module.requires_grad_(False)
    return bottom, top
