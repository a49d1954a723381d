"""Named-entity training data: five label sets brought to one, unknowns kept unknown.

The model's types are `TYPES`. Each data set annotates only some of them, so a token's label is a
*set* of possible BIO labels: an `O` in UNER may still be a nationality, which UNER never marks.
The trainer maximises the probability of the set.
"""

from __future__ import annotations

import json
import lzma
import re
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.entities import countries
from extractors.training.treebank import Document, Sentence

_LISTS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "names.toml").read_text(encoding="utf-8")
)
TYPES = ("PERSON", "ORG", "PLACE", "NORP", "EVENT", "WEAPON", "PRODUCT", "WORK")
LABELS = ("O", *(f"{bio}-{kind}" for kind in TYPES for bio in "BI"))

# What each data set says nothing about: its `O` may hide these types.
UNMARKED = {
    "uner": ("NORP", "EVENT", "WEAPON", "PRODUCT", "WORK"),
    "wikigold": ("WEAPON",),
    "wnut": ("NORP", "EVENT", "WEAPON"),
    "re3d": ("EVENT", "PRODUCT", "WORK"),
    "gum": ("NORP", "EVENT", "WEAPON", "PRODUCT", "WORK"),
}
MEANS = {
    "PER": ("PERSON",),
    "ORG": ("ORG",),
    "LOC": ("PLACE",),
    "MISC": ("NORP", "EVENT", "PRODUCT", "WORK"),
    "person": ("PERSON",),
    "location": ("PLACE",),
    "corporation": ("ORG",),
    "group": ("ORG",),
    "product": ("PRODUCT",),
    "creative-work": ("WORK",),
    "Person": ("PERSON",),
    "Organisation": ("ORG",),
    "Location": ("PLACE",),
    "Nationality": ("NORP",),
    "Weapon": ("WEAPON",),
    "MilitaryPlatform": ("WEAPON",),
}


@dataclass(frozen=True)
class Tagged:
    """Tokens (one block) with, for each, the names of the labels it may have; () is unknown."""

    source: str
    document: str
    words: tuple[str, ...]
    gaps: tuple[int, ...]
    allowed: tuple[tuple[str, ...], ...]


def outside(source: str) -> tuple[str, ...]:
    """The labels that an `O` of `source` may stand for."""
    return ("O", *(f"{bio}-{kind}" for kind in UNMARKED[source] for bio in "BI"))


def _peoples() -> frozenset[str]:
    found = {word for c in countries().values() for word in (*c.adjectives, *c.nationals)}
    found.update(_LISTS["peoples"].split())
    return frozenset(found)


PEOPLES = _peoples()


