"""Dated, attributed assertions: the parsed blocks of a document in, Assertion rows out.

One assertion is one predicate (verb, copular adjective or noun, or a noun that names an event)
with its arguments, polarity, certainty, sources, event time and quantities. Pure function over
what the other extractors found; it decides which predicates assert something and what belongs
to which predicate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from spacy.tokens import Doc, Token

from extractors.attribution import cue_certainty, is_denial
from extractors.certainty import factuality, weaker
from extractors.clauses import (
    CLAUSAL,
    Link,
    children,
    first,
    is_passive,
    links,
    particle,
    preposition,
    undergoer,
)
from extractors.coreference import Antecedent
from extractors.frames import all_frames, concept_of, frames_of, is_event_noun, wider_concepts
from extractors.phrases import Reading, argument, concepts, mention_index
from extractors.records import (
    Argument,
    Assertion,
    Attribution,
    Block,
    Certainty,
    DateSpan,
    Document,
    EventTime,
    Mention,
    Quantity,
    Source,
)
from extractors.selection import Noun, noun_of, resolved

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC", "FACILITY"})
PLACE_CONCEPTS = frozenset({"#region", "#frontline", "#country"})
NEARBY = frozenset({"", "off", "outside", "around", "through", "via"})
TOPICAL = frozenset({"", "about", "of", "regarding", "concerning", "against", "for", "as", "into"})
# Verbs that carry no assertion of their own when they govern an infinitive
LIGHT = frozenset(
    {
        "be",
        "have",
        "do",
        "seem",
        "appear",
        "begin",
        "start",
        "continue",
        "manage",
        "tend",
        "get",
        "go",
        "come",
        "happen",
        "fail",
        "try",
    }
)
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "mine", "ours"})


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """A block of the document with its parse and what was found in it (document offsets)."""

    block: Block
    doc: Doc
    dates: tuple[DateSpan, ...]
    quantities: tuple[Quantity, ...]
    attributions: tuple[Attribution, ...]


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
        known = {**antecedents, **_speakers(parsed, index)}
        reading = Reading(parsed.block.start, index, known, heads)
        anchor = parsed.block.date or document.published.value
        for token in predicates(parsed.doc):
            made = _assertion(document, parsed, reading, token, anchor, relayed, len(found))
            whole = tuple(resolved(a, made.frames, nouns) for a in made.arguments)
            found.append(replace(made, arguments=whole))
    return tuple(found)


def _speakers(parsed: ParsedBlock, index: Mapping[int, Mention]) -> dict[int, Antecedent]:
    """Who "I" and "we" are inside somebody's words: the source, by the pronoun's offset."""
    found: dict[int, Antecedent] = {}
    start = parsed.block.start
    for attribution in sorted(parsed.attributions, key=lambda a: a.content.start - a.content.end):
        source = attribution.source
        if source is None or source.text.lower() in FIRST_PERSON:
            continue
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
    if token.head.dep_ not in {"ccomp", "parataxis"}:
        return False
    if token.head.head.lemma_.lower() != attribution.cue_lemma:
        return False
    plural = source.tag_ in {"NNS", "NNPS"} or any(True for _ in children(source, "conj"))
    return token.lower_ == "they" if plural else token.lower_ in {"he", "she"}


def predicates(doc: Doc) -> Iterator[Token]:
    """The tokens of ``doc`` that assert something, in text order."""
    for token in doc:
        if _asserts(token):
            yield token


def _asserts(token: Token) -> bool:
    if token.dep_ in {"aux", "aux:pass", "cop", "fixed", "flat", "discourse"}:
        return False
    if token.pos_ == "VERB" or (
        token.pos_ == "AUX" and token.dep_ not in {"aux", "aux:pass", "cop"}
    ):
        return _verb_asserts(token)
    if _is_cleft(token):
        return False
    if first(token, "cop") is not None and token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "PRON"}:
        return first(token, "nsubj", "expl") is not None or token.dep_ in {"conj", "acl:relcl"}
    if token.pos_ == "NOUN" and is_event_noun(token.lemma_.lower()):
        return _noun_asserts(token)
    return token.pos_ == "ADJ" and token.dep_ == "conj" and first(token.head, "cop") is not None


def _is_cleft(token: Token) -> bool:
    """ "It was X who asked": only the relative clause asserts anything."""
    who = first(token, "nsubj", "expl")
    relative = first(token, "acl:relcl", "advcl:relcl", "ccomp", "csubj")
    clefts = first(token, "cop") is not None and who is not None and who.lower_ == "it"
    return clefts and relative is not None and token.pos_ in {"NOUN", "PROPN", "PRON"}


def _verb_asserts(token: Token) -> bool:
    lemma = token.lemma_.lower()
    if token.dep_ in {"case", "mark", "compound"}:
        return False
    if token.dep_ == "amod":
        return bool(frames_of(lemma, "VERB"))
    if lemma in LIGHT and first(token, "xcomp") is not None and first(token, "obj") is None:
        return False
    says = cue_certainty(lemma, "verbs") is not None
    if says and not is_denial(lemma) and first(token, "ccomp") is not None:
        return False
    if says and token.dep_ == "parataxis" and first(token, "obj") is None:
        return False
    if says and is_passive(token) and first(token, "xcomp") is not None:
        return False
    return bool(links(token)) or first(token, "expl") is not None


def _noun_asserts(token: Token) -> bool:
    """An event noun asserts its event when something is said of it: who, what, where or when."""
    if token.dep_ in {"compound", "nmod:poss"}:
        return False
    return any(
        child.dep_ in {"nmod:poss", "nmod", "nummod"}
        or (child.dep_ in {"compound", "amod"} and child.ent_type_ != "")
        for child in token.children
    )


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
    chain, cue_certainties, denials = _sources(parsed, reading, token, relayed)
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
        event_time=_event_time(parsed, reading, token, facts.modality, anchor),
        quantities=tuple(
            q for q in parsed.quantities if _governor(parsed, reading, q.start, q.end, token)
        ),
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
            made = _renamed(made, "agent")
        elif made.role == "other":
            made = _renamed(made, _other_role(link, made, reading))
        elif made.role in {"place", "goal", "source"} and not _is_place(link.token, made, reading):
            made = _renamed(made, _unplaced_role(made))
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


def _renamed(made: Argument, role: str) -> Argument:
    return Argument(
        role, made.start, made.end, made.text, made.head, made.concepts, made.determiner
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


def _sources(
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
        chain.append(
            Source(
                attribution.source.text,
                source_entity(attribution.source.start, attribution.source.end, reading),
                attribution.cue_lemma,
            )
        )
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


def _governor(parsed: ParsedBlock, reading: Reading, start: int, end: int, token: Token) -> bool:
    """True when the words ``start:end`` (document offsets) belong to ``token``'s own clause."""
    span = parsed.doc.char_span(
        start - reading.offset, end - reading.offset, alignment_mode="expand"
    )
    if span is None:
        return False
    current = span.root
    while True:
        if current.i == token.i:
            return True
        # the nearest predicate owns it; only phrases of arguments are looked through
        if (
            current.dep_ in CLAUSAL
            or current.head.i == current.i
            or (current.i != span.root.i and _asserts(current))
        ):
            return False
        if current.dep_ == "conj" and current.pos_ in {"VERB", "AUX"}:
            return False
        current = current.head


