"""Training windows: blocks of text as they will stand in articles, cut from the treebank.

An epoch's windows are drawn anew from a seed: whole paragraphs, paragraphs run together, single
sentences; some lower-cased, title-cased, without their last full stop, with curly quotes, with
line breaks, behind a dateline. White space, case and quotes change; the annotations stay.
"""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from extractors.language.features import GAP_LINE, GAP_NONE, GAP_SPACE, GAP_START
from extractors.training.treebank import Document, Sentence

MAX_WORDS = 160
# Of the heads that a teacher thinks of for a word, so many are kept.
KEPT = 4


@dataclass
class Window:
    """Words with annotations; `heads` count from 1 within the window, 0 is a sentence's root.

    `sentence` numbers each word's sentence. `names` holds allowed label sets, () for unknown.
    `parsed` is False where only names are annotated; `weight` is the chance to be drawn in an
    epoch. `origin` says where a window that the teacher labelled came from: "plain" text, text
    with gold names ("named") or with a gold parse ("treebank"); `odds` then holds, for each word,
    the heads that the teacher thinks of, with their probabilities.
    """

    words: list[str] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    parsed: bool = True
    weight: float = 1.0
    origin: str = ""
    odds: list[list[tuple[int, float]]] = field(default_factory=list)

    def add(self, sentence: Sentence, names: list[tuple[str, ...]] | None, gap: int) -> None:
        """Appends one sentence."""
        base = len(self.words)
        number = self.sentence[-1] + 1 if self.sentence else 0
        for i, word in enumerate(sentence.words):
            self.words.append(word)
            self.gaps.append(gap if i == 0 else int(sentence.spaces[i - 1]))
            self.sentence.append(number)
            self.heads.append(sentence.heads[i] + base if sentence.heads[i] else 0)
        self.source.extend(sentence.words)
        self.upos.extend(sentence.upos)
        self.xpos.extend(sentence.xpos)
        self.feats.extend(sentence.feats)
        self.lemmas.extend(sentence.lemmas)
        self.deps.extend(sentence.deps)
        self.names.extend(names or [()] * len(sentence.words))


def window(
    sentences: Iterable[Sentence],
    names: dict[str, list[tuple[str, ...]]],
    line: float = 0.0,
    rng: random.Random | None = None,
) -> Window:
    """One window of `sentences`; before each but the first stands a space, or sometimes a line."""
    made = Window()
    glued = False
    for sentence in sentences:
        gap = GAP_START if not made.words else GAP_NONE if glued else GAP_SPACE
        if made.words and rng is not None and rng.random() < line:
            gap = GAP_LINE
        made.add(sentence, names.get(sentence.id), gap)
        glued = not sentence.spaces[-1]
    return made


def blocks(
    documents: Iterable[Document], names: dict[str, list[tuple[str, ...]]]
) -> Iterator[Window]:
    """The documents' paragraphs as they stand, the long ones cut at sentence ends."""
    for document in documents:
        for paragraph in document.paragraphs:
            part: list[Sentence] = []
            for sentence in paragraph:
                if part and sum(len(s.words) for s in part) + len(sentence.words) > MAX_WORDS:
                    yield window(part, names)
                    part = []
                part.append(sentence)
            yield window(part, names)


def epoch(
    documents: list[Document], names: dict[str, list[tuple[str, ...]]], seed: int
) -> list[Window]:
    """One epoch's windows: every sentence once, in a setting drawn anew."""
    rng = random.Random(seed)
    made: list[Window] = []
    for document in documents:
        sentences: list[tuple[Sentence, bool]] = [
            (sentence, i == 0) for p in document.paragraphs for i, sentence in enumerate(p)
        ]
        # Documents are read in one of three ways, so that no single setting is learned by heart.
        way = rng.random()
        part: list[Sentence] = []
        limit = rng.choice((40, 80, 120, MAX_WORDS))
        for sentence, starts in sentences:
            full = sum(len(s.words) for s in part) + len(sentence.words) > limit
            cut = starts if way < 0.55 else rng.random() < 0.15 if way < 0.85 else True
            if part and (full or cut):
                made.append(disguise(window(part, names, 0.04, rng), rng))
                part = []
            part.append(sentence)
        if part:
            made.append(disguise(window(part, names, 0.04, rng), rng))
    rng.shuffle(made)
    return made


def write_silver(windows: Iterable[Window], path: Path) -> None:
    """Windows that a teacher labelled, one JSON object a line, compressed."""
    with lzma.open(path, "wt", encoding="utf-8", preset=1) as file:
        for made in windows:
            file.write(json.dumps(asdict(made), ensure_ascii=False) + "\n")


def read_silver(path: Path) -> list[Window]:
    """What `write_silver` wrote."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return [Window(**json.loads(line)) for line in file]


def disguise(made: Window, rng: random.Random) -> Window:
    """Other letter case, quotes, dashes and endings, as headlines, social posts and sites have."""
    chance = rng.random()
    if chance < 0.05:
        made.words = [w.lower() for w in made.words]
    elif chance < 0.08:
        made.words = [
            w[:1].upper() + w[1:] if len(w) > 3 or i == 0 else w for i, w in enumerate(made.words)
        ]
    elif chance < 0.10:
        made.words = [w.upper() if len(w) > 1 or w == "a" else w for w in made.words]
    if rng.random() < 0.3:
        opened = False
        for i, word in enumerate(made.words):
            if word == '"':
                made.words[i] = "”" if opened else "“"
                opened = not opened
            elif word in ("--", "-") and rng.random() < 0.5 and made.xpos[i] != "HYPH":
                made.words[i] = rng.choice("—–")
            elif "'" in word:
                made.words[i] = word.replace("'", "’")
    if made.odds:
        # No word is cut here: the odds count them.
        return made
    if (
        len(made.words) > 3
        and made.words[-1] == "."
        and made.upos[-1] == "PUNCT"
        and rng.random() < 0.12
    ):
        _cut_last(made)
    elif rng.random() < 0.05:
        # A sentence end without full stop inside the window, as where a heading runs on.
        _drop_stop(made, rng)
    return made


def _cut_last(made: Window) -> None:
    last = len(made.words)
    if last in made.heads:
        return
    for column in (
        made.words,
        made.gaps,
        made.sentence,
        made.upos,
        made.xpos,
        made.feats,
        made.lemmas,
        made.source,
        made.heads,
        made.deps,
        made.names,
    ):
        column.pop()


def _drop_stop(made: Window, rng: random.Random) -> None:
    ends = [
        i
        for i in range(1, len(made.words) - 1)
        if made.sentence[i] != made.sentence[i + 1]
        and made.words[i] == "."
        and i + 1 not in made.heads
    ]
    if not ends:
        return
    at = rng.choice(ends)
    for column in (
        made.words,
        made.gaps,
        made.sentence,
        made.upos,
        made.xpos,
        made.feats,
        made.lemmas,
        made.source,
        made.heads,
        made.deps,
        made.names,
    ):
        del column[at]
    made.heads = [h - 1 if h > at else h for h in made.heads]
    if at < len(made.gaps) and made.gaps[at] == GAP_NONE:
        made.gaps[at] = GAP_SPACE
