"""A document in another language: read by its gloss, told of the text itself.

In: a `Document` whose language has a gloss. Out: its `Extraction`, as if the extractors knew that
language: they read the gloss, block by block, and every place they name is led back to the words it
stands for. What is folded or counted (entities, terms, units, predicates) is in English, so that it
can be compared; what is quoted is the document's own text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from extractors.gloss import Gloss, gloss_of
from extractors.records import (
    Argument,
    Assertion,
    Attribution,
    Block,
    DateSpan,
    Document,
    Extraction,
    Mention,
    Passage,
    Quantity,
    Span,
    Stamp,
)

#: Languages that are read by their gloss, and the clock by which their texts say "today".
GLOSSED: Final = {"ru": ZoneInfo("Europe/Moscow")}
_GAP: Final = "\n\n"

T = TypeVar("T")
Spanned = TypeVar("Spanned", Argument, DateSpan, Mention, Quantity, Span)


def english_words(text: str) -> str:
    """``text``, or its gloss where most of its letters are Russian."""
    letters = [c for c in text if c.isalpha()]
    russian = sum("а" <= c.lower() <= "я" or c in "ёЁ" for c in letters)
    return gloss_of(text).text if 2 * russian > len(letters) else text


@dataclass(frozen=True, slots=True)
class Glossed:
    """A document in English words, and the way back from its places to the document's own."""

    document: Document
    blocks: tuple[tuple[int, int, Gloss], ...]  # start in the gloss, start in the text, gloss

    def back(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of the original that ``[start, end)`` of the gloss stands for."""
        return self._led(start, end, Gloss.source_span)

    def whole(self, start: int, end: int) -> tuple[int, int] | None:
        """The original's whole sentences that ``[start, end)`` of the gloss is of."""
        return self._led(start, end, Gloss.sentence_span)

    def _led(
        self, start: int, end: int, ask: Callable[[Gloss, int, int], tuple[int, int] | None]
    ) -> tuple[int, int] | None:
        for at, source, gloss in reversed(self.blocks):
            if at <= start:
                found = ask(gloss, start - at, end - at)
                return None if found is None else (source + found[0], source + found[1])
        return None


def glossed(document: Document, longest: int) -> Glossed:
    """``document``'s text in English words; a block beyond ``longest`` characters is cut there."""
    zone = GLOSSED[document.language]
    parts: list[str] = []
    blocks: list[Block] = []
    places: list[tuple[int, int, Gloss]] = []
    at = 0
    for block in document.blocks:
        text = document.text[block.start : min(block.end, block.start + longest)]
        if not text.strip():
            continue
        gloss = gloss_of(text)
        date = block.date.astimezone(zone) if block.date is not None else None
        blocks.append(Block(at, at + len(gloss.text), block.kind, date))
        places.append((at, block.start, gloss))
        parts.append(gloss.text)
        at += len(gloss.text) + len(_GAP)
    told = replace(
        document,
        text=_GAP.join(parts),
        blocks=tuple(blocks),
        language="en",
        published=_local(document.published, zone),
    )
    return Glossed(told, tuple(places))


def _local(stamp: Stamp, zone: ZoneInfo) -> Stamp:
    if stamp.value is None:
        return stamp
    return replace(stamp, value=stamp.value.astimezone(zone))


def led_back(made: Extraction, told: Glossed, document: Document) -> Extraction:
    """What was found in the gloss, as found in ``document``."""
    span, sentence = (_quoting(document.text, place) for place in (told.back, told.whole))
    return Extraction(
        document=document,
        mentions=_each(made.mentions, lambda m: _placed(m, span)),
        dates=_each(made.dates, lambda d: _placed(d, span)),
        quantities=_each(made.quantities, lambda q: _placed(q, span)),
        attributions=_each(made.attributions, lambda a: _attribution(a, span)),
        assertions=_each(made.assertions, lambda a: _assertion(a, span, sentence, document)),
        passages=_passages(made.passages, sentence, document),
    )


_Back = Callable[[int, int], "tuple[int, int, str] | None"]


def _quoting(text: str, place: Callable[[int, int], tuple[int, int] | None]) -> _Back:
    """``place`` with the words that stand there."""

    def quoted(start: int, end: int) -> tuple[int, int, str] | None:
        found = place(start, end)
        return None if found is None else (*found, text[found[0] : found[1]])

    return quoted


def _each(items: Iterable[T], moved: Callable[[T], T | None]) -> tuple[T, ...]:
    return tuple(made for item in items if (made := moved(item)) is not None)


def _placed(item: Spanned, back: _Back) -> Spanned | None:
    at = back(item.start, item.end)
    return None if at is None else replace(item, start=at[0], end=at[1], text=at[2])


def _attribution(attribution: Attribution, back: _Back) -> Attribution | None:
    cue, content = _placed(attribution.cue, back), _placed(attribution.content, back)
    if cue is None or content is None:
        return None
    source = _placed(attribution.source, back) if attribution.source is not None else None
    return replace(attribution, source=source, cue=cue, content=content)


def _assertion(
    assertion: Assertion, back: _Back, whole: _Back, document: Document
) -> Assertion | None:
    verb = back(assertion.predicate_start, assertion.predicate_end)
    clause = back(assertion.start, assertion.end)
    sentence = whole(assertion.sentence_start, assertion.sentence_end)
    if verb is None or clause is None or sentence is None:
        return None
    return replace(
        assertion,
        document_id=document.document_id,
        predicate_start=verb[0],
        predicate_end=verb[1],
        start=clause[0],
        end=clause[1],
        text=clause[2],
        sentence_start=sentence[0],
        sentence_end=sentence[1],
        arguments=_each(assertion.arguments, lambda a: _placed(a, back)),
        quantities=_each(assertion.quantities, lambda q: _placed(q, back)),
    )


def _passages(passages: Sequence[Passage], back: _Back, document: Document) -> tuple[Passage, ...]:
    """Passages with their gloss; two English sentences of one Russian sentence become one."""
    made: list[Passage] = []
    for passage in passages:
        at = back(passage.start, passage.end)
        if at is None:
            continue
        placed = replace(
            passage,
            document_id=document.document_id,
            ordinal=len(made),
            start=at[0],
            end=at[1],
            text=at[2],
            gloss=passage.text,
        )
        if made and placed.start < made[-1].end:
            made[-1] = _joined(made[-1], placed, document)
        else:
            made.append(placed)
    return tuple(made)


def _joined(one: Passage, other: Passage, document: Document) -> Passage:
    start, end = min(one.start, other.start), max(one.end, other.end)
    return replace(
        one,
        start=start,
        end=end,
        text=document.text[start:end],
        gloss=f"{one.gloss} {other.gloss}",
        terms=one.terms + other.terms,
        names=tuple(dict.fromkeys(one.names + other.names)),
        sources=one.sources or other.sources,
    )
