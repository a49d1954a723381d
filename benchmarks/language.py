"""How well the language pipeline tags, parses, cuts sentences, names and finds, and how fast.

    python -m benchmarks.language [--data DIR] [--json] [--split test|dev] [--model NAME]
                                  [--only treebank,names,conflict,search,speed]

Gold (DIR defaults to ../shared/data): the treebank's split, once with the treebank's own tokens
and once from raw text; UNER's EWT sentences; the held-back fifth of re3d; WiCE's claims with
their pages. On `dev`, names are measured on the documents that training left out.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
import time
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extractors.errors import ModelError
from extractors.language import embed, load_embedder, load_pipeline
from extractors.language.names import spans
from extractors.training.names import Tagged, development, held_back, read_columns, read_re3d
from extractors.training.treebank import Document, Sentence, read_treebank

PARTS = ("treebank", "names", "conflict", "search", "speed")
# UNER has three types; a facility is a location there.
UNER_TYPES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FACILITY": "LOC"}
RE3D_TYPES = {
    "PERSON": "Person",
    "ORG": "Organisation",
    "GPE": "Location",
    "LOC": "Location",
    "FACILITY": "Location",
    "NORP": "Nationality",
    "WEAPON": "Weapon",
}
Name = tuple[int, int, int, str]


def main(arguments: list[str] | None = None) -> int:
    """Runs the chosen parts and prints their numbers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--split", choices=("test", "dev"), default="test")
    parser.add_argument("--model", help="a model folder or an installed spaCy pipeline")
    parser.add_argument("--only", default=",".join(PARTS))
    options = parser.parse_args(arguments)
    if not (options.data / "treebank").is_dir():
        print(f"{options.data}: no treebank/ there; give --data DIR", file=sys.stderr)
        return 2
    try:
        nlp = load_pipeline(options.model)
    except ModelError as error:
        print(error, file=sys.stderr)
        return 2
    chosen = options.only.split(",")
    result: dict[str, Any] = {"split": options.split, "pipeline": nlp.pipe_names}
    documents = list(read_treebank(options.data / "treebank" / f"{options.split}.conllu.xz"))
    if "treebank" in chosen:
        result["treebank, its tokens"] = on_gold_tokens(nlp, documents)
        result["treebank, raw text"] = on_raw_text(nlp, documents)
        result["treebank, raw text, paragraphs run together"] = {
            "sentences": on_raw_text(nlp, documents, together=True)["sentences"]
        }
    if "names" in chosen:
        result["names, UNER EWT"] = uner_scores(nlp, options.data / "ner", options.split, documents)
    if "conflict" in chosen:
        result["names, re3d"] = re3d_scores(nlp, options.data / "ner", options.split)
    if "search" in chosen:
        result["search, WiCE claims"] = search_scores(load_embedder(), options.data / "pairs")
    if "speed" in chosen:
        result["speed"] = speed(nlp, documents)
    if options.json:
        print(json.dumps(result, indent=1))
        return 0
    for part, scores in result.items():
        if isinstance(scores, dict):
            print(part)
            for name, value in scores.items():
                print(f"  {name:32}{value:>12}")
    return 0


def percent(part: float, whole: float) -> float:
    """Rounded to two digits; 0 of nothing."""
    return round(100 * part / whole, 2) if whole else 0.0


def f_score(hits: int, gold: int, predicted: int) -> float:
    """The balanced F in percent."""
    return percent(2 * hits, gold + predicted)


def run(nlp: Language, doc: Doc) -> Doc:
    """The pipeline's components on a doc with tokens of its own."""
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def gold_doc(nlp: Language, sentences: Iterable[Sentence]) -> Doc:
    """A block with the treebank's tokens."""
    words = [w for s in sentences for w in s.words]
    spaces = [w for s in sentences for w in s.spaces]
    return Doc(nlp.vocab, words=words, spaces=spaces)


def on_gold_tokens(nlp: Language, documents: list[Document]) -> dict[str, float]:
    """Accuracies per word with the treebank's tokens; paragraphs are blocks.

    "given" scores read each gold sentence as a block of its own.
    """
    hits: Counter[str] = Counter()
    for document in documents:
        for paragraph in document.paragraphs:
            doc = run(nlp, gold_doc(nlp, paragraph))
            _count_words(doc, paragraph, hits, "")
            starts = {t.i for t in doc if t.is_sent_start}
            _count_sentences(_stretches(starts, len(doc)), _gold_stretches(paragraph), hits)
            for sentence in paragraph:
                _count_words(run(nlp, gold_doc(nlp, [sentence])), [sentence], hits, "given ")
    made = {
        name: percent(hits[name], hits["words"])
        for name in ("UPOS", "XPOS", "features", "lemmas", "UAS", "LAS", "given UAS", "given LAS")
    }
    made["sentences"] = f_score(hits["hit"], hits["gold"], hits["predicted"])
    return made


