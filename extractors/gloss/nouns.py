"""Noun phrases: a nominal node in, its English pieces in English order out.

Preposition, determiner, number, adjectives, head, what belongs to it, clauses about it. A genitive
is "of", an instrumental "by" or "with"; a participle with words of its own follows its noun.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from extractors.gloss.english import gerund, participle, past, plural
from extractors.gloss.lexicon import NOTHING, glosses, grammar
from extractors.gloss.names import transliterated
from extractors.gloss.prepositions import piece, preposition_of
from extractors.gloss.records import Piece
from extractors.gloss.tree import Node
from extractors.language import russian_dictionary

Render = Callable[[Node], list[Piece]]

_AGED = re.compile(r"(\d+)-летн")
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "SYM"})
#: Nouns that take no article.
_BARE: Final = frozenset(
    {"people", "police", "troops", "infantry", "artillery", "aviation", "intelligence", "fire"}
    | {"air defence", "water", "fuel", "ammunition", "equipment", "help", "information", "work"}
)


def is_nominal(node: Node) -> bool:
    """Whether a node is read as a noun phrase."""
    if node.kind == "date" and node.pos == "ADV":
        return False
    if node.pos == "DET" and node.dep.split(":")[0] in {"nsubj", "obj", "iobj", "obl"}:
        return True
    return node.kind in {"name", "number", "date"} or node.pos in _NOMINAL


def english_of(node: Node) -> str:
    """The first gloss of a node's head, in its base form; transliterated where none is known."""
    if node.english:
        return node.english
    aged = _AGED.match(node.text)
    if aged is not None:
        return f"{aged.group(1)}-year-old"
    if node.feat("Degree") == "Cmp":
        return comparative(node)
    found = glosses(node.lemma, node.pos)
    if found:
        return found[0]
    stem = _of_participle(node.lemma) if node.pos == "NOUN" else None
    if stem is not None:
        return participle(stem)
    text = node.head_token.text
    if not any("а" <= c <= "я" or c == "ё" for c in text.lower()):
        return text
    made = transliterated(node.lemma)
    return made.capitalize() if text[:1].isupper() and node.pos == "PROPN" else made


def comparative(node: Node) -> str:
    """ "позднее" later, "моложе" younger, "сложнее" more difficult."""
    known = grammar("comparatives").get(node.lemma)
    if known is not None:
        return str(known)
    found = glosses(node.lemma, node.pos) or glosses(node.lemma, "ADJ")
    return f"more {found[0]}" if found else transliterated(node.lemma)


@cache
def _of_participle(word: str) -> str | None:
    """The gloss of the verb that a nominalised participle is of, or None."""
    for parse in russian_dictionary().parse(word):
        if parse.tag.POS == "PRTF" and parse.is_known:
            known = glosses(parse.normal_form.replace("ё", "е"), "VERB")
            return known[0] if known else None
    return None


def noun_phrase(
    node: Node, render: Render, case: str | None = None, bare: bool = False
) -> list[Piece]:
    """The pieces of a nominal node with all below it.

    ``case`` is the English preposition to use where the text has none (None: what the node's case
    tells), ``bare`` leaves the preposition out altogether.
    """
    made: list[Piece] = []
    if node.dep != "conj":
        made += [piece(c, "neither") for c in node.of("cc") if c.text == "ни"][:1]
    if not bare:
        made += preposition_of(node, case)
    head = [*_before(node, render), *_head(node)]
    article = _article(node, head)
    if article:
        made.append(article)
    made += head
    made += _after(node, render)
    return made


