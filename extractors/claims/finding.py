"""The claims of an article: its parsed blocks in, one Claim for each thing that it asserts out.

Each sentence is freed of its asides (`asides`), parted (`parting`), unwrapped (`unwrapping`),
worded (`wording`) and sorted (`sorting`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from extractors.assertions import ParsedBlock, Reading, mention_index, speakers
from extractors.assertions import sources as spoken
from extractors.attribution import cue_words, factuality, weaker
from extractors.claims.asides import Aside, asides
from extractors.claims.carriers import speakers_in
from extractors.claims.labels import labelled
from extractors.claims.lists import listed
from extractors.claims.parting import parted
from extractors.claims.pieces import QUOTES, Piece, Speaker, doer, head_of, is_clause, phrase
from extractors.claims.sorting import ASKED, ASKING, kind_of
from extractors.claims.speakers import Naming, chain_of
from extractors.claims.topics import topical
from extractors.claims.unwrapping import unwrapped
from extractors.claims.wording import PERSONAL, Meanings, may_be_person, worded
from extractors.coreference import Antecedent
from extractors.grammar import first
from extractors.records import (
    Argument,
    Assertion,
    Certainty,
    Claim,
    Document,
    Extraction,
    Mention,
    Polarity,
    Source,
)

LONGEST_INTRO = 14  # tokens
#: A name that was put for a pronoun.
_NAME = re.compile(r"\[[A-Z]")


def find_claims(extraction: Extraction) -> list[Claim]:
    """The claims of an article in text order; read anew where the extraction has none."""
    if extraction.claims:
        return list(extraction.claims)
    from extractors import extract, load_pipeline  # the room's own face: a caller's convenience

    article = replace(extraction.document, role="article")
    found = extract(article, load_pipeline()).claims
    identity = extraction.document.document_id
    return [replace(claim, document_id=identity) for claim in found]


def claims_of(
    document: Document,
    blocks: Sequence[ParsedBlock],
    mentions: Sequence[Mention],
    antecedents: Mapping[int, Antecedent],
    relayed: Mapping[int, tuple[Source, ...]],
    assertions: Sequence[Assertion],
) -> tuple[Claim, ...]:
    """The claims of a document whose blocks are parsed already, numbered from 1.

    ``relayed`` and ``assertions`` are what extraction found: who passes a source's words on, by
    the start of the source, and what each predicate's arguments are.
    """
    index = mention_index(mentions)
    tokens = {b.block.start + t.idx: t for b in blocks for t in b.doc}
    offsets = {id(b.doc): b.block.start for b in blocks}
    naming = Naming(document.text, relayed)
    arguments = {a.predicate_start: a.arguments for a in assertions}
    told = {at: found for b in blocks for at, found in speakers(b, index).items()}
    known = _people({**antecedents, **told}, index, tokens)
    known = {**topical(blocks, index, known), **known}
    found: list[Claim] = []
    nouns: set[str] = set()
    intro = ""
    for parsed in blocks:
        said_at = parsed.block.date or document.published.value
        meanings = Meanings(document.text, known, index, tokens, offsets, said_at)
        reading = Reading(parsed.block.start, index, known, {})
        for sentence in parsed.doc.sents:
            for piece in pieces_of(sentence, parsed, arguments):
                claim = _claim(document, parsed, sentence, piece, meanings, reading, naming)
                if claim is not None:
                    if parsed.block.kind == "list_item" and _is_bare(piece):
                        claim = replace(claim, wording=f"{intro}{claim.wording}")
                    end = _ending(sentence, piece)
                    if end == ASKED:
                        claim = replace(claim, wording=f"{claim.wording.rstrip('?.')}.")
                    meant = bool(_NAME.search(claim.wording))
                    kind = kind_of(piece, parsed.block.kind, end, bool(claim.sources), nouns, meant)
                    found.append(replace(claim, number=len(found) + 1, kind=kind))
            nouns.update(t.lemma_.lower() for t in sentence if t.pos_ == "NOUN")
            if parsed.block.kind != "list_item":
                intro = _intro(sentence)
    return tuple(found)


def _intro(sentence: Sentence) -> str:
    """What a list answers to, in brackets: "What was it that fell?"; not a lead-in about "us"."""
    text = sentence.text.strip()
    asks = text.endswith("?")
    about_us = any(t.lower_ in listed("sorting", "persons") for t in sentence)
    fits = len(sentence) <= LONGEST_INTRO and (asks or (text.endswith(":") and not about_us))
    return f"[{text}] " if fits else ""


def _ending(sentence: Sentence, piece: Piece) -> str:
    """The sentence's last mark; `ASKED` where what is asked stands behind the piece."""
    end = next((t.text for t in reversed(list(sentence)) if t.tag_ == "."), "")
    who = first(piece.head, "nsubj", "nsubj:pass", "expl", "csubj")
    behind = any(t.is_alpha for t in sentence if t.i > _span(piece)[1])
    if end != "?" or not behind or who is None or who.tag_ in ASKING:
        return end
    turned = any(
        c.i < who.i and (c.dep_ in {"aux", "aux:pass", "cop"} or c.tag_ in ASKING)
        for c in piece.head.children
    )
    return end if turned else ASKED


