"""Derives `extractors/grammar/synonyms.csv` and `antonyms.csv` from WordNet 3.0.

In: the database files of Debian's `wordnet-base` (`/usr/share/wordnet`), and a folder with
the development data of `../shared/data` (only its words are looked at, to know which lemmas
are in use). Out: the two tables, sorted, so that a second run writes the same bytes. Read by
`extractors.grammar.lexicon`.

    python -m extractors.training.wordnet --wordnet /usr/share/wordnet --data ../shared/data

Only frequent senses count: WordNet lists a lemma's senses by how often they were tagged in
its sense-tagged corpora (`cntlist.rev`), and rare senses make odd synonyms ("kill" and
"shoot down", a motion). A sense is kept when it has at least `SHARE` of its lemma's tags, or
is the first.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
SHARE = 0.2  # of a lemma's tags: below it, synonyms are mostly of another meaning (looked at)
ENOUGH = 5  # tags over all senses; with fewer the order says little and the first sense is kept
SENSES = 4  # at most so many senses of one lemma; "make" and "take" would bring dozens
MIN_TAGS = 2  # a lemma outside our data is kept when WordNet's corpora tag it this often
MIN_COUNT = 2  # ... and one of our data when it occurs this often there
TOO_GENERAL = 4  # noun hypernyms this near the top ("object", "act", "relation") say nothing
CLIMB = 3  # steps up to the first hypernym that is a word in use ("written agreement" is not)
PLURALS = {"troops": "troop", "hostilities": "hostility"}  # lemmatizers cut these entries' s
NOUN_FILES = (
    "tops act animal artifact attribute body cognition communication event feeling food group "
    "location motive object person phenomenon plant possession process quantity relation "
    "shape state substance time"
)
CLASSES = dict(enumerate(NOUN_FILES.split(), start=3))  # see lexnames(5)
WORD = re.compile(r"[a-z][a-z'-]+")
HEADER = (
    "# Derived from WordNet 3.0 by extractors/training/wordnet.py. WordNet 3.0 Copyright 2006 by",
    "# Princeton University. All rights reserved. Licence: extractors/grammar/WORDNET-LICENSE.txt",
)


@dataclass(frozen=True, slots=True)
class Synset:
    """One synset: its words in the file's order and its pointers."""

    words: tuple[str, ...]
    proper: frozenset[str]  # those of the words that are written with a capital
    file: int  # lexicographer file: for nouns the class below
    pointers: tuple[tuple[str, str, int, int], ...]  # symbol, key, source word, target word


def synsets(folder: Path) -> dict[str, Synset]:
    """Every synset by key ("n00001740"), read from the four `data.*` files (see wndb(5))."""
    found = {}
    for pos, name in FILES.items():
        for line in (folder / f"data.{name}").read_text(encoding="ascii").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            written = [re.sub(r"\(\w+\)$", "", fields[4 + 2 * place]) for place in range(count)]
            words = tuple(word.lower() for word in written)
            proper = frozenset(word.lower() for word in written if word != word.lower())
            at = 4 + 2 * count
            pointers = []
            for place in range(int(fields[at])):
                symbol, offset, target_pos, ends = fields[at + 1 + 4 * place : at + 5 + 4 * place]
                target_pos = "a" if target_pos == "s" else target_pos
                pointers.append((symbol, target_pos + offset, int(ends[:2], 16), int(ends[2:], 16)))
            found[pos + fields[0]] = Synset(words, proper, int(fields[1]), tuple(pointers))
    return found


def tag_counts(folder: Path) -> dict[tuple[str, str, int], int]:
    """How often (lemma, pos, sense number) was tagged, from `cntlist.rev`."""
    counts = {}
    letters = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
    for line in (folder / "cntlist.rev").read_text(encoding="ascii").splitlines():
        key, number, count = line.split()
        lemma, rest = key.split("%")
        counts[lemma, letters[rest[0]], int(number)] = int(count)
    return counts


def frequent_senses(folder: Path) -> tuple[dict[tuple[str, str], list[str]], dict[str, int]]:
    """The kept synset keys of each (lemma, pos), and each lemma's tags over all senses."""
    counts = tag_counts(folder)
    kept: dict[tuple[str, str], list[str]] = defaultdict(list)
    totals: dict[str, int] = defaultdict(int)
    for pos, name in FILES.items():
        for line in (folder / f"index.{name}").read_text(encoding="ascii").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            lemma, size, pointers = fields[0], int(fields[2]), int(fields[3])
            offsets = fields[6 + pointers :]
            assert len(offsets) == size, line
            tags = [counts.get((lemma, pos, place + 1), 0) for place in range(size)]
            total = sum(tags)
            totals[lemma] += total
            keys = [
                pos + offset
                for place, (offset, tag) in enumerate(zip(offsets, tags, strict=True))
                if place == 0 or (place < SENSES and total >= ENOUGH and tag >= SHARE * total)
            ]
            kept[lemma, pos].extend(keys)
            if pos == "n" and lemma in PLURALS:
                kept[PLURALS[lemma], pos].extend(keys)
    return kept, totals


def words_in_use(data: Path) -> dict[str, int]:
    """Lower-case words and lemmas of the treebank and the news clusters, with their counts."""
    found: dict[str, int] = defaultdict(int)
    for path in sorted((data / "treebank").glob("*.conllu.xz")):
        if "test" in path.name:
            continue
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                fields = line.split("\t")
                if len(fields) == 10:
                    found[fields[2].lower()] += 1
    for path in sorted((data / "news-clusters").glob("*.tar.xz")):
        with tarfile.open(path) as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.name.endswith(".json") else None
                if stream is not None:
                    for word in WORD.findall(_strings(json.load(stream)).lower()):
                        found[word] += 1
    return found


