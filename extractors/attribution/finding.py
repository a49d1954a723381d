"""Reported speech and thought: a parsed text in, spans of source, cue and content out.

The annotation follows the Penn Attribution Relations Corpus (Pareti 2012): a source (who), a cue
("said", "according to", "claims"), a content (what). Found by syntax: a clause under a cue verb,
a parenthetical ("..., he said"), "according to", cue nouns ("claims by X that"), "as X confirmed",
"citing X", a rejected noun phrase ("dismissed the notion of", "reports that ... were false").
Quotations and parentheticals are read off their print (`extractors.attribution.quotations`,
`extractors.attribution.asides`), which outranks the parse. Cue words: ``cues.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from extractors.attribution.asides import NEGATIONS, according, asides, inverted, says_nothing_else
from extractors.attribution.certainty import factuality, is_no_doubt, weaker
from extractors.attribution.mending import mended
from extractors.attribution.printed import has_speaker, printed
from extractors.attribution.quotations import (
    Quotation,
    continued,
    cuts,
    is_finite_cue,
    phrase_between,
    phrase_up_to,
    quotations,
    quoted_attributions,
)
from extractors.attribution.words import (
    DASHES,
    cue_certainty,
    cue_words,
    is_denial,
    noun_before,
    phrase_span,
    source_span,
    stretch,
    word,
)
from extractors.grammar import (
    CLAUSAL,
    RELATIVE_PRONOUNS,
    antecedent_slot,
    children,
    first,
    is_event_noun,
    is_passive,
    particle,
    preposition,
    subject,
)
from extractors.records import Attribution, Span

__all__ = ["cue_certainty", "find_attributions", "is_denial", "relative_speaker", "source_span"]

DATELINE = 8  # tokens: "RAMALLAH, West Bank (Reuters) —"
ASIDES = frozenset({"while", "whereas", "although", "though", "but"})


def find_attributions(doc: Doc) -> list[Attribution]:
    """Every attribution of ``doc``, in text order; offsets are into ``doc.text``.

    Source: Pareti, "A Database of Attribution Relations", LREC 2012.
    """
    marked = quotations(doc)
    quoted = quoted_attributions(doc, marked)
    spoken = {made.cue.start for made in quoted}
    for token in doc:
        if token.idx not in spoken and not any(q.holds(token.i) for q in marked):
            shown = list(asides(token)) or list(inverted(token))
            quoted.extend(a for a in shown if not cuts(doc, a.content, marked))
    parsed: list[Attribution] = []
    for token in doc:
        parsed.extend(_of_verb(token))
        parsed.extend(_of_noun(token))
        parsed.extend(_of_according(token))
        parsed.extend(_of_falsity(token))
    cues = {made.cue.start for made in parsed}
    for token in doc:
        if token.idx not in cues:
            parsed.extend(according(token))
    found = [*quoted, *_beside(doc, parsed, quoted, marked)]
    found.extend(continued(doc, marked, found))
    found = mended(doc, found)
    found.extend(a for a in printed(doc, marked) if not has_speaker(a, found))
    unique = {(a.cue.start, a.content.start, a.content.end): a for a in found}
    return sorted(unique.values(), key=_order)


def _order(made: Attribution) -> tuple[int, int, bool, int]:
    """Text order; of one content, who is cited stands inside who cites: "X said ..., citing Y"."""
    cited = made.cue.text.lower() in {"citing", "quoting"}
    return made.content.start, -made.content.end, cited, made.cue.start


def _beside(
    doc: Doc,
    parsed: Sequence[Attribution],
    quoted: Sequence[Attribution],
    marked: Sequence[Quotation],
) -> Iterator[Attribution]:
    """What the parse says where the print does not.

    A quotation's own cue reports nothing else; who speaks inside it reports nothing outside it.
    """
    settled = {made.cue.start for made in quoted}
    for made in quoted:
        cue = doc.char_span(made.cue.start, made.cue.end)
        if cue is not None and (quoting := _quoting(cue[0])) is not None:
            settled.add(quoting.idx)  # of "Reuters quoted Smith as saying" the "quoted"
    spoken = [(made.content.start, made.content.end) for made in quoted]
    bounds = [(doc[q.opening].idx, doc[q.closing].idx + len(doc[q.closing])) for q in marked]
    for made in parsed:
        if made.cue.start in settled:
            continue
        around = [b for b in bounds if b[0] <= made.cue.start < b[1]]
        if any(not b[0] <= made.content.start < made.content.end <= b[1] for b in around):
            continue
        if any(start <= made.content.start < end < made.content.end for start, end in spoken):
            continue  # the parse ran over the closing mark
        within = any(
            start <= made.content.start
            and made.content.end <= end
            and not start <= made.cue.start < end
            for start, end in spoken
        )
        if within and made.source is None:
            continue  # the "quoted" of "was quoted as saying"
        yield made


def _subjects(cue: Token, who: Token) -> Span:
    """The speaker's words; "X and Y said" as one, also where the parse makes two subjects of it."""
    spans = [source_span(who)]
    spans.extend(source_span(c) for c in children(cue, "nsubj") if c != who and who.head == cue)
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    if start < cue.idx < end:  # the parse hangs the cue on its own subject
        return stretch(cue.doc, who.left_edge.i, who.i)
    for token in cue.doc[cue.sent.start : min(cue.i, cue.sent.start + DATELINE)]:
        if token.text in DASHES and start < token.idx:  # "ROME, Italy — The army says"
            behind = phrase_between(cue.doc, token.i + 1, cue.i)
            return behind if behind is not None else source_span(who)
    return Span(start, end, cue.doc.text[start:end])


