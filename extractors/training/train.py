# mypy: ignore-errors
"""Trains the annotator: treebank windows and named-entity blocks in turn, one loss per head."""

from __future__ import annotations

import json
import math
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from extractors.language.features import Vocabulary, read_vocabulary
from extractors.language.lemmas import apply_script, edit_script
from extractors.language.trees import best_tree, sentence_bounds, within
from extractors.training import names as names_data
from extractors.training.network import Annotator, load_encoder
from extractors.training.teacher import EPS, TUNED, load_teacher, teacher_vocabulary
from extractors.training.teacher import WIDTH as TEACHER_WIDTH
from extractors.training.treebank import Document, read_treebank
from extractors.training.windows import KEPT, Window, blocks, disguise, epoch, read_silver

BATCH_PIECES = 2000
AVERAGE_EVERY = 5
RATE_LAYERS = 2e-4
RATE_TEACHER = 8e-5
RATE_HEADS = 1.5e-3
WEIGHTS = {"upos": 0.5, "xpos": 0.5, "feats": 0.5, "lemma": 0.4, "start": 1.0, "name": 1.0}


class Classes:
    """The class lists of the heads, made from the training split."""

    def __init__(self, lists: dict[str, list[str]]) -> None:
        self.lists = lists
        self.index = {name: {c: i for i, c in enumerate(items)} for name, items in lists.items()}

    @classmethod
    def of(cls, documents: list[Document]) -> Classes:
        counts: dict[str, Counter[str]] = {
            k: Counter() for k in ("upos", "xpos", "feats", "lemma", "dep")
        }
        for document in documents:
            for paragraph in document.paragraphs:
                for s in paragraph:
                    counts["upos"].update(s.upos)
                    counts["xpos"].update(s.xpos)
                    counts["feats"].update(s.feats)
                    counts["dep"].update(s.deps)
                    counts["lemma"].update(map(edit_script, s.words, s.lemmas))
        least = {"upos": 1, "xpos": 1, "feats": 2, "lemma": 3, "dep": 5}
        lists = {
            k: [c for c, n in sorted(v.items(), key=lambda x: (-x[1], x[0])) if n >= least[k]]
            for k, v in counts.items()
        }
        lists["start"] = ["inside", "start"]
        lists["name"] = list(names_data.LABELS)
        return cls(lists)


def pieces(vocabulary: Vocabulary, window: Window) -> int:
    """The word pieces of a window, its two frames included."""
    return sum(len(vocabulary.word(word)[0]) for word in window.words) + 2


def batches(
    vocabulary: Vocabulary, windows: list[Window], rng: random.Random
) -> list[list[Window]]:
    """Windows of like length together, the batches in random order."""
    sized = [(pieces(vocabulary, w), w) for w in windows]
    sized.sort(key=lambda item: (item[0], rng.random()))
    made: list[list[Window]] = [[]]
    for size, w in sized:
        if made[-1] and (len(made[-1]) + 1) * size > BATCH_PIECES:
            made.append([])
        made[-1].append(w)
    rng.shuffle(made)
    return made


def tensors(vocabulary: Vocabulary, batch: list[Window]) -> dict[str, torch.Tensor]:
    """Padded inputs. `mask` is an additive attention mask [b, 1, 1, t]."""
    made = [vocabulary.features(w.words, w.gaps) for w in batch]
    out: dict[str, torch.Tensor] = {}
    for name in ("pieces", "cases", "gaps", "first", "last", "shapes", "suffixes", "prefixes"):
        columns = [getattr(f, name) for f in made]
        padded = np.zeros((len(columns), max(map(len, columns))), dtype=np.int64)
        for row, column in zip(padded, columns, strict=True):
            row[: len(column)] = column
        out[name] = torch.from_numpy(padded)
    lengths = torch.tensor([len(f.pieces) for f in made])
    hidden = torch.arange(out["pieces"].shape[1])[None] >= lengths[:, None]
    out["mask"] = torch.zeros(hidden.shape).masked_fill_(hidden, -1e9)[:, None, None]
    return out


