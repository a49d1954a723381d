"""Clauses: a node with a predicate in, its English pieces in English order out.

Subject, verb, objects, the rest; what stood before both subject and verb stays in front. Russian
denies with "не" beside its negative words, English once. A verb without subject in the plural is a
passive ("взяли село": the village was taken), a bare predicate gets "is".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from extractors.gloss.english import participle
from extractors.gloss.lexicon import NOTHING, glosses, grammar, light_verb
from extractors.gloss.nouns import (
    comparative,
    conjunction,
    english_of,
    is_nominal,
    noun_phrase,
    reduced,
)
from extractors.gloss.prepositions import piece
from extractors.gloss.records import Piece
from extractors.gloss.tree import Node
from extractors.gloss.verbs import (
    belongs_to_predicate,
    is_indefinite,
    is_infinitive,
    is_twice_denied,
    predicate,
)

_SUBJECTS: Final = frozenset({"nsubj", "csubj"})
_CLAUSES: Final = frozenset({"ccomp", "advcl", "parataxis", "conj", "xcomp", "csubj"})
_NEGATORS: Final = frozenset({"не"})
_SILENT: Final = frozenset({"punct", "case", "cc", "mark", "aux", "cop", "expl"})


def render(node: Node) -> list[Piece]:
    """The pieces of any node with all below it."""
    if node.dep == "punct" or (node.pos == "PUNCT" and not node.children):
        return []
    if _is_predicate(node):
        return _clause(node)
    if is_nominal(node):
        return [*_leading(node), *noun_phrase(node, render)]
    if node.pos == "VERB" and node.feat("VerbForm") == "Part" and node.dep in {"amod", "acl"}:
        return reduced(node, render)
    if node.pos in {"VERB", "AUX"}:
        return _clause(node)
    return _plain(node)


def _is_predicate(node: Node) -> bool:
    """Whether a node heads a clause: a finite verb, or anything with a subject or copula."""
    if any(c.dep.split(":")[0] in _SUBJECTS for c in node.children):
        return True
    if node.dep in {"ROOT", "conj", "parataxis"} and node.of("expl"):
        return True
    if node.of("cop") or (node.lemma in grammar("impersonal") and _governs(node)):
        return True
    if node.pos in {"VERB", "AUX"}:
        form = node.feat("VerbForm")
        if form == "Part":
            return node.feat("Variant") == "Short" or node.dep in {"ROOT", "ccomp", "parataxis"}
        return True
    return node.text in {"нет", "нету"} and bool(node.children)


def _governs(node: Node) -> bool:
    return any(c.dep.split(":")[0] in {"csubj", "xcomp", "ccomp", "advcl"} for c in node.children)


def _plain(node: Node) -> list[Piece]:
    """Adverbs, adjectives, particles: the word, with what hangs on it in the text's order."""
    made: list[Piece] = [*_leading(node)]
    own = _word(node)
    done = False
    for child in node.children:
        if child.dep.split(":")[0] in {"punct", "cc", "mark", "case"}:
            continue
        if child.place > node.place and not done:
            made += own
            done = True
        if child.dep == "conj":
            made += conjunction(child)
        if node.feat("Degree") == "Cmp" and is_nominal(child) and not child.of("case"):
            made += [Piece("than", child.start, child.start)]
            made += noun_phrase(child, render, "", bare=True)
            continue
        made += render(child)
    return made if done else made + own


def _leading(node: Node) -> list[Piece]:
    """The subordinator of a verbless clause ("if", "as")."""
    return [
        piece(m, e)
        for m in node.of("mark")
        if (e := m.english or grammar("conjunctions").get(m.lemma, "")) and e != NOTHING
    ]