def _of_verb(token: Token) -> Iterator[Attribution]:
    if token.pos_ not in {"VERB", "AUX"}:
        return
    lemma = token.lemma_.lower()
    if particle(token) and cue_certainty(f"{lemma} {particle(token)}", "verbs") is not None:
        lemma = f"{lemma} {particle(token)}"
    certainty = cue_certainty(lemma, "verbs")
    if certainty is None and _puts_it(token):
        certainty = "CERTAIN"
    if certainty is None or (lemma in {"suppose", "mean"} and is_passive(token)):
        return
    who = _speaker(token)
    facts = factuality(token)  # "declined to confirm or deny", "has neither confirmed nor denied"
    negated = facts.polarity == "NEG" or facts.modality in {"wish", "conditional"}
    negated = negated or any(child.lower_ in NEGATIONS for child in token.children)
    denied = is_denial(lemma) and not negated
    source = _subjects(token, who) if who is not None else None
    if who is not None and who.lower_ in RELATIVE_PRONOUNS:
        antecedent = noun_before(who)
        source = source_span(antecedent) if antecedent is not None else None
    for content in _contents(token, who):
        behind = content.start > token.idx and is_finite_cue(token) and not is_passive(token)
        yield Attribution(
            source=phrase_up_to(token.doc, token.i) if source is None and behind else source,
            cue=word(token),
            content=content,
            cue_lemma=lemma,
            denied=denied,
            certainty=weaker(certainty, "UNDERSPECIFIED") if negated else certainty,
        )


def _puts_it(token: Token) -> bool:
    """ "As the mayor put it"."""
    what = first(token, "obj")
    return token.lemma_ == "put" and what is not None and what.lower_ == "it" and _as_clause(token)


def _speaker(token: Token) -> Token | None:
    if _cites(token):
        return first(token, "obj")
    if (quoting := _quoting(token)) is not None:
        who, undergoes = subject(quoting)
        return who if undergoes else first(quoting, "obj")
    if token.tag_ == "VBG" and token.lemma_ == "add" and token.dep_ == "advcl":
        # "X says it worked, adding that": X adds, also where the parse hangs it on what worked
        reported = token.head
        if reported.dep_ == "ccomp" and cue_certainty(reported.head.lemma_.lower(), "verbs"):
            return subject(reported.head)[0]
    who, undergoes = subject(token)
    if undergoes:
        # "was confirmed by Putin": the agent speaks; "X was told that": nobody named does
        for child in token.children:
            if child.dep_ == "obl:agent" or (child.dep_ == "obl" and preposition(child) == "by"):
                return child
        return None
    if who is not None and (who.dep_ == "expl" or who.lower_ in {"you", "one"}):
        return None
    return who


