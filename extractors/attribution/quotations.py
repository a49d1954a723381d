"""Who speaks a quotation, read off the print and not the parse: a Doc in, Attributions out.

Quotation marks, a cue verb beside them and a noun phrase are evidence that holds where the parse
of quoted speech fails: ``"...," NP said``, ``"...," said NP``, ``NP said: "..."``,
``"...," NP was quoted as saying``, and a quotation right behind one that has a speaker. Tags are
used, and the tree only for the subject of a cue before its quotation.
After O'Keefe et al. 2012, "A sequence labelling approach to quote attribution", whose rule
baseline (the nearest speaker with a reporting verb) is right for nine of ten quotations in news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from extractors.attribution.words import (
    cue_certainty,
    cue_words,
    is_denial,
    source_span,
    stretch,
    word,
)
from extractors.grammar import subject
from extractors.records import Attribution, Span

PAIRS = {"“": "”", "«": "»", "„": "“", "‘": "’"}
STRAIGHT = frozenset({'"', "``", "''"})
ENDS = frozenset({".", "?", "!", "…", "..."})
HANDS_OVER = frozenset({",", "?", "!", "…", "—", "–"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
PHRASE_START = frozenset(
    {"DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJS", "PDT"}
)
# Prepositions that carry on a speaker's phrase: "said a spokesman for the ministry"
OF_SPEAKER = frozenset({"of", "for", "from"})
QUOTING = frozenset({"quote", "cite"})
REACH = 25  # tokens between a quotation and its cue: longer ones are another clause


@dataclass(frozen=True, slots=True)
class Quotation:
    """Token indices of the opening mark and of the closing one (or of the last word)."""

    opening: int
    closing: int
    closed: bool

    def holds(self, index: int) -> bool:
        """True for a token between the marks."""
        return self.opening < index < self.closing + (not self.closed)


def quotations(doc: Doc) -> list[Quotation]:
    """The outermost quotations in text order; one that is never closed runs to the end."""
    found: list[Quotation] = []
    opening: Token | None = None
    for token in doc:
        if opening is None:
            if _opens(token):
                opening = token
        elif _closes(token, opening):
            if token.i > opening.i + 1:
                found.append(Quotation(opening.i, token.i, True))
            opening = None
    if opening is not None and opening.text != "‘" and opening.i < len(doc) - 1:
        found.append(Quotation(opening.i, len(doc) - 1, False))
    return found


def _opens(token: Token) -> bool:
    if token.text in PAIRS:
        return True
    last = token.i + 1 == len(token.doc)
    return token.text in STRAIGHT and not last and not (token.whitespace_ and _touches(token))


def _closes(token: Token, opening: Token) -> bool:
    if opening.text in STRAIGHT or opening.text == "“":
        # pages mix the two: "... old,” he said
        return token.text == "”" or (
            token.text in STRAIGHT and (opening.text != "“" or _touches(token))
        )
    if opening.text == "‘":
        # an apostrophe looks the same; speech ends in a mark of its own: "... old,’ she said"
        return token.text == "’" and token.doc[token.i - 1].text in ENDS | {","}
    return token.text == PAIRS[opening.text]


def _touches(token: Token) -> bool:
    """True when no space stands before the token."""
    return token.i > 0 and not token.doc[token.i - 1].whitespace_


def quoted_attributions(doc: Doc, marked: Sequence[Quotation]) -> list[Attribution]:
    """The quotations whose speaker the print shows, in text order."""
    found: list[Attribution] = []
    last: Attribution | None = None
    before: Quotation | None = None
    for quotation in marked:
        made = _after(doc, quotation) or _ahead(doc, quotation)
        if made is None and last is not None and before is not None:
            made = _carried(doc, before, quotation, last)
        if made is not None:
            found.append(made)
        last, before = made, quotation
    return found


def continued(
    doc: Doc, marked: Sequence[Quotation], found: Sequence[Attribution]
) -> Iterator[Attribution]:
    """Whole quoted sentences behind a sentence that reports its speaker: "He says no. “We ...”"."""
    for quotation in marked:
        start, end = _inside(doc, quotation).start, _inside(doc, quotation).end
        around = [a for a in found if not start <= a.cue.start < end]
        if any(a.content.start < end and start < a.content.end for a in around):
            continue
        if not (_starts_sentence(doc, quotation) and _is_whole(doc, quotation)):
            continue
        sentence = doc[quotation.opening - 1].sent if quotation.opening else None
        if sentence is None:
            continue
        own = [
            a
            for a in found
            if a.source is not None
            and sentence.start_char <= a.cue.start < min(sentence.end_char, start)
            and not any(q.holds(_token_at(doc, a.cue.start)) for q in marked)
        ]
        if own:
            speaker = max(own, key=lambda a: a.cue.start)
            yield replace(speaker, content=_inside(doc, quotation), denied=False)


def _token_at(doc: Doc, offset: int) -> int:
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    return span.start if span is not None else -1


def _inside(doc: Doc, quotation: Quotation) -> Span:
    last = quotation.closing - 1 if quotation.closed else quotation.closing
    return stretch(doc, quotation.opening + 1, last)


def cuts(doc: Doc, content: Span, marked: Sequence[Quotation]) -> bool:
    """True for a content that ends within a quotation which it does not begin in."""
    return any(
        content.start <= doc[q.opening].idx < content.end <= doc[q.closing].idx
        and not (q.closed and content.end == doc[q.closing - 1].idx + len(doc[q.closing - 1]))
        for q in marked
    )


def _starts_sentence(doc: Doc, quotation: Quotation) -> bool:
    at = quotation.opening
    return at == 0 or doc[at - 1].text in ENDS or doc[at - 1].text in {"”", '"', "''", "’"}


def _is_whole(doc: Doc, quotation: Quotation) -> bool:
    """True for quoted sentences, False for quoted words in somebody else's sentence."""
    inner = doc[quotation.closing - 1] if quotation.closed else doc[quotation.closing]
    after = quotation.closing + 1
    outer = quotation.closed and after < len(doc) and doc[after].text in ENDS
    return not quotation.closed or inner.text in ENDS or outer