def _word(node: Node) -> list[Piece]:
    if node.lemma == "сам":
        return []
    if node.pos in {"DET", "ADJ"} and node.lemma in {"такой", "весь", "тот"}:
        return [piece(node, grammar("pronouns")[node.lemma])]
    if node.pos == "ADV" and node.lemma not in grammar("negatives"):
        if node.feat("Degree") == "Cmp":
            return [piece(node, comparative(node))]
        found = glosses(node.lemma, "ADV")
        if found and node.kind == "word":
            return [piece(node, found[0])] if found[0] != NOTHING else []
    for table in ("negatives", "particles", "conjunctions"):
        if node.kind == "word" and node.pos in {"PART", "CCONJ", "SCONJ", "ADV", "PRON"}:
            english = grammar(table).get(node.lemma)
            if english is not None:
                return [piece(node, english)] if english != NOTHING else []
    english = english_of(node)
    if node.pos == "VERB" and node.kind == "word":
        english = participle(english)
    return [piece(node, english)] if english != NOTHING else []


def _clause(node: Node) -> list[Piece]:
    if node.text in {"нет", "нету"} or _is_absence(node):
        return _absence(node)
    twice = is_twice_denied(node)
    extra = _with_light_object(node)
    subjects = node.of("nsubj")
    subject = subjects[0] if subjects else None
    objects = [c for c in node.of("obj") if is_nominal(c)]
    passive = node.feat("Voice") == "Pass" and node.feat("VerbForm") == "Part"
    if subject is None and is_indefinite(node):
        subject = _where_said(node)
    raised = subject is None and bool(objects) and is_indefinite(node)
    if raised:
        subject, objects, passive = objects[0], objects[1:], True
    related = next((c for c in node.children if c is not subject and _is_relative(c)), None)
    front: list[Piece] = []
    if related is not None:
        bare = related.dep.split(":")[0] == "obj"
        front += noun_phrase(related, render, "" if bare else None)
        objects = [c for c in objects if c is not related]
    denied = [c for c in node.children if c.lemma in _NEGATORS]
    negative = _negative_words(node)
    told = [c for c in (related, subject, *objects, *denied) if c is not None]
    before, rest, tail = _around(node, subject, told, passive)
    front += before
    made = [*_opening(node), *front]
    if node.kind == "number" and subject is not None and subject.feat("Case") == "Gen":
        counted = noun_phrase(subject, render, "", bare=True)
        counted = counted[1:] if counted and counted[0].word == "the" else counted
        are = "there is" if node.value == 1 else "there are"
        return [
            *made,
            Piece(are, node.start, node.start),
            piece(node, node.english),
            *counted,
            *rest,
            *tail,
        ]
    if subject is not None:
        made += _subject(subject)
    elif node.of("expl") and node.pos not in {"VERB", "AUX"}:
        made += [piece(node.of("expl")[0], "this")]
        subject = node.of("expl")[0]
    made += predicate(node, subject, passive, raised, bool(denied) and not negative, twice, render)
    for child in objects:
        made += noun_phrase(child, render, "")
    return [*made, *extra, *rest, *tail]


def _around(
    node: Node, subject: Node | None, told: Sequence[Node], passive: bool
) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """What else a clause has: what stood before both subject and verb, what follows, and clauses.

    ``told`` are the children that the clause places itself.
    """
    front: list[Piece] = []
    rest: list[Piece] = []
    tail: list[Piece] = []
    first = min([node.place, *([subject.place] if subject is not None else [])])
    for child in node.children:
        dep = child.dep.split(":")[0]
        if dep in _SILENT or any(child is one for one in told):
            continue
        if node.pos not in {"VERB", "AUX"} and belongs_to_predicate(child, node):
            continue
        if child.lemma in {"бы", "б"} or (child.lemma == "ли" and dep in {"advmod", "discourse"}):
            continue
        if dep == "conj":
            tail += [*_comma_before(child), *conjunction(child), *render(child)]
        elif dep in {"ccomp", "parataxis", "csubj"} and not is_infinitive(child):
            if dep == "parataxis" and child.end <= node.start and child.place < first:
                front += [*render(child), Piece(",", child.end, child.end)]
            else:
                tail += [*([] if dep == "csubj" else _link(child, node)), *render(child)]
        elif dep == "advcl":
            made = render(child)
            if child.place < first:
                front += [*made, Piece(",", child.end, child.end)]
            else:
                tail += [Piece(",", child.start, child.start), *made]
        elif child.place < first and dep not in {"xcomp", "csubj"}:
            front += _dependent(child, node, passive)
        else:
            rest += _dependent(child, node, passive)
    return front, rest, tail


