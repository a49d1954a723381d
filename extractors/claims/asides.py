"""Who says it, where the print sets it off: ", says the Sun,", "according to X", "by AFP's count".

A sentence's segments between commas, dashes and brackets in; those that only say who speaks out,
each with its speakers, outermost first. Read off the word classes in their order, since a parser
hangs such an aside anywhere.

Fires: "It rained, the Sun wrote, for days." Must not fire: "The judge wrote, and it rained."
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from extractors.attribution import cue_certainty, cue_words
from extractors.claims.carriers import speaker, speakers_in
from extractors.claims.lists import listed
from extractors.claims.pieces import QUOTES, Speaker

BREAKS = frozenset({",", ";", ":", "—", "–", "(", ")", "--", "…"})
NOMINAL = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJR", "JJS", "DT", "PDT", "PRP$", "POS", "PRP"}
    | {"FW", "$", "HYPH", "NFP", "``", "''", "WP$"}
)
FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
OWNERS = frozenset({"his", "her", "their", "its"})
# How an aside opens that names a source: True where a verb must end it, "if X is right"
OPENINGS: dict[tuple[str, ...], bool] = {
    ("per",): False,
    ("via",): False,
    ("if",): True,
    ("as", "far", "as"): True,
    ("so", "far", "as"): True,
}
#: How a clause that only nods at the reader hangs on its sentence
HUNG = frozenset({"advcl", "parataxis", "acl:relcl", "advcl:relcl", "discourse"})
SAYING = frozenset({"say", "tell", "state", "add", "write", "claim", "warn", "report"})
_NOUN = r"n[npk]*"
_INVERTED = re.compile(rf"^s?r*a?c(?P<who>{_NOUN})$")
_PLAIN = re.compile(
    rf"^s?r*(?P<who>{_NOUN}?)[ra]*(?:[vca]?p)?c[r]*(?P<it>i)?(?P<more>[py][npkvryct]*)?$"
)
_TOLD = re.compile(rf"^s?r*(?P<who>{_NOUN}?)[ra]*t(?P<whom>{_NOUN})(?:[py][npk]*)?$")
_QUOTING = re.compile(rf"^s?r*(?P<outer>{_NOUN}?)[ra]*q(?P<inner>{_NOUN})s[gw]r*$")
_QUOTED = re.compile(
    rf"^s?r*(?P<inner>{_NOUN}?)[ra]+q(?:[yp](?P<outer>n[nk]*))?(?:s[gw])?(?:[yp](?P<late>n[npk]*))?r*$"
)
_AS_BY = re.compile(rf"^s[cvq][yp](?P<who>{_NOUN})$")
_RELAYING = re.compile(rf"^[gcvq][prsy]?(?P<who>{_NOUN})$")
_OF_NOUN = re.compile(r"^[py]n+$")


@dataclass(frozen=True, slots=True)
class Aside:
    """The tokens of an aside (its commas not among them) and whom it names, outermost first."""

    tokens: tuple[int, ...]
    speakers: tuple[Speaker, ...]
    inner: bool = False


def asides(doc: Doc, kept: Sequence[int]) -> Iterator[Aside]:
    """The asides of one sentence's tokens ``kept``."""
    taken: set[int] = set()
    for made in (*_according(doc, kept), *_set_off(doc, kept)):
        taken.update(made.tokens)
        yield made
    parts = list(segments(doc, [i for i in kept if i not in taken]))
    for place, part in enumerate(parts):
        rest = [i for other in parts if other is not part for i in other]
        if not any(doc[i].pos_ in {"NOUN", "PROPN", "VERB", "ADJ"} for i in rest):
            continue
        found = _aside(doc, part)
        if found is None or (not found.inner and not _can_stand(doc, part, parts, place)):
            continue
        yield found


def _set_off(doc: Doc, kept: Sequence[int]) -> Iterator[Aside]:
    """ "..., it is true,", "..., if the Courier is to be believed,"."""
    for part in segments(doc, kept):
        words = [doc[i].lower_ for i in part]
        shown = " ".join(words)
        orders = part[0] == kept[0] and doc[part[0]].tag_ == "VB"  # "Remember, too, that ..."
        if _tags(doc, part, kept):
            yield Aside((*part, kept[-1]), ())  # with its mark: the rest is told
            continue
        if _nods(doc, part, kept) or (shown in listed("frame", "set_off") and not orders):
            yield Aside(tuple(part), ())
            continue
        opened = next((o for o in OPENINGS if words[: len(o)] == list(o)), None)
        named = [i for i in part if doc[i].pos_ == "PROPN"]
        if opened is None or not named:
            continue
        behind = part[len(opened) :]
        verb = next((n for n, i in enumerate(behind) if doc[i].pos_ in {"VERB", "AUX"}), None)
        if OPENINGS[opened]:
            told = verb and " ".join(doc[i].lower_ for i in behind[verb:]) in listed(
                "cue", "ending"
            )
            if told:
                yield Aside(
                    tuple(part), speakers_in(doc, behind[0], behind[verb or 0], doc[part[-1]])
                )
        elif verb is None and behind and not _is_place(doc, behind):
            yield Aside(tuple(part), speakers_in(doc, behind[0], behind[-1] + 1, doc[part[0]]))