def _count_words(doc: Doc, sentences: list[Sentence], hits: Counter[str], prefix: str) -> None:
    base = 0
    for sentence in sentences:
        for i, head in enumerate(sentence.heads):
            token = doc[base + i]
            hits[prefix + "words"] += 1
            hits[prefix + "UPOS"] += token.pos_ == sentence.upos[i]
            hits[prefix + "XPOS"] += token.tag_ == sentence.xpos[i]
            hits[prefix + "features"] += (str(token.morph) or "_") == sentence.feats[i]
            hits[prefix + "lemmas"] += token.lemma_ == sentence.lemmas[i]
            right = token.head.i == (base + head - 1 if head else token.i)
            hits[prefix + "UAS"] += right
            hits[prefix + "LAS"] += right and token.dep_ == sentence.deps[i]
        base += len(sentence.words)


def _stretches(starts: set[int], end: int) -> set[tuple[int, int]]:
    ordered = sorted(starts | {0})
    return set(zip(ordered, [*ordered[1:], end], strict=True))


def _gold_stretches(sentences: list[Sentence]) -> set[tuple[int, int]]:
    ends = np.cumsum([0, *(len(s.words) for s in sentences)]).tolist()
    return set(pairwise(ends))


def _count_sentences(
    predicted: set[tuple[int, int]], gold: set[tuple[int, int]], hits: Counter[str]
) -> None:
    hits["hit"] += len(gold & predicted)
    hits["gold"] += len(gold)
    hits["predicted"] += len(predicted)


def on_raw_text(
    nlp: Language, documents: list[Document], *, together: bool = False
) -> dict[str, float]:
    """F scores from raw text as in CoNLL 2018: words count as found where their spans are equal.

    A document is one text with a blank line between paragraphs, or a space if `together`.
    """
    hits: Counter[str] = Counter()
    for document in documents:
        text, gold, sentences = raw_text(document, " " if together else "\n\n")
        doc = nlp(text)
        found = {(t.idx, t.idx + len(t)): t for t in doc if not t.is_space}
        hits["gold words"] += len(gold)
        hits["predicted words"] += len(found)
        for span, (upos, head, dep) in gold.items():
            token = found.get(span)
            if token is None:
                continue
            hits["tokens"] += 1
            hits["UPOS"] += token.pos_ == upos
            token_head = (token.head.idx, token.head.idx + len(token.head))
            right = head is None if token.head.i == token.i else head == token_head
            hits["UAS"] += right
            hits["LAS"] += right and token.dep_ == dep
        cut = set()
        for sentence in doc.sents:
            tokens = [t for t in sentence if not t.is_space]
            if tokens:
                cut.add((tokens[0].idx, tokens[-1].idx + len(tokens[-1])))
        _count_sentences(cut, sentences, hits)
    made = {
        name: f_score(hits[name], hits["gold words"], hits["predicted words"])
        for name in ("tokens", "UPOS", "UAS", "LAS")
    }
    made["sentences"] = f_score(hits["hit"], hits["gold"], hits["predicted"])
    return made


Words = dict[tuple[int, int], tuple[str, tuple[int, int] | None, str]]


def raw_text(document: Document, between: str) -> tuple[str, Words, set[tuple[int, int]]]:
    """A document's text; its words by span with tag, head span and label; its sentence spans."""
    text = ""
    gold: Words = {}
    sentences: set[tuple[int, int]] = set()
    for paragraph in document.paragraphs:
        text = text.rstrip() + between if text else ""
        for sentence in paragraph:
            spans = []
            for word, space in zip(sentence.words, sentence.spaces, strict=True):
                spans.append((len(text), len(text) + len(word)))
                text += word + " " * space
            for i, head in enumerate(sentence.heads):
                head_span = spans[head - 1] if head else None
                gold[spans[i]] = (sentence.upos[i], head_span, sentence.deps[i])
            sentences.add((spans[0][0], spans[-1][1]))
    return text, gold, sentences


def name_table(gold: set[Name], predicted: set[Name]) -> dict[str, float]:
    """F by type and together, exact spans and types; and precision and recall."""
    made: dict[str, float] = {
        "F": f_score(len(gold & predicted), len(gold), len(predicted)),
        "precision": percent(len(gold & predicted), len(predicted)),
        "recall": percent(len(gold & predicted), len(gold)),
    }
    for kind in sorted({name[3] for name in gold}):
        g = {n for n in gold if n[3] == kind}
        p = {n for n in predicted if n[3] == kind}
        made[f"F {kind} ({len(g)})"] = f_score(len(g & p), len(g), len(p))
    return made


