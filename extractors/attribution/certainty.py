"""Polarity, certainty and modality of a predicate: a parsed token in, three values out.

The scheme is MEANTIME's and FactBank's (Saurí and Pustejovsky 2009): POS/NEG;
CERTAIN/PROBABLE/POSSIBLE/UNDERSPECIFIED. Infinitives follow Karttunen's implicatives (2012):
"managed to" happened, "failed to" did not, "tried to" is open. Words: ``certainty.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from spacy.tokens import Token

from extractors.grammar import MAX_CLIMB, children, excluded_by_rather, first, read_table
from extractors.records import Certainty, Polarity

KINDS = ("false", "open", "true", "future", "probable", "unlikely")
ORDER: tuple[Certainty, ...] = ("CERTAIN", "PROBABLE", "POSSIBLE", "UNDERSPECIFIED")


@dataclass(frozen=True, slots=True)
class Factuality:
    """``modality`` is "actual", "future", "conditional", "question", "imperative" or "wish"."""

    polarity: Polarity = "POS"
    certainty: Certainty = "CERTAIN"
    modality: str = "actual"


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """The less certain of the two."""
    return max(one, other, key=ORDER.index)


@cache
def _words(section: str, key: str) -> frozenset[str]:
    return frozenset(
        read_table("extractors.attribution", "certainty").get(section, {}).get(key, ())
    )


@cache
def _implicative(lemma: str) -> str:
    for kind in KINDS:
        if lemma in read_table("extractors.attribution", "certainty")["implicative"][kind]["verbs"]:
            return kind
    return ""


class Facts(NamedTuple):
    """What is known on the way from a predicate up through its governors."""

    negations: int
    certainty: Certainty
    modality: str

    def weakened(self, certainty: Certainty, modality: str = "actual") -> Facts:
        """Less certain, and of the given modality where there is none yet."""
        kept = self.modality if self.modality != "actual" else modality
        return Facts(self.negations, weaker(self.certainty, certainty), kept)

    def negated(self, times: int = 1) -> Facts:
        """With more negations around it."""
        return self._replace(negations=self.negations + times)


def factuality(token: Token) -> Factuality:
    """What the text makes of the event or state ``token`` names, its governors included."""
    facts = _own(token).negated(_negated_arguments(token))
    if _is_of_some(token):
        facts = facts.weakened("UNDERSPECIFIED")
    current = token
    for _ in range(MAX_CLIMB):
        governor = current.head
        if governor.i == current.i:
            break
        above = _under(current, governor, facts)
        if above is None:
            break
        facts = above
        current = governor
    if _has_conditional_dependent(token):
        facts = facts._replace(modality="conditional")
    certainty = facts.certainty
    if facts.modality in {"conditional", "question", "imperative"}:
        certainty = weaker(certainty, "UNDERSPECIFIED")
    return Factuality("NEG" if facts.negations % 2 else "POS", certainty, facts.modality)


def _under(current: Token, governor: Token, facts: Facts) -> Facts | None:
    """``facts`` of ``current`` as its governor leaves them; None where it says nothing of them."""
    relation = current.dep_
    if relation == "conj":
        return _joined(current, governor, facts)
    if _is_condition(current) and relation in {"advcl", "ccomp", "csubj"}:
        return facts._replace(modality="conditional")
    if _is_kept_from(current, governor):
        return facts.negated(1 + _own(governor).negations)
    if relation == "xcomp" or (
        relation in {"acl", "advcl", "ccomp"} and _follows_adjective(current)
    ):
        return _infinitive(current, governor, facts)
    if relation in {"acl", "acl:relcl"} and _has_mark(current, "to"):
        return _infinitive_of_noun(current, governor, facts)
    if relation in {"ccomp", "csubj", "acl", "acl:relcl", "advcl"} and _has_mark(current, "that"):
        return _judged(governor, facts)
    if relation == "nmod" and governor.lemma_.lower() in _words("grounds", "nouns"):
        return _judged(governor, facts)
    if relation == "advcl" and _is_purpose(current):
        return facts.weakened("UNDERSPECIFIED", "wish")
    if relation == "advcl" and any(_has_mark(current, m) for m in _words("temporal", "marks")):
        future = _own(governor).modality == "future"
        return facts.weakened("CERTAIN", "future") if future else None
    return None


def _joined(current: Token, governor: Token, facts: Facts) -> Facts:
    if _has_own_frame(current):
        return facts
    shared = _own(governor)
    if _negation_reaches(current):
        facts = facts.negated(shared.negations)
    if current.tag_ == "VB" or current.tag_ == governor.tag_ != "VBD":
        facts = facts.weakened(shared.certainty, shared.modality)
    return facts


def _infinitive(current: Token, governor: Token, facts: Facts) -> Facts:
    """What follows from "X verb to do Y" for doing Y (Karttunen 2012)."""
    lemma = governor.lemma_.lower()
    kind = _implicative(lemma)
    if not kind and governor.pos_ == "NOUN":
        kind = "open"  # an ability, plan or decision to act is not yet the act
    if lemma in {"have", "be"} and _has_mark(current, "to"):
        # "had to flee" tells that they fled; "has to flee", "is to flee" leave it open
        kind = "true" if lemma == "have" and governor.tag_ == "VBD" else "open"
    outer = _own(governor)
    if kind == "false":
        facts = facts.negated(1 + outer.negations)
    elif kind == "open":
        # "did not want to go": nothing follows about going, so the negation stays outside
        facts = facts.weakened("UNDERSPECIFIED", "wish")
    elif kind == "unlikely":
        facts = facts.negated(1 + outer.negations).weakened("PROBABLE", "future")
    else:
        facts = facts.negated(outer.negations)
    if kind == "future":
        facts = facts.weakened("CERTAIN", "future")
    if kind == "probable":
        perfect = first(current, "aux") is not None or current.pos_ != "VERB"
        coming = lemma in _words("ahead", "verbs") and not perfect
        facts = facts.weakened("PROBABLE", "future" if coming else "actual")
    return facts.weakened(outer.certainty, outer.modality)


def _infinitive_of_noun(current: Token, governor: Token, facts: Facts) -> Facts:
    """ "The first to win" won (Bhatt 2006: no hidden modal); "a plan to win" is only a plan."""
    ranked = any(
        c.tag_ in {"JJS", "RBS"} or c.lower_ in _words("ranks", "words")
        for c in children(governor, "amod", "nummod", "advmod")
    )
    if ranked or governor.lower_ in _words("ranks", "words"):
        return facts.weakened(_own(governor).certainty, _own(governor).modality)
    if _is_headline(current, governor):
        return facts.weakened("CERTAIN", "future")
    return _infinitive(current, governor, facts)


def _is_headline(current: Token, governor: Token) -> bool:
    """ "Airline to cut 300 jobs": an infinitive after a bare noun, and no finite verb at all."""
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in governor.sent)
    bare = first(governor, "det", "nmod:poss") is None
    return governor.head.i == governor.i and bare and not finite and _has_mark(current, "to")


def _is_headline_clause(token: Token) -> bool:
    """ "Airline to be paid for delays", where the parse sees a clause."""
    led = first(token, "nsubj", "nsubj:pass") is not None and _has_mark(token, "to")
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in token.sent)
    return led and token.head.i == token.i and not finite


def _judged(governor: Token, facts: Facts) -> Facts | None:
    """ "It is false that ...", "it is likely that ...", "there is no evidence that ..."."""
    lemma = governor.lemma_.lower()
    outer = _own(governor)
    denied = governor.pos_ == "NOUN" and _is_denied(governor)
    if denied:
        facts = facts.weakened("UNDERSPECIFIED")
    if lemma in _words("grounds", "nouns"):
        missing = outer.negations + _negated_arguments(governor) + _own(governor.head).negations
        return facts.weakened("UNDERSPECIFIED") if missing or denied else None
    if lemma in _words("judged", "false"):
        return facts.negated(1 + outer.negations)
    if lemma in _words("judged", "true"):
        return facts.negated(outer.negations).weakened(outer.certainty)
    if lemma == "unlikely":
        return facts.negated(1 + outer.negations).weakened("PROBABLE")
    if lemma in _words("possible", "adjectives"):
        return facts.weakened("POSSIBLE")
    if lemma in _words("probable", "adjectives"):
        return facts.weakened("PROBABLE" if not outer.negations else "UNDERSPECIFIED")
    return facts if denied else None


def _is_denied(noun: Token) -> bool:
    """ "no proof that ...", "is not a sign that ...", "little chance that ..."."""
    around = (*noun.children, *noun.head.children)
    return any(child.lower_ in _words("grounds", "denied") for child in around)


def _is_kept_from(current: Token, governor: Token) -> bool:
    """ "kept them from leaving", "banned her from speaking"."""
    return governor.lemma_.lower() in _words("kept", "verbs") and _has_mark(current, "from")


def _follows_adjective(current: Token) -> bool:
    """ "is due to begin", "is set to begin", also where a parse makes a purpose of it."""
    governor = current.head
    known = _implicative(governor.lemma_.lower()) in {"future", "probable", "unlikely", "false"}
    return current.tag_ == "VB" and known and first(governor, "cop", "aux:pass") is not None


def _has_mark(token: Token, mark: str) -> bool:
    return any(c.lower_ == mark for c in children(token, "mark", "case", "advmod"))


def _own(token: Token) -> Facts:
    """What the token's own auxiliaries, adverbs and determiners say."""
    facts = Facts(0, "CERTAIN", "actual")
    if excluded_by_rather(token) and _excludes(token):
        facts = facts.negated()
    for child in token.children:
        facts = _modified(token, child, facts)
    if token.pos_ in {"NOUN", "PROPN", "ADJ"}:
        for child in children(token, "amod", "det"):
            word = child.lower_
            if child.dep_ == "det" and word in _words("negation", "determiners"):
                facts = facts.negated()
            elif word in _words("possible", "adjectives"):
                facts = facts.weakened("POSSIBLE")
            elif word in _words("probable", "adjectives"):
                facts = facts.weakened("PROBABLE")
    if token.lemma_ in _words("probable", "verbs") and first(token, "xcomp", "ccomp") is not None:
        facts = facts.weakened("PROBABLE")
    if token.dep_ == "xcomp" and token.head.lemma_ in _words("probable", "verbs"):
        facts = facts.weakened("PROBABLE")
    if _is_headline_clause(token):
        facts = facts._replace(modality="future")
    if _is_question(token):
        facts = facts._replace(modality="question")
    elif _is_imperative(token):
        facts = facts._replace(modality="imperative")
    if any(c.dep_ in {"mark", "case"} and c.lower_ == "without" for c in token.children):
        facts = facts.negated()
    return facts