def with_peoples(
    words: Sequence[str], allowed: Sequence[tuple[str, ...]], xpos: Sequence[str] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Marks nationalities by list where the data set says nothing of them or only MISC.

    With `xpos`, only adjectives and plurals ("English" may be the language).
    """
    out = list(allowed)
    for i, word in enumerate(words):
        if word not in PEOPLES or (allowed[i] and "B-NORP" not in allowed[i]):
            continue
        inside_longer = (i and allowed[i] and allowed[i][0].startswith("I-")) or (
            i + 1 < len(words) and allowed[i + 1] and allowed[i + 1][0].startswith("I-")
        )
        if inside_longer or (xpos is not None and xpos[i] not in ("JJ", "NNPS", "NNS")):
            continue
        out[i] = ("B-NORP",)
    if xpos is None:
        # A longer MISC name is a work, an event or a product, hardly a people.
        out = [
            tuple(label for label in labels if label[2:] != "NORP" or labels == ("B-NORP",))
            if labels and labels[0] in ("B-NORP", "I-NORP")
            else labels
            for labels in out
        ]
    return tuple(out)


def allowed_labels(source: str, tags: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """BIO tags with the data set's own type names -> sets of model labels."""
    out: list[tuple[str, ...]] = []
    for tag in tags:
        bio, _, kind = tag.partition("-")
        if tag == "?":
            out.append(())
        elif bio == "O":
            out.append(outside(source))
        else:
            out.append(tuple(f"{bio}-{k}" for k in MEANS.get(kind, (kind,))))
    return tuple(out)


_NO_SPACE_BEFORE = re.compile(r"^(?:[.,:;?!%)\]}]+|'s|n't|'(?:re|ve|ll|m|d)|’s|n’t|''|”)$")
_NO_SPACE_AFTER = re.compile(r"^(?:[(\[{$#]|``|“)$")


def guessed_gaps(words: Iterable[str]) -> tuple[int, ...]:
    """Gap kinds for text that was handed down as tokens only (3 start, 1 space, 0 none)."""
    gaps: list[int] = []
    previous = ""
    for word in words:
        glued = _NO_SPACE_BEFORE.match(word) or _NO_SPACE_AFTER.match(previous)
        gaps.append(3 if not gaps else 0 if glued else 1)
        previous = word
    return tuple(gaps)


def read_columns(path: Path, source: str) -> Iterator[Tagged]:
    """`uner`, `wikigold` or `wnut` files: one token a line, blank line between sentences."""
    document, rows, previous = "", list[tuple[str, str]](), "O"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, ""]:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                document = line.partition("=")[2].strip()
            if line.startswith("# ") and "\t" not in line:
                continue
            if not line.strip():
                if rows:
                    words = tuple(word for word, _ in rows)
                    tags = [tag for _, tag in rows]
                    allowed = with_peoples(words, allowed_labels(source, tags))
                    yield Tagged(source, document, words, guessed_gaps(words), allowed)
                rows, previous = [], "O"
                continue
            cells = line.split("\t") if source != "wikigold" else line.rsplit(" ", 1)
            word, tag = (cells[1], cells[2]) if source == "uner" else (cells[0], cells[1])
            if source == "wikigold" and tag != "O":
                # IOB1: B- only between two names of one kind.
                tag = ("I-" if previous[2:] == tag[2:] and tag[0] == "I" else "B-") + tag[2:]
            if tag[2:] not in MEANS and tag != "O":
                tag = "?" if tag[2:] == "OTH" else tag
            previous = tag
            if word.strip():
                rows.append((word.strip(), tag))


@dataclass(frozen=True)
class Report:
    """A re3d document with its name spans (start, end, type), which do not overlap.

    `unsure` are mentions half name, half common noun ("Iraqi forces", "wider Global Coalition"):
    nothing is learned from them and nothing measured on them.
    """

    id: str
    source: str
    text: str
    names: tuple[tuple[int, int, str], ...]
    unsure: tuple[tuple[int, int], ...]


# Pronouns and common nouns are "entities" in re3d; a pipeline's names are those with a capital.
_NAME_WORD = re.compile(r"[A-ZÀ-Þ][\w.’'-]*|[\w-]*[A-Z]{2}[\w-]*")
_LOWER_LEAD = re.compile(r"^(?:(?:the|an?|this|that|these|our|their|its)\s+)+", re.IGNORECASE)
_MONTHS = frozenset(_LISTS["months"].split())
_PRONOUNS = frozenset(_LISTS["pronouns"].split())
_TITLE_WORDS = frozenset(_LISTS["titles"].split())


def _is_title(word: str) -> bool:
    return all(part.lower() in _TITLE_WORDS for part in re.split("[-.]", word) if part)


def strip_title(text: str) -> int:
    """How many characters of titles stand before a person's name; all where only titles are."""
    at = 0
    for word in re.finditer(r"\S+", text):
        if not _is_title(word.group()):
            return word.start()
        at = word.end()
    return at


def _after_titles(text: str) -> int:
    """Where the name starts in "Russian Foreign Minister Sergei Lavrov": after the last title."""
    at = 0
    for word in re.finditer(r"\S+", text):
        if _is_title(word.group().rstrip(",")):
            at = word.end() + 1
    return at