def targets(classes: Classes, batch: list[Window]) -> dict[str, torch.Tensor]:
    """Padded class numbers, -100 where there is nothing to learn."""
    size = max(len(w.words) for w in batch)
    out = {
        name: np.full((len(batch), size), -100, dtype=np.int64)
        for name in ("upos", "xpos", "feats", "lemma", "start", "heads", "dep", "sentence")
    }
    allowed = np.zeros((len(batch), size, len(classes.lists["name"])), dtype=bool)
    likely = np.zeros((len(batch), size, KEPT), dtype=np.int64)
    odds = np.zeros((len(batch), size, KEPT), dtype=np.float32)
    for row, w in enumerate(batch):
        count = len(w.words)
        index = classes.index["name"]
        for i, labels in enumerate(w.names):
            for label in labels:
                allowed[row, i, index[label]] = True
        if not w.parsed:
            continue
        for name, column in (
            ("upos", w.upos),
            ("xpos", w.xpos),
            ("feats", w.feats),
            ("dep", w.deps),
            ("lemma", list(map(edit_script, w.source, w.lemmas))),
        ):
            index = classes.index[name]
            out[name][row, :count] = [index.get(c, -100) for c in column]
        out["heads"][row, :count] = w.heads
        likely[row, :count, 0], odds[row, :count, 0] = w.heads, 1.0
        for i, heads in enumerate(w.odds):
            for k, (head, share) in enumerate(heads):
                likely[row, i, k], odds[row, i, k] = head, share
        numbers = np.array(w.sentence)
        out["sentence"][row, :count] = numbers
        out["start"][row, 0] = 1
        out["start"][row, 1:count] = numbers[1:] != numbers[:-1]
    made = {name: torch.from_numpy(column) for name, column in out.items()}
    made |= {"allowed": torch.from_numpy(allowed), "likely": torch.from_numpy(likely)}
    made["odds"] = torch.from_numpy(odds)
    return made