def _cites(token: Token) -> bool:
    """ "..., citing the ministry": what is reported is the ministry's."""
    return token.tag_ == "VBG" and token.lemma_ in {"cite", "quote"} and token.dep_ == "advcl"


def _can_be_cited(token: Token) -> bool:
    """A name or a word for somebody; "citing bad weather" gives a reason, no source."""
    named = token.pos_ == "PROPN" or token.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
    return named or token.lemma_.lower() in cue_words("cited", "nouns")


def _quoting(token: Token) -> Token | None:
    """The "quoted" of "X was quoted as saying that", wherever the parse hangs the saying."""
    if token.tag_ != "VBG" or token.i == 0 or token.nbor(-1).lower_ != "as":
        return None
    before = token.doc[max(token.sent.start, token.i - 8) : token.i]
    return next((t for t in reversed(list(before)) if t.lemma_ in {"quote", "cite"}), None)


def _contents(token: Token, who: Token | None) -> Iterator[Span]:
    lemma = token.lemma_.lower()
    clause = first(token, "ccomp")
    if _cites(token):
        if who is not None and _can_be_cited(who):
            yield from _cited(token)
        return
    if lemma == "accuse":
        yield from _accusation(token)
        return
    if clause is not None and not _is_free_relative(clause):
        yield _clause_content(token, clause)
    elif (infinitive := first(token, "xcomp")) is not None and _reports_infinitive(token):
        yield _clause_with_subject(token, infinitive)
    elif is_denial(lemma) and (noun := _denied_noun(token)) is not None:
        yield _rejected(noun)
    elif lemma in cue_words("nominal", "verbs") and (noun := _told_noun(token)) is not None:
        yield phrase_span(noun)
    if clause is not None:
        return
    aside = token.dep_ in {"parataxis", "discourse"} and who is not None
    if says_nothing_else(token):
        return
    if aside or (token.dep_ in {"advcl", "acl"} and _as_clause(token) and _says_no_more(token)):
        yield from _around(token)


def _is_free_relative(clause: Token) -> bool:
    return any(child.tag_ in {"WP", "WRB"} and child.i < clause.i for child in clause.children)


def _clause_content(token: Token, clause: Token) -> Span:
    """The complement clause without "that" and without what another speaker adds to it."""
    kept = [clause.i]
    for child in clause.children:
        if child.dep_ != "mark" and not _is_anothers(child):
            kept.extend(piece.i for piece in child.subtree)
    # "denied the army had shelled it": the parse may take the clause's subject for an object
    stray = first(token, "obj")
    finite = clause.tag_ in {"VBD", "VBZ", "VBP"} or first(clause, "aux", "aux:pass", "cop")
    unled = first(clause, "nsubj", "nsubj:pass", "csubj", "expl", "mark") is None
    if stray is not None and finite and unled and token.i < stray.i < clause.i:
        kept.append(stray.left_edge.i)
    start, end = min(kept), max(kept)
    if start <= token.i <= end:  # the parse drew the cue into its own complement
        start, end = (token.i + 1, end) if clause.i > token.i else (start, token.i - 1)
    return stretch(token.doc, start, end)


def _is_anothers(child: Token) -> bool:
    """ "X says A, while Y says B": B is no part of what X says."""
    if child.dep_ not in {"advcl", "conj", "parataxis"}:
        return False
    if child.lemma_ == "cite" and child.tag_ == "VBG":
        return True
    if cue_certainty(child.lemma_.lower(), "verbs") is None or first(child, "nsubj") is None:
        return False
    return any(c.lower_ in ASIDES for c in children(child, "mark", "cc"))


def _reports_infinitive(token: Token) -> bool:
    """ "claims to have seen", "is believed to be", "described as": speech with an infinitive."""
    lemma = token.lemma_.lower()
    return is_passive(token) or lemma in cue_words("infinitive", "verbs")


