"""What a predicate's own words make of it: auxiliaries, adverbs, determiners, questions, orders.

A parsed token in, `Facts` out; governors are `extractors.attribution.certainty`'s affair.
Words: ``certainty.toml``.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from spacy.tokens import Span, Token

from extractors.grammar import children, excluded_by_rather, first, preposition, read_table
from extractors.records import Certainty

KINDS = ("false", "open", "true", "future", "probable", "unlikely", "hesitate")
ORDER: tuple[Certainty, ...] = ("CERTAIN", "PROBABLE", "POSSIBLE", "UNDERSPECIFIED")


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """The less certain of the two."""
    return max(one, other, key=ORDER.index)


@cache
def words(section: str, key: str) -> frozenset[str]:
    return frozenset(
        read_table("extractors.attribution", "certainty").get(section, {}).get(key, ())
    )


@cache
def implicative(lemma: str) -> str:
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


def has_mark(token: Token, mark: str) -> bool:
    return any(c.lower_ == mark for c in children(token, "mark", "case", "advmod"))


def own(token: Token) -> Facts:
    """What the token's own auxiliaries, adverbs and determiners say."""
    facts = Facts(0, "CERTAIN", "actual")
    if excluded_by_rather(token) and _excludes(token):
        facts = facts.negated()
    for child in token.children:
        facts = _modified(token, child, facts)
    if token.pos_ in {"NOUN", "PROPN", "ADJ"}:
        for child in children(token, "amod", "det"):
            word = child.lower_
            if child.dep_ == "det" and word in words("negation", "determiners"):
                facts = facts.negated()
            elif word in words("possible", "adjectives"):
                facts = facts.weakened("POSSIBLE")
            elif word in words("probable", "adjectives"):
                facts = facts.weakened("PROBABLE")
    if token.lemma_ in words("probable", "verbs") and first(token, "xcomp", "ccomp") is not None:
        facts = facts.weakened("PROBABLE")
    if token.dep_ == "xcomp" and token.head.lemma_ in words("probable", "verbs"):
        facts = facts.weakened("PROBABLE")
    if is_headline_clause(token):
        facts = facts._replace(modality="future")
    if _is_question(token):
        facts = facts._replace(modality="question")
    elif _is_imperative(token):
        facts = facts._replace(modality="imperative")
    if any(c.dep_ in {"mark", "case"} and c.lower_ == "without" for c in token.children):
        facts = facts.negated()
    if token.doc[max(0, token.i - 2) : token.i].text.lower() in words("negation", "before"):
        facts = facts.negated()
    if _is_arranged(token):
        yet = any(c.lower_ == "yet" for c in children(token, "advmod"))
        facts = facts.negated(int(yet)).weakened("UNDERSPECIFIED", "wish")
    if facts.negations and _is_until(token):
        facts = facts.negated(-1)
    return facts


def _is_arranged(token: Token) -> bool:
    """ "Is yet to be confirmed", "are still to be released", with one verb in the parse."""
    to = next((c for c in children(token, "mark") if c.lower_ == "to"), None)
    return to is not None and any(
        c.i < to.i and c.lower_ in {"is", "are", "was", "were", "'s"}
        for c in children(token, "aux", "aux:pass", "cop")
    )


def _is_until(token: Token) -> bool:
    """ "Did not leave until Monday": they left then; "will not leave" differs."""
    marked = any(
        c.lower_ in words("until", "marks")
        for when in children(token, "obl", "advcl", "obl:unmarked", "obl:tmod", "advmod")
        for c in when.children
        if c.i > token.i
    )
    coming = any(c.lower_ in words("future", "modals") for c in children(token, "aux"))
    negated = any(c.lower_ in words("until", "negations") for c in token.children)
    return marked and negated and not coming


def _all_but(token: Token, adverb: Token) -> bool:
    """ "Almost reached the town": they did not; not "nearly doubled", "almost all left"."""
    if adverb.lower_ not in words("negation", "almost") or adverb.i + 1 >= len(token.doc):
        return False
    if token.pos_ != "VERB" or token.lemma_.lower() in words("negation", "measured"):
        return False
    return adverb.i < token.i and token.doc[adverb.i + 1].pos_ in {"VERB", "AUX"}


def _modified(token: Token, child: Token, facts: Facts) -> Facts:
    """``facts`` with what one adverb or auxiliary adds."""
    word = child.lower_
    if child.dep_ in {"advmod", "advmod:neg", "neg", "cc:preconj", "aux"} and (
        word in words("negation", "words") or (word == "longer" and _is_no(child))
    ):
        after = token.doc[child.i + 1].lower_ if child.i + 1 < len(token.doc) else ""
        if after in words("negation", "adds"):
            return facts  # "not only old but weak": it is old
        if after == "necessarily":
            return facts.weakened("POSSIBLE")
        facts = facts.negated()
    if child.dep_ == "advmod" and _all_but(token, child):
        return facts.negated()
    if child.dep_ == "advmod":
        return facts.weakened(_adverb_certainty(word))
    if child.dep_ != "aux":
        return facts
    lemma = child.lemma_.lower()
    if word in words("future", "modals"):
        return facts._replace(modality="future")
    if word in {"would", "'d"} and child.tag_ == "MD":
        return _would(token, facts)
    if word in words("possible", "modals") or lemma in words("possible", "modals"):
        return facts.weakened(_could(child, token))
    if lemma in words("duty", "modals") and (not _is_inference(token) or _is_missed(token, lemma)):
        return facts.weakened("UNDERSPECIFIED", "wish")
    if lemma in words("probable", "modals") or word in words("probable", "modals"):
        return facts.weakened("PROBABLE")
    return facts