def _as_name(text: str, start: int, end: int, kind: str) -> tuple[int, int, str] | None:
    """A re3d mention cut to the name in it, or None where it is a pronoun or a common noun."""
    raw = text[start:end]
    if kind in ("Weapon", "MilitaryPlatform", "Nationality"):
        lead = _LOWER_LEAD.match(raw)
        start += lead.end() if lead else 0
        return (start, end, kind) if start < end else None
    if kind not in ("Person", "Organisation", "Location"):
        return None
    lead = _LOWER_LEAD.match(raw)
    start += lead.end() if lead else 0
    if kind == "Person":
        start += _after_titles(text[start:end])
    if start >= end:
        return None
    raw = text[start:end]
    words = list(re.finditer(r"\S+", raw))
    capital = [w for w in words if _NAME_WORD.match(w.group().lstrip("(\"'“‘"))]
    capital = [w for w in capital if w.group().lower().strip(".,") not in _PRONOUNS]
    if not capital:
        return None
    if kind == "Person" and (len(capital) < len(words) - 1 or re.search(r"\b(of|for|the)\b", raw)):
        return None
    if len(capital) * 2 < len(words) or raw in _MONTHS:
        return None
    if raw in PEOPLES:
        return (start, end, "Nationality")
    if kind == "Organisation" and raw.lower().startswith(("president ", "minister ")):
        return None
    return (start, end, kind)


def _half_name(raw: str) -> bool:
    """Whether a person's, organisation's or place's name begins or ends in a common word."""
    words = raw.split()
    return words[0][:1].islower() or (words[-1][:1].islower() and not words[-1].startswith("al-"))


