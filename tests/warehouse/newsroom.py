"""A made-up story told by made-up outlets, as the records that extraction would give.

The article about the Orlo dam claims six things; three outlets bear on them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from extractors.records import (
    Argument,
    Assertion,
    Attribution,
    Block,
    BlockKind,
    Capture,
    Certainty,
    Claim,
    ClaimKind,
    DateSpan,
    Document,
    EventTime,
    Extraction,
    Mention,
    Passage,
    Polarity,
    Quantity,
    Source,
    Span,
    Stamp,
)

NAMES = ("Orlo", "Mirea", "Varn")
NO_TIME = EventTime(None, None, "", "vague", "none")


def day(year: int, month: int, number: int) -> EventTime:
    start = datetime(year, month, number, tzinfo=UTC)
    end = start + timedelta(days=1) - timedelta(microseconds=1)
    return EventTime(start, end, start.strftime("%Y-%m-%d"), "day", "stated")


def month(year: int, number: int) -> EventTime:
    start = datetime(year, number, 1, tzinfo=UTC)
    after = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
    end = after - timedelta(microseconds=1)
    return EventTime(start, end, start.strftime("%Y-%m"), "month", "stated")


@dataclass(frozen=True)
class Said:
    """What one sentence of a page asserts: enough to build its assertion."""

    sentence: str
    predicate: str
    clause: str = ""
    lemma: str = ""
    polarity: Polarity = "POS"
    certainty: Certainty = "CERTAIN"
    when: EventTime = NO_TIME
    agent: str = ""
    theme: str = ""
    sources: tuple[Source, ...] = ()
    quantities: tuple[tuple[str, float | None, float | None, str, str], ...] = ()
    numbers: Sequence[Quantity] = field(default_factory=tuple)


@dataclass(frozen=True)
class Claimed:
    """What one sentence of the article claims: the words it stands on, and their wording."""

    sentence: str
    wording: str
    words: str = ""
    kind: ClaimKind = "fact"
    polarity: Polarity = "POS"
    certainty: Certainty = "CERTAIN"
    sources: tuple[Source, ...] = ()


def page(
    url: str,
    title: str,
    paragraphs: Sequence[str | tuple[BlockKind, str]],
    *,
    role: str = "coverage",
    outlet: str | None = None,
    published: Stamp | None = None,
    seen: datetime | None = None,
    payload: str = "",
) -> Document:
    """A document whose blocks are the title and the paragraphs."""
    blocks: list[Block] = []
    text = ""
    for entry in (("title", title), *paragraphs):
        kind, words = ("paragraph", entry) if isinstance(entry, str) else entry
        text += "\n\n" if text else ""
        blocks.append(Block(len(text), len(text) + len(words), kind))  # type: ignore[arg-type]
        text += words
    return Document(
        url=url,
        canonical_url=url.split("?")[0],
        title=title,
        text=text,
        blocks=tuple(blocks),
        role=role,  # type: ignore[arg-type]
        outlet=outlet,
        language="en",
        authors=("A. Writer",),
        published=published or Stamp(None, "absent", False),
        first_seen=Stamp(seen, "capture") if seen else Stamp(None, "absent", False),
        capture_sha256=hashlib.sha256((payload or url).encode()).hexdigest(),
    )


def span(text: str, words: str, start: int = 0) -> Span:
    at = text.index(words, start)
    return Span(at, at + len(words), words)


def assertion(document: Document, ordinal: int, said: Said) -> Assertion:
    text = document.text
    sentence = span(text, said.sentence)
    clause = span(text, said.clause or said.sentence, sentence.start)
    predicate = span(text, said.predicate, clause.start)
    arguments = tuple(
        Argument(
            role,
            *_where(text, words, sentence.start),
            head=words.split()[-1].lower(),
            concepts=(words.lower(),),
        )
        for role, words in (("agent", said.agent), ("theme", said.theme))
        if words
    )
    quantities = tuple(
        Quantity(*_where(text, words, sentence.start), low=low, high=high, unit=unit, role=role)
        for words, low, high, unit, role in said.quantities
    )
    return Assertion(
        document_id=document.document_id,
        ordinal=ordinal,
        predicate=said.lemma or said.predicate,
        predicate_start=predicate.start,
        predicate_end=predicate.end,
        frames=(),
        arguments=arguments,
        polarity=said.polarity,
        certainty=said.certainty,
        modality="actual",
        sources=said.sources,
        event_time=said.when,
        quantities=quantities,
        start=clause.start,
        end=clause.end,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        text=clause.text,
        said_at=document.published.value,
    )


def _where(text: str, words: str, start: int) -> tuple[int, int, str]:
    found = span(text, words, start)
    return found.start, found.end, found.text


def words(text: str) -> tuple[str, ...]:
    """A sentence's terms, as far as the samples need them."""
    return tuple(word for word in re.findall(r"[a-z0-9]+", text.lower()) if len(word) > 3)


