"""Measures attribution and factuality: who says what, and is it denied, hedged or still to come.

    python -m benchmarks.assertions [--data DIR] [--half dev|held-out|all] [--errors] [--json]

In: MEANTIME's Wikinews (`DIR/meantime`; DIR defaults to ../shared/data), its title and the
sentences that are annotated. Out: a table, or one JSON object with `--json`. A document belongs
to the half "dev" or "held-out" by the SHA-256 of its number: rules are made on dev only.

attribution  gold: SLINK, a pair of cue event and content event. Ours: an Attribution whose cue
             touches the cue event. Lenient: its content holds the content event. Strict: the
             content event is also the highest annotated event of the content in our parse.
             Precision is over our distinct (cue, content) pairs with an annotated event in the
             content; those with a cue that is no event ("according to") have no gold.
sources      of lenient pairs whose cue has an Arg0 in gold: is our source the same phrase
             (strict: same words but articles; lenient: it overlaps).
polarity, certainty, time
             gold: the attributes of EVENT_MENTION; ours: `factuality` of the event's head token,
             the certainty weakened by the cues around it as `extractors.assertions` does, and
             the time FUTURE for the modalities of what has not happened.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tarfile
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractors.attribution import factuality, find_attributions, weaker
from extractors.language import load_pipeline
from extractors.records import Attribution, Certainty, Span

QUOTES = {"``": "“", "''": "”"}
CLITICS = ("'s", "'ve", "'re", "'ll", "'d", "'m", "n't")
TIGHT_BEFORE = frozenset({",", ".", ";", ":", "!", "?", ")", "'", "%", "”", "’", *CLITICS})
TIGHT_AFTER = frozenset({"(", "$", "US$", "“", "‘", "£", "€"})
ARTICLES = ("the ", "a ", "an ")
NOT_YET = frozenset({"future", "wish", "conditional"})
VALUES = {
    "polarity": ("POS", "NEG"),
    "certainty": ("CERTAIN", "PROBABLE", "POSSIBLE", "UNDERSPECIFIED"),
    "time": ("NON_FUTURE", "FUTURE"),
}


@dataclass(frozen=True)
class Event:
    """An annotated event: its character span in the article, and its attributes."""

    start: int
    end: int
    polarity: str
    certainty: str
    time: str


@dataclass(frozen=True)
class Article:
    """The annotated part of an article: blocks (offset, text), events, cue-content pairs."""

    name: str
    text: str
    blocks: tuple[tuple[int, str], ...]
    events: tuple[Event, ...]
    pairs: tuple[tuple[Event, Event], ...]
    agents: dict[Event, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @property
    def half(self) -> str:
        number = self.name.split("_")[0]
        return ("dev", "held-out")[hashlib.sha256(number.encode()).digest()[0] % 2]


@dataclass(frozen=True)
class Parsed:
    """A parsed block at its offset, with its attributions (offsets into the block)."""

    offset: int
    doc: Doc
    attributions: Sequence[Attribution]

    def spans(self, made: Span) -> tuple[int, int]:
        """The span's offsets in the article."""
        return self.offset + made.start, self.offset + made.end


def articles(folder: Path) -> Iterator[Article]:
    """Every article of both corpora, by name."""
    with tarfile.open(folder / "airbus-apple.tar.xz") as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            file = archive.extractfile(member) if member.name.endswith(".xml") else None
            if file is not None:
                yield _article(Path(member.name).stem, ET.fromstring(file.read()))


