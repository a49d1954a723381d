"""Polarity, certainty and modality of a predicate: a parsed token in, three values out.

The scheme is MEANTIME's and FactBank's (Saurí and Pustejovsky 2009): POS/NEG;
CERTAIN/PROBABLE/POSSIBLE/UNDERSPECIFIED. Infinitives follow Karttunen's implicatives (2012):
"managed to" happened, "failed to" did not, "tried to" is open. Words: ``certainty.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from extractors.attribution.embedding import Standing, affirming_noun, affirms, embedded
from extractors.attribution.own import (
    ORDER,
    Facts,
    has_conditional_dependent,
    has_mark,
    has_own_frame,
    implicative,
    is_condition,
    is_of_some,
    is_past,
    is_purpose,
    negated_arguments,
    negation_reaches,
    own,
    weaker,
    words,
)
from extractors.attribution.rejection import listed, stands_rejected
from extractors.attribution.surroundings import is_discredited_around
from extractors.attribution.words import cue_certainty
from extractors.grammar import MAX_CLIMB, children, first
from extractors.records import Certainty, Polarity

CLAUSES = frozenset({"advcl", "ccomp", "csubj", "xcomp", "acl", "acl:relcl", "nmod", "obl"})

__all__ = ["ORDER", "Factuality", "factuality", "weaker"]


@dataclass(frozen=True, slots=True)
class Factuality:
    """``modality`` is "actual", "future", "conditional", "question", "imperative" or "wish"."""

    polarity: Polarity = "POS"
    certainty: Certainty = "CERTAIN"
    modality: str = "actual"


def factuality(token: Token) -> Factuality:
    """What the text makes of the event or state ``token`` names, its governors included."""
    facts = _whole(token)
    if stands_rejected(token) or is_discredited_around(token):
        facts = facts.weakened("UNDERSPECIFIED")
    if has_conditional_dependent(token):
        facts = facts._replace(modality="conditional")
    certainty = facts.certainty
    if facts.modality in {"conditional", "question", "imperative"}:
        certainty = weaker(certainty, "UNDERSPECIFIED")
    return Factuality("NEG" if facts.negations % 2 else "POS", certainty, facts.modality)


def _whole(token: Token, depth: int = 0) -> Facts:
    """What the token's own words and its governors make of it."""
    facts = own(token).negated(negated_arguments(token))
    if is_of_some(token):
        facts = facts.weakened("UNDERSPECIFIED")
    return _climbed(token, _of_its_kind(token, facts), depth)


def _climbed(token: Token, facts: Facts, depth: int) -> Facts:
    """``facts`` of ``token`` on their way up to the root of its sentence."""

    def whole(governor: Token) -> Facts:
        return _whole(governor, depth + 1)

    def above(clause: Token) -> Facts:
        return _climbed(clause, Facts(0, "CERTAIN", "actual"), depth + 1)

    current = token
    for _ in range(MAX_CLIMB if depth < MAX_CLIMB else 0):
        governor = current.head
        if governor.i == current.i or _asks_why(current):
            break
        known = _under(current, governor, facts)
        if known is None:
            return embedded(current, governor, facts, Standing(whole, above))
        facts = known
        current = governor
    return facts


def _asks_why(token: Token) -> bool:
    """ "Could not explain why they left", "it is unclear why": they left."""
    return any(c.lower_ == "why" for c in children(token, "advmod")) and token.dep_ != "root"


def _of_its_kind(token: Token, facts: Facts) -> Facts:
    """ "The fact is that X" affirms X, "the rumour is that X" does not, "whether X" neither."""
    what = first(token, "nsubj:outer")
    if is_condition(token):
        return facts._replace(modality="conditional")
    if _is_as_though(token):
        return facts.weakened("UNDERSPECIFIED", "conditional")
    if what is None or what.pos_ != "NOUN":
        return facts
    if affirming_noun(what) and cue_certainty(what.lemma_.lower(), "nouns") in {None, "CERTAIN"}:
        return facts
    return facts.weakened("UNDERSPECIFIED")


def _is_as_though(token: Token) -> bool:
    """ "It was as though X", where the parse makes X the sentence."""
    return any(
        c.lower_ == "as" and c.i + 1 < len(token.doc) and c.nbor(1).lower_ in {"though", "if"}
        for c in children(token, "mark")
    )


