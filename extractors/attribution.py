"""Reported speech and thought: a parsed text in, spans of source, cue and content out.

The annotation follows the Penn Attribution Relations Corpus (Pareti 2012): a source (who), a cue
("said", "according to", "claims"), a content (what). Found by syntax: a clause under a cue verb,
a parenthetical ("..., he said"), "according to", cue nouns ("claims by X that"), "as X confirmed",
a rejected noun phrase ("dismissed the notion of"), and quotations that run over several sentences.
Cue words: ``data/cues.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from extractors.certainty import weaker
from extractors.clauses import (
    CLAUSAL,
    antecedent_slot,
    children,
    first,
    is_passive,
    preposition,
    subject,
)
from extractors.frames import read_table
from extractors.records import Attribution, Certainty, Span

OPENING = frozenset({"“", "‘", "«", "„"})
CLOSING = frozenset({"”", "’", "»"})
CERTAINTIES: tuple[Certainty, ...] = ("CERTAIN", "PROBABLE", "POSSIBLE")
# Relative clauses and appositions belong to the source's phrase, but make it unreadable as a name
TRIMMED = frozenset({"acl:relcl", "acl", "appos", "parataxis", "punct", "advcl"})


def find_attributions(doc: Doc) -> list[Attribution]:
    """Every attribution of ``doc``, in text order; offsets are into ``doc.text``.

    Source: Pareti, "A Database of Attribution Relations", LREC 2012.
    """
    found: list[Attribution] = []
    for token in doc:
        found.extend(_of_verb(token))
        found.extend(_of_noun(token))
        found.extend(_of_according(token))
    found.extend(_continued_quotations(doc, found))
    unique = {(a.cue.start, a.content.start, a.content.end): a for a in found}
    return sorted(unique.values(), key=lambda a: (a.content.start, -a.content.end, a.cue.start))


@cache
def cue_certainty(lemma: str, kind: str) -> Certainty | None:
    """What a cue of ``kind`` ("verbs", "nouns") leaves of its content's certainty; None: no cue."""
    cues = read_table("cues")
    if lemma in cues["denied"][kind]:
        return "CERTAIN"
    for certainty in CERTAINTIES:
        if lemma in cues[certainty.lower()][kind]:
            return certainty
    return None


@cache
def is_denial(lemma: str) -> bool:
    denied = read_table("cues")["denied"]
    return lemma in denied["verbs"] or lemma in denied["nouns"]


@cache
def _cue_words(section: str, key: str) -> frozenset[str]:
    return frozenset(read_table("cues")[section][key])


def _span(token: Token, trimmed: frozenset[str] = frozenset()) -> Span:
    """The phrase under ``token``, as one stretch, without the dependents in ``trimmed``."""
    kept = [token.i]
    for child in token.children:
        if child.dep_ not in trimmed:
            kept.extend(grandchild.i for grandchild in child.subtree)
    return _stretch(token.doc, min(kept), max(kept))


def _stretch(doc: Doc, first_token: int, last_token: int) -> Span:
    while first_token < last_token and doc[first_token].is_punct:
        first_token += 1
    while last_token > first_token and doc[last_token].is_punct:
        last_token -= 1
    piece = doc[first_token : last_token + 1]
    return Span(piece.start_char, piece.end_char, piece.text)


def source_span(token: Token) -> Span:
    """The words that name a source: its phrase without case marker and relative clauses."""
    kept = [token.i]
    for child in token.children:
        if child.dep_ not in TRIMMED and child.dep_ not in {"case", "cop"}:
            kept.extend(grandchild.i for grandchild in child.subtree)
    return _stretch(token.doc, min(kept), max(kept))


def _subjects(cue: Token, who: Token) -> Span:
    """The speaker's words; "X and Y said" as one, also where the parse makes two subjects of it."""
    spans = [source_span(who)]
    spans.extend(source_span(c) for c in children(cue, "nsubj") if c != who and who.head == cue)
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return Span(start, end, cue.doc.text[start:end])


def _word(token: Token) -> Span:
    return Span(token.idx, token.idx + len(token), token.text)


