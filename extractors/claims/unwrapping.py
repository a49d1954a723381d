"""A claim out of who says it: a Piece in, the piece of what is said out, its speakers noted.

Read off the parse: a clause under a cue ("X reported that P"), a quotation at second hand ("X
quoted Y as calling P Z"), a placing ("X puts the toll at P"), a ground ("X found no sign that P"),
a raised subject ("P is said to have"), and the author's own frame ("Calmer heads might recall
that P"). What the cue denies, asks or wishes stays as it is: its clause is not asserted.

Fires: "The BBC said that it rained." Must not fire: "The BBC asked whether it had rained."
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Token

from extractors.attribution import cue_certainty, is_denial
from extractors.attribution_words import cue_words
from extractors.certainty import factuality
from extractors.claims.asides import is_cue
from extractors.claims.carriers import carrier_of, speakers_in
from extractors.claims.lists import listed
from extractors.claims.pieces import (
    Piece,
    Speaker,
    Word,
    doer,
    is_clause,
    is_finite,
    phrase,
    within,
)
from extractors.clauses import children, first, is_passive, particle, preposition

DEPTH = 5  # "X said Y had told Z that ...": deeper nesting is a parse error
FIRST_PERSON = frozenset({"i", "we"})
NAMES = frozenset({"ORG", "PERSON", "GPE"})
MODALS = frozenset({"MD"})
QUESTIONING = frozenset({"ask", "wonder", "question", "doubt", "hope", "wish", "fear"})
NEGATIONS = frozenset({"not", "n't", "never", "hardly", "no"})
BELIEVING = frozenset({"believe", "think", "know", "understand", "reveal", "find", "discover"})
LEADING = frozenset({"want", "have", "lead", "let", "make", "ask", "expect", "get", "like", "take"})
RAISING = frozenset(
    {"say", "report", "believe", "think", "allege", "understand", "rumour", "rumor"}
)


def unwrapped(piece: Piece) -> Piece:
    """``piece`` without the acts of reporting around it."""
    for _ in range(DEPTH):
        for rule in RULES:
            made = rule(piece)
            if made is not None and any(isinstance(w, int) for w in made.words):
                left = () if made.framed else _left(piece, made)
                piece = replace(made, speakers=(*left, *made.speakers))
                break
        else:
            return piece
    return piece


def _left(before: Piece, after: Piece) -> tuple[Speaker, ...]:
    """Bodies named in what an unwrapping left out: "Thanks to NPR we know that P"."""
    heard = {i for who in after.speakers for i in range(who.start, who.end)}
    kept = {*after.own, *heard}
    lost = [
        before.doc[i]
        for i in before.own
        if i not in kept and before.doc[i].pos_ == "PROPN" and before.doc[i].ent_type_ == "ORG"
    ]
    if not lost:
        return ()
    first_name = [t for t in lost if t.i - lost[0].i < len(lost)]
    return speakers_in(before.doc, lost[0].i, first_name[-1].i + 1, before.head)


def _speaker_of(who: Token | None, cue: Token, piece: Piece) -> tuple[Speaker, ...]:
    """The link that ``who`` makes; none for "it", for a relative pronoun, and for the author."""
    empty = {"it", "there", "you", "one", "let", *FIRST_PERSON}
    if who is None or who.dep_ == "expl" or who.lower_ in empty:
        return ()
    numbers = phrase(who)
    numbers = [i for i in numbers if (i < cue.i) == (who.i < cue.i)] or [who.i]
    if who == cue.head:  # the parse set the verb beside its subject
        numbers = [i for i in numbers if i <= who.i]
    if who.i < cue.i:  # a name that the parse split: "The Lighthouse Winmore"
        split = (c for c in children(cue, "nsubj") if c.i < cue.i and c.tag_ not in {"WP", "WDT"})
        numbers.extend(i for c in split for i in phrase(c))
    return speakers_in(piece.doc, min(numbers), max(numbers) + 1, cue)


def _inside(piece: Piece, token: Token) -> tuple[Word, ...]:
    return tuple(within(token, set(piece.own)))


def _with(piece: Piece, words: tuple[Word, ...], head: Token, chain: tuple[Speaker, ...]) -> Piece:
    return replace(piece, words=words, head=head, speakers=(*piece.speakers, *chain), lead=0)


def _is_negated(token: Token) -> bool:
    return any(c.lower_ in NEGATIONS and c.dep_ in {"advmod", "det"} for c in token.children)


def _is_modal(token: Token) -> bool:
    return any(c.tag_ == "MD" for c in children(token, "aux"))


def _clause_of(cue: Token, kept: set[int]) -> Token | None:
    """The declarative clause that a cue governs."""
    for clause in children(cue, "ccomp", "csubj", "advcl"):
        if clause.dep_ == "advcl" and not any(c.lower_ == "that" for c in children(clause, "mark")):
            continue
        if clause.i not in kept or not (is_clause(clause) or first(clause, "nsubj")):
            continue
        marks = [c.lower_ for c in children(clause, "mark")]
        asks = any(t.tag_ in {"WP", "WRB", "WDT", "WP$"} for t in clause.children if t.i < clause.i)
        asks = asks or clause.tag_ == "WP" or "whether" in marks or "if" in marks
        led = first(clause, "nsubj", "nsubj:pass", "csubj", "expl", "nsubj:outer") is not None
        if not asks and ("that" in marks or (is_finite(clause) and led)):
            return clause
    return None


def _content(piece: Piece, cue: Token, clause: Token) -> tuple[Word, ...]:
    """The clause's words without "that", and without the cue where the parse drew it in."""
    kept = set(piece.own)
    words = within(clause, kept)
    mark = next((c.i for c in children(clause, "mark") if c.lower_ == "that"), None)
    if mark is not None and mark > cue.i and words:  # all behind "that", wherever it was hung
        words = [i for i in sorted(kept) if mark <= i <= max(words)]
    if clause.i > cue.i:  # "said that P because Q", the reason hung on the saying
        late = (c for c in children(cue, "advcl") if c.left_edge.i > clause.i and _gives_ground(c))
        words = [*words, *(i for c in late for i in within(c, kept) if i not in words)]
    gone = {mark} if mark is not None else set()
    gone |= {i for i in words if i == cue.i}
    strays = [c for c in children(cue, "nsubj", "nsubj:pass") if c.i < cue.i]
    if clause.i > cue.i:  # nothing before the cue belongs to a clause behind it
        gone |= {i for i in words if i < cue.i}
        gone |= {i for c in strays for i in within(c, kept)}
    return tuple(i for i in words if i not in gone)