def _nods(doc: Doc, part: Sequence[int], kept: Sequence[int]) -> bool:
    """ "..., if you read only the headlines,": told to the reader, and of nothing else.

    It hangs on the sentence as a clause of its own, and names and counts nothing.
    """
    inside = set(part)
    tokens = [doc[i] for i in part]
    if len(part) == len(kept) or any(t.text in QUOTES for t in tokens[0].sent):
        return False
    if not any(t.pos_ == "PRON" and t.lower_ in listed("sorting", "persons") for t in tokens):
        return False
    if any(t.pos_ in {"PROPN", "NUM"} or t.ent_type_ for t in tokens):
        return False
    if any(doc[i].head.i in inside and not doc[i].is_punct for i in kept if i not in inside):
        return False  # what is told hangs on it: "I gather, X has left"
    tops = [t for t in tokens if t.head.i not in inside or t.head == t]
    clauses = [t for t in tops if t.dep_ not in {"punct", "cc", "mark"}]
    return len(clauses) == 1 and clauses[0].dep_ in HUNG and clauses[0].head.i in set(kept)


def _tags(doc: Doc, part: Sequence[int], kept: Sequence[int]) -> bool:
    """ "..., and who could blame him?": asked of the reader behind what is told."""
    if part[0] == kept[0] or not doc[kept[-1]].text.endswith("?") or part[-1] + 1 != kept[-1]:
        return False
    tokens = [doc[i] for i in part]
    if any(t.pos_ in {"PROPN", "NUM"} or t.ent_type_ for t in tokens):
        return False
    joined = len(tokens) > 1 and tokens[0].lower_ in {"and", "but", "so"}
    return (joined and tokens[1].tag_ in {"WP", "WRB"}) or (
        len(tokens) == 1 and tokens[0].pos_ == "INTJ"
    )


def _is_place(doc: Doc, part: Sequence[int]) -> bool:
    return any(doc[i].ent_type_ in {"GPE", "LOC", "DATE", "FACILITY", "TIME"} for i in part)


def _bare_name(doc: Doc, part: Sequence[int]) -> bool:
    """ "(The Independent)", "— BBC": a name alone, in brackets or behind the last dash."""
    if part[0] == 0 or not all(doc[i].pos_ in {"PROPN", "DET"} for i in part):
        return False
    held = (
        doc[part[0] - 1].text == "(" and part[-1] + 1 < len(doc) and doc[part[-1] + 1].text == ")"
    )
    sentence = doc[part[0]].sent
    last = all(t.is_punct for t in doc[part[-1] + 1 : sentence.end])
    dashed = doc[part[0] - 1].text in {"—", "–", "--"} and last
    return (held or dashed) and (
        doc[part[0]].pos_ == "DET" or all(doc[i].ent_type_ in {"ORG", "", "PRODUCT"} for i in part)
    )


def segments(doc: Doc, kept: Sequence[int]) -> Iterator[list[int]]:
    """The runs of tokens between commas, dashes and brackets, the last stop left out."""
    part: list[int] = []
    before = -1
    for i in kept:
        token = doc[i]
        broken = token.text in BREAKS or (part and i != before + 1)
        if broken and part:
            yield part
            part = []
        if token.text not in BREAKS and token.tag_ != ".":
            part.append(i)
        before = i
    if part:
        yield part


def _can_stand(doc: Doc, part: Sequence[int], parts: Sequence[Sequence[int]], place: int) -> bool:
    """Not "The judge wrote, and it rained": what follows a first segment is no joined clause."""
    if place == 0 and len(parts) > 1:
        following = doc[parts[1][0]]
        opens = doc[part[0]].lower_ == "as"
        ends = doc[part[-1] + 1].text in {";", ":"} or following.tag_ in {"WDT", "WP"}
        return opens or not (
            ends or (following.dep_ in {"cc", "mark"} and following.lower_ != "that")
        )
    return True