def _strings(value: object) -> str:
    """All strings inside a JSON value, joined: the clusters' layout does not matter here."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return " ".join(_strings(part) for part in value.values())
    if isinstance(value, list):
        return " ".join(_strings(part) for part in value)
    return ""


def depths(nets: dict[str, Synset]) -> dict[str, int]:
    """Each noun synset's distance from the top of the hypernym tree (0 = "entity")."""
    below = defaultdict(list)
    for key, net in nets.items():
        for symbol, target, _, _ in net.pointers:
            if symbol in ("@", "@i") and key[0] == "n":
                below[target].append(key)
    found: dict[str, int] = {"n00001740": 0}
    edge = ["n00001740"]
    while edge:
        after = []
        for key in edge:
            for child in below[key]:
                if child not in found:
                    found[child] = found[key] + 1
                    after.append(child)
        edge = after
    return found


class Tables:
    """Collects the rows of both tables for the lemmas in use."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.nets = synsets(folder)
        self.kept, totals = frequent_senses(folder)
        self.depth = depths(self.nets)
        counts = words_in_use(data)
        self.wanted = {
            lemma
            for lemma, _ in self.kept
            if totals[lemma] >= MIN_TAGS or counts.get(lemma, 0) >= MIN_COUNT
        }

    def known(self, lemma: str, pos: str, key: str) -> bool:
        """Whether `lemma` is in use and `key` is one of its frequent senses."""
        return lemma in self.wanted and key in self.kept.get((lemma, pos), ())

    def related(self) -> Iterator[tuple[str, str, str, str]]:
        """Rows of synonyms.csv: synonym, class, hypernym, entails, derived."""
        for (lemma, pos), keys in self.kept.items():
            if lemma not in self.wanted:
                continue
            for rank, key in enumerate(keys):
                net = self.nets[key]
                for other in net.words:
                    if other != lemma and self.known(other, pos, key):
                        yield lemma, pos, other, "synonym"
                # "Dvorak" and "Oregon" are names: only days and months have a class beside words
                if pos == "n" and (lemma not in net.proper or CLASSES[net.file] == "time"):
                    yield lemma, pos, CLASSES[net.file], "class"
                yield from self._pointed(lemma, pos, key, rank)

    def _pointed(
        self, lemma: str, pos: str, key: str, rank: int
    ) -> Iterator[tuple[str, str, str, str]]:
        net = self.nets[key]
        if pos == "n" or (pos == "v" and rank < 2):
            yield from ((lemma, pos, other, "hypernym") for other in self._upper(lemma, key))
        for symbol, target, source, aim in net.pointers:
            words = self.nets[target].words
            if source and net.words[source - 1] not in (lemma, *_plural(lemma)):
                continue
            if symbol == "*" and rank < 2:
                yield from (
                    (lemma, pos, other, "entails")
                    for other in words
                    if other != lemma and self.known(other, "v", target)
                )
            elif symbol == "+" and pos + target[0] in ("nv", "vn") and aim:
                other = words[aim - 1]
                if self.known(other, target[0], target):
                    yield lemma, pos, other, "derived"

    def _upper(self, lemma: str, key: str) -> list[str]:
        """The nearest hypernyms that are words in use, at most two for each way up."""
        edge = [key]
        for _ in range(CLIMB):
            edge = [
                target
                for below in edge
                for symbol, target, _, _ in self.nets[below].pointers
                if symbol in ("@", "@i")
                and (target[0] == "v" or self.depth.get(target, 0) > TOO_GENERAL)
            ]
            found = [
                other
                for target in edge
                for other in [
                    w for w in self.nets[target].words if self.known(w, target[0], target)
                ][:2]
                if other != lemma
            ]
            if found:
                return found
        return []

    def opposites(self) -> Iterator[tuple[str, str, str, str]]:
        """Rows of antonyms.csv: direct antonyms only."""
        for (lemma, pos), keys in self.kept.items():
            if lemma not in self.wanted:
                continue
            for key in keys:
                net = self.nets[key]
                for symbol, target, source, aim in net.pointers:
                    if symbol == "!" and source and aim and net.words[source - 1] == lemma:
                        other = self.nets[target].words[aim - 1]
                        if other in self.wanted:
                            yield lemma, pos, other, "antonym"


def _plural(lemma: str) -> list[str]:
    return [entry for entry, cut in PLURALS.items() if cut == lemma]


def write(path: Path, rows: Iterable[tuple[str, str, str, str]]) -> int:
    """Writes rows sorted and without repeats; returns how many."""
    unique = sorted({(a.replace("_", " "), p, b.replace("_", " "), r) for a, p, b, r in rows})
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("\n".join(HEADER) + "\n")
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("lemma", "pos", "lemma2", "relation"))
        table.writerows(unique)
    return len(unique)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument(
        "--out", type=Path, default=Path(__file__).resolve().parents[1] / "grammar"
    )
    options = arguments.parse_args()
    tables = Tables(options.wordnet, options.data)
    for name, rows in (("synonyms", tables.related()), ("antonyms", tables.opposites())):
        path = options.out / f"{name}.csv"
        print(f"{path}: {write(path, rows)} rows, {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
