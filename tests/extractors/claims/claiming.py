"""A text's claims, for the tests of `extractors.claims`."""

from __future__ import annotations

from dataclasses import replace

from reading import SAID, document, pipeline

from extractors import extract
from extractors.records import BlockKind, Claim, Extraction


def article(*texts: str, kind: BlockKind = "paragraph") -> Extraction:
    """An article of one block for each text, said on 1 September 2023."""
    return extract(replace(document(*texts, kind=kind, said=SAID), role="article"), pipeline())


def claims(*texts: str, kind: BlockKind = "paragraph") -> tuple[Claim, ...]:
    return article(*texts, kind=kind).claims


def claim(*texts: str, kind: BlockKind = "paragraph") -> Claim:
    """The one claim of the last text."""
    found = claims(*texts, kind=kind)
    last = [c for c in found if c.sentence_start >= sum(len(t) + 2 for t in texts[:-1])]
    assert len(last) == 1, [c.wording for c in last]
    return last[0]


def said_by(made: Claim) -> list[str]:
    return [source.text for source in made.sources]