def _made(doc: Doc, quotation: Quotation, source: Span | None, cue: Token) -> Attribution | None:
    lemma = cue.lemma_.lower()
    certainty = cue_certainty(lemma, "verbs")
    if certainty is None and _is_cue_lemma(cue):
        certainty = "CERTAIN"
    if certainty is None:
        return None
    return Attribution(
        source=source,
        cue=word(cue),
        content=_inside(doc, quotation),
        cue_lemma=cue.lemma_.lower(),
        certainty=certainty,
    )


def is_finite_cue(token: Token) -> bool:
    return token.tag_ in FINITE and _is_cue_lemma(token)


def _after(doc: Doc, quotation: Quotation) -> Attribution | None:
    """ "...," NP said; "...," said NP; "...," NP was quoted as saying."""
    before = doc[quotation.opening - 1].text if quotation.opening else "."
    opens = before in {",", ":", ";", "—"} or _starts_sentence(doc, quotation)
    if not quotation.closed or not opens:
        return None
    start = quotation.closing + 1
    if start < len(doc) and doc[start].text == ",":
        start += 1
    elif not any(t.text in HANDS_OVER for t in doc[quotation.closing - 2 : quotation.closing]):
        return None
    if start < len(doc) and doc[start].lower_ in {"and", "but"}:
        start += 1
    if start >= len(doc):
        return None
    if is_finite_cue(doc[start]):
        source = phrase_from(doc, start + 1)
        return _made(doc, quotation, source, doc[start]) if source is not None else None
    cue = _next_cue(doc, start)
    if cue is None or reports_more(cue):
        return None
    saying = _saying(cue)
    if saying.i != cue.i and cue.lemma_ != "be":
        source = phrase_from(doc, cue.i + 1)  # "Reuters quoted Smith as saying"
    else:
        source = phrase_between(doc, start, cue.i)
    return _made(doc, quotation, source, saying) if source is not None else None


def reports_more(cue: Token) -> bool:
    """True for a cue with a clause of its own behind it: "“...,” Smith said that he would".

    The second half of a quotation that the cue interrupts is none: "“I doubt,” he said, “that"."""
    behind = [c for c in cue.children if c.i > cue.i]
    opened = cue.i + 1 < len(cue.doc) and cue.nbor(1).lower_ == "that"
    return opened or any(
        c.dep_ == "ccomp" and c.left_edge.i > cue.i and not _is_quoted(c) for c in behind
    )