def _where_said(node: Node) -> Node | None:
    """ "сообщили в Минобороны", "в Киеве не признали": who is told by where, as a subject."""
    for child in node.of("obl"):
        inside = any(c.lemma in {"в", "на"} for c in child.of("case"))
        if (
            inside
            and child.feat("Case") == "Loc"
            and (
                child.label in {"ORG", "GPE"}
                or (child.label == "LOC" and _speaks(node))
                or child.lemma in grammar("offices")
            )
        ):
            child.children = [c for c in child.children if c.dep != "case"]
            child.dep = "nsubj"
            return child
    return None


def _speaks(node: Node) -> bool:
    return node.lemma in grammar("speech")


def _with_light_object(node: Node) -> list[Piece]:
    """What belongs to the object of a light verb ("takes part" in combat), the verb told as one."""
    for child in node.of("obj", "obl"):
        whole = light_verb(node.lemma, child.lemma)
        if whole is None or child.of("case"):
            continue
        node.english = whole
        node.children.remove(child)
        made: list[Piece] = []
        for grand in child.children:
            if grand.dep.split(":")[0] not in _SILENT:
                made += render(grand)
        return made
    return []


def _is_relative(node: Node) -> bool:
    """Whether a part of a clause is "который", or has it within."""
    return is_nominal(node) and (
        node.lemma == "который" or any(c.lemma == "который" for c in node.children)
    )


def _subject(subject: Node) -> list[Piece]:
    if _is_predicate(subject) and not is_nominal(subject):
        return render(subject)
    return noun_phrase(subject, render, "", bare=not subject.of("case"))


def _comma_before(node: Node) -> list[Piece]:
    return [Piece(",", node.start, node.start)] if _is_predicate(node) and node.of("nsubj") else []


def _link(child: Node, node: Node) -> list[Piece]:
    """What joins a clause to its verb: nothing where it has a "that", else a comma or colon."""
    if child.of("mark") or any(g.of("mark") for g in child.children if g.dep == "cop"):
        return []
    return [Piece(":" if _colon(child) else ",", child.start, child.start)]


def _colon(node: Node) -> bool:
    return any(c.dep == "punct" and c.text == ":" for c in node.children)


def _opening(node: Node) -> list[Piece]:
    """Subordinators: "that", "if", "whether"."""
    made = _leading(node)
    asked = [c for child in node.children for c in [child, *child.children] if c.text == "ли"]
    if asked and node.dep in {"ccomp", "csubj", "advcl", "acl", "acl:relcl", "parataxis"}:
        made = [piece(asked[0], "whether")]
    return made


def _dependent(child: Node, node: Node, passive: bool) -> list[Piece]:
    """An oblique, an adverb, an infinitive, as the verb wants it."""
    dep = child.dep.split(":")[0]
    if child.pos in {"VERB", "AUX"} and is_infinitive(child):
        bare = english_of(node) in {"can", "must", "may"} or (
            node.lemma == "стать" and any(c.lemma == "не" for c in node.children)
        )
        return _infinitive(child, to=not bare)
    if is_nominal(child) and dep in {"obl", "iobj", "nmod", "orphan"}:
        bare = not child.of("case")
        case = child.feat("Case")
        if bare and child.lemma in grammar("negatives"):
            return noun_phrase(child, render, "")
        if bare and case and node.lemma in grammar("objects_in").get(case, ()):
            return noun_phrase(child, render, "")
        done = passive or node.feat("Voice") in {"Pass", "Mid"}
        time = child.kind == "date" or child.lemma in grammar("times")
        if bare and case == "Ins" and done and not time:
            return noun_phrase(child, render, "by")
        if bare and dep == "iobj" and case == "Dat":
            return noun_phrase(child, render, "to")
        if node.lemma in grammar("reaching") and any(c.lemma == "до" for c in child.of("case")):
            return [Piece("to", child.start, child.start), *noun_phrase(child, render, bare=True)]
    if is_nominal(child) and dep == "obj":
        return noun_phrase(child, render, "")
    return render(child)