def uner_scores(
    nlp: Language, folder: Path, split: str, documents: list[Document]
) -> dict[str, float]:
    """PER, ORG and LOC with UNER's tokens; blocks are the treebank's paragraphs."""
    tagged = list(read_columns(folder / f"uner-ewt-{split}.iob2.xz", "uner"))
    chosen = {t.document for t in (development(tagged) if split == "dev" else tagged)}
    by_document: dict[str, list[Tagged]] = {}
    for sentence in tagged:
        by_document.setdefault(sentence.document, []).append(sentence)
    gold: set[Name] = set()
    predicted: set[Name] = set()
    types = {"PERSON": "PER", "ORG": "ORG", "PLACE": "LOC"}
    block = 0
    for document in documents:
        if document.id not in chosen:
            continue
        sentences = iter(by_document[document.id])
        for paragraph in document.paragraphs:
            block += 1
            doc = run(nlp, gold_doc(nlp, paragraph))
            base = 0
            for _ in paragraph:
                sentence = next(sentences)
                # The only label a marked name allows is its own; an O allows "O" and more.
                tags = [a[0] if a and "O" not in a else "O" for a in sentence.allowed]
                gold.update(
                    (block, base + start, base + end, types[kind])
                    for start, end, kind in spans(tags)
                    if kind in types
                )
                base += len(sentence.words)
            predicted.update(
                (block, e.start, e.end, UNER_TYPES[e.label_])
                for e in doc.ents
                if e.label_ in UNER_TYPES
            )
    return name_table(gold, predicted)


def re3d_scores(nlp: Language, folder: Path, split: str) -> dict[str, float]:
    """Names in conflict reports from raw text, exact character spans.

    What re3d calls an entity but is a pronoun or a common noun is no gold; mentions half name,
    half common noun are left out on both sides (see `extractors.training.names`).
    """
    reports = list(read_re3d(folder))
    kept = [r for r in reports if held_back(r.id)]
    if split == "dev":
        kept = development([r for r in reports if not held_back(r.id)])
    gold: set[Name] = set()
    predicted: set[Name] = set()
    for number, report in enumerate(kept):
        for start, end, kind in report.names:
            gold.add((number, start, end, "Weapon" if kind == "MilitaryPlatform" else kind))
        doc = nlp(report.text)
        for ent in doc.ents:
            start, end = ent.start_char, ent.end_char
            if ent.text.lower().startswith("the "):
                start += 4
            if ent.label_ in RE3D_TYPES and not any(
                start < b and a < end for a, b in report.unsure
            ):
                predicted.add((number, start, end, RE3D_TYPES[ent.label_]))
    return name_table(gold, predicted)


def search_scores(nlp: Language, folder: Path, most: int = 100) -> dict[str, float]:
    """Share of WiCE's gold supporting sentences among the page's top 5 and top 20 by `embed`.

    A gold set is one way to support the claim; of several the best-ranked counts. The first
    `most` claims that have one are measured, each sentence embedded alone.
    """
    with lzma.open(folder / "wice-claim-dev.jsonl.xz", "rt", encoding="utf-8") as lines:
        claims = [json.loads(line) for line in lines]
    claims = [claim for claim in claims if any(claim["supporting_sentences"])][:most]
    pages: dict[str, np.ndarray[Any, np.dtype[np.float32]]] = {}
    shares: dict[int, list[float]] = {5: [], 20: []}
    sizes: list[int] = []
    for claim in claims:
        sentences = claim["evidence"]
        key = "\n".join(sentences)
        if key not in pages:
            pages[key] = np.stack([embed(nlp(s)) for s in sentences])
        order = np.argsort(-(pages[key] @ embed(nlp(claim["claim"]))), kind="stable")
        sizes.append(len(sentences))
        for top, found in shares.items():
            first = set(order[:top].tolist())
            found.append(
                max(
                    len(first & set(way)) / len(way) for way in claim["supporting_sentences"] if way
                )
            )
    return {
        "claims": len(sizes),
        "sentences a page": round(float(np.mean(sizes)), 1),
        "in the top 5": percent(sum(shares[5]), len(shares[5])),
        "in the top 20": percent(sum(shares[20]), len(shares[20])),
    }


def speed(nlp: Language, documents: list[Document], most: int = 20_000) -> dict[str, float]:
    """Words a second of CPU time in one process: the whole pipeline, whole documents."""
    texts = [raw_text(d, "\n\n")[0] for d in documents]
    nlp(texts[0])
    words = 0
    started, clock = time.process_time(), time.perf_counter()
    for text in texts:
        words += sum(not t.is_space for t in nlp(text))
        if words > most:
            break
    used = time.process_time() - started
    return {
        "words": words,
        "words a second of CPU": round(words / used),
        "words a second on the clock": round(words / (time.perf_counter() - clock)),
    }


if __name__ == "__main__":
    sys.exit(main())