def _is_bare(piece: Piece) -> bool:
    """Without a verb of its own: "A turboprop with a single engine"."""
    return not any(is_clause(t) or t.tag_ in {"VBD", "VBN"} for t in piece.tokens())


def _people(
    antecedents: Mapping[int, Antecedent],
    mentions: Mapping[int, Mention],
    tokens: Mapping[int, Token],
) -> dict[int, Antecedent]:
    """The antecedents that can stand: no paper is "he"."""
    return {
        at: found
        for at, found in antecedents.items()
        if at not in tokens or tokens[at].lower_ not in PERSONAL or may_be_person(found, mentions)
    }


def pieces_of(
    sentence: Sentence, parsed: ParsedBlock, arguments: Mapping[int, tuple[Argument, ...]]
) -> Iterator[Piece]:
    """What one sentence asserts, in text order; ``arguments`` by where a predicate stands."""
    doc = sentence.doc
    kept = [t.i for t in sentence if not t.is_space]
    label, kept = labelled(doc, kept, parsed.block.kind)
    set_off = list(asides(doc, kept))
    gone = {i for aside in set_off for i in aside.tokens}
    rest = [i for i in kept if i not in gone]
    if not any(doc[i].is_alpha or doc[i].like_num for i in rest):
        return
    whole = Piece(doc, tuple(rest), head_of(doc, rest), label)
    parts = [
        part
        for outer in parted(whole)
        for inner in (unwrapped(outer),)
        for part in (parted(inner) if inner is not outer else [inner])
    ]
    parts = [unwrapped(_reattached(part, parsed.block.start, arguments)) for part in parts]
    parts = [p for p in parts if p.speakers or not _only_asks(p, parts)]
    parts = [p for p in parts if any(not t.is_punct for t in p.tokens())]
    spans = [_span(p) for p in parts]
    for part in parts:
        heard = _heard(part, spans, set_off)
        chain = (*heard[0], *part.speakers)
        yield replace(part, speakers=(*(chain or _counting(part)), *heard[1]))


def _span(piece: Piece) -> tuple[int, int]:
    words = [t.i for t in piece.tokens() if not t.is_punct]
    return words[0], words[-1]


def _counting(piece: Piece) -> tuple[Speaker, ...]:
    """ "France 24 counted 60 violations", "the Verge reckons with a tonne": who tells says it."""
    who, undergoes = doer(piece.head)
    lemma = piece.head.lemma_.lower()
    lists = (
        ("counting", "verbs"),
        ("cue", "placing"),
        ("cue", "calling"),
        ("counting", "reckoning"),
    )
    if who is None or undergoes or who.pos_ != "PROPN" or who.ent_type_ not in {"ORG", ""}:
        return ()
    if not any(lemma in listed(*where) for where in lists):
        return ()
    numbers = phrase(who)
    stop = next((i for i in numbers if i > who.i and piece.doc[i].text == ","), None)
    numbers = [i for i in numbers if stop is None or i < stop]
    return speakers_in(piece.doc, min(numbers), max(numbers) + 1, piece.head)