def _article(name: str, root: ET.Element) -> Article:
    tokens = list(root.iter("token"))
    place = {t.get("t_id"): int(t.get("sentence") or 0) for t in tokens}
    events_of = root.find("Markables")
    marked = list(events_of) if events_of is not None else []
    last = max(
        place[a.get("t_id")]
        for mark in marked
        if mark.tag == "EVENT_MENTION"
        for a in mark.iter("token_anchor")
    )
    text, spans = _printed([t for t in tokens if place[t.get("t_id")] <= last])
    at: dict[str, tuple[int, int]] = {}
    events: dict[str, Event] = {}
    for mark in marked:
        anchors = [
            spans[i] for a in mark.iter("token_anchor") if (i := str(a.get("t_id"))) in spans
        ]
        if not anchors:
            continue
        key, start, end = str(mark.get("m_id")), anchors[0][0], anchors[-1][1]
        at[key] = (start, end)
        if mark.tag == "EVENT_MENTION":
            values = [mark.get(kind) or "" for kind in ("polarity", "certainty", "time")]
            events[key] = Event(start, end, *values)
    pairs = [
        (events[s], events[t]) for s, t in _links(root, "SLINK") if s in events and t in events
    ]
    agents: dict[Event, tuple[tuple[int, int], ...]] = {}
    for source, target in _links(root, "HAS_PARTICIPANT", "Arg0"):
        if source in events and target in at:
            agents[events[source]] = (*agents.get(events[source], ()), at[target])
    blocks, start = [], 0
    for piece in text.split("\n"):
        blocks.append((start, piece))
        start += len(piece) + 1
    return Article(name, text, tuple(blocks), tuple(events.values()), tuple(pairs), agents)


def _links(root: ET.Element, tag: str, role: str = "") -> Iterator[tuple[str, str]]:
    for link in root.iter(tag):
        source, target = link.find("source"), link.find("target")
        if source is not None and target is not None and role in (link.get("sem_role") or ""):
            yield str(source.get("m_id")), str(target.get("m_id"))


def _printed(tokens: Sequence[ET.Element]) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text as print would set it (title and dateline on lines of their own); token spans."""
    text, spans, sentence = "", {}, "0"
    tight, inside = True, False
    for token in tokens:
        word = QUOTES.get(token.text or "", token.text or "")
        place = token.get("sentence") or "0"
        if place != sentence and int(place) <= 2:
            text, tight = text + "\n", True
        sentence = place
        closes = word == '"' and inside
        if not tight and word not in TIGHT_BEFORE and not closes:
            text += " "
        spans[str(token.get("t_id"))] = (len(text), len(text) + len(word))
        text += word
        if word == '"':
            inside = not inside
        tight = word in TIGHT_AFTER or (word == '"' and inside)
    return text, spans


def parse(article: Article, nlp: Language) -> tuple[Parsed, ...]:
    """The article's blocks through the pipeline."""
    docs = nlp.pipe(text for _, text in article.blocks)
    return tuple(
        Parsed(offset, doc, find_attributions(doc))
        for (offset, _), doc in zip(article.blocks, docs, strict=True)
    )


def head(event: Event, parsed: Sequence[Parsed]) -> tuple[Parsed, Token] | None:
    """The event's highest token in the parse, of a copula its predicate."""
    for block in parsed:
        if block.offset <= event.start < block.offset + len(block.doc.text):
            span = block.doc.char_span(
                event.start - block.offset, event.end - block.offset, alignment_mode="expand"
            )
            if span is not None:
                root = span.root
                # a copula or auxiliary marked as the event: what is asserted stands at its head
                return block, root.head if root.dep_ in {"cop", "aux", "aux:pass"} else root
    return None


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def highest(span: tuple[int, int], article: Article, parsed: Sequence[Parsed]) -> Event | None:
    """The annotated event within ``span`` that stands highest in our parse, the first of equals."""
    inside = [e for e in article.events if span[0] <= e.start and e.end <= span[1]]
    placed = [(e, found[1]) for e in inside if (found := head(e, parsed)) is not None]
    return min(placed, key=lambda p: (_depth(p[1]), p[1].i))[0] if placed else None


