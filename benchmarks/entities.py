"""Measures coreference links and the folding of names: `python -m benchmarks.entities`.

In: `../shared/data` (GUM in the treebank, re3d). Out: a table, or one JSON object with `--json`.

links    of GUM's anaphors (third-person pronouns; phrases with "the", "this", "that", "these",
         "those"), how many of the links made go to a phrase of the same gold group (precision),
         and how many anaphors with an earlier noun phrase in their group got a right link
         (recall). Parses by the pipeline, and gold ones beside them.
folding  of GUM's proper names linked to Wikipedia: within a document, do two names of one page
         fold to one id, and two of different pages to different ids (B-cubed over names).
table    of GUM's names of places, people of a country and organisations that the tables know:
         how many the tables alone find (no names from the pipeline).
aliases  of re3d's entities: names of nationalities and places that fold to a known id.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from extractors.coreference import DEMONSTRATIVES, PRONOUNS, Antecedent, resolve
from extractors.entities import countries, find_mentions, fold, is_known, is_place
from extractors.language import load_pipeline
from extractors.training.gum import Gold, GumDocument, read

Blocks = Sequence[tuple[int, Doc]]


def parsed(document: GumDocument, nlp: Any) -> Blocks:
    """The document's blocks parsed by the pipeline."""
    texts = [doc.text for _, doc in document.blocks]
    return [(base, doc) for (base, _), doc in zip(document.blocks, nlp.pipe(texts), strict=True)]


def anaphors(document: GumDocument) -> dict[int, tuple[str, Gold]]:
    """Gold anaphors by head offset: their class, and the widest gold mention of that head."""
    found: dict[int, tuple[str, Gold]] = {}
    for gold in document.gold:
        words = document.text[gold.start : gold.end].lower().split()
        kind = PRONOUNS.get(words[0]) if len(words) == 1 else None
        if kind is None and len(words) > 1 and words[0] in {"the", *DEMONSTRATIVES}:
            kind = "the" if words[0] == "the" else "this"
        if kind is not None and gold.head not in found:
            found[gold.head] = (kind, gold)
    return found


def gold_of(document: GumDocument, link: Antecedent) -> str | None:
    """The gold group of a link's phrase: of the mentions with its head, the one most like it."""
    best, likeness = None, -1.0
    for gold in document.gold:
        if gold.head == link.offset:
            common = min(gold.end, link.end) - max(gold.start, link.start)
            union = max(gold.end, link.end) - min(gold.start, link.start)
            if common / union > likeness:
                best, likeness = gold.group, common / union
    return best


def score_links(document: GumDocument, blocks: Blocks, counts: Counter[tuple[str, str]]) -> None:
    """Adds a document's links to the counts by (class, "made" | "right" | "gold")."""
    links = resolve(blocks, find_mentions(blocks))
    known = anaphors(document)
    tokens = {base + token.idx: token for base, doc in blocks for token in doc}
    nouns: dict[str, int] = {}
    for gold in document.gold:
        if document.text[gold.start : gold.end].lower() not in PRONOUNS:
            nouns.setdefault(gold.group, gold.start)
    for offset, (kind, gold) in known.items():
        if nouns.get(gold.group, gold.start) < gold.start:
            counts[kind, "gold"] += 1
            made = links.get(offset)
            counts[kind, "found"] += made is not None and gold_of(document, made) == gold.group
    for offset, made in links.items():
        token = tokens[offset]
        if token.tag_ in {"WP", "WDT", "WP$"} or token.lower_ in {"that", "who", "which"}:
            continue
        kind = PRONOUNS.get(token.lower_, "the")
        if offset in known:
            kind = known[offset][0]
        counts[kind, "made"] += 1
        groups = {gold.group for gold in document.gold if gold.head == offset}
        counts[kind, "right"] += gold_of(document, made) in groups


