"""Verb groups: a predicate and its subject in, the English verb with its auxiliaries out.

Tense by form, voice by participle, "is" where Russian has no copula, "not" once.
"""

from __future__ import annotations

from extractors.gloss.english import gerund, participle, past, third
from extractors.gloss.lexicon import glosses, grammar
from extractors.gloss.nouns import Render, english_of, is_nominal, noun_phrase
from extractors.gloss.prepositions import piece
from extractors.gloss.records import Piece
from extractors.gloss.tree import Node


def is_infinitive(node: Node) -> bool:
    return node.feat("VerbForm") == "Inf"


def is_indefinite(node: Node) -> bool:
    """A verb in the plural without subject: somebody did it."""
    return (
        node.pos == "VERB"
        and node.feat("Number") == "Plur"
        and node.feat("VerbForm") in {"Fin", ""}
        and node.feat("Mood") != "Imp"
        and node.feat("Person") in {"3", ""}
        and not (node.dep == "conj" and node.parent is not None and node.parent.of("nsubj"))
    )


def predicate(
    node: Node,
    subject: Node | None,
    passive: bool,
    raised: bool,
    denied: bool,
    twice: bool,
    render: Render,
) -> list[Piece]:
    """The verb group: tense, voice and negation in English.

    ``raised`` tells that the subject was the object of a verb without one, ``denied`` that the verb
    itself is to be denied, ``twice`` that two denials made an affirmation.
    """
    would = any(c.lemma in {"бы", "б"} for c in node.children)
    many = subject is not None and _many(subject)
    first_person = subject is not None and subject.lemma == "я"
    made: list[Piece] = []
    if node.lemma in grammar("impersonal") and node.pos not in {"NOUN"} and subject is None:
        return _impersonal(node, denied, twice)
    if node.pos not in {"VERB", "AUX"} or (node.feat("VerbForm") == "Part" and not passive):
        return _copular(node, subject, denied, many, would, render)
    base = english_of(node)
    if subject is None:
        person, number = node.feat("Person"), node.feat("Number")
        word = {("1", "Sing"): "I", ("1", "Plur"): "we", ("2", "Plur"): "you", ("2", "Sing"): "you"}
        if (person, number) in word and node.feat("Mood") != "Imp":
            made.append(piece(node, word[person, number]))
            many, first_person = True, person == "1" and number == "Sing"
        elif is_indefinite(node):
            made.append(piece(node, "they"))
            many = True
        elif node.feat("Gender") == "Neut" and node.dep != "conj":
            made.append(piece(node, "it"))
    negation = " not" if denied else ""
    if node.lemma == "стать" and denied and any(is_infinitive(c) for c in node.children):
        return [*made, piece(node, "did not")]
    future = any(c.feat("Tense") == "Fut" or c.text.startswith("буд") for c in node.of("aux"))
    if node.feat("VerbForm") == "Inf" and future:
        return [*made, piece(node, f"will{negation} {base}")]
    if node.feat("VerbForm") == "Inf":
        return [*made, piece(node, f"{negation} to {base}".strip())]
    if node.feat("VerbForm") == "Conv":
        return [*made, piece(node, f"{negation} {gerund(base)}".strip())]
    auxiliary = next(iter([*node.of("aux"), *node.of("cop")]), None)
    tense = node.feat("Tense")
    if auxiliary is not None:
        tense = auxiliary.feat("Tense") or tense
    if passive:
        planned = auxiliary is None and node.lemma in grammar("planned")
        told = "Pres" if planned else "Past" if tense != "Fut" and not raised else tense
        verb = _be(told, many, first_person)
        if would:
            verb = "would be"
        parts = verb.split()
        verb = " ".join([parts[0] + negation, *parts[1:]])
        return [*made, piece(node, f"{verb} {participle(base)}")]
    made.append(piece(node, _active(base, tense, many or first_person, negation, would, node)))
    return made


def _active(base: str, tense: str, plain: bool, negation: str, would: bool, node: Node) -> str:
    if base in {"can", "may", "must"}:
        modal = "could" if base == "can" and tense == "Past" else base
        return f"{modal}{negation}"
    if base.split()[0] == "be":
        return (_be(tense, plain and node.feat("Number") != "Sing", False) + negation) + base[2:]
    if node.feat("Mood") == "Imp":
        return f"do not {base}" if negation else base
    if would:
        return f"would{negation} {base}"
    conditional = any(m.lemma in {"если", "когда", "пока"} for m in node.of("mark", "advmod"))
    if tense == "Fut" and conditional:
        tense = "Pres"
    if tense == "Fut":
        return f"will{negation} {base}"
    if tense == "Past":
        return f"did not {base}" if negation else past(base)
    if negation:
        return f"{'do' if plain else 'does'} not {base}"
    return base if plain else third(base)