def score_attributions(
    article: Article, parsed: Sequence[Parsed], counts: Counter[str], errors: list[str]
) -> None:
    """Adds an article's cue-content pairs and sources to the counts."""
    counts["gold"] += len(article.pairs)
    found: set[tuple[str, Event, Event]] = set()
    seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()
    sources: dict[Event, tuple[int, int] | None] = {}
    for block in parsed:
        for made in block.attributions:
            cue, content = block.spans(made.cue), block.spans(made.content)
            top = highest(content, article, parsed)
            if top is None or (cue, content) in seen:
                continue
            seen.add((cue, content))
            if not any(overlap(cue, (e.start, e.end)) for e in article.events):
                counts["no event"] += 1
                continue
            counts["made"] += 1
            fits = [
                (c, t)
                for c, t in article.pairs
                if overlap(cue, (c.start, c.end)) and content[0] <= t.start < content[1]
            ]
            found.update(("lenient", c, t) for c, t in fits)
            found.update(("strict", c, t) for c, t in fits if t == top)
            counts["lenient made right"] += bool(fits)
            counts["strict made right"] += any(t == top for _, t in fits)
            for c, _ in fits:
                sources[c] = block.spans(made.source) if made.source is not None else None
            if not fits:
                errors.append(f"made   {_shown(article, cue)} -> {_shown(article, content)}")
    for kind in ("lenient", "strict"):
        counts[f"{kind} gold found"] += sum(k == kind for k, _, _ in found)
    for c, t in article.pairs:
        if ("lenient", c, t) not in found:
            at = (max(0, c.start - 90), c.end + 90)
            shown = f"{_shown(article, (c.start, c.end))} -> {_shown(article, (t.start, t.end))}"
            errors.append(f"missed {shown} | {_shown(article, at)}")
    _score_sources(article, sources, counts, errors)


def _score_sources(
    article: Article,
    sources: dict[Event, tuple[int, int] | None],
    counts: Counter[str],
    errors: list[str],
) -> None:
    for cue, span in sources.items():
        gold = article.agents.get(cue, ())
        if not gold:
            continue
        counts["source gold"] += 1
        if span is None:
            errors.append(f"source none, gold {_shown(article, gold[0])} of {cue}")
            continue
        ours = _bare(_shown(article, span))
        counts["source made"] += 1
        counts["source lenient"] += any(overlap(span, g) for g in gold)
        same = any(ours == _bare(_shown(article, g)) for g in gold)
        counts["source strict"] += same
        if not same:
            errors.append(f"source {ours!r}, gold {[_shown(article, g) for g in gold]}")


def _bare(words: str) -> str:
    low = words.lower()
    return next((low[len(a) :] for a in ARTICLES if low.startswith(a)), low)


def _shown(article: Article, span: tuple[int, int]) -> str:
    return article.text[span[0] : span[1]]


def score_factuality(
    article: Article,
    parsed: Sequence[Parsed],
    tables: dict[str, Counter[tuple[str, str]]],
    errors: list[str],
) -> None:
    """Adds each event's (gold, ours) to the table of each attribute."""
    for event in article.events:
        placed = head(event, parsed)
        if placed is None:
            continue
        ours = _ours(*placed)
        for kind, made in ours.items():
            gold = getattr(event, kind)
            if gold not in VALUES[kind]:
                continue
            tables[kind][gold, made] += 1
            if gold != made:
                at = (max(0, event.start - 80), event.end + 60)
                word = _shown(article, (event.start, event.end))
                errors.append(f"{kind} {gold} ours {made}: {word} | {_shown(article, at)}")


def _ours(block: Parsed, token: Token) -> dict[str, str]:
    facts = factuality(token)
    certainty: Certainty = facts.certainty
    denials = 0
    for made in block.attributions:
        if made.content.start <= token.idx < made.content.end and made.cue.start != token.idx:
            certainty = weaker(certainty, made.certainty)
            denials += made.denied
    polarity: str = facts.polarity
    if denials % 2:
        polarity = "NEG" if polarity == "POS" else "POS"
    time = "FUTURE" if facts.modality in NOT_YET else "NON_FUTURE"
    return {"polarity": polarity, "certainty": certainty, "time": time}


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0


