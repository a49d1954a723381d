"""Reads GUM's documents with their gold entities out of the treebank's CoNLL-U.

In: `../shared/data/treebank/*.conllu.xz`; only documents whose id starts with "GUM_". Out:
documents as blocks of gold-parsed spaCy Docs, and the gold coreference groups and Wikipedia
identities of their mentions by character offset. GUM annotations: CC BY 4.0, Zeldes (2017).
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

BRACKET = re.compile(r"\(([^()]+)\)|\(([^()]+)|([^()]+)\)")
LABELS = {"person": "PERSON", "organization": "ORG", "place": "GPE", "event": "EVENT"}


@dataclass(frozen=True)
class Gold:
    """One gold mention: character bounds, its head's offset, group, kind and Wikipedia page."""

    start: int
    end: int
    head: int
    group: str
    kind: str
    status: str
    link: str
    wiki: str | None
    proper: bool


@dataclass
class GumDocument:
    """One document: text, gold-parsed blocks with offsets, gold mentions in text order."""

    name: str
    text: str = ""
    blocks: list[tuple[int, Doc]] = field(default_factory=list)
    gold: list[Gold] = field(default_factory=list)


def read(path: Path, vocab: Vocab | None = None) -> Iterator[GumDocument]:
    """Every GUM document of one file."""
    words = vocab or spacy.blank("en").vocab
    name = ""
    blocks: list[list[list[list[str]]]] = []
    sentence: list[list[str]] = []
    sentences: list[list[list[str]]] = []

    def document() -> GumDocument | None:
        if sentences:
            blocks.append(list(sentences))
        kept = [part for part in blocks if part]
        return _document(name, kept, words) if name.startswith("GUM_") and kept else None

    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id"):
                done = document()
                if done is not None:
                    yield done
                name, blocks, sentences = line.partition("= ")[2], [], []
            elif line.startswith("# newpar") and not line.startswith("# newpar_"):
                blocks.append(sentences)
                sentences = []
            elif line.startswith("#"):
                continue
            elif line:
                fields = line.split("\t")
                if fields[0].isdigit():
                    sentence.append(fields)
            elif sentence:
                sentences.append(sentence)
                sentence = []
    done = document()
    if done is not None:
        yield done


def _document(name: str, blocks: list[list[list[list[str]]]], vocab: Vocab) -> GumDocument:
    found = GumDocument(name)
    open_spans: list[tuple[str, list[str], int, int]] = []
    for number, sentences in enumerate(blocks):
        if number:
            found.text += "\n\n"
        base = len(found.text)
        rows = [row for sentence in sentences for row in sentence]
        doc = _doc(sentences, vocab)
        found.blocks.append((base, doc))
        found.text += doc.text
        names: list[Span] = []
        for place, row in enumerate(rows):
            entity = next((p[7:] for p in row[9].split("|") if p.startswith("Entity=")), "")
            for single, opened, closed in BRACKET.findall(entity):
                if single:
                    _add(found, names, doc, base, single.split("-", 7), place, place)
                elif opened:
                    parts = opened.split("-", 7)
                    open_spans.append((parts[0], parts, place, number))
                else:
                    for at in range(len(open_spans) - 1, -1, -1):
                        group, parts, start, where = open_spans[at]
                        if group == closed:
                            if where == number:
                                _add(found, names, doc, base, parts, start, place)
                            del open_spans[at]
                            break
        doc.ents = spacy.util.filter_spans(names)
    found.gold.sort(key=lambda gold: (gold.start, -gold.end))
    return found


def _add(
    found: GumDocument,
    names: list[Span],
    doc: Doc,
    base: int,
    parts: list[str],
    start: int,
    end: int,
) -> None:
    # GRP-etype-infstat-salience-centering-minspan-link-identity
    if len(parts) < 7:
        return
    label = LABELS.get(parts[1])
    span = Span(doc, start, end + 1, label=label or "MISC")
    proper = span.root.pos_ == "PROPN"
    identity = parts[7] if len(parts) > 7 and parts[7] else None
    first, last = base + span.start_char, base + span.end_char
    root = base + span.root.idx
    found.gold.append(
        Gold(first, last, root, parts[0], parts[1], parts[2], parts[6], identity, proper)
    )
    if proper and label and len(span) <= 6:
        names.append(span)


def _doc(sentences: list[list[list[str]]], vocab: Vocab) -> Doc:
    rows: list[list[str]] = []
    heads: list[int] = []
    starts: list[bool] = []
    for sentence in sentences:
        at = len(rows)
        for row in sentence:
            heads.append(at + int(row[6]) - 1 if row[6] != "0" else len(rows))
            starts.append(len(rows) == at)
            rows.append(row)
    return Doc(
        vocab,
        words=[row[1] for row in rows],
        spaces=["SpaceAfter=No" not in row[9] for row in rows],
        tags=[row[4] for row in rows],
        pos=[row[3] for row in rows],
        lemmas=[row[2] for row in rows],
        morphs=[row[5] if row[5] != "_" else "" for row in rows],
        heads=heads,
        deps=["ROOT" if row[7] == "root" else row[7] for row in rows],
        sent_starts=list(starts),
    )
