"""Citations: which of an article's claims it puts in a named source's mouth.

In: an Extraction, its claims, and the names under which sources are known (from the outlets'
registry, passed in so that this room needs to know none). Out: one Citation for each claim and
each source that its chain, or the act of reporting in its sentence, names.

Fires: "The BBC and Reuters say that P" (two). Must not fire: "The BBC's building burned".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.grammar import all_frames
from extractors.records import Citation, Claim, Extraction, Source, Span

NAMED = frozenset({"ORG", "PERSON"})
SPEAKING = frozenset({"speech", "inquiry"})


def find_citations(
    extraction: Extraction, claims: Sequence[Claim], sources: Mapping[str, str]
) -> tuple[Citation, ...]:
    """The citations of an article, in text order.

    ``sources`` maps a name as prose has it ("BBC", "Vladimir Putin") to an outlet's id. A named
    person or organisation that speaks in the article without such a door becomes a citation
    with ``outlet`` None, so that the report can say it was not read.
    """
    names = _Names(sources)
    labels = {mention.entity: mention.label for mention in extraction.mentions}
    found: dict[str, Citation] = {}
    for claim in claims:
        for source in (*claim.sources, *_acting(extraction, claim, names)):
            matches = list(names.of(source.text))
            for name, outlet in matches:
                span = _placed(extraction, name, claim)
                made = _made(extraction, claim, source, span, name.lower(), outlet)
                found.setdefault(made.citation_id, made)
            if not matches and labels.get(source.entity) in NAMED:
                span = _placed(extraction, source.text, claim)
                made = _made(extraction, claim, source, span, source.entity, None)
                found.setdefault(made.citation_id, made)
    return tuple(sorted(found.values(), key=lambda c: (c.start, c.source.start, c.entity)))


def named_outlets(text: str, sources: Mapping[str, str]) -> tuple[str, ...]:
    """The id of every outlet that ``text`` names anywhere, in the order of their first naming."""
    return tuple(dict.fromkeys(outlet for _, outlet in _Names(sources).of(text)))


class _Names:
    """The known names, matched with their case and the longest first."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._outlets: dict[str, str] = {}
        for name, outlet in sources.items():
            if name:
                self._outlets.setdefault(_bare(name), outlet)
        known = sorted(self._outlets, key=len, reverse=True)
        self._pattern = (
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)")
            if known
            else None
        )

    def of(self, text: str) -> Iterator[tuple[str, str]]:
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                yield match.group(0), self._outlets[match.group(0)]


def _bare(name: str) -> str:
    """A name without its article: "the Guardian" and "The Guardian" are one."""
    words = name.split(" ", 1)
    return words[1] if len(words) > 1 and words[0] in {"the", "The"} else name


def _acting(extraction: Extraction, claim: Claim, names: _Names) -> Iterator[Source]:
    """The outlets whose act of reporting is what the claim tells: "the BBC interviewed soldiers"."""
    for assertion in extraction.assertions:
        if not claim.start <= assertion.predicate_start < claim.end:
            continue
        if not any(all_frames()[name].kind in SPEAKING for name in assertion.frames):
            continue
        for agent in assertion.arguments:
            if agent.role == "agent" and any(True for _ in names.of(agent.text)):
                yield Source(agent.text, "", assertion.predicate)


def _placed(extraction: Extraction, words: str, claim: Claim) -> Span:
    """Where the source is named: in the claim's sentence, else last before it."""
    text = extraction.document.text
    at = text.find(words, claim.sentence_start, claim.sentence_end)
    if at < 0:
        at = text.rfind(words, 0, claim.sentence_end)
    if at < 0:
        return Span(claim.start, claim.end, text[claim.start : claim.end])
    return Span(at, at + len(words), text[at : at + len(words)])


def _made(
    extraction: Extraction,
    claim: Claim,
    source: Source,
    span: Span,
    entity: str,
    outlet: str | None,
) -> Citation:
    cue = _cue(extraction, claim, source)
    inside = claim.sentence_start <= span.start < claim.sentence_end
    ends = [claim.start, claim.end, cue.start, cue.end, *([span.start, span.end] if inside else [])]
    start, end = min(ends), max(ends)
    return Citation(
        document_id=claim.document_id,
        claim_id=claim.claim_id,
        source=span,
        entity=entity,
        outlet=outlet,
        cue=cue,
        start=start,
        end=end,
        text=extraction.document.text[start:end],
    )


def _cue(extraction: Extraction, claim: Claim, source: Source) -> Span:
    """The words that put the claim in the source's mouth; the whole claim where none is known."""
    for made in extraction.attributions:
        within = claim.sentence_start <= made.cue.start < claim.sentence_end
        if within and made.source is not None and made.source.text == source.text:
            return made.cue
    for made in extraction.assertions:
        within = claim.sentence_start <= made.predicate_start < claim.sentence_end
        if within and made.predicate == source.cue:
            start, end = made.predicate_start, made.predicate_end
            return Span(start, end, extraction.document.text[start:end])
    return Span(claim.start, claim.end, extraction.document.text[claim.start : claim.end])
