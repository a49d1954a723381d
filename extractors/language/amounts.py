"""Amounts that the parse takes for places: "shipped up to 9 million shells".

In: a block's words and their annotation. Out: the annotation, "up to" hung on its number and the
counted noun the verb's object, where the verb has none. Everything that asks for an object asks
the parse for `obj`; an `obl` there would lose what was shipped. Here and not in training: another
labelling needs the teacher's text labelled and the student trained anew, hours for two words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.language.model import Annotation


def with_amounts(words: Sequence[str], made: Annotation) -> Annotation:
    """`made` for `words`, the objects behind "up to" put right."""
    heads, deps = list(made.heads), list(made.deps)
    for up in range(len(words) - 2):
        if (words[up].lower(), words[up + 1].lower()) != ("up", "to"):
            continue
        number = up + 2
        while number + 1 < len(words) and made.pos[number + 1] == "NUM":
            number += 1
        noun = heads[number]
        verb = heads[noun]
        phrase = {up, up + 1, number, noun}
        counted = made.pos[number] == "NUM" and deps[number] == "nummod" and deps[noun] == "obl"
        led = heads[up] in phrase and heads[up + 1] in phrase
        cases = {i for i in range(len(words)) if heads[i] == noun and deps[i] == "case"}
        rivals = {"obj", "nsubj:pass", "ccomp"}
        taken = any(heads[i] == verb and deps[i] in rivals for i in range(len(words)))
        if counted and led and cases <= phrase and not taken and made.pos[verb] == "VERB":
            deps[noun] = "obj"
            heads[up], deps[up] = number, "advmod"
            heads[up + 1], deps[up + 1] = up, "fixed"
    return replace(made, heads=tuple(heads), deps=tuple(deps))