def _only_asks(piece: Piece, parts: Sequence[Piece]) -> bool:
    """ "The BBC met soldiers", where the same sentence tells what the soldiers said."""
    if piece.head.lemma_.lower() not in cue_words("relay", "gather"):
        return False
    own = set(piece.own)
    return any(who.start in own and who.end > who.start for p in parts for who in p.speakers)


def _reattached(piece: Piece, base: int, arguments: Mapping[int, tuple[Argument, ...]]) -> Piece:
    """ "Photos of soldiers, which were forged": the photos were, as the verb's arguments say."""
    if piece.head.dep_ != "acl:relcl" or not piece.lead:
        return piece
    lead = [w for w in piece.words[: piece.lead] if isinstance(w, int)]
    inside = {base + piece.doc[i].idx for i in lead}
    for made in arguments.get(base + piece.head.idx, ()):
        before = lead and made.end < base + piece.doc[lead[0]].idx
        if made.role not in {"theme", "agent"} or not before or made.start in inside:
            continue
        span = piece.doc.char_span(made.start - base, made.end - base, alignment_mode="expand")
        if span is not None:
            words = tuple(range(span.start, span.end))
            return replace(piece, words=(*words, *piece.words[piece.lead :]), lead=len(words))
    return piece


def _heard(
    part: Piece, spans: Sequence[tuple[int, int]], set_off: Sequence[Aside]
) -> tuple[tuple[Speaker, ...], tuple[Speaker, ...]]:
    """The speakers of the asides that reach a part: those in it, those at either end of all.

    An aside between two parts speaks of the one before it.
    """
    outer: list[Speaker] = []
    inner: list[Speaker] = []
    first, last = _span(part)
    for aside in set_off:
        at = aside.tokens[0]
        around = at < min(s[0] for s in spans) or at > max(s[1] for s in spans)
        before = [s for s in spans if s[0] < at]
        nearest = max(before, key=lambda s: s[0]) if before else None
        if around or first < at < last or nearest == (first, last):
            (inner if aside.inner else outer).extend(aside.speakers)
    return tuple(outer), tuple(inner)


def _claim(
    document: Document,
    parsed: ParsedBlock,
    sentence: Sentence,
    piece: Piece,
    meanings: Meanings,
    reading: Reading,
    naming: Naming,
) -> Claim | None:
    base = parsed.block.start
    made = worded(piece, parsed, meanings)
    if not made.text.strip("[]. "):
        return None
    own = _trimmed(piece.tokens())
    facts = factuality(piece.head)
    denies = facts.polarity == "NEG" and not piece.plain
    polarity: Polarity = "NEG" if piece.negated or denies else "POS"
    if sum(s.denied for s in piece.speakers) % 2:
        polarity = "NEG" if polarity == "POS" else "POS"
    certainty: Certainty = "CERTAIN" if piece.plain else facts.certainty
    for speaker in piece.speakers:
        certainty = weaker(certainty, speaker.certainty)
    chain = chain_of(piece, reading, naming)
    if not chain and any(t.text in QUOTES for t in piece.tokens()):
        chain = spoken(parsed, reading, piece.head, naming.relayed)[0]
    return Claim(
        document_id=document.document_id,
        number=0,
        start=base + own[0].idx,
        end=base + own[-1].idx + len(own[-1]),
        wording=made.text,
        kind="fact",
        polarity=polarity,
        certainty=certainty,
        sources=chain,
        sentence_start=base + sentence.start_char,
        sentence_end=base + sentence.end_char,
        block_kind=parsed.block.kind,
        said_at=parsed.block.date or document.published.value,
        terms=made.terms,
        names=made.names,
    )


def _trimmed(tokens: list[Token]) -> list[Token]:
    """The tokens without marks at their ends."""
    whole = list(tokens)
    while len(tokens) > 1 and tokens[-1].is_punct and tokens[-1].text not in {")", '"', "”", "%"}:
        tokens = tokens[:-1]
    while len(tokens) > 1 and tokens[0].is_punct and tokens[0].text not in {"(", '"', "“"}:
        tokens = tokens[1:]
    return tokens or whole