def losses(out: dict[str, torch.Tensor], want: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The loss of each head, a mean over the words that have a target."""
    made: dict[str, torch.Tensor] = {}
    if (want["heads"] >= 0).any():
        for name in ("upos", "xpos", "feats", "lemma", "start"):
            made[name] = functional.cross_entropy(
                out[name].flatten(0, 1),
                want[name].flatten(),
                ignore_index=-100,
                label_smoothing=0.02 if name != "start" else 0.0,
            )
        sentence = want["sentence"]
        same = sentence[:, :, None] == sentence[:, None, :]
        same = functional.pad(same, (1, 0), value=True)
        arcs = out["arcs"].masked_fill(~same, -1e9)
        known = want["heads"] >= 0
        log = functional.log_softmax(arcs, dim=-1).gather(-1, want["likely"])
        made["arcs"] = -(want["odds"] * log)[known].sum(-1).mean()
        rows = torch.arange(known.shape[0])[:, None]
        keys = out["label_key"][rows, want["heads"].clamp(min=0)]
        scores = torch.einsum("bnlk,bnk->bnl", out["label_query"], keys)
        made["dep"] = functional.cross_entropy(
            scores.flatten(0, 1), want["dep"].flatten(), ignore_index=-100, label_smoothing=0.02
        )
    named = want["allowed"].any(-1)
    if named.any():
        log = functional.log_softmax(out["name"][named], dim=-1)
        log = log.masked_fill(~want["allowed"][named], -1e9)
        made["name"] = -torch.logsumexp(log, dim=-1).mean()
    return made


COLUMNS = {
    "uner": "uner-ewt-dev.iob2.xz",
    "wikigold": "wikigold.conll.xz",
    "wnut": "wnut17-train.conll.xz",
}


def entity_windows(
    data: Path, everything: bool, sources: tuple[str, ...] = (*COLUMNS, "re3d")
) -> tuple[list[Window], list[Window]]:
    """Training and development blocks for names; with `everything` the latter are in both."""
    ner = data / "ner"
    train: list[Window] = []
    dev: list[Window] = []
    tagged = [
        t
        for source, file in COLUMNS.items()
        if source in sources
        for t in names_data.read_columns(ner / file, source)
    ]
    for report in names_data.read_re3d(ner) if "re3d" in sources else ():
        if not names_data.held_back(report.id):
            tagged.extend(names_data.report_blocks(report))
    documents: Counter[str] = Counter()
    joined: dict[tuple[str, str], list[names_data.Tagged]] = {}
    for number, t in enumerate(tagged):
        key = (t.source, t.document or str(number // 3))
        joined.setdefault(key, []).append(t)
    for (source, _), parts in joined.items():
        documents[source] += 1
        target = dev if source in ("uner", "re3d") and documents[source] % 5 == 0 else train
        both = [train, dev] if everything and target is dev else [target]
        # The tweets of WNUT are many and far from news: half of them an epoch.
        weight = 0.5 if source == "wnut" else 1.0
        part = Window(parsed=False, weight=weight)
        for t in parts:
            if part.words and len(part.words) + len(t.words) > 120:
                for b in both:
                    b.append(part)
                part = Window(parsed=False, weight=weight)
            for i in range(0, len(t.words), 200):
                part.words.extend(t.words[i : i + 200])
                part.gaps.extend(1 if part.gaps and g == 3 else g for g in t.gaps[i : i + 200])
                part.names.extend(t.allowed[i : i + 200])
        for b in both:
            b.append(part)
    return train, dev


@dataclass
class Network:
    """What reads a window: word pieces, what stays frozen, what is tuned, and the class lists."""

    vocabulary: Vocabulary
    bottom: Any
    model: Annotator
    classes: Classes

    def __call__(self, batch: list[Window]) -> dict[str, torch.Tensor]:
        """What `Annotator.forward` gives for a padded batch; nothing of the frozen part learns."""
        given = tensors(self.vocabulary, batch)
        mask = self.bottom.bias(given.pop("mask"))
        with torch.no_grad():
            hidden = self.bottom(given.pop("pieces"), mask)
        return self.model(hidden, mask, **given)


@torch.no_grad()
def parse_scores(network: Network, windows: list[Window]) -> dict[str, float]:
    """Quick scores with treebank tokens; sentences as predicted by the start head."""
    network.model.eval()
    classes = network.classes
    hits: Counter[str] = Counter()
    for batch in batches(network.vocabulary, windows, random.Random(0)):
        out = network(batch)
        for row, w in enumerate(batch):
            count = len(w.words)
            hits["words"] += count
            for name in ("upos", "xpos", "feats"):
                best = out[name][row, :count].argmax(-1).tolist()
                gold = getattr(w, name)
                hits[name] += sum(
                    classes.lists[name][b] == g for b, g in zip(best, gold, strict=True)
                )
            best = out["lemma"][row, :count].argmax(-1).tolist()
            hits["lemma"] += sum(
                apply_script(word, classes.lists["lemma"][b]) == g
                for word, b, g in zip(w.words, best, w.lemmas, strict=True)
            )
            spans = sentence_bounds(out["start"][row, :count].numpy())
            changes = (i for i in range(1, count) if w.sentence[i] != w.sentence[i - 1])
            gold_spans = list(pairwise([0, *changes, count]))
            hits["sent_pred"] += len(spans)
            hits["sent_gold"] += len(gold_spans)
            hits["sent_hit"] += len(set(gold_spans).intersection(spans))
            arcs = out["arcs"][row].numpy()
            for kind, segmentation in (("", spans), ("gold_", gold_spans)):
                for start, end in segmentation:
                    for i, h in enumerate(best_tree(within(arcs, start, end)), start):
                        h = h + start if h else 0
                        if h == w.heads[i]:
                            hits[f"{kind}uas"] += 1
                            label = torch.einsum(
                                "lk,k->l", out["label_query"][row, i], out["label_key"][row, h]
                            )
                            hits[f"{kind}las"] += (
                                classes.lists["dep"][int(label.argmax())] == w.deps[i]
                            )
    scores = {
        k: 100 * hits[k] / hits["words"]
        for k in ("upos", "xpos", "feats", "lemma", "uas", "las", "gold_uas", "gold_las")
    }
    scores["sents"] = 200 * hits["sent_hit"] / (hits["sent_pred"] + hits["sent_gold"])
    return scores


@torch.no_grad()
def name_scores(network: Network, windows: list[Window]) -> dict[str, float]:
    """Share of words whose best label is allowed, where a name is: a quick look, not the F1."""
    network.model.eval()
    hits: Counter[str] = Counter()
    for batch in batches(network.vocabulary, windows, random.Random(0)):
        out, want = network(batch), targets(network.classes, batch)
        best = out["name"].argmax(-1)
        good = want["allowed"].gather(-1, best[..., None])[..., 0]
        marked = want["allowed"].any(-1)
        inside = marked & ~want["allowed"][..., 0]
        predicted = marked & (best > 0) & ~(good & want["allowed"][..., 0])
        hits["hit"] += int((good & inside).sum())
        hits["gold"] += int(inside.sum())
        hits["predicted"] += int((predicted | (good & inside)).sum())
    return {"name_tokens": 200 * hits["hit"] / max(1, hits["gold"] + hits["predicted"])}


def student(encoder: Path, classes: Classes) -> Network:
    """The network that is shipped, on the encoder's own weights."""
    bottom, top = load_encoder(str(encoder / "model.safetensors"))
    model = Annotator({k: len(v) for k, v in classes.lists.items()})
    for mine, theirs in zip(model.layers, top.layers, strict=True):
        mine.load_state_dict(theirs.state_dict())
    for layer in (*bottom.layers, *model.layers):
        layer.rounds = True
    return Network(Vocabulary(read_vocabulary(encoder / "vocab.txt")), bottom, model, classes)


def teacher(encoder: Path, classes: Classes) -> Network:
    """The larger network that labels text."""
    bottom, upper = load_teacher(encoder)
    sizes = {k: len(v) for k, v in classes.lists.items()}
    model = Annotator(sizes, tuned=TUNED, width=TEACHER_WIDTH, eps=EPS)
    for mine, theirs in zip(model.layers, upper, strict=True):
        mine.load_state_dict(theirs.state_dict())
    return Network(Vocabulary(teacher_vocabulary(encoder)), bottom, model, classes)


def trained(folder: Path, make: Callable[[Path, Classes], Network], encoder: Path) -> Network:
    """A network with the weights that `train` left in `folder`."""
    classes = Classes(json.loads((folder / "classes.json").read_text()))
    network = make(encoder, classes)
    network.model.load_state_dict(torch.load(folder / "weights.pt"))
    return network


def train(
    data: Path,
    encoder: Path,
    out: Path,
    epochs: int,
    seed: int = 1,
    everything: bool = False,
    minutes: float = 1e9,
    start: Path | None = None,
    teaches: bool = False,
    silver: Path | None = None,
) -> None:
    """Trains and writes `out/weights.pt` and `out/classes.json`; prints a line an epoch.

    `teaches` trains the teacher. `silver` is a file of windows that the teacher labelled: an
    epoch takes as many words of them as of the treebank.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(2)
    out.mkdir(parents=True, exist_ok=True)
    documents = list(read_treebank(data / "treebank" / "train.conllu.xz"))
    dev = list(blocks(read_treebank(data / "treebank" / "dev.conllu.xz"), {}))
    gum = names_data.treebank_names(documents)
    name_train, name_dev = entity_windows(data, everything)
    make, layer_rate = (teacher, RATE_TEACHER) if teaches else (student, RATE_LAYERS)
    if start is not None:
        network = trained(start, make, encoder)
    else:
        network = make(encoder, Classes.of(documents))
    classes, vocabulary, model = network.classes, network.vocabulary, network.model
    extra = read_silver(silver) if silver is not None else []
    extra = [w for w in extra if w.origin != "treebank"]
    random.Random(seed).shuffle(extra)
    layer_weights = list(model.layers.parameters())
    others = [p for n, p in model.named_parameters() if not n.startswith("layers.")]
    optimiser = torch.optim.AdamW(
        [{"params": layer_weights, "lr": layer_rate}, {"params": others, "lr": RATE_HEADS}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    rng = random.Random(seed)

    def drawn(number: int) -> list[list[Window]]:
        """An epoch's batches; text from the teacher goes round until all has been read."""
        gold = epoch(documents, gum, seed * 1000 + number)
        work = batches(vocabulary, gold, rng)
        work += batches(vocabulary, [w for w in name_train if w.weight > rng.random()], rng)
        if extra:
            share = max(1, sum(len(w.words) for w in extra) // sum(len(w.words) for w in gold))
            part = [replace(w, words=list(w.words)) for w in extra[number % share :: share]]
            work += batches(vocabulary, [disguise(w, rng) for w in part], rng)
        rng.shuffle(work)
        return work

    steps = epochs * len(drawn(0))
    warmup = min(400, steps // 10)
    started = time.time()

    def rate(number: int) -> float:
        """Warm-up, then a cosine over the steps, or over the minutes where these are fewer."""
        done = max(number / steps, (time.time() - started) / (60 * minutes))
        return min((number + 1) / warmup, 0.02 + 0.49 * (1 + math.cos(math.pi * min(1.0, done))))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    average = {k: v.clone() for k, v in model.state_dict().items()}
    (out / "classes.json").write_text(json.dumps(classes.lists, ensure_ascii=False, indent=0))
    step = 0
    for number in range(epochs):
        model.train()
        total: Counter[str] = Counter()
        for batch in drawn(number):
            if time.time() - started > 60 * minutes:
                break
            made = losses(network(batch), targets(classes, batch))
            loss = sum(WEIGHTS.get(k, 1.0) * v for k, v in made.items())
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            step += 1
            total.update({k: v.item() for k, v in made.items()})
            total["n"] += 1
            if step % AVERAGE_EVERY == 0:
                decay = min(0.99, step / (step + 100))
                torch._foreach_lerp_(
                    list(average.values()), list(model.state_dict().values()), 1 - decay
                )
            if step % 100 == 0:
                line = " ".join(f"{k}={v / total['n']:.3f}" for k, v in total.items() if k != "n")
                print(f"step {step}/{steps} {time.time() - started:.0f}s {line}", flush=True)
        plain = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average)
        scores = parse_scores(network, dev) | name_scores(network, name_dev)
        torch.save(model.state_dict(), out / "weights.part")
        (out / "weights.part").replace(out / "weights.pt")
        model.load_state_dict(plain)
        line = " ".join(f"{k}={v:.2f}" for k, v in scores.items())
        print(f"epoch {number + 1}/{epochs} {time.time() - started:.0f}s {line}", flush=True)
        if time.time() - started > 60 * minutes:
            break
