"""What is otherwise in a run of an article than in an earlier one: two runs' ids in, records out.

Reads the given connection only. A page has changed where its words have; white space, captions and
furniture do not count. A claim goes by its words, so that one is the same in an edited article.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import duckdb

from warehouse.statements import statements

#: How alike two sentences are, of 1, to be one that was rewritten.
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Rewritten:
    """One sentence of a page: what it was and what it is; "" where it is new, or gone."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PageChanged:
    """A page whose words are otherwise."""

    outlet: str
    url: str
    sentences: tuple[Rewritten, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page that was not read before."""

    outlet: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim whose verdict is otherwise."""

    number: int
    wording: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewContradiction:
    """A sentence against a claim, found for the first time."""

    number: int
    wording: str
    outlet: str
    url: str
    passage: str
    explanation: str
    score: float


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is otherwise, each in stable order."""

    pages: tuple[PageChanged, ...] = ()
    new_pages: tuple[NewPage, ...] = ()
    verdicts: tuple[Moved, ...] = ()
    contradictions: tuple[NewContradiction, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pages or self.new_pages or self.verdicts or self.contradictions)


def changes(connection: duckdb.DuckDBPyConnection, earlier: str, later: str) -> Changes:
    """What is otherwise in the run ``later``."""

    def rows(name: str) -> list[Any]:
        named = {"earlier": earlier, "later": later}
        text = statements("changes.sql")[name]
        return connection.execute(text, named).fetchall()

    texts: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for outlet, url, change, _, text in rows("sentences"):
        texts[outlet or "", url][change].append(text)
    return Changes(
        pages=tuple(
            PageChanged(outlet, url, rewritten(sides["removed"], sides["added"]))
            for (outlet, url), sides in sorted(texts.items())
        ),
        new_pages=tuple(NewPage(outlet or "", url, title) for outlet, url, title in rows("pages")),
        verdicts=tuple(Moved(*row) for row in rows("verdicts")),
        contradictions=tuple(NewContradiction(*row) for row in rows("contradictions")),
    )


def rewritten(removed: Sequence[str], added: Sequence[str]) -> tuple[Rewritten, ...]:
    """Sentences that went, each beside the one most like it among those that came, in their order.

    "300 workers struck." and "About 300 workers struck." are one; "It rained." stands alone.
    """
    left = list(added)
    found: list[Rewritten] = []
    for old in removed:
        scored = [(SequenceMatcher(None, old, new, autojunk=False).ratio(), new) for new in left]
        best, new = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
        if best >= ALIKE:
            left.remove(new)
            found.append(Rewritten(old, new))
        else:
            found.append(Rewritten(old, ""))
    return tuple(found + [Rewritten("", new) for new in left])
