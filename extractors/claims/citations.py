"""Citations: which of an article's claims it puts in a named source's mouth.

In: an Extraction, its claims, and the names under which sources are known (from the outlets'
registry, passed in so that this room needs to know none). Out: one Citation for each claim and
each source that its chain, or the act of reporting in its sentence, names.

Fires: "The BBC and Reuters say that P" (two). Must not fire: "The BBC's building burned".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractors.claims.asides import is_cue
from extractors.claims.lists import listed
from extractors.grammar import all_frames, frames_of
from extractors.records import Citation, Claim, Extraction, Source, Span

NAMED = frozenset({"ORG", "PERSON"})
#: "In the Mail, ...", "Horner, on CNN, ...", "To the Post he allowed ...": said there.
_THERE = re.compile(r"(?:^[-*•\s]*|[,;:–—(]\s*)(?:in|on|over at|to)\s+(?:the\s+)?$", re.IGNORECASE)
SPEAKING = frozenset({"speech", "inquiry"})
_OWNED = re.compile(r"['’]s? ((?:[\w-]+ ){0,2}[\w-]+)")
_PRESS = listed("counting", "press")


def find_citations(
    extraction: Extraction, claims: Sequence[Claim], sources: Mapping[str, str]
) -> tuple[Citation, ...]:
    """The citations of an article, in text order.

    ``sources`` maps a name as prose has it ("BBC", "Vladimir Putin") to an outlet's id. A named
    person or organisation that speaks in the article without such a door becomes a citation
    with ``outlet`` None, so that the report can say it was not read.
    """
    names = _Names(sources, extraction.document.text)
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
    return tuple(dict.fromkeys(outlet for _, outlet in _Names(sources, text).of(text)))


class _Names:
    """The known names, matched with their case and the longest first.

    Beside them stand the short forms of what ``text`` names in full: "the Post", where of all Posts
    it names the Washington one.
    """

    def __init__(self, sources: Mapping[str, str], text: str) -> None:
        self._outlets: dict[str, str] = {}
        for name, outlet in sources.items():
            if name:
                self._outlets.setdefault(_bare(name), outlet)
        self._outlets |= {k: v for k, v in _short(self._outlets, text) if k not in self._outlets}
        known = sorted(self._outlets, key=len, reverse=True)
        self._pattern = (
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)")
            if known
            else None
        )

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the names stand."""
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                yield match.span()

    def of(self, text: str) -> Iterator[tuple[str, str]]:
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                yield match.group(0), self._outlets[match.group(0)]


def _bare(name: str) -> str:
    """A name without its article: "the Guardian" and "The Guardian" are one."""
    words = name.split(" ", 1)
    return words[1] if len(words) > 1 and words[0] in {"the", "The"} else name


def _short(outlets: Mapping[str, str], text: str) -> Iterator[tuple[str, str]]:
    full: dict[str, set[str]] = {}
    for name, outlet in outlets.items():
        last = name.rsplit(" ", 1)[-1]
        if last != name and last.lower() in listed("counting", "short") and name in text:
            full.setdefault(last, set()).add(outlet)
    for last, named in full.items():
        if len(named) == 1:
            outlet = next(iter(named))
            yield from ((f"the {last}", outlet), (f"The {last}", outlet))


def _acting(extraction: Extraction, claim: Claim, names: _Names) -> Iterator[Source]:
    """The outlets that the claim's sentence names beside its chain: "the Sun speaks of ten dead".

    A name cites unless the sentence only tells what was done to it or what it did that no page
    would print: "the court fined the Express", "the BBC's building burned".
    """
    text = extraction.document.text
    sentence = text[claim.sentence_start : claim.sentence_end]
    for start, end in names.spans(sentence):
        at = claim.sentence_start + start, claim.sentence_start + end
        name = sentence[start:end]
        if any(name in source.text for source in claim.sources):
            continue
        others = any(
            c is not claim and c.sentence_start == claim.sentence_start and c.start <= at[0] < c.end
            for c in extraction.claims
        )
        inside = claim.start <= at[0] < claim.end
        there = _is_there(name, sentence[:start])
        if (inside or not others) and (there or _cites(extraction, at, sentence[end:])):
            yield Source(name, "", "")


def _is_there(name: str, before: str) -> bool:
    """Whether a thing is said in what is named: "In the Daily Mail he called it a sham"."""
    house = name.lower().removeprefix("the ") in listed("counting", "houses")
    return not house and _THERE.search(before) is not None


def _cites(extraction: Extraction, at: tuple[int, int], behind: str) -> bool:
    """Whether what a name does, or what is its own, can hand a claim on."""
    owned = _OWNED.match(behind)
    if owned is not None:
        nouns = owned[1].lower().split()
        return any(n.rstrip("s") in listed("counting", "press") or n in _PRESS for n in nouns)
    roles: dict[str, list[str]] = {}
    for assertion in extraction.assertions:
        for made in assertion.arguments:
            if made.start <= at[0] < made.end:
                roles.setdefault(made.role, []).append(assertion.predicate)
    if "agent" in roles:
        return any(_hands_on(predicate) for predicate in roles["agent"])
    named = [
        a for a in extraction.attributions if a.source and a.source.start <= at[0] < a.source.end
    ]
    return bool(named) or not roles or all(_hands_on(p) for ps in roles.values() for p in ps)


def _hands_on(predicate: str) -> bool:
    lemma = predicate.split()[0]
    lists = (("counting", "verbs"), ("counting", "telling"), ("cue", "placing"), ("cue", "calling"))
    known = any(lemma in listed(*where) for where in lists)
    kinds = {all_frames()[name].kind for name in frames_of(lemma, "VERB")}
    return known or is_cue(lemma) or is_cue(predicate) or bool(kinds & SPEAKING)


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
    for told in extraction.assertions:
        within = claim.sentence_start <= told.predicate_start < claim.sentence_end
        if within and told.predicate == source.cue:
            start, end = told.predicate_start, told.predicate_end
            return Span(start, end, extraction.document.text[start:end])
    return Span(claim.start, claim.end, extraction.document.text[claim.start : claim.end])
