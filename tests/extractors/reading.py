"""One text through the shipped pipeline, for the tests of what is extracted from it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from spacy.language import Language

from extractors import extract, load_pipeline
from extractors.records import Assertion, Block, BlockKind, Document, Extraction, Stamp

SAID = datetime(2023, 9, 1, 12, tzinfo=UTC)


@cache
def pipeline() -> Language:
    return load_pipeline()


def document(*texts: str, kind: BlockKind = "paragraph", said: datetime | None = SAID) -> Document:
    """A document of one block for each text."""
    blocks: list[Block] = []
    whole = ""
    for text in texts:
        whole += "\n\n" if whole else ""
        blocks.append(Block(len(whole), len(whole) + len(text), kind))
        whole += text
    stamp = Stamp(said, "given") if said is not None else Stamp(None, "absent", False)
    return Document("test:", "test:", "", whole, tuple(blocks), language="en", published=stamp)


def read(*texts: str, kind: BlockKind = "paragraph", said: datetime | None = SAID) -> Extraction:
    return extract(document(*texts, kind=kind, said=said), pipeline())


def assertion(extraction: Extraction, predicate: str) -> Assertion:
    """The one assertion with this predicate."""
    found = [a for a in extraction.assertions if a.predicate == predicate]
    assert len(found) == 1, [a.predicate for a in extraction.assertions]
    return found[0]


def role(made: Assertion, name: str) -> set[str]:
    """The words of a role's arguments."""
    return {argument.text for argument in made.arguments if argument.role == name}
