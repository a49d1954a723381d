# mypy: ignore-errors
"""Labels plain text with the teacher: windows of parse and names for the shipped model to learn.

Kim and Rush (2016), "Sequence-level knowledge distillation": what a small model learns best from
is what the large one says of much plain text. The text is what the data folder holds besides
annotations (web pages, news reports); the name data's own texts get a parse and keep their names;
the treebank's texts that have no names get names and keep their parse. Of a word's head the
teacher's doubts are kept too (Kuncoro et al. 2016, "Distilling an ensemble of greedy dependency
parsers into one MST parser").
"""

from __future__ import annotations

import json
import lzma
import random
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import spacy
import torch

from extractors.language.gazetteer import Gazetteer
from extractors.language.lemmas import apply_script
from extractors.language.model import MAX_PIECES
from extractors.language.names import best_labels
from extractors.language.pipeline import blocks as doc_blocks
from extractors.language.tokens import adapt_tokenizer
from extractors.language.trees import best_tree, sentence_bounds, within
from extractors.training.name_head import NameHead
from extractors.training.train import Network, batches, entity_windows, pieces
from extractors.training.treebank import read_treebank
from extractors.training.windows import KEPT, MAX_WORDS, Window, write_silver
from extractors.training.windows import blocks as treebank_blocks

# A label is learned where its arc is at least this likely.
SURE = 0.5


def paragraphs(data: Path) -> Iterator[str]:
    """The data folder's plain texts in paragraphs: every second of WiCE's pages, news reports."""
    rng = random.Random(1)
    seen: set[str] = set()
    with lzma.open(data / "pairs" / "wice-claim-dev.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            page = [s for s in json.loads(line)["evidence"] if not s.startswith("(meta data)")]
            if not page or page[0] in seen:
                continue
            seen.add(page[0])
            while page and len(seen) % 2:
                # The pages' own paragraphs are lost.
                size = rng.choice((1, 2, 2, 3, 4, 6))
                yield " ".join(page[:size])
                page = page[size:]
    with tarfile.open(data / "news-clusters" / "dev.tar.xz") as archive:
        for member in archive:
            if member.name.endswith(".json"):
                report = json.load(archive.extractfile(member))
                yield from (report.get("text") or "").split("\n")


def plain_windows(texts: Iterable[str]) -> Iterator[Window]:
    """Windows of at most `MAX_WORDS` words, cut where the pipeline's tokenizer cuts."""
    nlp = spacy.blank("en")
    adapt_tokenizer(nlp)
    for text in texts:
        doc = nlp.make_doc(" ".join(text.split())[:5000])
        for tokens, gaps in doc_blocks(doc):
            for start in range(0, len(tokens), MAX_WORDS):
                words = [doc[i].text for i in tokens[start : start + MAX_WORDS]]
                if len(words) > 2:
                    part = [3, *gaps[start + 1 : start + MAX_WORDS]]
                    yield Window(words=words, gaps=part, source=words, parsed=False, origin="plain")


@torch.no_grad()
def annotate(
    network: Network, head: NameHead, gazetteer: Gazetteer, windows: list[Window]
) -> Iterator[Window]:
    """The same windows in another order: with parse where they have none, with names likewise."""
    network.model.eval()
    head.eval()
    lists = network.classes.lists
    for batch in batches(network.vocabulary, windows, random.Random(0)):
        out = network(batch)
        for row, made in enumerate(batch):
            count = len(made.words)
            if not any(made.names):
                flags = torch.from_numpy(gazetteer.flags(made.words))
                logits = head(out["words"][row, :count][None], flags[None])[0].numpy()
                made.names = [(label,) for label in best_labels(logits, lists["name"])]
            if not made.parsed:
                _parse(made, {k: v[row] for k, v in out.items()}, lists)
            yield made


def _parse(made: Window, out: dict[str, torch.Tensor], lists: dict[str, list[str]]) -> None:
    count = len(made.words)
    for name in ("upos", "xpos", "feats"):
        best = out[name][:count].argmax(-1).tolist()
        setattr(made, name, [lists[name][b] for b in best])
    scripts = out["lemma"][:count].argmax(-1).tolist()
    made.source = list(made.words)
    made.lemmas = [
        apply_script(word, lists["lemma"][script])
        for word, script in zip(made.words, scripts, strict=True)
    ]
    sentences = sentence_bounds(out["start"][:count].numpy())
    made.sentence, made.heads, made.deps, made.odds = [], [], [], []
    arcs = out["arcs"].numpy()
    root = lists["dep"].index("root")
    for number, (start, end) in enumerate(sentences):
        scores = within(arcs, start, end)
        odds = np.exp(scores - scores.max(1, keepdims=True))
        odds /= odds.sum(1, keepdims=True)
        for i, found in enumerate(best_tree(scores)):
            word = start + i
            key = start + found if found else 0
            labels = torch.einsum("lk,k->l", out["label_query"][word], out["label_key"][key])
            if found:
                labels[root] = -torch.inf
            label = "root" if not found else lists["dep"][int(labels.argmax())]
            made.sentence.append(number)
            made.heads.append(key)
            made.deps.append(label if odds[i, found] >= SURE else "")
            likely = np.argsort(-odds[i])[:KEPT]
            made.odds.append(
                [
                    (int(h) + start if h else 0, round(float(odds[i, h]), 3))
                    for h in likely
                    if odds[i, h] > 0.01
                ]
            )
    made.parsed = True


def label(data: Path, network: Network, weights: Path, out: Path) -> None:
    """Writes `out` (see `windows.write_silver`); prints how far it is."""
    torch.set_num_threads(2)
    head = NameHead(len(network.classes.lists["name"]), network.model.width)
    head.load_state_dict(torch.load(weights / "names.pt"))
    gazetteer = Gazetteer(weights / "gazetteer.txt")
    windows = list(plain_windows(paragraphs(data)))
    # UNER's text is the treebank's development split, by which choices are made; WNUT's is tweets.
    named = entity_windows(data, everything=False, sources=("wikigold", "re3d"))[0]
    for made in named:
        made.source, made.origin = list(made.words), "named"
    unnamed = [
        made
        for document in read_treebank(data / "treebank" / "train.conllu.xz")
        if not document.paragraphs[0][0].annotated
        for made in treebank_blocks([document], {})
    ]
    for made in unnamed:
        made.origin = "treebank"
    everything = [
        made for made in windows + named + unnamed if pieces(network.vocabulary, made) <= MAX_PIECES
    ]
    total = sum(len(w.words) for w in everything)
    print(f"{total} words in {len(everything)} windows", flush=True)

    def counted() -> Iterator[Window]:
        done = said = 0
        for made in annotate(network, head, gazetteer, everything):
            done += len(made.words)
            if done - said > 50_000:
                said = done
                print(f"labelled {done}/{total} words", flush=True)
            yield made

    write_silver(counted(), out)