def links_table(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Precision and recall of each class, of pronouns, of noun phrases and of all."""
    unions = {
        "pronouns": ["he", "she", "it", "they"],
        "phrases": ["the", "this"],
        "all": ["he", "she", "it", "they", "the", "this"],
    }
    table = {}
    for name, parts in {**{k: [k] for k in unions["all"]}, **unions}.items():
        made, right, gold, found = (
            sum(counts[part, what] for part in parts) for what in ("made", "right", "gold", "found")
        )
        table[name] = {
            "links": made,
            "precision": round(right / made, 3) if made else 0.0,
            "anaphors": gold,
            "recall": round(found / gold, 3) if gold else 0.0,
        }
    return table


def names(document: GumDocument, blocks: Blocks) -> Iterator[tuple[str, str]]:
    """(Wikipedia page, folded id) of each gold proper name with a page that was found."""
    mentions = find_mentions(blocks)
    for gold in document.gold:
        if not (gold.proper and gold.wiki):
            continue
        inside = [m for m in mentions if m.start <= gold.head < m.end and m.start >= gold.start - 4]
        if inside and inside[0].end <= gold.end + 3:
            yield gold.wiki, inside[0].entity


def b_cubed(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """B-cubed precision and recall of folded ids against pages (Bagga & Baldwin 1998)."""
    if not pairs:
        return 0.0, 0.0
    precision = recall = 0.0
    for page, entity in pairs:
        same_entity = [p for p, e in pairs if e == entity]
        same_page = [e for p, e in pairs if p == page]
        both = sum(1 for p in same_entity if p == page)
        precision += both / len(same_entity)
        recall += both / len(same_page)
    return precision / len(pairs), recall / len(pairs)


def folding_table(pairs: dict[str, list[tuple[str, str]]]) -> dict[str, float]:
    """B-cubed within documents, and over all documents as one."""
    total = sum(len(found) for found in pairs.values())
    scores = [(len(found), *b_cubed(found)) for found in pairs.values()]
    merged = b_cubed([pair for found in pairs.values() for pair in found])
    return {
        "names": total,
        "precision in a document": round(sum(n * p for n, p, _ in scores) / max(total, 1), 3),
        "recall in a document": round(sum(n * r for n, _, r in scores) / max(total, 1), 3),
        "precision over documents": round(merged[0], 3),
        "recall over documents": round(merged[1], 3),
    }


def known_names(document: GumDocument) -> list[Gold]:
    """Gold proper names whose words the tables know as a place or an organisation."""
    found = []
    for gold in document.gold:
        if gold.proper and gold.kind in {"place", "organization"}:
            entity = fold(document.text[gold.start : gold.end])
            if entity in countries() or is_known(entity) or is_place(entity):
                found.append(gold)
    return found


def table_recall(document: GumDocument, counts: Counter[str]) -> None:
    """How many of the known names are found without the pipeline's names, and how many wrongly."""
    bare = []
    for base, doc in document.blocks:
        copy = doc.copy()
        copy.ents = ()
        bare.append((base, copy))
    found = find_mentions(bare)
    for gold in known_names(document):
        counts["known"] += 1
        counts["found"] += any(m.start <= gold.head < m.end for m in found)
    heads = {at for gold in document.gold if gold.proper for at in range(gold.start, gold.end)}
    for mention in found:
        if mention.label in {"GPE", "LOC", "ORG"}:
            counts["named"] += 1
            counts["right"] += mention.start in heads


def alias_table(folder: Path) -> dict[str, dict[str, float]]:
    """For re3d's places, nationalities and organisations: the share that the tables fold."""
    seen: dict[str, Counter[bool]] = defaultdict(Counter)
    for path in sorted(folder.glob("re3d-*.json.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for kind, text in _re3d(json.load(lines)):
                entity = fold(text)
                known = entity in countries() or is_known(entity) or is_place(entity)
                seen[kind][known] += 1
    return {
        kind: {"names": sum(found.values()), "folded": round(found[True] / sum(found.values()), 3)}
        for kind, found in sorted(seen.items())
    }


def _re3d(value: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(type, words) of each entity; re3d's parts are JSON lines."""
    for line in value["entities"].splitlines():
        if line.strip():
            entity = json.loads(line)
            if entity["type"] in {"Location", "Nationality", "Organisation"}:
                yield entity["type"], entity["value"]


def measure(data: Path, split: str) -> dict[str, Any]:
    """Every table, as one JSON-able object."""
    nlp = load_pipeline()
    own: Counter[tuple[str, str]] = Counter()
    gold: Counter[tuple[str, str]] = Counter()
    pages: dict[str, list[tuple[str, str]]] = {}
    table: Counter[str] = Counter()
    for document in read(data / "treebank" / f"{split}.conllu.xz"):
        blocks = parsed(document, nlp)
        score_links(document, blocks, own)
        score_links(document, document.blocks, gold)
        pages[document.name] = list(names(document, blocks))
        table_recall(document, table)
    return {
        "split": split,
        "links, pipeline's parses": links_table(own),
        "links, gold parses": links_table(gold),
        "folding": folding_table(pages),
        "table": {
            "known names": table["known"],
            "recall": round(table["found"] / max(table["known"], 1), 3),
            "precision": round(table["right"] / max(table["named"], 1), 3),
        },
        "aliases": alias_table(data / "ner"),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--data", type=Path, default=Path("../shared/data"))
    arguments.add_argument("--split", choices=("train", "dev", "test"), default="test")
    arguments.add_argument("--json", action="store_true")
    options = arguments.parse_args()
    result = measure(options.data, options.split)
    if options.json:
        print(json.dumps(result, indent=1))
        return
    for name, table in result.items():
        print(f"\n{name}" if isinstance(table, dict) else f"{name}: {table}")
        for row, values in table.items() if isinstance(table, dict) else ():
            cells = values.items() if isinstance(values, dict) else [("", values)]
            print(f"  {row:28}", "  ".join(f"{key} {value}" for key, value in cells))


if __name__ == "__main__":
    main()
