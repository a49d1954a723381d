"""One document through every extractor: Document in, Extraction out.

The article and the coverage go through this same function. Blocks are parsed on their own, so
that what is found in one does not depend on what else is on the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractors.assertions import (
    ParsedBlock,
    Reading,
    find_assertions,
    mention_index,
    source_entity,
)
from extractors.attribution import (
    announced,
    cue_words,
    find_attributions,
    goes_on,
    in_first_person,
    is_label,
    source_span,
)
from extractors.claims import claims_of
from extractors.coreference import resolve
from extractors.dates import find_moments
from extractors.entities import find_mentions
from extractors.extraction.foreign import GLOSSED, glossed, led_back
from extractors.extraction.passages import find_passages, with_vectors
from extractors.grammar import children, preposition, subject
from extractors.language import with_verbs
from extractors.quantities import find_quantities
from extractors.records import Attribution, Block, Document, Extraction, Source, Span

TRANSCRIPT = 3  # labelled paragraphs that make a text a transcript
MAX_BLOCK = 20_000  # characters; a longer "paragraph" is a layout error and is cut there


def extract(document: Document, nlp: Language) -> Extraction:
    """All that ``document`` yields; a claim's terms, names and vector are its wording's.

    ``nlp`` is the English pipeline; a document in a language of `GLOSSED` is read by its gloss.
    """
    if document.language in GLOSSED:
        told = glossed(document, MAX_BLOCK)
        return led_back(extract(told.document, nlp), told, document)
    blocks = [b for b in document.blocks if document.text[b.start : b.end].strip()]
    texts = [document.text[b.start : min(b.end, b.start + MAX_BLOCK)] for b in blocks]
    docs = [with_verbs(doc) for doc in nlp.pipe(texts)]
    made = from_docs(document, blocks, docs)
    return replace(made, claims=with_vectors(made.claims, made.mentions, nlp))


def from_docs(document: Document, blocks: Sequence[Block], docs: Sequence[Doc]) -> Extraction:
    """The same from blocks that are parsed already (``docs[i]`` is the parse of ``blocks[i]``)."""
    placed = [(block.start, doc) for block, doc in zip(blocks, docs, strict=True)]
    mentions = find_mentions(placed)
    antecedents = resolve(placed, mentions)
    parsed = [
        _parsed(block, doc, block.date or document.published.value)
        for block, doc in zip(blocks, docs, strict=True)
    ]
    parsed = _with_transcript(_with_continued_quotations(parsed))
    index = mention_index(mentions)
    relayed: dict[int, tuple[Source, ...]] = {}
    by_offset = {
        block.start + t.idx: t for block, doc in zip(blocks, docs, strict=True) for t in doc
    }
    for piece in parsed:
        reading = Reading(piece.block.start, index, antecedents, {})
        for attribution in piece.attributions:
            outer = _relay(piece, reading, attribution, by_offset)
            if outer and attribution.source is not None:
                relayed[attribution.source.start] = outer
    assertions = find_assertions(document, parsed, mentions, antecedents, relayed)
    return Extraction(
        document=document,
        mentions=mentions,
        dates=tuple(d for piece in parsed for d in piece.dates),
        quantities=tuple(q for piece in parsed for q in piece.quantities),
        attributions=tuple(a for piece in parsed for a in piece.attributions),
        assertions=assertions,
        claims=claims_of(document, parsed, mentions, antecedents, relayed, assertions)
        if document.role == "article"
        else (),
        passages=find_passages(document, parsed, mentions, antecedents, relayed),
    )


def _parsed(block: Block, doc: Doc, anchor: datetime | None) -> ParsedBlock:
    at = block.start
    return ParsedBlock(
        block,
        doc,
        tuple(replace(d, start=d.start + at, end=d.end + at) for d in find_moments(doc, anchor)),
        tuple(replace(q, start=q.start + at, end=q.end + at) for q in find_quantities(doc)),
        tuple(_moved(a, at) for a in find_attributions(doc)),
    )


def _with_continued_quotations(parsed: Sequence[ParsedBlock]) -> list[ParsedBlock]:
    """A paragraph that is all quotation goes on with the speaker of the paragraph before it."""
    whole = list(parsed)
    for place in range(1, len(parsed)):
        before, piece = parsed[place - 1], parsed[place]
        own = [_moved(a, -before.block.start) for a in before.attributions]
        found = goes_on(before.doc, own, piece.doc) or announced(before.doc, piece.doc)
        if found is not None:
            carried = _moved(found[0], before.block.start)
            at = piece.block.start
            content = Span(found[1].start + at, found[1].end + at, found[1].text)
            more = (*piece.attributions, replace(carried, content=content))
            whole[place] = replace(piece, attributions=more)
    return whole


def _with_transcript(parsed: Sequence[ParsedBlock]) -> list[ParsedBlock]:
    """ "Vladimir Putin: ..." speaks until the next label or heading, in a text of such labels.

    A text with one or two labels is a transcript only where it goes on in the first person.
    """
    labels = [_label(piece) for piece in parsed]
    many = sum(made is not None for made in labels) >= TRANSCRIPT
    whole: list[ParsedBlock] = []
    speaker: Attribution | None = None
    for piece, label in zip(parsed, labels, strict=True):
        if piece.block.kind != "paragraph":
            speaker = None
        elif label is not None:
            speaker = label
        elif speaker is not None and len(piece.doc) and (many or in_first_person(piece.doc)):
            content = Span(
                piece.block.start, piece.block.start + len(piece.doc.text), piece.doc.text
            )
            carried = replace(speaker, content=content)
            piece = replace(piece, attributions=(*piece.attributions, carried))
        else:
            speaker = None
        whole.append(piece)
    return whole


def _label(piece: ParsedBlock) -> Attribution | None:
    at = -piece.block.start
    return next((a for a in piece.attributions if is_label(piece.doc, _moved(a, at))), None)


def _moved(attribution: Attribution, by: int) -> Attribution:
    def shifted(span: Span) -> Span:
        return Span(span.start + by, span.end + by, span.text)

    return replace(
        attribution,
        source=shifted(attribution.source) if attribution.source else None,
        cue=shifted(attribution.cue),
        content=shifted(attribution.content),
    )


def _relay(
    piece: ParsedBlock,
    reading: Reading,
    attribution: Attribution,
    by_offset: dict[int, Token],
) -> tuple[Source, ...]:
    """Who passes a source's words on: "soldiers told the BBC", "the BBC met soldiers who"."""
    cue = by_offset.get(attribution.cue.start)
    if cue is None or attribution.source is None:
        return ()
    if cue.lemma_.lower() in cue_words("relay", "recipient"):
        for child in children(cue, "iobj", "obj", "obl"):
            mention = reading.mention(child)
            if mention is not None and mention.label in {"ORG", "PERSON"}:
                return (Source(mention.text, mention.entity, cue.lemma_.lower()),)
    for place in range(attribution.source.start, attribution.source.end):
        head = by_offset.get(place)
        if head is None:
            continue
        antecedent = reading.antecedents.get(reading.position(head))
        at = antecedent.offset if antecedent is not None else place
        token = by_offset.get(at)
        if token is None:
            continue
        gatherer = token.head
        gathers = gatherer.lemma_.lower() in cue_words("relay", "gather") and token.dep_ in {
            "obj",
            "obl",
            "nsubj:pass",
        }
        if token.dep_ == "obl" and preposition(token) not in {"with", "to"}:
            continue
        if gathers and gatherer.i != cue.i and gatherer.pos_ == "VERB":
            who = _agent(gatherer)
            if who is not None and who != token:
                span = source_span(who)
                start = at - token.idx + span.start  # the span is in the block of `token`
                entity = source_entity(start, start + len(span.text), reading)
                if entity:
                    return (Source(span.text, entity, gatherer.lemma_.lower()),)
    return ()


def _agent(verb: Token) -> Token | None:
    who, undergoes = subject(verb)
    if not undergoes:
        return who
    return next((c for c in children(verb, "obl:agent", "obl") if preposition(c) == "by"), None)