def _infinitive(node: Node, to: bool) -> list[Piece]:
    denied = [c for c in node.children if c.lemma in _NEGATORS and c.dep == "advmod"]
    made = [piece(denied[0], "not")] if denied else []
    base = english_of(node)
    made.append(piece(node, f"to {base}" if to else base))
    for child in node.children:
        dep = child.dep.split(":")[0]
        if dep in _SILENT or child in denied:
            continue
        if dep == "conj":
            made += conjunction(child)
            made += _infinitive(child, to) if is_infinitive(child) else render(child)
        elif dep == "obj" and is_nominal(child):
            made += noun_phrase(child, render, "")
        else:
            made += _dependent(child, node, False)
    return made


def _negative_words(node: Node) -> bool:
    """Whether a word of the clause denies it already: nobody, never, not one, neither."""
    for child in node.children:
        if child.dep.split(":")[0] in _CLAUSES and not is_infinitive(child):
            continue
        if child.lemma in grammar("negatives") or child.english in {"never", "in no way"}:
            return True
        if any(
            grand.lemma in grammar("negatives") or grand.text == "ни" for grand in child.children
        ):
            return True
        if child.text == "ни":
            return True
        if any(great.text == "ни" for grand in child.children for great in grand.children):
            return True
    return False


def _is_absence(node: Node) -> bool:
    """ "не было пожара", "не оказалось данных": there was no fire."""
    if node.lemma not in {"быть", "оказаться", "остаться", "существовать"}:
        return False
    if not any(c.lemma in _NEGATORS for c in node.children):
        return False
    return any(
        c.dep.split(":")[0] in {"nsubj", "obj", "obl", "nmod"}
        and c.feat("Case") == "Gen"
        and not c.of("case")
        for c in node.children
    )


def _absence(node: Node) -> list[Piece]:
    """ "Пехоты на участке нет" -> "there is no infantry on the sector"."""
    absent = next(
        (
            c
            for c in node.children
            if c.dep.split(":")[0] in {"nsubj", "obj", "nmod", "obl"}
            and c.feat("Case") in ({"Gen"} if c.kind == "name" else {"Gen", "Nom", ""})
            and not c.of("case")
            and is_nominal(c)
            and c.kind != "date"
        ),
        None,
    )
    made = _opening(node)
    verb = (
        "was"
        if node.feat("Tense") == "Past"
        else "will be"
        if node.feat("Tense") == "Fut"
        else "is"
    )
    if absent is None:
        if not any(c.dep not in {"punct", "cc"} for c in node.children):
            return [*made, piece(node, "no")]
        made.append(piece(node, "no,"))
        for child in node.children:
            made += [] if child.dep.split(":")[0] in _SILENT else render(child)
        return made
    phrase = noun_phrase(absent, render, "", bare=True)
    while phrase and phrase[0].word in {"the", "not", "not one", "no", "any"}:
        phrase = phrase[1:]
    if phrase and phrase[0].word == "one":
        phrase = phrase[1:]
    made += [piece(node, f"there {verb} no"), *phrase]
    for child in node.children:
        dep = child.dep.split(":")[0]
        if child is absent or dep in _SILENT or child.lemma in {"не", "ни", "бы"}:
            continue
        if dep == "conj":
            made += [*conjunction(child), *render(child)]
        elif dep in {"parataxis", "advcl"}:
            made += [Piece(",", child.start, child.start), *render(child)]
        else:
            made += _dependent(child, node, False)
    return made