def vector(text: str) -> bytes:
    """Some 384 signed bytes, the same for the same text."""
    return hashlib.sha256(text.encode()).digest() * 12


def names(text: str) -> tuple[str, ...]:
    return tuple(name.lower() for name in NAMES if name in text)


def passages(document: Document, said: Sequence[Said] = ()) -> tuple[Passage, ...]:
    """A document's sentences; who speaks in one is told by what it asserts."""
    found: list[Passage] = []
    before = ""
    for block in document.blocks:
        inside = document.text[block.start : block.end]
        for sentence in re.finditer(r"\S.*?(?:[.!?](?= |$)|$)", inside):
            quoted = sentence.group()
            sources = next((one.sources for one in said if one.sentence == quoted), ())
            found.append(
                Passage(
                    document_id=document.document_id,
                    ordinal=len(found),
                    start=block.start + sentence.start(),
                    end=block.start + sentence.end(),
                    text=quoted,
                    before=before,
                    block_kind=block.kind,
                    sources=sources,
                    said_at=block.date or document.published.value,
                    terms=words(quoted),
                    names=names(quoted),
                    vector=vector(quoted),
                )
            )
            before = quoted
    return tuple(found)


def claim(document: Document, number: int, said: Claimed) -> Claim:
    sentence = span(document.text, said.sentence)
    place = span(document.text, said.words or said.sentence, sentence.start)
    return Claim(
        document_id=document.document_id,
        number=number,
        start=place.start,
        end=place.end,
        wording=said.wording,
        kind=said.kind,
        polarity=said.polarity,
        certainty=said.certainty,
        sources=said.sources,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        said_at=document.published.value,
        terms=words(said.wording),
        names=names(said.wording),
        vector=vector(said.wording),
    )


def extraction(document: Document, *said: Said, claims: Sequence[Claimed] = ()) -> Extraction:
    text = document.text
    named = [name for name in NAMES if name in text]
    mentions = tuple(Mention(*_where(text, n, 0), label="GPE", entity=n.lower()) for n in named)
    dates = tuple(
        DateSpan(
            *_where(text, words, 0),
            timex="2023-03",
            earliest=month(2023, 3).earliest,
            latest=month(2023, 3).latest,
            precision="month",
        )
        for words in ("March 2023",)
        if words in text
    )
    cues = tuple(
        Attribution(None, span(text, "said"), span(text, document.title), "say")
        for _ in (0,)
        if "said" in text
    )
    assertions = tuple(assertion(document, n, s) for n, s in enumerate(said))
    numbers = tuple(q for a in assertions for q in a.quantities)
    return Extraction(
        document,
        mentions,
        dates,
        numbers,
        cues,
        assertions,
        passages(document, said),
        tuple(claim(document, n, c) for n, c in enumerate(claims, start=1)),
    )


def capture(document: Document, captured_at: datetime, offset: int) -> Capture:
    return Capture(
        url=document.url,
        captured_at=captured_at,
        status=200,
        content_type="text/html; charset=utf-8",
        payload_sha256=document.capture_sha256,
        warc_file="coverage.warc.gz",
        warc_offset=offset,
        record_id=f"<urn:uuid:{hashlib.md5(document.url.encode()).hexdigest()}>",
        outlet=document.outlet,
    )
