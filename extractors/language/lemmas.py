"""Lemmas as edit scripts: what to cut from a word's end and what to write there.

A script is `case|cut|ending`: take the word lower-cased (`l`) or as it stands (`k`), drop `cut`
characters from its end, add `ending`. `running` -> `l|4|`, `is` -> `l|2|be`, `Kyiv` -> `k|0|`.
"""

from __future__ import annotations


def edit_script(word: str, lemma: str) -> str:
    """The script that turns `word` into `lemma`."""
    lowered = word.lower()
    best: tuple[int, str] | None = None
    for case, base in (("l", lowered), ("k", word)):
        common = 0
        while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
            common += 1
        cut = len(base) - common
        ending = lemma[common:]
        if best is None or cut + len(ending) < best[0]:
            best = (cut + len(ending), f"{case}|{cut}|{ending}")
    assert best is not None
    return best[1]


def apply_script(word: str, script: str) -> str:
    """The lemma that `script` makes of `word`; the word itself where the script cannot apply."""
    case, cut, ending = script.split("|", 2)
    base = word.lower() if case == "l" else word
    keep = len(base) - int(cut)
    return base[:keep] + ending if keep >= 0 and (keep or ending) else word
