"""The default turned round: what a governor does not affirm is not asserted.

A clause or event noun and its governor in; its `Facts` with less certainty out. Under a known
report, a factive or a circumstance ("because", "after") a clause keeps its certainty; under a
report that is itself negated, asked or supposed, under a rejected one and under anything unknown
it loses it. "Kim said that troops were sent" keeps it; "it is debatable that troops were sent",
"Kim never said that", "the myth that" do not. Words: ``embedding.toml``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from spacy.tokens import Token

from extractors.attribution.own import Facts, asks, has_mark, implicative, own
from extractors.attribution.rejection import falsely_reports, listed, rejected_noun
from extractors.attribution.words import cue_certainty, is_denial
from extractors.grammar import (
    MAX_CLIMB,
    children,
    first,
    is_event_noun,
    is_passive,
    particle,
    preposition,
)

COMPLEMENTS = frozenset({"ccomp", "csubj", "csubj:pass", "xcomp"})
RELATIVES = frozenset({"acl", "acl:relcl"})
NOMINAL = frozenset(
    {
        "obj",
        "obl",
        "nmod",
        "nsubj",
        "nsubj:pass",
        "conj",
        "compound",
        "appos",
        "obl:agent",
        "nmod:poss",
    }
)
DEMANDS = frozenset({"insist", "suggest", "agree", "say", "ask"})
ANY = frozenset({"any", "no", "neither", "zero"})


class Standing(NamedTuple):
    """How a token's facts are told: with its own words, or only what stands above it."""

    whole: Callable[[Token], Facts]
    above: Callable[[Token], Facts]


def embedded(current: Token, governor: Token, facts: Facts, standing: Standing) -> Facts:
    """``facts`` of ``current`` as ``governor``, which no rule of implication knows, leaves them."""
    relation = current.dep_
    if _is_bare_noun(current):
        return _event_noun(current, governor, facts, standing) if relation in NOMINAL else facts
    if relation == "ccomp" and _is_bare_noun(governor):
        return _content_of_noun(current, governor, facts, standing)
    if relation in COMPLEMENTS or _is_gerund(current):
        return _complement(current, governor, facts, standing)
    if relation in RELATIVES:
        if is_content_of(current, governor):
            return _content_of_noun(current, governor, facts, standing)
        wanted = governor.dep_ == "obj" and implicative(governor.head.lemma_.lower()) == "open"
        if current.tag_ == "VBN" and relation == "acl" and wanted:
            return facts.weakened("UNDERSPECIFIED", "wish")  # "wants troops sent"
        if _is_shown(current, governor):
            return _complement(current, governor.head, facts, standing)
        return _relative(governor, facts, standing)
    if relation == "advcl":
        that = has_mark(current, "that") and not _is_given(current)
        if that and not _is_result(governor):
            return _complement(current, governor, facts, standing)
        return _adverbial(current, governor, facts, standing)
    return facts


