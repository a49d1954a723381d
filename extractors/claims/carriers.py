"""Who carries a source's words: "a sailor quoted by Postimees", "in an interview with Reuters".

The tokens that name a speaker in, its links out, the carrier outside. Must not fire on "a man
arrested by police", who is no source's mouthpiece.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from extractors.attribution import cue_certainty, cue_words, is_denial
from extractors.claims.lists import listed
from extractors.claims.pieces import Speaker, is_clause
from extractors.grammar import children, preposition
from extractors.records import Certainty

NEAR = frozenset({"by", "in", "on", "with", "to"})


def speakers_in(doc: Doc, start: int, end: int, cue: Token) -> tuple[Speaker, ...]:
    """The links that the words ``start`` to ``end`` name, outermost first."""
    start, end = _whole_name(doc, start, end)
    for place in range(start + 1, end - 2):
        verb = doc[place]
        if verb.tag_ not in {"VBN", "VBD"} or not _carries(verb):
            continue
        if doc[place + 1].lower_ in NEAR:
            outer = speaker(doc, place + 2, end, verb)
            inner = speaker(doc, start, place, cue)
            return outer, inner
    return (speaker(doc, start, end, cue),)


def carrier_of(cue: Token) -> tuple[Speaker, ...]:
    """The outlet that a cue's own phrase names: "said in an interview with Reuters"."""
    for child in children(cue, "obl"):
        if preposition(child) not in {"in", "to", "with", "on"}:
            continue
        names = [t for t in child.subtree if t.pos_ == "PROPN" and t.ent_type_ == "ORG"]
        if names:
            return (speaker(cue.doc, names[0].i, names[-1].i + 1, cue),)
    return ()


def speaker(doc: Doc, start: int, end: int, cue: Token) -> Speaker:
    """A link of the chain; its cue says how sure it leaves what it reports."""
    lemma = "according to" if cue.lower_ == "according" else cue.lemma_.lower()
    certainty: Certainty = "CERTAIN"
    if cue.pos_ in {"VERB", "AUX"} and cue.lower_ != "according":
        certainty = cue_certainty(lemma, "verbs") or "CERTAIN"
    while start < end - 1 and doc[start].is_punct:
        start += 1
    return Speaker(start, end, lemma, certainty, is_denial(lemma) and is_clause(cue))


def _carries(verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    return lemma in listed("cue", "carried") or lemma in cue_words("relay", "gather")


def _whole_name(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """ "Le Monde", also where the parse hands over only "Le"."""
    sentence = doc[start].sent
    while end < sentence.end and doc[end - 1].pos_ == "PROPN" and doc[end].pos_ == "PROPN":
        end += 1
    while start > sentence.start and doc[start].pos_ == "PROPN" and doc[start - 1].pos_ == "PROPN":
        start -= 1
    return start, end