def _clause_with_subject(token: Token, infinitive: Token) -> Span:
    inner = [piece.i for piece in infinitive.subtree]
    undergoing = first(token, "nsubj:pass", "obj")
    if undergoing is not None:
        inner.extend(piece.i for piece in undergoing.subtree)
    return stretch(token.doc, min(inner), max(inner))


def _accusation(token: Token) -> Iterator[Span]:
    """What "X accused Y of shelling the town" says of Y; also "Y was accused of"."""
    accused = first(token, "obj", "nsubj:pass")
    if accused is None:
        return
    for holder in (token, accused):
        for clause in children(holder, "advcl", "acl"):
            if any(c.lower_ == "of" for c in children(clause, "mark", "case")):
                ends = [piece.i for piece in clause.subtree]
                start = accused.left_edge.i if accused.i < token.i else token.i + 1
                yield stretch(token.doc, start, max(ends))
                return


def _denied_noun(token: Token) -> Token | None:
    """The noun that a verb of denial denies; to reject an offer denies no offer."""
    noun = first(token, "nsubj:pass") if is_passive(token) else first(token, "obj")
    if noun is None or noun.lemma_.lower() in cue_words("denied", "offers"):
        return None
    return noun


def _rejected(noun: Token) -> Span:
    """What "dismissed the notion of a deployment" rejects: the deployment, else the noun itself."""
    if noun.lemma_.lower() in cue_words("content", "nouns"):
        if (clause := _that_clause(noun)) is not None:
            return phrase_span(clause, frozenset({"mark"}))
        for child in noun.children:
            if child.dep_ in {"nmod", "acl", "ccomp", "acl:relcl", "compound"}:
                return phrase_span(child, frozenset({"case", "mark"}))
    return phrase_span(noun)


def _told_noun(token: Token) -> Token | None:
    """The event that "announced the withdrawal of troops" reports."""
    noun = first(token, "nsubj:pass") if is_passive(token) else first(token, "obj")
    if noun is None or noun.pos_ != "NOUN" or not is_event_noun(noun.lemma_.lower()):
        return None
    return noun


def _as_clause(token: Token) -> bool:
    return token.tag_ != "VBG" and any(
        child.dep_ in {"mark", "advmod", "case"} and child.lower_ == "as"
        for child in token.children
    )


def _says_no_more(token: Token) -> bool:
    """True for "as X said", False for "as X warned of an attack", which says when, not what."""
    if any(True for _ in children(token, "xcomp", "ccomp")):
        return False
    if any(preposition(c) in {"of", "about", "against"} for c in children(token, "obl", "advcl")):
        return False
    what = first(token, "obj")
    return what is None or what.lower_ in {"it", "this", "that"} or first(token, "nsubj") is None


def _cited(token: Token) -> Iterator[Span]:
    """What a "citing X" covers: the content of the cue it hangs on, else the clause."""
    head = token.head
    if cue_certainty(head.lemma_.lower(), "verbs") is not None:
        clause = first(head, "ccomp")
        if clause is not None:
            yield _clause_content(head, clause)
            return
        if (what := first(head, "obj")) is not None:
            yield phrase_span(what)
            return
    yield from _around(token)


def _around(token: Token) -> Iterator[Span]:
    """The clause a parenthetical hangs on, without it: both sides where it splits the clause."""
    if token.head.i == token.i:
        return
    inner = {piece.i for piece in token.subtree}
    yield from _sides(token.doc, token.head, inner)


def _sides(doc: Doc, head: Token, inner: set[int]) -> Iterator[Span]:
    rest = [piece.i for piece in head.subtree if piece.i not in inner]
    before = [i for i in rest if i < min(inner)]
    after = [i for i in rest if i > max(inner)]
    for side in (before, after):
        if any(not doc[i].is_punct for i in side):
            yield stretch(doc, min(side), max(side))


