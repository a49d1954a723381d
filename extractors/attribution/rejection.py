"""What a text rejects: false reports, retracted ones, claims under a label, and what is taken back.

A parsed token in, yes or no out. "Kim falsely claimed that", "posts claiming X are fake", "CLAIM:
X", "X. They were not." Words: ``embedding.toml``, which names their source.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Span, Token

from extractors.grammar import (
    MAX_CLIMB,
    children,
    first,
    is_passive,
    particle,
    preposition,
    read_table,
)

CLOSED = frozenset({".", "?", "!", "…"})
LABEL = 4  # tokens of a label before its colon
SHORT = 9  # tokens of a sentence that only takes back what stands before it
NEGATIONS = frozenset({"not", "n't", "never"})
PLACES = ("csubj", "csubj:pass", "nsubj", "nsubj:pass")


@cache
def listed(section: str, key: str) -> frozenset[str]:
    """The list ``key`` of ``section`` in ``embedding.toml``."""
    return frozenset(read_table("extractors.attribution", "embedding")[section][key])


def falsely_reports(cue: Token) -> bool:
    """ "Kim falsely claimed", "a deepfake shows", "posts claiming ... are fake"; not "Kim said"."""
    current = cue
    for _ in range(MAX_CLIMB):
        if any(c.lower_ in listed("rejecting", "adverbs") for c in children(current, "advmod")):
            return True
        if any(_is_groundless(c) for c in children(current, "obl", "advmod")):
            return True
        who = [*children(current, "nsubj", "nsubj:pass"), *children(current, "obl:agent")]
        if any(rejected_noun(w) for w in who) or is_retracted(current):
            return True
        head = current.head
        if _is_unsaid(current) or _is_a_liars(current):
            return True
        if current.dep_ in {"acl", "acl:relcl"}:
            return rejected_noun(head)
        if current.dep_ in PLACES and _rejects(head):
            return True
        chained = current.dep_ in {"xcomp", "conj"} or (
            current.dep_ == "advcl" and current.tag_ == "VBG"
        )
        if not chained or head.i == current.i:
            return False
        current = head
    return False


def _is_groundless(phrase: Token) -> bool:
    """ "Claimed without evidence that"."""
    return preposition(phrase) == "without" and phrase.lemma_.lower() in listed(
        "rejecting", "grounds"
    )


def _is_unsaid(cue: Token) -> bool:
    """ "Far from saying that", "stopped short of saying that"."""
    before = cue.doc[max(0, cue.i - 2) : cue.i].text.lower()
    return cue.tag_ == "VBG" and before in {"far from", "instead of", "short of", "rather than"}


def _is_a_liars(cue: Token) -> bool:
    """ "Kim lied when he said that", "was wrong to say that"; not "left when he said that"."""
    if cue.dep_ not in {"advcl", "xcomp", "ccomp"} or cue.head.i == cue.i:
        return False
    head = cue.head
    return _rejects(head) and not is_passive(head)


def rejected_noun(noun: Token) -> bool:
    """ "A fake document", "the myth", "posts that ... are fake", "retracted its statement"."""
    if noun.dep_ == "conj" and noun.head.pos_ == "NOUN":
        return rejected_noun(noun.head)
    return (
        is_discredited(noun)
        or is_retracted(noun)
        or (noun.dep_ in PLACES and _rejects(noun.head))
        or _is_version(noun)
    )


def is_discredited(noun: Token) -> bool:
    """A noun that calls its content false, by itself or with its adjective: "hoax", "fake post"."""
    modifiers = list(children(noun, "amod", "compound", "nmod:desc"))
    around = {c.lower_ for c in modifiers}
    around |= {"".join(t.lower_ for t in c.subtree) for c in modifiers}  # "AI-generated"
    lemma = noun.lemma_.lower()
    if any(_is_unmade(c) for c in (*children(noun, "acl", "amod"), *_deleted(noun))):
        return True
    if lemma in {"news", "theory"}:
        return bool(around & listed("rejecting", "modifiers"))
    if lemma in listed("rejecting", "compounded") and around & listed("rejecting", "modifiers"):
        return True
    return lemma in listed("rejecting", "nouns") or bool(around & listed("rejecting", "adjectives"))


def _is_unmade(participle: Token) -> bool:
    return participle.tag_ == "VBN" and participle.lemma_ in listed("rejecting", "made")


def _deleted(noun: Token) -> Iterator[Token]:
    """The "deleted" of "the tweet, since deleted, said", which the parse hangs on the verb."""
    if noun.dep_ in {"nsubj", "nsubj:pass"}:
        yield from (c for c in children(noun.head, "advcl") if noun.i < c.i < noun.head.i)


def is_retracted(token: Token) -> bool:
    """The object or gerund of a verb that takes it back: "apologised for reporting that"."""
    head = token.head
    if token.lemma_.lower() == "fact":
        return False  # "apologised for the fact that"
    lemma = " ".join(filter(None, [head.lemma_.lower(), particle(head) or _back(head)]))
    if lemma not in listed("rejecting", "retracting"):
        return False
    having = any(c.tag_ == "VBG" for c in children(token, "aux"))
    gerund = token.dep_ in {"advcl", "xcomp", "ccomp"} and (token.tag_ == "VBG" or having)
    return gerund or token.dep_ in {"obj", "nsubj:pass"} or preposition(token) == "for"


def _back(verb: Token) -> str:
    return next((c.lower_ for c in children(verb, "advmod") if c.lower_ == "back"), "")


def _is_version(noun: Token) -> bool:
    """ "An earlier version of this article said": it no longer does."""
    if noun.lemma_.lower() not in {"version", "headline"}:
        return False
    return any(c.lower_ in listed("rejecting", "versions") for c in children(noun, "amod"))


def _rejects(predicate: Token) -> bool:
    """ "... is false", "... was invented", "... proved wrong"; not "... is not false"."""
    if any(c.lower_ in NEGATIONS for c in predicate.children):
        return False
    lemma = predicate.lemma_.lower()
    if lemma in listed("rejecting", "linking"):
        return any(_rejects(c) for c in children(predicate, "xcomp", "acomp", "ccomp", "obl"))
    if predicate.pos_ == "NOUN" and is_discredited(predicate):
        return True
    if lemma in listed("rejecting", "predicates") and is_passive(predicate):
        return True
    active = predicate.pos_ == "VERB" and lemma in listed("rejecting", "liars")
    adjective = {lemma, predicate.lower_} & listed("rejecting", "adjectives")
    return bool(adjective) or (active and not is_passive(predicate))


def stands_rejected(token: Token) -> bool:
    """True for what a label, a verdict at the sentence's end or the next sentence rejects."""
    return (
        _is_labelled(token)
        or _is_sentenced(token)
        or _is_imagined(token)
        or _is_taken_back(token.sent)
    )


