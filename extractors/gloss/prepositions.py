"""Prepositions: a nominal node in, what English has before it out.

By preposition and case, with the exceptions of time ("в июне" in June, "в среду" on Wednesday) and
measure ("на 30%" by 30 percent, "до 300" up to 300). A bare case is "of", "by", "with" or "to".
"""

from __future__ import annotations

from typing import Final

from extractors.gloss.lexicon import glosses, grammar
from extractors.gloss.names import transliterated
from extractors.gloss.records import Piece
from extractors.gloss.tree import Node

_TIMES: Final = frozenset({"год", "месяц", "неделя", "день", "сутки", "час", "минута", "секунда"})


def piece(node: Node, word: str) -> Piece:
    """An English word for a node's own words."""
    return Piece(word, node.start, node.end)


def preposition_of(node: Node, case: str | None) -> list[Piece]:
    """The node's own preposition, or what its bare case is in English."""
    cases = [c for c in node.of("case") if c.pos == "ADP" or c.kind == "phrase"]
    table = grammar("prepositions")
    if cases:
        first = cases[0]
        if first.kind == "phrase":
            return [piece(first, first.english)]
        english = _of_measure(node, first)
        if english is None:
            english = _of_time(node, first)
        if english is None:
            english = table.get(f"{first.lemma} {case_of(node)}")
        if english is None:
            known = [v for k, v in table.items() if k.split()[0] == first.lemma]
            found = glosses(first.lemma, "ADP")
            english = known[0] if known else found[0] if found else transliterated(first.lemma)
        return [piece(first, english)] if english else []
    if node.parent is not None and node.parent.kind == "phrase" and node.parent.pos == "ADP":
        return []
    if case is not None:
        return [piece(node, case)] if case else []
    dep = node.dep.split(":")[0]
    if node.kind == "date" and dep in {"obl", "nmod", "advmod", "appos"}:
        return [piece(node, on)] if (on := _on_date(node)) else []
    if _bare_time(node):
        return []
    english = grammar("cases").get(f"{dep} {case_of(node)}", "")
    return [piece(node, english)] if english else []


def _on_date(node: Node) -> str:
    """What stands before a date without preposition: "4 ноября" on, "конец марта" of."""
    if node.parent is not None and node.parent.pos in {"NOUN", "PROPN"}:
        return "," if node.parent.kind == "name" and node.parent.dep == "ROOT" else "of"
    day = node.english[0].isdigit() and " " in node.english
    return "on" if day or node.english.startswith("the ") else "in"


def _of_measure(node: Node, preposition: Node) -> str | None:
    """ "на 30%" by 30 percent, "в сутки" per day, "под" near a place and under all else."""
    word = preposition.lemma
    if word == "по" and node.parent is not None and node.parent.lemma in grammar("hitting"):
        return ""
    if word == "на" and node.kind == "number" and node.english.endswith("percent"):
        return "by"
    if word == "до" and node.kind != "date" and _counted(node) and node.lemma not in _TIMES:
        reaches = node.parent is not None and node.parent.lemma in grammar("reaching")
        return "to" if reaches else "up to"
    if word == "под" and node.feat("Case") == "Ins" and node.label != "LOC":
        return "under"
    if word == "в" and node.lemma in {"сутки", "день", "час", "месяц", "год", "неделя", "минута"}:
        alone = not any(
            c.dep.split(":")[0] in {"amod", "det", "nmod", "nummod"} for c in node.children
        )
        if (alone and node.feat("Case") == "Acc" and node.feat("Number") != "Plur") or (
            alone and node.lemma == "сутки"
        ):
            return "per"
    return None


def _counted(node: Node) -> bool:
    """Whether a noun is counted by a number, or is one."""
    return node.kind == "number" or any(c.kind == "number" for c in node.children)


def _bare_time(node: Node) -> bool:
    """A time told without preposition: "утром", "прошлой ночью", "всю неделю"."""
    if node.dep.split(":")[0] not in {"obl", "advmod"}:
        return False
    return node.lemma in grammar("times") or (
        node.lemma in {*grammar("periods"), "сутки", "час", "минута", "день"}
    )


def _of_time(node: Node, preposition: Node) -> str | None:
    """Prepositions of time: "в июне" in June, "в среду" on Wednesday, "в ночь на" overnight to."""
    lemma, word = node.lemma, preposition.lemma
    if node.kind == "date":
        first = node.english.split()[0]
        clock = ":" in first or node.english.endswith(("a.m.", "p.m."))
        day = first[0].isdigit() and not clock and len(node.english.split()) > 1
        if word in {"в", "на"}:
            return (
                "at"
                if clock
                else "in"
                if "night" in node.english
                else "on"
                if day or first == "the"
                else "in"
            )
        return {
            "до": "until", "к": "by", "с": "since" if not clock else "from", "после": "after",
            "за": "for", "от": "of", "по": "until",
        }.get(word)  # fmt: skip
    if lemma in grammar("weekdays"):
        return {"в": "on", "с": "since", "до": "until", "к": "by", "на": "to"}.get(word)
    if lemma in grammar("periods") or lemma in {"день", "час", "сутки", "минута"}:
        if any(c.lemma in grammar("period_words") for c in node.of("amod", "det")):
            return "" if word in {"в", "на"} else None
        if word == "за":
            return "in"
        if word == "к":
            return "by"
        if word in {"в", "на"} and node.feat("Case") == "Acc":
            return "in" if word == "в" else "for"
    return None


def case_of(node: Node) -> str:
    case = node.feat("Case")
    if case and not (node.kind == "number" and case == "Nom"):
        return case
    for child in node.children:
        if child.dep in {"amod", "det", "nummod:gov"} and child.feat("Case"):
            return child.feat("Case")
    return case
