"""The claims of an article: its parsed blocks in, one Claim for each thing that it asserts out.

Each sentence is freed of its asides (`asides`), parted (`parting`), unwrapped (`unwrapping`),
worded (`wording`) and sorted (`sorting`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token
from spacy.tokens import Span as Sentence

from extractors.attribution import factuality, weaker
from extractors.claims.asides import Aside, asides
from extractors.claims.labels import labelled
from extractors.claims.parting import parted
from extractors.claims.pieces import Piece, Speaker, head_of
from extractors.claims.sorting import kind_of
from extractors.claims.speakers import Naming, chain_of
from extractors.claims.unwrapping import unwrapped
from extractors.claims.wording import Meanings, worded
from extractors.coreference import Antecedent
from extractors.assertions.phrases import ParsedBlock, Reading, mention_index
from extractors.records import Certainty, Claim, Document, Extraction, Mention, Polarity
from extractors.assertions.sourcing import speakers

FIRST_PERSON = frozenset({"i", "we"})


def find_claims(extraction: Extraction) -> list[Claim]:
    """The claims of an article in text order; read anew where the extraction has none."""
    if extraction.claims:
        return list(extraction.claims)
    from extractors.assertions.extraction import extract
    from extractors.language import load_pipeline

    article = replace(extraction.document, role="article")
    found = extract(article, load_pipeline()).claims
    identity = extraction.document.document_id
    return [replace(claim, document_id=identity) for claim in found]


def claims_of(
    document: Document,
    blocks: Sequence[ParsedBlock],
    mentions: Sequence[Mention],
    antecedents: Mapping[int, Antecedent],
) -> tuple[Claim, ...]:
    """The claims of a document whose blocks are parsed already, numbered from 1."""
    index = mention_index(mentions)
    tokens = {b.block.start + t.idx: t for b in blocks for t in b.doc}
    offsets = {id(b.doc): b.block.start for b in blocks}
    naming = Naming(document.text)
    found: list[Claim] = []
    for parsed in blocks:
        known = {**antecedents, **speakers(parsed, index)}
        meanings = Meanings(document.text, known, index, tokens, offsets)
        reading = Reading(parsed.block.start, index, known, {})
        for sentence in parsed.doc.sents:
            for piece in pieces_of(sentence, parsed):
                claim = _claim(document, parsed, sentence, piece, meanings, reading, naming)
                if claim is not None:
                    found.append(replace(claim, number=len(found) + 1))
    return tuple(found)


def pieces_of(sentence: Sentence, parsed: ParsedBlock) -> Iterator[Piece]:
    """What one sentence asserts, in text order."""
    doc = sentence.doc
    kept = [t.i for t in sentence if not t.is_space]
    label, kept = labelled(doc, kept, parsed.block.kind)
    set_off = list(asides(doc, kept))
    gone = {i for aside in set_off for i in aside.tokens}
    rest = [i for i in kept if i not in gone]
    if not any(doc[i].is_alpha or doc[i].like_num for i in rest):
        return
    whole = Piece(doc, tuple(rest), head_of(doc, rest), label)
    parts = [
        part
        for outer in parted(whole)
        for inner in (unwrapped(outer),)
        for part in (parted(inner) if inner is not outer else [inner])
    ]
    parts = [unwrapped(part) for part in parts]
    spans = [(min(p.own), max(p.own)) for p in parts if p.own]
    for part in parts:
        if part.own:
            heard = _heard(part, spans, set_off)
            yield replace(part, speakers=(*heard[0], *part.speakers, *heard[1]))


def _heard(
    part: Piece, spans: Sequence[tuple[int, int]], set_off: Sequence[Aside]
) -> tuple[tuple[Speaker, ...], tuple[Speaker, ...]]:
    """The speakers of the asides that reach a part: those in it, those at either end of all.

    An aside between two parts speaks of the one before it.
    """
    outer: list[Speaker] = []
    inner: list[Speaker] = []
    first, last = min(part.own), max(part.own)
    for aside in set_off:
        at = aside.tokens[0]
        around = at < min(s[0] for s in spans) or at > max(s[1] for s in spans)
        before = [s for s in spans if s[0] < at]
        nearest = max(before, key=lambda s: s[0]) if before else None
        if around or first < at < last or nearest == (first, last):
            (inner if aside.inner else outer).extend(aside.speakers)
    return tuple(outer), tuple(inner)


def _claim(
    document: Document,
    parsed: ParsedBlock,
    sentence: Sentence,
    piece: Piece,
    meanings: Meanings,
    reading: Reading,
    naming: Naming,
) -> Claim | None:
    base, doc = parsed.block.start, piece.doc
    made = worded(piece, parsed, meanings)
    if not made.text.strip("[]. "):
        return None
    own = _trimmed(piece.tokens())
    facts = factuality(piece.head)
    polarity: Polarity = "NEG" if piece.negated or facts.polarity == "NEG" else "POS"
    if sum(s.denied for s in piece.speakers) % 2:
        polarity = "NEG" if polarity == "POS" else "POS"
    certainty: Certainty = facts.certainty
    for speaker in piece.speakers:
        certainty = weaker(certainty, speaker.certainty)
    chain = chain_of(piece, reading, naming)
    end = next((t.text for t in reversed(list(sentence)) if t.tag_ == "."), "")
    return Claim(
        document_id=document.document_id,
        number=0,
        start=base + own[0].idx,
        end=base + own[-1].idx + len(own[-1]),
        wording=made.text,
        kind=kind_of(piece, parsed.block.kind, end, bool(chain)),
        polarity=polarity,
        certainty=certainty,
        sources=chain,
        sentence_start=base + sentence.start_char,
        sentence_end=base + sentence.end_char,
        block_kind=parsed.block.kind,
        said_at=parsed.block.date or document.published.value,
        terms=made.terms,
        names=made.names,
    )


def _trimmed(tokens: list[Token]) -> list[Token]:
    """The tokens without marks at their ends."""
    whole = list(tokens)
    while len(tokens) > 1 and tokens[-1].is_punct and tokens[-1].text not in {")", '"', "”", "%"}:
        tokens = tokens[:-1]
    while len(tokens) > 1 and tokens[0].is_punct and tokens[0].text not in {"(", '"', "“"}:
        tokens = tokens[1:]
    return tokens or whole
