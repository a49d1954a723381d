"""Another spaCy pipeline's ClearNLP parse, turned into Universal Dependencies.

spaCy's own English pipelines (`en_core_web_*`) say `prep`/`pobj`, `dobj`, `nsubjpass`, `attr`;
everything here reads `obl`, `obj`, `nsubj:pass`, `cop`. Three changes of structure: a preposition
hangs on its noun as `case`; the predicate of `be` becomes the head with `be` as its `cop`;
conjuncts all hang on the first, and `cc` on the conjunct that follows it. The rest is new names.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

LABELS: Final = {
    "ROOT": "root",
    "acomp": "xcomp",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "nmod": "nmod",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "number": "compound",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
ENTITIES: Final = {"FAC": "FACILITY", "WORK_OF_ART": "WORK"}
# Amounts and dates are found by rules, the same for every pipeline.
_BY_RULE: Final = frozenset(
    ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE", "LAW")
)
_NOMINAL: Final = frozenset(("NOUN", "PROPN", "PRON", "NUM", "SYM", "X"))
_CLAUSE: Final = frozenset(("pcomp",))


def to_universal(doc: Doc) -> Doc:
    """Rewrites heads and labels of a ClearNLP-parsed doc in place."""
    stands_for = _replaced(doc)
    promoted = {new: old for old, new in stands_for.items()}
    heads = [0] * len(doc)
    deps = [""] * len(doc)
    for token in doc:
        if token.i in stands_for:
            heads[token.i] = _resolved(token.i, stands_for)
            deps[token.i] = _function_word(token, doc[heads[token.i]])
            continue
        top = token
        while top.i in promoted:
            top = doc[promoted[top.i]]
        if top.head.i == top.i:
            heads[token.i], deps[token.i] = token.i, "root"
            continue
        head = _resolved(top.head.i, stands_for)
        heads[token.i] = head
        deps[token.i] = _label(token, top)
    _flatten_conjuncts(doc, heads, deps)
    columns: Any = np.zeros((len(doc), 2), dtype=np.uint64)  # the stub wants thinc's own type
    columns[:, 0] = (np.asarray(heads) - np.arange(len(doc))).astype(np.int64).astype(np.uint64)
    columns[:, 1] = [doc.vocab.strings.add(dep) for dep in deps]
    if len(doc):
        doc.from_array(["HEAD", "DEP"], columns)
    kept = [
        Span(doc, ent.start, ent.end, label=ENTITIES.get(ent.label_, ent.label_))
        for ent in doc.ents
        if ent.label_ not in _BY_RULE
    ]
    doc.set_ents(kept)
    return doc


@Language.component("sourcecheck_clearnlp")
def clearnlp_component(doc: Doc) -> Doc:
    """`to_universal` as a pipeline component."""
    return to_universal(doc)


@Language.component("sourcecheck_blank_lines")
def blank_lines_component(doc: Doc) -> Doc:
    """Starts a sentence after every blank line, before the parser runs."""
    after = False
    for token in doc:
        if token.is_space:
            after = after or token.text.count("\n") > 1
        elif after:
            token.is_sent_start = True
            after = False
    return doc


def _replaced(doc: Doc) -> dict[int, int]:
    """Function word -> the content word that takes its place in the tree."""
    found: dict[int, int] = {}
    for token in doc:
        if token.dep_ in ("prep", "agent", "dative") or (
            token.dep_ == "conj" and token.pos_ == "ADP"
        ):
            inner = [c for c in token.children if c.dep_ in ("pobj", "pcomp") and c.i > token.i]
            if inner:
                found[token.i] = inner[0].i
    for token in doc:
        if token.lemma_ != "be" or token.dep_ in ("aux", "auxpass"):
            continue
        children = list(token.children)
        if any(c.dep_ == "expl" for c in children):
            continue
        inner = [c for c in children if c.dep_ in ("attr", "acomp")]
        if not inner:
            inner = [c for c in children if c.dep_ == "prep" and c.i in found and c.i > token.i][:1]
        if inner:
            found[token.i] = _resolved(inner[0].i, found)
            if inner[0].i in found:
                # "is in Paris": Paris heads the sentence; both `is` and `in` hang on it.
                found[token.i] = found[inner[0].i]
    return _one_place_each(doc, found)


def _one_place_each(doc: Doc, found: dict[int, int]) -> dict[int, int]:
    """Lets each content word take the place of a chain: "is" -> "in" -> "Paris"."""
    taken: dict[int, int] = {}
    for old, new in sorted(found.items()):
        other = taken.get(new)
        if other is not None:
            # The higher word keeps the place; the lower one is told to point at it.
            higher, lower = (old, other) if doc[other].head.i == old else (other, old)
            found[higher] = lower
            taken[lower] = higher
            taken[new] = lower
        else:
            taken[new] = old
    return found


def _resolved(number: int, stands_for: dict[int, int]) -> int:
    while number in stands_for:
        number = stands_for[number]
    return number


def _function_word(token: Token, content: Token) -> str:
    if token.lemma_ == "be":
        return "cop"
    return "mark" if content.dep_ in _CLAUSE else "case"


def _label(token: Token, top: Token) -> str:
    """The label of `token`, which stands where `top` stood."""
    dep = top.dep_
    nominal_head = top.head.pos_ in _NOMINAL and top.head.lemma_ != "be"
    if dep in ("prep", "agent", "dative") and token.i != top.i:
        if token.dep_ in _CLAUSE:
            return "acl" if nominal_head else "advcl"
        if dep == "agent":
            return "obl:agent"
        return "nmod" if nominal_head else "obl"
    if dep == "prep":
        return "advmod"
    if dep == "npadvmod" and nominal_head:
        return "nmod:unmarked"
    if dep == "attr" and any(c.dep_ == "expl" for c in top.head.children):
        return "nsubj"
    return LABELS.get(dep, dep)


def _flatten_conjuncts(doc: Doc, heads: list[int], deps: list[str]) -> None:
    """Every conjunct on the first one; every `cc` on the next conjunct to its right."""
    for i, dep in enumerate(deps):
        if dep == "conj":
            head, steps = heads[i], 0
            while deps[head] == "conj" and steps < len(deps):
                head, steps = heads[head], steps + 1
            heads[i] = head
    for i, dep in enumerate(deps):
        if dep == "cc":
            right = [
                j
                for j in range(i + 1, len(deps))
                if deps[j] == "conj"
                and (heads[j] == heads[i] or heads[j] == _first(heads, deps, i))
            ]
            if right:
                heads[i] = right[0]


def _first(heads: list[int], deps: list[str], i: int) -> int:
    """The first conjunct of the coordination that `i` hangs in."""
    head = heads[i]
    return heads[head] if deps[head] == "conj" else head
