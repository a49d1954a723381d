"""The two sides of a comparison, parsed: a claim's wording or a passage in, what it says out.

Both go through the same extractor as every page. A passage is read with the names of its title and
of the sentence before it, for "the attack" and "he" point there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from spacy.language import Language
from spacy.tokens import Doc, Token

from extractors.extraction.document import from_docs
from extractors.grammar import Phrases, phrases_of
from extractors.language import with_verbs
from extractors.records import (
    Assertion,
    Block,
    DateSpan,
    Document,
    Extraction,
    Mention,
    Quantity,
    Stamp,
)

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
#: Words that are content for a tagger and none for a reader who compares.
EMPTY = frozenset(
    [
        "be", "have", "do", "say", "tell", "report", "add", "note", "so", "then", "also", "just",
        "even", "very", "there", "here", "now", "still", "more", "most", "such", "only", "not",
        "no", "yet", "when", "where", "how", "as", "well", "own", "other",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A content word: its form and lemma in lower case, its tag, and where it stands."""

    form: str
    lemma: str
    pos: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Side:
    """One sentence as read. Offsets are into ``text``, those of ``phrases`` too."""

    text: str
    doc: Doc
    words: tuple[Word, ...]
    extraction: Extraction
    context_names: frozenset[str]
    context_words: frozenset[str]
    phrases: Phrases

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        return self.extraction.assertions

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.extraction.quantities

    @property
    def dates(self) -> tuple[DateSpan, ...]:
        return self.extraction.dates

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return self.extraction.mentions

    @property
    def undated(self) -> tuple[Word, ...]:
        """The words that stand in no date."""
        return tuple(
            word
            for word in self.words
            if not any(date.start <= word.start < date.end for date in self.dates)
        )

    @property
    def names(self) -> frozenset[str]:
        return frozenset(m.entity for m in self.mentions)


def read_sides(texts: Iterable[tuple[str, datetime | None, str]], nlp: Language) -> list[Side]:
    """Each (text, said at, context) as a Side; ``context`` is a title and the sentence before."""
    rows = list(texts)
    docs = [with_verbs(doc) for doc in nlp.pipe(text for text, _, _ in rows)]
    known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    contexts = list(dict.fromkeys(context for _, _, context in rows))
    for context, doc in zip(contexts, nlp.pipe(contexts), strict=True):
        known[context] = (
            _names(context, doc),
            frozenset(word.lemma for word in words_of(doc)),
        )
    return [
        Side(
            text, doc, words_of(doc), _extraction(text, when, doc), *known[context], phrases_of(doc)
        )
        for (text, when, context), doc in zip(rows, docs, strict=True)
    ]


def _names(text: str, doc: Doc) -> frozenset[str]:
    return frozenset(m.entity for m in _extraction(text, None, doc).mentions)


def _extraction(text: str, when: datetime | None, doc: Doc) -> Extraction:
    block = Block(0, len(text), "paragraph")
    document = Document(
        url="",
        canonical_url="",
        title="",
        text=text,
        blocks=(block,),
        language="en",
        published=Stamp(when, "given") if when is not None else Stamp(None, "absent", False),
    )
    return from_docs(document, [block], [doc])


def words_of(doc: Doc) -> tuple[Word, ...]:
    """The content words of a parsed text, in order."""
    return tuple(
        Word(t.lower_, t.lemma_.lower(), t.pos_, t.idx, t.idx + len(t.text))
        for t in doc
        if _tells(t)
    )


def _tells(token: Token) -> bool:
    if token.pos_ not in CONTENT and not token.like_num:
        return False
    if token.lemma_.lower() == "one" and token.pos_ != "NUM":
        return False  # "Chinese ships ... North Korean ones"
    return token.lemma_.lower() not in EMPTY and any(c.isalnum() for c in token.text)