def _modified(token: Token, child: Token, facts: Facts) -> Facts:
    """``facts`` with what one adverb or auxiliary adds."""
    word = child.lower_
    if child.dep_ in {"advmod", "advmod:neg", "neg", "cc:preconj", "aux"} and (
        word in _words("negation", "words") or (word == "longer" and _is_no(child))
    ):
        after = token.doc[child.i + 1].lower_ if child.i + 1 < len(token.doc) else ""
        if after in _words("negation", "adds"):
            return facts  # "not only old but weak": it is old
        if after == "necessarily":
            return facts.weakened("POSSIBLE")
        facts = facts.negated()
    if child.dep_ == "advmod":
        return facts.weakened(_adverb_certainty(word))
    if child.dep_ != "aux":
        return facts
    lemma = child.lemma_.lower()
    if word in _words("future", "modals"):
        return facts._replace(modality="future")
    if word in {"would", "'d"} and child.tag_ == "MD":
        return _would(token, facts)
    if word in _words("possible", "modals") or lemma in _words("possible", "modals"):
        return facts.weakened(_could(child, token))
    if lemma in _words("duty", "modals") and not _is_inference(token):
        return facts.weakened("UNDERSPECIFIED", "wish")
    if lemma in _words("probable", "modals") or word in _words("probable", "modals"):
        return facts.weakened("PROBABLE")
    return facts