def _is_quoted(clause: Token) -> bool:
    """True where a quotation mark opens right at or before a clause's first word."""
    start = clause.left_edge.i
    around = clause.doc[max(0, start - 1) : start + 2]
    return any(t.text in STRAIGHT or t.text in PAIRS for t in around)


def _next_cue(doc: Doc, start: int) -> Token | None:
    """The cue verb of the clause that starts at ``start`` with its subject."""
    if doc[start].tag_ not in PHRASE_START:
        return None
    aside = False  # inside ", who lives in the village,"
    for index in range(start, min(len(doc), start + REACH)):
        token = doc[index]
        if token.text in ENDS or token.text in {";", ":"} or token.text in STRAIGHT | PAIRS.keys():
            return None
        if token.text == ",":
            aside = index + 1 < len(doc) and doc[index + 1].tag_ in {"WP", "WDT", "WP$", "WRB"}
        elif token.tag_ in FINITE and not aside:
            if token.lemma_ == "be" and _saying(token).i != token.i:
                return token
            if token.lemma_ in {"have", "do"} and token.pos_ == "AUX":
                continue
            return token if is_finite_cue(token) else None
        elif token.tag_ == "VBN" and not aside and _is_cue_lemma(token) and _has_auxiliary(token):
            return token
    return None


def _is_cue_lemma(token: Token) -> bool:
    lemma = token.lemma_.lower()
    ahead = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    if {lemma, f"{lemma} {ahead}"} & cue_words("manner", "verbs"):
        return True
    return cue_certainty(lemma, "verbs") is not None and not is_denial(lemma)


def _has_auxiliary(token: Token) -> bool:
    return any(t.lemma_ == "have" for t in token.doc[max(0, token.i - 3) : token.i])


def _saying(token: Token) -> Token:
    """The "saying" behind "was" or "quoted" in "quoted as saying"; any other token is itself."""
    ahead = token.doc[token.i : token.i + 10]
    quoted = next((t for t in ahead if t.lemma_ in QUOTING), None)
    if token.lemma_ not in {"be", *QUOTING} or quoted is None:
        return token
    behind = (t for t in ahead if t.i > quoted.i and t.nbor(-1).lower_ == "as")
    return next((t for t in behind if t.tag_ == "VBG"), token)


def phrase_between(doc: Doc, start: int, cue: int) -> Span | None:
    """The speaker before a cue: up to the first comma, unless the commas coordinate names."""
    end = cue
    while end > start and (doc[end - 1].tag_ in {"RB", "MD"} or doc[end - 1].pos_ == "AUX"):
        end -= 1
    commas = [i for i in range(start, end) if doc[i].text == ","]
    if commas:
        joined = any(t.lower_ == "and" for t in doc[commas[-1] : end])
        if doc[end - 1].text == "," or not joined:
            end = commas[0]
    named = any(t.pos_ in NOMINAL or t.tag_ in {"CD", "DT"} for t in doc[start:end])
    return stretch(doc, start, end - 1) if named else None


def phrase_from(doc: Doc, start: int) -> Span | None:
    """The speaker behind an inverted cue: its phrase up to a comma, verb or adverbial."""
    end = start
    while end < len(doc):
        token = doc[end]
        carried = token.tag_ == "IN" and token.lower_ in OF_SPEAKER
        stops = token.tag_ in {"IN", "TO", "WP", "WDT", "RB", "WRB"} and not carried
        if stops or (token.is_punct and token.text != "-") or token.tag_ in FINITE | {"MD"}:
            break
        if token.tag_ == "CC" and not _joins_names(doc, end):
            break
        end += 1
    if end == start or doc[start].tag_ not in PHRASE_START:
        return None
    named = any(t.pos_ in NOMINAL for t in doc[start:end])
    return stretch(doc, start, end - 1) if named else None


def _joins_names(doc: Doc, index: int) -> bool:
    return index + 1 < len(doc) and doc[index + 1].tag_ in PHRASE_START