def _before(node: Node, render: Render) -> list[Piece]:
    """Determiners, numbers and adjectives, in English order."""
    determiners: list[Piece] = []
    numbers: list[Piece] = []
    adjectives: list[Piece] = []
    if _is_tonight(node):
        return []
    none = _not_one(node)
    if none:
        determiners.append(Piece("no", min(c.start for c in none), max(c.end for c in none)))
    for child in node.children:
        if child in none:
            continue
        if child.dep.split(":")[0] == "nummod" or (
            child.kind == "number" and child.pos != "NOUN" and child.dep in {"amod", "nmod", "det"}
        ):
            numbers += [*_adverbs(child, render), piece(child, english_of(child))]
        elif child.dep == "det" or (child.dep == "amod" and child.pos == "DET"):
            determiners += _determiner(child)
        elif child.dep == "amod" and child.pos in {"ADJ", "NUM"} and not is_heavy(child):
            if child.lemma in grammar("determiners") and child.lemma not in {"один"}:
                determiners += _determiner(child)
            else:
                adjectives += [
                    *_adverbs(child, render),
                    piece(child, english_of(child)),
                    *_joined(child, render),
                ]
        elif child.dep in {"amod", "acl"} and child.pos == "VERB" and not is_heavy(child):
            adjectives.append(piece(child, participle_word(child)))
        elif child.dep == "advmod" and child.lemma in {"не", "ни", "только", "лишь", "даже"}:
            word = "not" if child.lemma in {"не", "ни"} else english_of(child)
            determiners.insert(0, piece(child, word))
    return [*determiners, *numbers, *adjectives]


def _not_one(node: Node) -> list[Node]:
    """The words of "ни один": no soldier, none of them."""
    one = [c for c in node.children if c.lemma == "один"]
    nor = [c for c in node.children if c.text == "ни"]
    within = any(g.text == "ни" for c in one for g in c.children)
    return [*one, *nor] if one and (nor or within) else []


def _adverbs(node: Node, render: Render) -> list[Piece]:
    """Adverbs before an adjective or a number: "более крупный"."""
    made: list[Piece] = []
    for child in node.children:
        if child.dep == "advmod" and child.place < node.place:
            made += render(child)
    return made


def _joined(node: Node, render: Render) -> list[Piece]:
    made: list[Piece] = []
    for child in node.of("conj"):
        made += [*conjunction(child), *render(child)]
    return made


def conjunction(node: Node) -> list[Piece]:
    """The "and", "but", "nor" of a conjunct; a comma where it has none."""
    marks = node.of("cc")
    if not marks:
        return [Piece(",", node.start, node.start)]
    first = marks[0]
    if first.lemma == "а":
        siblings = node.parent.children if node.parent is not None else []
        denied = any(c.lemma == "не" for c in siblings if c.place < node.place)
        return [piece(first, "but" if denied else "and")]
    english = first.english or grammar("conjunctions").get(first.lemma, "and")
    return [piece(first, english)] if english != NOTHING else []


def is_heavy(node: Node) -> bool:
    """Whether an adjective or participle has words of its own, and so follows its noun."""
    return any(
        c.dep.split(":")[0] in {"obl", "obj", "nmod", "iobj", "advcl", "xcomp", "ccomp", "nsubj"}
        for c in node.children
    )


def participle_word(node: Node) -> str:
    """The English participle: "подписанный" signed, "работающий" working, "прибывший" arrived."""
    base = english_of(node)
    if node.feat("Voice") == "Act" and node.feat("Tense") == "Pres":
        return gerund(base)
    if node.feat("Voice") == "Mid" and node.feat("Tense") == "Pres":
        return gerund(base)
    return participle(base)


def _determiner(node: Node) -> list[Piece]:
    if node.text in grammar("possessives"):
        return [piece(node, grammar("possessives")[node.text])]
    english = grammar("determiners").get(node.lemma) or english_of(node)
    if node.lemma in {"этот", "тот"} and node.feat("Number") == "Plur":
        english = {"этот": "these", "тот": "those"}[node.lemma]
    return [piece(node, english)] if english != NOTHING else []