def _gives_ground(clause: Token) -> bool:
    """A reason, a condition or a time with a verb of its own."""
    marks = {c.lower_ for c in children(clause, "mark", "advmod")}
    return is_finite(clause) and bool(marks & {"because", "if", "unless", "until", "when", "after"})


def _of_clause(piece: Piece) -> Piece | None:
    """ "X reported that P", "X told Y that P", "it was said that P"."""
    cue, kept = piece.head, set(piece.own)
    lemma = " ".join(filter(None, [cue.lemma_.lower(), particle(cue)]))
    lemma = lemma if is_cue(lemma) else cue.lemma_.lower()
    reports = is_cue(lemma) or lemma in listed("frame", "verbs")
    if cue.pos_ not in {"VERB", "AUX"} or not reports or lemma in QUESTIONING:
        return None
    clause = _clause_of(cue, kept)
    if clause is not None and _is_undisputed(cue):
        return replace(_with(piece, _content(piece, cue, clause), clause, ()), framed=True)
    if clause is not None and _is_order(cue) and lemma in listed("frame", "unforgotten"):
        return replace(_with(piece, _content(piece, cue, clause), clause, ()), framed=True)
    if clause is None or is_denial(lemma) or _is_negated(cue):
        return None
    who, undergoes = doer(cue)
    if undergoes:
        who = next((c for c in children(cue, "obl:agent", "obl") if preposition(c) == "by"), None)
    generic = who is None or not _is_somebody(who)
    if _is_modal(cue) and not generic:
        return None
    if factuality(cue).modality in {"question", "conditional"}:
        return None
    if who is not None and who.lower_ in {"nobody", "no-one"}:
        return None
    if generic and (_is_modal(cue) or _is_order(cue)) and lemma not in listed("frame", "verbs"):
        return None
    chain = () if generic and _is_modal(cue) else _speaker_of(who, cue, piece)
    told = first(cue, "nsubj:pass")  # "NPR was told that P"
    if undergoes and not chain and told is not None and _is_outlet(told):
        chain = _speaker_of(told, cue, piece)
    outlet = next((c for c in children(cue, "iobj", "obj") if _is_outlet(c)), None)
    if outlet is not None and chain:
        chain = (*_speaker_of(outlet, cue, piece), *chain)
    elif chain and (carrier := carrier_of(cue)):
        chain = (*carrier, *chain)
    if not chain:
        certainty = cue_certainty(lemma, "verbs") or "CERTAIN"
        chain = (Speaker(cue.i, cue.i, lemma, certainty),) if undergoes else ()
    made = _with(piece, _content(piece, cue, clause), clause, chain)
    return replace(made, framed=piece.framed or (generic and not undergoes))


