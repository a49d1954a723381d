"""Dated, attributed assertions: the parsed blocks of a document in, Assertion rows out.

One assertion is one predicate (verb, copular adjective or noun, or a noun that names an event)
with its arguments, polarity, certainty, sources, event time and quantities. Pure function over
what the other extractors found; it decides which predicates assert something and what belongs
to which predicate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from spacy.tokens import Token

from extractors.assertions.event_time import event_time, governors, governs
from extractors.assertions.phrases import ParsedBlock, Reading, argument, concepts, mention_index
from extractors.assertions.predicates import predicates
from extractors.assertions.selection import Noun, noun_of, resolved
from extractors.assertions.sourcing import sources, speakers
from extractors.attribution import factuality, weaker
from extractors.coreference import Antecedent
from extractors.grammar import (
    Link,
    all_frames,
    children,
    concept_of,
    first,
    frames_of,
    is_event_noun,
    links,
    particle,
    preposition,
    undergoer,
    wider_concepts,
)
from extractors.records import (
    Argument,
    Assertion,
    Certainty,
    DateSpan,
    Document,
    Mention,
    Source,
)

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC", "FACILITY"})
PLACE_CONCEPTS = frozenset({"#region", "#frontline", "#country"})
NEARBY = frozenset({"", "around", "through", "via"})
TOPICAL = frozenset({"", "about", "of", "regarding", "concerning", "against", "for", "as", "into"})


def find_assertions(
    document: Document,
    blocks: Sequence[ParsedBlock],
    mentions: Sequence[Mention],
    antecedents: Mapping[int, Antecedent],
    relayed: Mapping[int, tuple[Source, ...]],
) -> tuple[Assertion, ...]:
    """The assertions of a document in text order.

    ``relayed`` maps the start offset of an attribution's source phrase to the sources outside
    it ("soldiers told the BBC": the BBC passes the soldiers' words on).
    """
    index = mention_index(mentions)
    found: list[Assertion] = []
    bare = [Reading(parsed.block.start, index, {}, {}) for parsed in blocks]
    heads: dict[int, tuple[str, ...]] = {}
    nouns: list[Noun] = []
    for parsed, reading in zip(blocks, bare, strict=True):
        for token in parsed.doc:
            if token.pos_ in {"NOUN", "PROPN"}:
                at, meant = reading.position(token), concepts(token, reading)
                heads[at] = meant
                nouns.append(noun_of(token, at, meant))
    for parsed in blocks:
        known = {**antecedents, **speakers(parsed, index)}
        offset = parsed.block.start
        reading = Reading(offset, index, known, heads, governors(parsed, offset))
        anchor = parsed.block.date or document.published.value
        for token in predicates(parsed.doc):
            made = _assertion(document, parsed, reading, token, anchor, relayed, len(found))
            relative = token.dep_ == "acl:relcl"
            whole = tuple(
                resolved(a, made.frames, nouns, relative and a.end <= made.predicate_start)
                for a in made.arguments
            )
            found.append(replace(made, arguments=whole))
    return tuple(found)


def _assertion(
    document: Document,
    parsed: ParsedBlock,
    reading: Reading,
    token: Token,
    anchor: datetime | None,
    relayed: Mapping[int, tuple[Source, ...]],
    ordinal: int,
) -> Assertion:
    facts = factuality(token)
    chain, cue_certainties, denials = sources(parsed, reading, token, relayed)
    polarity = facts.polarity
    if denials % 2:
        polarity = "NEG" if polarity == "POS" else "POS"
    certainty: Certainty = facts.certainty
    for cue in cue_certainties:
        certainty = weaker(certainty, cue)
    sentence = token.sent
    clause = _clause(token)
    return Assertion(
        document_id=document.document_id,
        ordinal=ordinal,
        predicate=_predicate(token),
        predicate_start=reading.position(token),
        predicate_end=reading.position(token) + len(token),
        frames=_frames(token, parsed.dates, reading),
        arguments=_arguments(token, reading, parsed.dates),
        polarity=polarity,
        certainty=certainty,
        modality=_modality(token, facts.modality, denials),
        sources=chain,
        event_time=event_time(parsed, reading, token, facts.modality, anchor),
        quantities=tuple(q for q in parsed.quantities if governs(reading, q, token)),
        start=reading.offset + clause[0].idx,
        end=reading.offset + clause[-1].idx + len(clause[-1]),
        sentence_start=reading.offset + sentence.start_char,
        sentence_end=reading.offset + sentence.end_char,
        text=sentence.text,
        block_kind=parsed.block.kind,
        said_at=anchor,
    )


def _predicate(token: Token) -> str:
    """The lemma, with the particle of a phrasal verb; "be" where a place is all that is said."""
    if first(token, "cop") is not None and preposition(token):
        return "be"
    return " ".join(filter(None, [token.lemma_.lower(), particle(token)]))


def _modality(token: Token, modality: str, denials: int) -> str:
    """ "presupposed" for an event noun that nobody affirms or rejects, else what the verb says."""
    nominal = token.pos_ in {"NOUN", "PROPN"} and first(token, "cop", "nsubj") is None
    if nominal and modality == "actual" and not denials and token.head.i != token.i:
        return "presupposed"
    return modality


def _clause(token: Token) -> list[Token]:
    """The predicate's own words as one run of tokens, without trailing punctuation."""
    inside = list(token.subtree)
    while len(inside) > 1 and inside[-1].is_punct:
        inside.pop()
    while len(inside) > 1 and (
        inside[0].is_punct
        or (inside[0].dep_ in {"mark", "cc", "case"} and inside[0].head.i == token.i)
    ):
        inside.pop(0)
    return inside


def _frames(token: Token, dates: Sequence[DateSpan], reading: Reading) -> tuple[str, ...]:
    lemma = token.lemma_.lower()
    names = frames_of(lemma, token.pos_, particle(token))
    if token.pos_ == "VERB" and (what := undergoer(token)) is not None:
        names = frames_of(f"{lemma} {what.lemma_.lower()}", "VERB") or names
    copular = first(token, "cop") is not None and preposition(token) != ""
    if lemma == "be" or copular:
        whole = argument(Link(token, "place"), reading)
        located = _is_place(token, whole, reading) if copular else _has_place(token, reading)
        if located or first(token, "expl") is not None:
            return ("presence",)
    return names


def _has_place(token: Token, reading: Reading) -> bool:
    found = (link for link in links(token) if link.role in {"place", "goal", "other"})
    return any(_is_place(x.token, argument(x, reading), reading) for x in found)


def _arguments(token: Token, reading: Reading, dates: Sequence[DateSpan]) -> tuple[Argument, ...]:
    found: list[Argument] = []
    for link in _roles(token):
        if _inside_date(link.token, reading, dates):
            continue
        made = argument(link, reading)
        if link.preposition == "between" and not _is_place(link.token, made, reading):
            made = replace(made, role="agent")
        elif made.role == "other":
            made = replace(made, role=_other_role(link, made, reading))
        elif made.role in {"place", "goal", "source"} and not _is_place(link.token, made, reading):
            made = replace(made, role=_unplaced_role(made))
        found.append(made)
        found.extend(_inner_places(link.token, reading, dates))
    if first(token, "cop") is not None and token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"}:
        if preposition(token):
            found.append(argument(Link(token, "place"), reading))
        else:
            found.append(argument(Link(token, "property"), reading))
    if token.dep_ == "amod":
        found.append(argument(Link(token.head, "theme"), reading))
    return tuple(dict.fromkeys(found))


def _unplaced_role(made: Argument) -> str:
    """What "to", "from", "in" mark when no place follows: somebody, or a circumstance."""
    if made.role == "goal":
        somebody = any(c.startswith("@") or "#person" in wider_concepts(c) for c in made.concepts)
        return "recipient" if somebody else "circumstance"
    return "circumstance" if made.role == "source" else "topic"


def _other_role(link: Link, made: Argument, reading: Reading) -> str:
    """A phrase whose preposition names no role: a place, what it is about, or a circumstance."""
    if _is_place(link.token, made, reading) and link.preposition in NEARBY:
        return "place"
    return "topic" if link.preposition in TOPICAL else "circumstance"


def _roles(token: Token) -> tuple[Link, ...]:
    """The syntactic links with agents of undergoing verbs ("soldiers died") turned into themes."""
    found = links(token)
    has_theme = any(link.role == "theme" for link in found)
    lemma = token.lemma_.lower()
    undergoes = lemma == "be" or any(
        lemma in all_frames()[name].unaccusative for name in frames_of(lemma, token.pos_)
    )
    if not undergoes or has_theme:
        return found
    return tuple(
        Link(x.token, "theme" if x.role == "agent" else x.role, x.preposition) for x in found
    )


def _is_place(token: Token, made: Argument, reading: Reading) -> bool:
    mention = reading.mention(token)
    if mention is not None:
        return mention.label in PLACE_LABELS
    if PLACE_CONCEPTS & set(made.concepts):
        return True
    return token.ent_type_ in PLACE_LABELS


def _inner_places(
    token: Token, reading: Reading, dates: Sequence[DateSpan], depth: int = 0
) -> Iterator[Argument]:
    """Where a phrase says its head is, the event is too.

    "troops in the region"; and where a named event took place, its participants were: "took part
    in the liberation of the border districts of the region".
    """
    # "sent soldiers to the town": a parse may hang the goal on the soldiers
    located = {"in", "at", "along", "near", "inside", "across", "to", "into"}
    lemma = token.lemma_.lower()
    if is_event_noun(lemma) or concept_of(lemma) in PLACE_CONCEPTS:
        located |= {"of"}
    for child in children(token, "nmod"):
        if preposition(child) in located and not _inside_date(child, reading, dates):
            made = argument(Link(child, "place"), reading)
            if _is_place(child, made, reading):
                yield made
            if depth < 3:
                yield from _inner_places(child, reading, dates, depth + 1)


def _inside_date(token: Token, reading: Reading, dates: Sequence[DateSpan]) -> bool:
    at = reading.position(token)
    return any(date.start <= at < date.end for date in dates)