def _under(current: Token, governor: Token, facts: Facts) -> Facts | None:
    """``facts`` of ``current`` as its governor leaves them; None where it says nothing of them."""
    relation = current.dep_
    if relation == "conj":
        return _joined(current, governor, facts)
    if is_condition(current) and relation in CLAUSES:
        return facts._replace(modality="conditional")
    if _is_close_to(current, governor):
        return facts.negated(1 + own(governor).negations)
    if _is_kept_from(current, governor):
        return facts.negated(1 + own(governor).negations)
    if relation == "xcomp" or (
        relation in {"acl", "advcl", "ccomp"} and _follows_adjective(current)
    ):
        return _infinitive(current, governor, facts)
    if relation in {"acl", "acl:relcl"} and has_mark(current, "to"):
        return _infinitive_of_noun(current, governor, facts)
    if relation in {"ccomp", "csubj", "acl", "acl:relcl", "advcl"} and has_mark(current, "that"):
        return _judged(governor, facts)
    if relation == "nmod" and governor.lemma_.lower() in words("grounds", "nouns"):
        return _judged(governor, facts)
    if relation == "advcl" and is_purpose(current):
        if _is_sequel(governor):
            return _infinitive_of_noun(current, governor, facts)
        return facts.weakened("UNDERSPECIFIED", "wish")
    if relation == "advcl" and any(has_mark(current, m) for m in words("temporal", "marks")):
        future = own(governor).modality == "future"
        return facts.weakened("CERTAIN", "future") if future else None
    return None


def _is_sequel(governor: Token) -> bool:
    """ "Went on to destroy it", "was the first to cross it": they did; "went to destroy it" tells
    why."""
    on = any(c.lower_ == "on" for c in children(governor, "advmod", "compound:prt"))
    return (governor.lemma_ == "go" and on) or governor.lower_ in words("ranks", "words")


def _joined(current: Token, governor: Token, facts: Facts) -> Facts:
    if has_own_frame(current):
        return facts
    shared = own(governor)
    if negation_reaches(current):
        facts = facts.negated(shared.negations)
    if current.tag_ == "VB" or current.tag_ == governor.tag_ != "VBD":
        facts = facts.weakened(shared.certainty, shared.modality)
    return facts


def _infinitive(current: Token, governor: Token, facts: Facts) -> Facts:
    """What follows from "X verb to do Y" for doing Y (Karttunen 2012)."""
    lemma = governor.lemma_.lower()
    outer = own(governor).negated(negated_arguments(governor))
    kind = _kind(current, governor)
    if kind == "hesitate":
        kind = "false" if outer.negations else "open"
    if kind == "false":
        facts = facts.negated(1 + outer.negations)
    elif kind == "open":
        # "did not want to go": nothing follows about going, so the negation stays outside
        facts = facts.weakened("UNDERSPECIFIED", "wish")
    elif kind == "unlikely":
        facts = facts.negated(1 + outer.negations).weakened("PROBABLE", "future")
    elif kind == "seen" and outer.negations:
        facts = facts.weakened("UNDERSPECIFIED")
    else:
        facts = facts.negated(outer.negations)
    if kind == "future":
        facts = facts.weakened("CERTAIN", "future")
    if kind == "probable":
        perfect = first(current, "aux") is not None or current.pos_ != "VERB"
        coming = lemma in words("ahead", "verbs") and not perfect
        facts = facts.weakened("PROBABLE", "future" if coming else "actual")
    return facts.weakened(outer.certainty, outer.modality)


def _kind(current: Token, governor: Token) -> str:
    """The class of implication of a governor; what no list knows leaves an infinitive open."""
    lemma = governor.lemma_.lower()
    marked = has_mark(current, "to")
    if lemma in {"have", "be"} and marked:
        # "had to flee" tells that they fled; "has to flee", "is to flee" leave it open
        return "true" if lemma == "have" and governor.tag_ == "VBD" else "open"
    if lemma in words("permitted", "verbs"):
        return "true" if is_past(governor) or governor.tag_ == "VBN" else "open"
    if governor.lemma_ == "go" and _is_sequel(governor):
        return "true"
    if kind := implicative(lemma):
        return kind
    if governor.pos_ == "NOUN" and governor.lower_ not in words("ranks", "words"):
        return "open"  # an ability, plan or decision to act is not yet the act
    if current.pos_ != "VERB":
        return ""  # "was elected mayor", "is said to be old"
    reported = cue_certainty(lemma, "verbs") is not None
    if lemma in words("seen", "verbs") and not marked:
        return "seen"
    observed = first(governor, "obj")
    if current.tag_ == "VBG" and observed is not None and observed.i < current.i:
        return "seen"  # "caught him leaving"
    known = affirms(governor) or lemma in words("probable", "verbs")
    return "" if reported or known else "open"


def _infinitive_of_noun(current: Token, governor: Token, facts: Facts) -> Facts:
    """ "The first to win" won (Bhatt 2006: no hidden modal); "a plan to win" is only a plan."""
    ranked = any(
        c.tag_ in {"JJS", "RBS"} or c.lower_ in words("ranks", "words")
        for c in children(governor, "amod", "nummod", "advmod")
    )
    if ranked or governor.lower_ in words("ranks", "words"):
        return facts.weakened(own(governor).certainty, own(governor).modality)
    if _is_headline(current, governor):
        return facts.weakened("CERTAIN", "future")
    return _infinitive(current, governor, facts)