def _of_verb(token: Token) -> Iterator[Attribution]:
    if token.pos_ not in {"VERB", "AUX"}:
        return
    lemma = token.lemma_.lower()
    certainty = cue_certainty(lemma, "verbs")
    if certainty is None or (lemma in {"suppose", "mean"} and is_passive(token)):
        return
    who = _speaker(token)
    negated = any(child.lower_ in {"not", "n't", "never"} for child in token.children)
    denied = is_denial(lemma) and not negated
    for content in _contents(token, who):
        yield Attribution(
            source=_subjects(token, who) if who is not None else None,
            cue=_word(token),
            content=content,
            cue_lemma=lemma,
            denied=denied,
            certainty=weaker(certainty, "UNDERSPECIFIED") if negated else certainty,
        )


def _speaker(token: Token) -> Token | None:
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


def _contents(token: Token, who: Token | None) -> Iterator[Span]:
    lemma = token.lemma_.lower()
    weak = lemma in _cue_words("weak", "verbs")
    clause = first(token, "ccomp")
    if clause is not None and not _is_free_relative(clause):
        yield _span(clause, frozenset({"mark"}))
    elif (infinitive := first(token, "xcomp")) is not None and _reports_infinitive(token):
        yield _clause_with_subject(token, infinitive)
    elif is_denial(lemma) and (noun := first(token, "obj")) is not None:
        yield _rejected(noun)
    if (
        (token.dep_ in {"parataxis", "discourse"} and who is not None)
        or (token.dep_ in {"advcl", "acl"} and _as_clause(token))
        or (clause is None and not weak and token.head.i == token.i and _only_quotes(token))
    ):
        yield from _around(token)


def _is_free_relative(clause: Token) -> bool:
    return any(child.tag_ in {"WP", "WRB"} and child.i < clause.i for child in clause.children)


def _reports_infinitive(token: Token) -> bool:
    """ "claims to have seen", "is believed to be", "described as": speech with an infinitive."""
    return cue_certainty(token.lemma_.lower(), "verbs") is not None and (
        is_passive(token) or token.lemma_.lower() in {"claim", "deny", "admit", "describe"}
    )


def _clause_with_subject(token: Token, infinitive: Token) -> Span:
    inner = [piece.i for piece in infinitive.subtree]
    undergoing = first(token, "nsubj:pass", "obj")
    if undergoing is not None:
        inner.extend(piece.i for piece in undergoing.subtree)
    return _stretch(token.doc, min(inner), max(inner))


def _rejected(noun: Token) -> Span:
    """What "dismissed the notion of a deployment" rejects: the deployment, else the noun itself."""
    if noun.lemma_.lower() in _cue_words("content", "nouns"):
        for child in noun.children:
            if child.dep_ in {"nmod", "acl", "ccomp", "acl:relcl", "compound"}:
                return _span(child, frozenset({"case", "mark"}))
    return _span(noun)


def _as_clause(token: Token) -> bool:
    return any(
        child.dep_ in {"mark", "advmod", "case"} and child.lower_ == "as"
        for child in token.children
    )


def _around(token: Token) -> Iterator[Span]:
    """The clause a parenthetical hangs on, without it: both sides where it splits the clause."""
    head = token.head if token.head.i != token.i else None
    inner = {piece.i for piece in token.subtree}
    if head is None:
        quoted = [piece.i for piece in _quoted_part(token)]
        if quoted:
            yield _stretch(token.doc, min(quoted), max(quoted))
        return
    rest = [piece.i for piece in head.subtree if piece.i not in inner]
    if not rest:
        return
    before = [i for i in rest if i < min(inner)]
    after = [i for i in rest if i > max(inner)]
    for side in (before, after):
        if any(not token.doc[i].is_punct for i in side):
            yield _stretch(token.doc, min(side), max(side))


def _only_quotes(token: Token) -> bool:
    return any(piece.text in OPENING or piece.text in {'"', "``"} for piece in token.sent)


