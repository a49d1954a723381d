# mypy: ignore-errors
"""Trains the name head on the finished network's word vectors, with name lists as features.

The network itself stays as it is, so its vectors are computed once and the head learns from all
name data in minutes. Each data set has its own habits (a title in or out, a country as
organisation): the head is told which set a word comes from, and the shipped head answers in the
mean of the habits of `ANSWERS_AS`.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from extractors.language.gazetteer import WIDTH as FLAGS
from extractors.language.gazetteer import Gazetteer
from extractors.language.names import best_labels, spans
from extractors.training import names as names_data
from extractors.training.gazetteer import write_gazetteer
from extractors.training.network import WIDTH
from extractors.training.train import Network, batches
from extractors.training.treebank import read_treebank
from extractors.training.windows import Window, blocks, read_silver

SOURCES = ("uner", "wikigold", "wnut", "re3d", "gum", "silver")
ANSWERS_AS = ("uner", "re3d")
# How often a set's block is drawn in an epoch.
SHARE = {"uner": 1.0, "wikigold": 1.0, "wnut": 0.5, "re3d": 1.0, "gum": 1.0, "silver": 0.3}
HIDDEN = 256


class NameHead(nn.Module):
    """Word vectors [n, width] and list flags [n, FLAGS] -> label logits [n, labels].

    Two layers that see a word and its neighbours.
    """

    def __init__(self, labels: int, width: int = WIDTH) -> None:
        super().__init__()
        self.flags = nn.Linear(FLAGS, 48)
        self.first = nn.Conv1d(width + 48, HIDDEN, 3, padding=1)
        self.source = nn.Embedding(len(SOURCES), HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN)
        self.second = nn.Conv1d(HIDDEN, HIDDEN, 3, padding=1)
        self.out = nn.Linear(HIDDEN, labels)
        self.answers = [SOURCES.index(name) for name in ANSWERS_AS]
        nn.init.normal_(self.source.weight, std=0.02)

    def forward(self, words: Tensor, flags: Tensor, source: Tensor | None = None) -> Tensor:
        x = torch.cat([words, self.flags(flags)], dim=-1)
        x = functional.dropout(x, 0.3, self.training)
        x = self.first(x.transpose(-1, -2)).transpose(-1, -2)
        habit = (
            self.source(source) if source is not None else self.source.weight[self.answers].mean(0)
        )
        x = functional.dropout(functional.gelu(self.norm(x + habit)), 0.4, self.training)
        y = self.second(x.transpose(-1, -2)).transpose(-1, -2)
        x = x + functional.dropout(functional.gelu(y), 0.4, self.training)
        return self.out(x)


@dataclass
class Block:
    """A window's word vectors, list flags and allowed labels [n, labels]."""

    source: str
    words: Tensor
    flags: Tensor
    allowed: Tensor


def name_windows(data: Path) -> tuple[list[tuple[str, Window]], list[tuple[str, Window]]]:
    """Blocks of all name data by source: to learn from, and to choose by."""
    ner = data / "ner"
    learn: list[names_data.Tagged] = []
    choose: list[names_data.Tagged] = []
    uner = list(names_data.read_columns(ner / "uner-ewt-dev.iob2.xz", "uner"))
    reports = [r for r in names_data.read_re3d(ner) if not names_data.held_back(r.id)]
    held = names_data.development(uner)
    held_reports = names_data.development(reports)
    choose.extend(held)
    learn.extend(t for t in uner if t not in held)
    for report in reports:
        (choose if report in held_reports else learn).extend(names_data.report_blocks(report))
    learn.extend(names_data.read_columns(ner / "wikigold.conll.xz", "wikigold"))
    learn.extend(names_data.read_columns(ner / "wnut17-train.conll.xz", "wnut"))
    made = tuple([(t.source, _window(t)) for t in joined(part)] for part in (learn, choose))
    documents = list(read_treebank(data / "treebank" / "train.conllu.xz"))
    annotated = [d for d in documents if d.paragraphs[0][0].annotated]
    gum = blocks(annotated, names_data.treebank_names(annotated))
    made[0].extend(("gum", w) for w in gum)
    return made


def joined(tagged: list[names_data.Tagged], most: int = 120) -> list[names_data.Tagged]:
    """Sentences of one document run together, as they stand in a paragraph."""
    made: list[names_data.Tagged] = []
    for number, t in enumerate(tagged):
        last = made[-1] if made else None
        together = (
            last is not None
            and last.source == t.source
            and (last.document == t.document if t.document else number % 3 > 0)
            and len(last.words) + len(t.words) <= most
        )
        if together:
            gaps = (*last.gaps, *(1 if g == 3 else g for g in t.gaps))
            made[-1] = names_data.Tagged(
                t.source, t.document, last.words + t.words, gaps, last.allowed + t.allowed
            )
        else:
            made.append(t)
    return made


def _window(tagged: names_data.Tagged) -> Window:
    made = Window(parsed=False)
    made.words, made.gaps = list(tagged.words[:300]), list(tagged.gaps[:300])
    made.names = list(tagged.allowed[:300])
    return made


