"""Citations: which of an article's claims it puts in a named source's mouth.

In: an Extraction and the names under which sources are known (from the outlets' registry, passed
in so that this room needs to know none). Out: Citations, and the topic to look for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.grammar import all_frames
from extractors.records import Argument, Assertion, Citation, Extraction, Source, Span

NAMED = frozenset({"ORG", "PERSON"})
SPEAKING = frozenset({"speech", "inquiry"})
MAX_ENTITIES = 8
MAX_TERMS = 12


@dataclass(frozen=True, slots=True)
class Topic:
    """What to look for: folded entity names and content nouns, the weightiest first."""

    entities: tuple[str, ...]
    terms: tuple[str, ...]


def is_claim(assertion: Assertion) -> bool:
    """True for an assertion of the running text that can be checked against other sources.

    Headings, questions, orders, wishes and bare conditions assert nothing; a judgement
    ("is viewed as unwise") is nobody's to confirm.
    """
    if assertion.block_kind in {"title", "heading", "caption"}:
        return False
    if assertion.modality in {"question", "imperative", "conditional"}:
        return False
    if assertion.modality == "presupposed":
        # "the May ceasefire" claims that there was one in May; "the deployment" claims nothing new
        return assertion.event_time.basis == "stated" or bool(assertion.quantities)
    kinds = {all_frames()[name].kind for name in assertion.frames}
    return kinds != {"opinion"} and _is_specific(assertion)


def _is_specific(assertion: Assertion) -> bool:
    """Says something of something: two arguments, or one that names or classes a thing."""
    telling = [a for a in assertion.arguments if a.concepts[:1] != ("=it",)]
    classed = any(c.startswith(("@", "#")) for a in telling for c in a.concepts)
    return len(telling) > 1 or classed


def find_citations(extraction: Extraction, sources: Mapping[str, str]) -> tuple[Citation, ...]:
    """The citations of an article, in text order.

    ``sources`` maps a name as prose has it ("BBC", "Vladimir Putin") to an outlet's id. A named
    person or organisation that speaks in the article without such a door becomes a citation
    with ``outlet`` None, so that the report can say it was not read.
    """
    names = _pattern(sources)
    found: dict[str, Citation] = {}
    labels = {mention.entity: mention.label for mention in extraction.mentions}
    for source, claims in _spoken(extraction, labels, names):
        matches = list(names.finditer(source.text)) if names is not None else []
        if not matches:
            span = _placed(extraction, source, claims[0])
            _add(found, extraction, span, source.entity, None, source, claims)
        for match in matches:
            name = match.group(0)
            outlet = sources[_canonical(name, sources)]
            span = _placed(extraction, Source(name, "", source.cue), claims[0])
            _add(found, extraction, span, _canonical(name, sources).lower(), outlet, source, claims)
    return tuple(sorted(found.values(), key=lambda c: (c.start, c.source.start, c.entity)))


def _pattern(sources: Mapping[str, str]) -> re.Pattern[str] | None:
    names = sorted((n for n in sources if n), key=len, reverse=True)
    if not names:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


def _canonical(name: str, sources: Mapping[str, str]) -> str:
    return name if name in sources else next(n for n in sources if n.lower() == name.lower())


def _spoken(
    extraction: Extraction, labels: Mapping[str, str], names: re.Pattern[str] | None
) -> Iterator[tuple[Source, list[Assertion]]]:
    """Each source of the article with the assertions that are said to be its."""
    assertions = [a for a in extraction.assertions if a.block_kind not in {"title", "heading"}]
    by_source: dict[tuple[str, str, int], tuple[Source, list[Assertion]]] = {}
    for assertion in assertions:
        for source in assertion.sources:
            known = names is not None and names.search(source.text)
            if known or labels.get(source.entity) in NAMED:
                key = (source.text, source.entity, assertion.sentence_start)
                by_source.setdefault(key, (source, []))[1].append(assertion)
    for assertion in assertions:
        if not any(all_frames()[name].kind in SPEAKING for name in assertion.frames):
            continue
        for agent in (a for a in assertion.arguments if a.role == "agent"):
            if names is None or not names.search(agent.text):
                continue
            claims = [assertion, *_inside(assertion, agent, assertions)]
            key = (agent.text, "", assertion.sentence_start)
            source = Source(agent.text, "", assertion.predicate)
            kept = by_source.setdefault(key, (source, []))[1]
            kept.extend(c for c in claims if c not in kept)
    yield from by_source.values()


def _inside(outer: Assertion, agent: Argument, assertions: Sequence[Assertion]) -> list[Assertion]:
    """What stands inside the clause of an act of reporting is what it is said to report."""
    return [
        a
        for a in assertions
        if a is not outer
        and outer.start <= a.predicate_start < outer.end
        and not agent.start <= a.predicate_start < agent.end
        and a.predicate_start > outer.predicate_start
    ]


def _placed(extraction: Extraction, source: Source, claim: Assertion) -> Span:
    text = extraction.document.text
    at = text.find(source.text, claim.sentence_start, claim.sentence_end)
    if at < 0:
        at = text.rfind(source.text, 0, claim.sentence_end)
    at = max(at, 0)
    return Span(at, at + len(source.text), text[at : at + len(source.text)])


def _cue(extraction: Extraction, source: Source, claim: Assertion) -> Span:
    """The words that put the claim in the source's mouth: the cue, else the act of reporting."""
    for made in extraction.attributions:
        said_by = made.source is not None and made.source.text == source.text
        if said_by and made.content.start <= claim.predicate_start < made.content.end:
            return made.cue
    start, end = claim.predicate_start, claim.predicate_end
    return Span(start, end, extraction.document.text[start:end])


def _add(
    found: dict[str, Citation],
    extraction: Extraction,
    span: Span,
    entity: str,
    outlet: str | None,
    source: Source,
    claims: Sequence[Assertion],
) -> None:
    start = min(c.sentence_start for c in claims)
    end = max(c.sentence_end for c in claims)
    text = extraction.document.text
    made = Citation(
        document_id=extraction.document.document_id,
        source=span,
        entity=entity,
        outlet=outlet,
        cue=_cue(extraction, source, claims[0]),
        start=start,
        end=end,
        text=text[start:end],
        assertion_ids=tuple(dict.fromkeys(c.assertion_id for c in claims)),
    )
    known = found.get(made.citation_id)
    if known is not None:
        merged = tuple(dict.fromkeys([*known.assertion_ids, *made.assertion_ids]))
        made = Citation(
            **{**{f: getattr(made, f) for f in made.__slots__}, "assertion_ids": merged}
        )
    found[made.citation_id] = made


def topic(extraction: Extraction, citations: Sequence[Citation] = ()) -> Topic:
    """The entities and nouns that the article's claims turn on, for finding coverage of them.

    The cited sources themselves are left out: every page of an outlet names the outlet.
    """
    cited = {c.entity for c in citations}
    entities: Counter[str] = Counter()
    terms: Counter[str] = Counter()
    for mention in extraction.mentions:
        if mention.entity not in cited:
            entities[mention.entity] += 1
    for assertion in extraction.assertions:
        for made in assertion.arguments:
            if (
                made.head.isalpha()
                and len(made.head) > 3
                and not any(c.startswith("@") and c[1:] == made.head for c in made.concepts)
            ):
                terms[made.head] += 1
    return Topic(
        tuple(name for name, _ in entities.most_common(MAX_ENTITIES)),
        tuple(name for name, count in terms.most_common(MAX_TERMS) if count > 1)
        or tuple(name for name, _ in terms.most_common(MAX_TERMS)),
    )
