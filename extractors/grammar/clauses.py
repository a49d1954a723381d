"""Clause structure over a Universal Dependencies parse: a predicate token in, its arguments out.

Pure tree reading, with the subjects that English leaves unsaid put back: of coordinated verbs,
infinitives (control), participles and relative clauses. No word lists but prepositions.
Relations are those of Universal Dependencies v2, https://universaldependencies.org/u/dep/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass"})
RELATIVE_PRONOUNS = frozenset({"who", "whom", "which", "that", "whose"})
CLAUSAL = frozenset(
    {"ccomp", "xcomp", "advcl", "advcl:relcl", "acl", "acl:relcl", "parataxis", "csubj"}
)
PLACE_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "on",
        "near",
        "along",
        "across",
        "inside",
        "within",
        "around",
        "over",
        "throughout",
        "beside",
        "by",
        "between",
    ]
)
GOAL_PREPOSITIONS = frozenset({"to", "into", "toward", "towards", "onto"})
COMPANY_PREPOSITIONS = frozenset({"with", "alongside", "against", "together"})
MAX_CLIMB = 12  # deeper control chains than this are parse errors


@dataclass(frozen=True, slots=True)
class Link:
    """An argument's head token, the role it fills and the preposition that marks it ("")."""

    token: Token
    role: str
    preposition: str = ""


def children(token: Token, *relations: str) -> Iterator[Token]:
    """Dependents of ``token`` standing in one of ``relations``."""
    return (child for child in token.children if child.dep_ in relations)


def first(token: Token, *relations: str) -> Token | None:
    return next(children(token, *relations), None)


def preposition(token: Token) -> str:
    """The case marker of a phrase in lower case; multi-word ones joined ("according to")."""
    for child in token.children:
        if child.dep_ == "case":
            fixed = [
                grandchild.lower_ for grandchild in child.children if grandchild.dep_ == "fixed"
            ]
            return " ".join([child.lower_, *fixed])
    return ""


def particle(token: Token) -> str:
    child = first(token, "compound:prt")
    return child.lower_ if child is not None else ""


def is_passive(token: Token) -> bool:
    """True for a clause whose subject undergoes the event, also as a bare participle."""
    if any(child.dep_ in {"nsubj:pass", "aux:pass", "csubj:pass"} for child in token.children):
        return True
    return (
        token.dep_ in {"acl", "amod", "advcl"}
        and token.tag_ == "VBN"
        and first(token, "nsubj", "aux") is None
    )


def conjuncts(token: Token) -> tuple[Token, ...]:
    """``token`` and what is coordinated with it, but "A rather than B" gives A alone."""
    found = [token]
    for child in children(token, "conj"):
        if not excluded_by_rather(child):
            found.extend(conjuncts(child))
    return tuple(found)


def excluded_by_rather(token: Token) -> bool:
    """True when ``token`` is the B of "A rather than B", "A instead of B"; "rather old" is not."""
    for child in token.children:
        marks = child.dep_ in {"cc", "case", "mark", "advmod"} and child.i < token.i
        if marks and child.lower_ in {"rather", "instead"}:
            following = token.doc[child.i + 1].lower_ if child.i + 1 < len(token.doc) else ""
            if following in {"than", "of"} or child.dep_ == "cc":
                return True
    return False


def antecedent_slot(token: Token) -> Token | None:
    """The relative pronoun that stands for the antecedent inside ``token``'s clause."""
    for child in token.children:
        if child.tag_ in {"WP", "WDT"} and child.lower_ in RELATIVE_PRONOUNS:
            return child
    return None


def subject(token: Token, depth: int = 0) -> tuple[Token | None, bool]:
    """The subject's head token and whether it is the undergoer of a passive clause."""
    passive = is_passive(token)
    own = first(token, *SUBJECTS)
    if own is not None:
        if own.tag_ in {"WP", "WDT"} and token.dep_ == "acl:relcl":
            return token.head, passive
        if own.tag_ in {"WP", "WDT"} and token.dep_ == "conj" and token.head.dep_ == "acl:relcl":
            return token.head.head, passive
        return own, passive
    if depth > MAX_CLIMB:
        return None, passive
    if token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
        inherited, _ = subject(token.head, depth + 1)
        return inherited, passive
    if token.dep_ == "xcomp":
        controller = first(token.head, "obj", "iobj")
        if controller is not None and token.head.lemma_ != "promise":
            return controller, passive
        inherited, _ = subject(token.head, depth + 1)
        return inherited, passive
    if token.dep_ == "advcl" and token.tag_ in {"VBG", "VBN", "VB"}:
        inherited, _ = subject(token.head, depth + 1)
        return inherited, passive
    if token.dep_ == "acl":
        return _participle_subject(token), passive
    if token.dep_ == "acl:relcl" and antecedent_slot(token) is None:
        return token.head, passive
    return None, passive