@torch.no_grad()
def read_blocks(
    network: Network, gazetteer: Gazetteer, windows: list[tuple[str, Window]]
) -> list[Block]:
    """Runs the network once over all windows."""
    network.model.eval()
    sources = {id(w): source for source, w in windows}
    made: list[Block] = []
    index = network.classes.index["name"]
    for batch in batches(network.vocabulary, [w for _, w in windows], random.Random(0)):
        words = network(batch)["words"]
        for row, w in enumerate(batch):
            allowed = torch.zeros(len(w.words), len(index), dtype=torch.bool)
            for i, labels in enumerate(w.names):
                for label in labels:
                    allowed[i, index[label]] = True
            flags = torch.from_numpy(gazetteer.flags(w.words))
            vectors = words[row, : len(w.words)].half()
            made.append(Block(sources[id(w)], vectors, flags, allowed))
    return made


def scores(head: NameHead, blocks_: list[Block], labels: list[str]) -> dict[str, float]:
    """F by source over exact spans; an "O" that may hide a type is no false alarm on that type."""
    head.eval()
    hits: Counter[str] = Counter()
    with torch.no_grad():
        for block in blocks_:
            logits = head(block.words[None].float(), block.flags[None])[0].numpy()
            found = spans(best_labels(logits, labels))
            gold = gold_spans(block.allowed, labels)
            known = [s for s in found if judged(block.allowed, labels, s)]
            hits[f"{block.source} hit"] += sum(
                any(s[:2] == g[:2] and s[2] in g[2] for g in gold) for s in known
            )
            hits[f"{block.source} gold"] += len(gold)
            hits[f"{block.source} found"] += len(known)
    return {
        source: 200
        * hits[f"{source} hit"]
        / max(1, hits[f"{source} gold"] + hits[f"{source} found"])
        for source in sorted({b.source for b in blocks_})
    }


def gold_spans(allowed: Tensor, labels: list[str]) -> list[tuple[int, int, set[str]]]:
    """The marked names: where "O" is not allowed."""
    found: list[tuple[int, int, set[str]]] = []
    for i, row in enumerate(allowed.tolist()):
        names = {labels[j] for j, good in enumerate(row) if good}
        if not names or "O" in names:
            continue
        kinds = {n[2:] for n in names}
        if any(n.startswith("B-") for n in names):
            found.append((i, i + 1, kinds))
        elif found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1, found[-1][2])
    return found


def judged(allowed: Tensor, labels: list[str], span: tuple[int, int, str]) -> bool:
    """Whether the data says anything about a predicted span."""
    start, end, kind = span
    rows = allowed[start:end]
    if not bool(rows.any(-1).all()):
        return False
    outside = rows[:, 0]
    hidden = rows[:, labels.index(f"B-{kind}")]
    return not bool((outside & hidden).any())


def train_names(
    data: Path,
    network: Network,
    weights: Path,
    epochs: int = 14,
    seed: int = 1,
    everything: bool = False,
    silver: Path | None = None,
) -> None:
    """`names.pt` and `gazetteer.txt` into `weights`, the network's folder; a line an epoch.

    `silver` is text with the teacher's names.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    labels = network.classes.lists["name"]
    write_gazetteer(weights / "gazetteer.txt")
    gazetteer = Gazetteer(weights / "gazetteer.txt")
    learn, choose = name_windows(data)
    if everything:
        learn = learn + choose
    if silver is not None:
        learn += [("silver", w) for w in read_silver(silver) if w.origin != "named"]
    train_blocks = read_blocks(network, gazetteer, learn)
    dev_blocks = read_blocks(network, gazetteer, choose)
    head = NameHead(len(labels), network.model.width)
    optimiser = torch.optim.AdamW(head.parameters(), lr=1.5e-3, weight_decay=0.02)
    rng = random.Random(seed)
    drawn = sum(SHARE[b.source] for b in train_blocks)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, 1.5e-3, total_steps=int(epochs * (drawn / 16 + 40)), pct_start=0.1
    )
    for number in range(epochs):
        head.train()
        total = steps = 0.0
        chosen = [b for b in train_blocks if rng.random() < SHARE[b.source]]
        chosen.sort(key=lambda b: (len(b.words), rng.random()))
        groups = [chosen[i : i + 16] for i in range(0, len(chosen), 16)]
        rng.shuffle(groups)
        for group in groups:
            words = nn.utils.rnn.pad_sequence([b.words.float() for b in group], batch_first=True)
            flags = nn.utils.rnn.pad_sequence([b.flags for b in group], batch_first=True)
            allowed = nn.utils.rnn.pad_sequence([b.allowed for b in group], batch_first=True)
            source = torch.tensor([SOURCES.index(b.source) for b in group])[:, None]
            named = allowed.any(-1)
            log = functional.log_softmax(head(words, flags, source)[named], dim=-1)
            loss = -torch.logsumexp(log.masked_fill(~allowed[named], -1e9), dim=-1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            total, steps = total + loss.item(), steps + 1
        by_source = scores(head, dev_blocks, labels)
        line = " ".join(f"{k}={v:.2f}" for k, v in by_source.items())
        print(f"names {number + 1}/{epochs} loss={total / steps:.4f} {line}", flush=True)
    torch.save(head.state_dict(), weights / "names.pt")
