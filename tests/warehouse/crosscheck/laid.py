"""Sentences laid side by side, for the tests of what is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache

from extractors.extraction import Side, read_sides
from extractors.language import Language, load_pipeline
from extractors.records import (
    Block,
    BlockKind,
    Claim,
    Document,
    Finding,
    FindingKind,
    Passage,
    Relation,
    Source,
    Stamp,
)
from warehouse.crosscheck import Reading
from warehouse.crosscheck.decision import Weights
from warehouse.crosscheck.readings import compared, weighed
from warehouse.crosscheck.slots import Slots, read_slots

SAID = datetime(2024, 3, 8, 12, tzinfo=UTC)
UNDECIDED = (0.3, 0.3, 0.4)


@cache
def pipeline() -> Language:
    return load_pipeline()


@cache
def side(text: str, context: str = "", said: datetime | None = SAID) -> Side:
    [made] = read_sides([(text, said, context)], pipeline())
    return made


def slots(claim: str, passage: str, context: str = "") -> Slots:
    return read_slots(side(claim), side(passage, context))


def told(made: Slots, name: str) -> list[tuple[str, str, str]]:
    """The slots of a name as (match, the claim's words, the passage's)."""
    return [(s.match, s.claim, s.passage) for s in made.slots if s.name == name]


def matches(made: Slots, name: str) -> list[str]:
    return [s.match for s in made.slots if s.name == name]


def reading(
    claim: str,
    passage: str,
    context: str = "",
    scores: tuple[float, float, float] = UNDECIDED,
    near: float = 0.5,
) -> Reading:
    """A reading with scores of the test's choice: no scorer is asked."""
    found = slots(claim, passage, context)
    features = compared([weighed(found.features, scores, near)])[0]
    return Reading(side(claim), side(passage, context), found, scores, features)


def sure(
    supports: float = -9, contradicts: float = -9, alone: float = 0.99
) -> Mapping[str, Weights]:
    """Weights that say the same of every reading: log odds of support and of contradiction."""
    return {
        "supports": Weights(supports, {}, 0.5, 1.1),
        "contradicts": Weights(contradicts, {}, 0.5, alone),
    }


def page(
    text: str, outlet: str | None = "post", title: str = "News", said: datetime | None = SAID
) -> Document:
    url = f"https://{outlet}.example/{title.lower().replace(' ', '-')}"
    return Document(
        url, url, title, text, (Block(0, len(text), "paragraph"),), outlet=outlet,
        language="en", published=Stamp(said, "given"),
    )  # fmt: skip


def passage_of(
    document: Document,
    sources: Sequence[Source] = (),
    names: Sequence[str] = (),
    terms: Sequence[str] = (),
    vector: bytes = b"",
    kind: BlockKind = "paragraph",
    said: datetime | None = SAID,
) -> Passage:
    """The whole text of a document as its one passage."""
    return Passage(
        document.document_id, 0, 0, len(document.text), document.text, "", kind,
        sources=tuple(sources), said_at=said, terms=tuple(terms), names=tuple(names),
        vector=vector,
    )  # fmt: skip


def claim_of(wording: str, number: int = 1, sources: Sequence[Source] = ()) -> Claim:
    return Claim(
        "article", number, 0, len(wording), wording, "fact", "POS", "CERTAIN",
        sources=tuple(sources),
    )  # fmt: skip


def finding(
    claim: Claim,
    passage: Passage | str,
    relation: Relation = "supports",
    kind: FindingKind = "entailment",
    score: float = 0.8,
    why: str = "It says the same.",
) -> Finding:
    where = passage if isinstance(passage, str) else passage.passage_id
    return Finding(claim.claim_id, where, relation, kind, "reading/1", why, score)