def _participle_subject(token: Token) -> Token | None:
    """Who acts in "soldiers fighting ...", "videos fabricated", "the state's ability to ..."."""
    if token.tag_ in {"VBG", "VBN"}:
        return token.head
    return first(token.head, "nmod:poss")


def undergoer(token: Token) -> Token | None:
    """The direct object's head, also where a relative clause has moved it out."""
    own = first(token, "obj")
    relative = token.dep_ == "acl:relcl"
    if own is not None:
        if relative and own.tag_ in {"WP", "WDT"}:
            return token.head
        return own
    if (shared := _shared_object(token)) is not None:
        return shared
    pronoun = antecedent_slot(token)
    if relative and pronoun is None and first(token, *SUBJECTS) is not None:
        return token.head
    return None


def _shared_object(token: Token) -> Token | None:
    """ "had never seen or met a stranger": the object stands at one verb and belongs to both."""
    if is_passive(token) or token.pos_ != "VERB":
        return None
    if token.dep_ == "conj" and token.head.pos_ == "VERB" and first(token, "nsubj") is None:
        shared = first(token.head, "obj")
        return shared if shared is not None and shared.i > token.i else None
    for later in children(token, "conj"):
        between = any(
            piece.pos_ in {"NOUN", "PROPN", "PRON"} for piece in token.doc[token.i : later.i]
        )
        bare = next(
            (c for c in token.children if c.i > token.i and c.dep_ in {"obl", "ccomp", "xcomp"}),
            None,
        )
        if later.pos_ == token.pos_ and not between and bare is None:
            return first(later, "obj")
    return None


def links(token: Token) -> tuple[Link, ...]:
    """All arguments of a verbal, adjectival or nominal predicate, coordination unfolded.

    Roles: agent, theme, recipient, with, place, goal, source, topic, property. Place and
    time are not told apart here; the caller knows which phrases are dates.
    """
    if token.pos_ in {"NOUN", "PROPN"} and first(token, "cop") is None:
        return tuple(_noun_links(token))
    found: list[Link] = []
    who, passive = subject(token)
    copular = first(token, "cop") is not None
    if who is not None:
        role = "theme" if passive or copular else "agent"
        found.extend(Link(part, role) for part in conjuncts(who))
        # a parse may give "X and Y said" two subjects instead of one with a conjunct
        others = [c for c in children(token, *SUBJECTS) if c != first(token, *SUBJECTS)]
        found.extend(Link(c, role) for c in others if c.tag_ not in {"WP", "WDT"})
    what = undergoer(token)
    if what is not None and what != who:
        found.extend(Link(part, "theme") for part in conjuncts(what))
    for child in children(token, "iobj"):
        found.extend(Link(part, "recipient") for part in conjuncts(child))
    found.extend(_oblique_links(token, passive))
    if token.dep_ == "conj" and token.head.pos_ == "VERB" and passive:
        found.extend(link for link in _oblique_links(token.head, True) if link.role == "agent")
    return tuple(found)


def _oblique_links(token: Token, passive: bool) -> Iterator[Link]:
    for child in children(token, "obl", "obl:agent", "obl:arg", "obl:unmarked", "obl:npmod"):
        marker = preposition(child)
        role = _oblique_role(marker, passive or child.dep_ == "obl:agent")
        for part in conjuncts(child):
            yield Link(part, role, marker)


def _oblique_role(marker: str, passive: bool) -> str:
    if marker == "by" and passive:
        return "agent"
    if marker in COMPANY_PREPOSITIONS:
        return "with"
    if marker in GOAL_PREPOSITIONS:
        return "goal"
    if marker == "from":
        return "source"
    if marker in {"about", "on", "of", "over", "regarding"} and marker != "on":
        return "topic"
    if marker in PLACE_PREPOSITIONS:
        return "place"
    return "other"


def _noun_links(token: Token) -> Iterator[Link]:
    """Arguments of an event noun: "North Korea's deployment of soldiers to Kursk"."""
    for child in token.children:
        marker = preposition(child)
        if child.dep_ == "nmod:poss":
            role = "agent"
        elif child.dep_ in {"nmod", "nmod:of", "obl"} and marker:
            role = {"of": "theme", "by": "agent", "between": "agent"}.get(
                marker, _oblique_role(marker, False)
            )
        elif child.dep_ == "compound" and child.pos_ in {"NOUN", "PROPN"}:
            role = "theme"
        elif child.dep_ == "amod" and child.ent_type_ in {"NORP", "GPE"}:
            role = "agent"
        else:
            continue
        for part in conjuncts(child):
            yield Link(part, role, marker)