def _ahead(doc: Doc, quotation: Quotation) -> Attribution | None:
    """NP said: "..."; NP said, "..."; NP said "Whole sentence."."""
    at = quotation.opening - 1
    if at < 0 or quotation.opening + 1 >= len(doc):
        return None
    mark = doc[at].text
    whole = doc[quotation.opening + 1].is_title or doc[quotation.opening + 1].is_upper
    if mark not in {":", ","}:
        cue = doc[at] if _reports(doc[at]) and whole and _is_whole(doc, quotation) else None
    elif mark == ":" or whole:
        cue = _cue_before(doc, at, strict=mark == ",")
    else:
        cue = None
    if cue is None:
        return None
    who, undergoes = subject(cue)
    named = who is not None and not undergoes and who.i < quotation.opening
    source = source_span(who) if who is not None and named else phrase_up_to(doc, cue.i)
    if who is not None and source is not None and source.end > cue.idx > source.start:
        source = stretch(doc, who.left_edge.i, who.i)  # the parse hangs the cue on its subject
    return _made(doc, quotation, source, cue)


def _reports(token: Token) -> bool:
    return is_finite_cue(token) or (token.tag_ in {"VBG", "VBN"} and _is_cue_lemma(token))


def _cue_before(doc: Doc, mark: int, *, strict: bool) -> Token | None:
    """The cue whose complement the colon or comma opens; no other verb may stand between."""
    for index in range(mark - 1, max(-1, mark - REACH), -1):
        token = doc[index]
        if token.text in ENDS or token.text in STRAIGHT | PAIRS.keys() | set(PAIRS.values()):
            return None
        if token.pos_ == "VERB":
            recipient = token.lemma_.lower() in cue_words("relay", "recipient")
            bare = index + 1 == mark or doc[index + 1].tag_ in {"IN", "TO", "NNP"} or recipient
            bare = bare or (index + 2 == mark and doc[index + 1].tag_ == "RB")  # "said sadly,"
            return token if _reports(token) and (bare or not strict) else None
    return None


def phrase_up_to(doc: Doc, cue: int) -> Span | None:
    """The noun phrase that ends at a cue: what stands behind the last mark or verb."""
    start = cue
    while start > 0 and not doc[start - 1].is_punct and doc[start - 1].pos_ != "VERB":
        start -= 1
    if start == cue or doc[start].tag_ not in PHRASE_START:
        return None
    return phrase_between(doc, start, cue)


def goes_on(before: Doc, found: Sequence[Attribution], doc: Doc) -> tuple[Attribution, Span] | None:
    """The speaker of a paragraph that is all quotation, from the paragraph before it.

    ``found`` are the attributions of ``before``. Gives the one whose speaker goes on, and the
    span of ``doc`` that is that speaker's; None where ``before`` does not end in quoted speech
    (print leaves the mark open there) or ``doc`` holds more than one quotation.
    """
    earlier, marked = quotations(before), quotations(doc)
    if not earlier or len(marked) != 1 or marked[0].opening != 0:
        return None
    last, own = earlier[-1], marked[0]
    rest = doc[own.closing + 1 :] if own.closed else doc[len(doc) :]
    if any(not t.is_punct for t in rest) or not _is_whole(doc, own):
        return None
    said = [a for a in found if a.content == _inside(before, last) and a.source is not None]
    behind = before[last.closing + 1 :] if last.closed else before[len(before) :]
    ends = [t for t in behind if t.text in ENDS]
    if not said or len(ends) > 1 or len(behind) > REACH + 10:
        return None
    return said[0], _inside(doc, own)


def _carried(
    doc: Doc, before: Quotation, quotation: Quotation, last: Attribution
) -> Attribution | None:
    """ "...," Smith said. "..." and "...," Smith said, "...": the same speaker goes on."""
    between = doc[before.closing + 1 : quotation.opening]
    ends = [t for t in between if t.text in ENDS]
    if not before.closed or len(between) > REACH + 10 or last.source is None:
        return None
    told_between = len(between) > 0 and between.start_char <= last.cue.start < between.end_char
    if len(ends) == 1 and between[-1].text in ENDS and _is_whole(doc, quotation):
        return replace(last, content=_inside(doc, quotation))
    if not ends and told_between and between[-1].text in {",", ":", "—"}:
        return replace(last, content=_inside(doc, quotation))
    if len(between) == 0 and _is_whole(doc, quotation):
        return replace(last, content=_inside(doc, quotation))
    return None