def _event_time(
    parsed: ParsedBlock,
    reading: Reading,
    token: Token,
    modality: str,
    anchor: datetime | None,
) -> EventTime:
    own = [d for d in parsed.dates if _governor(parsed, reading, d.start, d.end, token)]
    own = [d for d in own if _is_bounded(d)]
    if own:
        date = min(own, key=lambda d: abs(d.start - reading.position(token)))
        return EventTime(date.earliest, date.latest, date.timex, date.precision, "stated")
    if token.pos_ == "NOUN" and token.dep_ in {"obj", "nsubj:pass", "nsubj"}:
        # "announced a ceasefire from 8 to 10 May": the parse may hang the dates on the verb
        over = [d for d in parsed.dates if _governor(parsed, reading, d.start, d.end, token.head)]
        over = [d for d in over if d.start >= reading.position(token) and _is_bounded(d)]
        if over:
            date = over[0]
            return EventTime(date.earliest, date.latest, date.timex, date.precision, "context")
    lead = _leading_date(parsed)
    if lead is not None:
        return EventTime(lead.earliest, lead.latest, lead.timex, lead.precision, "context")
    if anchor is None:
        return EventTime(None, None, "", "vague", "none")
    if modality in {"future", "wish", "conditional"}:
        return EventTime(anchor, None, "FUTURE_REF", "vague", "published")
    return EventTime(None, anchor, "PAST_REF", "vague", "published")


def _is_bounded(date: DateSpan) -> bool:
    """ "now" and "recently" say nothing that the document's own date does not."""
    return (date.earliest is not None or date.latest is not None) and date.precision != "vague"


def _leading_date(parsed: ParsedBlock) -> DateSpan | None:
    """The date a list item or post opens with: "August 2014: ...", "Aleppo (2016-17): ..."."""
    if parsed.block.kind != "list_item":
        return None
    text = parsed.doc.text
    colon = text.find(":")
    if not 0 < colon < 60:
        return None
    for date in parsed.dates:
        if date.end - parsed.block.start <= colon + 1 and (date.earliest or date.latest):
            return date
    return None