def _is_bare_noun(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN"} and first(token, "cop", "nsubj", "nsubj:pass") is None


def _complement(current: Token, governor: Token, facts: Facts, standing: Standing) -> Facts:
    if _is_as_feared(governor) and governor.i < current.i:
        return facts  # "as forecasters had feared, the river burst"
    if _is_told_how(current):
        return facts.weakened("UNDERSPECIFIED")
    above = standing.whole(governor)
    lemma = governor.lemma_.lower()
    if lemma == "surprise" and not is_passive(governor):
        return facts  # "it surprised nobody that"
    if lemma in listed("rejecting", "disputing") and _is_of_nobody(governor):
        return facts  # "nobody disputes that"
    firm = lemma in listed("presupposing", "words")
    done = current.dep_ == "csubj" and current.tag_ == "VBG" and governor.pos_ == "VERB"
    if done and above.modality == "actual" and above.certainty in {"CERTAIN", "PROBABLE"}:
        return facts  # "accepting them has raised the pressure"
    reported = _is_reported_denial(governor)
    if governor.dep_ == "obl" and governor.pos_ == "ADJ":
        above = standing.whole(governor.head)  # "nobody can say for sure that"
    if not firm or above.modality in {"conditional", "question"}:
        facts = _inherited(facts, above)
    if _is_nobodys(governor):
        return facts.weakened("UNDERSPECIFIED")
    if reported or falsely_reports(governor) or _is_demanded(current, governor):
        return facts.weakened("UNDERSPECIFIED")
    unwanted = f"{lemma} {_marks(current)}" in listed("intended", "with")
    if affirms(governor) and not (current.tag_ == "VBG" and unwanted):
        return facts.weakened(cue_certainty(lemma, "verbs") or "CERTAIN")
    return facts.weakened("UNDERSPECIFIED")


def _is_as_feared(verb: Token) -> bool:
    """ "As forecasters had feared"; not "was quoted as saying"."""
    as_ = next((c for c in children(verb, "mark", "advmod") if c.lower_ == "as"), None)
    return as_ is not None and verb.tag_ != "VBG" and first(verb, "nsubj") is not None


def _is_told_how(clause: Token) -> bool:
    """ "The story of how he climbed it", "dined out on how he climbed it": a tale, no report."""
    start = clause.left_edge.i
    opens = clause.doc[start : start + 2]
    words = [t.lower_ for t in (clause.doc[max(0, start - 1) : start])] + [t.lower_ for t in opens]
    return "how" in words[1:] and words[words.index("how") - 1] in {"about", "on", "of"}


def _is_of_nobody(verb: Token) -> bool:
    """ "Nobody", "no one" as the subject."""
    who = first(verb, "nsubj")
    return who is not None and who.left_edge.lower_ in {"nobody", "no", "none", "no-one"}


def _inherited(facts: Facts, above: Facts) -> Facts:
    """Not asserted where its governor is not: negated, asked, supposed, wanted or still to come."""
    if above.negations % 2 or above.modality != "actual":
        return facts.weakened("UNDERSPECIFIED", above.modality)
    return facts.weakened(above.certainty)


def _is_nobodys(cue: Token) -> bool:
    """ "It is alleged that", "it was once believed that", "Claims that ..." tagged as a verb."""
    lemma = cue.lemma_.lower()
    who = first(cue, "nsubj", "nsubj:pass", "expl")
    if who is None and cue.i == cue.sent.start and cue.tag_ in {"VBZ", "VBP"}:
        return cue_certainty(lemma, "nouns") is not None
    if lemma == "accuse" and is_passive(cue):
        return first(cue, "obl:agent") is None  # "a man accused of killing him"
    impersonal = who is not None and who.lower_ == "it" and is_passive(cue)
    return impersonal and lemma in listed("carried", "hearsay")


def _is_reported_denial(cue: Token) -> bool:
    """True for the "said" of "denied that Kim said X": X is not denied with it."""
    return cue.dep_ in {"ccomp", "xcomp"} and is_denial(cue.head.lemma_.lower())


def _is_demanded(current: Token, governor: Token) -> bool:
    """ "Insisted that the minister resign", "demanded that he be freed"."""
    if current.dep_ != "ccomp" or not has_mark(current, "that"):
        return False
    helping = list(children(current, "aux", "aux:pass", "cop"))
    bare = current.tag_ == "VB" and not helping
    who = first(current, "nsubj", "nsubj:pass")
    third = who is not None and who.tag_ in {"NN", "NNP", "PRP"} and "Plur" not in str(who.morph)
    return (bare and (third or governor.lemma_ in DEMANDS)) or any(
        c.lower_ == "be" and len(helping) == 1 for c in helping
    )


def affirms(governor: Token) -> bool:
    """True for a report, a factive or a copula over a fact: "said", "regretted", "is clear"."""
    lemma = governor.lemma_.lower()
    if governor.pos_ in {"VERB", "AUX"} and governor.tag_ != "JJ":
        phrasal = f"{lemma} {particle(governor)}"
        if lemma == "be":
            who = first(governor, "nsubj")
            return who is None or affirming_noun(who)
        if particle(governor) in {"out", "off"} and phrasal in {"rule out", "call off"}:
            return False
        if cue_certainty(phrasal, "verbs") is not None:
            return True
        return cue_certainty(lemma, "verbs") is not None or lemma in listed("affirming", "verbs")
    if governor.dep_ == "obl" and governor.head.i != governor.i:
        return affirms(governor.head)  # "say for sure that"
    if governor.pos_ in {"ADJ", "ADV", "VERB"}:
        words = {lemma, governor.lower_}
        return bool(words & (listed("affirming", "adjectives") | listed("affirming", "verbs")))
    return affirming_noun(governor) or _is_cleft(governor)


def affirming_noun(noun: Token) -> bool:
    """ "The fact that", "a statement that"; not "the theory that", "the fake news that"."""
    lemma = noun.lemma_.lower()
    certainty = cue_certainty(lemma, "nouns")
    if rejected_noun(noun) or (certainty in {"PROBABLE", "POSSIBLE"} and _is_copular(noun)):
        return False
    return certainty is not None or lemma in listed("affirming", "nouns")


def _is_copular(noun: Token) -> bool:
    return first(noun, "cop") is not None


def _is_cleft(noun: Token) -> bool:
    """ "It was the army that", "it was on Monday that"; not "it is a myth that"."""
    who = first(noun, "nsubj", "expl")
    if first(noun, "cop") is None or who is None or who.lower_ not in {"it", "this", "that"}:
        return False
    definite = any(c.lower_ in {"the", "this", "that", "these", "those"} for c in noun.children)
    return (definite or noun.pos_ == "PROPN" or preposition(noun) != "") and not rejected_noun(noun)


def is_content_of(clause: Token, noun: Token) -> bool:
    """True for "the claim that he left", "talk of leaving"; False for "the man that left"."""
    gerund = clause.tag_ == "VBG" and first(clause, "mark", "case") is not None
    if gerund:
        return True
    that = next((c for c in clause.children if c.lower_ == "that" and c.i < clause.i), None)
    if that is None:
        return False
    if clause.dep_ == "acl" and that.dep_ == "mark":
        return not _is_cleft(noun)
    lemma = noun.lemma_.lower()
    tells = cue_certainty(lemma, "nouns") is not None or lemma in listed("rejecting", "nouns")
    tells = tells or lemma in listed("affirming", "nouns") or lemma in listed("intended", "nouns")
    tells = tells or lemma in {"story", "talk"} or lemma in listed("carried", "weak")
    return tells and any(c.i != that.i for c in children(clause, "nsubj", "nsubj:pass", "expl"))


def _is_carried(noun: Token) -> bool:
    """ "Issued a statement that", "its report that", "news that X came": somebody says it.

    Nobody does in "reports that X lack proof", "called the claim that X false".
    """
    lemma, governor = noun.lemma_.lower(), noun.head
    if lemma in listed("affirming", "nouns"):
        return True
    sourced = first(noun, "nmod:poss") is not None or any(
        preposition(c) in {"by", "from"} for c in children(noun, "nmod")
    )
    weak = lemma in listed("carried", "weak")
    if noun.dep_ in {"nsubj", "nsubj:pass"} or governor.i == noun.i:
        return sourced or not weak
    if is_denial(governor.lemma_.lower()) and noun.dep_ == "obj":
        return True  # the attribution says so
    told = governor.lemma_.lower() in listed("carried", "verbs")
    return told or (sourced and governor.pos_ not in {"VERB", "AUX"})


def _content_of_noun(clause: Token, noun: Token, facts: Facts, standing: Standing) -> Facts:
    """ "The fact that", "reports that ... were false", "no proof that", "the threat of doing"."""
    if clause.tag_ == "VBG" and _marks(clause) not in {"", "that"}:
        charged = noun.head if noun.dep_ in {"obj", "conj", "nsubj:pass"} else noun
        while charged.dep_ == "conj":
            charged = charged.head
        verb = charged.head if charged.pos_ != "VERB" else charged
        if verb.lemma_.lower() in listed("circumstance", "object"):
            return facts.weakened(cue_certainty(verb.lemma_.lower(), "verbs") or "CERTAIN")
        done = noun.lemma_.lower() in listed("affirming", "gerunds") and not rejected_noun(noun)
        return facts if done else facts.weakened("UNDERSPECIFIED")
    if not affirming_noun(noun):
        return facts.weakened("UNDERSPECIFIED")
    if any(c.lower_ in ANY for c in children(noun, "det")) or not _is_carried(noun):
        return facts.weakened("UNDERSPECIFIED")
    governor = noun.head
    if governor.i == noun.i or noun.lemma_.lower() in {"fact", "truth", "reality"}:
        return facts
    if governor.pos_ in {"VERB", "AUX"}:
        return _inherited(facts, standing.whole(governor))
    return facts


def _is_pictured(noun: Token) -> bool:
    """The militants of "shows militants"."""
    return noun.dep_ == "obj" and noun.head.lemma_.lower() in listed("circumstance", "showing")


def _is_shown(clause: Token, noun: Token) -> bool:
    """ "Shows militants storming the station": what the footage shows, and not which militants."""
    return _is_pictured(noun) and clause.tag_ == "VBG" and first(clause, "mark", "case") is None


def _relative(noun: Token, facts: Facts, standing: Standing) -> Facts:
    """A clause about a noun holds, unless there is no such thing: "any soldiers who crossed".

    Nor does it hold of what is itself called false, or asked for: "the clip in which he collapses
    is a forgery", "was it the intern who leaked it?".
    """
    nobody = noun.lower_ in {"anyone", "anybody", "anything", "whoever", "nobody", "nothing"}
    if nobody or any(c.lower_ in ANY for c in children(noun, "det", "nummod")):
        return facts.weakened("UNDERSPECIFIED")
    if _is_cleft(noun) and asks(noun.sent):
        return facts.weakened("UNDERSPECIFIED", "question")
    if _is_pictured(noun) and own(noun.head).negations:
        return facts.weakened("UNDERSPECIFIED")  # "does not show crowds that stormed it"
    held = noun
    for _ in range(MAX_CLIMB):
        if rejected_noun(held):
            return facts.weakened("UNDERSPECIFIED")
        if held.dep_ not in NOMINAL or held.head.pos_ not in {"NOUN", "PROPN"}:
            break
        held = held.head
    return _lifted(noun, facts, standing)


def _lifted(token: Token, facts: Facts, standing: Standing) -> Facts:
    """What stands above ``token``'s clause reaches what it carries; its own words do not."""
    clause = token
    while clause.dep_ in NOMINAL and clause.head.i != clause.i:
        clause = clause.head
    if clause.head.i == clause.i:
        return facts
    above = standing.above(clause)
    asserted = above.certainty != "UNDERSPECIFIED" or above.modality == "wish"
    if above.modality in {"conditional", "question"} or not asserted:
        return facts.weakened("UNDERSPECIFIED", above.modality)
    return facts


def _is_given(current: Token) -> bool:
    """ "Now that X", "given that X": X holds."""
    that = next((c for c in current.children if c.lower_ == "that"), None)
    return (
        that is not None and that.i > 0 and that.nbor(-1).lower_ in listed("circumstance", "before")
    )


def _is_result(governor: Token) -> bool:
    """ "So loud that people fled": they fled."""
    held = [governor, *governor.children]
    return any(c.lower_ in {"so", "such"} for token in held for c in token.children)


def _marks(token: Token) -> str:
    """The conjunction before a clause in lower case, in full: "as though", "in case"."""
    led = [c for c in children(token, "mark", "case") if c.i < token.i and c.lower_ != "to"]
    led += [c for c in children(token, "advmod") if c.i < token.i and c.tag_ == "WRB"]
    if not led:
        return ""
    return " ".join([led[0].lower_, *(c.lower_ for c in children(led[0], "fixed"))])


def _is_gerund(current: Token) -> bool:
    """The complement of a verb or adjective in "aimed at ending", "suspected of shelling"."""
    if current.dep_ != "advcl" or current.tag_ != "VBG":
        return False
    mark = _marks(current)
    if f"{current.head.lemma_.lower()} {mark}" in listed("intended", "with"):
        return True
    return mark != "" and mark not in listed("circumstance", "marks")


def _adverbial(current: Token, governor: Token, facts: Facts, standing: Standing) -> Facts:
    """ "Because X" holds; "as if X" does not; "without doing X" goes with its governor."""
    marks = _marks(current)
    unreal = any(
        marks == mark or (" " in mark and _opens(current, mark))
        for mark in listed("unreal", "marks")
    )
    start = current.left_edge.i
    before = current.doc[start - 1].lower_ if start > current.sent.start else ""
    unreal = unreal or before in listed("unreal", "before")
    if unreal or current.head.lemma_.lower() in listed("unreal", "verbs"):
        return facts.weakened("UNDERSPECIFIED", "conditional")
    if current.tag_ == "VBG" and marks:
        above = standing.whole(governor)
        if above.modality != "actual" or above.certainty != "CERTAIN":
            return facts.weakened(above.certainty, above.modality)
        return facts
    if marks in listed("circumstance", "presupposed") and current.tag_ != "VBG":
        above = standing.above(governor)
        asked = above.modality in {"conditional", "question"}
        return facts.weakened("UNDERSPECIFIED", above.modality) if asked else facts
    return _lifted(governor, facts, standing)


def _opens(clause: Token, mark: str) -> bool:
    """True when a clause begins with ``mark``."""
    start = clause.left_edge.i
    words = mark.split()
    return [t.lower_ for t in clause.doc[start : start + len(words)]] == words


def _event_noun(current: Token, governor: Token, facts: Facts, standing: Standing) -> Facts:
    """ "Sought a ceasefire", "plans for an attack", "any deployment"; not "after the attack"."""
    if not is_event_noun(current.lemma_.lower()):
        return facts
    lemma = governor.lemma_.lower()
    rejects = is_denial(lemma) and current.dep_ == "obj"
    if any(c.lower_ == "any" for c in children(current, "det")) and not rejects:
        return facts.weakened("UNDERSPECIFIED", "wish")
    around = {c.lower_ for c in children(current, "amod")}
    if _is_intended(current, governor) or around & listed("intended", "adjectives"):
        return facts.weakened("UNDERSPECIFIED", "wish")
    if governor.pos_ in {"ADJ", "NOUN"} and first(governor, "cop") is not None:
        supposed = standing.whole(governor)
        if lemma in listed("intended", "judged") or supposed.modality != "actual":
            return facts.weakened("UNDERSPECIFIED", "wish")
    if governor.pos_ not in {"VERB", "AUX"} or current.dep_ in {"conj", "compound"}:
        return facts
    above = standing.whole(governor)
    wished = above.modality == "wish" or above.certainty in {"POSSIBLE", "UNDERSPECIFIED"}
    if wished and lemma in listed("creating", "verbs"):
        return facts.weakened(above.certainty, above.modality)
    if above.modality in {"conditional", "question"}:
        return facts.weakened(above.certainty, above.modality)
    return facts


def _is_intended(noun: Token, governor: Token) -> bool:
    lemma, marker = governor.lemma_.lower(), preposition(noun)
    if governor.pos_ == "NOUN":
        denied = governor.dep_ in {"obj", "nsubj:pass"} and is_denial(governor.head.lemma_.lower())
        return noun.dep_ == "nmod" and lemma in listed("intended", "nouns") and not denied
    if noun.tag_ == "NNS" and first(noun, "nmod:poss") is not None:
        return False  # "opposed his ceasefires": there were some
    lemma = " ".join(filter(None, [lemma, particle(governor)]))
    if noun.dep_ in {"obj", "nsubj:pass"} and lemma in listed("intended", "verbs"):
        return True
    return noun.dep_ == "obl" and f"{lemma} {marker}" in listed("intended", "with")