def _would(token: Token, facts: Facts) -> Facts:
    """The past's future ("said it would leave"), a condition's result, or a guess."""
    if _is_perfect(token):
        return facts._replace(modality="conditional")
    told = token.dep_ in {"ccomp", "acl", "advcl", "conj"} and _is_past(token.head)
    told = told or (first(token, "nsubj:outer") is not None and _is_past(token))
    return facts.weakened("CERTAIN" if told else "PROBABLE", "future")


def _is_past(token: Token) -> bool:
    if token.tag_ == "VBD":
        return True
    return any(c.tag_ == "VBD" for c in children(token, "aux", "aux:pass", "cop"))


def _is_perfect(token: Token) -> bool:
    return any(c.lemma_ == "have" for c in children(token, "aux"))


def _is_inference(token: Token) -> bool:
    """ "must have left", "must be old" conclude; "must leave" demands."""
    return _is_perfect(token) or first(token, "cop") is not None


def _excludes(token: Token) -> bool:
    """ "rather than X", "instead of X", not "rather old", "but instead is"."""
    return any(
        c.lower_ in {"rather", "instead"}
        and c.i + 1 < len(token.doc)
        and (c.nbor(1).lower_ in {"than", "of"} or c.dep_ == "cc")
        for c in token.children
    )