def read_re3d(folder: Path) -> Iterator[Report]:
    """The re3d documents. Overlaps: the longest name wins."""
    for path in sorted(folder.glob("re3d-*.json.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            packed = json.load(file)
        mentions: dict[str, list[tuple[int, int, str]]] = {}
        for line in packed["entities"].splitlines():
            entity = json.loads(line)
            mentions.setdefault(entity["documentId"], []).append(
                (entity["begin"], entity["end"], entity["type"])
            )
        for line in packed["documents"].splitlines():
            document = json.loads(line)
            text = document["text"]
            names = {
                name
                for start, end, kind in mentions.get(document["_id"], [])
                if (name := _as_name(text, start, end, kind))
            }
            chosen: list[tuple[int, int, str]] = []
            for name in sorted(names, key=lambda n: (n[0] - n[1], n)):
                if all(name[1] <= other[0] or name[0] >= other[1] for other in chosen):
                    chosen.append(name)
            kinds = ("Person", "Organisation", "Location")
            half = [n for n in chosen if n[2] in kinds and _half_name(text[n[0] : n[1]])]
            sure = tuple(sorted(set(chosen) - set(half)))
            unsure = tuple(sorted((start, end) for start, end, _ in half))
            yield Report(document["_id"], document["sourceName"], text, sure, unsure)


def held_back(report_id: str) -> bool:
    """Whether a re3d document belongs to the fifth that no training may see."""
    return zlib.crc32(report_id.encode()) % 5 == 0


def development(items: Sequence[Any]) -> list[Any]:
    """Of UNER sentences or re3d reports, those of every fifth document: to choose by, not to learn.

    Sentences carry `document`, reports `id`; the order of first appearance counts.
    """
    order: dict[str, int] = {}
    for item in items:
        order.setdefault(_document(item), len(order) + 1)
    return [item for item in items if order[_document(item)] % 5 == 0]


def _document(item: Any) -> str:
    return str(item.document if isinstance(item, Tagged) else item.id)


def report_blocks(report: Report) -> Iterator[Tagged]:
    """A re3d document's lines as tagged blocks."""
    for line in re.finditer(r"[^\n]+", report.text):
        words: list[str] = []
        tags: list[str] = []
        gaps: list[int] = []
        previous_end = line.start()
        inside: tuple[int, int, str] | None = None
        for token in re.finditer(r"(?:U\.S\.|U\.K\.|Gen\.|Lt\.|Col\.|[\w]+|[^\w\s])", line.group()):
            start, end = line.start() + token.start(), line.start() + token.end()
            span = next((n for n in report.names if n[0] <= start < n[1]), None)
            if any(a <= start < b for a, b in report.unsure):
                tags.append("?")
            else:
                tags.append("O" if span is None else ("I-" if span == inside else "B-") + span[2])
            inside = span
            gaps.append(3 if not words else int(start > previous_end))
            words.append(token.group())
            previous_end = end
        if words:
            allowed = with_peoples(words, allowed_labels("re3d", tags))
            yield Tagged("re3d", report.id, tuple(words), tuple(gaps), allowed)


_OPEN = re.compile(r"\((\d+)-([a-z]+)-((?:(?!\(\d+-)[^()])*)(\))?|(\d+)\)")
_GUM_TYPES = {"person": "PERSON", "organization": "ORG", "place": "PLACE", "event": "EVENT"}


def gum_tags(sentence: Sentence) -> list[str] | None:
    """BIO tags of a GUM sentence from its `Entity=` spans; None where it has none annotated.

    A span is a name where its head is a proper noun; it is cut to the proper nouns around the
    head, titles off. A proper noun in no such span is `?` (unknown).
    """
    if not sentence.annotated:
        return None
    count = len(sentence.words)
    open_spans: dict[str, list[tuple[int, str, str]]] = {}
    spans: list[tuple[int, int, str, str]] = []
    for position, value in enumerate(sentence.entities):
        for mark in _OPEN.finditer(value):
            if mark.group(5):
                stack = open_spans.get(mark.group(5))
                if stack:
                    start, kind, rest = stack.pop()
                    spans.append((start, position + 1, kind, rest))
            elif mark.group(4):
                spans.append((position, position + 1, mark.group(2), mark.group(3)))
            else:
                open_spans.setdefault(mark.group(1), []).append(
                    (position, mark.group(2), mark.group(3))
                )
    tags = ["?" if pos == "PROPN" else "O" for pos in sentence.upos]
    taken = [False] * count
    for start, end, kind, _ in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        heads = [i for i in range(start, end) if not start < sentence.heads[i] <= end]
        if not heads or sentence.upos[heads[0]] != "PROPN" or kind not in _GUM_TYPES:
            continue
        head = heads[0]
        if any(
            sentence.heads[i] == head + 1 and sentence.deps[i] == "conj" for i in range(start, end)
        ):
            continue
        name_start, name_end = _name_around(sentence, start, end, head, kind)
        if kind == "person" and all(_is_title(w) for w in sentence.words[name_start:name_end]):
            tags[head] = "O"
            continue
        people = kind == "person" and sentence.xpos[head] == "NNPS"
        if any(taken[name_start:name_end]):
            continue
        for i in range(name_start, name_end):
            taken[i] = True
            tags[i] = ("B-" if i == name_start else "I-") + ("NORP" if people else _GUM_TYPES[kind])
    return tags


def _name_around(s: Sentence, start: int, end: int, head: int, kind: str) -> tuple[int, int]:
    """The stretch of proper nouns around `head` within [start, end)."""

    def proper(i: int) -> bool:
        return s.upos[i] == "PROPN" or (
            s.upos[i] in ("NUM", "ADJ", "NOUN", "VERB")
            and s.words[i][:1].isupper()
            and i > 0
            and (s.xpos[i] == "NNP" or s.deps[i] in ("flat", "compound", "amod"))
        )

    joins = ("ADP", "DET", "CCONJ") if kind != "person" else ()
    right = head + 1
    while right < end:
        skip = right
        while skip < end and s.upos[skip] in joins:
            skip += 1
        if s.words[skip : skip + 1] == ["-"] and skip + 1 < end and proper(skip + 1):
            skip += 1
        if skip >= end or not proper(skip):
            break
        right = skip + 1
    left = head
    while left > start and (
        proper(left - 1)
        or (s.words[left - 1] in ("-", ".") and left - 1 > start and proper(left - 2))
    ):
        left -= 1
    if kind == "person":
        lead = strip_title(" ".join(s.words[left:right]))
        while lead > 0 and left < head + 1 and left + 1 < right:
            lead -= len(s.words[left]) + 1
            left += 1
    return left, right


def treebank_names(documents: Iterable[Document]) -> dict[str, list[tuple[str, ...]]]:
    """Allowed label sets by sentence id: GUM's names, and nationalities everywhere."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for document in documents:
        for paragraph in document.paragraphs:
            for sentence in paragraph:
                tags = gum_tags(sentence) or ["?"] * len(sentence.words)
                allowed = with_peoples(sentence.words, allowed_labels("gum", tags), sentence.xpos)
                found[sentence.id] = list(allowed)
    return found