def _letter(token: Token) -> str:
    lemma = token.lemma_.lower()
    if token.lower_ == "as":
        return "s"
    if token.lower_ == "that" and token.tag_ in {"IN", "WDT"}:
        return "x"
    if token.lower_ == "by":
        return "y"
    if token.dep_ in {"aux", "aux:pass"} or token.tag_ == "MD":
        return "a"
    if token.tag_ == "VBN" and token.dep_ == "acl" and token.head.i < token.i:
        return "n" if lemma in {"name", "call", "know", "base"} else "v"
    if token.tag_ in FINITE and token.dep_ not in {"amod", "compound"}:
        if lemma in {"quote", "cite"}:
            return "q"
        if lemma in {"tell", "inform", "assure", "remind"}:
            return "t"
        after = token.nbor(1) if token.i + 1 < len(token.doc) else token
        phrasal = after.dep_ == "compound:prt" and is_cue(f"{lemma} {after.lower_}")
        return "c" if phrasal or is_cue(lemma) else "v"
    if token.tag_ == "VB" and is_cue(lemma) and token.dep_ not in {"amod", "compound"}:
        return "c"
    if token.tag_ == "VBG" and token.dep_ not in {"amod", "compound"}:
        return "w" if lemma in SAYING else "g"
    if token.lower_ == "it" and token.i > 0 and token.nbor(-1).lemma_.lower() in {"put", "have"}:
        return "i"
    if token.tag_ in NOMINAL or token.dep_ in {"amod", "compound"}:
        return "n"
    if token.tag_ == "CC":
        return "k"
    if token.tag_ in {"RB", "RBR", "RBS"}:
        return "r"
    return "p" if token.tag_ in {"IN", "TO", "RP"} else "x"


def is_cue(lemma: str) -> bool:
    """A verb that can report what somebody says, thinks or shows."""
    return cue_certainty(lemma, "verbs") is not None or lemma in listed("cue", "verbs")


def _aside(doc: Doc, part: Sequence[int]) -> Aside | None:
    pattern = "".join(_letter(doc[i]) for i in part)
    at = list(part)

    def spoken(match: re.Match[str], group: str, cue: Token) -> tuple[Speaker, ...]:
        if match[group] is None:
            return ()
        first, last = at[match.start(group)], at[match.end(group) - 1]
        if not any(doc[i].pos_ in {"NOUN", "PROPN", "PRON", "NUM"} for i in range(first, last + 1)):
            return ()
        return speakers_in(doc, first, last + 1, cue)

    def found(match: re.Match[str], *groups: str, letter: str) -> Aside | None:
        cue = doc[at[pattern.index(letter)]]
        chain = [s for g in groups for s in spoken(match, g, cue)]
        return Aside(tuple(part), tuple(chain)) if chain else None

    if match := _QUOTING.match(pattern):
        return found(match, "outer", "inner", letter="q")
    if (match := _QUOTED.match(pattern)) and (match["outer"] or match["late"]):
        return found(match, "outer", "late", "inner", letter="q")
    if match := _AS_BY.match(pattern):
        return found(match, "who", letter=pattern[1])
    if match := _INVERTED.match(pattern):
        made = found(match, "who", letter="c")
        return made if made is not None and _inverts(doc[at[pattern.index("c")]]) else None
    if (match := _TOLD.match(pattern)) and _is_free(doc[at[pattern.index("t")]], part):
        groups = ("whom", "who") if _is_named(doc, at, match, "whom") else ("who",)
        return found(match, *groups, letter="t")
    if match := _PLAIN.match(pattern):
        cue = doc[at[pattern.index("c")]]
        if cue.lemma_.lower() in {"put", "have"} and not match["it"]:
            return None
        if not _speaks(doc, cue, part):
            return None
        made = found(match, "who", letter="c")
        if made is None or not _is_free(cue, part):
            return None
        carrier = _carrier(doc, at, match)
        return Aside(made.tokens, (*carrier, *made.speakers))
    if _bare_name(doc, part):
        return Aside(tuple(part), (speaker(doc, part[0], part[-1] + 1, doc[part[0] - 1]),))
    if _OF_NOUN.match(pattern) and (whose := _whose(doc, part)) is not None:
        return Aside(tuple(part), (whose,))
    opening = doc[at[0]]
    relays = opening.tag_ == "VBG" and opening.lemma_.lower() in listed("cue", "relaying")
    if relays and (match := _RELAYING.match(pattern)):
        made = found(match, "who", letter=pattern[0])
        named = _is_named(doc, at, match, "who") or any(
            doc[i].lemma_.lower() in cue_words("cited", "nouns") for i in part
        )
        return Aside(made.tokens, made.speakers, inner=True) if made and named else None
    return None


