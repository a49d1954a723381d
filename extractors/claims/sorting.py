"""What kind of a claim a piece is: fact, opinion, forecast, question or rhetoric.

Only facts get a verdict, so what asserts nothing that a page could settle is kept out: orders,
addresses, maxims, judgements, feelings. What somebody is said to say is a fact of its own, and so
is what carries a number, a date or a name, unless it judges, orders or foretells.

Fires (rhetoric): "Bow your heads." Must not fire: "The tanker carried 6,000 tons."
"""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Token

from extractors.attribution import factuality
from extractors.claims.lists import listed
from extractors.claims.pieces import QUOTES, Piece, content_words, is_clause, is_finite
from extractors.grammar import children, first, subject
from extractors.records import BlockKind, ClaimKind

PERSONS = frozenset({"he", "she", "they"})
#: The ending of what is told before a question: "He left in May, and who could blame him?"
ASKED = ".?"
#: Tags of question words.
ASKING = frozenset({"WP", "WRB", "WDT"})
#: Clauses that tell something else than the predicate that they hang on.
BESIDE = frozenset({"advcl", "parataxis", "conj", "acl:relcl", "advcl:relcl"})
DETAILED = 6  # content words: a maxim is shorter
FEW = 2  # content words: "It shrugged", "One almost pities them"


def kind_of(
    piece: Piece,
    block: BlockKind,
    ending: str,
    said: bool,
    told: Container[str] = (),
    meant: bool = False,
) -> ClaimKind:
    """The kind of ``piece``.

    ``ending`` is its sentence's last mark, or `ASKED` where a question follows it, ``said``
    whether it has a source, ``told`` the nouns (lemmas) that the article has used before: "the
    treaty" is then a certain one. ``meant`` tells that a name was found for its pronoun.
    """
    tokens = piece.tokens()
    words = {t.lower_ for t in tokens}
    head = piece.head
    modality = factuality(head).modality
    if ending == "?" or (modality == "question" and ending != ASKED):
        return "question"
    cries = ending == "!" and not (_figures(tokens) and is_finite(head))
    if cries or modality == "imperative" or _is_order(head, tokens):
        return "rhetoric"
    if block in {"title", "heading"} and (_announces(tokens) or not _tells(tokens)):
        return "rhetoric"
    if said and not words & listed("sorting", "persons"):
        return "fact"
    if said and (_figures(tokens) or any(t.pos_ == "PROPN" for t in tokens)):
        return "fact"
    if said and any(t.text in QUOTES for t in tokens):
        return "fact"  # the "we" of a quotation is its speaker
    if _tells_of_ground(tokens):
        return "fact"
    if _speaks_for_itself(tokens, head) and not _counts_of_us(tokens):
        return "rhetoric"
    if not any(is_finite(t) for t in tokens if _carries(t, head)) and not _asserts_without_verb(
        tokens, block
    ):
        return "rhetoric"
    if (stance := _stance(piece, tokens)) is not None:
        return stance
    if _figures(tokens):
        return "fact"
    return _unfigured(piece, tokens, block, told, meant)


def _announces(tokens: list[Token]) -> bool:
    """ "How the town was lost", "What the minister wanted": a heading that promises, not tells."""
    opening = next((t for t in tokens if not t.is_punct), None)
    return opening is not None and opening.tag_ in ASKING


def _tells(tokens: list[Token]) -> bool:
    return _figures(tokens) or _named(tokens)


def _is_order(head: Token, tokens: list[Token]) -> bool:
    """ "Call it bad luck", "Let us recall": a bare verb at the start without a subject."""
    opening = next((t for t in tokens if not t.is_punct), None)
    if opening is None or opening.tag_ != "VB" or opening.pos_ != "VERB":
        return False
    return opening == head and first(head, "nsubj", "nsubj:pass", "aux") is None


def _figures(tokens: list[Token]) -> bool:
    """A number that counts, a date; "one" and "once" count nothing."""
    return any(
        (t.pos_ == "NUM" or t.tag_ == "CD") and t.lower_ not in {"one", "ones"} for t in tokens
    )


def _dated(tokens: list[Token]) -> bool:
    return any(t.ent_type_ in {"DATE", "TIME"} and t.pos_ in {"PROPN", "NUM"} for t in tokens)


