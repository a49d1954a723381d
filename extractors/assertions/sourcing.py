"""Who says it: the chain of sources around a predicate, and who "I" and "we" are in their words."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Token

from extractors.assertions.phrases import ParsedBlock, Reading
from extractors.coreference import Antecedent, is_made
from extractors.grammar import children
from extractors.records import Attribution, Certainty, Mention, Source

FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "mine", "ours"})


def speakers(parsed: ParsedBlock, index: Mapping[int, Mention]) -> dict[int, Antecedent]:
    """Who "I" and "we" are inside somebody's words: the source, by the pronoun's offset."""
    found: dict[int, Antecedent] = {}
    start = parsed.block.start
    for attribution in sorted(parsed.attributions, key=lambda a: a.content.start - a.content.end):
        source = attribution.source
        if source is None or source.text.lower() in FIRST_PERSON:
            continue
        if source.start < start:
            continue  # a quotation carried on from the paragraph before
        phrase = parsed.doc.char_span(
            source.start - start, source.end - start, alignment_mode="expand"
        )
        if phrase is None:
            continue
        head = phrase.root
        named = index.get(start + head.idx)
        for token in parsed.doc:
            at = start + token.idx
            inside = attribution.content.start <= at < attribution.content.end
            own = token.lower_ in FIRST_PERSON or _is_own_subject(token, head, attribution)
            if inside and own:
                found[at] = Antecedent(
                    start=source.start,
                    end=source.end,
                    text=source.text,
                    head=head.lemma_.lower(),
                    entities=(named.entity,) if named is not None else (),
                    offset=start + head.idx,
                )
    return found


def _is_own_subject(token: Token, source: Token, attribution: Attribution) -> bool:
    """ "The soldiers said they had ...": the first subject of reported speech is its speaker."""
    if token.dep_ not in {"nsubj", "nsubj:pass"} or attribution.cue_lemma == "according to":
        return False
    if is_made(token):
        return False  # "found that they had been fabricated" were the videos
    if token.head.dep_ not in {"ccomp", "parataxis"}:
        return False
    if token.head.head.lemma_.lower() != attribution.cue_lemma:
        return False
    plural = source.tag_ in {"NNS", "NNPS"} or any(True for _ in children(source, "conj"))
    return token.lower_ == "they" if plural else token.lower_ in {"he", "she"}


def sources(
    parsed: ParsedBlock,
    reading: Reading,
    token: Token,
    relayed: Mapping[int, tuple[Source, ...]],
) -> tuple[tuple[Source, ...], list[Certainty], int]:
    """The chain of sources around a predicate, outermost first; cue certainties; denials."""
    at = reading.position(token)
    around = [
        a
        for a in parsed.attributions
        if a.content.start <= at < a.content.end and a.cue.start != at
    ]
    around.sort(key=lambda a: a.content.start - a.content.end)
    chain: list[Source] = []
    certainties: list[Certainty] = []
    denials = 0
    for attribution in around:
        certainties.append(attribution.certainty)
        denials += attribution.denied
        if attribution.source is None:
            chain.append(Source("", "", attribution.cue_lemma))
            continue
        for outer in relayed.get(attribution.source.start, ()):
            if outer not in chain:
                chain.append(outer)
        link = Source(
            attribution.source.text,
            source_entity(attribution.source.start, attribution.source.end, reading),
            attribution.cue_lemma,
        )
        own_voice = link.text.lower() in FIRST_PERSON  # "I have written that": nobody else says it
        if not own_voice and not any(link.text == known.text for known in chain):
            chain.append(link)  # "says ..., adding ...": one speaker with two cues
    return tuple(chain), certainties, denials


def source_entity(start: int, end: int, reading: Reading) -> str:
    """The folded name of a source phrase: its last name, else the antecedent's, else its words."""
    names = [m for m in reading.mentions.values() if m.start >= start and m.end <= end]
    if names:
        return max(names, key=lambda m: (m.label in {"PERSON", "ORG"}, m.start)).entity
    for at in range(start, end):
        antecedent = reading.antecedents.get(at)
        if antecedent is not None:
            return antecedent.entities[0] if antecedent.entities else antecedent.text.lower()
    return ""