def _head(node: Node) -> list[Piece]:
    if node.kind in {"name", "number", "date"}:
        return [piece(node, node.english)]
    if node.kind == "phrase":
        return [piece(node, node.english)]
    if node.lemma in grammar("negatives"):
        return [piece(node, grammar("negatives")[node.lemma])]
    if node.lemma in grammar("pronouns") and node.pos in {"DET", "ADJ"}:
        return _pronoun(node)
    if node.pos == "PRON" or node.lemma in {"он", "она", "они", "оно"}:
        return _pronoun(node)
    if node.lemma in grammar("weekdays"):
        return [piece(node, grammar("weekdays")[node.lemma])]
    bare = not node.of("case")
    if bare and node.lemma in grammar("times") and node.feat("Case") == "Ins":
        told = [c for c in node.children if c.dep in {"amod", "det"}]
        if not told:
            beside = node.parent.children if node.parent is not None else []
            dated = any(c.kind == "date" for c in [*beside, *node.children, node.parent] if c)
            return [piece(node, grammar("times" if dated else "times_today")[node.lemma])]
        if _is_tonight(node):
            start = min(node.start, *(c.start for c in told))
            return [Piece(grammar("times_today")[node.lemma], start, node.end)]
    english = english_of(node)
    if english == NOTHING:
        return []
    if node.pos == "ADJ" and not any(c.dep == "amod" for c in node.children):
        return [piece(node, english)]
    if node.pos == "NOUN" and _is_plural(node):
        english = plural(english)
    return [piece(node, english)]


def _is_tonight(node: Node) -> bool:
    """ "Прошлой ночью", "этой ночью": overnight."""
    told = [c for c in node.children if c.dep in {"amod", "det"}]
    return (
        node.lemma == "ночь"
        and node.feat("Case") == "Ins"
        and not node.of("case")
        and bool(told)
        and all(c.lemma in grammar("period_words") for c in told)
    )


def _is_plural(node: Node) -> bool:
    for child in node.children:
        if child.kind == "number" and child.dep.split(":")[0] == "nummod":
            return child.value != 1
        if child.lemma in {"один"} and child.dep in {"nummod", "amod", "det"}:
            return False
    return node.feat("Number") == "Plur" and node.lemma != "сутки"


def _pronoun(node: Node) -> list[Piece]:
    english = grammar("pronouns").get(node.lemma)
    if node.lemma == "который" and not node.of("case") and _of_people(node):
        english = "whom" if node.feat("Case") not in {"Nom", ""} else "who"
    if node.lemma in {"он", "она", "они", "оно"}:
        english = grammar("forms").get(
            node.text, "him" if node.feat("Case") not in {"Nom", ""} else "he"
        )
        if node.feat("Case") == "Nom":
            english = {"her": "she", "them": "they", "him": "he"}.get(english, english)
    if english is None:
        english = english_of(node)
    if node.feat("Case") not in {"Nom", ""} or node.of("case"):
        english = grammar("objects").get(english, english)
    return [piece(node, english)] if english != NOTHING else []


def _of_people(node: Node) -> bool:
    """Whether a relative pronoun stands for people."""
    clause = node.parent
    while clause is not None and clause.dep not in {"acl:relcl", "acl"}:
        clause = clause.parent
    noun = clause.parent if clause is not None else None
    return noun is not None and (noun.feat("Animacy") == "Anim" or noun.label == "PERSON")


def _article(node: Node, head: Sequence[Piece]) -> Piece | None:
    """ "the" before a singular common noun that nothing else determines."""
    if (node.kind in {"name", "number", "date"} and node.pos != "NOUN") or node.pos not in {"NOUN"}:
        return None
    if node.kind in {"number", "date"} or not head:
        return None
    first = head[0].word.split()[0].lower()
    known = {"this", "that", "these", "those", "all", "every", "any", "some", "my", "your", "our"}
    known |= {"his", "her", "its", "their", "such", "no", "not", "one", "both", "another", "each"}
    known |= {
        "overnight",
        "in",
        "at",
        "who",
        "which",
        "whose",
        "what",
        "several",
        "many",
        "few",
        "most",
        "the",
    }
    if (
        first in known
        or first[0].isdigit()
        or head[0].word.startswith(("at least", "about", "more than"))
    ):
        return None
    if node.lemma in grammar("weekdays") or any(
        c.lemma in grammar("period_words") for c in node.of("amod", "det")
    ):
        return None
    if _is_plural(node) and not node.of("nmod"):
        return None
    if head[-1].word in _BARE or (node.feat("Number") == "Plur" and not node.of("nmod")):
        return None
    return Piece("the", head[0].start, head[0].start)


