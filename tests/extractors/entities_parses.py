"""The hand-checked parses of `entities_parses.txt` as spaCy Docs: no pipeline is needed."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.tokens import Doc

FILE = Path(__file__).parent / "entities_parses.txt"


def parses(name: str) -> tuple[str, list[tuple[int, Doc]]]:
    """The document's text and its blocks with their offsets, as the extractors take them."""
    vocab = spacy.blank("en").vocab
    text, blocks = "", []
    for part in FILE.read_text(encoding="utf-8").split("\n\n"):
        title, *lines = part.strip().splitlines()
        if title == f"# {name}":
            text += "\n\n" if blocks else ""
            blocks.append((len(text), _doc([line.split("|") for line in lines], vocab)))
            text += blocks[-1][1].text
    assert blocks, name
    return text, blocks


def _doc(rows: list[list[str]], vocab: spacy.vocab.Vocab) -> Doc:
    labels = [row[6] for row in rows]
    tags = [
        ("I-" if label and at and labels[at - 1] == label else "B-") + label if label else "O"
        for at, label in enumerate(labels)
    ]
    return Doc(
        vocab,
        words=[row[0] for row in rows],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[row[3] for row in rows],
        heads=[int(row[4]) for row in rows],
        deps=["ROOT" if row[5] == "root" else row[5] for row in rows],
        ents=tags,
        sent_starts=[row[7] == "S" for row in rows],
        spaces=[row[8] == "_" for row in rows],
        morphs=[row[9].replace(" ", "|") for row in rows],
    )