def _attribution_scores(counts: Counter[str]) -> dict[str, Any]:
    scores: dict[str, Any] = {"pairs": counts["gold"], "made": counts["made"]}
    for kind in ("lenient", "strict"):
        precision = _ratio(counts[f"{kind} made right"], counts["made"])
        recall = _ratio(counts[f"{kind} gold found"], counts["gold"])
        both = precision + recall
        f = round(2 * precision * recall / both, 3) if both else 0.0
        scores[kind] = {"precision": precision, "recall": recall, "f": f}
    scores["cue is no event"] = counts["no event"]
    scores["sources"] = {
        "gold": counts["source gold"],
        "made": counts["source made"],
        "lenient": _ratio(counts["source lenient"], counts["source gold"]),
        "strict": _ratio(counts["source strict"], counts["source gold"]),
    }
    return scores


def _factuality_scores(table: Counter[tuple[str, str]], values: Sequence[str]) -> dict[str, Any]:
    total = sum(table.values())
    right = sum(n for (gold, ours), n in table.items() if gold == ours)
    classes = {}
    for value in values:
        gold = sum(n for (g, _), n in table.items() if g == value)
        made = sum(n for (_, o), n in table.items() if o == value)
        hit = table[value, value]
        classes[value] = {
            "gold": gold,
            "made": made,
            "precision": _ratio(hit, made),
            "recall": _ratio(hit, gold),
        }
    confusion = {f"{gold} as {ours}": n for (gold, ours), n in sorted(table.items())}
    return {
        "events": total,
        "accuracy": _ratio(right, total),
        "classes": classes,
        "confusion": confusion,
    }


def measure(data: Path, half: str) -> tuple[dict[str, Any], list[str]]:
    """The scores of one half (or "all"), and one line for each error."""
    nlp = load_pipeline()
    counts: Counter[str] = Counter()
    tables: dict[str, Counter[tuple[str, str]]] = {kind: Counter() for kind in VALUES}
    errors: list[str] = []
    for article in articles(data / "meantime"):
        if half in (article.half, "all"):
            parsed = parse(article, nlp)
            counts["articles"] += 1
            score_attributions(article, parsed, counts, errors)
            score_factuality(article, parsed, tables, errors)
    scores: dict[str, Any] = {"half": half, "articles": counts["articles"]}
    scores["attribution"] = _attribution_scores(counts)
    for kind, values in VALUES.items():
        scores[kind] = _factuality_scores(tables[kind], values)
    return scores, errors


def table(scores: dict[str, Any]) -> Iterator[str]:
    """The scores as lines for a person."""
    made = scores["attribution"]
    yield f"{scores['half']}: {scores['articles']} articles"
    yield f"attribution: {made['pairs']} pairs in gold, {made['made']} made"
    for kind in ("lenient", "strict"):
        row = made[kind]
        yield f"  {kind:<8} P {row['precision']:.3f}  R {row['recall']:.3f}  F {row['f']:.3f}"
    row = made["sources"]
    yield (
        f"  sources  of {row['gold']} in gold: {row['made']} made, "
        f"lenient {row['lenient']:.3f}, strict {row['strict']:.3f}"
    )
    yield f"  cue is no event: {made['cue is no event']}"
    for kind in VALUES:
        yield f"{kind}: {scores[kind]['events']} events, accuracy {scores[kind]['accuracy']:.3f}"
        for value, row in scores[kind]["classes"].items():
            yield (
                f"  {value:<14} gold {row['gold']:>4}  ours {row['made']:>4}  "
                f"P {row['precision']:.3f}  R {row['recall']:.3f}"
            )


def main() -> int:
    """Parses the arguments and prints the scores."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assertions")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--half", choices=("dev", "held-out", "all"), default="dev")
    parser.add_argument("--errors", action="store_true", help="print each error (dev only)")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (options.data / "meantime").is_dir():
        print(f"{options.data}: no meantime/ there; give --data DIR", file=sys.stderr)
        return 2
    scores, errors = measure(options.data, options.half)
    if options.json:
        print(json.dumps(scores, indent=2))
        return 0
    print("\n".join(table(scores)))
    if options.errors and options.half == "dev":
        print("\n".join(errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