def _quoted_part(token: Token) -> list[Token]:
    inside: list[Token] = []
    depth = False
    for piece in token.sent:
        if piece.text in OPENING or (piece.text in {'"', "``", "''"} and not depth):
            depth = True
        elif piece.text in CLOSING or piece.text in {'"', "''"}:
            depth = False
        elif depth and piece.i != token.i:
            inside.append(piece)
    return inside if all(piece.i != token.i for piece in inside) else []


def _of_noun(token: Token) -> Iterator[Attribution]:
    """ "claims by the regime that ...", "its denial of ...", "reports of ..."."""
    if token.pos_ != "NOUN":
        return
    lemma = token.lemma_.lower()
    certainty = cue_certainty(lemma, "nouns")
    if certainty is None:
        return
    clause = first(token, "acl", "ccomp")
    if clause is None or not _that_clause(clause):
        return
    source = first(token, "nmod:poss")
    if source is None:
        source = next(
            (c for c in children(token, "nmod") if preposition(c) in {"by", "from", "of"}), None
        )
    if source is None and token.dep_ == "obj":
        source, _ = subject(token.head)
    yield Attribution(
        source=source_span(source) if source is not None else None,
        cue=_word(token),
        content=_span(clause, frozenset({"mark"})),
        cue_lemma=lemma,
        denied=is_denial(lemma),
        certainty=certainty,
    )


def _that_clause(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)


def _of_according(token: Token) -> Iterator[Attribution]:
    """ "According to X, S": the sentence, without the phrase, is X's."""
    if token.dep_ not in {"obl", "nmod", "parataxis", "advcl"}:
        return
    marker = preposition(token)
    if marker not in {"according to", "according"}:
        return
    inner = {piece.i for piece in token.subtree}
    cue_token = next(child for child in token.children if child.dep_ == "case")
    head = token.head
    while head.dep_ not in CLAUSAL and head.head.i != head.i:
        head = head.head
    for child in head.subtree:
        if child.i in inner:
            continue
        inner_rest = [piece.i for piece in head.subtree if piece.i not in inner]
        before = [i for i in inner_rest if i < min(inner)]
        after = [i for i in inner_rest if i > max(inner)]
        for side in (before, after):
            if any(not token.doc[i].is_punct for i in side):
                yield Attribution(
                    source=_after_case(token),
                    cue=_word(cue_token),
                    content=_stretch(token.doc, min(side), max(side)),
                    cue_lemma="according to",
                )
        return


def _after_case(token: Token) -> Span:
    """The source's words behind "according to", whatever the parse hangs before it."""
    markers = [piece.i for child in children(token, "case") for piece in child.subtree]
    kept = [piece.i for piece in token.subtree if piece.i > max(markers)]
    return _stretch(token.doc, min(kept), max(kept)) if kept else _word(token)


def _continued_quotations(doc: Doc, found: list[Attribution]) -> Iterator[Attribution]:
    """Sentences inside quotation marks that an earlier sentence's speaker goes on to say."""
    speaker: Attribution | None = None
    inside = False
    for sentence in doc.sents:
        own = [a for a in found if sentence.start_char <= a.cue.start < sentence.end_char]
        began_inside = inside
        inside = _open_at_end(sentence, inside)
        if own:
            speaker = own[-1]
            continue
        quoted = began_inside or sentence[0].text in OPENING or sentence[0].text in {'"', "``"}
        if quoted and speaker is not None and speaker.source is not None:
            yield Attribution(
                source=speaker.source,
                cue=speaker.cue,
                content=_stretch(doc, sentence.start, sentence.end - 1),
                cue_lemma=speaker.cue_lemma,
                certainty=speaker.certainty,
            )
        elif not quoted:
            speaker = None


def _open_at_end(sentence: SpacySpan, inside: bool) -> bool:
    for token in sentence:
        if token.text in OPENING:
            inside = True
        elif token.text in CLOSING and token.text != "’":
            inside = False
        elif token.text in {'"', "``", "''"}:
            inside = not inside
    return inside


def relative_speaker(token: Token) -> Token | None:
    """The antecedent when a cue stands in a relative clause: "soldiers who stated ..."."""
    if token.dep_ == "acl:relcl" and antecedent_slot(token) is not None:
        return token.head
    return None
