"""Reads the CoNLL-U treebank: documents of paragraphs of sentences of words."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Sentence:
    """One sentence; all lists have one item a word. `heads` count from 1, 0 is the root.

    `spaces[i]` says whether white space follows word i. `entities` holds GUM's raw `Entity=`
    values ("" where there is none); `annotated` is False for EWT, which has none.
    """

    id: str
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    annotated: bool = False

    @property
    def text(self) -> str:
        """The sentence as it was written."""
        pairs = zip(self.words, self.spaces, strict=True)
        return "".join(word + " " * space for word, space in pairs).strip()


@dataclass
class Document:
    """A document: its paragraphs, each a list of sentences."""

    id: str
    paragraphs: list[list[Sentence]] = field(default_factory=list)


def read_treebank(path: Path) -> Iterator[Document]:
    """The documents of one `.conllu.xz` file. Empty nodes are left out; words of a multi-word
    token are kept, with no space between them (in English they always spell the token)."""
    document: Document | None = None
    sentence: Sentence | None = None
    new_paragraph = annotated = False
    range_end = 0
    range_space = True
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if document is not None:
                    yield document
                document = Document(line.partition("=")[2].strip())
                new_paragraph, annotated = True, False
            elif line.startswith("# newpar"):
                new_paragraph = True
            elif line.startswith("# global.Entity"):
                annotated = True
            elif line.startswith("# sent_id"):
                assert document is not None
                sentence = Sentence(line.partition("=")[2].strip(), annotated=annotated)
                if new_paragraph or not document.paragraphs:
                    document.paragraphs.append([])
                    new_paragraph = False
                document.paragraphs[-1].append(sentence)
                range_end = 0
            elif line and line[0] != "#":
                assert sentence is not None
                number, form, lemma, upos, xpos, feats, head, dep, _, misc = line.split("\t")
                if "." in number:
                    continue
                spaced = "SpaceAfter=No" not in misc
                if "-" in number:
                    range_end = int(number.partition("-")[2])
                    range_space = spaced
                    continue
                if int(number) <= range_end:
                    spaced = range_space and int(number) == range_end
                marks = [m[7:] for m in misc.split("|") if m.startswith("Entity=")]
                sentence.words.append(form)
                sentence.spaces.append(spaced)
                sentence.lemmas.append(lemma)
                sentence.upos.append(upos)
                sentence.xpos.append(xpos)
                sentence.feats.append(feats)
                sentence.heads.append(int(head))
                sentence.deps.append(dep)
                sentence.entities.append(marks[0] if marks else "")
    if document is not None:
        yield document
