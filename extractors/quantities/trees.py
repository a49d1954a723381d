"""What a dependency tree says of a number: the noun it counts, and what happened to it.

In: the parsed token of a number (Universal Dependencies labels; `dobj` and `nsubjpass` of older
spaCy pipelines are understood). Out: the noun's token, and a role of
`roles.toml`. The nearest verb decides; a noun decides only as its object or
passive subject, or where the noun above is one of the role's own ("production of 300 cars").
"""

from __future__ import annotations

from functools import cache
from typing import Any

from extractors.grammar import number_lexicon
from extractors.quantities.cues import cue_of, cue_phrases, role_table

# Money is what something was sold for; a thing counted behind a preposition is no object.
PRICED = frozenset(
    {"sold", "bought", "paid", "spent", "cost", "fined", "raised", "earned", "invested", "pledged"}
)
INSIDE = frozenset({"nummod", "compound", "advmod", "flat", "fixed", "det", "amod"})
OBJECT = frozenset({"obj", "dobj", "nsubj:pass", "nsubjpass"})
# Nouns that only measure what follows them ("a team of 300", "a total of 40").
MEASURES = frozenset(
    {"total", "number", "group", "team", "force", "contingent", "batch", "average"}
)


@cache
def _number_words() -> frozenset[str]:
    data = number_lexicon()
    return frozenset({*data["vague_scales"], *data["scales"], *data["numbers"]})


def _is_number(token: Any) -> bool:
    return token.pos_ == "NUM" or token.lower_ in _number_words()


def _phrase_head(token: Any) -> Any:
    """The noun phrase's head above a number, or the topmost number word."""
    node = token
    for _ in range(5):
        if node.dep_.split(":")[0] not in INSIDE or node.head.i == node.i:
            break
        node = node.head
        if node.pos_ == "NOUN" and not _is_number(node):
            break
    return node


def _of(node: Any) -> Any | None:
    """ "thousands of soldiers": the noun behind "of"."""
    for child in node.children:
        if child.dep_.startswith("nmod") and child.i > node.i:
            return child if any(c.lower_ == "of" for c in child.children) else None
    return None


def noun_in_tree(token: Any | None) -> Any | None:
    """The noun that a number's token counts, right of it; None where the tree shows none."""
    if token is None:
        return None
    head = _phrase_head(token)
    for _ in range(3):
        if not _is_number(head):
            break
        below = _of(head)
        if below is None:
            return None
        head = below
    plain = str(head.lemma_ or head.text).replace("-", "")
    if head.i <= token.i or head.pos_ not in ("NOUN", "PROPN", "ADJ") or not plain.isalpha():
        return None
    return head


def in_tree(token: Any, money: bool) -> str | None:
    """Role of the number's token: None where the tree is silent, "" where it denies one."""
    node = _phrase_head(token)
    counted = noun_in_tree(token)
    for noun in (counted, node):
        if noun is None:
            continue
        own = cue_of(noun.lower_)
        if own is not None and own[1] in ("noun", "adjective"):
            return own[0]
        for child in noun.children:
            told = _participle(child)
            if told is None and child.dep_ == "nsubj":
                # "the death toll was 84"
                told = _subject_role(child)
            if told is not None:
                return told
    return _above(node, money)


def _participle(child: Any) -> str | None:
    """ "soldiers killed in action", "captured soldiers"."""
    if child.dep_ not in ("acl", "amod") or child.pos_ not in ("VERB", "ADJ"):
        return None
    if "Ing" in str(child.morph) or child.lower_.endswith("ing"):
        found = cue_of(child.lower_)
        return found[0] if found is not None and found[1] in ("adjective", "agent") else None
    if any(c.dep_ in ("obj", "dobj") for c in child.children):
        return None
    return _verb_role(child, True)


def _above(node: Any, money: bool) -> str | None:
    for _ in range(4):
        dep, head = node.dep_, node.head
        base = dep.split(":")[0]
        if head.i == node.i:
            return None
        if head.pos_ in ("VERB", "AUX", "ADJ"):
            return _by_verb(dep, head, money)
        found = cue_of(head.lower_)
        if base == "conj" and found is not None and found[1] == "noun":
            # "two fatalities and 84 people": the second is not dead
            return ""
        if base in ("conj", "appos") or head.lower_ in MEASURES or _is_number(head):
            node = head
            continue
        cases = {c.lower_ for c in node.children if c.dep_ == "case"}
        if base in ("nmod", "compound", "nummod") and found is not None and found[1] == "noun":
            # "production of 300 cars", not "shipments to 300 shops"
            return found[0] if cases <= {"of"} else ""
        return "" if base == "nmod" else None
    return None


def _by_verb(dep: str, verb: Any, money: bool) -> str | None:
    """Role that the governing verb gives to its argument of this kind."""
    base = dep.split(":")[0]
    if verb.lemma_ in _measuring() and base in ("obl", "obj"):
        subject = next((c for c in verb.children if c.dep_.startswith("nsubj")), None)
        told = _subject_role(subject)
        if told is not None:
            return told
    if dep in OBJECT:
        return _verb_role(verb, True)
    if base == "nsubj":
        return _verb_role(verb, None) or ""
    if base == "obl":
        told = _verb_role(verb, True)
        if dep == "obl:agent":
            return ""
        return told if money and told in PRICED else ""
    return None


@cache
def _measuring() -> frozenset[str]:
    return frozenset(role_table()["scope"]["measuring_verbs"])


def _subject_role(subject: Any | None) -> str | None:
    """ "the death toll rose to 84", "production capacity is estimated at 3 million"."""
    if subject is None:
        return None
    for noun in (subject, *(c for c in subject.children if c.dep_ == "compound")):
        found = cue_of(noun.lower_)
        if found is not None and found[1] == "noun":
            return found[0]
    return None


def _verb_role(verb: Any, undergoes: bool | None) -> str | None:
    """Role of what a verb is done to, or (`undergoes` None) of what does it."""
    particles = {c.lower_ for c in verb.children if c.dep_ in ("compound:prt", "prt")}
    for phrase, role in cue_phrases():
        if phrase[0] == verb.lower_ and (len(phrase) == 1 or phrase[1] in particles):
            return role if undergoes else None
    found = cue_of(verb.lower_) or cue_of(str(verb.lemma_).lower())
    if found is None or (found[1] == "verb" and undergoes is None):
        return None
    return found[0]