def _could(auxiliary: Token, verb: Token) -> Certainty:
    """ "could" of past ability ("could not verify") states a fact; "could win" does not."""
    negated = any(child.lower_ in {"not", "n't"} for child in verb.children)
    if auxiliary.lower_ != "could" or not negated:
        return "POSSIBLE"
    return "PROBABLE" if _is_perfect(verb) else "CERTAIN"


def _is_no(token: Token) -> bool:
    return any(child.lower_ == "no" for child in token.children)


def _adverb_certainty(word: str) -> Certainty:
    if word in _words("possible", "adverbs"):
        return "POSSIBLE"
    if word in _words("probable", "adverbs"):
        return "PROBABLE"
    return "CERTAIN"


def _negated_arguments(token: Token) -> int:
    """ "No soldiers were there", "nobody saw it", "found nothing": the clause is negated."""
    if token.pos_ in {"NOUN", "PROPN"} and first(token, "cop") is None:
        return 0
    for child in children(token, "nsubj", "nsubj:pass", "obj", "expl", "obl"):
        if child.lower_ in {"none", "nobody", "nothing", "no-one", "neither"}:
            return 1
        if child.lower_ == "no" and any(c.lower_ == "one" for c in child.children):
            return 1
        for determiner in children(child, "det", "advmod", "cc:preconj"):
            if determiner.lower_ in _words("negation", "determiners"):
                return 1
        if child.dep_ != "obl" and _not_a_single(child):
            return 1
    return 0


def _is_of_some(token: Token) -> bool:
    """ "Not all soldiers left": some did and some did not."""
    return any(
        child.lower_ == "not" and not _not_a_single(who)
        for who in children(token, "nsubj", "nsubj:pass", "obj")
        for child in who.children
        if child.i < who.i
    )


def _not_a_single(token: Token) -> bool:
    """ "Not a single soldier", not "not all soldiers", which leaves some."""
    return any(
        child.lower_ == "not"
        and child.i < token.i
        and token.doc[child.i + 1].lower_ in {"a", "an", "one", "any", "even"}
        for child in token.children
    )


def _has_own_frame(token: Token) -> bool:
    """True for a coordinated verb with a subject or auxiliary of its own: it shares nothing."""
    return first(token, "aux", "nsubj", "nsubj:pass") is not None


def _negation_reaches(token: Token) -> bool:
    """ "had not seen or met anyone" denies both; "did not stop and fled" denies only the first."""
    joined = first(token, "cc")
    if joined is not None and joined.lower_ in {"or", "nor"}:
        return True
    return (
        token.tag_ == token.head.tag_
        and token.tag_ in {"VB", "VBN"}
        and not any(child.lower_ in {"but", "yet"} for child in token.children)
    )


def _is_condition(token: Token) -> bool:
    """ "If they attack", "whether they attacked", "had they attacked"."""
    marked = any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in _words("condition", "marks")
        for child in token.children
    )
    who = first(token, "nsubj", "nsubj:pass")
    inverted = token.dep_ == "advcl" and who is not None and first(token, "mark") is None
    return marked or (
        inverted
        and who is not None
        and any(
            c.lower_ in {"had", "should", "were"} and c.i == token.left_edge.i
            for c in token.children
        )
    )


def _is_purpose(token: Token) -> bool:
    return token.tag_ == "VB" and any(
        child.dep_ == "mark" and child.lower_ == "to" for child in token.children
    )


def _has_conditional_dependent(token: Token) -> bool:
    would = any(child.lower_ in {"would", "could", "might", "will"} for child in token.children)
    return would and any(_is_condition(child) for child in children(token, "advcl"))


def _is_question(token: Token) -> bool:
    return token.head.i == token.i and len(token.sent) > 1 and token.sent[-1].text in {"?", '?"'}


def _is_imperative(token: Token) -> bool:
    return (
        token.head.i == token.i
        and token.tag_ == "VB"
        and "Mood=Imp" in str(token.morph)
        and first(token, "nsubj", "aux") is None
    )