def _would(token: Token, facts: Facts) -> Facts:
    """The past's future ("said it would leave"), a condition's result, or a guess."""
    if _is_perfect(token):
        return facts._replace(modality="conditional")
    told = token.dep_ in {"ccomp", "acl", "advcl", "conj"} and is_past(token.head)
    told = told or (first(token, "nsubj:outer") is not None and is_past(token))
    return facts.weakened("CERTAIN" if told else "PROBABLE", "future")


def is_past(token: Token) -> bool:
    if token.tag_ == "VBD":
        return True
    return any(c.tag_ == "VBD" for c in children(token, "aux", "aux:pass", "cop"))


def _is_perfect(token: Token) -> bool:
    return any(c.lemma_ == "have" for c in children(token, "aux"))


def _is_missed(token: Token, lemma: str) -> bool:
    """ "Should have left" demands what may not have been done; "must have left" concludes."""
    return lemma in {"should", "ought"} and token.pos_ == "VERB" and _is_perfect(token)


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
    if word in words("possible", "adverbs"):
        return "POSSIBLE"
    if word in words("probable", "adverbs"):
        return "PROBABLE"
    return "CERTAIN"


def negated_arguments(token: Token) -> int:
    """ "No soldiers were there", "nobody saw it", "found nothing": the clause is negated."""
    if token.pos_ in {"NOUN", "PROPN"} and first(token, "cop") is None:
        return 0
    for child in children(token, "nsubj", "nsubj:pass", "obj", "expl", "obl"):
        if child.lower_ in {"none", "nobody", "nothing", "no-one", "neither"}:
            return 1
        if child.lower_ == "no" and any(c.lower_ == "one" for c in child.children):
            return 1
        if child.dep_ == "obl" and preposition(child) in words("negation", "apart"):
            continue  # "with no warning", "for no reason"
        for determiner in children(child, "det", "advmod", "cc:preconj", "nummod"):
            if determiner.lower_ in words("negation", "determiners"):
                return 1
        if child.dep_ != "obl" and _not_a_single(child):
            return 1
    return 0


def is_of_some(token: Token) -> bool:
    """ "Not all soldiers left", "hardly any left": some did and some did not."""
    for who in children(token, "nsubj", "nsubj:pass", "obj"):
        start = who.left_edge.i
        first_words = [t.lower_ for t in token.doc[start : start + 2]]
        if first_words and first_words[0] == "few":
            return True
        scarce = bool(first_words) and first_words[0] in words("negation", "scarce")
        if scarce and first_words[-1] in words("negation", "any"):
            return True
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


def has_own_frame(token: Token) -> bool:
    """True for a coordinated verb with a subject or auxiliary of its own: it shares nothing."""
    return first(token, "aux", "nsubj", "nsubj:pass") is not None


def negation_reaches(token: Token) -> bool:
    """ "had not seen or met anyone" denies both; "did not stop and fled" denies only the first."""
    joined = first(token, "cc")
    if joined is not None and joined.lower_ in {"or", "nor"}:
        return True
    return (
        token.tag_ == token.head.tag_
        and token.tag_ in {"VB", "VBN"}
        and not any(child.lower_ in {"but", "yet"} for child in token.children)
    )


def is_condition(token: Token) -> bool:
    """ "If they attack", "whether they attacked", "had they attacked"."""
    marked = any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in words("condition", "marks")
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


def is_purpose(token: Token) -> bool:
    return token.tag_ == "VB" and any(
        child.dep_ == "mark" and child.lower_ == "to" for child in token.children
    )


def has_conditional_dependent(token: Token) -> bool:
    would = any(child.lower_ in {"would", "could", "might", "will"} for child in token.children)
    return would and any(is_condition(child) for child in children(token, "advcl"))


def asks(sentence: Span) -> bool:
    """Whether a sentence ends in a question mark, and is more than that."""
    return len(sentence) > 1 and sentence[-1].text in {"?", '?"'}


def _is_question(token: Token) -> bool:
    """The verb of a question, unless the next sentence answers "Yes"."""
    sentence = token.sent
    asked = asks(sentence) and (token.head.i == token.i or _is_inverted(token))
    return asked and not (sentence.end < len(token.doc) and token.doc[sentence.end].text == "Yes")


def _is_inverted(token: Token) -> bool:
    """ "... on one point: had he built it before June?"."""
    who = first(token, "nsubj", "nsubj:pass")
    helping = first(token, "aux", "aux:pass", "cop")
    return who is not None and helping is not None and helping.i < who.i < token.i


def _is_imperative(token: Token) -> bool:
    return (
        token.head.i == token.i
        and token.tag_ == "VB"
        and "Mood=Imp" in str(token.morph)
        and first(token, "nsubj", "aux") is None
    )


def is_headline_clause(token: Token) -> bool:
    """ "Airline to be paid for delays", where the parse sees a clause."""
    led = first(token, "nsubj", "nsubj:pass") is not None and has_mark(token, "to")
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in token.sent)
    return led and token.head.i == token.i and not finite