def _is_imagined(token: Token) -> bool:
    """ "In the novel, troops were sent"; not "in the town"."""
    return any(
        preposition(c) == "in" and c.lemma_.lower() in listed("unreal", "worlds") and c.i < token.i
        for c in children(token, "obl")
    )


def _is_labelled(token: Token) -> bool:
    """ "CLAIM: Troops were sent", "Correction: this article said"; not "FACT: ...".

    Nor where the verdict behind it is "true".
    """
    doc = token.doc
    end = token.sent.end
    if end < len(doc) and _is_verdict(doc[end].sent, "affirming"):
        return False
    for index in range(token.i - 1, max(-1, token.sent.start - 3), -1):
        if doc[index].text in CLOSED:
            return False
        if doc[index].text in {":", "–", "—"}:
            return _label_before(doc, index) in listed("label", "rejecting")
    return False


def _label_before(doc: Doc, mark: int) -> str:
    start = mark
    while start > 0 and mark - start <= LABEL and doc[start - 1].text not in CLOSED:
        start -= 1
    words = doc[start:mark]
    return words.text.lower().strip("[]()*“”\"' ") if len(words) <= LABEL else ""


def _is_sentenced(token: Token) -> bool:
    """ "A video claiming X is a deepfake", where the parse lost what the verdict is about."""
    for verdict in token.doc[token.i + 1 : token.sent.end]:
        if _is_undone_by(verdict):
            return True
        if first(verdict, "cop") is None or verdict.dep_ in {"conj", "acl:relcl", "advcl"}:
            continue
        alone = first(verdict, "nsubj", "expl", "nsubj:outer", "csubj") is None
        if alone and token.sent[0].lower_ != "it" and _rejects(verdict):
            return True
    return False


def _is_undone_by(word: Token) -> bool:
    """ "..., which was untrue", "..., but this was false", "..., but later retracted it"."""
    if word.lemma_.lower() in listed("rejecting", "unsaying"):
        what = first(word, "obj")
        return what is not None and what.lower_ in {"it", "this", "that"}
    who = first(word, "nsubj")
    told = who is not None and who.lower_ in {"which", "this", "that", "it"}
    stated = first(word, "cop") is not None and word.dep_ != "root"
    return told and stated and _rejects(word)


def _is_taken_back(sentence: Span) -> bool:
    """ "They were not.", "That is false.", "This is not true."; not "They were not armed."."""
    doc = sentence.doc
    if sentence.start and _is_verdict(doc[sentence.start - 1].sent):
        return True
    if sentence.end >= len(doc):
        return False
    behind = doc[sentence.end].sent
    if _is_verdict(behind):
        return True
    words = [t for t in behind if not t.is_punct]
    if not words or len(words) > SHORT or words[0].lower_ not in listed("takeback", "subjects"):
        return False
    if behind[-1].text == "?" or len(words) < 2:
        return False
    denied = words[-1].lower_ in NEGATIONS and all(
        t.pos_ in {"AUX", "PART", "ADV"} or t.tag_ == "RB" or t.lower_ in {"do", "did", "does"}
        for t in words[1:]
    )
    negated = any(t.lower_ in NEGATIONS for t in words)
    plain = words[0].lower_ in {"it", "that", "this", "none", "nothing", "they", "these", "those"}
    last = words[-1]
    untrue = plain and not negated and last.lower_ in listed("takeback", "words")
    not_true = plain and (negated or words[0].lower_ in {"none", "nothing"})
    return denied or untrue or (not_true and last.lemma_.lower() in listed("takeback", "true"))


def _is_verdict(sentence: Span, how: str = "rejecting") -> bool:
    """ "Verdict: false." before or behind what it judges; not "Verdict: true."."""
    label, mark, judged = sentence.text.lower().partition(":")
    rejected = judged.strip(' .!“”"') in listed("label", how)
    return bool(mark) and rejected and label.strip() in listed("takeback", "verdicts")
