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

from extractors.attribution import cue_certainty, is_denial
from extractors.attribution import cue_words
from extractors.claims.lists import listed
from extractors.claims.pieces import Speaker, is_clause
from extractors.records import Certainty

BREAKS = frozenset({",", ";", ":", "—", "–", "(", ")", "--", "…"})
NOMINAL = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJR", "JJS", "DT", "PDT", "PRP$", "POS", "PRP"}
    | {"FW", "$", "HYPH", "NFP", "``", "''", "WP$"}
)
FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
SAYING = frozenset({"say", "tell", "state", "add", "write", "claim", "warn", "report"})
_NOUN = r"n[npk]*"
_INVERTED = re.compile(rf"^s?r*a?c(?P<who>{_NOUN})$")
_PLAIN = re.compile(rf"^s?r*(?P<who>{_NOUN}?)[ra]*c[r]*(?P<it>i)?(?P<more>[py][npkvryct]*)?$")
_TOLD = re.compile(rf"^s?r*(?P<who>{_NOUN}?)[ra]*t(?P<whom>{_NOUN})(?:[py][npk]*)?$")
_QUOTING = re.compile(rf"^s?r*(?P<outer>{_NOUN}?)[ra]*q(?P<inner>{_NOUN})s[gw]r*$")
_QUOTED = re.compile(
    rf"^s?r*(?P<inner>{_NOUN}?)[ra]+q(?:[yp](?P<outer>n[nk]*))?(?:s[gw])?(?:[yp](?P<late>n[npk]*))?r*$"
)
_AS_BY = re.compile(rf"^s[cvq]y(?P<who>{_NOUN})$")
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
    for made in _according(doc, kept):
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


def segments(doc: Doc, kept: Sequence[int]) -> Iterator[list[int]]:
    """The runs of tokens between a sentence's commas, dashes and brackets, its last stop left out."""
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
        return opens or following.dep_ != "cc"
    return True


def _letter(token: Token) -> str:
    lemma = token.lemma_.lower()
    if token.lower_ == "as":
        return "s"
    if token.lower_ == "by":
        return "y"
    if token.dep_ in {"aux", "aux:pass"} or token.tag_ == "MD":
        return "a"
    if token.tag_ in FINITE and token.dep_ not in {"amod", "compound"}:
        if lemma in {"quote", "cite"}:
            return "q"
        if lemma in {"tell", "inform", "assure"}:
            return "t"
        return "c" if is_cue(lemma) else "v"
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

    def spoken(match: re.Match[str], group: str, cue: Token) -> Speaker | None:
        if match[group] is None:
            return None
        first, last = at[match.start(group)], at[match.end(group) - 1]
        if not any(doc[i].pos_ in {"NOUN", "PROPN", "PRON", "NUM"} for i in range(first, last + 1)):
            return None
        return speaker(doc, first, last + 1, cue)

    def found(match: re.Match[str], *groups: str, letter: str) -> Aside | None:
        cue = doc[at[pattern.index(letter)]]
        chain = [s for g in groups if (s := spoken(match, g, cue)) is not None]
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
    if _OF_NOUN.match(pattern) and (whose := _whose(doc, part)) is not None:
        return Aside(tuple(part), (whose,))
    if (match := _RELAYING.match(pattern)) and doc[at[0]].tag_ == "VBG":
        if doc[at[0]].lemma_.lower() in listed("cue", "relaying"):
            made = found(match, "who", letter=pattern[0])
            named = made is not None and _is_named(doc, at, match, "who")
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
    if any(doc[i].lower_ in listed("sorting", "generic") for i in part[:2]):
        return False
    weak = cue.lemma_.lower() in cue_words("weak", "verbs") | {"swear", "add", "run", "offer"}
    opens = doc[part[0]].lower_ == "as"
    return opens or not weak or any(doc[i].pos_ == "PROPN" and doc[i].i < cue.i for i in part)


def _is_free(cue: Token, part: Sequence[int]) -> bool:
    """The cue has nothing of its own in the segment that it says: "the judge wrote a book"."""
    inside = set(part)
    for child in cue.children:
        if child.i in inside and child.dep_ in {"obj", "ccomp", "xcomp"}:
            if child.lower_ not in {"it", "so"} and cue.lemma_.lower() != "tell":
                return child.dep_ == "xcomp" and child.tag_ == "VBN"
    return True


def _carrier(doc: Doc, at: Sequence[int], match: re.Match[str]) -> tuple[Speaker, ...]:
    """ "... in a report relayed by Fox News": who carries a source's words stands outside it."""
    if match["more"] is None:
        return ()
    inside = at[match.start("more") : match.end("more")]
    for place, i in enumerate(inside[:-1]):
        if doc[i].lemma_.lower() in listed("cue", "carried") and doc[inside[place + 1]].lower_ in {
            "by",
            "in",
            "on",
        }:
            if place + 2 < len(inside):
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
    owners = [c for c in last.children if c.dep_ == "nmod:poss" and c.pos_ in {"PROPN", "NOUN"}]
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
            while end < len(part) and _letter(doc[part[end]]) in "npk":
                end += 1
            while end > place + 3 and _letter(doc[part[end - 1]]) in "pk":
                end -= 1
            if end > place + 2:
                made = speaker(doc, part[place + 2], part[end - 1] + 1, doc[part[place]])
                yield Aside(tuple(part[place:end]), (made,))
            break


def speaker(doc: Doc, start: int, end: int, cue: Token) -> Speaker:
    """A link of the chain; its cue says how sure it leaves what it reports."""
    lemma = "according to" if cue.lower_ == "according" else cue.lemma_.lower()
    certainty: Certainty = "CERTAIN"
    if cue.pos_ in {"VERB", "AUX"} and cue.lower_ != "according":
        certainty = cue_certainty(lemma, "verbs") or "CERTAIN"
    while start < end - 1 and doc[start].is_punct:
        start += 1
    return Speaker(start, end, lemma, certainty, is_denial(lemma) and is_clause(cue))
