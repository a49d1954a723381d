"""What a document says: spans, assertions, passages, an article's claims and citations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from extractors.records.pages import Document
from extractors.records.vocabulary import (
    BlockKind,
    Certainty,
    ClaimKind,
    Polarity,
    Precision,
    identity,
)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A temporal expression and the calendar interval it stands for.

    ``timex`` is a TIMEX3 value (ISO-TimeML: "2024-05", "2024-W12", "PAST_REF", ...).
    ``earliest``/``latest`` bound the interval as instants, ``latest`` inclusive at
    microsecond resolution; None where open ("since 2014" has no latest).
    """

    start: int
    end: int
    text: str
    timex: str
    earliest: datetime | None
    latest: datetime | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text: bounds, unit, per-time rate, modifier and role.

    ``low``/``high`` are equal for a plain number; ``high`` is None for "at least" and
    ``low`` is None for "up to". ``unit`` is the counted noun's lemma or a unit name
    ("soldier", "shell", "percent", "USD", "km"), "" if none. ``per`` is "day", "year", ...
    or None. ``modifier`` is "exact", "about", "at least", "more than", "up to",
    "less than", "between". ``role`` is what happened to the counted thing (a lemma of
    ``quantities/roles.toml``: "killed", "produced", "deployed", ...) or None.
    """

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    unit: str
    per: str | None = None
    modifier: str = "exact"
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text; ``text`` is the quoted words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said what: character spans of source, cue and content.

    ``source`` is None where the text hides it ("it was reported that"). ``denied`` is
    True where the cue itself rejects the content ("denied", "dismissed", "rejected").
    ``certainty`` is what the cue leaves of the content's certainty.
    """

    source: Span | None
    cue: Span
    content: Span
    cue_lemma: str = ""
    denied: bool = False
    certainty: Certainty = "CERTAIN"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text and the entity it refers to (aliases folded)."""

    start: int
    end: int
    text: str
    label: str
    entity: str


@dataclass(frozen=True, slots=True)
class Source:
    """One link of an attribution chain: who, by which cue. ``entity`` is folded, lower-case."""

    text: str
    entity: str
    cue: str


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a predicate.

    ``role`` is "agent", "theme", "recipient", "place", "with", "source", "goal", "topic",
    "property". ``head`` is the head noun's lemma; ``concepts`` are the entity ids and noun
    classes the phrase stands for; ``determiner`` is "none", "some", "all", "most", ... when
    the phrase is quantified.
    """

    role: str
    start: int
    end: int
    text: str
    head: str
    concepts: tuple[str, ...] = ()
    determiner: str = ""


@dataclass(frozen=True, slots=True)
class EventTime:
    """When the asserted thing happened: bounds, TIMEX3 value, precision, and how it is known.

    ``basis`` is "stated" (a date in the sentence), "context" (a date of the block or the
    heading), "published" (only bounded by the document's own date) or "none".
    """

    earliest: datetime | None
    latest: datetime | None
    timex: str
    precision: Precision
    basis: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """One predicate with its arguments in one sentence of one document.

    ``predicate`` is the lemma; ``frames`` the classes of ``extractors/grammar/frames.toml`` it
    belongs to. ``start``/``end`` span the clause, ``sentence_start``/``sentence_end`` the
    sentence. ``sources`` is the attribution chain inside the document, outermost first (the
    outlet itself is ``Document.outlet``). ``said_at`` is when the document says it, as known.
    ``modality`` is "actual", "future", "conditional", "question", "imperative", "wish" or
    "presupposed" (an event noun that the sentence takes for granted: "since the deployment of").
    """

    document_id: str
    ordinal: int
    predicate: str
    predicate_start: int
    predicate_end: int
    frames: tuple[str, ...]
    arguments: tuple[Argument, ...]
    polarity: Polarity
    certainty: Certainty
    modality: str
    sources: tuple[Source, ...]
    event_time: EventTime
    quantities: tuple[Quantity, ...]
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    text: str
    block_kind: BlockKind = "paragraph"
    said_at: datetime | None = None

    @property
    def assertion_id(self) -> str:
        return identity(self.document_id, self.predicate_start, self.predicate_end, self.ordinal)


@dataclass(frozen=True, slots=True)
class Citation:
    """A claim that the article puts in a named source's mouth.

    ``source`` is the words that name it, ``entity`` the folded name, ``outlet`` the registry id
    that publishes for it (None: no known door). ``start``/``end`` span the claim with its cue.
    """

    document_id: str
    claim_id: str
    source: Span
    entity: str
    outlet: str | None
    cue: Span
    start: int
    end: int
    text: str

    @property
    def citation_id(self) -> str:
        return identity(self.document_id, self.claim_id, self.entity, self.source.start)


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a document with what it needs to be understood: what is retrieved and scored.

    ``text`` is ``Document.text[start:end]``; ``before`` the sentence before it, "" at the start
    of the document. ``sources`` is who speaks in most of the sentence, outermost first;
    ``said_at`` when (a post's date, else the document's). ``terms`` are the lower-cased lemmas of
    its content words in their order, ``names`` the folded ids of the entities it mentions,
    ``vector`` its embedding [384] as signed bytes (component times 127, rounded).

    Of a document in another language, ``gloss`` is the sentence in English words, which terms,
    names and vector are of, and ``before`` the gloss of the one before it; else ``gloss`` is "".
    """

    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    before: str
    block_kind: BlockKind
    sources: tuple[Source, ...] = ()
    said_at: datetime | None = None
    terms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    vector: bytes = b""
    gloss: str = ""

    @property
    def passage_id(self) -> str:
        return identity(self.document_id, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Claim:
    """One proposition that the article asserts, self-contained.

    ``start``/``end`` span its words in the article; ``wording`` is the proposition as a sentence
    that stands alone, without who says it: pronouns replaced, relative dates made absolute, both
    in square brackets. ``sources`` is who says it, outermost first ("the Sun", "police"). Only a
    claim of kind "fact" gets a verdict. ``number`` counts from 1 in the order of the text.
    ``terms``, ``names`` and ``vector`` are the wording's, as a Passage has them.
    """

    document_id: str
    number: int
    start: int
    end: int
    wording: str
    kind: ClaimKind
    polarity: Polarity
    certainty: Certainty
    sources: tuple[Source, ...] = ()
    sentence_start: int = 0
    sentence_end: int = 0
    block_kind: BlockKind = "paragraph"
    said_at: datetime | None = None
    terms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    vector: bytes = b""

    @property
    def claim_id(self) -> str:
        return identity(self.document_id, self.start, self.end, self.wording)


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document yields, in the order of the text. Only an article has ``claims``."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    passages: tuple[Passage, ...] = ()
    claims: tuple[Claim, ...] = ()