def _is_named(doc: Doc, at: Sequence[int], match: re.Match[str], group: str) -> bool:
    return any(doc[i].pos_ == "PROPN" for i in at[match.start(group) : match.end(group)])


def _inverts(cue: Token) -> bool:
    return cue.tag_ in {"VBD", "VBZ", "VBP"} and cue.lemma_.lower() in listed("cue", "inverting")


def _speaks(doc: Doc, cue: Token, part: Sequence[int]) -> bool:
    """An active verb of speech, or "as" before it: "as he knew", not "he was known for theft"."""
    if any(c.dep_ == "aux:pass" for c in cue.children):
        return False
    doers = [c for c in cue.children if c.dep_ == "nsubj"]
    if any(t.lower_ in listed("sorting", "generic") and t.n_lefts + t.n_rights == 0 for t in doers):
        return False
    if any(t.lower_ in {"we", "i", "one"} for t in doers):
        return True
    weak = cue.lemma_.lower() in cue_words("weak", "verbs") | {"swear", "add", "run", "offer"}
    opens = doc[part[0]].lower_ == "as"
    read = cue.lemma_ in {"read", "learn", "hear", "find", "see"} and any(
        doc[i].pos_ == "PROPN" and i > cue.i for i in part
    )
    return (
        opens or read or not weak or any(doc[i].pos_ == "PROPN" and doc[i].i < cue.i for i in part)
    )


def _is_free(cue: Token, part: Sequence[int]) -> bool:
    """The cue has nothing of its own in the segment that it says: "the judge wrote a book"."""
    inside = set(part)
    for child in cue.children:
        says = child.i in inside and child.dep_ in {"obj", "ccomp", "xcomp"}
        if says and child.lower_ not in {"it", "so"} and cue.lemma_.lower() != "tell":
            return child.dep_ == "xcomp" and child.tag_ == "VBN"
    return True


def _carrier(doc: Doc, at: Sequence[int], match: re.Match[str]) -> tuple[Speaker, ...]:
    """ "... in a report relayed by Fox News": who carries a source's words stands outside it."""
    if match["more"] is None:
        return ()
    inside = at[match.start("more") : match.end("more")]
    for place, i in enumerate(inside[:-2]):
        carries = doc[i].lemma_.lower() in listed("cue", "carried")
        if carries and doc[inside[place + 1]].lower_ in {"by", "in", "on"}:
            return (speaker(doc, inside[place + 2], inside[-1] + 1, doc[i]),)
    named = [i for i in inside if doc[i].pos_ == "PROPN"]
    if named and doc[inside[0]].lower_ in {"to", "in", "on"} and doc[named[0]].ent_type_ == "ORG":
        return (speaker(doc, inside[1], inside[-1] + 1, doc[inside[0]]),)
    return ()


def _whose(doc: Doc, part: Sequence[int]) -> Speaker | None:
    """ "by AFP's count", "in the Guardian's telling"."""
    last = doc[part[-1]]
    if last.lower_ not in listed("cue", "nouns") and last.lemma_ not in listed("cue", "nouns"):
        return None
    owners = [c for c in last.children if c.dep_ == "nmod:poss"]
    owners = [c for c in owners if c.pos_ in {"PROPN", "NOUN"} or c.lower_ in OWNERS]
    if not owners:
        return None
    inside = [t.i for t in owners[0].subtree if t.i in set(part) and t.tag_ != "POS"]
    return speaker(doc, inside[0], inside[-1] + 1, last)


def _according(doc: Doc, kept: Sequence[int]) -> Iterator[Aside]:
    """ "according to X", with or without commas: up to the segment's end."""
    for part in segments(doc, kept):
        words = [doc[i].lower_ for i in part]
        for place in range(len(part) - 2):
            if words[place : place + 2] != ["according", "to"]:
                continue
            end = place + 2
            while end < len(part) and (
                _letter(doc[part[end]]) in "npky"
                or (doc[part[end]].dep_ == "acl" and doc[part[end]].tag_ in {"VBN", "VBD"})
            ):
                end += 1
            while end > place + 3 and _letter(doc[part[end - 1]]) in "pky":
                end -= 1
            if end > place + 2:
                made = speakers_in(doc, part[place + 2], part[end - 1] + 1, doc[part[place]])
                yield Aside(tuple(part[place:end]), made)
            break