def _is_headline(current: Token, governor: Token) -> bool:
    """ "Airline to cut 300 jobs": an infinitive after a bare noun, and no finite verb at all."""
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in governor.sent)
    bare = first(governor, "det", "nmod:poss") is None
    return governor.head.i == governor.i and bare and not finite and has_mark(current, "to")


def _judged(governor: Token, facts: Facts) -> Facts | None:
    """ "It is false that ...", "it is likely that ...", "there is no evidence that ..."."""
    lemma = governor.lemma_.lower()
    outer = own(governor)
    if is_no_doubt(governor) or _is_no_myth(governor) or _is_not_until(governor):
        return facts
    given = lemma in words("grounds", "given")
    denied = governor.pos_ == "NOUN" and not given and _is_denied(governor)
    if denied:
        facts = facts.weakened("UNDERSPECIFIED")
    if lemma in words("grounds", "nouns"):
        missing = outer.negations + negated_arguments(governor) + own(governor.head).negations
        return facts.weakened("UNDERSPECIFIED") if missing or denied else None
    if lemma in words("judged", "false"):
        return facts.negated(1 + outer.negations).weakened(outer.certainty, outer.modality)
    if lemma in words("judged", "true"):
        return facts.negated(outer.negations).weakened(outer.certainty, outer.modality)
    if any(c.lower_ in words("negation", "scarce") for c in children(governor, "advmod")):
        return facts.weakened("UNDERSPECIFIED")  # "hardly likely"
    if lemma in words("judged", "clear") and governor.dep_ == "obl":
        return None  # "can say for sure that"
    if lemma in words("judged", "clear"):
        doubted = outer.negations or _is_anything_but(governor)
        return facts.weakened("UNDERSPECIFIED" if doubted else outer.certainty, outer.modality)
    if lemma == "unlikely":
        return facts.negated(1 + outer.negations).weakened("PROBABLE")
    if lemma in words("possible", "adjectives"):
        return facts.weakened("POSSIBLE")
    if lemma in words("probable", "adjectives"):
        return facts.weakened("PROBABLE" if not outer.negations else "UNDERSPECIFIED")
    return facts if denied else None


def _is_no_myth(noun: Token) -> bool:
    """ "It is no myth that he burned it": he did."""
    bare = {t.lower_ for t in noun.subtree if t.i < noun.i} - {"it", "is", "was", "'s"}
    rejects = noun.lemma_.lower() in listed("rejecting", "nouns") | words("grounds", "undoubted")
    return rejects and noun.pos_ == "NOUN" and bare in ({"no"}, {"not", "a"}, {"n't", "a"})


def _is_not_until(governor: Token) -> bool:
    """ "It was not until the third night that they contained it": they did, then."""
    before = [t.lower_ for t in governor.sent if t.i <= governor.i]
    start = before.index("it") if "it" in before else -1
    ahead = before[start : start + 4]
    return start >= 0 and ahead[1:] in (["was", "not", "until"], ["was", "n't", "until"])


def _is_anything_but(governor: Token) -> bool:
    """ "Anything but clear", "by no means certain", "far from obvious"."""
    before = governor.doc[max(0, governor.i - 3) : governor.i].text.lower()
    return before.endswith(("anything but", "by no means", "far from", "in no way", "less than"))


def is_no_doubt(noun: Token) -> bool:
    """ "There is no doubt that" affirms; "there are doubts that" and "no proof that" do not."""
    return noun.lemma_.lower() in words("grounds", "undoubted") and _is_denied(noun)


def _is_denied(noun: Token) -> bool:
    """ "no proof that ...", "is not a sign that ...", "little chance that ..."."""
    around = (*noun.children, *noun.head.children)
    return any(child.lower_ in words("grounds", "denied") for child in around)


def _is_close_to(current: Token, governor: Token) -> bool:
    """ "Came close to collapsing", "is incapable of leaving": it did not."""
    close = governor.doc[max(0, current.i - 2) : current.i].text.lower() == "close to"
    close = close and current.tag_ == "VBG"
    return close or (implicative(governor.lemma_.lower()) == "false" and has_mark(current, "of"))


def _is_kept_from(current: Token, governor: Token) -> bool:
    """ "kept them from leaving", "banned her from speaking"."""
    return governor.lemma_.lower() in words("kept", "verbs") and has_mark(current, "from")


def _follows_adjective(current: Token) -> bool:
    """ "is due to begin", "is set to begin", also where a parse makes a purpose of it."""
    governor = current.head
    known = implicative(governor.lemma_.lower()) in {"future", "probable", "unlikely", "false"}
    return current.tag_ == "VB" and known and first(governor, "cop", "aux:pass") is not None
