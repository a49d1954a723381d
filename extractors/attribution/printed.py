"""Speakers that only the print marks: "Name: ...", "“...” – Name", a name line above a quotation.

A Doc (and the paragraph before it) in, `Attribution`s out; their cue is the mark itself, read as
"say". Transcripts, pulled quotations and interviews rest on this. Roles: ``cues.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from extractors.attribution.quotations import PAIRS, STRAIGHT, Quotation, quotations
from extractors.attribution.words import FINITE, cue_words, stretch, word
from extractors.records import Attribution, Span

BARS = frozenset({"-", "–", "—", "--", "―"})
NAME = 8  # tokens of a speaker's name and title
LEADING = frozenset({"and", "but", "then", "from", "by", "now", "next"})
CLOSERS = frozenset({".", "!", "?", "…"})
FIRST_PERSON = frozenset({"i", "we", "us", "our", "my", "me", "ours"})


def printed(doc: Doc, marked: Sequence[Quotation]) -> Iterator[Attribution]:
    """ "“We will hold” - Mayor Petrov", "Putin: We will hold", "From Petrov: “We ...”"."""
    for quotation in marked:
        made = _signed(doc, quotation)
        if made is not None:
            yield made
    if (labelled := _labelled(doc)) is not None:
        yield labelled


def announced(before: Doc, doc: Doc) -> tuple[Attribution, Span] | None:
    """The speaker that a line of its own names above a paragraph that is all quotation.

    "Governor Petrov" or "And from Governor Petrov:" above "“We will hold.”"; not a heading above
    a paragraph that only begins with quoted words. The attribution's offsets are ``before``'s.
    """
    marked = quotations(doc)
    if not marked or marked[0].opening != 0 or len(marked) != 1:
        return None
    own = marked[0]
    if any(not t.is_punct for t in doc[own.closing + 1 :]):
        return None
    end = len(before) - (len(before) > 0 and before[-1].text == ":")
    source = speaker_between(before, 0, end) if end else None
    if source is None:
        return None
    inner = stretch(doc, 1, own.closing - 1 if own.closed else own.closing)
    return Attribution(source, word(before[len(before) - 1]), inner, "say"), inner


def is_label(doc: Doc, made: Attribution) -> bool:
    """True for the attribution of a transcript's paragraph: "Vladimir Putin: ..."."""
    return (
        made.cue.text == ":"
        and made.source is not None
        and made.source.start == 0
        and doc[0].text not in PAIRS.keys() | STRAIGHT
    )


def in_first_person(doc: Doc) -> bool:
    """True for a paragraph that says "I" or "we": the speech above it may go on."""
    return any(t.lower_ in FIRST_PERSON for t in doc)


def speaker_between(doc: Doc, start: int, end: int, *, signed: bool = False) -> Span | None:
    """The name or role in these tokens, if they are nothing else: "Mayor Petrov", "Question".

    ``signed`` speakers, behind a dash, may be a role in small letters: "– governor".
    """
    while start < end and (doc[start].lower_ in LEADING or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    phrase = doc[start:end]
    if not 0 < len(phrase) <= NAME or any(t.tag_ in FINITE or t.tag_ == "MD" for t in phrase):
        return None
    named = any(t.ent_type_ == "PERSON" for t in phrase)
    role = phrase[-1].lemma_.lower() in cue_words("printed", "roles")
    role = role and (signed or phrase[0].is_title)
    if not (named or role) or not phrase[0].text[:1].isalpha():
        return None
    return stretch(doc, start, end - 1)


def _signed(doc: Doc, quotation: Quotation) -> Attribution | None:
    """ "“We will hold the town” - Mayor Petrov", with nothing behind it."""
    bar = quotation.closing + 1
    if not quotation.closed or bar + 1 >= len(doc) or doc[bar].text not in BARS:
        return None
    end = bar + 1
    while end < len(doc) and doc[end].text not in CLOSERS and "\n" not in doc[end].text:
        end += 1
    source = speaker_between(doc, bar + 1, end, signed=True)
    if source is None:
        return None
    inner = stretch(doc, quotation.opening + 1, quotation.closing - 1)
    return Attribution(source, word(doc[bar]), inner, "say")


def _labelled(doc: Doc) -> Attribution | None:
    """ "Vladimir Putin: Colleagues, ...", "Mr. HOLLOWAY. ..."; not "Ukraine war: Kim admits"."""
    minuted = _minuted(doc)
    if minuted is not None:
        return minuted
    colon = next((t for t in doc[: NAME + 3] if t.text == ":"), None)
    if colon is None or colon.i == 0 or colon.i + 1 >= len(doc):
        return None
    source = speaker_between(doc, 0, colon.i)
    if source is None or _is_headline(doc, colon):
        return None
    last = len(doc) - 1
    return Attribution(source, word(colon), stretch(doc, colon.i + 1, last), "say")


def _minuted(doc: Doc) -> Attribution | None:
    """ "Mr. HOLLOWAY. The bill ...", as a parliament's record prints who has the floor."""
    words = [t for t in doc[:NAME] if not t.is_space]
    if len(words) < 4 or words[0].lower_.rstrip(".") not in cue_words("printed", "floor"):
        return None
    at = 1 + (words[1].text == ".")
    name = words[at]
    if not (name.is_alpha and name.is_upper and len(name) > 2 and words[at + 1].text == "."):
        return None
    mark = words[at + 1]
    content = stretch(doc, mark.i + 1, len(doc) - 1)
    return Attribution(stretch(doc, words[0].i, name.i), word(mark), content, "say")


def _is_headline(doc: Doc, colon: Token) -> bool:
    """ "Kim: President vows revenge" is about Kim: no full stop, and a third person's verb."""
    closed = any(t.text in CLOSERS for t in doc[colon.i + 1 :])
    quoted = doc[colon.i + 1].text in {"“", '"', "‘", "``"}
    return not closed and not quoted and any(t.tag_ == "VBZ" for t in doc[colon.i + 1 :])


def has_speaker(made: Attribution, found: Sequence[Attribution]) -> bool:
    """True where a quotation has its speaker already."""
    return any(
        made.content.start <= a.content.start
        and a.source is not None
        and a.cue.start < made.content.start
        for a in found
    ) or any(a.content.start == made.content.start and a.source is not None for a in found)
