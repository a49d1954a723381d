"""Roles read from a dependency tree (Universal Dependencies labels).

In: the parsed token of a number. Out: a role of `data/quantities_roles.toml`, or None where the
tree says nothing: the counted noun, its participle, then the verbs and nouns above it.
"""

from __future__ import annotations

from typing import Any

from extractors.quantities_cues import cue_of, cue_phrases


def _lemma_role(token: Any, passive: bool | None) -> str | None:
    """Role a governing token gives; `passive` tells whether the thing is its passive subject."""
    low = token.lower_
    if any(
        child.dep_ == "compound:prt" and child.lower_ in ("down", "off") for child in token.children
    ):
        joined = f"{low} {'down' if any(c.lower_ == 'down' for c in token.children) else 'off'}"
        for phrase, role in cue_phrases():
            if " ".join(phrase) == joined:
                return role
    found = cue_of(low) or cue_of(str(token.lemma_).lower())
    if found is None:
        return None
    role, kind = found
    if kind == "verb" and passive is None:
        return None
    return role


def in_tree(token: Any) -> str | None:
    """Role by dependencies: participle of the noun, then verbs and nouns above it."""
    node = token
    for _ in range(4):
        if (
            node.dep_.split(":")[0] in ("nummod", "compound", "advmod", "flat", "det", "amod")
            and node.head.i != node.i
        ):
            node = node.head
        else:
            break
    for _ in range(2):
        of = [c for c in node.children if c.dep_.startswith("nmod") and c.i > node.i]
        if (
            (node.pos_ == "NUM" or node.lower_.endswith("s"))
            and of
            and any(c.lower_ == "of" for c in of[0].children)
        ):
            for child in of[0].children:
                told = _participle_role(child)
                if told is not None:
                    return told
        break
    own = cue_of(node.lower_)
    if own is not None and own[1] in ("noun", "adjective"):
        return own[0]
    for child in node.children:
        told = _participle_role(child)
        if told is not None:
            return told
    return _above(node)


def _participle_role(child: Any) -> str | None:
    if child.dep_ in ("acl", "amod") and child.pos_ in ("VERB", "ADJ"):
        found = cue_of(child.lower_)
        if found is not None and not any(c.dep_ in ("obj", "dobj") for c in child.children):
            return found[0]
    return None


def _above(node: Any) -> str | None:
    for _ in range(4):
        dep, head = node.dep_, node.head
        if head.i == node.i:
            return None
        base = dep.split(":")[0]
        if head.pos_ in ("VERB", "AUX", "ADJ"):
            if dep in ("nsubj:pass", "obj", "dobj", "nsubjpass", "attr") or base in (
                "obl",
                "xcomp",
                "ccomp",
            ):
                told = _lemma_role(head, passive=True)
            elif base in ("nsubj", "csubj"):
                told = _lemma_role(head, passive=None)
            else:
                told = _lemma_role(head, passive=True) if base in ("conj", "advcl", "acl") else None
            if told is not None or base not in ("conj", "appos", "xcomp", "nmod", "obl", "advcl"):
                return told
        elif head.pos_ in ("NOUN", "PROPN"):
            if base in ("nmod", "compound", "appos", "amod", "nummod", "acl"):
                found = cue_of(head.lower_)
                if (
                    found is not None
                    and found[1] == "noun"
                    and base in ("nmod", "compound", "nummod")
                ):
                    return found[0]
            elif base != "conj":
                return None
        node = head
    return None