def _is_undisputed(cue: Token) -> bool:
    """ "Nobody disputes that P", "no one denies that P": P."""
    who = first(cue, "nsubj")
    nobody = who is not None and (
        who.lower_ in {"nobody", "none"} or any(c.lower_ == "no" for c in who.children)
    )
    doubts = is_denial(cue.lemma_.lower()) or cue.lemma_.lower() in {"doubt", "question"}
    return nobody and doubts and not any(c.lower_ in {"not", "n't"} for c in cue.children)


def _is_somebody(token: Token) -> bool:
    """A name, or a definite or counted person or body that can speak."""
    if token.pos_ == "PROPN" or token.ent_type_ in NAMES:
        return True
    if token.pos_ == "PRON":
        return token.lower_ in {"he", "she", "they", "it", "who", *FIRST_PERSON}
    return token.pos_ in {"NOUN", "NUM", "ADJ"} and not _is_modal(token.head)


def _is_order(cue: Token) -> bool:
    return cue.tag_ == "VB" and first(cue, "nsubj") is None


def _is_outlet(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.ent_type_ in {"ORG", ""}


def _of_quoting(piece: Piece) -> Piece | None:
    """ "X quoted Y as saying that P", "Y was quoted by X as calling Z W", "X has Y calling Z W"."""
    cue, kept = piece.head, set(piece.own)
    lemma = cue.lemma_.lower()
    if lemma not in {"quote", "cite", "have", "report", "describe"} or cue.pos_ != "VERB":
        return None
    who, undergoes = doer(cue)
    if undergoes:
        inner = who
        outer = next(
            (c for c in children(cue, "obl:agent", "obl") if preposition(c) in {"by", "in"}), None
        )
    else:
        inner, outer = first(cue, "obj"), who
    saying = next(
        (
            t
            for t in cue.subtree
            if t.tag_ == "VBG"
            and t.i > cue.i
            and t.i in kept
            and _hangs_near(t, cue)
            and (t.nbor(-1).lower_ == "as" or lemma == "have")
        ),
        None,
    )
    if saying is None or (inner is None and lemma != "have"):
        return None
    if inner is None:
        inner = first(saying, "nsubj") or (saying.head if saying.dep_ == "acl" else None)
    if outer is None:  # "was quoted as saying by AFP"
        outer = next(
            (c for c in children(saying, "obl", "obl:agent") if preposition(c) == "by"), None
        )
    chain = (*_speaker_of(outer, cue, piece), *_speaker_of(inner, saying, piece))
    if (clause := _clause_of(saying, kept)) is not None:
        return _with(piece, _content(piece, saying, clause), clause, chain)
    return _placed(piece, saying, chain) or _called(piece, saying, chain)


def _hangs_near(token: Token, cue: Token) -> bool:
    return token.head == cue or token.head.head == cue


def _called(piece: Piece, verb: Token, chain: tuple[Speaker, ...]) -> Piece | None:
    """ "calling Z W": Z is W."""
    if verb.lemma_.lower() not in listed("cue", "calling"):
        return None
    thing = first(verb, "obj")
    what = first(verb, "xcomp") or _quoted_beside(thing)
    if what is None:  # "calling the plan a triumph", parsed as two objects
        what = next((c for c in children(verb, "obj") if thing is not None and c.i > thing.i), None)
    marker = ""
    if what is None:
        what = next((c for c in children(verb, "obl", "advcl") if preposition(c) == "as"), None)
        marker = "as"
    if thing is None or what is None or what.i < thing.i:
        return None
    kept = set(piece.own)
    last_words = _inside(piece, what)
    first_words = tuple(i for i in _inside(piece, thing) if i not in last_words)
    if what.head == thing:  # the marks of a quotation hang on the noun in it
        opening = int(min(int(i) for i in last_words))
        first_words = tuple(i for i in first_words if int(i) < opening)
    between = [
        i
        for c in verb.children
        if thing.i < c.i < what.left_edge.i and c.dep_ in {"obl", "nmod", "acl", "acl:relcl"}
        for i in within(c, kept)
    ]
    first_words = (*first_words, *(i for i in between if i not in first_words))
    if marker:
        last_words = tuple(i for i in last_words if piece.doc[int(i)].lower_ != "as")
    rest = [
        i
        for c in verb.children
        if c not in {thing, what} and c.i > what.i and c.dep_ in {"obl", "advcl", "nmod"}
        for i in within(c, kept)
    ]
    if what.pos_ == "VERB" and what.tag_ in {"VBN", "VBG", "VB"}:
        return None
    word = "[are]" if "Number=Plur" in str(thing.morph) else "[is]"
    words: tuple[Word, ...] = (*first_words, word, *last_words, *rest)
    return replace(_with(piece, words, what, chain), plain=True)


def _quoted_beside(thing: Token | None) -> Token | None:
    """ "called the change "creative accounting"", parsed as one noun phrase."""
    if thing is None:
        return None
    for child in children(thing, "appos", "nmod"):
        opening = child.doc[child.left_edge.i]
        if opening.text in {'"', "“"} or child.doc[max(opening.i - 1, 0)].text in {'"', "“"}:
            return child
    return None


def _of_calling(piece: Piece) -> Piece | None:
    """ "X called Z W", where somebody named does."""
    verb = piece.head
    who, undergoes = doer(verb)
    if verb.pos_ != "VERB" or undergoes or not _is_source(who) or _is_modal(verb):
        return None
    if _is_negated(verb):
        return None
    return _called(piece, verb, _speaker_of(who, verb, piece))


def _is_source(who: Token | None) -> bool:
    return who is not None and who.pos_ == "PROPN" and who.ent_type_ in {"ORG", "PERSON", ""}


def _of_placing(piece: Piece) -> Piece | None:
    """ "X puts the toll at 12": the toll is 12; "X dates it to May": it was in May."""
    verb = piece.head
    who, undergoes = doer(verb)
    if undergoes or who is None or _is_negated(verb) or _is_modal(verb):
        return None
    if (
        not _is_source(who)
        and who.lower_ != "it"
        and not (who.pos_ == "NOUN" and verb.lemma_ in {"put", "estimate"})
    ):
        return None
    return _placed(piece, verb, _speaker_of(who, verb, piece))


def _placed(piece: Piece, verb: Token, chain: tuple[Speaker, ...]) -> Piece | None:
    """ "putting the toll at 12": the toll is 12."""
    thing = first(verb, "obj")
    if verb.lemma_.lower() not in listed("cue", "placing") or thing is None:
        return None
    kept = set(piece.own)
    where = [c for c in children(verb, "obl", "obl:unmarked", "advmod") if c.i > thing.i]
    where = where or [c for c in children(thing, "nmod") if preposition(c) in {"at", "to"}]
    marker = preposition(where[0]) if where else ""
    if marker not in {"at", "to", "in", "on", "near", "around", "before", "after", "between"}:
        return None
    words = [i for i in within(thing, kept) if not where or i < where[0].left_edge.i]
    rest = [
        i
        for c in verb.children
        if c.i >= where[0].left_edge.i and not c.is_punct
        for i in within(c, kept)
        if i > thing.i and i not in words
    ]
    rest = sorted({*rest, *(i for i in within(where[0], kept) if where)})
    if not rest:
        return None
    case = min(rest)
    timed = where[0].ent_type_ in {"TIME", "DATE"} or where[0].lemma_ in {
        "noon",
        "midnight",
        "dawn",
    }
    counted = any(piece.doc[i].like_num for i in rest) and not timed
    put: list[Word] = list(rest)
    link = "[was]"
    if marker == "at" and counted:
        put, link = list(rest[1:]), "[is]"
    elif marker == "to":
        day = piece.doc[case + 1].like_num
        put = ["[on]" if day else "[in]", *rest[1:]]
    made: tuple[Word, ...] = (*words, link, *put)
    return replace(_with(piece, made, thing, chain), plain=True)


def _of_ground(piece: Piece) -> Piece | None:
    """ "X found no sign that P": there is no sign that P, says X."""
    verb, kept = piece.head, set(piece.own)
    if verb.lemma_.lower() not in listed("cue", "finding") or verb.pos_ not in {"VERB", "AUX"}:
        return None
    ground = first(verb, "obj")
    who, undergoes = doer(verb)
    if ground is None or undergoes or not _is_source(who) or _is_modal(verb):
        return None
    if not _grounds(ground) or not _denies(ground):
        return None
    words: tuple[Word, ...] = ("There", "[is]", *within(ground, kept))
    strays = [
        i for c in verb.children if c.i > ground.i and not c.is_punct for i in within(c, kept)
    ]
    words = (*words, *(i for i in strays if i not in words))
    return replace(_with(piece, words, ground, _speaker_of(who, verb, piece)), negated=True)


def _grounds(token: Token) -> bool:
    return token.lemma_.lower() in listed("cue", "grounds")


def _denies(ground: Token) -> bool:
    return any(
        t.lower_ in {"no", "not", "little", "n't", "never", "scant", "any"}
        for t in (*children(ground, "det", "advmod", "amod"), *ground.head.children)
    )


def _of_raising(piece: Piece) -> Piece | None:
    """ "P is said to have sold": P has sold."""
    cue, kept = piece.head, set(piece.own)
    if cue.lemma_.lower() not in RAISING or not is_passive(cue) or _is_negated(cue):
        return None
    act, who = first(cue, "xcomp"), first(cue, "nsubj:pass")
    to = first(act, "mark") if act is not None else None
    if act is None or who is None or to is None or to.lower_ != "to":
        return None
    plural = "Number=Plur" in str(who.morph) or any(True for _ in children(who, "conj"))
    words: list[Word] = list(within(who, kept))
    perfect = next((c for c in children(act, "aux") if c.lower_ == "have"), None)
    copula = next((c for c in children(act, "cop", "aux:pass") if c.lower_ == "be"), None)
    for i in within(act, kept):
        if i == to.i:
            continue
        if perfect is not None and i == perfect.i:
            words.append("[have]" if plural else "[has]")
        elif perfect is None and copula is not None and i == copula.i:
            words.append("[are]" if plural else "[is]")
        else:
            words.append(i)
    if perfect is None and copula is None:
        return None
    certainty = cue_certainty(cue.lemma_.lower(), "verbs") or "CERTAIN"
    agent = next((c for c in children(cue, "obl:agent", "obl") if preposition(c) == "by"), None)
    chain = _speaker_of(agent, cue, piece) or (
        Speaker(cue.i, cue.i, cue.lemma_.lower(), certainty),
    )
    return _with(piece, tuple(words), act, chain)


def _of_frame(piece: Piece) -> Piece | None:
    """ "It is true that P", "The fact is that P": P, in the author's own voice."""
    head, kept = piece.head, set(piece.own)
    if (outer := first(head, "nsubj:outer")) is not None:
        return _of_outer(piece, outer)
    urged = first(head, "xcomp", "ccomp") if head.lemma_ == "let" else None
    if urged is not None and urged.lemma_ in listed("frame", "unforgotten"):
        clause = _clause_of(urged, kept)  # "Let us not forget that P"
        if clause is not None:
            made = _with(piece, _content(piece, urged, clause), clause, ())
            return replace(made, framed=True)
    if (saying := first(head, "xcomp")) is not None and first(head, "nsubj", "expl") is not None:
        clause = _clause_of(saying, kept)  # "It bears repeating that P"
        who = first(head, "nsubj", "expl")
        framing = {head.lemma_.lower(), saying.lemma_.lower()} <= listed("frame", "verbs")
        if clause is not None and who is not None and who.lower_ == "it" and framing:
            made = _with(piece, _content(piece, saying, clause), clause, ())
            return replace(made, framed=True)
    if first(head, "cop") is None and head.lemma_ != "be":
        return None
    clause = _clause_of(head, kept)
    who = first(head, "nsubj", "expl")
    if clause is None or _is_negated(head) or factuality(head).modality in {"question"}:
        return None
    known = head.lemma_.lower() in listed("frame", "adjectives") and who is not None
    named = who is not None and who.lemma_.lower() in listed("frame", "nouns")
    if not (known and who is not None and who.lower_ == "it") and not named:
        return None
    made = _with(piece, _content(piece, head, clause), clause, ())
    return replace(made, framed=True)


def _of_leading(piece: Piece) -> Piece | None:
    """ "X would have us believe that P", "it took X to reveal that P"."""
    head, kept = piece.head, set(piece.own)
    who, undergoes = doer(head)
    if head.lemma_.lower() not in LEADING or undergoes or who is None or _is_negated(head):
        return None
    if head.lemma_ == "take":
        who = first(head, "obj", "iobj") if who.lower_ == "it" or who.dep_ == "expl" else None
    if not _is_source(who):
        return None
    for verb in head.subtree:
        near = verb.head == head or verb.head.head == head
        if near and verb.i in kept and verb.i > head.i and verb.lemma_.lower() in BELIEVING:
            clause = _clause_of(verb, kept)
            if clause is not None:
                chain = _speaker_of(who, head, piece)
                return _with(piece, _content(piece, verb, clause), clause, chain)
    return None


def _of_relayed(piece: Piece) -> Piece | None:
    """ "X quotes a diplomat who says that P"."""
    head, kept = piece.head, set(piece.own)
    who, undergoes = doer(head)
    inner = first(head, "obj")
    if head.lemma_.lower() not in cue_words("relay", "gather") or undergoes or inner is None:
        return None
    if not _is_source(who) or _is_negated(head) or _is_modal(head):
        return None
    for verb in children(inner, "acl:relcl", "acl"):
        clause = _clause_of(verb, kept) if is_cue(verb.lemma_.lower()) else None
        if clause is not None and not is_denial(verb.lemma_.lower()):
            numbers = [i for i in within(inner, kept) if i < verb.left_edge.i]
            if not numbers:
                return None
            chain = (
                *_speaker_of(who, head, piece),
                *speakers_in(piece.doc, min(numbers), max(numbers) + 1, verb),
            )
            return _with(piece, _content(piece, verb, clause), clause, chain)
    return None


def _of_outer(piece: Piece, outer: Token) -> Piece | None:
    """ "What they forgot is that P", "The fact is P"."""
    framing = outer.lower_ == "what" or outer.lemma_.lower() in listed("frame", "nouns")
    copula = next(
        (c for c in piece.head.children if c.lemma_ == "be" and c.i > outer.i and c.i in piece.own),
        None,
    )
    if outer.i not in piece.own or not framing or copula is None or _is_negated(piece.head):
        return None
    rest = [i for i in piece.own if i > copula.i]
    while rest and (piece.doc[rest[0]].lower_ == "that" or piece.doc[rest[0]].is_punct):
        rest.pop(0)
    if not rest or piece.head.i not in rest:
        return None
    return replace(_with(piece, tuple(rest), piece.head, ()), framed=True)


RULES: tuple[Callable[[Piece], Piece | None], ...] = (
    _of_clause,
    _of_quoting,
    _of_placing,
    _of_ground,
    _of_raising,
    _of_calling,
    _of_leading,
    _of_relayed,
    _of_frame,
)