def _named(tokens: list[Token]) -> bool:
    return any(t.pos_ == "PROPN" or t.ent_type_ in {"NORP", "GPE", "ORG", "PERSON"} for t in tokens)


def _speaks_for_itself(tokens: list[Token], head: Token) -> bool:
    """The writer and the reader in it: "we", "you"; a quotation's are its speaker's.

    Where they stand in a clause beside the predicate's own ("he left, if you believe it"), or in a
    name ("Rock Your Body"), it is not told of them.
    """
    return any(
        t.lower_ in listed("sorting", "persons")
        and t.pos_ in {"PRON", "DET"}
        and not _is_capital(t)
        and not _is_beside(t, head)
        for t in tokens
    )


def _is_capital(token: Token) -> bool:
    """A word within a sentence that is written as a name's part."""
    starts = token.is_sent_start or token.nbor(-1).is_punct
    return not starts and token.text[:1].isupper() and token.lower_ != "i"


def _is_beside(token: Token, head: Token) -> bool:
    """Whether the clause that holds ``token`` is hung on the predicate, not the predicate's own."""
    for above in (token, *token.ancestors):
        if above == head:
            return False
        if above.dep_ in BESIDE and is_clause(above) and head in above.ancestors:
            # "the treaty we signed" is of us, "the treaty, which we signed" is of the treaty
            return not above.dep_.endswith(":relcl") or above.left_edge.nbor(-1).is_punct
    return False


def _carries(token: Token, head: Token) -> bool:
    """A clause that is not hung on a noun: "the canal that the West forgets" asserts nothing."""
    return is_clause(token) and (token == head or token.dep_ not in {"acl:relcl", "acl", "advcl"})


def _counts_of_us(tokens: list[Token]) -> bool:
    """ "Ours has cost 318 million": counted, though it is "ours"."""
    here = {t.lower_ for t in tokens}
    mine = {"our", "ours", "us", "we"}
    figure = any(t.text[:1].isdigit() or t.lower_ in {"million", "billion"} for t in tokens)
    return figure and not here & (listed("sorting", "persons") - mine)


def _asserts_without_verb(tokens: list[Token], block: BlockKind) -> bool:
    """A bullet or a headline without a verb: it must count, date or name something."""
    telling = len(list(content_words(tokens))) >= FEW
    if block in {"list_item", "table"}:
        return telling and (_figures(tokens) or _named(tokens))
    hung = {"acl", "amod", "root", "ROOT", "conj", "parataxis"}
    participle = any(t.tag_ in {"VBN", "VBG"} and t.dep_ in hung for t in tokens)
    if block in {"title", "heading", "caption"}:
        return telling and (_figures(tokens) or _named(tokens)) and participle
    return telling and _figures(tokens)


def _stance(piece: Piece, tokens: list[Token]) -> ClaimKind | None:
    """Judgement and prediction, told by the predicate's own modals and words."""
    head = piece.head
    modals = {c.lower_ for c in children(head, "aux")} | (
        {head.lower_} if head.tag_ == "MD" else set()
    )
    run = " ".join(t.lower_ for t in tokens)
    if any(f" {figure} " in f" {run} " for figure in listed("sorting", "figures") - {"like"}):
        return "rhetoric"
    if head.tag_ not in {"VBD", "VBN"} and any(c.lower_ == "like" for c in children(head, "case")):
        return "rhetoric"
    if modals & listed("sorting", "duty") and not _figures(tokens):
        return "opinion"
    if modals & listed("sorting", "future") and not (
        _figures(tokens) or _dated(tokens) or _named(tokens)
    ):
        return "forecast"
    if modals & listed("sorting", "guess") and not _figures(tokens):
        past = (
            first(head, "aux") is not None
            and head.tag_ == "VBN"
            and "have" in {c.lower_ for c in children(head, "aux")}
        )
        return "opinion" if past else "forecast"
    if _judges(head) and not _figures(tokens):
        return "opinion"
    return None