def _of_noun(token: Token) -> Iterator[Attribution]:
    """ "claims by the regime that ...", "its denial that ...", "reports that ..."."""
    if token.pos_ != "NOUN":
        return
    lemma = token.lemma_.lower()
    certainty = cue_certainty(lemma, "nouns")
    if certainty is None or _is_rejected(token) or is_no_doubt(token):
        return
    clause = _that_clause(token)
    if clause is None:
        return
    source = first(token, "nmod:poss")
    if source is None:
        source = next(
            (c for c in children(token, "nmod") if preposition(c) in {"by", "from", "of"}), None
        )
    if source is None and token.dep_ == "obj" and token.head.lemma_ in cue_words("light", "verbs"):
        source, _ = subject(token.head)
    yield Attribution(
        source=source_span(source) if source is not None else None,
        cue=word(token),
        content=phrase_span(clause, frozenset({"mark"})),
        cue_lemma=lemma,
        denied=is_denial(lemma),
        certainty=certainty,
    )


def _that_clause(noun: Token) -> Token | None:
    """The that-clause that says what the noun's claim is, wherever the parse hangs it."""
    holders = [noun, *children(noun, "nmod")]
    if noun.dep_ in {"nsubj", "nsubj:pass"}:
        holders.append(noun.head)
    for holder in holders:
        for clause in children(holder, "acl", "ccomp", "acl:relcl", "advcl"):
            mark = first(clause, "mark")
            behind = mark is not None and mark.lower_ == "that" and noun.i < mark.i
            if behind and (holder != noun.head or clause.i < holder.i):
                return clause
    return None


def _is_rejected(noun: Token) -> bool:
    """True for a claim that its own sentence rejects: nobody's certainty is to be told of it."""
    if noun.dep_ in {"obj", "nsubj:pass"} and is_denial(noun.head.lemma_.lower()):
        return True
    return noun.dep_ == "nsubj" and noun.head.lemma_.lower() in cue_words("denied", "adjectives")


def _of_falsity(token: Token) -> Iterator[Attribution]:
    """ "Reports that the bridge had collapsed were false": the sentence itself rejects it."""
    lemma = token.lemma_.lower()
    if token.pos_ not in {"ADJ", "NOUN", "VERB"} or lemma not in cue_words("denied", "adjectives"):
        return
    noun = first(token, "nsubj")
    if noun is None or noun.lemma_.lower() not in cue_words("content", "nouns"):
        return
    if any(child.lower_ in NEGATIONS for child in token.children):
        return
    clause = _that_clause(noun)
    about = next((c for c in children(noun, "nmod") if preposition(c) == "of"), None)
    content = clause if clause is not None else about
    if content is not None:
        yield Attribution(
            source=None,
            cue=word(token),
            content=phrase_span(content, frozenset({"mark", "case"})),
            cue_lemma=lemma,
            denied=True,
        )


def _of_according(token: Token) -> Iterator[Attribution]:
    """ "According to X, S": the sentence, without the phrase, is X's."""
    if token.dep_ not in {"obl", "nmod", "parataxis", "advcl"}:
        return
    marker = preposition(token)
    source: Span | None = None
    if marker in {"according to", "according"} or (
        marker == "per" and token.left_edge.i == token.sent.start
    ):
        source = _after_case(token)
    elif marker == "in" and token.lower_ == "words":
        whose = next((c for c in children(token, "nmod", "nmod:poss")), None)
        source = source_span(whose) if whose is not None else None
    if source is None:
        return
    head = token.head
    while head.dep_ not in CLAUSAL and head.head.i != head.i:
        head = head.head
    cue = next(children(token, "case"))
    cue = token if marker == "in" else cue
    for content in _sides(token.doc, head, {piece.i for piece in token.subtree}):
        lemma = "according to" if marker != "in" else "words"
        yield Attribution(source=source, cue=word(cue), content=content, cue_lemma=lemma)


def _after_case(token: Token) -> Span:
    """The source's words behind "according to", whatever the parse hangs before it."""
    markers = [piece.i for child in children(token, "case") for piece in child.subtree]
    kept = [piece.i for piece in token.subtree if piece.i > max(markers)]
    return stretch(token.doc, min(kept), max(kept)) if kept else word(token)


def relative_speaker(token: Token) -> Token | None:
    """The antecedent when a cue stands in a relative clause: "soldiers who stated ..."."""
    if token.dep_ == "acl:relcl" and antecedent_slot(token) is not None:
        return token.head
    return None