def _be(tense: str, many: bool, first_person: bool) -> str:
    if tense == "Past":
        return "were" if many else "was"
    if tense == "Fut":
        return "will be"
    return "am" if first_person else "are" if many else "is"


def _many(subject: Node) -> bool:
    if subject.of("conj"):
        return True
    if subject.lemma in {"мы", "вы", "они"}:
        return True
    if subject.kind == "number":
        return subject.value != 1
    counted = [c for c in subject.children if c.kind == "number"]
    if counted and counted[0].dep.startswith("nummod"):
        return counted[0].value != 1
    return (subject.feat("Number") == "Plur" and subject.kind != "name") or (
        subject.kind == "name" and subject.feat("Number") == "Plur" and subject.label != "LOC"
    )


def is_twice_denied(node: Node) -> bool:
    """Whether the clause affirms by denying twice: "нельзя не признать", "не может не знать"."""
    inner = next((c for c in node.children if is_infinitive(c)), None)
    if inner is None:
        return False
    outer = [c for c in node.children if c.lemma == "не" and c.place < node.place]
    before = [c for c in [*inner.children, *node.children] if c.lemma == "не" and c not in outer]
    if not before:
        return False
    if node.lemma != "нельзя" and not (node.lemma == "мочь" and outer):
        return False
    inner.children = [c for c in inner.children if c.lemma != "не"]
    node.children = [c for c in node.children if c.lemma != "не"]
    return True


def _impersonal(node: Node, denied: bool, twice: bool) -> list[Piece]:
    """ "нельзя сказать" it is impossible to say; "нельзя не признать" it is necessary to admit."""
    english = grammar("impersonal")[node.lemma]
    if twice and node.lemma == "нельзя":
        english = "it is necessary"
    tense = next((c.feat("Tense") for c in [*node.of("cop"), *node.of("aux")]), "")
    if tense == "Past":
        english = english.replace("it is", "it was")
    if denied:
        english = english.replace("it is", "it is not").replace("it was", "it was not")
    return [piece(node, english)]


def _copular(
    node: Node, subject: Node | None, denied: bool, many: bool, would: bool, render: Render
) -> list[Piece]:
    """A predicate that is no verb, with "is", "was" or "will be" before it."""
    copula = next(iter([*node.of("cop"), *node.of("aux")]), None)
    tense = copula.feat("Tense") if copula is not None else ""
    if copula is not None:
        denied = denied or any(c.lemma == "не" for c in copula.children)
    verb = "would be" if would else _be(tense, many, subject is not None and subject.lemma == "я")
    at = copula or node
    if subject is None and not copula and not denied:
        return _bare_predicate(node, render)
    parts = verb.split()
    verb = " ".join([parts[0] + (" not" if denied else ""), *parts[1:]])
    opening = [] if subject is not None else [piece(at, "it")]
    return [*opening, Piece(verb, at.start, at.end), *_bare_predicate(node, render)]


def belongs_to_predicate(child: Node, node: Node) -> bool:
    """Whether a nominal predicate has ``child`` for its own: an adjective, "of ...", a clause."""
    if child.dep.split(":")[0] in {"amod", "det", "nummod", "case", "appos", "flat", "acl"}:
        return True
    return child.dep == "nmod" and child.place > node.place


def _bare_predicate(node: Node, render: Render) -> list[Piece]:
    """The predicate's own words; its clause's other words are told by the clause."""
    kept = Node(
        node.kind, node.head_token, node.start, node.end, node.place, node.english, node.pos,
        node.dep, node.lemma, node.label, node.value, node.parent,
        [c for c in node.children if belongs_to_predicate(c, node)],
    )  # fmt: skip
    if is_nominal(node):
        if node.of("case"):
            return noun_phrase(kept, render)
        return noun_phrase(kept, render, "", bare=True)
    if node.pos == "VERB":
        return [piece(node, participle(english_of(node)))]
    found = glosses(node.lemma, node.pos)
    return [piece(node, node.english or (found[0] if found else english_of(node)))]
