"""The dataclasses that pass between the rooms. Plain values: no behaviour beyond identity.

All character offsets index ``Document.text`` unless a field says otherwise, and
``text[start:end]`` is always the quoted words. All instants are aware (UTC).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Polarity = Literal["POS", "NEG"]
Certainty = Literal["CERTAIN", "PROBABLE", "POSSIBLE", "UNDERSPECIFIED"]
Precision = Literal[
    "second",
    "minute",
    "hour",
    "part_of_day",
    "day",
    "weekend",
    "week",
    "month",
    "season",
    "quarter",
    "half",
    "year",
    "decade",
    "century",
    "vague",
]
BlockKind = Literal["title", "heading", "paragraph", "list_item", "quote", "caption", "table"]
DocumentRole = Literal["article", "coverage"]
PageKind = Literal["article", "live", "index", "video", "post", "text", "error"]
Relation = Literal["supports", "contradicts", "weaker", "superseded", "different scope"]
FindingKind = Literal[
    "polarity", "action", "quantity", "date", "place", "actor", "attribution", "entailment"
]
ClaimKind = Literal["fact", "opinion", "forecast", "question", "rhetoric"]
Verdict = Literal["supported", "refuted", "conflicting evidence", "not enough evidence"]
Fidelity = Literal[
    "says so",
    "says it more weakly",
    "different number",
    "different date",
    "different speaker",
    "says the opposite",
    "read, not decided",
    "not found in what was read",
    "not readable",
]


def identity(*parts: object) -> str:
    """Stable 20-hex-digit name of a row: SHA-256 over its parts, joined by U+001F."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP response as received: a WARC record with its payload's SHA-256.

    ``captured_at`` is the time of the record. ``error`` is set, and ``status`` is 0,
    when no response came (refused, timed out, forbidden by robots, not captured).
    """

    url: str
    captured_at: datetime
    status: int
    content_type: str
    payload_sha256: str
    warc_file: str
    warc_offset: int
    record_id: str
    outlet: str | None = None
    error: str | None = None

    @property
    def capture_id(self) -> str:
        return identity(self.url, self.captured_at.isoformat(), self.payload_sha256, self.error)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time together with where it came from and whether it can be relied on.

    ``source`` names the field read ("json-ld datePublished", "feed pubDate", ...), or why
    there is none ("absent"). ``sure`` is False where sources disagree or the outlet is
    known to reuse the address.
    """

    value: datetime | None
    source: str
    sure: bool = True


ABSENT = Stamp(None, "absent", False)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text of one kind: ``text[start:end]`` of the document, newlines excluded.

    ``date`` is set for a dated post of a live page or channel.
    """

    start: int
    end: int
    kind: BlockKind
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The readable text of one capture. Blocks are separated by a blank line in ``text``."""

    url: str
    canonical_url: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    role: DocumentRole = "coverage"
    outlet: str | None = None
    language: str = "und"
    authors: tuple[str, ...] = ()
    published: Stamp = ABSENT
    modified: Stamp = ABSENT
    first_seen: Stamp = ABSENT
    capture_sha256: str = ""
    kind: PageKind = "article"
    problem: str | None = None
    forwarded_from: str | None = None

    @property
    def document_id(self) -> str:
        return identity(self.role, self.canonical_url, self.text)

    @property
    def text_sha256(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


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


@dataclass(frozen=True, slots=True)
class Nearest:
    """A passage retrieved for a claim: ``rank`` from 1, the ``score`` of the fusion, ``why``."""

    claim_id: str
    passage_id: str
    rank: int
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one passage says to one claim, where it decides something.

    ``score`` in [0, 1] is the decision's confidence. ``rule`` is the module's name with its
    version. ``details`` holds the slots side by side and the entailment scores, as text.
    """

    claim_id: str
    passage_id: str
    relation: Relation
    kind: FindingKind
    rule: str
    explanation: str
    score: float = 1.0
    details: dict[str, str] = field(default_factory=dict)

    @property
    def finding_id(self) -> str:
        return identity(self.claim_id, self.passage_id, self.relation, self.kind, self.rule)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A claim's findings rolled up: the verdict, a confidence in [0, 1], and why in a sentence."""

    verdict: Verdict
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class CitationResult:
    """What the cited source really said.

    ``passage_id`` is the passage that decided it or came nearest, "" if none was near;
    ``finding_id`` the finding it rests on, or "".
    """

    citation_id: str
    claim_id: str
    fidelity: Fidelity
    passage_id: str
    finding_id: str
    rule: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """Whether claims of one article hold together: a sum, a rate, an order of dates, a repetition.

    ``kind`` is "arithmetic", "order", "contradiction" or "headline"; ``holds`` is False where
    they cannot all be right.
    """

    kind: Literal["arithmetic", "order", "contradiction", "headline"]
    claim_ids: tuple[str, ...]
    holds: bool
    rule: str
    explanation: str

    @property
    def consistency_id(self) -> str:
        return identity(self.kind, *self.claim_ids, self.holds, self.rule)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two passages of different outlets, or of two versions, that disagree on the same thing.

    ``relation`` is "contradicts", or "update" where one has overtaken the other (``right`` is
    then the later). ``copies`` counts further passages that repeat either side.
    """

    kind: FindingKind
    relation: Literal["contradicts", "update"]
    left_id: str
    right_id: str
    score: float
    rule: str
    explanation: str
    copies: int = 0

    @property
    def conflict_id(self) -> str:
        return identity(self.left_id, self.right_id, self.kind, self.rule)


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was not read, and why; it stands in the report beside the findings.

    ``what`` is "robots", "forbidden", "not captured", "paywall", "empty text", "language",
    "date in doubt", "strategy failed", "terms", "no door", ...; ``why`` is one clear sentence.
    """

    outlet: str
    url: str
    what: str
    why: str
    strategy: str = ""


@dataclass(frozen=True, slots=True)
class OutletCoverage:
    """How much of an outlet was asked for and read in one run (counts of pages)."""

    outlet: str
    name: str
    candidates: int
    captured: int
    read: int
    on_topic: int
    earliest: datetime | None = None
    latest: datetime | None = None
    terms_forbid: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """One check of one article: its inputs decide its id, so the same run is the same row."""

    article_id: str
    article_url: str
    as_of: datetime
    mode: Literal["live", "replay"]
    outlets: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    inputs_sha256: str = ""

    @property
    def run_id(self) -> str:
        return identity(
            self.article_id,
            self.as_of.isoformat(),
            self.mode,
            ",".join(self.outlets),
            ";".join(f"{name}={version}" for name, version in self.versions),
            self.inputs_sha256,
        )
