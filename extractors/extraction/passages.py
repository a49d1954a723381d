"""Passages: the sentences of a document, each with what it needs to be understood and found.

In: a document and its parsed blocks with what the other extractors found in them. Out: Passages
in the order of the text. `with_vectors` gives claims the same terms, names and vectors, so that
a wording and a sentence can be compared. Touches the encoder's files, through `embed`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from extractors.assertions import ParsedBlock, Reading, mention_index, sources
from extractors.coreference import Antecedent
from extractors.entities import find_mentions
from extractors.grammar import ones
from extractors.language import embed
from extractors.records import Attribution, Claim, Document, Mention, Passage, Source

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
# Verbs and adverbs that stand in any sentence and tell none from another
LIGHT = frozenset(
    {"be", "have", "do", "get", "go", "make", "take", "say", "also", "just", "then", "now", "here"}
    | {"there", "so", "very", "too", "only", "even", "still", "however", "well", "more", "most"}
    | {"much", "not", "never", "as", "when", "where", "why", "how"}
)

#: Content words that a sentence must have to say anything by itself; a title may have one.
LEAST = 2


def find_passages(
    document: Document,
    blocks: Sequence[ParsedBlock],
    mentions: Sequence[Mention],
    antecedents: Mapping[int, Antecedent],
    relayed: Mapping[int, tuple[Source, ...]],
) -> tuple[Passage, ...]:
    """One passage per sentence of every block; "(CNN)" and "Nobody does." are left out.

    ``relayed`` is as `find_assertions` takes it. Offsets index ``document.text``.
    """
    index = mention_index(mentions)
    found: list[Passage] = []
    before = ""
    for parsed in blocks:
        reading = Reading(parsed.block.start, index, antecedents, {})
        said_at = parsed.block.date or document.published.value
        for sentence in parsed.doc.sents:
            span = trimmed(sentence)
            if span is None:
                continue
            words = terms(span)
            if len(words) >= LEAST or (words and parsed.block.kind == "title"):
                start = parsed.block.start + span.start_char
                made = Passage(
                    document_id=document.document_id,
                    ordinal=len(found),
                    start=start,
                    end=start + len(span.text),
                    text=span.text,
                    before=before,
                    block_kind=parsed.block.kind,
                    sources=_speakers(parsed, reading, span, relayed),
                    said_at=said_at,
                    terms=words,
                    names=tuple(dict.fromkeys(_names(span, reading))),
                    vector=signed_bytes(span),
                )
                found.append(made)
            before = span.text
    return tuple(found)


def with_vectors(
    claims: Sequence[Claim], mentions: Sequence[Mention], nlp: Language
) -> tuple[Claim, ...]:
    """``claims`` with the terms, names and vector of each one's wording, read on its own.

    ``mentions`` are the article's: a surname in a wording is who it is in the article.
    """
    people = [mention for mention in mentions if mention.label == "PERSON"]
    known = {mention.entity.split()[-1]: mention.entity for mention in reversed(people)}
    known |= {mention.text.lower(): mention.entity for mention in mentions}
    docs = nlp.pipe([claim.wording for claim in claims])
    return tuple(_with_vector(claim, doc, known) for claim, doc in zip(claims, docs, strict=True))


def _with_vector(claim: Claim, doc: Doc, known: Mapping[str, str]) -> Claim:
    names = [known.get(m.text.lower(), m.entity) for m in find_mentions([(0, doc)])]
    return replace(
        claim,
        terms=terms(doc[:]),
        names=tuple(dict.fromkeys(names)),
        vector=signed_bytes(doc[:]),
    )


def trimmed(span: Span) -> Span | None:
    """The span without the white space around it; None if there is nothing else."""
    inside = [token.i for token in span if not token.is_space]
    return span.doc[inside[0] : inside[-1] + 1] if inside else None


def terms(span: Span) -> tuple[str, ...]:
    """The lower-cased lemmas of a span's content words in their order; numbers in digits."""
    found = (term(token) for token in span if token.pos_ in CONTENT or token.is_digit)
    return tuple(word for word in found if word and word not in LIGHT)


def term(token: Token) -> str:
    """A word as it is looked up: "Soldiers" -> "soldier", "12,000" -> "12000", "six" -> "6"."""
    written = token.text if token.pos_ == "NUM" else token.lemma_ or token.text
    word = written.lower().strip("'’\"-.,;:()[]")
    if word in _small_numbers():
        return str(_small_numbers()[word])
    if word[:1].isdigit():
        return word.replace(",", "")
    return word if any(c.isalnum() for c in word) else ""


@cache
def _small_numbers() -> dict[str, int]:
    return ones()


def signed_bytes(span: Span) -> bytes:
    """The span's embedding as 384 signed bytes: each component times 127, rounded."""
    return np.rint(embed(span) * 127).astype(np.int8).tobytes()


def _names(span: Span, reading: Reading) -> Iterator[str]:
    """What the names in a span refer to, and its pronouns where that is clear."""
    for token in span:
        mention = reading.mention(token)
        if mention is not None:
            yield mention.entity
        elif token.pos_ == "PRON":
            antecedent = reading.antecedents.get(reading.position(token))
            yield from antecedent.entities if antecedent is not None else ()


def _speakers(
    parsed: ParsedBlock,
    reading: Reading,
    span: Span,
    relayed: Mapping[int, tuple[Source, ...]],
) -> tuple[Source, ...]:
    """The chain of sources of what most of the sentence says; empty where the outlet says it."""
    start = reading.offset + span.start_char
    end = start + len(span.text)
    best = max(parsed.attributions, key=lambda a: _overlap(a, start, end), default=None)
    told = _overlap(best, start, end) if best is not None else 0
    if best is None or not told or 2 * told < end - start - _told(best, start, end):
        return ()
    inside = parsed.doc.char_span(
        max(best.content.start, start) - reading.offset,
        min(best.content.end, end) - reading.offset,
        alignment_mode="expand",
    )
    if inside is None or not len(inside):
        return ()
    return sources(parsed, reading, inside.root, relayed)[0]


def _overlap(attribution: Attribution, start: int, end: int) -> int:
    return max(0, min(attribution.content.end, end) - max(attribution.content.start, start))


def _told(attribution: Attribution, start: int, end: int) -> int:
    """How many characters of the sentence only say who says it."""
    parts = (attribution.source, attribution.cue)
    return sum(part.end - part.start for part in parts if part and start <= part.start < end)