def _judges(head: Token) -> bool:
    """The predicate, or what it says of its subject, is a judgement."""
    judging = listed("sorting", "judging")
    if head.lemma_.lower() in judging or head.lower_ in judging:
        return head.pos_ in {"ADJ", "NOUN", "ADV", "VERB"}
    copular = first(head, "cop") is not None
    about = [*children(head, "xcomp", "obj")] if not copular else [*children(head, "amod")]
    return any(
        c.lemma_.lower() in judging and c.pos_ in {"ADJ", "NOUN"} and not _is_capital(c)
        for c in about
    )


def _unfigured(
    piece: Piece, tokens: list[Token], block: BlockKind, told: Container[str], meant: bool
) -> ClaimKind:
    """Without a number: who is it about, and is it told as something that happened?"""
    head = piece.head
    who = _subject(piece)
    telling = list(content_words(tokens))
    lower = who.lower_ if who is not None else ""
    named = _named(tokens) or (meant and lower in PERSONS)
    if who is not None and lower in listed("sorting", "generic") and _is_bare(who):
        return "fact" if _happened(head) and not _has_pronoun(head) else "rhetoric"
    feels = head.lemma_.lower() in listed("sorting", "feeling") and not named
    if feels and (first(head, "obj") is None or not _happened(head)):
        return "rhetoric"  # "It shrugged", not "the mayor thanked her and did nothing"
    if who is not None and lower == "it" and head.pos_ == "ADJ" and not named:
        return "opinion"
    empty = lower == "it" or first(head, "expl") is not None
    if empty and first(head, "xcomp", "ccomp", "csubj") is not None and not named:
        return "opinion"  # "It has become fashionable to say"
    if head.lemma_ == "do" and first(head, "obj") is None:
        return "rhetoric"
    if who is not None and who.pos_ in {"PRON", "DET"} and lower in listed("sorting", "pointers"):
        if lower not in {"it", "there"} and _happened(head) and len(telling) > FEW:
            return "fact"
        if lower not in {"it", "there"} or (not named and len(telling) <= FEW):
            return "fact" if named and len(telling) > FEW else "opinion"
    if len(telling) < FEW or (len(telling) <= FEW and not named):
        return "rhetoric" if not _happened(head) or len(telling) < FEW else "fact"
    if who is not None and _is_time(who) and head.lemma_ in listed("sorting", "bringing"):
        return "rhetoric"
    if block in {"title", "heading"} and not named:
        return "rhetoric"
    if named:
        return "fact"
    pointed = who is not None and any(
        c.lower_ in listed("sorting", "pointers")
        or (c.lower_ == "the" and who.lemma_.lower() in told)
        for c in children(who, "det")
    )
    pointed = pointed or (who is not None and first(who, "nmod:poss") is not None)
    aside = {t.i for c in tokens if c.dep_ == "acl:relcl" for t in c.subtree}
    detailed = sum(t.i not in aside for t in telling) >= DETAILED
    return "fact" if _happened(head) or detailed or (pointed and len(telling) > FEW) else "opinion"


def _tells_of_ground(tokens: list[Token]) -> bool:
    """ "There is no evidence that P"."""
    return any(
        t.lemma_.lower() in listed("cue", "grounds")
        and any(c.dep_ in {"acl", "ccomp", "nmod"} for c in t.children)
        and any(c.dep_ == "expl" for c in t.head.children)
        for t in tokens
    )


def _has_pronoun(head: Token) -> bool:
    return any(c.pos_ == "PRON" for c in children(head, "obj", "iobj", "obl"))


def _subject(piece: Piece) -> Token | None:
    """The subject that is among the piece's own words, else the one that is understood."""
    own = set(piece.own)
    inside = [c for c in children(piece.head, "nsubj", "nsubj:pass", "csubj") if c.i in own]
    return inside[0] if inside else subject(piece.head)[0]


def _is_bare(token: Token) -> bool:
    """ "People forget", not "the man at the controls"."""
    return first(token, "det", "nmod", "acl", "acl:relcl", "amod", "nummod") is None


def _is_time(token: Token) -> bool:
    return token.ent_type_ in {"DATE", "TIME"}


def _happened(head: Token) -> bool:
    """Past or perfect: told as something that took place or was so."""
    auxiliaries = list(children(head, "aux", "aux:pass", "cop"))
    if head.tag_ == "VBD" or any(c.tag_ == "VBD" for c in auxiliaries):
        return True
    return any(c.lemma_ == "have" for c in auxiliaries) and head.tag_ == "VBN"
