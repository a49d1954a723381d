# mypy: ignore-errors
"""The pairs that the entailment scorer learns from: data folders in, pools of pairs out.

A pair is (context, sentence, claim, label), label 0 contradicts, 1 neither, 2 supports. Public sets
come from `data/entailment` (its README.md names sources and licences). Two sets are our own and lie
beside this module: `claims/facts.jsonl.xz`, claims written about the news clusters that are not
stories (texts by file and offset), and `claims/events.jsonl.xz`, invented events, told by several
invented outlets, with every claim judged against every passage.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

OWN = Path(__file__).parent / "claims"
#: Undecided neighbours mined for a claim, the cosine from which one is a copy of evidence, and the
#: words below which a sentence is none.
MINED, SAME, SHORTEST = 7, 0.72, 5
LABELS = {"supports": 2, "refutes": 0, "neither": 1, "S": 2, "R": 0, "N": 1}
#: Clusters whose facts only choose and calibrate: no pair of theirs is trained on. Of the invented
#: events every fourth is held back too (`held`).
HELD = (
    "f1_crash",
    "kim_jong_un_offers_rare_olive_branch_to_south_korea",
    "NewYearsEveSexualAssaultsGermany",
    "egypts_mohammed_morsi_sentenced_to_3_years_in_prison_for_insulting_judiciary",
    "Bitcoin_drops",
    "how_a_small_bird_managed_to_take_over_a_delta_flight",
)
#: A pool's share of what is drawn. Our own are small and like what the scorer is for; the flipped
#: ones take away the cue of the claim alone.
SHARES = {
    "fever": 14, "feverflip": 7, "fevernei": 6, "only": 1.5, "mnli": 14, "mnliflip": 3, "conj": 4,
    "wfc": 3, "wfcflip": 2, "semanto": 1.5, "breaking": 0.6, "help": 1.5, "covid": 1.5, "snli": 3,
    "cad": 3, "synth": 7, "wicenst": 0.4, "random": 1, "nearnews": 1, "facts": 24, "factnear": 6,
    "mined": 26, "decided": 12, "undecided": 8, "identical": 4, "unrelated": 3,
}  # fmt: skip
SETS = {
    "fever": ["fever-dev"], "fevernei": ["fever-nei"], "mnli": ["mnli-dev"], "conj": ["conjnli"],
    "wfc": ["wikifactcheck-neg"], "semanto": ["sem-anto-neg"], "breaking": ["breaking-nli"],
    "help": ["help"], "covid": ["check-covid"], "snli": ["snli-dev", "snli-test"],
    "cad": ["cad-snli"], "wicenst": ["wice-nst"],
}  # fmt: skip
_AUXILIARY = "is|are|was|were|has|have|had|will|would|can|could|does|did|do|should|may|might|must"
_NEGATED = re.compile(rf"\b({_AUXILIARY})\s+(?:not|never)\s+")
_SHORT = re.compile(r"\b(\w+)n't\b")
_PLAIN = re.compile(rf"\b(?:{_AUXILIARY})\b")

Pair = tuple[str, str, str, int]


def pools(data: Path) -> tuple[dict[str, list[Pair]], list[Pair]]:
    """The pools to train on by name, and the pairs held back."""
    rng = random.Random(7)
    found = {
        name: [("", e, c, label) for part in parts for _, c, e, label in _rows(data, part)]
        for name, parts in SETS.items()
    }
    for name, count in (("fever", 9000), ("mnli", 4000), ("wfc", 6000)):
        found[f"{name}flip"] = _flipped(found[name], count, rng)
    found["only"] = _exclusive(found["fever"], 2000, rng)
    sentences = news_sentences(data)
    contexts = {text: context for _, _, context, text in sentences}
    found["synth"] = [
        (contexts.get(e.strip(), ""), e, c, label) for _, c, e, label in _rows(data, "synth")
    ]
    found["random"] = [
        (b[0], b[1], a[2], 1)
        for name in ("fever", "synth", "mnli")
        for a, b in ((rng.choice(found[name]), rng.choice(found[name])) for _ in range(2500))
        if a[1] != b[1]
    ]
    found["nearnews"] = _neighbours(found["synth"], sentences, 5000, rng)
    held = _own(found, sentences)
    found["mined"] = _mined(data, sentences)
    found |= _plain_cases(found, rng)
    return found, held


def _rows(data: Path, name: str) -> list[tuple[str, str, str, int]]:
    with lzma.open(data / "entailment" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        return [tuple(json.loads(line)) for line in lines]


def flipped(claim: str, rng: random.Random) -> str | None:
    """The claim with its polarity turned at its first auxiliary; None where it has none."""
    made = _NEGATED.search(claim)
    if made:
        return f"{claim[: made.end(1)]} {claim[made.end() :]}"
    made = _SHORT.search(claim)
    if made:
        return (
            claim[: made.start()]
            + {"wo": "will", "ca": "can"}.get(made[1], made[1])
            + claim[made.end() :]
        )
    made = _PLAIN.search(claim)
    if made:
        word = rng.choice(("not", "not", "not", "never"))
        return f"{claim[: made.end()]} {word}{claim[made.end() :]}"
    return None


def _flipped(pairs: Iterable[Pair], count: int, rng: random.Random) -> list[Pair]:
    rows = list(pairs)
    rng.shuffle(rows)
    turned = ((e, flipped(c, rng), label) for _, e, c, label in rows)
    return [("", e, claim, 2 - label) for e, claim, label in turned if claim][:count]


def _exclusive(pairs: Iterable[Pair], count: int, rng: random.Random) -> list[Pair]:
    """What is so need not be only so: a supported claim with "only" after its first is or was."""
    made = []
    for _, evidence, claim, label in pairs:
        at = re.search(r"\b(?:is|was)\b", claim)
        if label == 2 and at:
            word = rng.choice(("only", "solely", "exclusively"))
            made.append(("", evidence, f"{claim[: at.end()]} {word}{claim[at.end() :]}", 1))
    rng.shuffle(made)
    return made[:count]


def news_sentences(data: Path) -> list[tuple[str, int, str, str]]:
    """(page file, start, context, sentence) of the news clusters, in the order of their texts.

    Cut by the shipped pipeline; the context is the title and the sentence before.
    """
    from extractors.language import load_pipeline

    nlp = load_pipeline()
    found = []
    with tarfile.open(data / "news-clusters" / "dev.tar.xz") as archive:
        for member in archive:
            if not member.name.endswith(".json"):
                continue
            page = json.load(archive.extractfile(member))
            at, before = 0, ""
            for paragraph in (page["text"] or "").split("\n"):
                for sentence in nlp(paragraph).sents if paragraph.strip() else ():
                    text = sentence.text.strip()
                    if text:
                        start = at + paragraph.index(text, sentence.start_char)
                        context = f"{page['title'] or ''}. {before}".strip()
                        found.append((Path(member.name).name, start, context, text))
                        before = text
                at += len(paragraph) + 1
    return found


def events_of(data: Path) -> dict[str, str]:
    """The event (the cluster's name) of each page file of the news clusters."""
    found = {}
    with tarfile.open(data / "news-clusters" / "dev.tar.xz") as archive:
        for member in archive:
            if member.name.endswith(".json"):
                page = json.load(archive.extractfile(member))
                found[Path(member.name).name] = page["newsCluster"]["Event"]
    return found


def _neighbours(synth, sentences, count: int, rng: random.Random) -> list[Pair]:
    """Another sentence of the page that a claim was made from hardly ever decides it."""
    by_page = defaultdict(list)
    for file, _, context, text in sentences:
        by_page[file].append((context, text))
    home = {text: file for file, _, _, text in sentences}
    rows = [row for row in synth if row[1] in home]
    made = []
    for _ in range(count):
        row = rng.choice(rows)
        context, text = rng.choice(by_page[home[row[1]]])
        if text != row[1] and len(text.split()) > 4:
            made.append((context, text, row[2], 1))
    return made


def _mined(data: Path, sentences) -> list[Pair]:
    """What retrieval would bring and decides nothing: `MINED` neighbours of each claim."""
    told = [fact for fact in own_claims()[0] if fact["cluster"] not in HELD]
    made: list[Pair] = []
    for claim, ranked in neighbourhoods(data, sentences, told, SHORTEST):
        others = [row for row, standing in ranked if standing == "other"]
        made += [(context, text, claim["text"], 1) for *_, context, text in others[:MINED]]
    return made


def neighbourhoods(data: Path, sentences, facts: Iterable[dict], shortest: int):
    """Each claim of the facts with the sentences of its cluster, nearest by the embedding first.

    Yields (claim, [(row, standing)]), a row as `news_sentences` gives it, of ``shortest`` words and
    more. It stands as "evidence", as a "copy" that says the same (a cosine above `SAME`: writers
    missed some), or as "other".
    """
    from extractors.extraction import signed_bytes
    from extractors.language import load_pipeline

    nlp = load_pipeline()

    def vector(text: str):
        row = np.frombuffer(signed_bytes(nlp(text)[:]), np.int8).astype(np.float32)
        return row / np.linalg.norm(row)

    events = events_of(data)
    clusters = {fact["cluster"] for fact in facts}
    rows = defaultdict(list)
    for row in sentences:
        if events[row[0]] in clusters and len(row[3].split()) >= shortest:
            rows[events[row[0]]].append(row)
    vectors = {name: np.stack([vector(row[3]) for row in here]) for name, here in rows.items()}
    for fact in facts:
        if fact["cluster"] not in rows:
            continue
        here, near = rows[fact["cluster"]], vectors[fact["cluster"]]
        evidence = {(file, start) for file, start, _ in fact["evidence"]}
        deciding = [n for n, row in enumerate(here) if row[:2] in evidence]
        copies = (near @ near[deciding].T).max(1, initial=-1) > SAME
        standing = ["copy" if copied else "other" for copied in copies]
        for n in deciding:
            standing[n] = "evidence"
        for claim in fact["claims"]:
            order = np.argsort(-(near @ vector(claim["text"])), kind="stable")
            yield claim, [(here[n], standing[n]) for n in order]


def _plain_cases(found: dict[str, list[Pair]], rng: random.Random) -> dict[str, list[Pair]]:
    """What no annotator writes down: a sentence says itself, and nothing of another matter.

    Without these a copy of a claim was often read as contradicting it.
    """
    told = [(p[0], p[1]) for n in ("facts", "factnear", "decided", "undecided") for p in found[n]]
    told = list(dict.fromkeys(told))
    rng.shuffle(told)
    short = [p[2] for n in ("fever", "snli", "mnli", "cad") for p in rng.sample(found[n], 1500)]
    identical = [
        (context if rng.random() < 0.6 else "", text, _spoken_part(text, rng), 2)
        for context, text in told[:2500]
    ]
    identical += [("", text, text, 2) for text in rng.sample(short, 1500)]
    unrelated = [("", rng.choice(short), rng.choice(short), 1) for _ in range(2500)]
    for _ in range(1500):
        (context, text), (_, other) = rng.choice(told), rng.choice(told)
        unrelated.append((context, text, other, 1))
    return {"identical": identical, "unrelated": [p for p in unrelated if p[1] != p[2]]}


def _spoken_part(text: str, rng: random.Random) -> str:
    """The sentence itself, or what stands in it before who says it."""
    part = re.split(r",? (?:said|told|according to) ", text)[0].strip(' ,"“”')
    return f"{part}." if rng.random() < 0.25 and len(part.split()) > 4 else text


def own_claims() -> tuple[list[dict], list[dict]]:
    """The two sets of our own as they lie in `claims/`: facts, and invented events."""
    rows = []
    for name in ("facts", "events"):
        with lzma.open(OWN / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            rows.append([json.loads(line) for line in lines])
    return rows[0], rows[1]


def _own(found: dict[str, list[Pair]], sentences) -> list[Pair]:
    """Adds our own pools to ``found``; gives the pairs held back."""
    placed = {(file, start): (context, text) for file, start, context, text in sentences}
    facts, events = own_claims()
    found |= {"facts": [], "factnear": [], "decided": [], "undecided": []}
    held: list[Pair] = []
    for fact in facts:
        for claim in fact["claims"]:
            for part, label in (("evidence", LABELS[claim["label"]]), ("near", 1)):
                pool = found["facts" if part == "evidence" else "factnear"]
                pool = held if fact["cluster"] in HELD else pool
                pool.extend(
                    (*placed[file, start], claim["text"], label)
                    for file, start, _ in fact[part]
                    if (file, start) in placed
                )
    for event in events:
        for claim in event["claims"]:
            for passage, label in zip(event["passages"], claim["labels"], strict=True):
                pool = found["undecided" if label == "N" else "decided"]
                context = f"{passage['title']}. {passage['before']}".strip()
                row = (context, passage["text"], claim["text"], LABELS[label])
                (held if event["held"] else pool).append(row)
    return held