def _after(node: Node, render: Render) -> list[Piece]:
    """What follows the head: names, "of ...", apposition, participles, clauses, conjuncts."""
    made: list[Piece] = []
    later: list[Piece] = []
    for child in node.children:
        dep = child.dep.split(":")[0]
        if child.dep.startswith("flat") or (
            dep == "appos"
            and not _equates(node, child)
            and (child.kind == "name" or not child.of("punct"))
        ):
            made += render(child)
        elif dep in {"nmod", "obl", "iobj"}:
            if child.kind == "number" and child.pos != "NOUN":
                continue
            made += noun_phrase(child, render) if is_nominal(child) else render(child)
        elif dep == "appos" and _equates(node, child):
            later += [Piece("is", child.start, child.start), *noun_phrase(child, render, "")]
        elif dep == "appos":
            later += [
                Piece(",", child.start, child.start),
                *render(child),
                Piece(",", child.end, child.end),
            ]
        elif (
            child.dep in {"amod", "acl"}
            and child.pos in {"VERB", "ADJ"}
            and is_heavy(child)
            and child.feat("VerbForm") != "Fin"
        ):
            made += reduced(child, render)
        elif child.dep in {"acl:relcl", "acl"} and child.pos != "ADJ":
            later += (
                [
                    Piece(",", child.start, child.start),
                    *render(child),
                    Piece(",", child.end, child.end),
                ]
                if child.dep == "acl:relcl"
                else render(child)
            )
        elif child.dep == "conj":
            later += [*conjunction(child), *render(child)]
        elif dep in {"parataxis", "advcl"}:
            later += [Piece(",", child.start, child.start), *render(child)]
    return made + later


def _equates(node: Node, child: Node) -> bool:
    """Whether a dash makes a sentence of two nouns: "Капитан — друг мэра"."""
    dashes = [c for c in [*node.children, *child.children] if c.text in {"—", "–", "-"}]
    between = any(node.place < c.place <= child.place for c in dashes)
    return node.dep == "ROOT" and between


def reduced(node: Node, render: Render) -> list[Piece]:
    """A participle with its own words: "signed in June", "that arrived under a contract"."""
    made: list[Piece] = []
    if node.pos == "VERB":
        base = english_of(node)
        active = node.feat("Voice") in {"Act", "Mid"}
        if active and node.feat("Tense") == "Past":
            made += [piece(node, f"that {past(base)}")]
        else:
            made.append(piece(node, participle_word(node)))
        denied = [c for c in node.children if c.lemma == "не"]
        if denied:
            made.insert(0, piece(denied[0], "not"))
    else:
        made.append(piece(node, english_of(node)))
    passive = node.pos == "VERB" and node.feat("Voice") == "Pass"
    for child in node.children:
        dep = child.dep.split(":")[0]
        if dep in {"punct", "case", "cc"} or child.lemma == "не":
            continue
        if dep == "obl" and passive and child.feat("Case") == "Ins" and not child.of("case"):
            made += noun_phrase(child, render, "by")
        elif is_nominal(child) and dep in {"obl", "obj", "iobj", "nmod"}:
            made += noun_phrase(child, render, "" if dep == "obj" else None)
        elif dep == "conj":
            made += [
                *conjunction(child),
                *(reduced(child, render) if child.pos == "VERB" else render(child)),
            ]
        else:
            made += render(child)
    return made
